"""The one HTML page of the client, filled per address: language, head, preloads and the boot object.

What a person wrote (titles, names) passes exactly two doors, `escape` for markup and `script_json` for data blocks.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

import msgspec

from vitrina.kernel.words import LANGUAGES, Language
from vitrina.web.client import SHELL_FILE

NAME: Final = "Vitrina"
_SLOTS: Final = ('<html lang="en">', "<!--head-->", "<!--preload-->", "<!--first-->", "<!--boot-->")
_LOCALES: Final = {"en": "en_US", "es": "es_MX"}
_UNBUILT = (
    "<!doctype html><title>Vitrina</title><p>The client is not built: run <code>make demo</code>, or"
    " <code>npm run build</code> in <code>client/</code>."
)


@dataclass(frozen=True, slots=True)
class FirstVideo:
    """The video that the page begins with: it plays from the HTML on, before any script has come."""

    title: str
    poster: str
    source: str


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says about itself to readers that run no script. Addresses are paths of ours or whole URLs."""

    title: str
    description: str
    path: str
    kind: str = "website"
    image: str | None = None
    properties: tuple[tuple[str, str], ...] = ()
    linked: dict[str, object] | None = None
    is_indexed: bool = True
    preload: str | None = None
    first: FirstVideo | None = None


class Shell:
    """The built `index.html` cut at its slots; without a build a page of one line."""

    def __init__(self, folder: Path, public_url: str) -> None:
        path = folder / SHELL_FILE
        text = path.read_text(encoding="utf-8") if path.is_file() else None
        self._public_url = public_url
        self._parts = None if text is None else _cut(text)

    def render(self, language: Language, head: Head, boot: dict[str, msgspec.Raw]) -> bytes:
        """The page as UTF-8. `boot` holds whole JSON answers of the API, by the names the client knows."""
        if self._parts is None:
            return _UNBUILT.encode()
        known: dict[str, object] = {"language": language, **boot}
        preload = ""
        if head.preload is not None:
            preload = f'<link rel="preload" as="image" href="{escape(head.preload)}" fetchpriority="high">'
        fills = (
            f'<html lang="{language}">',
            self._head(language, head),
            preload,
            _first(head.first),
            script_json(known),
        )
        return "".join(part for pair in zip(self._parts, (*fills, ""), strict=True) for part in pair).encode()

    def _head(self, language: Language, head: Head) -> str:
        address = self.url(head.path)
        lines = [
            f"<title>{escape(head.title)}</title>",
            _meta("name", "description", head.description),
            f'<link rel="canonical" href="{escape(address)}">',
        ]
        if head.is_indexed:
            lines += [_alternate(code, f"{address}?lang={code}") for code in LANGUAGES]
            lines.append(_alternate("x-default", address))
        else:
            lines.append(_meta("name", "robots", "noindex"))
        about = {
            "og:site_name": NAME,
            "og:type": head.kind,
            "og:title": head.title,
            "og:description": head.description,
            "og:url": address,
            "og:locale": _LOCALES[language],
        }
        lines += [_meta("property", name, words) for name, words in about.items()]
        if head.image is not None:
            lines.append(_meta("property", "og:image", self.url(head.image)))
        lines += [_meta("property", name, words) for name, words in head.properties]
        lines.append(_meta("name", "twitter:card", "summary_large_image" if head.image else "summary"))
        if head.linked is not None:
            lines.append(f'<script type="application/ld+json">{script_json(head.linked)}</script>')
        return "\n    ".join(lines)

    def url(self, path: str) -> str:
        """The whole URL of a path of ours; a whole URL stays."""
        return self._public_url + path if path.startswith("/") else path


def _first(video: FirstVideo | None) -> str:
    """The element that the client's player takes over (client/src/video/first.ts)."""
    if video is None:
        return ""
    return (
        f'<div id="first"><img class="poster" src="{escape(video.poster)}" alt="">'
        f'<video src="{escape(video.source)}" aria-label="{escape(video.title)}" data-testid="feed-video" data-active="true"'
        ' muted autoplay loop playsinline disablepictureinpicture preload="auto"></video></div>'
    )


def script_json(known: object) -> str:
    """JSON that cannot end its `<script>` block nor break the line of an old reader (U+2028, U+2029)."""
    text = msgspec.json.encode(known).decode()
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


def _meta(kind: str, name: str, words: str) -> str:
    return f'<meta {kind}="{escape(name)}" content="{escape(words)}">'


def _alternate(language: str, address: str) -> str:
    return f'<link rel="alternate" hreflang="{language}" href="{escape(address)}">'


def _cut(text: str) -> tuple[str, ...]:
    parts = []
    for slot in _SLOTS:
        before, found, text = text.partition(slot)
        assert found, f"{SHELL_FILE} has no {slot}"
        parts.append(before)
    return (*parts, text)
