"""What is done about people from time to time."""

from __future__ import annotations

from vitrina.people import actions
from vitrina.people.actions import security
from vitrina.platform.app import App
from vitrina.platform.jobs import Every

FORGET_EVERY_S = 3600.0


async def _forget_expired(app: App) -> None:
    await actions.forget_expired(app)
    await security.forget_expired(app)


DUTIES = [Every(FORGET_EVERY_S, "people_forget_expired", _forget_expired)]
