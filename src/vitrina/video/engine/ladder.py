"""From an admitted file to a playable clip."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from vitrina.platform.ffmpeg import Fence, Finished, find_ffmpeg, run
from vitrina.platform.probe import Probe, read_movie
from vitrina.video.engine.examine import DURATION_MS_MAX, DURATION_SLACK_MS, has_usable_sound
from vitrina.video.engine.model import WARNING_REPAIRED, WARNING_SOUND_LEFT_OUT, Ladder, Rung
from vitrina.video.engine.plan import ENCODER_THREADS, RungPlan, ladder_arguments, plan_fps, plan_rungs
from vitrina.video.engine.playlist import MediaPlaylist, master_text, picture_codecs, read_media_playlist
from vitrina.video.engine.still import make_poster, make_preview
from vitrina.video.errors import VideoTookTooLong, VideoTooLong, VideoTruncated, VideoUnreadable
from vitrina.video.model import Cut

WALL_S_MIN: Final = 60
WALL_PER_SECOND: Final = 10
# How much of the declared picture must come out: frame rates round, phones stop a few frames early.
DECODED_RATIO_MIN: Final = 0.95
DECODED_SLACK_MS: Final = 300
# Only the container's word, which may count a longer sound: a looser line that still catches half a file.
DECODED_RATIO_MIN_UNSURE: Final = 0.75


async def make_ladder(
    source: Path,
    out: Path,
    *,
    clip: Probe,
    duration_ms_max: int = DURATION_MS_MAX,
    ffmpeg: Path | None = None,
    on_progress_ms: Callable[[int], None] | None = None,
    cut: Cut | None = None,
) -> Ladder:
    """Make the ladder, poster and preview of the examined file `source` in the folder `out`, which is made anew.

    With a `cut` only that part of it, to the frame.

    Refusals of `video/errors` when it breaks a limit while it is decoded; then, and when cancelled, `out` is gone.
    """
    program = ffmpeg or find_ffmpeg()
    if cut is not None:
        clip = replace(clip, duration_ms=cut.duration_ms, video_duration_ms=cut.duration_ms)
    is_repaired = not clip.is_strict
    try:

        async def encode(*, is_strict: bool) -> Finished:
            await asyncio.to_thread(_clear, out)
            words, fence = _command(source, clip, is_strict, duration_ms_max, cut=cut)
            return await run(words, ffmpeg=program, folder=out, fence=fence, on_progress_ms=on_progress_ms)

        finished = await encode(is_strict=clip.is_strict)
        if not finished.is_ok and clip.is_strict and not finished.is_over_limit:
            is_repaired = True
            finished = await encode(is_strict=False)
        _check_decoded(out, clip, finished, duration_ms_max)
        return await _finish(out, clip, program, is_repaired)
    except BaseException:
        await asyncio.to_thread(shutil.rmtree, out, ignore_errors=True)
        raise


def _command(
    source: Path, clip: Probe, is_strict: bool, duration_ms_max: int, *, cut: Cut | None
) -> tuple[list[str], Fence]:
    seconds_max = (duration_ms_max + 2 * DURATION_SLACK_MS) // 1000
    expected_s = min((clip.duration_ms or duration_ms_max) / 1000, seconds_max)
    wall_s = max(WALL_S_MIN, WALL_PER_SECOND * expected_s)
    words = ladder_arguments(
        str(source.resolve()),
        clip,
        rungs=plan_rungs(clip.width, clip.height),
        has_sound=has_usable_sound(clip),
        is_strict=is_strict,
        seconds_max=seconds_max,
        cut=cut,
    )
    return words, Fence(wall_s=wall_s, cpu_s=round(wall_s * ENCODER_THREADS))


def _clear(out: Path) -> None:
    shutil.rmtree(out, ignore_errors=True)
    (out / "hls").mkdir(parents=True)


def _check_decoded(out: Path, clip: Probe, finished: Finished, duration_ms_max: int) -> None:
    if finished.is_over_limit:
        raise VideoTookTooLong()
    if "File ended prematurely" in finished.head:
        raise VideoTruncated()
    decoded_ms = _decoded_ms(out, clip) if finished.is_ok else 0
    if decoded_ms == 0:
        raise VideoUnreadable()
    if decoded_ms > duration_ms_max + DURATION_SLACK_MS:
        raise VideoTooLong(seconds_max=duration_ms_max // 1000)
    if clip.video_duration_ms is not None:
        is_whole = decoded_ms + DECODED_SLACK_MS >= clip.video_duration_ms * DECODED_RATIO_MIN
    else:
        is_whole = decoded_ms + DECODED_SLACK_MS >= (clip.duration_ms or 0) * DECODED_RATIO_MIN_UNSURE
    if not is_whole:
        raise VideoTruncated()


def _decoded_ms(out: Path, clip: Probe) -> int:
    top = plan_rungs(clip.width, clip.height)[0]
    mp4 = out / f"{top.short_side}.mp4"
    movie = read_movie(mp4) if mp4.exists() else None  # not one picture came out: ffmpeg ends well all the same
    lengths = [track.duration_ms for track in movie.tracks if track.kind == "vide"] if movie else []
    return (lengths[0] or 0) if lengths else 0


async def _finish(out: Path, clip: Probe, ffmpeg: Path, is_repaired: bool) -> Ladder:
    plans = plan_rungs(clip.width, clip.height)
    fps = plan_fps(clip.fps_milli)
    has_sound = has_usable_sound(clip)
    rungs = tuple(_rung(out, plan) for plan in plans)
    sound = read_media_playlist(out / "hls" / "sound.m3u8") if has_sound else None
    master = out / "hls" / "master.m3u8"
    master.write_text(master_text(rungs, fps=fps, sound=sound))
    duration_ms = _decoded_ms(out, clip)
    poster, preview = out / "poster.jpg", out / "preview.mp4"
    start_ms = await make_poster(rungs[0].mp4.resolve(), poster, ffmpeg=ffmpeg)
    await make_preview(rungs[-1].mp4.resolve(), preview, start_ms=start_ms, duration_ms=duration_ms, ffmpeg=ffmpeg)
    is_muted = clip.audio_codec is not None and not has_sound
    warnings = ((WARNING_REPAIRED, is_repaired), (WARNING_SOUND_LEFT_OUT, is_muted))
    return Ladder(
        folder=out,
        duration_ms=duration_ms,
        width=plans[0].width,
        height=plans[0].height,
        fps=fps,
        has_sound=has_sound,
        rungs=rungs,
        master=master,
        poster=poster,
        preview=preview,
        warnings=tuple(code for code, is_given in warnings if is_given),
    )


def _rung(out: Path, plan: RungPlan) -> Rung:
    playlist = out / "hls" / f"{plan.short_side}.m3u8"
    media: MediaPlaylist = read_media_playlist(playlist)
    mp4 = out / f"{plan.short_side}.mp4"
    return Rung(
        short_side=plan.short_side,
        width=plan.width,
        height=plan.height,
        mp4=mp4,
        playlist=playlist,
        size_bytes=mp4.stat().st_size,
        peak_bps=media.peak_bps,
        average_bps=media.average_bps,
        codecs=picture_codecs(media.start_file),
    )
