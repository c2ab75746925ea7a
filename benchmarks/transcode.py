"""Our ladder against a bare ffmpeg call that makes the same ladder, by CPU time, in turn on the same machine.

The bare call decodes once, scales to the same rungs, encodes with the same x264 and AAC settings and writes the same
MP4 and HLS files; it does without what a stranger's file needs: probing, fence, checks, poster, preview, clean headers.
"""

from __future__ import annotations

import asyncio
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import machine

ROUNDS = 5
SECONDS = 20
SIDES = (720, 480, 240)


@dataclass(frozen=True)
class Spent:
    """CPU seconds of this process and its children, and wall seconds."""

    cpu_s: float
    wall_s: float


async def main() -> None:
    with tempfile.TemporaryDirectory(prefix="vitrina-bench-") as name:
        folder = Path(name)
        film = make_film(folder)
        ours, bare, ladders = [], [], []
        for number in range(ROUNDS):
            bare.append(spend(lambda: bare_ladder(film, folder / "bare")))
            ladders.append(await spend_ours(film, folder / "ladder-only", is_whole=False))
            ours.append(await spend_ours(film, folder / "ours", is_whole=True))
            print(f"round {number + 1} of {ROUNDS}: {ours[-1].cpu_s:.1f} s against {bare[-1].cpu_s:.1f} s")
        sizes = {side: (folder / "ours" / f"{side}.mp4").stat().st_size for side in SIDES}
        same = {side: (folder / "bare" / f"{side}.mp4").stat().st_size for side in SIDES}
    ratios = [one.cpu_s / other.cpu_s for one, other in zip(ours, bare, strict=True)]
    machine.write_result("transcode", {
        "film": f"{SECONDS} s of 720 × 1280 at 30 with sound",
        "cpu_s": machine.middle([one.cpu_s for one in ours]), "bare_cpu_s": machine.middle([one.cpu_s for one in bare]),
        "encode_cpu_s": machine.middle([one.cpu_s for one in ladders]),
        "wall_s": machine.middle([one.wall_s for one in ours]), "bare_wall_s": machine.middle([one.wall_s for one in bare]),
        "mp4_bytes": sizes, "bare_mp4_bytes": same,
        "ratios": {
            "cpu_vs_bare": machine.middle(ratios),
            "encode_cpu_vs_bare": machine.middle(
                [one.cpu_s / other.cpu_s for one, other in zip(ladders, bare, strict=True)]
            ),
        },
        "compared_with": "one ffmpeg call with the same rungs, x264 and AAC settings, MP4 and HLS outputs",
    })  # fmt: skip


def make_film(folder: Path) -> Path:
    """A vertical film with movement, grain and a tone, as a phone's encoder would leave it."""
    film = folder / "film.mp4"
    picture = f"testsrc2=s=720x1280:d={SECONDS}:r=30,noise=alls=14:allf=t"
    words = ["-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", f"sine=d={SECONDS}:r=48000"]
    words += ["-c:v", "libx264", "-preset", "veryfast", "-b:v", "8M", "-pix_fmt", "yuv420p", "-c:a", "aac", str(film)]
    subprocess.run([_ffmpeg(), "-v", "error", "-y", *words], check=True)
    return film


def bare_ladder(film: Path, out: Path) -> None:
    """The same ladder, as somebody would type it."""
    from vitrina.video.engine import plan

    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    rungs = plan.plan_rungs(720, 1280)
    assert tuple(rung.short_side for rung in rungs) == SIDES
    split = "".join(f"[s{n}]" for n in range(len(rungs)))
    scales = ";".join(f"[s{n}]scale={rung.width}:{rung.height}[v{n}]" for n, rung in enumerate(rungs))
    words = ["-filter_complex", f"[0:v]fps=30,split={len(rungs)}{split};{scales}"]
    for n in range(len(rungs)):
        words += ["-map", f"[v{n}]"]
    words += ["-map", "0:a", "-c:a", "aac", "-b:a", str(plan.SOUND_BPS), "-ac", "2", "-ar", str(plan.SOUND_HZ)]
    words += ["-c:v", "libx264", "-preset", plan.PRESET, "-crf", str(plan.CRF), "-threads", "2", "-pix_fmt", "yuv420p"]
    words += ["-g", "60", "-keyint_min", "60", "-sc_threshold", "0", "-flags", "+global_header"]
    for n, rung in enumerate(rungs):
        words += [f"-maxrate:v:{n}", str(rung.peak_bps), f"-bufsize:v:{n}", str(2 * rung.peak_bps)]
    hls = "f=hls:hls_time=2:hls_playlist_type=vod:hls_segment_type=fmp4"
    outputs = [
        f"[{hls}:select=\\'v:{n}\\':hls_fmp4_init_filename={side}_init.mp4:hls_segment_filename={side}_%d.m4s]{side}.m3u8"
        for n, side in enumerate(SIDES)
    ]
    outputs.append(
        f"[{hls}:select=\\'a\\':hls_fmp4_init_filename=sound_init.mp4:hls_segment_filename=sound_%d.m4s]sound.m3u8"
    )
    outputs += [f"[f=mp4:movflags=+faststart:select=\\'v:{n},a\\']{side}.mp4" for n, side in enumerate(SIDES)]
    subprocess.run(
        [_ffmpeg(), "-v", "error", "-y", "-i", str(film), *words, "-f", "tee", "|".join(outputs)], check=True, cwd=out
    )


async def spend_ours(film: Path, out: Path, *, is_whole: bool) -> Spent:
    """Our way: examined, fenced, checked, with poster and preview; or only its one encoding call (`is_whole` False)."""
    from vitrina.video.engine import examine, make_ladder, plan

    begun, before = time.perf_counter(), _children_cpu()
    if is_whole:
        await make_ladder(film, out, clip=await examine(film))
    else:
        clip = await examine(film)
        before, begun = _children_cpu(), time.perf_counter()
        shutil.rmtree(out, ignore_errors=True)
        (out / "hls").mkdir(parents=True)
        words = plan.ladder_arguments(
            str(film), clip, rungs=plan.plan_rungs(720, 1280), has_sound=True, is_strict=True, seconds_max=SECONDS + 1
        )
        await asyncio.to_thread(subprocess.run, [_ffmpeg(), "-y", *words], check=True, cwd=out, capture_output=True)
    return Spent(_children_cpu() - before, time.perf_counter() - begun)


def spend(run: Callable[[], None]) -> Spent:
    """What `run` takes."""
    begun, before = time.perf_counter(), _children_cpu()
    run()
    return Spent(_children_cpu() - before, time.perf_counter() - begun)


def _children_cpu() -> float:
    own, below = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + below.ru_utime + below.ru_stime


def _ffmpeg() -> str:
    from vitrina.platform.ffmpeg import find_ffmpeg

    return str(find_ffmpeg())


if __name__ == "__main__":
    asyncio.run(main())
