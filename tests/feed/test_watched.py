"""What phones report, and what it does to the next page: nothing twice a day, nothing that is not wanted."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any

import httpx
from tests.video.world import add_video
from tests.world import Person, make_world

from vitrina import feed, people, video
from vitrina.feed.actions import forget_seen
from vitrina.feed.store import SEEN_MAX
from vitrina.kernel.clock import ManualClock
from vitrina.kernel.ids import VideoId
from vitrina.platform.app import App

Json = dict[str, Any]
TODAY = date(2026, 5, 4)


async def report(http: httpx.AsyncClient, events: list[Json], person: Person | None = None, status: int = 204) -> None:
    headers = {} if person is None else person.headers
    answer = await http.post("/v1/feed/events", json={"events": events}, headers=headers)
    assert answer.status_code == status, answer.text


def saw(*films: object) -> list[Json]:
    return [{"kind": "impression", "video_id": str(film)} for film in films]


async def walk(http: httpx.AsyncClient, person: Person | None = None, kind: str = "for_you") -> list[str]:
    headers = {} if person is None else person.headers
    found: list[str] = []
    cursor = ""
    while True:
        query = {"kind": kind, "limit": "2", "cursor": cursor}
        page = (await http.get("/v1/feed", params=query, headers=headers)).json()
        found += [one["id"] for one in page["videos"]]
        cursor = page["next_cursor"]
        if cursor is None:
            return found


async def test_reports_add_up_by_day(http: httpx.AsyncClient, app: App, clock: ManualClock) -> None:
    world = await make_world(app)
    film, other = await add_video(app, world.creator.id, 1), await add_video(app, world.creator.id, 2)
    actor = people.Actor(account_id=world.creator.id, creator_handle="x", scope="s")
    link, _ = await video.add_tag(app, actor, film, world.product_id, start_ms=None, end_ms=None)
    here, tag = {"video_id": str(film)}, {"tag_id": str(link.id)}
    events = [
        *saw(film, film, other),
        {"kind": "watch", "watch_ms": 4000, **here},
        {"kind": "watch", "watch_ms": 3_000_000, **here},
        {"kind": "completed", **here},
        {"kind": "chip_shown", **here, **tag},
        {"kind": "chip_tapped", **here, **tag},
        {"kind": "opened", **here, **tag},
        {"kind": "shared", **here},
        # Neither a tag of another video nor what is no video counts, nor does it spoil the rest.
        {"kind": "chip_tapped", "video_id": str(other), **tag},
        {"kind": "impression", "video_id": str(world.product_id)},
    ]
    await asyncio.gather(*(report(http, events, person) for person in (world.shopper, world.seller)))
    clock.advance(timedelta(days=1))
    await report(http, saw(film), world.shopper)
    async with app.db.connection() as connection:
        counted = await feed.counts_by_day(connection, [film, other], TODAY)
        later = await feed.counts_by_day(connection, [film], TODAY + timedelta(days=1))
        rows = await connection.fetch(
            "SELECT chips, taps, opened, shared FROM feed_day WHERE video_id = $1 AND day = $2 ORDER BY link_id",
            film,
            TODAY,
        )
    by_video = {one.video_id: one for one in counted if one.day == TODAY}
    assert by_video[film] == feed.DayCounts(film, TODAY, 4, 248_000, 2, 2)
    assert by_video[other] == feed.DayCounts(other, TODAY, 2, 0, 0, 0)
    assert later == [feed.DayCounts(film, TODAY + timedelta(days=1), 1, 0, 0, 0)]
    assert [tuple(row) for row in rows] == [(0, 0, 0, 2), (2, 2, 2, 0)]


async def test_what_was_seen_today_does_not_come_again_until_all_was_seen(
    http: httpx.AsyncClient, app: App, clock: ManualClock
) -> None:
    world = await make_world(app)
    films = [str(await add_video(app, world.creator.id, number)) for number in range(5)]
    assert sorted(await walk(http)) == sorted(films)
    await report(http, saw(*films[:2]))
    assert "vitrina_guest" in http.cookies
    assert sorted(await walk(http)) == sorted(films[2:])
    assert sorted(await walk(http, world.shopper)) == sorted(films)
    await report(http, saw(*films[2:]))
    assert sorted(await walk(http)) == sorted(films)
    clock.advance(timedelta(hours=25))
    await report(http, saw(films[0]))
    assert sorted(await walk(http)) == sorted(films[1:])
    clock.advance(timedelta(hours=25))
    assert sorted(await walk(http)) == sorted(films)
    assert await forget_seen(app) == 1


async def test_only_the_last_fifty_are_remembered(http: httpx.AsyncClient, app: App) -> None:
    world = await make_world(app)
    films = [await add_video(app, world.creator.id, number) for number in range(SEEN_MAX + 3)]
    await report(http, saw(*films[:30]), world.shopper)
    await report(http, saw(*films[20:]), world.shopper)
    async with app.db.connection() as connection:
        kept = await connection.fetchval("SELECT video_ids FROM feed_seen WHERE viewer_id = $1", world.shopper.id)
    assert [VideoId(one) for one in kept[:33]] == films[:19:-1]
    assert len(kept) == len(set(kept)) == SEEN_MAX


async def test_not_interested_hides_a_video_or_a_creator_and_comes_back(http: httpx.AsyncClient, app: App) -> None:
    world, other = await make_world(app), await make_world(app)
    first, second = [str(await add_video(app, world.creator.id, number)) for number in (1, 2)]
    third = str(await add_video(app, other.creator.id, 3))
    for body in ({"kind": "video", "id": first}, {"kind": "creator", "id": str(other.creator.id)}):
        answer = await http.post("/v1/feed/hidden", json=body, headers=world.shopper.headers)
        assert answer.status_code == 204
    assert await walk(http, world.shopper) == [second]
    assert sorted(await walk(http)) == sorted((first, second, third))
    nothing = await http.post("/v1/feed/hidden", json={"kind": "video", "id": str(world.product_id)})
    assert (nothing.status_code, "vitrina_guest" in http.cookies) == (404, False)
    await report(http, saw(second), world.shopper)
    assert await walk(http, world.shopper) == [second], "what is hidden stays so when everything else was seen"
    for subject in (first, str(other.creator.id)):
        gone = await http.delete(f"/v1/feed/hidden/{subject}", headers=world.shopper.headers)
        assert gone.status_code == 204
    assert sorted(await walk(http, world.shopper)) == sorted((first, third))


async def test_a_guest_who_joins_keeps_what_they_saw_and_did_not_want(http: httpx.AsyncClient, app: App) -> None:
    world = await make_world(app)
    films = [str(await add_video(app, world.creator.id, number)) for number in range(3)]
    await report(http, saw(films[0]))
    await http.post("/v1/feed/hidden", json={"kind": "video", "id": films[1]})
    new = {"email": "new@world.test", "password": "a long evening walk", "name": "New", "birth_date": "1999-01-01"}
    assert (await http.post("/v1/accounts", json={**new, "language": "en"})).status_code == 201
    http.cookies.clear()
    token = (await http.post("/v1/sessions", json={"email": new["email"], "password": new["password"]})).json()["token"]
    page = await http.get("/v1/feed", headers={"Authorization": f"Bearer {token}"})
    assert [one["id"] for one in page.json()["videos"]] == [films[2]]


async def test_following_shows_the_newest_of_whom_one_follows(http: httpx.AsyncClient, app: App) -> None:
    world, other = await make_world(app), await make_world(app)
    films = [str(await add_video(app, world.creator.id, number)) for number in range(3)]
    await add_video(app, other.creator.id, 9)
    handle = (await http.get("/v1/me", headers=world.creator.headers)).json()["account"]["creator"]["handle"]
    assert await walk(http, world.shopper, "following") == []
    assert (await http.put(f"/v1/creators/{handle}/follow", headers=world.shopper.headers)).status_code == 204
    assert await walk(http, world.shopper, "following") == films[::-1]
    assert await walk(http, None, "following") == []


async def test_wrong_reports_are_refused_and_count_nothing(http: httpx.AsyncClient, app: App) -> None:
    world = await make_world(app)
    film = await add_video(app, world.creator.id, 1)
    await report(http, [], status=422)
    await report(http, saw(film) * 201, status=422)
    await report(http, [{"kind": "liked", "video_id": str(film)}], status=422)
    await report(http, [{"kind": "watch", "video_id": str(film), "watch_ms": -1}], status=422)
    async with app.db.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM feed_day") == 0
        assert await connection.fetchval("SELECT count(*) FROM people_session WHERE account_id IS NULL") == 0
