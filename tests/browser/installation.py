"""A whole Vitrina for the stories of the browser: real roles, in a home and on ports of their own."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from vitrina.cli.roles import open_app
from vitrina.kernel.clock import Clock
from vitrina.platform.app import App
from vitrina.platform.home import ensure_secret
from vitrina.platform.settings import PROVIDER_OFFSET, Settings, read_settings

PORT_OFFSET = 400  # beside the tests that use VITRINA_PORT itself
PORT_DEFAULT = 18_600
READY_S = 90
STOP_S = 20
MAIL_S = 20


@dataclass(frozen=True)
class Installation:
    """A running Vitrina: where it answers and where its files are."""

    home: Path
    port: int
    settings: Settings
    push_port: int

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    async def open_app(self, clock: Clock | None = None) -> App:
        """An app beside the roles, on the same database, home and provider; `clock` may stand in the past."""
        running = json.loads((self.home / "run.json").read_text())
        return await open_app(self.settings, running["database_url"], clock=clock)

    async def mailed(self, address: str, subject: str) -> EmailMessage:
        """The mail to `address` with this subject; waits for it."""
        deadline = time.monotonic() + MAIL_S
        while time.monotonic() < deadline:
            for letter in sorted(self.home.rglob("*.eml"), reverse=True):
                message = message_from_bytes(letter.read_bytes(), policy=policy.default)
                if address in str(message["To"]) and str(message["Subject"]) == subject:
                    assert isinstance(message, EmailMessage)
                    return message
            await asyncio.sleep(0.1)
        raise AssertionError(f"no mail to {address} about {subject!r} came within {MAIL_S} s")

    async def mailed_link(self, address: str, path: str) -> str:
        """The newest link to `path` that was mailed to `address`; waits for it."""
        deadline = time.monotonic() + MAIL_S
        while time.monotonic() < deadline:
            for letter in sorted(self.home.rglob("*.eml"), reverse=True):
                message = message_from_bytes(letter.read_bytes(), policy=policy.default)
                body = message.get_body(("plain",))
                text = "" if body is None else body.get_content()
                found = re.search(rf"{re.escape(self.url)}{re.escape(path)}\S*", text)
                if address in str(message["To"]) and found:
                    return found[0]
            await asyncio.sleep(0.1)
        raise AssertionError(f"no mail to {address} with a link to {path} came within {MAIL_S} s")


@asynccontextmanager
async def serve(home: Path) -> AsyncIterator[Installation]:
    """`vitrina serve` until the block ends."""
    port = _free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("VITRINA_")}
    environment |= {"VITRINA_HOME": str(home), "VITRINA_PORT": str(port), "VITRINA_LIMITS": "off"}
    # A push service next door, which the stories of notices start when they need it.
    with socket.create_server(("127.0.0.1", 0)) as free:
        push_port = free.getsockname()[1]
    environment["VITRINA_FETCH_ALLOW"] = f"127.0.0.1:{push_port}"
    for name in ("VITRINA_POSTGRES_BIN", "VITRINA_FFMPEG"):
        if name in os.environ:
            environment[name] = os.environ[name]
    log = home.with_suffix(".log")
    with log.open("wb") as opened:
        process = subprocess.Popen(
            [sys.executable, "-m", "vitrina", "serve"], env=environment, stdout=opened, stderr=subprocess.STDOUT
        )
    try:
        await _wait(port, process, log)
        settings = replace(
            read_settings(environment),
            provider_secret=ensure_secret(home, "provider"),
            provider_webhook_secret=ensure_secret(home, "provider_webhook"),
            app_secret=ensure_secret(home, "app"),
        )
        yield Installation(home, port, settings, push_port)
    finally:
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_S)
        if process.poll() is None:
            process.kill()
            process.wait()


async def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + READY_S
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        with contextlib.suppress(OSError):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            line = await reader.readline()
            writer.close()
            await writer.wait_closed()
            if b" 200 " in line:
                return
        await asyncio.sleep(0.1)
    raise AssertionError(f"the server did not get ready: {log.read_text()}")


def _free_port() -> int:
    """The first port from our place on whose neighbour, the provider's, is free too."""
    port = int(os.environ.get("VITRINA_PORT") or PORT_DEFAULT) + PORT_OFFSET
    while not all(_is_free(port + offset) for offset in (0, PROVIDER_OFFSET)):
        port += 10
    return port


def _is_free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True
