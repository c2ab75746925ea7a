"""Likes and saves of videos."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import httpx
from tests.video.world import add_video, remove_video
from tests.world import World, fresh_key, make_person, make_world

from vitrina.kernel.clock import ManualClock
from vitrina.platform.app import App

Json = dict[str, Any]


async def counts(http: httpx.AsyncClient, video_id: object) -> tuple[int, int, int]:
    found = (await http.get(f"/v1/videos/{video_id}")).json()
    return found["likes"], found["saves"], found["comments"]


async def seen(http: httpx.AsyncClient, world: World, *video_ids: object) -> list[Json]:
    body = {"video_ids": [str(one) for one in video_ids]}
    answer = await http.post("/v1/social/seen", json=body, headers=world.shopper.headers)
    assert answer.status_code == 200
    found: list[Json] = answer.json()["videos"]
    return found


async def test_a_like_counts_once_and_is_taken_back(http: httpx.AsyncClient, app: App) -> None:
    world = await make_world(app)
    film = await add_video(app, world.creator.id, 1)
    path, headers = f"/v1/videos/{film}/like", world.shopper.headers
    answers = await asyncio.gather(*(http.put(path, headers=headers) for _ in range(5)))
    assert [answer.status_code for answer in answers] == [204] * 5
    assert (await http.put(path, headers=world.seller.headers)).status_code == 204
    assert await counts(http, film) == (2, 0, 0)
    assert await seen(http, world, film) == [{"id": str(film), "liked": True, "saved": False, "followed": False}]
    for _ in range(2):
        assert (await http.delete(path, headers=headers)).status_code == 204
    assert await counts(http, film) == (1, 0, 0)
    assert (await http.delete(f"/v1/videos/{film}/save", headers=headers)).status_code == 204
    assert await counts(http, film) == (1, 0, 0)


async def test_a_key_likes_once_and_the_feed_carries_the_counts(http: httpx.AsyncClient, app: App) -> None:
    world = await make_world(app)
    film = await add_video(app, world.creator.id, 1)
    headers = {**world.shopper.headers, "Idempotency-Key": fresh_key()}
    first = await http.put(f"/v1/videos/{film}/save", headers=headers)
    assert (await http.delete(f"/v1/videos/{film}/save", headers=world.shopper.headers)).status_code == 204
    again = await http.put(f"/v1/videos/{film}/save", headers=headers)
    assert (first.status_code, again.status_code, again.headers["idempotent-replayed"]) == (204, 204, "true")
    await http.put(f"/v1/videos/{film}/like", headers=world.shopper.headers)
    page = (await http.get("/v1/feed")).json()["videos"][0]
    assert (page["likes"], page["saves"], page["comments"], page["comments_off"]) == (1, 0, 0, False)


async def test_guests_and_unknown_videos_are_refused_and_nothing_changes(http: httpx.AsyncClient, app: App) -> None:
    world = await make_world(app)
    film = await add_video(app, world.creator.id, 1)
    guest = await http.put(f"/v1/videos/{film}/like")
    assert (guest.status_code, guest.json()["code"]) == (401, "login_needed")
    nothing = await http.put(f"/v1/videos/{world.product_id}/like", headers=world.shopper.headers)
    assert (nothing.status_code, nothing.json()["code"]) == (404, "not_found")
    assert await counts(http, film) == (0, 0, 0)
    async with app.db.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM social_mark") == 0
    body = {"video_ids": [str(film)]}
    assert (await http.post("/v1/social/seen", json=body)).json() == {"videos": []}


async def test_saved_and_liked_are_listed_latest_first(http: httpx.AsyncClient, app: App, clock: ManualClock) -> None:
    world, films = await make_world(app), []
    for number in range(4):
        films.append(await add_video(app, world.creator.id, number))
    for film in (films[2], films[0], films[3]):
        clock.advance(timedelta(seconds=1))
        await http.put(f"/v1/videos/{film}/save", headers=world.shopper.headers)
    await http.put(f"/v1/videos/{films[1]}/like", headers=world.shopper.headers)
    me = world.shopper.headers
    first = (await http.get("/v1/me/saved?limit=2", headers=me)).json()
    assert [one["id"] for one in first["videos"]] == [str(films[3]), str(films[0])]
    rest = (await http.get("/v1/me/saved", params={"limit": 2, "cursor": first["next_cursor"]}, headers=me)).json()
    assert ([one["id"] for one in rest["videos"]], rest["next_cursor"]) == ([str(films[2])], None)
    assert [one["id"] for one in (await http.get("/v1/me/liked", headers=me)).json()["videos"]] == [str(films[1])]
    async with app.db.transaction() as transaction:
        await remove_video(transaction, films[3])
    left = (await http.get("/v1/me/saved", headers=me)).json()["videos"]
    assert [one["id"] for one in left] == [str(films[0]), str(films[2])]
    other = await make_person(app, "other")
    assert (await http.get("/v1/me/saved", headers=other.headers)).json() == {"videos": [], "next_cursor": None}
    assert (await http.get("/v1/me/saved?cursor=rubbish", headers=me)).status_code == 422
