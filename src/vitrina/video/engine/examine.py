"""Whether a file is let in: probe it strictly, then loosely, and hold it against every limit."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from vitrina.platform.ffmpeg import DEMUXERS_LOOSE, DEMUXERS_STRICT, PICTURE_PIXELS_MAX
from vitrina.platform.probe import Probe, ProbeFailed, probe
from vitrina.video.errors import (
    VideoCodecUnsupported,
    VideoFpsTooHigh,
    VideoPictureTooLarge,
    VideoPictureTooSmall,
    VideoTookTooLong,
    VideoTooLarge,
    VideoTooLong,
    VideoTooManyStreams,
    VideoTruncated,
    VideoUnreadable,
    VideoWithoutPicture,
)

SIZE_BYTES_MAX: Final = 500 * 1000 * 1000
DURATION_MS_MAX: Final = 180_000
REPLAY_DURATION_MS_MAX: Final = 3_600_000
# Headers round up and cameras stop a few frames late: a "three minute" clip may declare 180.04 s.
DURATION_SLACK_MS: Final = 500
FPS_MAX: Final = 120
STREAMS_MAX: Final = 8
SIDE_PIXELS_MIN: Final = 32

PICTURE_CODECS: Final = frozenset({"h264", "hevc", "vp8", "vp9", "av1"})
# Old kinds that the loose pass converts: cameras and phones of the 2000s, and what old programs export.
PICTURE_CODECS_OLD: Final = frozenset({"mpeg4", "h263", "mpeg1video", "mpeg2video", "theora", "mjpeg"})
SOUND_CODECS: Final = frozenset({"aac", "opus", "mp3"})
SOUND_CODECS_OLD: Final = frozenset(
    {"vorbis", "amr_nb", "amr_wb", "mp2", "ac3", "flac", "alac", "pcm_s16le", "pcm_s16be", "pcm_u8", "pcm_s24le"}
)


async def examine(source: Path, *, duration_ms_max: int = DURATION_MS_MAX, ffmpeg: Path | None = None) -> Probe:
    """Probe the file at `source`; a Refusal of `video/errors` when it breaks a limit or cannot be read."""
    if source.stat().st_size > SIZE_BYTES_MAX:
        raise VideoTooLarge(megabytes_max=SIZE_BYTES_MAX // 1_000_000)
    clip = await _probe_twice(source, ffmpeg)
    _check_limits(clip, duration_ms_max)
    return clip


async def _probe_twice(source: Path, ffmpeg: Path | None) -> Probe:
    try:
        strict = await probe(source, ffmpeg=ffmpeg, demuxers=DEMUXERS_STRICT, is_strict=True)
        if strict.video_codec is not None:
            return strict
    except ProbeFailed as failure:
        if failure.reason != "unreadable":
            raise _refusal_for(failure) from failure
    try:
        return await probe(source, ffmpeg=ffmpeg, demuxers=DEMUXERS_LOOSE, is_strict=False)
    except ProbeFailed as failure:
        raise _refusal_for(failure) from failure


def _refusal_for(failure: ProbeFailed) -> VideoTruncated | VideoPictureTooLarge | VideoTookTooLong | VideoUnreadable:
    match failure.reason:
        case "truncated":
            return VideoTruncated()
        case "picture_too_large":
            return VideoPictureTooLarge()
        case "late":
            return VideoTookTooLong()
        case "unreadable":
            return VideoUnreadable()


def _check_limits(clip: Probe, duration_ms_max: int) -> None:
    if clip.stream_count > STREAMS_MAX:
        raise VideoTooManyStreams(streams_max=STREAMS_MAX)
    if clip.video_codec is None:
        raise VideoWithoutPicture()
    if clip.video_codec in ("none", "unknown"):
        raise VideoUnreadable()
    if clip.video_codec not in PICTURE_CODECS | PICTURE_CODECS_OLD:
        raise VideoCodecUnsupported(codec=clip.video_codec)
    if clip.coded_width * clip.coded_height == 0:
        raise VideoUnreadable()
    if clip.coded_width * clip.coded_height > PICTURE_PIXELS_MAX:
        raise VideoPictureTooLarge()
    if clip.short_side < SIDE_PIXELS_MIN:
        raise VideoPictureTooSmall(pixels_min=SIDE_PIXELS_MIN)
    if clip.fps_milli is not None and clip.fps_milli > FPS_MAX * 1000:
        raise VideoFpsTooHigh(fps_max=FPS_MAX)
    if (clip.duration_ms or 0) > duration_ms_max + DURATION_SLACK_MS:
        raise VideoTooLong(seconds_max=duration_ms_max // 1000)
    if clip.is_cut:
        raise VideoTruncated()


def has_usable_sound(clip: Probe) -> bool:
    """Whether the clip's sound is of a kind that is decoded here."""
    return clip.audio_codec in SOUND_CODECS | SOUND_CODECS_OLD
