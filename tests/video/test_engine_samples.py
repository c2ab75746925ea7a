"""The real samples that are refused or mended get the right word; that all others play is in tests/cli/test_import_video.py."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from vitrina.kernel.errors import Refusal
from vitrina.platform.probe import probe
from vitrina.video.engine import examine, make_ladder

SAMPLES = Path(os.environ["VITRINA_SAMPLES"]) / "video" if os.environ.get("VITRINA_SAMPLES") else None
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


def test_peculiar_samples(tmp_path: Path) -> None:
    if SAMPLES is None or not SAMPLES.is_dir():
        pytest.skip("real video samples are absent (VITRINA_SAMPLES)")
    known = REFUSED.keys() | REPAIRED
    files = sorted(path for path in SAMPLES.rglob("*") if path.name in known)
    outcomes = {path.name: asyncio.run(outcome(path, tmp_path / str(place))) for place, path in enumerate(files)}
    assert len(outcomes) == len(files)
    for name, what in outcomes.items():
        assert what == REFUSED.get(name, "repaired"), name
    print(f"{len(files)} of the {len(known)} peculiar real samples ran")
