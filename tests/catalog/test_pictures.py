"""Pictures: whatever people have becomes upright, opaque, nameless WebP; what a file names is fetched until it is there."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web
from PIL import Image, ImageCms
from tests.catalog.conftest import Write, rows_of

from vitrina import catalog
from vitrina.kernel.clock import ManualClock
from vitrina.kernel.errors import NotFound, Refusal
from vitrina.kernel.ids import ProductId, uuid7
from vitrina.kernel.money import Money
from vitrina.platform.app import App
from vitrina.platform.fetch import Fetcher

RED, BLUE, GROUND = (200, 20, 20), (20, 20, 200), (255, 251, 245)
NEAR = 8


def encoded(picture: Image.Image, format: str, **options: object) -> bytes:
    output = io.BytesIO()
    picture.save(output, format, **options)
    return output.getvalue()


def two_halves(width: int = 400, height: int = 200) -> Image.Image:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", (width, height), RED)
    picture.paste(BLUE, (width // 2, 0, width, height))
    return picture


async def opened(app: App, picture: catalog.Picture, width: int) -> Image.Image:
    raw = await app.blobs.get(catalog.picture_blob(picture.key, width))
    assert raw[8:12] == b"WEBP"
    assert all(mark not in raw for mark in (b"EXIF", b"ICCP", b"XMP ", b"secret"))
    made = Image.open(io.BytesIO(raw))
    made.load()
    return made


def is_near(picture: Image.Image, place: tuple[int, int], colour: tuple[int, int, int]) -> bool:
    found = picture.getpixel(place)
    assert isinstance(found, tuple)
    return all(abs(seen - wanted) <= NEAR for seen, wanted in zip(found, colour, strict=True))


@pytest.fixture
async def product_id(app: App, shop: catalog.Shop) -> ProductId:
    variant = catalog.NewVariant("A", "Cup", (Money(1200, "USD"),), 5)
    ((made, _),) = await catalog.add_products(app, shop.id, [catalog.NewProduct("A", "Cup", "", (variant,))])
    return made


async def test_a_picture_is_shown_in_three_widths(app: App, product_id: ProductId) -> None:
    raw = encoded(two_halves(2160, 1080), "JPEG", quality=95)
    made = await catalog.take_picture(app, product_id, raw)
    assert made.key.startswith("picture/") and len(made.key) == len("picture/") + 32
    assert (made.width, made.height) == (1080, 540)
    for width in catalog.PICTURE_WIDTHS:
        rendition = await opened(app, made, width)
        assert (rendition.format, rendition.mode, rendition.size) == ("WEBP", "RGB", (width, width // 2))
        assert is_near(rendition, (5, 5), RED) and is_near(rendition, (width - 5, 5), BLUE)
    shown = await catalog.get_product(app, str(product_id), "USD")
    assert shown.pictures == (made,)
    assert catalog.picture_url(made.key, 500) == f"/media/{made.key}-640.webp"
    assert await catalog.take_picture(app, product_id, raw) == made
    second = await catalog.take_picture(app, product_id, encoded(two_halves(), "PNG"))
    assert (await catalog.get_product(app, str(product_id), "USD")).pictures == (made, second)


async def test_a_small_picture_is_not_made_larger(app: App) -> None:
    made = await catalog.make_picture(app, encoded(two_halves(400, 200), "PNG"))
    assert (made.width, made.height) == (400, 200)
    assert [(await opened(app, made, width)).size for width in catalog.PICTURE_WIDTHS] == [
        (320, 160), (400, 200), (400, 200),
    ]  # fmt: skip


async def test_a_strip_is_fitted_to_its_height(app: App) -> None:
    made = await catalog.make_picture(app, encoded(Image.new("RGB", (400, 16_000), RED), "PNG"))
    assert (made.width, made.height) == (81, 3240)


@pytest.mark.parametrize(
    ("orientation", "size", "red", "blue"),
    [
        (1, (400, 200), (5, 100), (395, 100)),
        (2, (400, 200), (395, 100), (5, 100)),
        (3, (400, 200), (395, 100), (5, 100)),
        (4, (400, 200), (5, 100), (395, 100)),
        (5, (200, 400), (100, 5), (100, 395)),
        (6, (200, 400), (100, 5), (100, 395)),
        (7, (200, 400), (100, 395), (100, 5)),
        (8, (200, 400), (100, 395), (100, 5)),
    ],
)
async def test_a_picture_stands_upright(
    app: App, orientation: int, size: tuple[int, int], red: tuple[int, int], blue: tuple[int, int]
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = "secret place"
    for format in ("JPEG", "PNG", "WEBP"):
        made = await catalog.make_picture(app, encoded(two_halves(), format, exif=exif, quality=95))
        picture = await opened(app, made, 1080)
        assert (made.width, made.height) == picture.size == size
        assert is_near(picture, red, RED) and is_near(picture, blue, BLUE)


async def test_nothing_shines_through(app: App) -> None:
    clear = two_halves().convert("RGBA")
    clear.paste((0, 0, 0, 0), (200, 0, 400, 200))
    for raw in (encoded(clear, "PNG"), encoded(clear, "WEBP", lossless=True), encoded(clear, "GIF")):
        picture = await opened(app, await catalog.make_picture(app, raw), 640)
        assert picture.mode == "RGB"
        assert is_near(picture, (50, 100), RED) and is_near(picture, (350, 100), GROUND)


async def test_colours_of_every_kind_of_file(app: App) -> None:
    grey = Image.new("I;16", (100, 100), 40_000)
    picture = await opened(app, await catalog.make_picture(app, encoded(grey, "PNG")), 320)
    assert is_near(picture, (50, 50), (156, 156, 156))
    ink = Image.new("CMYK", (100, 100), (0, 255, 255, 0))
    picture = await opened(app, await catalog.make_picture(app, encoded(ink, "JPEG", quality=95)), 320)
    assert is_near(picture, (50, 50), (255, 0, 0))
    for format in ("AVIF", "GIF"):
        picture = await opened(app, await catalog.make_picture(app, encoded(two_halves(), format)), 320)
        assert is_near(picture, (20, 50), RED)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for icc in (profile, b"broken", b"\x00" * 400):
        picture = await opened(app, await catalog.make_picture(app, encoded(two_halves(), "PNG", icc_profile=icc)), 320)
        assert is_near(picture, (20, 50), RED)


async def test_a_moving_picture_gives_its_first_frame(app: App) -> None:
    raw = encoded(
        Image.new("RGB", (100, 100), RED), "GIF", save_all=True, append_images=[Image.new("RGB", (100, 100), BLUE)]
    )
    assert is_near(await opened(app, await catalog.make_picture(app, raw), 320), (50, 50), RED)


async def test_a_picture_in_memory_needs_no_file(app: App) -> None:
    painted = two_halves(1200, 600)
    made = await catalog.make_picture(app, painted)
    assert (made.width, made.height, painted.size) == (1080, 540, (1200, 600))
    assert is_near(await opened(app, made, 320), (5, 5), RED)


def refused_pictures() -> dict[str, tuple[bytes, str]]:
    whole = encoded(Image.effect_noise((600, 400), 80).convert("RGB"), "JPEG")
    bitmap = encoded(two_halves(), "BMP")
    return {
        "nothing": (b"", "picture_unreadable"),
        "a text": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture_unreadable"),
        "another kind": (bitmap, "picture_unreadable"),
        "cut off": (whole[: len(whole) // 2], "picture_unreadable"),
        "too many scans": (whole[:-2] + b"\xff\xda\x00\x00" * 101, "picture_unreadable"),
        "a bomb": (encoded(Image.new("1", (20_000, 20_000)), "PNG"), "picture_pixels_too_many"),
        "a larger bomb": (encoded(Image.new("1", (12_000, 12_000)), "PNG"), "picture_pixels_too_many"),
        "just above": (encoded(Image.new("1", (8_000, 5_001)), "PNG"), "picture_pixels_too_many"),
        "a dot": (encoded(Image.new("RGB", (1, 1)), "PNG"), "picture_too_small"),
        "too many bytes": (whole + b"\x00" * 20 * 1024 * 1024, "picture_too_large"),
    }


async def test_what_is_no_picture_is_refused_and_leaves_nothing(app: App, product_id: ProductId) -> None:
    before = await rows_of(app)
    for name, (raw, code) in refused_pictures().items():
        with pytest.raises(Refusal) as caught:
            await catalog.take_picture(app, product_id, raw)
        assert (name, caught.value.code) == (name, code)
        assert caught.value.text("en") != caught.value.text("es") and "—" not in caught.value.text("es")
    with pytest.raises(NotFound):
        await catalog.take_picture(app, ProductId(uuid7(app.clock.now())), encoded(two_halves(), "PNG"))
    assert await rows_of(app) == before
    assert [path for path in (app.settings.home / "blobs").rglob("*") if path.is_file()] == []


@dataclass
class PictureServer:
    """A server of a partner: answers by path, and counts how often it was asked."""

    port: int = 0
    answers: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def url(self, name: str) -> str:
        return f"http://127.0.0.1:{self.port}/{name}"

    async def answer(self, request: web.Request) -> web.Response:
        name = request.path[1:]
        self.asked.append(name)
        status, body = self.answers.get(name, (404, b"no"))
        return web.Response(status=status, body=body)


@pytest.fixture
async def pictures() -> AsyncIterator[PictureServer]:
    server = PictureServer()
    application = web.Application()
    application.router.add_get("/{name}", server.answer)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.port = runner.addresses[0][1]
    yield server
    await runner.cleanup()


@pytest.fixture
async def fetching(app: App, pictures: PictureServer) -> AsyncIterator[App]:
    """The same installation, which may fetch from the partner's server."""
    allowed = replace(app, fetch=Fetcher(frozenset((f"127.0.0.1:{pictures.port}",))))
    yield allowed
    await allowed.fetch.close()


