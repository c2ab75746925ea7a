"""Foreign text made harmless: control characters, spreadsheet formulas, HTML, web addresses, GTIN."""

from __future__ import annotations

import html
import re
from typing import Final

HTML_CHARS_MAX = 200_000
URL_CHARS_MAX = 2_000
GUARD_ROUNDS_MAX = 8
FORMULA_STARTS: Final = "=+-@'"

# Line breaks and tabs stay; bidirectional overrides, zero-width marks and lone surrogates go (PostgreSQL refuses NUL).
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufffe\uffff]"
)
_FORMULA = re.compile(r"[+\-@][\d.+\-*/ ]*[A-Za-z]{2,}\s*[(|!]")
_QUOTED_FORMULA = re.compile(r'="([^"]*)"')
_TAG = re.compile(r"<[A-Za-z/!?][^<>]*>")
_BLOCK = re.compile(
    r"</?(?:br|p|div|li|tr|h[1-6]|ul|ol|dl|dt|dd|table|section|article|blockquote|pre|hr)\b[^<>]*>", re.IGNORECASE
)
_BULLET_END = re.compile(r"</li\s*>", re.IGNORECASE)
_BULLET = re.compile(r"<li\b[^<>]*>", re.IGNORECASE)
_HIDDEN = tuple(
    (re.compile(opening, re.IGNORECASE), re.compile(closing, re.IGNORECASE))
    for opening, closing in (
        ("<!--", "-->"),
        ("<script", "</script[^<>]*>?"),
        ("<style", "</style[^<>]*>?"),
        (r"<!\[cdata\[", "]]>"),
    )
)
_URL = re.compile(r"https?://[^\s\"'<>\\^`{|}]+", re.IGNORECASE)
_URL_BREAK = re.compile(r"[\n|\t]+|[,;]\s*(?=(?:https?:)?//)|\s+(?=https?://)", re.IGNORECASE)
_IMAGE_BREAK = re.compile(r"[\n|\t,;]+")
_GTIN_LENGTHS = frozenset((8, 12, 13, 14))


def clean(text: str) -> str:
    """The cell without control characters, outer spaces and anything that a spreadsheet would run as a formula."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").replace("\u202f", " ")
    text = _CONTROL.sub("", text).strip()
    for _ in range(GUARD_ROUNDS_MAX):
        if not text or text[0] not in FORMULA_STARTS:
            return text
        bare = _without_guard(text)
        if bare == text:
            return text
        text = bare.strip()
    return text.lstrip("=+-@' ")


def line_text(text: str, limit: int) -> str:
    """Plain text on one line, at most `limit` characters."""
    if "<" in text or "&" in text:
        text = plain_text(text)
    return " ".join(text.split())[:limit].rstrip()


def plain_text(text: str) -> str:
    """Plain text of something that may be HTML: scripts and tags gone, entities resolved, paragraphs as lines."""
    text = text[:HTML_CHARS_MAX]
    if "<" in text or "&" in text:
        for _ in range(2):  # twice, because feeds often carry HTML that was escaped once too often
            text = html.unescape(_without_markup(text))
        text = clean(_without_markup(text))
    lines = [" ".join(line.split()) for line in text.split("\n")]
    kept = [line for place, line in enumerate(lines) if line or (place and lines[place - 1])]
    return "\n".join(kept).strip()


def split_urls(text: str) -> tuple[list[str], list[str]]:
    """Web addresses in a cell, in order without repeats, and the pieces that are none."""
    pieces = [piece.strip(" ,;") for piece in _URL_BREAK.split(text)]
    good: dict[str, None] = {}
    bad: list[str] = []
    for piece in pieces:
        if not piece:
            continue
        url = url_or_none(piece)
        if url is None:
            bad.extend(part.strip() for part in _IMAGE_BREAK.split(piece) if part.strip())
        else:
            good[url] = None
    return list(good), bad


def url_or_none(text: str) -> str | None:
    """An http(s) address, or None."""
    url = f"https:{text}" if text.startswith("//") else text
    url = url.replace(" ", "%20")
    return url if len(url) <= URL_CHARS_MAX and _URL.fullmatch(url) else None


def gtin_or_none(text: str) -> str | None:
    """GTIN-8, -12, -13 or -14 with a right check digit, digits only; None otherwise."""
    digits = text.replace(" ", "").replace("-", "")
    if len(digits) not in _GTIN_LENGTHS or not (digits.isascii() and digits.isdigit()) or not digits.strip("0"):
        return None
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits[:-1])))
    return digits if (10 - total % 10) % 10 == int(digits[-1]) else None


def _without_guard(text: str) -> str:
    quoted = _QUOTED_FORMULA.fullmatch(text)
    if quoted:  # spreadsheets write ="00123" to keep the zeros of a code
        return quoted[1].strip()
    if text[0] == "=":
        return text.lstrip("= ")
    if text[0] == "'":  # the guard that exports put before =, +, - and @
        return text[1:].lstrip() if text[1:2] and text[1] in FORMULA_STARTS else text
    return text[1:].lstrip() if _FORMULA.match(text) else text


def _without_markup(text: str) -> str:
    if "<" not in text:
        return text
    for opening, closing in _HIDDEN:
        text = _without_span(text, opening, closing)
    if _BLOCK.search(text):  # then line breaks of the source mean nothing, as in a browser
        text = _BLOCK.sub("\n", _BULLET.sub("\n• ", _BULLET_END.sub("", " ".join(text.split()))))
    return _TAG.sub("", text)


def _without_span(text: str, opening: re.Pattern[str], closing: re.Pattern[str]) -> str:
    # Searched by hand: a lazy pattern would be quadratic on a text full of openings that never close.
    kept: list[str] = []
    place = 0
    while start := opening.search(text, place):
        kept.append(text[place : start.start()])
        end = closing.search(text, start.end())
        if end is None:
            return "".join(kept)
        place = end.end()
    kept.append(text[place:])
    return "".join(kept)
