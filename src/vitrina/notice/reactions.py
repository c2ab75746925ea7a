"""What makes something be told or leave: a message that is due, what people asked for, what happened to their account."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import msgspec

from vitrina import people
from vitrina.kernel.ids import AccountId
from vitrina.notice import actions
from vitrina.notice.model import Amount, BackInStock, Followed, PriceDropped, SecurityAlert, To
from vitrina.platform.app import App
from vitrina.platform.outbox import Event
from vitrina.platform.relay import Reaction

_SECURITY: Final[dict[str, Literal["log_in", "password_changed", "passkey_added"]]] = {
    people.LOGGED_IN: "log_in",
    people.PASSWORD_CHANGED: "password_changed",
    people.PASSKEY_ADDED: "passkey_added",
}


class _Watched(msgspec.Struct, frozen=True):
    """What an event about a watched product says: who watches, what it is called, where it is, what it costs."""

    account_ids: list[AccountId] = []
    title: str = ""
    slug: str = ""
    price: Amount | None = None


async def _send_due(app: App, events: Sequence[Event]) -> None:
    await actions.deliver(app, [event.subject for event in events])


async def _verify(app: App, events: Sequence[Event]) -> None:
    for event in events:
        await actions.send_verification(app, AccountId(event.subject))


async def _reset(app: App, events: Sequence[Event]) -> None:
    for event in events:
        await actions.send_reset(app, AccountId(event.subject))


async def _warn(app: App, events: Sequence[Event]) -> None:
    """The owner of an account hears what only they should do; of one device's log-ins once a day."""
    warnings = []
    for event in events:
        alert = SecurityAlert(_SECURITY[event.topic], device=str(event.payload.get("device") or ""))
        mark = f"{alert.device}:{event.at:%F}" if alert.what == "log_in" else event.at.isoformat()
        once = f"security:{event.topic}:{event.subject}:{mark}"
        warnings.append((To(account_id=AccountId(event.subject)), alert, once))
    async with app.db.transaction() as transaction:
        await actions.tell_all(transaction, warnings, now=app.clock.now(), ats=[event.at for event in events])
    app.waker.wake()


async def _tell_followed(app: App, events: Sequence[Event]) -> None:
    """A creator hears of a day's new followers as one thing, however many."""
    creators = list({AccountId(event.subject) for event in events})
    now = app.clock.now()
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    async with app.db.transaction() as transaction:
        followed = await people.followers_since(transaction, creators, day)
        known = await people.creators_by_ids(transaction, list(followed))
        await actions.tell_all(transaction, [
            (To(account_id=creator), Followed(names, count, f"/@{known[creator].handle}"), f"followed:{creator}:{day:%F}")
            for creator, (count, names) in followed.items()
            if creator in known
        ], now=now)  # fmt: skip
    app.waker.wake()


async def _tell_watchers(app: App, events: Sequence[Event]) -> None:
    """Those who wait for a product, or watch its price, hear of it once for each event."""
    tellings = []
    for event in events:
        said = msgspec.convert(event.payload, _Watched, strict=False)
        path = f"/p/{said.slug or event.subject}"
        told: BackInStock | PriceDropped = BackInStock(said.title, path, said.price)
        if event.topic == "PriceDropped":
            if said.price is None:
                continue
            told = PriceDropped(said.title, said.price, path)
        once = f"{told.__struct_config__.tag}:{event.subject}:{event.at.isoformat()}"
        tellings += [(To(account_id=account), told, f"{once}:{account}") for account in said.account_ids]
    async with app.db.transaction() as transaction:
        known = await people.accounts_by_ids(transaction, [to.account_id for to, _, _ in tellings if to.account_id])
        kept = [telling for telling in tellings if telling[0].account_id in known]
        await actions.tell_all(transaction, kept, now=app.clock.now())
    app.waker.wake()


REACTIONS = [
    Reaction(actions.NOTICE_DUE, "send_notice", _send_due),
    Reaction(people.VERIFICATION_ASKED, "mail_verification", _verify),
    Reaction(people.RESET_ASKED, "mail_reset", _reset),
    Reaction(people.CREATOR_FOLLOWED, "tell_followed", _tell_followed),
    *(Reaction(topic, "warn_owner", _warn) for topic in _SECURITY),
    Reaction("BackInStock", "tell_watchers", _tell_watchers),
    Reaction("PriceDropped", "tell_watchers", _tell_watchers),
]
