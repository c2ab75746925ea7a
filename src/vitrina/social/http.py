"""HTTP of likes, saves, comments and shares."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, delete, get, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody, Parameter

from vitrina import market, people, video
from vitrina.kernel.errors import TakenDown
from vitrina.kernel.ids import CommentId, ProductId, TouchId, VideoId
from vitrina.kernel.pages import PAGE_ROWS
from vitrina.platform.http import CursorAsked, Limit, answer, app_of, refusals, write
from vitrina.social.actions import comments, marks, moderate, shares
from vitrina.social.adapters.qr import qr_svg
from vitrina.social.adapters.shown import CommentOut, show_comments
from vitrina.social.errors import CommentGone, CommentsOff
from vitrina.social.model import Comment, MarkKind, ShareKind, Sort
from vitrina.video import VideosOut

TEXT_CHARS_MAX = 4_000
SEEN_VIDEOS_MAX = 50
WORDS_SENT_MAX = 500
CODE_CHARS_MAX = 40
Asked = Request[Any, Any, Any]
SVG = "image/svg+xml"
SortAsked = Annotated[Sort, Parameter(description="top or newest")]
Code = Annotated[str, Parameter(description="a share's code", max_length=CODE_CHARS_MAX)]
# What could be watched once, and cannot any more.
_ENDED = (video.VideoGone, TakenDown)
_MARKED = refusals(people.SessionUnknown, *_ENDED, writes=True)
_QR = ResponseSpec(data_container=str, media_type=SVG, description="a QR code", generate_examples=False)


class SeenAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    video_ids: Annotated[list[UUID], msgspec.Meta(max_length=SEEN_VIDEOS_MAX)]


class MarkedOut(msgspec.Struct, frozen=True):
    """What the one who asks did with a video; `followed`: its creator."""

    id: VideoId
    liked: bool
    saved: bool
    followed: bool


class SeenOut(msgspec.Struct, frozen=True):
    videos: list[MarkedOut]


class CommentAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: Annotated[str, msgspec.Meta(max_length=TEXT_CHARS_MAX)]
    reply_to: UUID | None = None


class CommentsOut(msgspec.Struct, frozen=True):
    """`count` is what everybody may read, replies included."""

    comments: list[CommentOut]
    next_cursor: str | None
    count: int
    comments_off: bool


class RepliesOut(msgspec.Struct, frozen=True):
    comments: list[CommentOut]
    next_cursor: str | None


class CommentsTurned(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    is_on: bool


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: Annotated[list[str], msgspec.Meta(max_length=WORDS_SENT_MAX)]


class ShareAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: ShareKind
    id: UUID


class ShareOut(msgspec.Struct, frozen=True):
    code: str
    url: str


class TouchRef(msgspec.Struct, frozen=True):
    id: TouchId
    product_id: ProductId


class OpenedOut(msgspec.Struct, frozen=True):
    touches: list[TouchRef]


# --- likes and saves --------------------------------------------------------------------------------------------------


@put("/v1/videos/{video_id:uuid}/like", status_code=204, responses=_MARKED)
async def put_like(request: Asked, video_id: FromPath[UUID]) -> Response[None]:
    """Like a video; again is the same."""
    return await _mark(request, "like", VideoId(video_id))


@delete("/v1/videos/{video_id:uuid}/like", status_code=204, responses=_MARKED)
async def delete_like(request: Asked, video_id: FromPath[UUID]) -> Response[None]:
    """Take a like back; again is the same."""
    return await _unmark(request, "like", VideoId(video_id))


@put("/v1/videos/{video_id:uuid}/save", status_code=204, responses=_MARKED)
async def put_save(request: Asked, video_id: FromPath[UUID]) -> Response[None]:
    """Save a video for later; again is the same."""
    return await _mark(request, "save", VideoId(video_id))


@delete("/v1/videos/{video_id:uuid}/save", status_code=204, responses=_MARKED)
async def delete_save(request: Asked, video_id: FromPath[UUID]) -> Response[None]:
    """Take a save back; again is the same."""
    return await _unmark(request, "save", VideoId(video_id))


@post("/v1/social/seen", status_code=200, responses=refusals(people.SessionUnknown, writes=True))
async def post_seen(request: Asked, data: JSONBody[SeenAsked]) -> Response[SeenOut]:
    """What the one who asks did with these videos; nothing for guests. Writes nothing."""
    found = await marks.marks_of(app_of(request), await people.actor_of(request), data.video_ids)
    return answer(
        SeenOut([MarkedOut(one, "like" in kinds, "save" in kinds, followed) for one, kinds, followed in found])
    )


@get("/v1/me/liked", responses=refusals(people.SessionUnknown))
async def get_liked(request: Asked, cursor: CursorAsked = None, limit: Limit = PAGE_ROWS) -> VideosOut:
    """The videos one liked, latest first."""
    return await _marked(request, "like", cursor, limit)


@get("/v1/me/saved", responses=refusals(people.SessionUnknown))
async def get_saved(request: Asked, cursor: CursorAsked = None, limit: Limit = PAGE_ROWS) -> VideosOut:
    """The videos one saved, latest first."""
    return await _marked(request, "save", cursor, limit)


# --- comments ---------------------------------------------------------------------------------------------------------


@get("/v1/videos/{video_id:uuid}/comments", responses=refusals(people.SessionUnknown, *_ENDED))
async def get_comments(
    request: Asked,
    video_id: FromPath[UUID],
    sort: SortAsked = "top",
    cursor: CursorAsked = None,
    limit: Limit = PAGE_ROWS,
) -> CommentsOut:
    """What is said below a video: the pinned comment and the most liked first, or the newest."""
    app, viewer = app_of(request), await people.actor_of(request)
    _, counts, page = await comments.list_comments(app, VideoId(video_id), sort=sort, cursor=cursor, limit=limit)
    shown = await show_comments(app, viewer, page.rows)
    return CommentsOut(shown, page.next_cursor, counts.comments, counts.comments_off)


@post(
    "/v1/videos/{video_id:uuid}/comments",
    status_code=201,
    responses=refusals(people.SessionUnknown, people.CrossSite, *_ENDED, CommentsOff, CommentGone, writes=True),
)
async def post_comment(request: Asked, video_id: FromPath[UUID], data: JSONBody[CommentAsked]) -> Response[CommentOut]:
    """Comment on a video, or answer a comment; `state` is `held` when it waits for the creator."""
    app, actor = app_of(request), await people.actor_of(request)
    await comments.limit_comments(app, actor)
    reply_to = None if data.reply_to is None else CommentId(data.reply_to)

    async def act() -> CommentOut:
        made = await comments.write_comment(app, actor, VideoId(video_id), text=data.text, reply_to=reply_to)
        return await _one(request, actor, made)

    return await write(request, actor.scope, act, status=201)


@put("/v1/videos/{video_id:uuid}/comments", status_code=204, responses=_MARKED)
async def put_comments(request: Asked, video_id: FromPath[UUID], data: JSONBody[CommentsTurned]) -> Response[None]:
    """Take comments on one's own video, or no more."""
    app, actor = app_of(request), await people.actor_of(request)
    return await write(
        request, actor.scope, lambda: moderate.turn_comments(app, actor, VideoId(video_id), is_on=data.is_on)
    )


