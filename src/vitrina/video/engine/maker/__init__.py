"""Makes a vertical clip with sound out of product pictures, titles and prices, for who has pictures but no video.

Owns nothing but the folder it is told to write into. Pan and zoom over the pictures, cuts on the beat, captions, price
stickers, and a rhythm that is invented on the spot (no recording of anybody's).
Promises: the same shots, words and seed make the same frames and the same sound; the price shown is the text given.
May not know products or money: it is told what to show; pictures must be files the product itself re-encoded.
"""

from vitrina.video.engine.maker.clip import MadeClip, make_clip
from vitrina.video.engine.maker.looks import LOOKS
from vitrina.video.engine.maker.timeline import SECONDS_MAX, SECONDS_MIN, SHOTS_MAX, Shot, Span

__all__ = ["LOOKS", "SECONDS_MAX", "SECONDS_MIN", "SHOTS_MAX", "MadeClip", "Shot", "Span", "make_clip"]
