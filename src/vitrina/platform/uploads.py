"""Files that come in parts over a network that breaks: what has arrived stays, and the rest follows (tus 1.0, server side).

The bytes lie in `home/uploads/<id>`, the number of them that counts in `platform_upload`. Whoever writes holds the file's
lock, which the kernel takes back when the process ends; bytes beyond the number are cut off by the next writer.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import shutil
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from vitrina.kernel.errors import NotFound, Refusal
from vitrina.platform.app import App
from vitrina.platform.postgres import Connection

LIFE = timedelta(hours=24)
# A phone that lost its network says nothing: its place is free again after this silence.
SILENCE_S = 20.0
NOTED_EVERY_BYTES = 4 * 1024**2
WRITTEN_AT_ONCE_BYTES = 256 * 1024
FREE_BYTES_MIN = 2 * 1024**3
FORGOTTEN_AT_ONCE = 100


class UploadOffsetWrong(Refusal):
    code = "upload_offset"
    status = 409
    en = "This part does not follow what has arrived. Ask how much that is, and go on from there."
    es = "Esta parte no sigue a lo que ya llegó. Pregunta cuánto es y continúa desde ahí."


class UploadBusy(Refusal):
    code = "upload_busy"
    status = 423
    en = "Another part of this file is arriving. Try again in a moment."
    es = "Está llegando otra parte de este archivo. Inténtalo de nuevo en un momento."


class UploadTooMuch(Refusal):
    code = "upload_too_much"
    status = 413
    en = "More arrived than the {size_bytes} bytes that were announced. Begin again."
    es = "Llegó más que los {size_bytes} bytes anunciados. Empieza de nuevo."


class UploadsMany(Refusal):
    code = "uploads_many"
    status = 409
    en = "{uploads_max} files are on their way already. Let one arrive, or cancel it."
    es = "Ya hay {uploads_max} archivos en camino. Deja que llegue uno, o cancélalo."


class UploadsFull(Refusal):
    code = "uploads_full"
    status = 507
    en = "There is no room for this file right now. Try again later."
    es = "Ahora no hay espacio para este archivo. Inténtalo más tarde."


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way."""

    id: UUID
    owner_id: UUID
    size_bytes: int
    received_bytes: int
    expires_at: datetime

    @property
    def is_whole(self) -> bool:
        return self.received_bytes == self.size_bytes


async def open_upload(app: App, connection: Connection, upload: Upload, *, uploads_max: int) -> None:
    """Take note of a file to come, in the caller's transaction; `UploadsMany`, `UploadsFull`.

    The owner's other uploads are counted under a lock, so that two hundred at once are no more than one by one.
    """
    folder = app.settings.home / "uploads"
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 26))", str(upload.owner_id))
    row = await connection.fetchrow(
        "SELECT count(*) FILTER (WHERE owner_id = $1), coalesce(sum(size_bytes - received_bytes), 0)"
        " FROM platform_upload WHERE received_bytes < size_bytes",
        upload.owner_id,
    )
    assert row is not None
    if row[0] >= uploads_max:
        raise UploadsMany(uploads_max=uploads_max)
    free = (await asyncio.to_thread(shutil.disk_usage, folder)).free
    if free - int(row[1]) - upload.size_bytes < FREE_BYTES_MIN:
        raise UploadsFull
    await connection.execute(
        "INSERT INTO platform_upload (id, owner_id, size_bytes, made_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
        upload.id, upload.owner_id, upload.size_bytes, app.clock.now(), upload.expires_at,
    )  # fmt: skip


async def get_upload(app: App, upload_id: UUID, owner_id: UUID) -> Upload:
    """One of the owner's uploads; `NotFound`, also when its time is over."""
    async with app.db.connection() as connection:
        row = await connection.fetchrow(
            "SELECT id, owner_id, size_bytes, received_bytes, expires_at FROM platform_upload"
            " WHERE id = $1 AND owner_id = $2 AND expires_at > $3",
            upload_id,
            owner_id,
            app.clock.now(),
        )
    if row is None:
        raise NotFound
    return Upload(*row)