@get("/v1/comments/{comment_id:uuid}/replies", responses=refusals(people.SessionUnknown, CommentGone))
async def get_replies(
    request: Asked, comment_id: FromPath[UUID], cursor: CursorAsked = None, limit: Limit = PAGE_ROWS
) -> RepliesOut:
    """The answers to a comment, oldest first."""
    app, viewer = app_of(request), await people.actor_of(request)
    page = await comments.list_replies(app, CommentId(comment_id), cursor, limit)
    return RepliesOut(await show_comments(app, viewer, page.rows), page.next_cursor)


@delete(
    "/v1/comments/{comment_id:uuid}",
    status_code=204,
    responses=refusals(people.SessionUnknown, CommentGone, writes=True),
)
async def delete_comment(request: Asked, comment_id: FromPath[UUID]) -> Response[None]:
    """Delete a comment: its author, the video's creator or a moderator."""
    app, actor = app_of(request), await people.actor_of(request)
    return await write(request, actor.scope, lambda: moderate.delete_comment(app, actor, CommentId(comment_id)))


@put(
    "/v1/comments/{comment_id:uuid}/like",
    status_code=204,
    responses=refusals(people.SessionUnknown, CommentGone, writes=True),
)
async def put_comment_like(request: Asked, comment_id: FromPath[UUID]) -> Response[None]:
    """Like a comment; again is the same."""
    return await _like_comment(request, CommentId(comment_id), is_liked=True)


