"""`vitrina import video` and `vitrina video from-products`, as somebody types them."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from vitrina import catalog, people, video
from vitrina.catalog import NewProduct, NewVariant
from vitrina.kernel.money import Money
from vitrina.platform.app import App
from vitrina.platform.ffmpeg import find_ffmpeg

SAMPLES = os.environ.get("VITRINA_SAMPLES")
REFUSED_SAMPLES = {"WrongFile.mp4", "broken.mp4", "test_case_1185230.mp4"}
SUFFIXES = frozenset((".mp4", ".mov", ".webm", ".3gp", ".mpg", ".mkv"))


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    lines: list[str]
    problem: str


def vitrina(app: App, *arguments: str | Path, language: str = "en_US.UTF-8", timeout_s: float = 120) -> Said:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("VITRINA_", "LC_", "LANG"))
    }
    environment |= {
        "VITRINA_HOME": str(app.settings.home), "VITRINA_DATABASE_URL": app.db.url, "LANG": language,
        "PYTHONIOENCODING": "utf-8",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "vitrina", *map(str, arguments)],
        capture_output=True, encoding="utf-8", timeout=timeout_s, check=False, env=environment,
    )  # fmt: skip
    return Said(done.returncode, done.stdout.splitlines(), done.stderr)


@pytest.fixture
async def shop(app: App) -> catalog.Shop:
    """A creator `ana` who speaks Spanish, and a shop with two products, one of them with a picture."""
    account_id = await people.make_account(
        app, email="ana@test.test", name="Ana", password=None, birth_date=date(1995, 6, 15), language="es"
    )
    await people.make_creator(app, account_id, "ana")
    made = await catalog.open_shop(app, slug="stall", name="Stall", country="US")
    products = [
        NewProduct(reference, title, "", (NewVariant("v", title, (Money(2490, "USD"),), 5),))
        for reference, title in (("mug", "Mug"), ("bowl", "Bowl"))
    ]
    mug = (await catalog.add_products(app, made.id, products))[0][0]
    await catalog.take_picture(app, mug, _png(Path(app.settings.home) / "mug.png"))
    return made


@pytest.fixture(scope="session")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `one.mp4`, `two.mp4` and `letter.mp4`, which is none."""
    folder = tmp_path_factory.mktemp("films")
    for number, name in enumerate(("one", "two"), start=1):
        source = ["-f", "lavfi", "-i", f"testsrc2=s=240x426:d={number}:r=30", "-pix_fmt", "yuv420p"]
        subprocess.run([str(find_ffmpeg()), "-v", "error", *source, str(folder / f"{name}.mp4")], check=True)
    (folder / "letter.mp4").write_bytes(b"Dear Ana, this is a letter. " * 50)
    return folder


async def test_each_file_gets_a_line_and_the_last_one_sums_up(app: App, shop: catalog.Shop, films: Path) -> None:
    slug = (await _slugs(app))["Mug"]
    files = [films / "one.mp4", films / "letter.mp4", films / "two.mp4", films / "gone.mp4"]
    said = vitrina(app, "import", "video", *files, "--creator", "@ana", "--product", slug)
    assert said == Said(
        0,
        [
            "one.mp4: plays (0:01, 240 × 426).",
            "letter.mp4: This file cannot be read as a video. Export it again as MP4 and try once more.",
            "two.mp4: plays (0:02, 240 × 426).",
            "gone.mp4: There is no such file.",
            "imported: 2, there already: 0, refused: 2 (files: 4)",
        ],
        "",
    )
    page = await video.list_by_creator(app, "ana", None, 10)
    assert [(one.title, one.language, len(one.times)) for one in page.rows] == [("two", "es", 1), ("one", "es", 1)]
    again = vitrina(app, "import", "video", films / "one.mp4", "--creator", "ana", language="es_MX.UTF-8")
    assert again == Said(0, ["one.mp4: ya estaba.", "importados: 0, ya estaban: 1, rechazados: 0 (archivos: 1)"], "")
    assert len((await video.list_by_creator(app, "ana", None, 10)).rows) == 2


