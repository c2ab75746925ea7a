"""Every real sample either plays or gets one clear sentence."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from vitrina.kernel.errors import Refusal
from vitrina.platform.probe import probe
from vitrina.video.engine import examine, make_ladder

SAMPLES = Path(os.environ["VITRINA_SAMPLES"]) / "video" if os.environ.get("VITRINA_SAMPLES") else None
SUFFIXES = {".mp4", ".mov", ".webm", ".mpg", ".3gp"}
REFUSED = {
    "WrongFile.mp4": "video_truncated",
    "broken.mp4": "video_truncated",
    "test_case_1185230.mp4": "video_unreadable",
}
REPAIRED = {"no_timescale.mp4", "weird_aspect.small.mpg"}


async def outcome(source: Path, out: Path) -> str:
    try:
        ladder = await make_ladder(source, out, clip=await examine(source))
    except Refusal as refused:
        return refused.code if refused.text("en") != refused.text("es") else "without words"
    played = await probe(ladder.mp4)
    assert (played.video_codec, played.width, played.height) == ("h264", ladder.width, ladder.height)
    assert ladder.poster.stat().st_size > 0 and ladder.preview.stat().st_size > 0
    assert ladder.master.read_text().count("#EXT-X-STREAM-INF") == len(ladder.rungs)
    return "repaired" if ladder.warnings else "plays"


def test_all_samples(tmp_path: Path) -> None:
    if SAMPLES is None or not SAMPLES.is_dir():
        pytest.skip("real video samples are absent (VITRINA_SAMPLES)")
    files = sorted(path for path in SAMPLES.rglob("*") if path.suffix in SUFFIXES)
    outcomes = {path.name: asyncio.run(outcome(path, tmp_path / str(place))) for place, path in enumerate(files)}
    assert len(outcomes) == len(files) > 0
    for name, code in REFUSED.items():
        assert outcomes.get(name, code) == code
    for name in REPAIRED:
        assert outcomes.get(name, "repaired") == "repaired"
    rest = {name: what for name, what in outcomes.items() if name not in REFUSED.keys() | REPAIRED}
    assert set(rest.values()) <= {"plays"}, rest
    print(f"{len(files)} real samples ran: {len(files) - len(REFUSED)} play, {len(REFUSED)} refused")
