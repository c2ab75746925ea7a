"""The worker's part: make films, publish on time, clean up after what died or never arrived."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from vitrina.kernel.ids import VideoId, uuid7
from vitrina.platform.app import App
from vitrina.platform.jobs import Every, Job, NewJob, enqueue_all
from vitrina.video import store
from vitrina.video.actions.making import recover
from vitrina.video.actions.publish_video import publish_due
from vitrina.video.actions.upload_video import forget_uploads, make_uploaded

MAKE = "video.make"
MAKINGS_AT_ONCE = 2
MAKE_TRIES_MAX = 4
# Three minutes of film at ten times their length, both passes, and the copying of their files.
MAKE_TIMEOUT_S = 4_000.0
RECOVER_EVERY_S = 30
PUBLISH_EVERY_S = 5
FORGET_EVERY_S = 600
WAITED = timedelta(minutes=2)
QUEUED_AT_ONCE = 100


def make_job(video_id: UUID) -> NewJob:
    """The making of one film, queued once at a time."""
    return NewJob(MAKE, {"video_id": str(video_id)}, once=f"{MAKE}:{video_id}")


async def make(app: App, payload: Any) -> None:
    await make_uploaded(app, VideoId(UUID(payload["video_id"])))


async def clean_up(app: App) -> None:
    """Delete what tries left behind, and queue what waits although nothing is queued for it."""
    await recover(app)
    async with app.db.connection() as connection:
        waiting = await store.list_waiting(connection, uuid7(app.clock.now() - WAITED), QUEUED_AT_ONCE)
        if waiting:
            await enqueue_all(connection, [make_job(one) for one in waiting])


async def publish(app: App) -> None:
    await publish_due(app)


async def forget(app: App) -> None:
    await forget_uploads(app)


JOBS = [Job(MAKE, make, attempts_max=MAKE_TRIES_MAX, timeout_s=MAKE_TIMEOUT_S, lanes=MAKINGS_AT_ONCE)]
DUTIES = [
    Every(RECOVER_EVERY_S, "video.recover", clean_up),
    Every(PUBLISH_EVERY_S, "video.publish", publish),
    Every(FORGET_EVERY_S, "video.forget_uploads", forget),
]
