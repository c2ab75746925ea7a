"""The headers of tus 1.0 (tus.io, core protocol with the extensions creation and termination)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import AsyncIterator, Mapping
from typing import Any

from litestar import Request
from litestar.exceptions import HTTPException

from vitrina.kernel.errors import Invalid, Refusal
from vitrina.platform.uploads import Upload

VERSION = "1.0.0"
EXTENSIONS = "creation,termination,expiration"
PART_TYPE = "application/offset+octet-stream"
METADATA_CHARS_MAX = 2_000
NUMBER_CHARS_MAX = 15
_DISCONNECTED_STATUS = 500


class TusVersionUnknown(Refusal):
    code = "tus_version"
    status = 412
    en = "This address speaks tus 1.0.0: send the header Tus-Resumable."
    es = "Esta dirección habla tus 1.0.0: envía la cabecera Tus-Resumable."


class PartTypeWrong(Refusal):
    code = "part_type"
    status = 415
    en = "A part of a file is sent as application/offset+octet-stream."
    es = "Una parte de un archivo se envía como application/offset+octet-stream."


def check_version(request: Request[Any, Any, Any]) -> None:
    """`TusVersionUnknown` unless the caller speaks ours."""
    if request.headers.get("tus-resumable") != VERSION:
        raise TusVersionUnknown(tus_version=VERSION)


def check_part_type(request: Request[Any, Any, Any]) -> None:
    """`PartTypeWrong` unless the body is a part of a file."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != PART_TYPE:
        raise PartTypeWrong


def number_of(request: Request[Any, Any, Any], header: str) -> int:
    """The whole number in a header; `Invalid` when there is none."""
    text = request.headers.get(header, "")
    if not text.isascii() or not text.isdigit() or len(text) > NUMBER_CHARS_MAX:
        raise Invalid(field=header, reason="is a whole number")
    return int(text)


def metadata_of(request: Request[Any, Any, Any]) -> Mapping[str, str]:
    """`Upload-Metadata`: pairs of a name and a text in base64; `Invalid`."""
    text = request.headers.get("upload-metadata", "")
    if len(text) > METADATA_CHARS_MAX:
        raise Invalid(field="upload-metadata", reason=f"takes up to {METADATA_CHARS_MAX} characters")
    found = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        name, _, encoded = pair.partition(" ")
        try:
            found[name] = base64.b64decode(encoded, validate=True).decode()
        except (binascii.Error, ValueError):
            raise Invalid(field="upload-metadata", reason="is pairs of a name and base64") from None
    return found


def upload_headers(upload: Upload) -> dict[str, str]:
    """What every answer about an upload tells."""
    return {
        "Tus-Resumable": VERSION,
        "Upload-Offset": str(upload.received_bytes),
        "Upload-Length": str(upload.size_bytes),
        "Upload-Expires": upload.expires_at.strftime("%a, %d %b %Y %H:%M:%S GMT"),
    }


async def parts_of(request: Request[Any, Any, Any]) -> AsyncIterator[bytes]:
    """The body piece by piece; it just ends when the sender is gone, because what came before that counts."""
    try:
        async for piece in request.stream():
            if piece:
                yield piece
    except HTTPException as gone:
        if gone.status_code != _DISCONNECTED_STATUS:
            raise
