"""Tests stay on this machine."""

from __future__ import annotations

import socket

import pytest


def test_a_test_cannot_reach_beyond_this_machine() -> None:
    with pytest.raises(Exception, match="tests stay on this machine"):
        socket.create_connection(("192.0.2.1", 80), timeout=0.1)
    with pytest.raises(Exception, match="tests stay on this machine"):
        socket.getaddrinfo("example.org", 443)


def test_loopback_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()
