"""A comment as the contract shows it to one viewer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from vitrina import people
from vitrina.kernel.ids import AccountId, CommentId, VideoId
from vitrina.platform.app import App
from vitrina.social.actions.moderate import may_delete
from vitrina.social.model import Comment
from vitrina.social.store import comments as store


class AuthorOut(msgspec.Struct, frozen=True):
    """Who wrote; a handle and a face only for creators."""

    id: AccountId
    name: str
    handle: str | None
    avatar_url: str | None


class CommentOut(msgspec.Struct, frozen=True):
    """`by_creator`: written by the video's own creator; `state` is `held` only for those who may see it held."""

    id: CommentId
    video_id: VideoId
    parent_id: CommentId | None
    author: AuthorOut
    text: str
    at: datetime
    state: str
    likes: int
    replies: int
    is_pinned: bool
    by_creator: bool
    liked: bool
    is_mine: bool
    may_delete: bool
    may_pin: bool


async def show_comments(app: App, viewer: people.Actor, comments: Sequence[Comment]) -> list[CommentOut]:
    """These comments in their order: three statements, however many they are."""
    if not comments:
        return []
    authors = list({comment.author_id for comment in comments})
    liked: frozenset[CommentId] = frozenset()
    async with app.db.connection() as connection:
        accounts = await people.accounts_by_ids(connection, authors)
        creators = await people.creators_by_ids(connection, authors)
        if viewer.account_id is not None:
            liked = await store.liked_among(connection, viewer.account_id, [comment.id for comment in comments])
    return [
        _comment_out(
            viewer, comment, _author_out(app, accounts[comment.author_id], creators.get(comment.author_id)),
            is_liked=comment.id in liked,
        )
        for comment in comments
        if comment.author_id in accounts
    ]  # fmt: skip


def _author_out(app: App, account: people.Account, creator: people.Creator | None) -> AuthorOut:
    if creator is None:
        return AuthorOut(account.id, account.name, None, None)
    avatar = None if creator.avatar_key is None else app.blobs.url(creator.avatar_key)
    return AuthorOut(account.id, account.name, creator.handle, avatar)


def _comment_out(viewer: people.Actor, comment: Comment, author: AuthorOut, *, is_liked: bool) -> CommentOut:
    is_own_video = viewer.account_id == comment.creator_id
    return CommentOut(
        id=comment.id,
        video_id=comment.video_id,
        parent_id=comment.parent_id,
        author=author,
        text=comment.text,
        at=comment.at,
        state=comment.state,
        likes=comment.likes,
        replies=comment.replies,
        is_pinned=comment.is_pinned,
        by_creator=comment.author_id == comment.creator_id,
        liked=is_liked,
        is_mine=viewer.account_id == comment.author_id,
        may_delete=viewer.account_id is not None and may_delete(viewer, comment),
        may_pin=is_own_video and comment.parent_id is None,
    )
