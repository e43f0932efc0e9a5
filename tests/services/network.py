"""Tests talk to this machine only."""

import ipaddress
import socket

_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex


class NetworkClosed(RuntimeError):
    """A test tried to reach another machine."""


def close() -> None:
    """From now on connections to anything but loopback and local sockets raise NetworkClosed."""
    socket.socket.connect = _checked(_connect)
    socket.socket.connect_ex = _checked(_connect_ex)


def _checked(connect):
    def checked(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
            raise NetworkClosed(f"tests may not reach {address[0]}:{address[1]}")
        return connect(self, address)

    return checked


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
