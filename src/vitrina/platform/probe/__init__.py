"""What a media file is: read from its own headers and from ffmpeg's reading, never from its name.

Owns no table. Promises: an answer or `ProbeFailed` within ten seconds, with every number bounded, for any bytes at all.
Two readers that distrust each other: ffmpeg in its fence, and a reader of mp4/mov boxes for what headers declare.
May not decide what is allowed: that is the asking capability's business.
"""

from vitrina.platform.probe.boxes import Movie, Track, read_movie
from vitrina.platform.probe.model import Probe, ProbeFailed
from vitrina.platform.probe.reading import PROBE_WALL_S, probe

__all__ = ["PROBE_WALL_S", "Movie", "Probe", "ProbeFailed", "Track", "probe", "read_movie"]
