"""The sizes and the one ffmpeg command of a ladder; pure arithmetic and words, so that it can be read and tested."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from vitrina.platform.ffmpeg import fenced_input
from vitrina.platform.probe import Probe
from vitrina.video.model import Cut

SHORT_SIDES: Final = (720, 480, 240)
LONG_SIDE_MAX: Final = 1920
SEGMENT_S: Final = 2
# The sound's segments are asked a little longer, so that the encoder's 21 ms of priming do not make one more segment.
SOUND_SEGMENT_S: Final = "2.01"
FPS_CAP: Final = 30
PRESET: Final = "superfast"
CRF: Final = 23
SOUND_BPS: Final = 96_000
SOUND_HZ: Final = 48_000
ENCODER_THREADS: Final = 2
# A lower rung must be worth its bytes: 240 beside 270 is not.
RUNG_RATIO_MAX: Final = 0.85
# Peak rate per pixel, from 2.8 Mbit/s at 720 × 1280; small pictures need more bits for each pixel.
PEAK_BPS_REFERENCE: Final = 2_800_000
PIXELS_REFERENCE: Final = 720 * 1280
PEAK_EXPONENT: Final = 0.8

_HIGH_RANGE_FILTERS = (
    "zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv,"
)


@dataclass(frozen=True, slots=True)
class RungPlan:
    """A size that will be made; sides are even and keep the source's shape."""

    short_side: int
    width: int
    height: int

    @property
    def peak_bps(self) -> int:
        share = math.pow(self.width * self.height / PIXELS_REFERENCE, PEAK_EXPONENT)
        return max(round(PEAK_BPS_REFERENCE * share), 100_000)


def plan_rungs(width: int, height: int) -> tuple[RungPlan, ...]:
    """Rungs from large to small for a shown size; never larger than the source, at least one."""
    short, long = min(width, height), max(width, height)
    top = min(short, SHORT_SIDES[0], short * LONG_SIDE_MAX // long)
    sides = [top, *(side for side in SHORT_SIDES if side <= top * RUNG_RATIO_MAX)]
    return tuple(_sized(side, width, height) for side in sides)


def _sized(short_side: int, width: int, height: int) -> RungPlan:
    short = max(_even(short_side), 2)
    long = max(_even(max(width, height) * short_side / min(width, height)), short)
    wide, high = (short, long) if width <= height else (long, short)
    return RungPlan(short_side=short, width=wide, height=high)


def _even(length: float) -> int:
    return max(int(length / 2 + 0.5) * 2, 2)


def plan_fps(fps_milli: int | None) -> int:
    """The whole rate of the output: 24 and 25 and their multiples stay in step, everything else becomes 30."""
    if fps_milli is None:
        return FPS_CAP
    for rate in (24, 25):
        for multiple in (1, 2):
            if abs(fps_milli - rate * multiple * 1000) <= 30:
                return rate
    return FPS_CAP


def ladder_arguments(
    source: str,
    clip: Probe,
    *,
    rungs: tuple[RungPlan, ...],
    has_sound: bool,
    is_strict: bool,
    seconds_max: int,
    cut: Cut | None = None,
) -> list[str]:
    """The one call: every stream is encoded once, the tee muxer writes it into HLS and into fast-start MP4.

    `cut`: only this part; ffmpeg seeks to the key picture before it and drops what it decodes until its very start.
    """
    fps = plan_fps(clip.fps_milli)
    places = range(len(rungs))
    words = ["-v", "warning", *fenced_input(
        source, demuxers=(clip.container,), is_strict=is_strict,
        before=() if cut is None else ("-ss", f"{cut.start_ms}ms"),
    )]  # fmt: skip
    words += ["-filter_complex_threads", str(ENCODER_THREADS)]
    words += ["-filter_complex", _graph(clip, rungs, fps, has_sound)]
    for place in places:
        words += ["-map", f"[v{place}]"]
    if has_sound:
        # Sound is padded with silence without end and cut where the picture ends: both last equally long.
        words += ["-map", "[sound]", "-shortest", "-c:a", "aac", "-b:a", str(SOUND_BPS), "-ac", "2"]
        words += ["-ar", str(SOUND_HZ), "-flags:a", "+bitexact+global_header"]
    words += ["-c:v", "libx264", "-preset", PRESET, "-crf", str(CRF), "-threads", str(ENCODER_THREADS)]
    words += ["-g", str(fps * SEGMENT_S), "-keyint_min", str(fps * SEGMENT_S), "-sc_threshold", "0"]
    for place, rung in enumerate(rungs):
        words += [f"-maxrate:v:{place}", str(rung.peak_bps), f"-bufsize:v:{place}", str(2 * rung.peak_bps)]
    # x264 writes its settings into each stream (SEI, type 6) and ffmpeg its name into the track: neither leaves here.
    words += ["-bsf:v", "filter_units=remove_types=6", "-flags:v", "+bitexact+global_header"]
    words += ["-map_metadata", "-1", "-map_chapters", "-1", "-metadata:s:v", "encoder=vitrina"]
    words += ["-t", str(seconds_max) if cut is None else f"{cut.duration_ms}ms"]
    return [*words, "-f", "tee", _tee(rungs, has_sound)]


def _graph(clip: Probe, rungs: tuple[RungPlan, ...], fps: int, has_sound: bool) -> str:
    top = rungs[0]
    tone = _HIGH_RANGE_FILTERS if clip.is_high_range else ""
    # `start_time=0` repeats the first picture from zero, so that sound and picture start together.
    head = f"[0:{clip.video_index}]fps={fps}:start_time=0,scale={top.width}:{top.height}:out_range=tv,setsar=1,"
    parts = [f"{head}{tone}format=yuv420p,split={len(rungs)}[v0]" + "".join(f"[w{n}]" for n in range(1, len(rungs)))]
    for place, rung in enumerate(rungs[1:], start=1):
        parts.append(f"[w{place}]scale={rung.width}:{rung.height},setsar=1[v{place}]")
    if has_sound:
        parts.append(f"[0:{clip.audio_index}]aresample={SOUND_HZ}:async=1:first_pts=0,apad[sound]")
    return ";".join(parts)


def _tee(rungs: tuple[RungPlan, ...], has_sound: bool) -> str:
    slaves = [_hls_slave(f"v:{place}", str(rung.short_side), str(SEGMENT_S)) for place, rung in enumerate(rungs)]
    if has_sound:
        slaves.append(_hls_slave("a", "sound", SOUND_SEGMENT_S))
    for place, rung in enumerate(rungs):
        streams = f"v:{place},a" if has_sound else f"v:{place}"
        slaves.append(f"[f=mp4:fflags=+bitexact:select=\\'{streams}\\':movflags=+faststart]{rung.short_side}.mp4")
    return "|".join(slaves)


def _hls_slave(stream: str, name: str, segment_s: str) -> str:
    options = (
        "f=hls",
        "fflags=+bitexact",
        f"select=\\'{stream}\\'",
        f"hls_time={segment_s}",
        "hls_playlist_type=vod",
        "hls_flags=independent_segments",
        "hls_segment_type=fmp4",
        # Without it the first picture is shown at 67 ms (two reordered pictures): a hole at the start, sound too early.
        r"hls_segment_options=movflags=+negative_cts_offsets\\:use_editlist=0",
        f"hls_fmp4_init_filename={name}_init.mp4",
        f"hls_segment_filename=hls/{name}_%d.m4s",
    )
    return f"[{':'.join(options)}]hls/{name}.m3u8"
