"""Duties of the worker: pushes that are due, mails that waited, old notices that go. All are safe to repeat."""

from __future__ import annotations

from vitrina.notice import actions
from vitrina.platform.app import App
from vitrina.platform.jobs import Every

PUSH_EVERY_S = 1.0
MAIL_EVERY_S = 10.0
FORGET_EVERY_S = 3600.0


async def _send_pushes(app: App) -> None:
    while await actions.send_pushes(app):
        pass


async def _send_later_mails(app: App) -> None:
    await actions.send_later_mails(app)


async def _forget_old(app: App) -> None:
    await actions.forget_old(app)


DUTIES = [
    Every(PUSH_EVERY_S, "notice.send_pushes", _send_pushes),
    Every(MAIL_EVERY_S, "notice.send_later_mails", _send_later_mails),
    Every(FORGET_EVERY_S, "notice.forget_old", _forget_old),
]
