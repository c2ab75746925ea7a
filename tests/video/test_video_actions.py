"""Importing files, tagging products, watching: through the actions, on real PostgreSQL and a real encoder."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from tests.video.conftest import Film
from tests.video.world import add_video, make_creator, make_stall, remove_video, stored_files, work_files

from vitrina import affiliate, people, video
from vitrina.kernel.clock import ManualClock
from vitrina.kernel.errors import ALL, Invalid, LoginNeeded, NotAllowed, NotFound, Refusal
from vitrina.kernel.ids import ProductId, VideoId
from vitrina.platform.app import App
from vitrina.video import NewTag


@pytest.fixture(scope="session")
def short_film(film: Film, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return film(tmp_path_factory.mktemp("film") / "short.mp4", size="240x426", seconds=1)


async def test_a_file_becomes_a_video_with_its_tags_and_all_its_files(app: App, short_film: Path) -> None:
    creator, stall = await make_creator(app, "ana"), await make_stall(app, "Blue mug", "Red mug")
    tags = [NewTag(stall.products[0], 0, 500), NewTag(stall.products[1])]
    made = await video.import_video(
        app, short_film, creator_id=creator.need_account(), title=" My  mugs ", language="es", tags=tags
    )
    shown = (await video.show_videos(app, [made.video.id], "USD"))[made.video.id]
    assert (made.is_new, made.warnings) == (True, ())
    assert (shown.title, shown.language, shown.creator.handle) == ("My mugs", "es", "ana")
    assert (shown.duration_ms, shown.width, shown.height) == (1000, 240, 426)
    assert [
        (tag.title, tag.start_ms, tag.end_ms, tag.price.minor, tag.available, tag.paid_link) for tag in shown.tags
    ] == [
        ("Blue mug", 0, 500, 2490, True, True),
        ("Red mug", None, None, 2490, True, True),
    ]
    for url in (shown.hls_url, shown.mp4_url, shown.mp4_low_url, shown.preview_url, shown.poster_url):
        assert url.startswith("/media/video/")
        assert await app.blobs.size_bytes(url.removeprefix("/media/")) > 100
    assert work_files(app) == []
    assert await _topics(app) == ["VideoReady"]


async def test_the_same_file_twice_is_one_video(app: App, short_film: Path) -> None:
    ana, eva, stall = await make_creator(app, "ana"), await make_creator(app, "eva"), await make_stall(app, "Mug")
    first = await _import(app, short_film, ana)
    files = stored_files(app)
    again = await video.import_video(
        app, short_film, creator_id=ana.need_account(), title="Other", language="en", tags=[NewTag(stall.products[0])]
    )
    once_more = await video.import_video(
        app, short_film, creator_id=ana.need_account(), title="Other", language="en", tags=[NewTag(stall.products[0])]
    )
    assert (again.is_new, again.video.id, again.video.title) == (False, first.video.id, "Film")
    assert (len(again.video.times), len(once_more.video.times)) == (1, 1)
    assert stored_files(app) == files
    assert await _topics(app) == ["VideoReady"]
    theirs = await _import(app, short_film, eva)
    assert theirs.is_new and theirs.video.id != first.video.id


async def test_two_at_once_make_one_video(app: App, short_film: Path) -> None:
    ana = await make_creator(app, "ana")
    outcomes = await asyncio.gather(*(_import(app, short_film, ana) for _ in range(2)), return_exceptions=True)
    kinds = sorted(type(outcome).__name__ for outcome in outcomes)
    assert kinds == ["Imported", "VideoInProgress"]
    assert len((await video.list_by_creator(app, "ana", None, 10)).rows) == 1


async def test_a_file_that_is_no_video_leaves_nothing_behind(app: App, tmp_path: Path) -> None:
    ana = await make_creator(app, "ana")
    wrong = tmp_path / "letter.mp4"
    wrong.write_bytes(b"Dear Ana, this is a letter." * 100)
    for _ in range(2):
        with pytest.raises(Refusal) as refused:
            await _import(app, wrong, ana)
        assert refused.value.code == "video_unreadable"
        assert await _states(app) == [("refused", "video_unreadable")]
    assert (stored_files(app), work_files(app), await _topics(app), await _discards(app)) == ([], [], [], [])


async def test_unknown_products_and_wrong_words_are_refused_before_any_work(app: App, short_film: Path) -> None:
    ana, stall = await make_creator(app, "ana"), await make_stall(app, "Mug")
    mine = {"creator_id": ana.need_account(), "title": "Film", "language": "en"}
    wrong: list[tuple[type[Refusal], dict[str, object]]] = [
        (NotFound, {"tags": [NewTag(ProductId(ana.need_account()))]}),
        (Invalid, {"title": "  "}),
        (Invalid, {"title": "x" * 151}),
        (Invalid, {"language": "fr"}),
        (video.TagsCrowded, {"tags": [NewTag(stall.products[0])] * 6}),
        (video.TagTimesWrong, {"tags": [NewTag(stall.products[0], 500, 500)]}),
    ]
    for kind, words in wrong:
        with pytest.raises(kind):
            await video.import_video(app, short_film, **(mine | words))  # type: ignore[arg-type]
    with pytest.raises(Refusal) as missing:
        await video.import_video(app, short_film.with_name("gone.mp4"), **mine)  # type: ignore[arg-type]
    assert missing.value.code == "video_unreadable"
    assert (await _states(app), stored_files(app)) == ([], [])


async def test_a_killed_import_leaves_nothing_visible_and_can_be_tried_again(
    app: App, clock: ManualClock, film: Film, tmp_path: Path
) -> None:
    ana = await make_creator(app, "ana")
    long_film = film(tmp_path / "long.mp4", size="720x1280", seconds=20)
    await _kill_while_working(app, long_film, ana)
    assert await _states(app) == [("processing", None)]
    assert (await video.list_ready(app, None, 10)).rows == ()
    assert await video.recover(app) == 0
    clock.advance(timedelta(seconds=31))
    assert await video.recover(app) == 1
    assert (await _states(app), await _discards(app)) == ([("refused", "video_interrupted")], [])
    assert (stored_files(app), work_files(app)) == ([], [])
    short = film(tmp_path / "long.mp4", "-y", size="240x426", seconds=1)
    assert (await _import(app, short, ana)).is_new


async def test_who_comes_after_a_dead_worker_takes_its_place(app: App, clock: ManualClock, short_film: Path) -> None:
    ana = await make_creator(app, "ana")
    async with app.db.transaction() as transaction:
        await transaction.execute(
            "INSERT INTO video_clip (id, creator_id, source_sha256, title, language, state, folder, work_until,"
            " made_at) VALUES ($1, $1, sha256(pg_read_binary_file($2)), 'Old', 'en', 'processing', 'video/00', $3, $3)",
            ana.account_id,
            str(short_film),
            clock.now() + timedelta(seconds=30),
        )
    with pytest.raises(video.VideoInProgress):
        await _import(app, short_film, ana)
    clock.advance(timedelta(seconds=31))
    made = await _import(app, short_film, ana)
    assert (made.is_new, made.video.id, made.video.title) == (True, ana.account_id, "Film")
    assert await _discards(app) == ["video/00"]
    assert await video.recover(app) == 1
    assert await app.blobs.has(made.video.poster_key)


async def test_a_creator_tags_and_untags_their_own_video(app: App) -> None:
    ana, eva, stall = await make_creator(app, "ana"), await make_creator(app, "eva"), await make_stall(app, "Mug")
    film_id = await add_video(app, ana.need_account(), 1)
    mug = stall.products[0]
    link, times = await video.add_tag(app, ana, film_id, mug, start_ms=1000, end_ms=None)
    assert (times.start_ms, times.end_ms, link.surface, link.surface_id, link.creator_id) == (
        1000, 8000, "video", film_id, ana.account_id,
    )  # fmt: skip
    before = await video.get_video(app, film_id)
    for actor, kind in ((eva, NotAllowed), (people.Actor(), LoginNeeded)):
        with pytest.raises(kind):
            await video.add_tag(app, actor, film_id, mug, start_ms=None, end_ms=None)
        with pytest.raises(kind):
            await video.remove_tag(app, actor, film_id, link.id)
    with pytest.raises(NotFound):
        await video.add_tag(app, ana, VideoId(mug), mug, start_ms=None, end_ms=None)
    with pytest.raises(NotFound):
        await video.add_tag(app, ana, film_id, ProductId(film_id), start_ms=None, end_ms=None)
    assert await video.get_video(app, film_id) == before
    await video.remove_tag(app, ana, film_id, link.id)
    assert (await video.get_video(app, film_id)).times == {}
    with pytest.raises(affiliate.LinkGone):
        await video.remove_tag(app, ana, film_id, link.id)
    async with app.db.connection() as connection:
        assert await affiliate.links_on(connection, [film_id], "video") == {film_id: []}


@pytest.mark.parametrize(("start_ms", "end_ms"), [(0, 0), (500, 400), (0, 8001), (8000, None), (-1, 100), (None, 0)])
async def test_a_tag_stays_inside_its_video(app: App, start_ms: int | None, end_ms: int | None) -> None:
    ana, stall = await make_creator(app, "ana"), await make_stall(app, "Mug")
    film_id = await add_video(app, ana.need_account(), 1)
    with pytest.raises(video.TagTimesWrong):
        await video.add_tag(app, ana, film_id, stall.products[0], start_ms=start_ms, end_ms=end_ms)
    assert (await video.get_video(app, film_id)).times == {}


async def test_five_tags_at_once_and_thirty_in_all(app: App) -> None:
    ana, stall = await make_creator(app, "ana"), await make_stall(app, "Mug")
    film_id = await add_video(app, ana.need_account(), 1)

    async def tag(start_ms: int | None, end_ms: int | None) -> None:
        await video.add_tag(app, ana, film_id, stall.products[0], start_ms=start_ms, end_ms=end_ms)

    for _ in range(4):
        await tag(None, None)
    await tag(0, 1000)
    await tag(1000, 2000)
    with pytest.raises(video.TagsCrowded):
        await tag(500, 600)
    for second in range(2, 8):
        for part in range(4):
            await tag(second * 1000 + part * 250, second * 1000 + part * 250 + 250)
    assert len((await video.get_video(app, film_id)).times) == 30
    with pytest.raises(video.TagsFull):
        await tag(500, 600)
    assert len((await video.get_video(app, film_id)).times) == 30


async def test_thirty_taggers_at_once_keep_the_limit_of_five(app: App) -> None:
    ana, stall = await make_creator(app, "ana"), await make_stall(app, "Mug")
    film_id = await add_video(app, ana.need_account(), 1)
    tries = [video.add_tag(app, ana, film_id, stall.products[0], start_ms=None, end_ms=None) for _ in range(30)]
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(outcome, video.TagsCrowded) for outcome in outcomes) == 25
    assert len((await video.get_video(app, film_id)).times) == 5


async def test_lists_are_newest_first_and_hide_what_was_removed(app: App, clock: ManualClock) -> None:
    ana, eva = await make_creator(app, "ana"), await make_creator(app, "eva")
    made = []
    for number in range(5):
        made.append(await add_video(app, (ana if number % 2 == 0 else eva).need_account(), number))
        clock.advance(timedelta(seconds=1))
    async with app.db.transaction() as transaction:
        await remove_video(transaction, made[2])
    first = await video.list_ready(app, None, 3)
    rest = await video.list_ready(app, first.next_cursor, 3)
    assert (first.rows, rest.rows, rest.next_cursor) == ((made[4], made[3], made[1]), (made[0],), None)
    page = await video.list_by_creator(app, "ana", None, 1)
    last = await video.list_by_creator(app, "ANA", page.next_cursor, 1)
    assert [one.id for one in (*page.rows, *last.rows)] == [made[4], made[0]]
    assert last.next_cursor is None
    with pytest.raises(video.VideoGone):
        await video.get_video(app, made[2])
    for nobody in ("nobody", "a\x00", "x" * 200):
        with pytest.raises(NotFound):
            await video.list_by_creator(app, nobody, None, 1)
    with pytest.raises(Invalid):
        await video.list_ready(app, "rubbish", 3)


async def test_a_removed_video_does_not_come_back_by_sending_its_file_again(app: App, short_film: Path) -> None:
    ana = await make_creator(app, "ana")
    made = await _import(app, short_film, ana)
    async with app.db.transaction() as transaction:
        await remove_video(transaction, made.video.id)
    with pytest.raises(Refusal) as refused:
        await _import(app, short_film, ana)
    assert refused.value.code == "video_removed"
    assert await _states(app) == [("removed", None)]


async def test_every_refusal_of_video_speaks_both_languages() -> None:
    for code in (
        "video_interrupted",
        "video_in_progress",
        "video_removed",
        "tag_times_wrong",
        "tags_full",
        "tags_crowded",
    ):
        refusal = ALL[code](duration_ms=8000, tags_max=30, visible_max=5)
        assert refusal.text("en") != refusal.text("es")
        assert "{" not in refusal.text("en") + refusal.text("es") and "—" not in refusal.text("en")


async def _import(app: App, path: Path, creator: people.Actor) -> video.Imported:
    return await video.import_video(app, path, creator_id=creator.need_account(), title="Film", language="en")


async def _kill_while_working(app: App, path: Path, creator: people.Actor) -> None:
    """Import in another process, and kill -9 it once its encoder has written something."""
    child = await asyncio.to_thread(
        subprocess.Popen,
        [
            sys.executable,
            "-m",
            "tests.video.import_process",
            str(app.settings.home),
            app.db.url,
            str(path),
            str(creator.account_id),
        ],
    )
    try:
        async with asyncio.timeout(60):
            while not any(file.suffix == ".m4s" and file.stat().st_size > 0 for file in work_files(app)):
                assert child.poll() is None, "it ended before it could be killed"
                await asyncio.sleep(0.05)
    finally:
        child.send_signal(signal.SIGKILL)
        await asyncio.to_thread(child.wait)


async def _states(app: App) -> list[tuple[str, str | None]]:
    async with app.db.connection() as connection:
        rows = await connection.fetch("SELECT state, refusal FROM video_clip ORDER BY id")
    return [(row[0], row[1]) for row in rows]


async def _discards(app: App) -> list[str]:
    async with app.db.connection() as connection:
        return [row[0] for row in await connection.fetch("SELECT folder FROM video_discard ORDER BY folder")]


async def _topics(app: App) -> list[str]:
    async with app.db.connection() as connection:
        return [row[0] for row in await connection.fetch("SELECT topic FROM platform_outbox ORDER BY id")]
