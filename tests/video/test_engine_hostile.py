"""Files that want to harm: each ends quickly, in one clear sentence."""

from __future__ import annotations

import asyncio
import struct
import subprocess
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from random import Random

import pytest

from vitrina.kernel.errors import Refusal
from vitrina.platform.ffmpeg import find_ffmpeg
from vitrina.video.engine import Ladder, examine, make_ladder
from vitrina.video.engine.examine import SIZE_BYTES_MAX

Film = Callable[..., Path]
TEN_HOURS_MS = 36_000_000


def try_it(source: Path, duration_ms_max: int = 180_000) -> Ladder:
    async def make() -> Ladder:
        clip = await examine(source, duration_ms_max=duration_ms_max)
        return await make_ladder(source, source.parent / "out", clip=clip, duration_ms_max=duration_ms_max)

    return asyncio.run(make())


def refusal(source: Path, duration_ms_max: int = 180_000) -> Refusal:
    with pytest.raises(Refusal) as caught:
        try_it(source, duration_ms_max)
    assert not (source.parent / "out").exists()
    for language in ("en", "es"):
        sentence = caught.value.text(language)
        assert sentence.endswith(".") and "{" not in sentence and "—" not in sentence
    return caught.value


def patch(path: Path, kind: bytes, at: int, value: int) -> None:
    """Overwrite one 32-bit field in every box of the kind."""
    content = bytearray(path.read_bytes())
    place = content.find(kind)
    assert place > 0
    while place > 0:
        content[place + at : place + at + 4] = struct.pack(">I", value)
        place = content.find(kind, place + 4)
    path.write_bytes(content)


def one_picture(film: Film, path: Path, size: str = "64x64", pictures: int = 1) -> Path:
    film(path, "-frames:v", str(pictures), "-video_track_timescale", "1000", size=size, sound_s=0, seconds=1)
    return path


def test_two_kilobytes_that_claim_ten_hours(tmp_path: Path, film: Film) -> None:
    path = one_picture(film, tmp_path / "a.mp4")
    patch(path, b"mvhd", 20, TEN_HOURS_MS)
    patch(path, b"tkhd", 24, TEN_HOURS_MS)
    patch(path, b"mdhd", 20, TEN_HOURS_MS)
    assert path.stat().st_size < 3_000
    began = time.monotonic()
    refused = refusal(path)
    assert (refused.code, refused.fields) == ("video_too_long", {"seconds_max": 180})
    assert time.monotonic() - began < 3


def test_two_kilobytes_whose_pictures_last_ten_hours_in_secret(tmp_path: Path, film: Film) -> None:
    path = one_picture(film, tmp_path / "a.mp4", pictures=2)
    content = path.read_bytes()
    assert content.count(b"stts") == 1
    patch(path, b"stts", 16, TEN_HOURS_MS)
    began = time.monotonic()
    refused = refusal(path, duration_ms_max=3_000)
    assert refused.code in ("video_too_long", "video_unreadable", "video_truncated")
    assert time.monotonic() - began < 15


def test_a_giant_picture_is_refused_by_its_header(tmp_path: Path, film: Film) -> None:
    path = one_picture(film, tmp_path / "a.mp4")
    patch(path, b"tkhd", 80, 16_384 << 16)
    patch(path, b"tkhd", 84, 8_192 << 16)
    assert refusal(path).code == "video_picture_too_large"


