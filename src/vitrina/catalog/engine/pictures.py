"""Any picture that people have becomes a few plain WebP files: upright, sRGB, opaque, without a word of metadata.

Only this module loads Pillow in the catalogue, and only when a picture is made: the web role does not need it at rest.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import struct
import zlib
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps

from vitrina.catalog.errors import PicturePixelsTooMany, PictureTooLarge, PictureTooSmall, PictureUnreadable
from vitrina.catalog.rules import (
    PICTURE_BYTES_MAX,
    PICTURE_PIXELS_MAX,
    PICTURE_SIDE_MIN,
    PICTURE_TALL_MAX,
    PICTURE_WIDTHS,
)
from vitrina.platform.app import App

PICTURES_AT_ONCE = 2
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
# Each scan of a progressive JPEG costs a pass over all its pixels; cameras write about ten.
JPEG_SCANS_MAX = 100
WEBP_QUALITY = 82
WEBP_METHOD = 4
GROUND = (255, 251, 245)  # the page's own warm white
DIGEST_CHARS = 32
_EXIF_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_LYING = frozenset((5, 6, 7, 8))
# What Pillow's readers raise for broken files. Of 30,000 damaged ones: OSError, SyntaxError, RuntimeError (AVIF),
# ValueError; the rest are what else their code can raise.
_BROKEN = (
    OSError, SyntaxError, RuntimeError, ValueError, TypeError, LookupError, ArithmeticError, EOFError, MemoryError,
    struct.error, zlib.error,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rendered:
    """A picture's files by width name; `stem` names their content, `width` and `height` are the largest one's."""

    stem: str
    width: int
    height: int
    renditions: dict[int, bytes]


class Darkroom:
    """Makes pictures in threads, two at once in a process: a decoded one may take 160 MB."""

    def __init__(self, app: App) -> None:
        self._turn = asyncio.Semaphore(PICTURES_AT_ONCE)

    async def render(self, picture: bytes | Image.Image) -> Rendered:
        """The renditions of a file's bytes or of a picture in memory; refusals of `catalog.errors`."""
        async with self._turn:
            return await asyncio.to_thread(render, picture)

    async def render_square(self, raw: bytes) -> bytes:
        """A square of a file's bytes; refusals of `catalog.errors`."""
        async with self._turn:
            return await asyncio.to_thread(render_square, raw)


def render_square(raw: bytes) -> bytes:
    """The middle of a picture's file as a square WebP for faces and signs; `Picture…` refusals."""
    if len(raw) > PICTURE_BYTES_MAX:
        raise PictureTooLarge(megabytes_max=PICTURE_BYTES_MAX // 1024**2)
    side = PICTURE_WIDTHS[0]
    return _encode(ImageOps.fit(_develop(raw), (side, side), Image.Resampling.LANCZOS))


def render(picture: bytes | Image.Image) -> Rendered:
    """The renditions of a picture, never larger than it is; `Picture…` refusals."""
    if isinstance(picture, bytes):
        if len(picture) > PICTURE_BYTES_MAX:
            raise PictureTooLarge(megabytes_max=PICTURE_BYTES_MAX // 1024**2)
        largest = _develop(picture)
    else:
        largest = _plain(_fitted(picture.copy(), PICTURE_WIDTHS[-1], is_lying=False))
    renditions = {}
    for width in PICTURE_WIDTHS:
        renditions[width] = _encode(_fitted(largest.copy(), width, is_lying=False))
    digest = hashlib.sha256(b"".join(renditions.values())).hexdigest()[:DIGEST_CHARS]
    return Rendered(f"picture/{digest}", largest.width, largest.height, renditions)


def _develop(raw: bytes) -> Image.Image:
    """The largest rendition of a file's bytes."""
    if raw.startswith(b"\xff\xd8") and raw.count(b"\xff\xda") > JPEG_SCANS_MAX:
        raise PictureUnreadable
    try:
        with Image.open(io.BytesIO(raw), formats=FORMATS) as opened:
            _check_size(*opened.size)
            orientation = opened.getexif().get(_EXIF_ORIENTATION, 1)
            small = _fitted(opened, PICTURE_WIDTHS[-1], is_lying=orientation in _LYING)
            turn = _UPRIGHT.get(orientation)
            return _plain(small if turn is None else small.transpose(turn))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PicturePixelsTooMany(megapixels_max=PICTURE_PIXELS_MAX // 1_000_000) from None
    except _BROKEN:
        raise PictureUnreadable from None


def _check_size(width: int, height: int) -> None:
    if width * height > PICTURE_PIXELS_MAX:
        raise PicturePixelsTooMany(megapixels_max=PICTURE_PIXELS_MAX // 1_000_000)
    if min(width, height) < PICTURE_SIDE_MIN:
        raise PictureTooSmall(pixels_min=PICTURE_SIDE_MIN)


def _fitted(picture: Image.Image, width: int, *, is_lying: bool) -> Image.Image:
    """`picture` in a mode that scales, at most `width` wide once it stands upright and three times as tall.

    The picture itself may be changed and given back.
    """
    box = (width, width * PICTURE_TALL_MAX)
    box = (box[1], box[0]) if is_lying else box
    picture.draft("RGB", box)  # a JPEG is decoded at a half, a quarter or an eighth of its size, whatever is enough
    profile = picture.info.get("icc_profile")
    scalable = _scalable(picture)
    scalable.thumbnail(box, Image.Resampling.LANCZOS, reducing_gap=3.0)
    if profile is not None:
        scalable.info["icc_profile"] = profile
    return scalable


def _scalable(picture: Image.Image) -> Image.Image:
    """The first frame in one of the modes L, RGB, RGBA, CMYK."""
    if picture.mode.startswith("I;16") or picture.mode in ("I", "F"):
        # 16 bits of grey: `convert` would cut everything above 255 to white.
        return picture.convert("I").point(lambda level: level / 256, "L")
    if "transparency" in picture.info or picture.mode in ("LA", "La", "PA", "RGBa"):
        return picture.convert("RGBA")
    return picture if picture.mode in ("L", "RGB", "RGBA", "CMYK") else picture.convert("RGB")


def _plain(picture: Image.Image) -> Image.Image:
    """Opaque sRGB on the warm ground, with nothing of the source but its pixels."""
    plain = Image.new("RGB", picture.size, GROUND)
    coloured = _srgb(picture)
    plain.paste(coloured, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    return plain


def _srgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    base = picture.convert("RGB") if picture.mode == "RGBA" else picture
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            made = ImageCms.profileToProfile(base, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            made = None  # a profile that is broken or of another kind of colours: taken as sRGB
        if made is not None:
            return made
    return base.convert("RGB")


def _encode(picture: Image.Image) -> bytes:
    output = io.BytesIO()
    picture.save(output, "WEBP", quality=WEBP_QUALITY, method=WEBP_METHOD, exif=b"", icc_profile=b"", xmp=b"")
    return output.getvalue()
