"""Words as a mail: plain text, HTML that loads nothing, and the ways out of being mailed."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Final

from vitrina.kernel.words import Language
from vitrina.notice.model import Words
from vitrina.platform.mail import Mail

_INK, _QUIET, _PAPER, _ACCENT = "#17141C", "#625B6B", "#FFFBF5", "#FF9F0A"
_CHOOSE: Final = {"en": "Choose what we send you", "es": "Elige qué te enviamos"}
_STOP: Final = {"en": "Stop mails like this one", "es": "No recibir más correos como este"}


@dataclass(frozen=True, slots=True)
class Ways:
    """Links out: the page of preferences, the page that stops such mails, and the address for one click (RFC 8058)."""

    preferences: str | None = None
    stop_page: str | None = None
    stop_click: str | None = None


def mail_of(address: str, words: Words, language: Language, ways: Ways = Ways()) -> Mail:
    """The mail that says `words`, with the headers by which a mail program offers to stop it."""
    links = [(_CHOOSE[language], ways.preferences), (_STOP[language], ways.stop_page)]
    known = [(label, link) for label, link in links if link is not None]
    headers = {}
    if ways.stop_click is not None:
        headers = {"List-Unsubscribe": f"<{ways.stop_click}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return Mail(address, words.subject, _text_of(words, known), _html_of(words, language, known), language, headers)


def _text_of(words: Words, links: list[tuple[str, str]]) -> str:
    text = "\n\n".join((*words.paragraphs, f"{words.label}: {words.link}")) + "\n"
    return text + ("\n" + "".join(f"{label}: {link}\n" for label, link in links) if links else "")


def _html_of(words: Words, language: Language, links: list[tuple[str, str]]) -> str:
    """No picture, no script, nothing loaded; every word is escaped."""
    shown = "".join(f"<p>{escape(text).replace(chr(10), '<br>')}</p>" for text in words.paragraphs)
    button = (
        f'<p><a href="{escape(words.link)}" style="background:{_ACCENT};color:{_INK};padding:12px 20px;'
        f'border-radius:999px;text-decoration:none;font-weight:700;display:inline-block">{escape(words.label)}</a></p>'
    )
    small = " · ".join(f'<a href="{escape(link)}" style="color:{_QUIET}">{escape(label)}</a>' for label, link in links)
    foot = f'<p style="font-size:13px;margin-top:32px">{small}</p>' if small else ""
    style = f"background:{_PAPER};color:{_INK};font:16px/1.5 system-ui,sans-serif;margin:0 auto;padding:24px;max-width:560px"
    title = f'<h1 style="font-size:22px;line-height:1.25;margin:0 0 16px">{escape(words.subject)}</h1>'
    head = f'<head><meta charset="utf-8"><title>{escape(words.subject)}</title></head>'
    return (
        f'<!doctype html><html lang="{language}">{head}<body style="{style}">{title}{shown}{button}{foot}</body></html>'
    )
