"""What belongs to a person: taking it along, and leaving."""

from __future__ import annotations

from vitrina.kernel.errors import LoginNeeded
from vitrina.kernel.ids import AccountId
from vitrina.people import rules
from vitrina.people.actions.security import prove_again
from vitrina.people.adapters.bundle import bundle
from vitrina.people.engine.hooks import check_leaving, erase_all, export_all
from vitrina.people.model import Actor, Proof
from vitrina.people.store import own as kept
from vitrina.platform.app import App
from vitrina.platform.outbox import Event, add_events

ACCOUNT_LEFT = "AccountLeft"


async def export_me(app: App, actor: Actor) -> bytes:
    """Everything that is kept of the account, as a zip of JSON files; `LoginNeeded`, `TooManyRequests`."""
    account_id = actor.need_account()
    tries, per_s = rules.EXPORTS_PER_ACCOUNT
    await app.limiter.check(app.db, "export", str(account_id), limit=tries, per_s=per_s)
    async with app.db.snapshot() as connection:
        parts = await export_all(connection, account_id)
        parts["people"] = await kept.export_account(connection, account_id)
    return bundle(parts, app.clock.now())


async def check_leave(app: App, actor: Actor, proof: Proof, address: str) -> AccountId:
    """The account that may leave now; refusals of `prove_again`, and of whoever still has something open with it."""
    account_id = await prove_again(app, actor, proof, address)
    async with app.db.connection() as connection:
        await check_leaving(connection, account_id)
    return account_id


async def leave(app: App, account_id: AccountId) -> None:
    """Erase the person: ties cut, names blurred, the handle at rest for 30 days; orders and books keep a number.

    `LoginNeeded` when they left a moment ago; refusals of whoever has something open with them.
    """
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        if not await kept.lock_account(transaction, account_id):
            raise LoginNeeded
        await check_leaving(transaction, account_id)
        await erase_all(transaction, account_id, now)
        await kept.erase_ties(transaction, account_id)
        await kept.rest_handle(transaction, account_id, now + rules.HANDLE_RESTS)
        await kept.blur_account(transaction, account_id, now)
        await add_events(transaction, [Event(ACCOUNT_LEFT, account_id, {}, now)])
    app.waker.wake()
