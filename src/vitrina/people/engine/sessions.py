"""Who a token belongs to: one statement for all requests that ask at the same time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from vitrina.kernel.ids import ShopId
from vitrina.kernel.words import language_of
from vitrina.people import store
from vitrina.people.model import Actor
from vitrina.people.rules import SESSION_LIFE, SESSION_SLIDES_AFTER
from vitrina.platform.app import App
from vitrina.platform.gather import Gather


class Sessions:
    """Answers token hashes with actors, straight from the database: a session that was ended is gone at once."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._gather: Gather[tuple[bytes, ...], dict[bytes, Actor]] = Gather(self._read)

    async def find(self, hashes: tuple[bytes, ...]) -> dict[bytes, Actor]:
        """The actors of those hashes that have a live session."""
        return await self._gather.ask(hashes)

    async def _read(self, asked: Sequence[tuple[bytes, ...]]) -> Sequence[dict[bytes, Actor]]:
        now = self._app.clock.now()
        wanted = list({one for hashes in asked for one in hashes})
        async with self._app.db.connection() as connection:
            found = await store.find_sessions(connection, wanted, now)
            # A session slides once a day, so that a request is a read on all its other days' uses.
            due = [one.token_hash for one in found if one.expires_at < now + SESSION_LIFE - SESSION_SLIDES_AFTER]
            if due:
                await store.extend_sessions(connection, due, now + SESSION_LIFE)
        actors = {one.token_hash: actor_from(one, now) for one in found}
        return [{one: actors[one] for one in hashes if one in actors} for hashes in asked]


def actor_from(found: store.FoundSession, now: datetime) -> Actor:
    """The actor of a live session at `now`."""
    if found.account_id is None:
        return Actor(guest_id=found.session_id, session_id=found.session_id, scope=f"guest:{found.session_id}")
    shop_roles = dict(zip(map(ShopId, found.shop_ids or ()), found.shop_roles or (), strict=True))
    roles = {"shopper", *found.roles}
    if found.handle is not None:
        roles.add("creator")
    if shop_roles:
        roles.add("seller")
    return Actor(
        account_id=found.account_id,
        session_id=found.session_id,
        name=found.name or "",
        language=language_of(found.language),
        country=found.country,
        birth_date=found.birth_date,
        is_verified=found.is_verified,
        is_suspended=found.suspended_until is not None and now < found.suspended_until,
        roles=frozenset(roles),
        shop_roles=shop_roles,
        creator_handle=found.handle,
        scope=f"account:{found.account_id}",
    )
