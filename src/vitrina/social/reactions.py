"""After somebody commented: the video's creator hears of it, and who was answered."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from vitrina import notice, people, video
from vitrina.kernel.ids import AccountId, CommentId, VideoId
from vitrina.platform.app import App
from vitrina.platform.outbox import Event
from vitrina.platform.relay import Reaction
from vitrina.social.actions.comments import COMMENT_MADE, COMMENT_REPLIED
from vitrina.social.store import comments as store


async def tell_creators(app: App, events: Sequence[Event]) -> None:
    """Each creator hears of what others write below their videos, but not twice of an answer to themselves."""
    heard = [
        (event, AccountId(UUID(event.payload["creator_id"])))
        for event in events
        if event.payload["creator_id"] not in (event.payload["author_id"], event.payload["answered_author_id"])
    ]
    await _tell(app, heard, is_answer=False)


async def tell_answered(app: App, events: Sequence[Event]) -> None:
    """Who is answered hears of it."""
    heard = [(event, AccountId(UUID(event.payload["answered_author_id"]))) for event in events]
    await _tell(app, heard, is_answer=True)


async def _tell(app: App, heard: Sequence[tuple[Event, AccountId]], *, is_answer: bool) -> None:
    if not heard:
        return
    async with app.db.transaction() as transaction:
        found = await store.comments_by_ids(transaction, [event.subject for event, _ in heard])
        # What was taken away meanwhile is not told any more.
        shown = {CommentId(id): one for id, one in found.items() if one.state == "shown"}
        names = await people.accounts_by_ids(transaction, list({one.author_id for one in shown.values()}))
        videos = await video.list_videos(transaction, list({one.video_id for one in shown.values()}))
        tellings: list[tuple[notice.To, notice.Told, str]] = []
        for event, account_id in heard:
            comment = shown.get(CommentId(event.subject))
            film = None if comment is None else videos.get(VideoId(comment.video_id))
            author = None if comment is None else names.get(comment.author_id)
            if comment is None or film is None or author is None:
                continue
            told = notice.Replied(
                name=author.name, text=comment.text, title=film.title, path=f"/v/{film.id}", is_answer=is_answer
            )
            tellings.append((notice.To(account_id=account_id), told, f"{event.topic}:{comment.id}:{account_id}"))
        await notice.tell_all(transaction, tellings, now=app.clock.now())
    app.waker.wake()


REACTIONS = [
    Reaction(COMMENT_MADE, "social.tell_creators", tell_creators),
    Reaction(COMMENT_REPLIED, "social.tell_answered", tell_answered),
]