async def test_words_given_are_used(app: App, shop: catalog.Shop, films: Path) -> None:
    said = vitrina(app, "import", "video", films / "one.mp4", "--creator", "ana", "--title", "Hi", "--language", "en")
    assert said.code == 0
    made = (await video.list_by_creator(app, "ana", None, 10)).rows[0]
    assert (made.title, made.language, made.times) == ("Hi", "en", {})


async def test_nothing_imported_is_a_failure_with_a_sentence(app: App, shop: catalog.Shop, films: Path) -> None:
    refused = vitrina(app, "import", "video", films / "letter.mp4", "--creator", "ana", language="es_ES.UTF-8")
    assert (refused.code, refused.problem) == (1, "")
    assert refused.lines == [
        "letter.mp4: Este archivo no se puede leer como video. Expórtalo de nuevo como MP4 e inténtalo otra vez.",
        "importados: 0, ya estaban: 0, rechazados: 1 (archivos: 1)",
    ]
    nobody = vitrina(app, "import", "video", films / "one.mp4", "--creator", "nobody")
    assert (nobody.code, nobody.lines, nobody.problem) == (1, [], "Error: nobody here is the creator @nobody\n")
    nothing = vitrina(app, "import", "video", films / "one.mp4", "--creator", "ana", "--product", "nothing-here")
    assert (nothing.code, nothing.problem) == (1, "Error: no product has the address nothing-here\n")
    assert (await video.list_by_creator(app, "ana", None, 10)).rows == ()


async def test_a_shop_with_pictures_gets_a_film(app: App, shop: catalog.Shop) -> None:
    words = ("video", "from-products", "--shop", "stall", "--creator", "ana")
    made = vitrina(app, *words)
    assert (made.code, made.problem) == (0, "")
    shown = (await video.list_by_creator(app, "ana", None, 10)).rows[0]
    assert made.lines == [f"Lo nuevo de Stall: plays (0:{shown.duration_ms // 1000:02d}), products tagged: 1"]
    assert (shown.title, shown.language, shown.width, shown.height) == ("Lo nuevo de Stall", "es", 720, 1280)
    assert 6000 <= shown.duration_ms <= 12_000
    assert [(one.start_ms, one.end_ms) for one in shown.times.values()] == [(0, shown.duration_ms)]
    assert vitrina(app, *words).lines == ["Lo nuevo de Stall: was there already"]
    bowl = (await _slugs(app))["Bowl"]
    without = vitrina(app, *words, "--product", bowl)
    assert (without.code, without.problem) == (1, f"Error: the shop has no product with a picture at {bowl}\n")
    unknown = vitrina(app, "video", "from-products", "--shop", "none", "--creator", "ana")
    assert (unknown.code, unknown.problem) == (1, "Error: no shop has the address none\n")


async def test_every_sample_plays_or_gets_one_clear_sentence(
    app: App, shop: catalog.Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = None if SAMPLES is None else Path(SAMPLES) / "video"
    if folder is None or not folder.is_dir():
        pytest.skip("real video samples are absent (VITRINA_SAMPLES)")
    files = sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES)
    said = vitrina(app, "import", "video", *files, "--creator", "ana", timeout_s=480)
    assert said.code == 0 and len(said.lines) == len(files) + 1
    plays = [line for line in said.lines if ": plays (" in line]
    refused = [line for line in said.lines[:-1] if line not in plays]
    assert said.lines[-1] == f"imported: {len(plays)}, there already: 0, refused: {len(refused)} (files: {len(files)})"
    assert all(
        line.endswith(".") and line.startswith(f"{path.name}: ") for path, line in zip(files, said.lines, strict=False)
    )
    assert len(plays) > len(refused)
    assert {line.partition(":")[0] for line in refused} <= REFUSED_SAMPLES
    with capsys.disabled():
        print(f"\n{len(files)} real samples imported: {len(plays)} play, {len(refused)} refused")
    page = await video.list_by_creator(app, "ana", None, 50)
    assert len(page.rows) == len(plays)
    for one in page.rows:
        assert await app.blobs.size_bytes(one.hls_key) > 50


async def _slugs(app: App) -> dict[str, str]:
    page = await catalog.list_products(app, words=None, shop_slug="stall", currency="USD", cursor=None, limit=10)
    return {card.title: card.slug for card, _ in page.rows}


def _png(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.linear_gradient("L").resize((640, 640)).convert("RGB").save(path)
    return path.read_bytes()