@delete(
    "/v1/comments/{comment_id:uuid}/like",
    status_code=204,
    responses=refusals(people.SessionUnknown, CommentGone, writes=True),
)
async def delete_comment_like(request: Asked, comment_id: FromPath[UUID]) -> Response[None]:
    """Take a comment's like back; again is the same."""
    return await _like_comment(request, CommentId(comment_id), is_liked=False)


@put(
    "/v1/comments/{comment_id:uuid}/pin",
    status_code=204,
    responses=refusals(people.SessionUnknown, CommentGone, writes=True),
)
async def put_pin(request: Asked, comment_id: FromPath[UUID]) -> Response[None]:
    """Keep a comment on top of one's own video, in place of another."""
    return await _pin(request, CommentId(comment_id), is_pinned=True)


@delete(
    "/v1/comments/{comment_id:uuid}/pin",
    status_code=204,
    responses=refusals(people.SessionUnknown, CommentGone, writes=True),
)
async def delete_pin(request: Asked, comment_id: FromPath[UUID]) -> Response[None]:
    """Let a comment go from the top; again is the same."""
    return await _pin(request, CommentId(comment_id), is_pinned=False)


@put(
    "/v1/comments/{comment_id:uuid}/approval",
    status_code=204,
    responses=refusals(people.SessionUnknown, CommentGone, writes=True),
)
async def put_approval(request: Asked, comment_id: FromPath[UUID]) -> Response[None]:
    """Let a comment that waits on one's own video be read by everybody."""
    app, actor = app_of(request), await people.actor_of(request)
    return await write(request, actor.scope, lambda: moderate.approve_comment(app, actor, CommentId(comment_id)))


@get("/v1/studio/comments", responses=refusals(people.SessionUnknown, people.CreatorNeeded))
async def get_held(request: Asked, cursor: CursorAsked = None, limit: Limit = PAGE_ROWS) -> RepliesOut:
    """The comments that wait for one's approval, newest first."""
    app, actor = app_of(request), await people.actor_of(request)
    page = await moderate.list_held(app, actor, cursor, limit)
    return RepliesOut(await show_comments(app, actor, page.rows), page.next_cursor)


@get("/v1/studio/comment_words", responses=refusals(people.SessionUnknown, people.CreatorNeeded))
async def get_comment_words(request: Asked) -> Words:
    """The words with which a comment waits for one's approval."""
    return Words(list(await moderate.get_words(app_of(request), await people.actor_of(request))))


@put(
    "/v1/studio/comment_words",
    status_code=200,
    responses=refusals(people.SessionUnknown, people.CreatorNeeded, writes=True),
)
async def put_comment_words(request: Asked, data: JSONBody[Words]) -> Response[Words]:
    """Change these words, for comments from now on."""
    app, actor = app_of(request), await people.actor_of(request)

    async def act() -> Words:
        return Words(list(await moderate.set_words(app, actor, data.words)))

    return await write(request, actor.scope, act)


# --- shares -----------------------------------------------------------------------------------------------------------


