"""What a role's process does besides its work: ends when its supervisor does, listens on the socket it was given."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import threading
import time

LEASH_FD = "VITRINA_LEASH_FD"
LISTEN_FD = "VITRINA_LISTEN_FD"
# Shorter than a supervisor's patience: who was left alone has nobody to report to.
ORPHAN_STOP_S = 2.0
BACKLOG = 2048


def follow_supervisor() -> None:
    """End this process and its children once the supervisor's end of the leash is closed, however that one ended.

    A thread, so that a busy or hung event loop cannot outlive its supervisor. Nothing happens without a leash.
    """
    number = os.environ.pop(LEASH_FD, None)
    if number is not None:
        threading.Thread(target=_wait_for_end, args=(int(number),), name="leash", daemon=True).start()


def _wait_for_end(leash: int) -> None:
    while os.read(leash, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(ORPHAN_STOP_S)
    if os.getpgrp() == os.getpid():
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(1)


def stop_on_signals() -> asyncio.Event:
    """An event of the running loop that SIGTERM and SIGINT set."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    return stopping


def listening_socket(host: str, port: int) -> socket.socket:
    """The socket inherited from the supervisor, which all processes of the role share, else a new one."""
    number = os.environ.pop(LISTEN_FD, None)
    if number is not None:
        return socket.socket(fileno=int(number))
    return open_listener(host, port)


def open_listener(host: str, port: int) -> socket.socket:
    """A listening TCP socket; OSError when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    opened = socket.create_server((host, port), family=family, backlog=BACKLOG)
    opened.setblocking(False)
    return opened