def file_of(write: Write, urls: dict[str, str]) -> Path:
    lines = "".join(f"{name},Cup {name},5,1,{url}\n" for name, url in urls.items())
    return write("id,title,price,stock,image_link\n" + lines)


async def states_of(app: App) -> dict[str, tuple[str, int, str | None]]:
    """What became of each product's picture: state, tries, reason."""
    async with app.db.connection() as connection:
        rows = await connection.fetch(
            "SELECT p.reference, d.state, d.attempts, d.reason FROM catalog_picture_due d"
            " JOIN catalog_product p ON p.id = d.product_id"
        )
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


async def test_pictures_of_a_file_are_fetched_once(
    app: App, fetching: App, shop: catalog.Shop, pictures: PictureServer, write: Write
) -> None:
    pictures.answers = {"red": (200, encoded(two_halves(), "PNG")), "page": (200, b"<html>")}
    urls = {
        "A": pictures.url("red"), "B": pictures.url("red"), "C": pictures.url("page"), "D": pictures.url("none"),
        "E": "http://10.0.0.1/inside.png",
    }  # fmt: skip
    report = await catalog.import_catalog(app, shop.id, file_of(write, urls))
    assert report.pictures_due == 5
    assert await catalog.fetch_due_pictures(fetching) == 5
    assert await states_of(app) == {
        "A": ("done", 1, None),
        "B": ("done", 1, None),
        "C": ("failed", 1, "picture_unreadable"),
        "D": ("failed", 1, "http_404"),
        "E": ("failed", 1, "address_refused"),
    }
    assert sorted(pictures.asked) == ["none", "page", "red"]
    async with app.db.connection() as connection:
        rows = await connection.fetch(
            "SELECT p.reference, c.source_url, c.position, c.key FROM catalog_picture c"
            " JOIN catalog_product p ON p.id = c.product_id ORDER BY 1"
        )
    assert [tuple(row)[:3] for row in rows] == [("A", urls["A"], 0), ("B", urls["B"], 0)]
    assert await app.blobs.has(catalog.picture_blob(rows[0][3], 1080))

    before = await rows_of(app)
    await catalog.import_catalog(app, shop.id, file_of(write, urls))
    assert await catalog.fetch_due_pictures(fetching) == 0
    assert await rows_of(app) == before


