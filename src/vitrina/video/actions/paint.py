"""Pictures drawn here, for demo worlds and shops without any: goods, faces, signs.

Pillow and the painter are loaded when something is painted, so that the web role need not hold them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image


def paint_product(
    kind: str,
    *,
    colour: str,
    scene: str | None,
    seed: int,
    size: int,
    view: str = "front",
    word: str | None = None,
) -> Image.Image:
    """An RGB picture, `size` pixels square, of goods of a kind; ValueError for an unknown kind, colour, scene or view."""
    from vitrina.video.engine import painter

    return painter.paint_product(kind, colour=colour, scene=scene, seed=seed, size=size, view=view, word=word)


def paint_avatar(seed: int, *, size: int) -> Image.Image:
    """An invented face, `size` pixels square; the same seed draws the same person."""
    from vitrina.video.engine import painter

    return painter.paint_avatar(seed, size=size)


def paint_logo(name: str, seed: int, *, size: int) -> Image.Image:
    """The sign of a shop, `size` pixels square."""
    from vitrina.video.engine import painter

    return painter.paint_logo(name, seed, size=size)


def paint_banner(seed: int, *, kinds: Sequence[str], width: int) -> Image.Image:
    """The wide picture above a shop, 3 : 1, with three goods of these kinds; ValueError for an unknown kind."""
    from vitrina.video.engine import painter

    return painter.paint_banner(seed, kinds=kinds, width=width)
