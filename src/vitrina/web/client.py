"""The built client: every file in memory, compressed once, with the caching it deserves."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from litestar.types import HTTPScope, Receive, Send

from vitrina.platform.settings import Settings
from vitrina.web.errors import MethodNotAllowed
from vitrina.web.headers import RawHeaders
from vitrina.web.serving import IMMUTABLE, Serve, header_of, is_known, send_problem, send_start, send_whole

SHELL_FILE = "index.html"
_HASHED = "/assets/"
_REVALIDATED = b"public, no-cache"
_SMALL_BYTES = 1024
# Packed kinds only grow when they are packed again.
_PACKED = frozenset((".png", ".jpg", ".webp", ".avif", ".woff2", ".mp4", ".gz", ".br"))
_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".ico": "image/x-icon",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
}


def client_folder(settings: Settings) -> Path:
    """Where the client was built: the operator's setting, else `client/dist` beside the sources."""
    return settings.client_folder or Path(__file__).resolve().parents[3] / "client" / "dist"


def load_client(folder: Path) -> dict[str, Serve]:
    """Every file of the build by its address, without the page itself and without hidden files; empty when not built."""
    found: dict[str, Serve] = {}
    if not folder.is_dir():
        return found
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in inside.parts)
        if hidden or not path.is_file() or path.suffix in (".br", ".gz", ".map") or inside.as_posix() == SHELL_FILE:
            continue
        found[f"/{inside.as_posix()}"] = _File.load(path, f"/{inside.as_posix()}")
    return found


@dataclass(frozen=True, slots=True)
class _File:
    """One file in memory, plain and packed."""

    plain: bytes
    gzip: bytes | None
    brotli: bytes | None
    etag: str
    headers: RawHeaders

    @classmethod
    def load(cls, path: Path, address: str) -> _File:
        plain = path.read_bytes()
        kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        etag = f'"{hashlib.sha256(plain).hexdigest()[:20]}"'
        caching = IMMUTABLE if address.startswith(_HASHED) else _REVALIDATED
        headers = [(b"content-type", kind.encode()), (b"cache-control", caching), (b"etag", etag.encode())]
        packed = None
        if path.suffix not in _PACKED and len(plain) >= _SMALL_BYTES:
            packed = _built(path, ".gz") or gzip.compress(plain, 9, mtime=0)
            headers.append((b"vary", b"accept-encoding"))
        return cls(plain, packed, _built(path, ".br") if packed else None, etag, headers)

    async def __call__(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        if scope["method"] not in ("GET", "HEAD"):
            await send_problem(scope, send, MethodNotAllowed(method=str(scope["method"])), [(b"allow", b"GET, HEAD")])
        elif is_known(scope, self.etag):
            await send_start(send, 304, self.headers)
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        else:
            encoding, body = self._packed_for(header_of(scope, b"accept-encoding"))
            headers = [*self.headers, (b"content-encoding", encoding)] if encoding else self.headers
            await send_whole(send, 200, headers, body)

    def _packed_for(self, accepted: str) -> tuple[bytes | None, bytes]:
        if self.brotli is not None and "br" in accepted:
            return b"br", self.brotli
        if self.gzip is not None and "gzip" in accepted:
            return b"gzip", self.gzip
        return None, self.plain


def _built(path: Path, suffix: str) -> bytes | None:
    packed = path.with_name(path.name + suffix)
    return packed.read_bytes() if packed.is_file() else None