@post("/v1/shares", status_code=201, responses=refusals(people.SessionUnknown, writes=True))
async def post_share(request: Asked, data: JSONBody[ShareAsked]) -> Response[ShareOut]:
    """A link to a video, product, shop or creator, with a code of one's own; the same every time."""
    app, actor = app_of(request), await people.actor_of(request)
    await shares.limit_shares(app, actor, people.address_of(request))

    async def act() -> ShareOut:
        made = await shares.make_share(app, actor, data.kind, data.id)
        return ShareOut(made.code, f"{app.settings.public_url}{made.path}?s={made.code}")

    return await write(request, actor.scope, act, status=201)


@post("/v1/shares/{code:str}/opens", status_code=201, responses=refusals(people.SessionUnknown, writes=True))
async def post_open(request: Asked, code: Code) -> Response[OpenedOut]:
    """Say that one came by a share link: the paying links of what was shared are touched; a guest gets a cookie."""
    app = app_of(request)
    await shares.limit_opens(app, people.address_of(request))

    async def act(actor: people.Actor) -> OpenedOut:
        touches = await shares.open_share(app, actor, code)
        return OpenedOut([TouchRef(touch.id, touch.product_id) for touch in touches])

    return await people.write_as_guest(request, act, status=201)


@get("/v1/shares/{code:str}/qr.svg", responses=refusals() | {200: _QR})
async def get_qr(request: Asked, code: Code) -> Response[bytes]:
    """A share's link as a QR code."""
    app = app_of(request)
    share = await shares.get_share(app, code)
    made = qr_svg(f"{app.settings.public_url}{share.path}?s={share.code}")
    return Response(made, media_type=SVG, headers={"Cache-Control": "public, max-age=3600"})


ROUTES: list[HTTPRouteHandler] = [
    put_like, delete_like, put_save, delete_save, post_seen, get_liked, get_saved, get_comments, post_comment,
    put_comments, get_replies, delete_comment, put_comment_like, delete_comment_like, put_pin, delete_pin,
    put_approval, get_held, get_comment_words, put_comment_words, post_share, post_open, get_qr,
]  # fmt: skip


async def _mark(request: Asked, kind: MarkKind, video_id: VideoId) -> Response[None]:
    app, actor = app_of(request), await people.actor_of(request)
    await marks.limit_marks(app, actor)
    return await write(request, actor.scope, lambda: marks.mark_video(app, actor, kind, video_id))


async def _unmark(request: Asked, kind: MarkKind, video_id: VideoId) -> Response[None]:
    app, actor = app_of(request), await people.actor_of(request)
    await marks.limit_marks(app, actor)
    return await write(request, actor.scope, lambda: marks.unmark_video(app, actor, kind, video_id))


async def _marked(request: Asked, kind: MarkKind, cursor: str | None, limit: int) -> VideosOut:
    app, actor = app_of(request), await people.actor_of(request)
    page = await marks.list_marked(app, actor, kind, cursor, limit)
    currency = (await market.markets(app)).viewed_from(actor.country).currency
    shown = await video.show_videos(app, [row[0] for row in page.rows], currency)
    return VideosOut([shown[row[0]] for row in page.rows if row[0] in shown], page.next_cursor)


async def _like_comment(request: Asked, comment_id: CommentId, *, is_liked: bool) -> Response[None]:
    app, actor = app_of(request), await people.actor_of(request)
    await marks.limit_marks(app, actor)
    return await write(request, actor.scope, lambda: comments.like_comment(app, actor, comment_id, is_liked=is_liked))


async def _pin(request: Asked, comment_id: CommentId, *, is_pinned: bool) -> Response[None]:
    app, actor = app_of(request), await people.actor_of(request)
    return await write(request, actor.scope, lambda: moderate.pin_comment(app, actor, comment_id, is_pinned=is_pinned))


async def _one(request: Asked, viewer: people.Actor, comment: Comment) -> CommentOut:
    return (await show_comments(app_of(request), viewer, [comment]))[0]
