"""What is done about the feed from time to time."""

from __future__ import annotations

from vitrina.feed import actions
from vitrina.platform.app import App
from vitrina.platform.jobs import Every

FORGET_EVERY_S = 3600.0


async def _forget_seen(app: App) -> None:
    await actions.forget_seen(app)


DUTIES = [Every(FORGET_EVERY_S, "feed_forget_seen", _forget_seen)]