async def sizes_of(connection: Connection, ids: Sequence[UUID]) -> dict[UUID, tuple[int, int]]:
    """Of these uploads, how many bytes have arrived, and of how many."""
    if not ids:
        return {}
    rows = await connection.fetch(
        "SELECT id, received_bytes, size_bytes FROM platform_upload WHERE id = ANY ($1::uuid[])", list(ids)
    )
    return {row[0]: (row[1], row[2]) for row in rows}


async def receive(app: App, upload_id: UUID, owner_id: UUID, offset: int, parts: AsyncIterator[bytes]) -> Upload:
    """Append what comes to a file that has `offset` bytes, until the sender ends, falls silent or is gone.

    `NotFound`, `UploadOffsetWrong`, `UploadBusy`, `UploadTooMuch`; what arrived before a refusal or a break counts.
    """
    await get_upload(app, upload_id, owner_id)
    with _writing(file_of(app, upload_id)) as file:
        try:
            upload = await get_upload(app, upload_id, owner_id)
        except NotFound:
            file_of(app, upload_id).unlink(missing_ok=True)  # cancelled a moment ago: opening it made it anew
            raise
        if offset != upload.received_bytes:
            raise UploadOffsetWrong(received_bytes=upload.received_bytes)
        os.ftruncate(file, offset)
        os.lseek(file, offset, os.SEEK_SET)
        received = noted = offset
        try:
            async for piece in _gathered(parts):
                if received + len(piece) > upload.size_bytes:
                    raise UploadTooMuch(size_bytes=upload.size_bytes)
                await asyncio.to_thread(_write_all, file, piece)
                received += len(piece)
                if received - noted >= NOTED_EVERY_BYTES:
                    await _note(app, upload_id, received)
                    noted = received
        finally:
            if received != noted:
                await _note(app, upload_id, received)
    return await get_upload(app, upload_id, owner_id)


async def forget_upload(app: App, upload_id: UUID) -> None:
    """Delete a file on its way, or one that has arrived and served; nothing happens when there is none."""
    await asyncio.to_thread(file_of(app, upload_id).unlink, missing_ok=True)
    async with app.db.transaction() as transaction:
        await transaction.execute("DELETE FROM platform_upload WHERE id = $1", upload_id)


async def list_expired(connection: Connection, now: datetime) -> list[UUID]:
    """Uploads whose time is over."""
    rows = await connection.fetch(
        "SELECT id FROM platform_upload WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2", now, FORGOTTEN_AT_ONCE
    )
    return [row[0] for row in rows]


async def delete_strays(app: App) -> int:
    """Delete files that belong to no upload, left by what died between two steps; how many."""
    folder = app.settings.home / "uploads"
    names = await asyncio.to_thread(lambda: [path.name for path in folder.glob("*")])
    async with app.db.connection() as connection:
        rows = await connection.fetch("SELECT id FROM platform_upload")
    strays = set(names) - {row[0].hex for row in rows}
    for name in strays:
        await asyncio.to_thread((folder / name).unlink, missing_ok=True)
    return len(strays)


def file_of(app: App, upload_id: UUID) -> Path:
    """Where the bytes of an upload lie."""
    return app.settings.home / "uploads" / upload_id.hex


async def _gathered(parts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The parts in pieces worth a write; ends at the sender's silence."""
    held = bytearray()
    while True:
        try:
            async with asyncio.timeout(SILENCE_S):
                held += await anext(parts)
        except (StopAsyncIteration, TimeoutError):
            break
        if len(held) >= WRITTEN_AT_ONCE_BYTES:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)


@contextlib.contextmanager
def _writing(path: Path) -> Iterator[int]:
    """The file, for one writer at a time; `UploadBusy`."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield file
    except BlockingIOError:
        raise UploadBusy(retry_after_s=1) from None
    finally:
        os.close(file)


def _write_all(file: int, piece: bytes) -> None:
    left = memoryview(piece)
    while left:
        left = left[os.write(file, left) :]


async def _note(app: App, upload_id: UUID, received_bytes: int) -> None:
    async with app.db.transaction() as transaction:
        await transaction.execute(
            "UPDATE platform_upload SET received_bytes = $2 WHERE id = $1", upload_id, received_bytes
        )
