"""Words as they are looked for; pure."""

from __future__ import annotations

import re
import unicodedata

WORDS_CHARS_MAX = 100
_HASHTAG = re.compile(r"[a-z0-9_]{2,40}")


def clean_words(text: str | None) -> str | None:
    """What is looked for, without control characters and doubled spaces; None when no letter or digit is left."""
    if text is None:
        return None
    plain = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:WORDS_CHARS_MAX]
    return plain if any(letter.isalnum() for letter in plain) else None


def folded(text: str) -> str:
    """Lower case without accents, near to what the database's `platform_folded` does."""
    plain = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def clean_hashtag(text: str) -> str | None:
    """A hashtag as it is kept: `#Café` → `cafe`; None when it cannot be one."""
    plain = folded(text).removeprefix("#")
    return plain if _HASHTAG.fullmatch(plain) else None


def begins(name: str, typed: str) -> bool:
    """Whether a word of `name` begins as somebody types; accents and case do not matter."""
    start = folded(typed)
    return any(word.startswith(start) for word in re.split(r"\W+", folded(name)) if word) or folded(name).startswith(
        start
    )
