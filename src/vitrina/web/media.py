"""`/media/…`: the files of the product, whole or in ranges, read in pieces off the event loop."""

from __future__ import annotations

import asyncio
import hashlib
import os
import stat
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

from litestar.types import HTTPScope, Receive, Send

from vitrina.kernel.errors import NotFound
from vitrina.platform.blobs import MEDIA_PATH, BlobKeyWrong, BlobMissing, Blobs, check_key
from vitrina.web.errors import MethodNotAllowed, RangeOutside
from vitrina.web.headers import RawHeaders
from vitrina.web.serving import IMMUTABLE, is_known, range_asked, send_problem, send_start

PIECE_BYTES = 256 * 1024
REMOTE_PIECE_BYTES = 1024 * 1024
# What is not listed is not served: an upload waiting for its check, an export, a file of a kind we never make.
MEDIA_TYPES: Final = {
    ".avif": b"image/avif",
    ".jpg": b"image/jpeg",
    ".m3u8": b"application/vnd.apple.mpegurl",
    ".m4s": b"video/iso.segment",
    ".mp4": b"video/mp4",
    ".png": b"image/png",
    ".vtt": b"text/vtt; charset=utf-8",
    ".webp": b"image/webp",
}
PRIVATE_PREFIX = "private/"


class Media:
    """ASGI application of the files in `blobs`; keys below `private/` are never served."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs

    async def __call__(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        if scope["method"] not in ("GET", "HEAD"):
            await send_problem(scope, send, MethodNotAllowed(method=str(scope["method"])), [(b"allow", b"GET, HEAD")])
            return
        key = scope["path"][len(MEDIA_PATH) :]
        kind = MEDIA_TYPES.get(os.path.splitext(key)[1])
        found = None
        if kind is not None and not key.startswith(PRIVATE_PREFIX):
            found = await self._open(key)
        if found is None or kind is None:
            await send_problem(scope, send, NotFound())
            return
        try:
            await _send_file(scope, send, found, kind)
        finally:
            found.close()

    async def _open(self, key: str) -> _Local | _Remote | None:
        try:
            check_key(key)
            path = self._blobs.local_path(key)
            if path is not None:
                return await asyncio.to_thread(_Local.open, path)
            return _Remote(self._blobs, key, await self._blobs.size_bytes(key))
        except (BlobKeyWrong, BlobMissing, FileNotFoundError, IsADirectoryError, NotADirectoryError):
            return None


async def _send_file(scope: HTTPScope, send: Send, file: _Local | _Remote, kind: bytes) -> None:
    known: RawHeaders = [
        (b"etag", file.etag.encode()),
        (b"cache-control", IMMUTABLE),
        (b"access-control-allow-origin", b"*"),
    ]
    if is_known(scope, file.etag):
        await send_start(send, 304, known)
        await send({"type": "http.response.body", "body": b"", "more_body": False})
        return
    wanted = range_asked(scope, file.etag, file.size_bytes)
    if wanted == "outside":
        await send_problem(scope, send, RangeOutside(), [(b"content-range", f"bytes */{file.size_bytes}".encode())])
        return
    first, count = wanted or (0, file.size_bytes)
    headers: RawHeaders = [*known, (b"content-type", kind), (b"accept-ranges", b"bytes")]
    if wanted is not None:
        headers.append((b"content-range", f"bytes {first}-{first + count - 1}/{file.size_bytes}".encode()))
    headers.append((b"content-length", str(count).encode()))
    await send_start(send, 206 if wanted else 200, headers)
    if scope["method"] != "HEAD":
        async for piece in file.pieces(first, count):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


class _Local:
    """An open file of this machine."""

    def __init__(self, handle: int, status: os.stat_result) -> None:
        self._handle = handle
        self.size_bytes = status.st_size
        self.etag = f'"{status.st_size:x}-{status.st_mtime_ns:x}"'

    @classmethod
    def open(cls, path: Path) -> _Local | None:
        """The file at `path`, None when it is not a plain file; a link is not followed."""
        try:
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError:
            return None
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            os.close(handle)
            return None
        return cls(handle, status)

    async def pieces(self, first: int, count: int) -> AsyncIterator[bytes]:
        while count > 0:
            piece = await asyncio.to_thread(os.pread, self._handle, min(count, PIECE_BYTES), first)
            if not piece:
                raise OSError("the file became shorter while it was sent")
            yield piece
            first += len(piece)
            count -= len(piece)

    def close(self) -> None:
        os.close(self._handle)


class _Remote:
    """A file in an object store."""

    def __init__(self, blobs: Blobs, key: str, size_bytes: int) -> None:
        self._blobs = blobs
        self._key = key
        self.size_bytes = size_bytes
        self.etag = f'"{size_bytes:x}-{hashlib.sha256(key.encode()).hexdigest()[:16]}"'

    async def pieces(self, first: int, count: int) -> AsyncIterator[bytes]:
        while count > 0:
            piece = await self._blobs.get_range(self._key, first, min(count, REMOTE_PIECE_BYTES))
            yield piece
            first += len(piece)
            count -= len(piece)

    def close(self) -> None:
        """Nothing is kept open."""
