"""Stands between us and ffmpeg: sets limits, cuts the network, ties its life to ours, then becomes ffmpeg.

Run as `python -I -S launcher.py OWNER_PID ADDRESS_BYTES CPU_S FILE_BYTES NICENESS PROGRAM ARGUMENT…`.
A program of its own instead of `preexec_fn`, which is unsafe in a process with threads. Standard library only, because
`-S` (no site-packages) starts in 20 ms.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
import time

PR_SET_PDEATHSIG = 1
PR_SET_NO_NEW_PRIVS = 38
CLONE_NEWNET = 0x40000000
CLONE_NEWUSER = 0x10000000
OWNER_POLL_S = 0.25
EXIT_ORPHAN = 125


def main(words: list[str]) -> None:
    """Apply the fence and become the program; where the kernel cannot tie lives together, stay and watch."""
    owner = int(words[0])
    address_bytes, cpu_s, file_bytes, niceness = (int(word) for word in words[1:5])
    command = words[5:]
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_CPU, cpu_s)
    _limit(resource.RLIMIT_FSIZE, file_bytes)
    os.nice(niceness)
    is_linux = sys.platform.startswith("linux")
    if is_linux:
        libc = ctypes.CDLL(None, use_errno=True)
        _leave_network(libc)
        libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        # After unshare: a change of credentials clears the wish for a signal at the parent's death.
        libc.prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != owner:
        sys.exit(EXIT_ORPHAN)  # the owner died before the wish was set
    _limit(resource.RLIMIT_AS, address_bytes)
    if is_linux:
        os.execv(command[0], command)  # noqa: S606 — a program and its arguments, no shell wanted
    _watch(owner, command)


def _limit(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    wanted = most if hard == resource.RLIM_INFINITY else min(most, hard)
    try:
        resource.setrlimit(what, (wanted, wanted))
    except (ValueError, OSError):
        if sys.platform.startswith("linux"):
            raise  # macOS knows no limit of address space; Linux has them all


def _leave_network(libc: ctypes.CDLL) -> None:
    # Best effort on top of the protocol whitelist: as root directly, else through a user namespace, else not at all.
    if libc.unshare(CLONE_NEWNET) != 0:
        libc.unshare(CLONE_NEWUSER | CLONE_NEWNET)


def _watch(owner: int, command: list[str]) -> None:
    child = os.fork()
    if child == 0:
        os.execv(command[0], command)  # noqa: S606 — as above
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            sys.exit(os.waitstatus_to_exitcode(status) & 0xFF)
        if os.getppid() != owner:
            os.kill(child, signal.SIGKILL)
            sys.exit(EXIT_ORPHAN)
        time.sleep(OWNER_POLL_S)


if __name__ == "__main__":
    main(sys.argv[1:])
