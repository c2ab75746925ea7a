"""ffmpeg as a fenced subprocess: found, limited, watched, and never left behind.

Owns no table. Promises: one call ends within its wall limit, inside its memory, CPU and file limits, without network,
and dies as a process group when it is cancelled, when it is late, or when the process that asked for it is killed.
What a file is worth is decided elsewhere: here only exit code, messages and bounded output are handed back.
May not know any product word, nor run anything but ffmpeg.
"""

from vitrina.platform.ffmpeg.find import FfmpegMissing, find_ffmpeg
from vitrina.platform.ffmpeg.inputs import DEMUXERS_LOOSE, DEMUXERS_STRICT, PICTURE_PIXELS_MAX, fenced_input
from vitrina.platform.ffmpeg.run import Fence, Finished, run

__all__ = [
    "DEMUXERS_LOOSE",
    "DEMUXERS_STRICT",
    "PICTURE_PIXELS_MAX",
    "Fence",
    "FfmpegMissing",
    "Finished",
    "fenced_input",
    "find_ffmpeg",
    "run",
]
