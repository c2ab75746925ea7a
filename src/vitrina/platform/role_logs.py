"""The logs of roles: each into its own file as it is, and for a person one short line at the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import IO

import msgspec

LOG_BYTES_MAX = 16_000_000
MESSAGE_CHARS_MAX = 300
_QUIET = frozenset(("debug", "info"))
_KNOWN = frozenset(("at", "level", "logger", "message", "error"))


class RoleLog:
    """One role's log file, which is kept twice: the present one, and the one before it (16 MB each)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: IO[str] | None = None
        self._size_bytes = 0

    def write(self, line: str) -> None:
        if self._file is None or self._size_bytes > LOG_BYTES_MAX:
            self._open()
        assert self._file is not None
        self._file.write(line + "\n")
        self._size_bytes += len(line) + 1

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _open(self) -> None:
        self.close()
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.path.exists() and self.path.stat().st_size > LOG_BYTES_MAX:
            self.path.replace(self.path.with_suffix(".log.1"))
        self._file = self.path.open("a", encoding="utf-8", buffering=1)
        self._size_bytes = self.path.stat().st_size


def human_line(name: str, line: str) -> str | None:
    """What the terminal shows of a role's line: plain words as they are, of JSON records the warnings, shortened."""
    if not line.startswith("{"):
        return line if line.strip() else None
    try:
        record = msgspec.json.decode(line, type=dict[str, object])
    except msgspec.DecodeError:
        return line
    level = str(record.get("level", "info"))
    if level in _QUIET:
        return None
    parts = [f"{name}: {level}: {record.get('message', '')}"[:MESSAGE_CHARS_MAX]]
    parts += [f"{key}={value}" for key, value in record.items() if key not in _KNOWN]
    error = str(record.get("error", "")).strip()
    if error:
        parts.append("· " + error.rsplit("\n", 1)[-1][:MESSAGE_CHARS_MAX])
    return " ".join(parts)
