"""Limits: exact at their edges, sliding, cheap, off when they are off."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from vitrina.kernel.clock import ManualClock
from vitrina.kernel.errors import TooManyRequests
from vitrina.platform.limiter import Limiter, forget_old_limits
from vitrina.platform.postgres import Database


@pytest.fixture
def limiter(clock: ManualClock) -> Limiter:
    return Limiter(clock, is_on=True)


async def tries(limiter: Limiter, database: Database, count: int, *, limit: int, per_s: int = 60) -> list[bool]:
    """Which of `count` tries in a row were let through."""
    passed = []
    for _ in range(count):
        try:
            await limiter.check(database, "door", "ana", limit=limit, per_s=per_s)
            passed.append(True)
        except TooManyRequests:
            passed.append(False)
    return passed


async def rows(database: Database) -> list[tuple[str, int]]:
    async with database.connection() as connection:
        found = await connection.fetch("SELECT name, used FROM platform_limit ORDER BY window_start, name")
        return [(row[0], row[1]) for row in found]


async def test_the_try_after_the_last_is_refused_and_says_when(
    limiter: Limiter, database: Database, clock: ManualClock
) -> None:
    clock.advance(timedelta(seconds=20))  # 15:00:20, in the window from 15:00 to 15:01
    assert await tries(limiter, database, 3, limit=3) == [True, True, True]
    with pytest.raises(TooManyRequests) as caught:
        await limiter.check(database, "door", "ana", limit=3, per_s=60)
    # 40 s to the next window, then a third of it until one of the three has slid out.
    assert caught.value.fields == {"retry_after_s": 60}
    assert caught.value.text("es") == "Demasiados intentos. Espera 60 segundos e inténtalo de nuevo."
    clock.advance(timedelta(seconds=59))
    assert await tries(limiter, database, 1, limit=3) == [False]
    clock.advance(timedelta(seconds=1))
    assert await tries(limiter, database, 2, limit=3) == [True, False]


async def test_subjects_and_names_are_counted_apart_and_subjects_are_not_stored(
    limiter: Limiter, database: Database
) -> None:
    await limiter.check(database, "door", "ana@example.test", limit=1, per_s=60)
    await limiter.check(database, "door", "luz@example.test", limit=1, per_s=60)
    await limiter.check(database, "gate", "ana@example.test", limit=1, per_s=60)
    with pytest.raises(TooManyRequests):
        await limiter.check(database, "gate", "ana@example.test", limit=1, per_s=60)
    async with database.connection() as connection:
        kept = await connection.fetch("SELECT subject FROM platform_limit")
    assert len(kept) == 3
    assert all("@" not in row[0] and len(row[0]) == 32 for row in kept)


async def test_two_windows_never_let_twice_the_limit_through_at_their_border(
    limiter: Limiter, database: Database, clock: ManualClock
) -> None:
    clock.advance(timedelta(seconds=59))
    assert await tries(limiter, database, 10, limit=10) == [True] * 10
    clock.advance(timedelta(seconds=2))  # one second into the next window: 59/60 of the ten still count
    assert sum(await tries(limiter, database, 10, limit=10)) == 0
    clock.advance(timedelta(seconds=29))  # half of it, and the one that was refused (the other nine cost nothing)
    assert sum(await tries(limiter, database, 10, limit=10)) == 4


async def test_tries_at_once_from_two_processes_are_exact(database: Database, clock: ManualClock) -> None:
    processes = [Limiter(clock, is_on=True), Limiter(clock, is_on=True)]

    async def one(place: int) -> bool:
        try:
            await processes[place % 2].check(database, "door", "ana", limit=30, per_s=60)
        except TooManyRequests:
            return False
        return True

    assert sum(await asyncio.gather(*(one(place) for place in range(200)))) == 30


async def test_a_large_limit_costs_a_statement_per_twentieth_and_a_known_refusal_none(
    limiter: Limiter, database: Database
) -> None:
    assert await tries(limiter, database, 100, limit=400) == [True] * 100
    assert await rows(database) == [("door", 100)]
    assert await tries(limiter, database, 1, limit=400) == [True]
    assert await rows(database) == [("door", 120)]
    assert sum(await tries(limiter, database, 400, limit=400)) == 299
    used = (await rows(database))[0][1]
    assert sum(await tries(limiter, database, 50, limit=400)) == 0
    assert (await rows(database))[0][1] == used


async def test_what_is_given_back_may_be_tried_again(limiter: Limiter, database: Database) -> None:
    for limit in (2, 400):
        for _ in range(3 * limit):
            await limiter.check(database, "login", str(limit), limit=limit, per_s=60)
            await limiter.give_back(database, "login", str(limit), limit=limit, per_s=60)
    for _ in range(2):
        await limiter.check(database, "login", "2", limit=2, per_s=60)
    with pytest.raises(TooManyRequests):
        await limiter.check(database, "login", "2", limit=2, per_s=60)


async def test_a_refused_actions_rollback_does_not_give_its_try_back(limiter: Limiter, database: Database) -> None:
    async def act() -> None:
        async with database.ambient_transaction():
            await limiter.check(database, "door", "ana", limit=1, per_s=60)
            raise KeyError("the action fails")

    with pytest.raises(KeyError):
        await act()
    with pytest.raises(TooManyRequests):
        await act()


async def test_off_means_off(database: Database, clock: ManualClock) -> None:
    limiter = Limiter(clock, is_on=False)
    assert await tries(limiter, database, 100, limit=1) == [True] * 100
    await limiter.give_back(database, "door", "ana", limit=1, per_s=60)
    assert await rows(database) == []


async def test_old_windows_are_forgotten(limiter: Limiter, database: Database, clock: ManualClock) -> None:
    await limiter.check(database, "door", "ana", limit=1, per_s=60)
    async with database.connection() as connection:
        assert await forget_old_limits(connection, clock.now() + timedelta(days=2)) == 0
        assert await forget_old_limits(connection, clock.now() + timedelta(days=4)) == 1
    assert await rows(database) == []
