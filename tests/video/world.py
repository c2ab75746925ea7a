"""People, shops and videos for tests of what is watched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vitrina import catalog, people, video
from vitrina.catalog import NewProduct, NewVariant, Shop
from vitrina.kernel.ids import AccountId, ProductId, VideoId
from vitrina.kernel.money import Money
from vitrina.platform.app import App
from vitrina.platform.postgres import Connection
from vitrina.video import store
from vitrina.video.model import Made, Source, Work

BIRTH = date(1995, 6, 15)


@dataclass(frozen=True)
class Stall:
    """A shop and its products, in order."""

    shop: Shop
    products: tuple[ProductId, ...]


async def make_creator(app: App, handle: str, *, language: str = "en") -> people.Actor:
    """A creator as `actor_of` would give them."""
    account_id = await people.make_account(
        app, email=f"{handle}@test.test", name=handle.title(), password=None, birth_date=BIRTH, language=language
    )
    await people.make_creator(app, account_id, handle)
    return people.Actor(account_id=account_id, creator_handle=handle, scope=f"account {account_id}")


async def make_stall(app: App, *titles: str, slug: str = "stall", stock: int = 5) -> Stall:
    """A US shop with one product of 24.90 USD for each title."""
    shop = await catalog.open_shop(app, slug=slug, name=slug.title(), country="US")
    products = [
        NewProduct(f"p{place}", title, "", (NewVariant("v", title, (Money(2490, "USD"),), stock),))
        for place, title in enumerate(titles)
    ]
    return Stall(shop, tuple(made[0] for made in await catalog.add_products(app, shop.id, products)))


async def add_video(app: App, creator_id: AccountId, number: int, *, language: str = "en") -> VideoId:
    """A ready video without files: what lists and pages need of one."""
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        source = Source(creator_id, number.to_bytes(32, "big"), f"Video {number}", language)
        work = Work(VideoId(_id_of(app, number)), f"video/{number:032x}")
        assert await store.insert_work(transaction, source, work, now, now)
        assert await store.finish_work(transaction, work, _made(work))
    return work.video_id


def _id_of(app: App, number: int) -> VideoId:
    from vitrina.kernel.ids import uuid7

    return VideoId(uuid7(app.clock.now()))


def _made(work: Work) -> Made:
    keys = (f"{work.folder}/720.mp4", f"{work.folder}/480.mp4", f"{work.folder}/240.mp4")
    return Made(
        8000,
        720,
        1280,
        f"{work.folder}/hls/master.m3u8",
        keys,
        f"{work.folder}/poster.jpg",
        f"{work.folder}/preview.mp4",
    )


async def remove_video(connection: Connection, video_id: VideoId) -> None:
    """As moderation will: nobody may watch it any more."""
    await connection.execute(
        "UPDATE video_clip SET state = 'removed', changed = nextval('video_change') WHERE id = $1", video_id
    )


def stored_files(app: App) -> list[str]:
    """Every file below the videos' folder of the local store, in order."""
    folder = app.blobs.local_path("video")
    assert folder is not None
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def work_files(app: App) -> list[Path]:
    """What lies in the folder of work under way."""
    return sorted((app.settings.home / "work").rglob("*"))


__all__ = ["Stall", "add_video", "make_creator", "make_stall", "remove_video", "stored_files", "video", "work_files"]
