"""A comment, a share, and what an account has marked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from vitrina.kernel.ids import AccountId, CommentId, VideoId

MarkKind = Literal["like", "save"]
ShareKind = Literal["video", "product", "shop", "creator"]
Sort = Literal["top", "newest"]


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment or, with a parent, a reply; `state` is shown, held, hidden or deleted."""

    id: CommentId
    video_id: VideoId
    creator_id: AccountId
    author_id: AccountId
    parent_id: CommentId | None
    text: str
    state: str
    is_pinned: bool
    likes: int
    replies: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Share:
    """What somebody shares under a code; `path` is the page that shows it."""

    code: str
    kind: ShareKind
    subject_id: UUID
    sharer_id: AccountId | None
    path: str
