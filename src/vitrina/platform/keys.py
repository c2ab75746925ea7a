"""Idempotency keys: the first answer is kept with its effect and given again (rules.md §5)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from vitrina.kernel.errors import Refusal
from vitrina.platform.postgres import Connection

KEY_CHARS_MAX = 200
KEY_DAYS_KEPT = 30
RETRY_AFTER_S = 1


class KeyMissing(Refusal):
    code = "idempotency_key_missing"
    status = 400
    en = "This call moves money: send an Idempotency-Key header."
    es = "Esta llamada mueve dinero: envía la cabecera Idempotency-Key."


class KeyInvalid(Refusal):
    code = "idempotency_key_invalid"
    status = 400
    en = "An Idempotency-Key has 1 to 200 printable ASCII characters."
    es = "Una Idempotency-Key tiene de 1 a 200 caracteres ASCII imprimibles."


class KeyConflict(Refusal):
    code = "idempotency_conflict"
    status = 422
    en = "This Idempotency-Key was used with another request."
    es = "Esta Idempotency-Key ya se usó con otra solicitud."


class KeyInFlight(Refusal):
    code = "idempotency_in_flight"
    status = 409
    en = "The first request with this Idempotency-Key is still running. Ask again in a moment."
    es = "La primera solicitud con esta Idempotency-Key sigue en curso. Pregunta de nuevo en un momento."


@dataclass(frozen=True, slots=True)
class Key:
    """One caller's key on one route, with the digest of the request's body."""

    scope: str
    key: str
    body_hash: bytes


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What an earlier request with this key was answered; `status` is None while it runs."""

    body_hash: bytes
    status: int | None
    answer: bytes | None
    subject: UUID | None
    at: datetime


class Replay(Exception):
    """Raised instead of acting: the first answer to this key, to be sent again as it was."""

    def __init__(self, status: int, answer: bytes) -> None:
        super().__init__(status)
        self.status = status
        self.answer = answer


def make_key(scope: str, key: str, body: bytes) -> Key:
    """A `Key` for a header's text; `KeyInvalid` when it cannot be one."""
    if not 1 <= len(key) <= KEY_CHARS_MAX or not all(" " <= letter <= "~" for letter in key):
        raise KeyInvalid
    return Key(scope, key, hashlib.sha256(body).digest())


async def find_key(connection: Connection, key: Key) -> KeptAnswer | None:
    row = await connection.fetchrow(
        "SELECT body_hash, status, answer, subject, at FROM platform_key WHERE scope = $1 AND key = $2",
        key.scope,
        key.key,
    )
    return None if row is None else KeptAnswer(*row)


async def find_keys(connection: Connection, keys: Sequence[Key]) -> list[KeptAnswer | None]:
    """What earlier requests with these keys were answered, in order; None for a key not used before."""
    rows = await connection.fetch(
        "SELECT w.place, k.body_hash, k.status, k.answer, k.subject, k.at"
        " FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS w (scope, key, place)"
        " JOIN platform_key k ON k.scope = w.scope AND k.key = w.key",
        [key.scope for key in keys],
        [key.key for key in keys],
    )
    found: list[KeptAnswer | None] = [None] * len(keys)
    for row in rows:
        found[row[0] - 1] = KeptAnswer(*row[1:])
    return found


async def claim_key(connection: Connection, key: Key, now: datetime) -> None:
    """Take the key in this transaction (waiting for another that holds it); raises `Replay` or `KeyConflict` if used."""
    row = await connection.fetchrow(
        "INSERT INTO platform_key (scope, key, body_hash, at) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (scope, key) DO NOTHING RETURNING true",
        key.scope,
        key.key,
        key.body_hash,
        now,
    )
    if row is None:
        kept = await find_key(connection, key)
        if kept is None:
            raise KeyInFlight(retry_after_s=RETRY_AFTER_S)
        raise replay_of(kept, key)


def replay_of(kept: KeptAnswer, key: Key) -> Exception:
    """What to raise for a key that was used before: its first answer, a conflict, or still running."""
    if kept.body_hash != key.body_hash:
        return KeyConflict()
    if kept.status is None or kept.answer is None:
        return KeyInFlight(retry_after_s=RETRY_AFTER_S)
    return Replay(kept.status, kept.answer)


async def keep_answer(connection: Connection, key: Key, status: int, answer: bytes) -> None:
    """Record the first answer to a claimed key, in the transaction of its effect."""
    await connection.execute(
        "UPDATE platform_key SET status = $3, answer = $4 WHERE scope = $1 AND key = $2 AND status IS NULL",
        key.scope,
        key.key,
        status,
        answer,
    )


async def keep_refusals(connection: Connection, kept: Sequence[tuple[Key, int, bytes]], now: datetime) -> list[bool]:
    """Record refusals that changed nothing, many at once; whether each is now its key's answer: a used key keeps its own."""
    rows = await connection.fetch(
        "INSERT INTO platform_key (scope, key, body_hash, status, answer, at)"
        " SELECT *, $6 FROM unnest($1::text[], $2::text[], $3::bytea[], $4::smallint[], $5::bytea[])"
        " ON CONFLICT (scope, key) DO NOTHING RETURNING scope, key",
        [key.scope for key, _, _ in kept],
        [key.key for key, _, _ in kept],
        [key.body_hash for key, _, _ in kept],
        [status for _, status, _ in kept],
        [answer for _, _, answer in kept],
        now,
    )
    recorded = {(row[0], row[1]) for row in rows}
    return [(key.scope, key.key) in recorded for key, _, _ in kept]


async def forget_old_keys(connection: Connection, now: datetime) -> int:
    """Delete answers older than 30 days; how many."""
    answer = await connection.execute("DELETE FROM platform_key WHERE at < $1", now - timedelta(days=KEY_DAYS_KEPT))
    return int(answer.rsplit(" ", 1)[-1])
