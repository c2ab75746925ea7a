"""`vitrina serve` with its real roles: ready from an empty home, back after every kill, gone after Ctrl-C."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

READY_S_MAX = 15.0  # from an empty home, without seeding
AGAIN_S_MAX = 5.0
STOP_S_MAX = 8.0
REST_MB_MAX = 450


class Served:
    """An installation in a folder of its own, served by real processes."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.port = _free_ports()
        self.process: subprocess.Popen[str] | None = None
        self.said = ""

    def start(self) -> float:
        """Start `vitrina serve`; the seconds until it says that it is ready."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("VITRINA_")}
        environment |= {"VITRINA_HOME": str(self.home), "VITRINA_PORT": str(self.port)}
        begun = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "vitrina", "serve"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment,
        )  # fmt: skip
        assert self.process.stdout is not None
        self.said = ""
        for line in self.process.stdout:
            self.said += line
            if "is ready" in line:
                return time.monotonic() - begun
        raise AssertionError(self.said)

    def stop(self) -> float:
        """Ctrl-C; the seconds until it has ended with 0."""
        if self.process is None:
            return 0.0
        begun = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(timeout=30) == 0
        assert self.process.stdout is not None
        self.process.stdout.close()
        self.process = None
        return time.monotonic() - begun

    def status(self, path: str, port_offset: int = 0) -> int:
        try:
            return httpx.get(
                f"http://127.0.0.1:{self.port + port_offset}{path}", timeout=5, trust_env=False
            ).status_code
        except httpx.HTTPError:
            return 0

    def processes(self, words: str) -> list[int]:
        """The process ids of this installation whose command line holds `words`."""
        found = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdecimal():
                continue
            try:
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                surroundings = (entry / "environ").read_bytes()
                works_in = os.readlink(entry / "cwd")
            except OSError:
                continue
            mine = works_in.startswith(str(self.home)) or f"VITRINA_HOME={self.home}".encode() in surroundings
            if mine and re.search(words, command):
                found.append(int(entry.name))
        return found


def _free_ports() -> int:
    """A port whose third neighbour, the provider's, is free too."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as first:
            port = int(first.getsockname()[1])
            try:
                socket.create_server(("127.0.0.1", port + 3)).close()
            except OSError:
                continue
            return port


def until(check: Callable[[], bool], within_s: float = 20.0) -> None:
    deadline = time.monotonic() + within_s
    while not check():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.05)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    made = Served(tmp_path)
    yield made
    made.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_serve_is_ready_from_an_empty_home_survives_kills_and_stops(served: Served, slack: float) -> None:
    first_s = served.start()
    assert first_s < READY_S_MAX * slack, served.said
    assert served.status("/healthz") == 200
    assert served.status("/no-such-api", port_offset=3) != 0  # the provider answers

    time.sleep(2)
    pids = served.processes(".")
    at_rest_mb = sum(map(_pss_kb, pids)) / 1024
    assert len(pids) >= 10
    assert at_rest_mb < REST_MB_MAX

    for role in ("role web", "role worker", "role provider", "bin/postgres -D"):
        [killed] = served.processes(role)
        os.kill(killed, signal.SIGKILL)
        until(lambda role=role, killed=killed: served.processes(role) not in ([], [killed]))  # type: ignore[misc]
        until(lambda: served.status("/healthz") == 200)
    until(lambda: served.status("/no-such-api", port_offset=3) != 0)

    assert served.stop() < STOP_S_MAX * slack
    assert served.processes(".") == []
    again_s = served.start()
    assert again_s < AGAIN_S_MAX * slack
    print(
        f"ready in {first_s:.1f} s from an empty home, in {again_s:.1f} s again (slack {slack:.1f}); "
        f"{at_rest_mb:.0f} MB at rest in {len(pids)} processes"
    )


def _pss_kb(pid: int) -> int:
    """The process's memory with its shared pages divided among their sharers."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    matched = re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)
    return int(matched[1]) if matched else 0
