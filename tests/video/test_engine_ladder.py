"""The ladder's outputs, byte by byte where it matters."""

from __future__ import annotations

import asyncio
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageStat

from vitrina.platform.ffmpeg import find_ffmpeg
from vitrina.platform.probe import Probe, probe, read_movie
from vitrina.video.engine import Ladder, examine, make_ladder

Film = Callable[..., Path]
TRACES = [b"Lavf", b"Lavc", b"x264", b"encoder\0", b"+19.4326", b"com.apple", b"Ana at home", b"\xa9too", b"\xa9xyz"]


def ladder_of(source: Path, out: Path) -> Ladder:
    async def make() -> Ladder:
        return await make_ladder(source, out, clip=await examine(source))

    return asyncio.run(make())


def look(path: Path) -> Probe:
    return asyncio.run(probe(path))


def frames_of(*parts: Path) -> tuple[int, str]:
    """How many pictures the joined files decode to, and what ffmpeg complained about."""
    joined = b"".join(part.read_bytes() for part in parts)
    command = [str(find_ffmpeg()), "-v", "error", "-xerror", "-err_detect", "explode", "-i", "pipe:0"]
    command += ["-map", "0:v", "-f", "null", "-fps_mode", "passthrough", "-progress", "pipe:1", "-"]
    ended = subprocess.run(command, input=joined, capture_output=True, check=False)
    counts = re.findall(rb"^frame=(\d+)", ended.stdout, re.MULTILINE)
    return int(counts[-1]) if counts else 0, ended.stderr.decode()


def segments_of(playlist: Path) -> list[tuple[float, str]]:
    return [(float(s), name) for s, name in re.findall(r"#EXTINF:([\d.]+),\n(\S+)", playlist.read_text())]


@pytest.fixture(scope="module")
def ladder(tmp_path_factory: pytest.TempPathFactory, film: Film) -> Ladder:
    """Five vertical seconds with sound, the first second black, full of private metadata."""
    folder = tmp_path_factory.mktemp("ladder")
    source = film(
        folder / "source.mov",
        *("-vf", "drawbox=color=black:t=fill:enable='lt(t,1)',noise=alls=6:allf=t"),
        *("-metadata", "title=Ana at home", "-metadata", "creation_time=2021-02-03T04:05:06Z"),
        *("-metadata", "location=+19.4326-099.1332/", "-metadata", "com.apple.quicktime.make=Apple"),
        *("-metadata:s:v", "handler_name=Ana at home", "-movflags", "use_metadata_tags"),
        size="720x1280",
        seconds=5,
    )
    assert b"Ana" in source.read_bytes() and b"+19.43" in source.read_bytes()
    return ladder_of(source, folder / "out")


def test_every_rung_has_its_size_its_length_and_its_sound(ladder: Ladder) -> None:
    assert [(rung.short_side, rung.width, rung.height) for rung in ladder.rungs] == [
        (720, 720, 1280),
        (480, 480, 854),
        (240, 240, 426),
    ]
    assert (ladder.duration_ms, ladder.fps, ladder.has_sound, ladder.warnings) == (5000, 30, True, ())
    for rung in ladder.rungs:
        clip = look(rung.mp4)
        assert (clip.width, clip.height, clip.video_codec, clip.audio_codec) == (rung.width, rung.height, "h264", "aac")
        assert (clip.fps_milli, clip.stream_count, clip.video_duration_ms) == (30_000, 2, 5000)
        assert rung.size_bytes == rung.mp4.stat().st_size
    assert (ladder.mp4, ladder.mp4_low) == (ladder.folder / "720.mp4", ladder.folder / "240.mp4")


def test_mp4_starts_fast(ladder: Ladder) -> None:
    for path in (*(rung.mp4 for rung in ladder.rungs), ladder.preview):
        movie = read_movie(path)
        assert movie is not None
        kinds = [kind for kind in movie.top_kinds if kind in ("moov", "mdat")]
        assert kinds == ["moov", "mdat"]