async def test_a_picture_that_the_file_no_longer_names_is_not_shown(
    app: App, fetching: App, shop: catalog.Shop, pictures: PictureServer, write: Write
) -> None:
    pictures.answers = {
        "one": (200, encoded(two_halves(), "PNG")),
        "two": (200, encoded(two_halves(100, 100), "PNG")),
    }
    await catalog.import_catalog(app, shop.id, file_of(write, {"A": pictures.url("one")}))
    await catalog.fetch_due_pictures(fetching)
    report = await catalog.import_catalog(app, shop.id, file_of(write, {"A": pictures.url("two")}))
    assert report.pictures_due == 1
    await catalog.fetch_due_pictures(fetching)
    async with app.db.connection() as connection:
        assert [row[0] for row in await connection.fetch("SELECT source_url FROM catalog_picture")] == [
            pictures.url("two")
        ]
        assert [tuple(row) for row in await connection.fetch("SELECT source_url, state FROM catalog_picture_due")] == [
            (pictures.url("two"), "done")
        ]


async def test_a_server_that_rests_is_asked_again_and_then_given_up(
    app: App, fetching: App, clock: ManualClock, shop: catalog.Shop, pictures: PictureServer, write: Write
) -> None:
    pictures.answers = {"late": (503, b""), "never": (500, b"")}
    urls = {"A": pictures.url("late"), "B": pictures.url("never")}
    await catalog.import_catalog(app, shop.id, file_of(write, urls))
    assert await catalog.fetch_due_pictures(fetching) == 2
    assert await states_of(app) == {"A": ("due", 1, "http_503"), "B": ("due", 1, "http_500")}
    assert await catalog.fetch_due_pictures(fetching) == 0
    pictures.answers["late"] = (200, encoded(two_halves(), "PNG"))
    clock.advance(timedelta(seconds=61))
    assert await catalog.fetch_due_pictures(fetching) == 2
    assert (await states_of(app))["A"] == ("done", 2, None)
    for wait_s in (301, 1_801, 7_201):
        clock.advance(timedelta(seconds=wait_s))
        assert await catalog.fetch_due_pictures(fetching) == 1
    assert (await states_of(app))["B"] == ("failed", 5, "http_500")
    clock.advance(timedelta(days=1))
    assert await catalog.fetch_due_pictures(fetching) == 0
    # A changed product gets another chance.
    await catalog.import_catalog(app, shop.id, file_of(write, urls | {"B": f"{urls['B']}"}))
    assert await catalog.fetch_due_pictures(fetching) == 0
    changed = write(f"id,title,price,stock,image_link\nB,Mug,5,1,{urls['B']}\n")
    assert (await catalog.import_catalog(app, shop.id, changed)).pictures_due == 1
    assert await catalog.fetch_due_pictures(fetching) == 1
    assert (await states_of(app))["B"] == ("due", 1, "http_500")


