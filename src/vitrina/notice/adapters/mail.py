"""Words as a mail: plain text, and HTML that loads nothing."""

from __future__ import annotations

from html import escape

from vitrina.kernel.words import Language
from vitrina.notice.model import Words

_INK, _PAPER, _ACCENT = "#0E0D12", "#FFFBF5", "#FF9F0A"


def text_of(words: Words) -> str:
    """The plain form of a mail."""
    return "\n\n".join((*words.paragraphs, f"{words.label}: {words.link}")) + "\n"


def html_of(words: Words, language: Language) -> str:
    """The HTML form of a mail: no picture, no script, nothing loaded; every word is escaped."""
    shown = "".join(f"<p>{escape(text).replace(chr(10), '<br>')}</p>" for text in words.paragraphs)
    button = (
        f'<p><a href="{escape(words.link)}" style="background:{_ACCENT};color:{_INK};padding:12px 20px;'
        f'border-radius:16px;text-decoration:none;display:inline-block">{escape(words.label)}</a></p>'
    )
    style = f"background:{_PAPER};color:{_INK};font:16px/1.5 system-ui,sans-serif;margin:0;padding:24px"
    head = f'<head><meta charset="utf-8"><title>{escape(words.subject)}</title></head>'
    return f'<!doctype html><html lang="{language}">{head}<body style="{style}">{shown}{button}</body></html>'
