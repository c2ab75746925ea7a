"""Duties of the worker: clean up after videos whose preparation died."""

from __future__ import annotations

from vitrina.platform.app import App
from vitrina.platform.jobs import Every
from vitrina.video.actions.import_video import recover

RECOVER_EVERY_S = 30


async def clean_up(app: App) -> None:
    await recover(app)


DUTIES = [Every(RECOVER_EVERY_S, "video.recover", clean_up)]
