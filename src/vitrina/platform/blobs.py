"""Files of the product by key: in a local folder, or in S3, GCS or Azure by URL (obstore)."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import obstore
from obstore.store import LocalStore, from_url

from vitrina.platform.settings import Settings

KEY_CHARS_MAX = 300
MEDIA_PATH = "/media/"
# The first letter keeps hidden files and `..` out; obstore refuses them too, this is the sentence for a programmer.
_KEY = re.compile(r"^[A-Za-z0-9_][A-Za-z0-9._\-]*(/[A-Za-z0-9_][A-Za-z0-9._\-]*)*$")
_DIGEST_CHARS = 40


class BlobMissing(Exception):
    """There is no file under this key."""


class BlobKeyWrong(Exception):
    """A text that cannot be a key: empty, too long, hidden, or with a way out of the store."""


class Blobs:
    """One store of files. Keys look like `video/018f…/index.m3u8`; what is immutable carries its digest in the key."""

    def __init__(self, store: Any, folder: Path | None) -> None:
        self._store = store
        self._folder = folder

    @classmethod
    def open(cls, settings: Settings) -> Blobs:
        """The store of `settings.blob_url`, else the folder `home/blobs` (made when absent)."""
        if settings.blob_url is not None:
            return cls(from_url(settings.blob_url), None)
        return cls.local(settings.home / "blobs")

    @classmethod
    def local(cls, folder: Path) -> Blobs:
        """A store in `folder`, made when absent."""
        folder.mkdir(parents=True, exist_ok=True)
        return cls(LocalStore(prefix=folder), folder)

    async def put(self, key: str, content: bytes, content_type: str) -> None:
        """Write `content` under `key`, replacing what was there; a reader sees the old or the new, never a half."""
        await obstore.put_async(self._store, check_key(key), content, **self._attributes(content_type))

    async def put_file(self, key: str, path: Path, content_type: str = "application/octet-stream") -> None:
        """Write the file at `path` under `key` without holding it in memory."""
        await obstore.put_async(self._store, check_key(key), path, **self._attributes(content_type))

    async def put_immutable(self, prefix: str, content: bytes, suffix: str, content_type: str) -> str:
        """Write `content` under `prefix/<its digest><suffix>` and give the key; the same bytes have the same key."""
        key = f"{prefix}/{digest_of(content)}{suffix}"
        await self.put(key, content, content_type)
        return key

    async def get(self, key: str) -> bytes:
        """The whole file; `BlobMissing` when there is none."""
        try:
            found = await obstore.get_async(self._store, check_key(key))
            return bytes(await found.bytes_async())
        except FileNotFoundError:
            raise BlobMissing(key) from None

    async def get_range(self, key: str, start: int, size_bytes: int) -> bytes:
        """Up to `size_bytes` from byte `start`; `BlobMissing` when there is no such file."""
        assert start >= 0 and size_bytes > 0
        try:
            return bytes(await obstore.get_range_async(self._store, check_key(key), start=start, length=size_bytes))
        except FileNotFoundError:
            raise BlobMissing(key) from None

    async def size_bytes(self, key: str) -> int:
        """The file's size; `BlobMissing` when there is none."""
        try:
            return int((await obstore.head_async(self._store, check_key(key)))["size"])
        except FileNotFoundError:
            raise BlobMissing(key) from None

    async def has(self, key: str) -> bool:
        """Whether there is a file under `key`."""
        try:
            await self.size_bytes(key)
        except BlobMissing:
            return False
        return True

    async def delete(self, key: str) -> None:
        """Remove the file; nothing happens when there is none."""
        try:
            await obstore.delete_async(self._store, check_key(key))
        except FileNotFoundError:
            return

    async def list(self, prefix: str) -> AsyncIterator[str]:
        """Every key below the folder `prefix`, in no promised order."""
        async for batch in obstore.list(self._store, prefix=check_key(prefix)):
            for entry in batch:
                yield entry["path"]

    def url(self, key: str) -> str:
        """The path under which the web serves `key`."""
        return MEDIA_PATH + check_key(key)

    def local_path(self, key: str) -> Path | None:
        """Where the file of `key` lies on this machine (it may be absent), None when the store is elsewhere."""
        return None if self._folder is None else self._folder / check_key(key)

    async def copy_out(self, key: str, path: Path) -> None:
        """Write the file of `key` to `path`, chunk by chunk; `BlobMissing` when there is none."""
        try:
            found = await obstore.get_async(self._store, check_key(key))
        except FileNotFoundError:
            raise BlobMissing(key) from None
        with path.open("wb") as output:
            async for chunk in found.stream():
                await asyncio.to_thread(output.write, bytes(chunk))

    def _attributes(self, content_type: str) -> dict[str, Any]:
        # A local folder keeps no attributes (obstore refuses them); the web tells the type from the suffix.
        return {} if self._folder is not None else {"attributes": {"Content-Type": content_type}}


def check_key(key: str) -> str:
    """`key` itself; `BlobKeyWrong` when it cannot be one."""
    if len(key) > KEY_CHARS_MAX or not _KEY.match(key) or key.endswith("\n"):
        raise BlobKeyWrong(key)
    return key


def digest_of(content: bytes) -> str:
    """The 40 hexadecimal letters that name `content` (SHA-256, shortened to 160 bits)."""
    return hashlib.sha256(content).hexdigest()[:_DIGEST_CHARS]
