"""Refusals of comments."""

from vitrina.kernel.errors import Refusal


class CommentsOff(Refusal):
    code = "comments_off"
    status = 409
    en = "Comments are turned off on this video."
    es = "Los comentarios están desactivados en este video."


class CommentGone(Refusal):
    code = "comment_gone"
    status = 404
    en = "This comment is not here any more."
    es = "Este comentario ya no está."
