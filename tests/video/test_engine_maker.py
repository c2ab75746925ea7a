"""Clips from pictures: lengths, sound, repeatability, and what is refused."""

from __future__ import annotations

import asyncio
import hashlib
import subprocess
from collections.abc import Sequence
from itertools import islice, pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from vitrina.platform.ffmpeg import find_ffmpeg
from vitrina.platform.probe import probe, read_movie
from vitrina.video.engine import MadeClip, Shot, examine, make_clip, make_ladder, paint_product
from vitrina.video.engine.maker.frames import draw_frames
from vitrina.video.engine.maker.timeline import FPS, FRAMES_PER_BEAT, SECONDS_MAX, SECONDS_MIN, plan_timeline
from vitrina.video.errors import PicturesCount, PicturesUnusable


def make(shots: Sequence[Shot], out: Path, *, seed: int = 1, language: str = "es") -> MadeClip:
    return asyncio.run(make_clip(shots, out, seed=seed, language=language, headline="¿Qué hay de nuevo, Ñandú?"))


@pytest.fixture(scope="module")
def shots(tmp_path_factory: pytest.TempPathFactory) -> list[Shot]:
    folder = tmp_path_factory.mktemp("goods")
    taza, lampara = folder / "taza.jpg", folder / "lampara.png"
    paint_product("mug", colour="rosa", seed=1, size=500).save(taza, exif=Image.Exif())
    paint_product("lamp", colour="jade", seed=2, size=500).resize((500, 640)).convert("RGBA").save(lampara)
    return [Shot(taza, "Taza de barro", "MX$249.00"), Shot(lampara, "Lámpara de buró, hecha en Michoacán", None)]


@given(st.lists(st.one_of(st.none(), st.floats(0.1, 20)), min_size=1, max_size=8), st.integers(0, 1000))
def test_a_timeline_lasts_six_to_twelve_seconds_in_whole_beats(lengths: list[float | None], seed: int) -> None:
    timeline = plan_timeline([Shot(Path("x"), "x", None, length) for length in lengths], Random(seed))
    assert timeline.frames_per_beat in FRAMES_PER_BEAT
    assert all(start % timeline.frames_per_beat == 0 for start in timeline.starts)
    beat_s = timeline.frames_per_beat / FPS
    assert timeline.frames / FPS + 1e-9 >= SECONDS_MIN
    assert timeline.frames / FPS <= SECONDS_MAX + beat_s
    spans = timeline.spans()
    assert len(spans) == len(lengths)
    assert spans[0].start_ms == 0
    assert spans[-1].end_ms == timeline.duration_ms
    assert all(span.start_ms < span.end_ms for span in spans)
    assert all(one.end_ms == after.start_ms for one, after in pairwise(spans))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, shots: list[Shot]) -> MadeClip:
    return make(shots, tmp_path_factory.mktemp("made") / "new" / "clip.mp4")


def test_a_clip_is_vertical_has_sound_and_the_length_it_says(made: MadeClip) -> None:
    clip = asyncio.run(probe(made.path))
    assert (clip.width, clip.height, clip.fps_milli, clip.video_codec, clip.audio_codec) == (
        *(720, 1280, 30_000, "h264", "aac"),
    )
    assert clip.video_duration_ms == made.duration_ms
    assert 6000 <= made.duration_ms <= 12_700
    assert made.spans[0].start_ms == 0
    assert made.spans[1].end_ms == made.duration_ms
    movie = read_movie(made.path)
    assert movie is not None
    sound = next(track for track in movie.tracks if track.kind == "soun")
    assert sound.duration_ms == pytest.approx(made.duration_ms, abs=40)
    assert [trace for trace in (b"Lavf", b"Lavc", b"x264", b"taza.jpg") if trace in made.path.read_bytes()] == []


def test_the_same_seed_makes_the_same_clip(tmp_path: Path, shots: list[Shot]) -> None:
    one, other = (make(shots[:1], tmp_path / f"{name}.mp4", seed=7) for name in "ab")
    assert one.spans == other.spans
    assert one.path.read_bytes() == other.path.read_bytes()


def test_another_seed_and_another_language_make_other_frames(shots: list[Shot]) -> None:
    pictures = [paint_product("mug", size=400)]

    def digest(seed: int, language: str) -> str:
        timeline = plan_timeline(shots[:1], Random(seed))
        frames = draw_frames(
            pictures, shots[:1], timeline=timeline, headline="Hola", language=language, dice=Random(seed)
        )
        return hashlib.sha256(b"".join(islice(frames, 0, None, 12))).hexdigest()

    assert len({digest(7, "es"), digest(8, "es"), digest(7, "en")}) == 3


def test_the_sound_can_be_heard_and_does_not_clip(made: MadeClip) -> None:
    command = [str(find_ffmpeg()), "-v", "error", "-i", str(made.path), "-f", "s16le", "-ac", "1", "-"]
    raw = subprocess.run(command, check=True, capture_output=True).stdout
    samples = memoryview(raw).cast("h")
    assert 15_000 < max(samples) < 32_767
    mean_square = sum(value * value for value in samples) / len(samples)
    assert mean_square**0.5 > 1_000


def test_a_made_clip_goes_through_the_ladder_without_a_warning(tmp_path: Path, made: MadeClip) -> None:
    async def climb() -> tuple[int, int, tuple[str, ...]]:
        ladder = await make_ladder(made.path, tmp_path / "out", clip=await examine(made.path))
        return ladder.duration_ms, len(ladder.rungs), ladder.warnings

    assert asyncio.run(climb()) == (made.duration_ms, 3, ())


def test_what_is_no_picture_is_refused_by_name(tmp_path: Path, shots: list[Shot]) -> None:
    fake, tiny, strip = tmp_path / "fake.png", tmp_path / "tiny.png", tmp_path / "strip.png"
    fake.write_bytes(b"<svg/>")
    Image.new("RGB", (20, 20)).save(tiny)
    Image.new("RGB", (2000, 100)).save(strip)
    for path in (fake, tiny, strip, tmp_path / "absent.png"):
        with pytest.raises(PicturesUnusable) as refused:
            make([*shots, Shot(path, "x")], tmp_path / "clip.mp4")
        assert path.name in refused.value.text("es")
    for count in (0, 9):
        with pytest.raises(PicturesCount):
            make(shots[:1] * count, tmp_path / "clip.mp4")
    assert not (tmp_path / "clip.mp4").exists()


def test_only_languages_of_the_product(tmp_path: Path, shots: list[Shot]) -> None:
    with pytest.raises(ValueError, match="no words in 'fr'"):
        make(shots, tmp_path / "clip.mp4", language="fr")
