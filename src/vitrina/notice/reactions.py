"""What makes a mail leave: a message that is due, and what people asked for."""

from __future__ import annotations

from collections.abc import Sequence

from vitrina import people
from vitrina.kernel.ids import AccountId
from vitrina.notice import actions
from vitrina.platform.app import App
from vitrina.platform.outbox import Event
from vitrina.platform.relay import Reaction


async def _send_due(app: App, events: Sequence[Event]) -> None:
    await actions.send_messages(app, [event.subject for event in events])


async def _verify(app: App, events: Sequence[Event]) -> None:
    for event in events:
        await actions.send_verification(app, AccountId(event.subject))


async def _reset(app: App, events: Sequence[Event]) -> None:
    for event in events:
        await actions.send_reset(app, AccountId(event.subject))


REACTIONS = [
    Reaction(actions.NOTICE_DUE, "send_notice", _send_due),
    Reaction(people.VERIFICATION_ASKED, "mail_verification", _verify),
    Reaction(people.RESET_ASKED, "mail_reset", _reset),
]
