"""What the phone shows next, and whether there is enough to show."""

from __future__ import annotations

from vitrina import market, people, video
from vitrina.feed.engine.pages import PageAsked, Pages
from vitrina.feed.engine.pool import POOL_VIDEOS_MAX
from vitrina.feed.model import KINDS
from vitrina.feed.rules import decode_walk
from vitrina.kernel.errors import Invalid
from vitrina.platform.app import App

DEMO_VIDEOS_MIN = 6
DEMO_HANDLE = "creator"


async def read_feed(
    app: App, viewer: people.Actor, *, kind: str, cursor: str | None, limit: int, language: str, seed: int
) -> bytes:
    """The next page of a viewer's feed as JSON; `seed` shuffles a walk that begins. `Invalid` for kind or cursor."""
    if kind not in KINDS:
        raise Invalid(field="kind", reason=f"takes one of {', '.join(KINDS)}")
    walk = decode_walk(cursor)
    currency = (await market.markets(app)).viewed_from(viewer.country).currency
    return await app.part(Pages).read(PageAsked(walk, seed, language, currency, limit))


class _Ready:
    """Once there was enough to show, selling out does not take the server from its visitors."""

    def __init__(self, app: App) -> None:
        self.is_reached = not app.settings.is_demo


async def readiness(app: App) -> tuple[bool, list[str]]:
    """Whether the feed answers, and in the demo has its first six videos, one of them selling; why not."""
    async with app.db.connection() as connection:
        fresh = await video.list_fresh(connection, None, POOL_VIDEOS_MAX)
    ready = app.part(_Ready)
    if ready.is_reached:
        return True, []
    missing = []
    if len(fresh) < DEMO_VIDEOS_MIN:
        missing.append(f"feed: {len(fresh)} of the first {DEMO_VIDEOS_MIN} videos are ready")
    shown = await video.show_videos(app, [one.id for one in fresh], "USD")
    own = [tag for out in shown.values() if out.creator.handle == DEMO_HANDLE for tag in out.tags]
    if not any(tag.paid_link and tag.available for tag in own):
        missing.append(f"feed: no video by {DEMO_HANDLE} sells anything yet")
    ready.is_reached = not missing
    return ready.is_reached, missing
