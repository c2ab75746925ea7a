"""A whole installation as real processes in a home of its own, whose parts can be killed; for proofs, not for stories."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import aiohttp
import asyncpg

ROLES = {
    "web": "vitrina role web",
    "worker": "vitrina role worker",
    "provider": "vitrina role provider",
    "postgres": "bin/postgres -D",
}
READY_S_MAX = 60.0
STOP_S_MAX = 30.0
LOG_PAGE = 5_000
Json = dict[str, Any]


class Installation:
    """`vitrina serve` in `home`, limits off, with further settings; everything it started is gone after `stop`."""

    def __init__(self, home: Path, **settings: str) -> None:
        self.home = home
        self._settings = settings
        self.port = _free_ports()
        self.url = f"http://127.0.0.1:{self.port}"
        self.database_url = ""
        self._process: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        """Start it and wait until it answers."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("VITRINA_")}
        environment |= {
            "VITRINA_HOME": str(self.home), "VITRINA_PORT": str(self.port), "VITRINA_LIMITS": "off",
            "VITRINA_LOG": "WARNING", **self._settings,
        }  # fmt: skip
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home.parent / "serve.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "vitrina", "serve"], env=environment, stdout=log, stderr=log
            )
        deadline = time.monotonic() + READY_S_MAX
        while await self._health() != 200:
            assert self._process.poll() is None and time.monotonic() < deadline, self.said()
            await asyncio.sleep(0.05)
        self.database_url = json.loads((self.home / "run.json").read_text())["database_url"]

    async def _health(self) -> int:
        timeout = aiohttp.ClientTimeout(total=2)
        try:
            async with aiohttp.ClientSession(timeout=timeout) as session, session.get(f"{self.url}/healthz") as answer:
                return answer.status
        except (aiohttp.ClientError, TimeoutError):
            return 0

    def said(self) -> str:
        """The end of what the supervisor printed."""
        return (self.home.parent / "serve.log").read_text(errors="replace")[-3_000:]

    def pid_of(self, role: str) -> int | None:
        """The process of a role that lives now, if any."""
        assert self._process is not None
        words = ROLES[role]
        for entry in Path("/proc").iterdir():
            if not entry.name.isdecimal():
                continue
            with contextlib.suppress(OSError):
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                if parent == self._process.pid and words in command:
                    return int(entry.name)
        return None

    async def kill(self, role: str) -> int:
        """kill -9 the process of a role, waiting until there is one; its pid."""
        deadline = time.monotonic() + READY_S_MAX
        while (pid := self.pid_of(role)) is None:
            assert time.monotonic() < deadline, f"no {role}: {self.said()}"
            await asyncio.sleep(0.02)
        os.kill(pid, signal.SIGKILL)
        return pid

    async def connect(self) -> asyncpg.Connection[asyncpg.Record]:
        """A connection of one's own to its database, once that answers."""
        deadline = time.monotonic() + READY_S_MAX
        while True:
            try:
                return await asyncpg.connect(self.database_url, timeout=5)
            except (OSError, asyncpg.PostgresError):
                assert time.monotonic() < deadline, self.said()
                await asyncio.sleep(0.1)

    async def gateway_effects(self) -> list[Json]:
        """Everything in the gateway's durable log, oldest first."""
        secret = (self.home / "secrets" / "provider").read_text(encoding="ascii")
        effects: list[Json] = []
        headers = {"Authorization": f"Bearer {secret}"}
        async with aiohttp.ClientSession(f"http://127.0.0.1:{self.port + 3}", headers=headers) as session:
            while True:
                async with session.get(f"/log?after={len(effects)}&limit={LOG_PAGE}") as answer:
                    page = await answer.json()
                effects += page["effects"]
                if len(effects) == page["last"]:
                    return effects

    async def stop(self) -> None:
        """Ctrl-C, and kill -9 for a supervisor that does not listen."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGINT)
        try:
            await asyncio.to_thread(self._process.wait, STOP_S_MAX)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None


def _free_ports() -> int:
    """A port whose third neighbour, the gateway's, is free too."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as first:
            port = int(first.getsockname()[1])
            if port > 64_000:
                continue
            try:
                socket.create_server(("127.0.0.1", port + 3)).close()
            except OSError:
                continue
            return port
