"""What people do with a video besides buying: like, save, comment, share.

Owns the social_* tables. Promises: each person counts once; what a page carries as counts is what can be read; a comment
is text and nothing else; a share link earns for the creator whose paying links it carries, by touches bound to the
session that opened it. May not decide who earns (`affiliate` does) nor punish (`trust` asks to hide and restore).
"""

from vitrina.social.actions.comments import COMMENT_MADE, COMMENT_REPLIED, like_comment, list_comments, write_comment
from vitrina.social.actions.marks import mark_video
from vitrina.social.actions.moderate import approve_comment, hide_comment, pin_comment, restore_comment, set_words
from vitrina.social.actions.shares import make_share, open_share
from vitrina.social.http import ROUTES
from vitrina.social.model import Comment, Share
from vitrina.social.reactions import REACTIONS
from vitrina.social.store.comments import comments_by_ids
from vitrina.social.store.marks import counts_of

__all__ = [
    "COMMENT_MADE",
    "COMMENT_REPLIED",
    "REACTIONS",
    "ROUTES",
    "Comment",
    "Share",
    "approve_comment",
    "comments_by_ids",
    "counts_of",
    "hide_comment",
    "like_comment",
    "list_comments",
    "make_share",
    "mark_video",
    "open_share",
    "pin_comment",
    "restore_comment",
    "set_words",
    "write_comment",
]
