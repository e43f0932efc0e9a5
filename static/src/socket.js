// The socket, apart from the rest because most visitors of a page never need it.
import { io } from "socket.io-client";

/** Connect to our own server. Websocket only: it needs no sticky sessions and is how the server was measured. */
export function connect() {
  return io({ transports: ["websocket"], reconnectionDelay: 1000, reconnectionDelayMax: 15000, randomizationFactor: 0.5 });
}
