"""A film that arrived, or whose cut was moved, is made by a job: it takes longer than a reaction may."""

from __future__ import annotations

from collections.abc import Sequence

from vitrina.platform.app import App
from vitrina.platform.jobs import NewJob, enqueue_all
from vitrina.platform.outbox import Event
from vitrina.platform.relay import Reaction
from vitrina.video.actions.upload_video import UPLOADED
from vitrina.video.jobs import make_job


async def queue_makings(app: App, events: Sequence[Event]) -> None:
    jobs: list[NewJob] = [make_job(event.subject) for event in events]
    async with app.db.connection() as connection:
        await enqueue_all(connection, jobs)


REACTIONS = [Reaction(UPLOADED, "video.queue_makings", queue_makings)]