def test_nothing_tells_of_the_person_or_of_the_tools(ladder: Ladder) -> None:
    files = [path for path in ladder.folder.rglob("*") if path.is_file()]
    assert len(files) == 3 + 2 + 1 + 4 * (1 + 1 + 3)
    for path in files:
        content = path.read_bytes()
        assert [trace for trace in TRACES if trace in content] == [], path.name
        for kind in (b"mvhd", b"tkhd", b"mdhd"):
            for found in re.finditer(kind, content):
                assert content[found.end() + 4 : found.end() + 12] == bytes(8), f"a date in {path.name}"
    with Image.open(ladder.poster) as poster:
        assert poster.getexif() == {}


def test_the_master_playlist_names_every_rung_and_one_sound(ladder: Ladder) -> None:
    lines = ladder.master.read_text().splitlines()
    assert lines[:3] == ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    assert lines[3] == (
        '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="sound",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="sound.m3u8"'
    )
    assert lines[5::2] == ["720.m3u8", "480.m3u8", "240.m3u8"]
    pattern = (
        r"#EXT-X-STREAM-INF:BANDWIDTH=(\d+),AVERAGE-BANDWIDTH=(\d+),RESOLUTION=(\d+x\d+),FRAME-RATE=30\.000,"
        r'CODECS="avc1\.64[0-9a-f]{4},mp4a\.40\.2",AUDIO="sound"'
    )
    found = [re.fullmatch(pattern, line) for line in lines[4::2]]
    assert [match[3] for match in found if match] == ["720x1280", "480x854", "240x426"]
    peaks = [int(match[1]) for match in found if match]
    assert peaks == sorted(peaks, reverse=True)
    assert all(int(match[1]) >= int(match[2]) > 0 for match in found if match)


def test_media_playlists_have_two_second_segments(ladder: Ladder) -> None:
    for rung in ladder.rungs:
        text = rung.playlist.read_text()
        assert "#EXT-X-TARGETDURATION:2\n" in text and "#EXT-X-PLAYLIST-TYPE:VOD" in text
        assert "#EXT-X-ENDLIST" in text and f'#EXT-X-MAP:URI="{rung.short_side}_init.mp4"' in text
        assert segments_of(rung.playlist) == [
            (length, f"{rung.short_side}_{n}.m4s") for n, length in enumerate((2, 2, 1))
        ]
    sound = segments_of(ladder.master.parent / "sound.m3u8")
    assert len(sound) == 3
    assert sum(length for length, _ in sound) == pytest.approx(5.0, abs=0.03)


def test_every_segment_decodes_alone(ladder: Ladder) -> None:
    start = ladder.master.parent / "240_init.mp4"
    counts = [frames_of(start, ladder.master.parent / f"240_{n}.m4s") for n in range(3)]
    assert counts == [(60, ""), (60, ""), (30, "")]


def test_the_first_picture_is_shown_at_zero(ladder: Ladder) -> None:
    for rung in ladder.rungs:
        segment = (ladder.master.parent / f"{rung.short_side}_0.m4s").read_bytes()
        tfdt = segment.index(b"tfdt")
        assert segment[tfdt + 4 : tfdt + 16] == b"\x01" + bytes(11)
        trun = segment.index(b"trun")
        # version 1; flags: data offset, flags of the first sample, then size and signed shift of each sample
        assert segment[trun + 4 : trun + 8] == bytes.fromhex("01000a05")
        assert segment[trun + 24 : trun + 28] == bytes(4)
        assert b"elst" not in (ladder.master.parent / f"{rung.short_side}_init.mp4").read_bytes()


def test_the_poster_is_not_the_black_beginning(ladder: Ladder) -> None:
    with Image.open(ladder.poster) as poster:
        assert (poster.format, poster.size) == ("JPEG", (720, 1280))
        assert ImageStat.Stat(poster.convert("L")).mean[0] > 60


