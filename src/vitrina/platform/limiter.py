"""How often something may be tried: sliding windows in `platform_limit`, with a cheap answer in the process.

The count of a window slides as `used now + used before × what of the window before is still inside`. A process takes a
twentieth of a large limit at once and spends it without a statement; a refusal is remembered until it can end. So a hot
route costs a statement per twentieth, and limits below 40 are exact over all processes. Tries that wait share a
statement (`Gather`), on a connection of its own: a refused action's rollback must not give its try back.
"""

from __future__ import annotations

import hashlib
import math
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from vitrina.kernel.clock import Clock
from vitrina.kernel.errors import TooManyRequests
from vitrina.platform.gather import Gather
from vitrina.platform.postgres import Connection, Database

LEASE_PARTS = 20
KNOWN_MAX = 20_000
WINDOW_S_MAX = 86_400
KEPT = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class _Ask:
    name: str
    subject: str
    limit: int
    per_s: int
    window_start: datetime
    lease: int


@dataclass(slots=True)
class _Known:
    """What this process may still spend of one window, and until when it knows the answer to be no."""

    window_start: datetime
    left: int
    refused_until: datetime | None


class Limiter:
    """Counts tries per name and subject; switched off it never refuses and costs nothing."""

    def __init__(self, clock: Clock, *, is_on: bool) -> None:
        self._clock = clock
        self._is_on = is_on
        self._known: OrderedDict[tuple[str, str], _Known] = OrderedDict()
        self._gather: Gather[_Ask, float] | None = None
        self._db: Database | None = None

    async def check(self, db: Database, name: str, subject: str, *, limit: int, per_s: int) -> None:
        """Count one try of `name` by `subject`; `TooManyRequests(retry_after_s)` above `limit` in `per_s` seconds.

        `subject` is stored only as a digest. Call it before a transaction is open: it uses a connection of its own.
        """
        assert limit >= 1 and 1 <= per_s <= WINDOW_S_MAX
        if not self._is_on:
            return
        now = self._clock.now()
        digest = _digest(subject)
        start = _window_start(now, per_s)
        if self._spend(name, digest, start, now):
            return
        ask = _Ask(name, digest, limit, per_s, start, max(1, limit // LEASE_PARTS))
        granted = await self._gather_of(db).ask(ask)
        if granted >= 1:
            self._know(name, digest, _Known(start, self._left(name, digest, start) + int(granted) - 1, None))
            return
        until = now + timedelta(seconds=-granted)
        self._know(name, digest, _Known(start, 0, until))
        raise _refusal(until, now)

    async def give_back(self, db: Database, name: str, subject: str, *, limit: int, per_s: int) -> None:
        """Undo one `check` of this window, for limits that count failures only."""
        if not self._is_on:
            return
        digest = _digest(subject)
        start = _window_start(self._clock.now(), per_s)
        known = self._known.pop((name, digest), None)
        if known is not None and known.window_start == start and known.left > 0:
            self._know(name, digest, _Known(start, known.left + 1, None))
            return
        async with db.connection() as connection:
            await _take_back_try(connection, name, digest, start)

    def _spend(self, name: str, subject: str, start: datetime, now: datetime) -> bool:
        known = self._known.get((name, subject))
        if known is None:
            return False
        if known.refused_until is not None and now < known.refused_until:
            raise _refusal(known.refused_until, now)
        if known.window_start == start and known.left > 0:
            known.left -= 1
            return True
        return False

    def _left(self, name: str, subject: str, start: datetime) -> int:
        known = self._known.get((name, subject))
        return known.left if known is not None and known.window_start == start else 0

    def _know(self, name: str, subject: str, known: _Known) -> None:
        self._known[name, subject] = known
        self._known.move_to_end((name, subject))
        if len(self._known) > KNOWN_MAX:
            self._known.popitem(last=False)

    def _gather_of(self, db: Database) -> Gather[_Ask, float]:
        if self._gather is None:
            self._db, self._gather = db, Gather(self._count)
        assert self._db is db, "one limiter serves one database"
        return self._gather

    async def _count(self, asks: Sequence[_Ask]) -> Sequence[float]:
        """For each ask how many tries it was granted, or minus the seconds until one may be."""
        assert self._db is not None
        async with self._db.connection() as connection:
            counted = await _add_tries(connection, asks)
        now = self._clock.now()
        answers = []
        for ask in asks:
            key = (ask.name, ask.subject, ask.window_start)
            before, previous = counted[key]
            counted[key] = (before + ask.lease, previous)
            answers.append(_granted(ask, before, previous, now))
        return answers


def _granted(ask: _Ask, used: int, previous: int, now: datetime) -> float:
    previous = min(previous, ask.limit)
    inside = 1 - min(max((now - ask.window_start).total_seconds() / ask.per_s, 0.0), 1.0)
    free = math.floor(ask.limit - used - previous * inside)
    if free >= 1:
        return min(ask.lease, free)
    return -_wait_s(ask, used, previous, now)


def _wait_s(ask: _Ask, used: int, previous: int, now: datetime) -> float:
    # The instant at which one more fits: in this window while it fills not by itself, else in the next one.
    passed_s = (now - ask.window_start).total_seconds()
    if used + 1 <= ask.limit:
        wait_s = ask.per_s * (1 - (ask.limit - used - 1) / previous) - passed_s
    else:
        wait_s = ask.per_s * (1 + 1 - (ask.limit - 1) / ask.limit) - passed_s
    return max(wait_s, 0.001)


def _refusal(until: datetime, now: datetime) -> TooManyRequests:
    return TooManyRequests(retry_after_s=max(1, math.ceil((until - now).total_seconds())))


def _digest(subject: str) -> str:
    return hashlib.blake2b(subject.encode("utf-8", "replace"), digest_size=16).hexdigest()


def _window_start(now: datetime, per_s: int) -> datetime:
    return datetime.fromtimestamp(int(now.timestamp()) // per_s * per_s, UTC)


async def _add_tries(connection: Connection, asks: Sequence[_Ask]) -> dict[tuple[str, str, datetime], tuple[int, int]]:
    # Sorted, so that two processes with overlapping batches cannot lock each other.
    rows = await connection.fetch(
        "WITH asked AS (SELECT name, subject, window_start, min(before_start) AS before_start, sum(lease)::int AS lease"
        " FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::int[])"
        " AS one (name, subject, window_start, before_start, lease) GROUP BY 1, 2, 3),"
        " counted AS (INSERT INTO platform_limit AS kept (name, subject, window_start, used)"
        " SELECT name, subject, window_start, lease FROM asked ORDER BY 1, 2, 3"
        " ON CONFLICT (name, subject, window_start) DO UPDATE SET used = kept.used + EXCLUDED.used"
        " RETURNING name, subject, window_start, used)"
        " SELECT counted.name, counted.subject, counted.window_start, counted.used - asked.lease,"
        " coalesce(past.used, 0)"
        " FROM counted JOIN asked USING (name, subject, window_start)"
        " LEFT JOIN platform_limit AS past ON past.name = counted.name AND past.subject = counted.subject"
        " AND past.window_start = asked.before_start",
        [ask.name for ask in asks],
        [ask.subject for ask in asks],
        [ask.window_start for ask in asks],
        [ask.window_start - timedelta(seconds=ask.per_s) for ask in asks],
        [ask.lease for ask in asks],
    )
    return {(row[0], row[1], row[2]): (row[3], row[4]) for row in rows}


async def _take_back_try(connection: Connection, name: str, subject: str, window_start: datetime) -> None:
    await connection.execute(
        "UPDATE platform_limit SET used = greatest(used - 1, 0) WHERE name = $1 AND subject = $2 AND window_start = $3",
        name,
        subject,
        window_start,
    )


async def forget_old_limits(connection: Connection, now: datetime) -> int:
    """Delete windows that no limit can still count; how many."""
    answer = await connection.execute("DELETE FROM platform_limit WHERE window_start < $1", now - KEPT)
    return int(answer.rsplit(" ", 1)[-1])
