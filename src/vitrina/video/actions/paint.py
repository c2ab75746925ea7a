"""Pictures drawn here, for demo worlds and shops without any: goods, faces, signs.

Pillow and the painter are loaded when something is painted, so that the web role need not hold them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image


def paint_product(kind: str, *, colour: str, scene: str | None, seed: int, size: int) -> Image.Image:
    """An RGB picture, `size` pixels square, of goods of a kind; ValueError for an unknown kind, colour or scene."""
    from vitrina.video.engine import painter

    return painter.paint_product(kind, colour=colour, scene=scene, seed=seed, size=size)


def paint_avatar(seed: int, *, size: int) -> Image.Image:
    """An invented face, `size` pixels square; the same seed draws the same person."""
    from vitrina.video.engine import painter

    return painter.paint_avatar(seed, size=size)


def paint_logo(name: str, seed: int, *, size: int) -> Image.Image:
    """The sign of a shop, `size` pixels square."""
    from vitrina.video.engine import painter

    return painter.paint_logo(name, seed, size=size)
