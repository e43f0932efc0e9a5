"""The sockets' test client replaces the server's sending by a recording, for good. This puts the sending back."""

from flask_socketio import SocketIOTestClient


def send_again(server) -> None:
    """Let this server send to real browsers again, and let the test clients it had leave their rooms."""
    clients, SocketIOTestClient.clients = SocketIOTestClient.clients, {}
    for client in clients.values():
        for namespace in [name for name, connected in client.connected.items() if connected]:
            server.manager.disconnect(server.manager.sid_from_eio_sid(client.eio_sid, namespace), namespace)
    for name in ("_send_packet", "_send_eio_packet"):
        vars(server).pop(name, None)
    server.async_handlers = True