async def test_a_try_that_died_is_taken_up_again(
    app: App, fetching: App, clock: ManualClock, shop: catalog.Shop, pictures: PictureServer, write: Write
) -> None:
    pictures.answers = {"red": (200, encoded(two_halves(), "PNG"))}
    await catalog.import_catalog(app, shop.id, file_of(write, {"A": pictures.url("red")}))
    async with app.db.transaction() as transaction:
        # What a worker leaves that was killed after its claim.
        await transaction.execute(
            "UPDATE catalog_picture_due SET attempts = 1, due_at = $1", clock.now() + timedelta(minutes=2)
        )
    assert await catalog.fetch_due_pictures(fetching) == 0
    clock.advance(timedelta(minutes=2))
    assert await catalog.fetch_due_pictures(fetching) == 1
    assert await states_of(app) == {"A": ("done", 2, None)}


async def test_a_picture_that_kills_the_worker_is_given_up(
    app: App, fetching: App, clock: ManualClock, shop: catalog.Shop, pictures: PictureServer, write: Write
) -> None:
    await catalog.import_catalog(app, shop.id, file_of(write, {"A": pictures.url("red")}))
    async with app.db.transaction() as transaction:
        await transaction.execute("UPDATE catalog_picture_due SET attempts = 5")
    assert await catalog.fetch_due_pictures(fetching) == 1
    assert (await states_of(app), pictures.asked) == ({"A": ("failed", 6, "tries_lost")}, [])


async def test_two_workers_share_the_pictures(
    app: App, fetching: App, shop: catalog.Shop, pictures: PictureServer, write: Write
) -> None:
    names = [f"p{number}" for number in range(50)]
    pictures.answers = {
        name: (200, encoded(Image.new("RGB", (40, 40 + place), RED), "PNG")) for place, name in enumerate(names)
    }
    await catalog.import_catalog(app, shop.id, file_of(write, {name: pictures.url(name) for name in names}))
    tries = await asyncio.gather(*(catalog.fetch_due_pictures(fetching) for _ in range(2)))
    assert sum(tries) == 50
    assert sorted(pictures.asked) == sorted(names)
    assert set((await states_of(app)).values()) == {("done", 1, None)}
    async with app.db.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM catalog_picture") == 50


def test_the_worker_has_the_duty() -> None:
    assert [duty.name for duty in catalog.DUTIES] == [
        "catalog.fetch_pictures",
        "catalog.forget_seen_files",
        "catalog.tell_watchers",
    ]
