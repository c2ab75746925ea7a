"""What the phone shows next, and whether there is enough to show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from vitrina import market, people, video
from vitrina.feed import store
from vitrina.feed.engine.counting import Counting, Report
from vitrina.feed.engine.pages import PageAsked, Pages
from vitrina.feed.engine.pool import POOL_VIDEOS_MAX
from vitrina.feed.model import KINDS, HideKind
from vitrina.feed.rules import SEEN_FOR, decode_walk, tally
from vitrina.kernel.errors import Invalid, NotFound
from vitrina.kernel.ids import AccountId, LinkId, VideoId, parse_uuid
from vitrina.kernel.pages import decode_cursor, page_of
from vitrina.platform.app import App
from vitrina.platform.postgres import Connection

FOLLOWED_MAX = 1_000
REPORTS_PER_S = (240, 600)
DEMO_VIDEOS_MIN = 6
DEMO_HANDLE = "creator"


async def read_feed(
    app: App, viewer: people.Actor, *, kind: str, cursor: str | None, limit: int, language: str, seed: int
) -> bytes:
    """The next page of a viewer's feed as JSON; `seed` shuffles a walk that begins. `Invalid` for kind or cursor."""
    if kind not in KINDS:
        raise Invalid(field="kind", reason=f"takes one of {', '.join(KINDS)}")
    currency = (await market.markets(app)).viewed_from(viewer.country).currency
    if kind == "following":
        return await _read_following(app, viewer, cursor, limit, currency)
    asked = PageAsked(decode_walk(cursor), seed, language, currency, limit, viewer.account_id or viewer.guest_id)
    return await app.part(Pages).read(asked)


async def _read_following(app: App, viewer: people.Actor, cursor: str | None, limit: int, currency: str) -> bytes:
    """The newest videos of whom an account follows; nothing for guests, who follow nobody."""
    parts = decode_cursor(cursor, 1)
    before = None if parts is None else parse_uuid(parts[0])
    if parts is not None and before is None:
        raise Invalid(field="cursor", reason="is not one of ours")
    ids: list[VideoId] = []
    if viewer.account_id is not None:
        async with app.db.connection() as connection:
            creators = await people.list_followed(connection, viewer.account_id, FOLLOWED_MAX)
            ids = await video.list_ids_of_creators(connection, creators, before, limit + 1)
    page = page_of(ids, limit, lambda video_id: (str(video_id),))
    return await app.part(Pages).show(page.rows, currency, page.next_cursor)


# --- what was watched -------------------------------------------------------------------------------------------------


async def limit_reports(app: App, address: str) -> None:
    """`TooManyRequests` when one address reports more than a household watches."""
    limit, per_s = REPORTS_PER_S
    await app.limiter.check(app.db, "feed_events", address, limit=limit, per_s=per_s)


async def report_watched(
    app: App, viewer: people.Actor, happened: Sequence[tuple[str, VideoId, LinkId | None, int]]
) -> None:
    """Add what a phone saw happen to the day's sums, and the videos to what its viewer has seen."""
    viewer_id = viewer.account_id or viewer.guest_id
    assert viewer_id is not None
    seen = dict.fromkeys(video_id for kind, video_id, _, _ in reversed(happened) if kind == "impression")
    await app.part(Counting).add(Report(viewer_id, tally(happened), tuple(seen)))


async def hide(app: App, viewer: people.Actor, kind: HideKind, subject_id: UUID) -> None:
    """Show a viewer no more of a video or a creator. `NotFound` for a video that is none."""
    viewer_id = viewer.account_id or viewer.guest_id
    assert viewer_id is not None
    async with app.db.transaction() as transaction:
        if kind == "video":
            is_known = bool(await video.list_videos(transaction, [subject_id]))
        else:
            is_known = bool(await people.creators_by_ids(transaction, [AccountId(subject_id)]))
        if not is_known:
            raise NotFound
        await store.add_hidden(transaction, viewer_id, kind, subject_id, app.clock.now())


async def show_again(app: App, viewer: people.Actor, subject_id: UUID) -> None:
    """Take a hiding back; again is the same."""
    viewer_id = viewer.account_id or viewer.guest_id
    if viewer_id is not None:
        async with app.db.transaction() as transaction:
            await store.delete_hidden(transaction, viewer_id, subject_id)


async def adopt_viewer(connection: Connection, guest_id: UUID, account_id: AccountId, now: datetime) -> None:
    """What a guest saw and did not want goes to the account they signed up or logged in with."""
    await store.adopt_hidden(connection, guest_id, account_id)
    seen = await store.take_seen(connection, guest_id)
    if seen:
        await store.add_seen(connection, {account_id: seen}, now, now - SEEN_FOR)


async def forget_seen(app: App) -> int:
    """Forget what was seen longer than a day ago; of how many viewers."""
    async with app.db.transaction() as transaction:
        return await store.forget_seen(transaction, app.clock.now() - SEEN_FOR)


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
