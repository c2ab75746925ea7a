"""Words as a push: what the app's service worker reads."""

from __future__ import annotations

from uuid import UUID

import msgspec

from vitrina.kernel.words import Language
from vitrina.notice.model import Told, Words
from vitrina.platform.push import BODY_BYTES_MAX, Push, Urgency

TITLE_CHARS_MAX, TEXT_CHARS_MAX = 120, 300


class PushBody(msgspec.Struct, frozen=True):
    """What is encrypted for a phone; a later one with the same `tag` replaces an earlier one."""

    title: str
    text: str
    path: str
    tag: str
    icon: str
    language: str


def push_of(message_id: UUID, told: Told, words: Words, language: Language, *, terms: tuple[int, Urgency]) -> Push:
    """The push of a message; cut where a phone would cut it, so that it always fits."""
    text = " ".join(words.paragraphs[0].split())
    body = PushBody(
        _cut(words.subject, TITLE_CHARS_MAX),
        _cut(text, TEXT_CHARS_MAX),
        words.link,
        message_id.hex,
        told.icon,
        language,
    )
    made = msgspec.json.encode(body)
    assert len(made) <= BODY_BYTES_MAX, "titles, texts and paths have limits"
    return Push(made, terms[0], terms[1], message_id.hex)


def _cut(text: str, chars_max: int) -> str:
    return text if len(text) <= chars_max else text[: chars_max - 1].rstrip() + "…"
