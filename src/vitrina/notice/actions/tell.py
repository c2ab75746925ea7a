"""Telling: a row now, in the transaction of the cause; everything else after commit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from vitrina.kernel.ids import uuid7
from vitrina.notice import store
from vitrina.notice.model import To, Told
from vitrina.platform.outbox import Event, add_events
from vitrina.platform.postgres import Connection

NOTICE_DUE = "NoticeDue"


async def tell(connection: Connection, to: To, told: Told, *, once: str, now: datetime) -> bool:
    """Have `told` said to `to` after this transaction commits; False when the cause `once` was told already.

    `once` names the cause (`receipt:ORDER_ID`), so that a reaction may run again. A thing with a `count` (`GROWING`) that
    is told again under the same cause with a higher one replaces what was told. Wake the relay after the commit.
    """
    return bool(await tell_all(connection, [(to, told, once)], now=now))


async def tell_all(
    connection: Connection, tellings: Sequence[tuple[To, Told, str]], *, now: datetime, ats: Sequence[datetime] = ()
) -> int:
    """As `tell` for many (to, told, once) in two statements; how many were not told before.

    `ats` says when each happened, for those who read it later; without it, now.
    """
    if not tellings:
        return 0
    assert all(to.account_id is not None or (to.address and to.language) for to, _, _ in tellings)
    happened = ats or [now] * len(tellings)
    rows = [
        (uuid7(at), once, to, at, msgspec.to_builtins(told), told.category)
        for (to, told, once), at in zip(tellings, happened, strict=True)
    ]
    made = await store.add_messages(connection, rows)
    if made:
        await add_events(connection, [Event(NOTICE_DUE, message_id, {}, now) for message_id in made])
    return len(made)