def test_the_preview_is_short_small_and_silent(ladder: Ladder) -> None:
    clip = look(ladder.preview)
    assert (clip.width, clip.height, clip.audio_codec, clip.fps_milli) == (240, 426, None, 15_000)
    assert clip.video_duration_ms == pytest.approx(2500, abs=70)
    assert ladder.preview.stat().st_size < ladder.mp4_low.stat().st_size


def test_a_small_silent_film_is_not_enlarged(tmp_path: Path, film: Film) -> None:
    ladder = ladder_of(film(tmp_path / "a.mp4", size="180x320", sound_s=0, seconds=1), tmp_path / "out")
    assert [(rung.width, rung.height) for rung in ladder.rungs] == [(180, 320)]
    assert not ladder.has_sound
    assert "AUDIO" not in ladder.master.read_text() and "mp4a" not in ladder.master.read_text()
    assert not (tmp_path / "out" / "hls" / "sound.m3u8").exists()


@pytest.mark.parametrize("sound_s", [0.5, 4.0])
def test_sound_is_made_as_long_as_the_picture(tmp_path: Path, film: Film, sound_s: float) -> None:
    ladder = ladder_of(film(tmp_path / "a.mp4", size="240x320", seconds=2, sound_s=sound_s), tmp_path / "out")
    movie = read_movie(ladder.mp4)
    assert movie is not None
    lengths = {track.kind: track.duration_ms or 0 for track in movie.tracks}
    assert lengths["vide"] == 2000
    assert lengths["soun"] == pytest.approx(2000, abs=45)


def test_a_turned_film_stands_upright(tmp_path: Path, film: Film) -> None:
    plain = film(tmp_path / "a.mp4", size="320x240", sound_s=0, seconds=1)
    turned = tmp_path / "turned.mp4"
    command = [
        str(find_ffmpeg()),
        "-v",
        "error",
        "-display_rotation",
        "90",
        "-i",
        str(plain),
        "-c",
        "copy",
        str(turned),
    ]
    subprocess.run(command, check=True)
    ladder = ladder_of(turned, tmp_path / "out")
    clip = look(ladder.mp4)
    assert (clip.coded_width, clip.coded_height, clip.rotation_degrees) == (240, 320, 0)


def test_a_film_of_a_high_dynamic_range_phone_is_toned_down(tmp_path: Path, film: Film) -> None:
    source = film(
        tmp_path / "a.mov",
        *("-c:v", "libx265", "-pix_fmt", "yuv420p10le", "-x265-params", "log-level=none:range=limited"),
        *("-color_primaries", "bt2020", "-color_trc", "arib-std-b67", "-colorspace", "bt2020nc"),
        *("-vf", "format=yuv420p10le,setparams=color_primaries=bt2020:color_trc=arib-std-b67:colorspace=bt2020nc"),
        size="240x320",
        sound_s=0,
        seconds=1,
    )
    clip = asyncio.run(examine(source))
    assert clip.is_high_range and clip.video_codec == "hevc"
    ladder = ladder_of(source, tmp_path / "out")
    assert not look(ladder.mp4).is_high_range
    assert ladder.warnings == ()


def test_progress_is_heard_and_a_cancelled_ladder_is_cleared_away(tmp_path: Path, film: Film) -> None:
    source = film(tmp_path / "a.mp4", size="720x1280", seconds=6)
    out = tmp_path / "out"

    async def cancel_at_the_first_word() -> list[int]:
        clip = await examine(source)
        heard: list[int] = []
        begun = asyncio.Event()

        def hear(reached_ms: int) -> None:
            heard.append(reached_ms)
            begun.set()

        task = asyncio.create_task(make_ladder(source, out, clip=clip, on_progress_ms=hear))
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return heard

    assert asyncio.run(cancel_at_the_first_word())
    assert not out.exists()