def test_a_giant_picture_with_a_small_header_is_refused_by_the_decoder(tmp_path: Path) -> None:
    path = tmp_path / "a.mkv"
    command = [str(find_ffmpeg()), "-v", "error", "-f", "lavfi", "-i", "color=s=4096x2400:r=1", "-frames:v", "1"]
    subprocess.run([*command, "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", str(path)], check=True)
    assert refusal(path).code == "video_picture_too_large"


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' width='64' height='64'><rect width='64' height='64'/></svg>",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        (
            b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x00\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01"
            b"\x00\x00\x02\x02D\x01\x00;"
        ),
        b"WEBVTT\n\n00:00.000 --> 00:05.000\nhello\n",
        b"",
    ],
    ids=["svg", "concat", "gif", "captions", "empty"],
)
def test_other_files_that_are_called_mp4(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(content)
    assert refusal(path).code == "video_unreadable"


def test_a_playlist_reaches_nobody(tmp_path: Path) -> None:
    visits: list[str] = []

    class Ear(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            visits.append(self.path)
            self.send_error(404)

    server = HTTPServer(("127.0.0.1", 0), Ear)
    listener = threading.Thread(target=server.serve_forever)
    listener.start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/"
        playlist = f"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{address}a.ts\n#EXT-X-ENDLIST\n"
        for name in ("film.mp4", "film.m3u8"):
            path = tmp_path / name
            path.write_text(playlist)
            assert refusal(path).code == "video_unreadable"
    finally:
        server.shutdown()
        listener.join()
        server.server_close()
    assert visits == []


def test_half_of_a_film_with_its_header_in_front(tmp_path: Path, film: Film) -> None:
    whole = film(tmp_path / "a.mp4", "-movflags", "+faststart", seconds=6)
    half = tmp_path / "half.mp4"
    half.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    assert refusal(half).code == "video_truncated"


def test_half_of_a_film_whose_boxes_were_made_to_fit(tmp_path: Path, film: Film) -> None:
    whole = film(tmp_path / "a.mp4", "-movflags", "+faststart", seconds=6, sound_s=0)
    content = whole.read_bytes()[: whole.stat().st_size // 2]
    mdat = content.find(b"mdat")
    half = tmp_path / "half.mp4"
    half.write_bytes(content[: mdat - 4] + struct.pack(">I", len(content) - mdat + 4) + content[mdat:])
    assert refusal(half).code == "video_truncated"


def test_the_first_half_of_a_film_with_its_header_at_the_end(tmp_path: Path, film: Film) -> None:
    whole = film(tmp_path / "a.mp4", seconds=4)
    half = tmp_path / "half.mp4"
    half.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    assert refusal(half).code == "video_truncated"


def test_half_of_a_webm(tmp_path: Path, film: Film) -> None:
    whole = film(tmp_path / "a.webm", "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", seconds=6)
    half = tmp_path / "half.webm"
    half.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    assert refusal(half).code == "video_truncated"


def test_a_file_that_is_too_heavy_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    with path.open("wb") as file:
        file.truncate(SIZE_BYTES_MAX + 1)
    refused = refusal(path)
    assert (refused.code, refused.status, refused.fields) == ("video_too_large", 413, {"megabytes_max": 500})


def test_too_long_without_a_declared_length(tmp_path: Path, film: Film) -> None:
    path = film(tmp_path / "a.mkv", "-live", "1", "-f", "matroska", size="64x64", seconds=8, fps="10", sound_s=0)
    assert asyncio.run(examine(path)).duration_ms is None
    assert refusal(path, duration_ms_max=3_000).code == "video_too_long"


def test_too_many_streams(tmp_path: Path, film: Film) -> None:
    path = film(tmp_path / "a.mp4", *(["-map", "0:v"] + ["-map", "1:a"] * 8), size="64x64", seconds=1)
    assert refusal(path).code == "video_too_many_streams"


def test_too_many_pictures_a_second(tmp_path: Path, film: Film) -> None:
    assert refusal(film(tmp_path / "a.mp4", size="64x64", seconds=1, fps="240", sound_s=0)).code == "video_fps_too_high"


def test_sound_alone(tmp_path: Path, film: Film) -> None:
    assert refusal(film(tmp_path / "a.m4a", "-map", "1:a", seconds=1)).code == "video_without_picture"


def test_a_studio_codec_is_named(tmp_path: Path, film: Film) -> None:
    path = film(tmp_path / "a.mov", "-c:v", "prores_ks", "-pix_fmt", "yuv422p10le", size="64x64", seconds=1)
    refused = refusal(path)
    assert (refused.code, refused.fields) == ("video_codec_unsupported", {"codec": "prores"})


def test_a_picture_of_a_few_pixels(tmp_path: Path, film: Film) -> None:
    assert refusal(film(tmp_path / "a.mp4", size="16x16", seconds=1)).code == "video_picture_too_small"


def test_an_old_camera_is_rescued_with_a_warning(tmp_path: Path, film: Film) -> None:
    path = film(tmp_path / "a.mpg", "-c:v", "mpeg2video", "-c:a", "mp2", size="320x240", fps="25", seconds=2)
    ladder = try_it(path)
    assert ladder.warnings == ("video_repaired",)
    assert ladder.has_sound and ladder.duration_ms == pytest.approx(2000, abs=120)


def test_a_damaged_film_is_rescued_with_a_warning(tmp_path: Path, film: Film) -> None:
    path = film(tmp_path / "a.mp4", "-g", "10", seconds=4, sound_s=0)
    content = bytearray(path.read_bytes())
    middle = content.find(b"mdat") + (len(content) - content.find(b"mdat")) // 3
    content[middle : middle + 400] = bytes(400)
    path.write_bytes(content)
    ladder = try_it(path)
    assert ladder.warnings == ("video_repaired",)
    assert ladder.duration_ms == pytest.approx(4000, abs=50)


def test_sound_of_an_unknown_kind_is_left_out_with_a_warning(tmp_path: Path, film: Film) -> None:
    path = film(tmp_path / "a.mkv", "-c:v", "libx264", "-c:a", "truehd", "-strict", "-2", "-ar", "48000", seconds=1)
    ladder = try_it(path)
    assert (ladder.has_sound, ladder.warnings) == (False, ("video_sound_left_out",))


def test_any_damage_ends_in_a_clip_or_in_a_refusal(tmp_path: Path, film: Film) -> None:
    dice = Random(20)
    sources = [
        film(tmp_path / "a.mp4", "-movflags", "+faststart", size="96x64", seconds=1, fps="10"),
        film(tmp_path / "b.webm", "-c:v", "libvpx", "-deadline", "realtime", size="96x64", seconds=1, fps="10"),
    ]
    ends: list[str] = []
    for place in range(16):
        content = bytearray(sources[place % 2].read_bytes())
        for _ in range(dice.choice((1, 5, 30))):
            at = dice.randrange(dice.choice((len(content), 1500)))
            content[at : at + 4] = dice.choice((b"\xff" * 4, bytes(4), dice.randbytes(4)))
        damaged = tmp_path / f"damaged{place}"
        damaged.write_bytes(content)
        try:
            ends.append("warned" if try_it(damaged).warnings else "plays")
        except Refusal as refused:
            ends.append(refused.code)
    assert len(ends) == 16
    assert {end for end in ends if not end.startswith("video_")} <= {"plays", "warned"}
    assert len(set(ends)) >= 3
