"""The engine room of video: admits files, makes ladders of them, and makes clips and pictures from products.

Owns no table and asks no clock; everything happens in the folder that the caller names.
Promises: a file either becomes playable (HLS and fast-start MP4, poster, preview, no metadata) or is refused with one
typed reason; the same seed makes the same picture and the same clip.
May not touch the database, the network or the settings; foreign bytes are decoded only inside the fenced ffmpeg.
"""

from vitrina.video.engine.examine import DURATION_MS_MAX, REPLAY_DURATION_MS_MAX, examine
from vitrina.video.engine.ladder import make_ladder
from vitrina.video.engine.maker import MadeClip, Shot, Span, make_clip
from vitrina.video.engine.model import WARNING_TEXTS, Ladder, Rung
from vitrina.video.engine.painter import (
    COLOURS,
    KINDS,
    SCENE_NAMES,
    VIEWS,
    paint_avatar,
    paint_banner,
    paint_logo,
    paint_product,
)

__all__ = [
    "COLOURS",
    "DURATION_MS_MAX",
    "KINDS",
    "REPLAY_DURATION_MS_MAX",
    "SCENE_NAMES",
    "VIEWS",
    "WARNING_TEXTS",
    "Ladder",
    "MadeClip",
    "Rung",
    "Shot",
    "Span",
    "examine",
    "make_clip",
    "make_ladder",
    "paint_avatar",
    "paint_banner",
    "paint_logo",
    "paint_product",
]
