"""What may be written, how often, and which words wait for the creator; pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import quote
from uuid import UUID

from vitrina.kernel.errors import Invalid
from vitrina.kernel.ids import AccountId

COMMENT_CHARS_MAX = 500
COMMENT_LINES_MAX = 8
WORDS_MAX = 100
WORD_CHARS_MAX = 40
NEW_ACCOUNT = timedelta(hours=24)
# Comments per seconds: an account of a day has shown nothing yet.
COMMENTS_PER_S = (30, 600)
COMMENTS_PER_S_NEW = (5, 600)
MARKS_PER_S = (240, 600)
SHARES_PER_S = (60, 600)
OPENS_PER_S = (60, 600)
CODE_CHARS = 8
CODE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"  # no 0 O, 1 I l: a code may be read aloud
_UUID7_RANDOM_BITS = 80
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_CODE = re.compile(r"[A-Za-z0-9]{8}")


def clean_comment(text: str) -> str:
    """The comment as it is kept: no control or direction signs, single blanks, few line breaks; `Invalid`."""
    lines = [" ".join(line.split()) for line in _CONTROL.sub("", text).split("\n")]
    made = "\n".join(line for line in lines if line)
    if not made:
        raise Invalid(field="text", reason="is empty")
    if len(made) > COMMENT_CHARS_MAX:
        raise Invalid(field="text", reason=f"has more than {COMMENT_CHARS_MAX} characters")
    head, tail = made.split("\n")[: COMMENT_LINES_MAX - 1], made.split("\n")[COMMENT_LINES_MAX - 1 :]
    return "\n".join([*head, " ".join(tail)]) if tail else made


def clean_words(words: Iterable[str]) -> tuple[str, ...]:
    """A creator's words as they are kept, without repetition; `Invalid`."""
    made = dict.fromkeys(" ".join(_CONTROL.sub("", word).split()) for word in words)
    made.pop("", None)
    if len(made) > WORDS_MAX:
        raise Invalid(field="words", reason=f"are more than {WORDS_MAX}")
    if any(len(word) > WORD_CHARS_MAX for word in made):
        raise Invalid(field="words", reason=f"has one of more than {WORD_CHARS_MAX} characters")
    return tuple(made)


def has_word(text: str, words: Sequence[str]) -> bool:
    """Whether one of the words stands in the text as a word of its own, whatever its case and accents."""
    folded = f" {_fold(text)} "
    return any(f" {part} " in folded for word in words if (part := _fold(word)))


def _fold(text: str) -> str:
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(re.findall(r"\w+", plain.casefold()))


def comments_per_s(account_id: AccountId, now: datetime) -> tuple[int, int]:
    """How many comments in how many seconds an account may write."""
    made_at = datetime.fromtimestamp((account_id.int >> _UUID7_RANDOM_BITS) / 1000, UTC)
    return COMMENTS_PER_S_NEW if now - made_at < NEW_ACCOUNT else COMMENTS_PER_S


def code_of(drawn: UUID) -> str:
    """A share's code made of 122 random bits, of which it takes 46."""
    rest, code = drawn.int, ""
    for _ in range(CODE_CHARS):
        rest, place = divmod(rest, len(CODE_ALPHABET))
        code += CODE_ALPHABET[place]
    return code


def is_code(text: str) -> bool:
    """Whether a text can be a share's code."""
    return _CODE.fullmatch(text) is not None


def path_of(kind: str, name: str) -> str:
    """The page of what is shared; `name` is a video's id, a slug or a handle."""
    return {"video": "/v/", "product": "/p/", "shop": "/s/", "creator": "/@"}[kind] + quote(name)
