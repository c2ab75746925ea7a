"""Processes that tests start and hear."""

from __future__ import annotations

import asyncio
import subprocess


async def first_line(child: subprocess.Popen[bytes], within_s: float) -> bytes:
    """The first line that `child` writes; one that stays silent is killed, or its reader would be waited for for ever."""
    assert child.stdout is not None
    try:
        return await asyncio.wait_for(asyncio.to_thread(child.stdout.readline), within_s)
    except TimeoutError:
        end(child)
        raise


def end(child: subprocess.Popen[bytes]) -> None:
    """kill -9, and nothing of it is left."""
    child.kill()
    child.wait()
    if child.stdout is not None:
        child.stdout.close()
