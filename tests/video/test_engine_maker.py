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
from vitrina.video.engine.maker.beat import GROOVES, write_beat
from vitrina.video.engine.maker.frames import draw_frames
from vitrina.video.engine.maker.looks import LOOKS
from vitrina.video.engine.maker.moves import CHANGE_FRAMES, CHANGES, change
from vitrina.video.engine.maker.reel import prepare
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


def test_the_same_seed_makes_the_same_clip(tmp_path: Path, shots: list[Shot], made: MadeClip) -> None:
    again = make(shots, tmp_path / "again.mp4")
    assert again.spans == made.spans
    assert again.path.read_bytes() == made.path.read_bytes()


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


@pytest.mark.parametrize("look", LOOKS)
def test_every_look_draws_the_same_frames_again_and_something_new_on_every_shot(look: str) -> None:
    pictures = [paint_product(kind, size=300, seed=1) for kind in ("mug", "bear")]
    told = [Shot(Path("x"), "Una taza", "$20.00", None, "$30.00", "-33 %"), Shot(Path("x"), "Un oso", "$9.00")]

    def frames() -> list[bytes]:
        timeline = plan_timeline(told, Random(3))
        reel = prepare(pictures, told, timeline=timeline, headline="Dos cosas", language="es", dice=Random(3))
        moments = [(n, round((reel.frames(n) - 1) * share)) for n in (0, 1) for share in (0.1, 0.5, 1.0)]
        drawn = [LOOKS[look](reel, n, frame) for n, frame in moments]
        assert {image.size for image in drawn} == {(720, 1280)}
        return [image.tobytes() for image in drawn]

    first = frames()
    assert len(set(first)) == len(first)
    assert frames() == first


@pytest.mark.parametrize("way", CHANGES)
def test_a_change_leads_from_one_picture_to_the_other(way: str) -> None:
    leaving, coming = (Image.new("RGB", (720, 1280), colour) for colour in ((200, 0, 0), (0, 0, 200)))
    blue = [
        sum(change(leaving, coming, frame, way=way).resize((9, 16)).getchannel("B").tobytes())
        for frame in range(CHANGE_FRAMES)
    ]
    assert blue == sorted(blue) and blue[0] > 0
    assert blue[-1] == pytest.approx(200 * 9 * 16, rel=0.03)


def test_every_groove_is_heard_somewhere_and_none_clips(tmp_path: Path) -> None:
    timeline = plan_timeline([Shot(Path("x"), "x")], Random(1))
    loud = set()
    for seed in range(14):
        path = tmp_path / f"{seed}.wav"
        write_beat(path, timeline, Random(seed))
        samples = memoryview(path.read_bytes()[44:]).cast("h")
        assert 26_000 < max(max(samples), -min(samples)) < 32_767
        mean = (sum(value * value for value in samples[::7]) / len(samples[::7])) ** 0.5
        assert mean > 1_500
        loud.add(Random(seed).choice(tuple(GROOVES)))
    assert loud == set(GROOVES)


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


def test_only_looks_that_there_are(tmp_path: Path, shots: list[Shot]) -> None:
    with pytest.raises(ValueError, match="unknown look 'noir'"):
        asyncio.run(make_clip(shots, tmp_path / "clip.mp4", seed=1, language="es", headline="x", look="noir"))
