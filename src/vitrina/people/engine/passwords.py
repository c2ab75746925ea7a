"""Passwords are hashed with argon2id, two at a time: each costs 19 MiB and some 40 ms on purpose."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError
from argon2.low_level import hash_secret_raw

from vitrina.kernel.errors import Unavailable
from vitrina.platform.app import App

Result = TypeVar("Result")

# OWASP Password Storage Cheat Sheet: argon2id with m = 19 MiB, t = 2, p = 1.
MEMORY_KIB, PASSES, LANES = 19_456, 2, 1
THREADS = 2
WAITING_MAX = 100
RETRY_AFTER_S = 2


class Passwords:
    """The process's one pool for slow hashes; more than 100 waiting are refused with `Unavailable`."""

    def __init__(self, _app: App) -> None:
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="argon2")
        self._hasher = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES, type=Type.ID)
        self._waiting = 0
        self.hashes_done = 0

    async def hash(self, password: str) -> str:
        """The PHC string to store for `password`."""
        return await self._run(lambda: self._hasher.hash(password))

    async def verify(self, kept: str | None, password: str) -> bool:
        """Whether `password` is the one of `kept`; without `kept` it hashes all the same, so that both take as long."""
        return await self._run(lambda: self._verify(kept, password))

    async def digest(self, content: bytes, salt: bytes, size_bytes: int) -> bytes:
        """A slow digest of a body that holds a password: it must not be quicker to guess from than the hash is."""
        return await self._run(
            lambda: hash_secret_raw(
                content,
                hashlib.sha256(salt).digest()[:16],
                time_cost=PASSES,
                memory_cost=MEMORY_KIB,
                parallelism=LANES,
                hash_len=size_bytes,
                type=Type.ID,
            )
        )

    async def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _verify(self, kept: str | None, password: str) -> bool:
        if kept is None:
            self._hasher.hash(password)
            return False
        try:
            return self._hasher.verify(kept, password)
        except (VerifyMismatchError, VerificationError, InvalidHashError):
            return False

    async def _run(self, work: Callable[[], Result]) -> Result:
        if self._waiting >= WAITING_MAX:
            raise Unavailable(retry_after_s=RETRY_AFTER_S)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        finally:
            self._waiting -= 1
            self.hashes_done += 1
