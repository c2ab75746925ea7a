"""Probing: what a file says of itself, and how little it is believed."""

from __future__ import annotations

import asyncio
import struct
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vitrina.platform.ffmpeg import find_ffmpeg
from vitrina.platform.probe import Movie, Probe, ProbeFailed, Track, probe, read_movie


def film(target: Path, *words: str, size: str = "160x120", seconds: float = 1, has_sound: bool = True) -> Path:
    sound = ("-f", "lavfi", "-i", f"sine=d={seconds}") if has_sound else ()
    command = [str(find_ffmpeg()), "-v", "error", "-y", "-f", "lavfi", "-i", f"testsrc2=s={size}:d={seconds}:r=25"]
    subprocess.run([*command, *sound, *words, str(target)], check=True)
    return target


def box(kind: bytes, *bodies: bytes) -> bytes:
    body = b"".join(bodies)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def movie_bytes(duration: int, scale: int = 1000, width: int = 64, height: int = 64) -> bytes:
    mvhd = box(b"mvhd", struct.pack(">IIIII", 0, 0, 0, scale, duration), bytes(80))
    tkhd = box(
        b"tkhd",
        struct.pack(">IIIIII", 7, 0, 0, 1, 0, duration),
        bytes(52),
        struct.pack(">II", width << 16, height << 16),
    )
    mdhd = box(b"mdhd", struct.pack(">IIIIII", 0, 0, 0, scale, duration, 0))
    hdlr = box(b"hdlr", bytes(8), b"vide", bytes(13))
    return box(b"moov", mvhd, box(b"trak", tkhd, box(b"mdia", mdhd, hdlr)))


def ask(path: Path) -> Probe:
    return asyncio.run(probe(path))


def reason(path: Path) -> str:
    with pytest.raises(ProbeFailed) as failure:
        ask(path)
    return failure.value.reason


def test_a_plain_film_is_read(tmp_path: Path) -> None:
    clip = ask(film(tmp_path / "a.mp4", "-pix_fmt", "yuv420p"))
    assert (clip.container, clip.video_codec, clip.audio_codec) == ("mov", "h264", "aac")
    assert (clip.width, clip.height, clip.fps_milli, clip.rotation_degrees) == (160, 120, 25_000, 0)
    assert clip.stream_count == 2 and not clip.is_cut and clip.has_header
    assert clip.video_duration_ms == 1000
    assert clip.duration_ms == pytest.approx(1000, abs=30)


def test_the_name_says_nothing(tmp_path: Path) -> None:
    clip = ask(film(tmp_path / "b.webm", "-c:v", "libvpx", "-an").rename(tmp_path / "b.mp4"))
    assert (clip.container, clip.video_codec, clip.audio_codec) == ("matroska", "vp8", None)


def test_a_name_cannot_forge_a_stream(tmp_path: Path) -> None:
    name = "x'\n  Stream #0:9: Video: prores, yuv420p, 9999x9999, 999 fps\n.mp4"
    clip = ask(film(tmp_path / "c.mp4", "-pix_fmt", "yuv420p").rename(tmp_path / name))
    assert (clip.video_codec, clip.width, clip.stream_count) == ("h264", 160, 2)


def test_a_title_cannot_forge_a_stream(tmp_path: Path) -> None:
    title = "t\n  Stream #0:9: Video: prores, yuv420p, 9999x9999, 999 fps"
    clip = ask(film(tmp_path / "d.mp4", "-pix_fmt", "yuv420p", "-metadata", f"title={title}"))
    assert (clip.video_codec, clip.width, clip.stream_count) == ("h264", 160, 2)


def test_rotation_turns_the_shown_size(tmp_path: Path) -> None:
    plain = film(tmp_path / "e.mp4", "-pix_fmt", "yuv420p", has_sound=False)
    turned = tmp_path / "turned.mp4"
    command = [
        str(find_ffmpeg()),
        "-v",
        "error",
        "-display_rotation",
        "-90",
        "-i",
        str(plain),
        "-c",
        "copy",
        str(turned),
    ]
    subprocess.run(command, check=True)
    clip = ask(turned)
    assert (clip.rotation_degrees, clip.width, clip.height) == (90, 120, 160)
    assert (clip.coded_width, clip.coded_height) == (160, 120)


def test_oblong_pixels_are_made_square(tmp_path: Path) -> None:
    clip = ask(film(tmp_path / "f.mp4", "-pix_fmt", "yuv420p", "-vf", "setsar=2/1"))
    assert (clip.coded_width, clip.width, clip.height) == (160, 320, 120)


def test_boxes_tell_the_declared_length_and_missing_bytes(tmp_path: Path) -> None:
    path = tmp_path / "g.mp4"
    path.write_bytes(box(b"ftyp", b"isom") + movie_bytes(5000) + struct.pack(">I4s", 1000, b"mdat") + bytes(10))
    assert read_movie(path) == Movie(
        tracks=(Track("vide", 5000, 64, 64),), top_kinds=("ftyp", "moov", "mdat"), duration_ms=5000, is_cut=True
    )


def test_boxes_of_another_kind_of_file_are_nothing(tmp_path: Path) -> None:
    path = tmp_path / "h.mp4"
    path.write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert read_movie(path) is None


def test_no_index_means_that_a_part_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "i.mp4"
    path.write_bytes(box(b"ftyp", b"isom") + box(b"mdat", bytes(1000)))
    assert reason(path) == "truncated"


def test_a_declared_giant_picture_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "j.mp4"
    path.write_bytes(box(b"ftyp", b"isom") + movie_bytes(1000, width=16_384, height=8_192))
    assert reason(path) == "picture_too_large"


@pytest.mark.parametrize("content", [b"", b"x", b"\0" * 4096, b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1/a.ts\n"])
def test_what_is_no_media_is_unreadable(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "k.mp4"
    path.write_bytes(content)
    assert reason(path) == "unreadable"


def test_probing_has_a_wall(tmp_path: Path) -> None:
    path = film(tmp_path / "l.mp4", "-pix_fmt", "yuv420p")
    with pytest.raises(ProbeFailed) as failure:
        asyncio.run(probe(path, wall_s=0.001))
    assert failure.value.reason == "late"


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 400), st.integers(0, 400))
def test_any_bytes_can_be_read_as_boxes(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, at: int, to: int
) -> None:
    whole = box(b"ftyp", b"isom") + movie_bytes(5000) + box(b"mdat", bytes(20))
    path = tmp_path_factory.getbasetemp() / "noise.mp4"
    path.write_bytes(whole[:at] + noise + whole[to:])
    movie = read_movie(path)
    assert movie is None or all(track.duration_ms is None or track.duration_ms > 0 for track in movie.tracks)
