"""The feed as a viewer walks through it."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest
from tests.video.world import add_video, make_creator, make_stall, remove_video

from vitrina import catalog, feed, people, video
from vitrina.feed.actions import read_feed
from vitrina.feed.engine.pool import POOL_VIDEOS_MAX
from vitrina.kernel.clock import ManualClock
from vitrina.kernel.errors import Invalid
from vitrina.platform.app import App

NOBODY = people.Actor()


async def page_of(
    app: App, cursor: str | None = None, *, limit: int = 5, language: str = "en", seed: int = 3, country: str = "US"
) -> dict[str, Any]:
    viewer = replace(NOBODY, country=country)
    made = await read_feed(app, viewer, kind="for_you", cursor=cursor, limit=limit, language=language, seed=seed)
    found: dict[str, Any] = msgspec.json.decode(made)
    return found


async def walk_of(app: App, **asked: Any) -> list[str]:
    seen: list[str] = []
    cursor = None
    while True:
        page = await page_of(app, cursor, **asked)
        seen += [one["id"] for one in page["videos"]]
        cursor = page["next_cursor"]
        if cursor is None:
            return seen


async def test_an_empty_feed_is_a_page_without_videos(app: App) -> None:
    assert await page_of(app) == {"videos": [], "next_cursor": None}


async def test_a_video_is_shown_as_the_contract_says(app: App) -> None:
    ana, stall = await make_creator(app, "ana"), await make_stall(app, "Mug", "Bowl")
    film_id = await add_video(app, ana.need_account(), 1)
    link, _ = await video.add_tag(app, ana, film_id, stall.products[0], start_ms=1000, end_ms=3000)
    folder = f"/media/video/{1:032x}"
    slug = (await catalog.get_product(app, str(stall.products[0]), "USD")).slug
    variant = (await catalog.get_product(app, str(stall.products[0]), "USD")).variants[0].id
    assert await page_of(app) == {
        "videos": [
            {
                "id": str(film_id),
                "creator": {
                    "id": str(ana.account_id),
                    "handle": "ana",
                    "name": "Ana",
                    "avatar_url": None,
                    "is_popular": False,
                },
                "title": "Video 1",
                "language": "en",
                "duration_ms": 8000,
                "width": 720,
                "height": 1280,
                "hls_url": f"{folder}/hls/master.m3u8",
                "mp4_url": f"{folder}/720.mp4",
                "mp4_mid_url": f"{folder}/480.mp4",
                "mp4_low_url": f"{folder}/240.mp4",
                "preview_url": f"{folder}/preview.mp4",
                "poster_url": f"{folder}/poster.jpg",
                "tags": [
                    {
                        "id": str(link.id),
                        "product_id": str(stall.products[0]),
                        "product_slug": slug,
                        "variant_id": str(variant),
                        "title": "Mug",
                        "image_url": None,
                        "price": {"minor": 2490, "currency": "USD"},
                        "available": True,
                        "start_ms": 1000,
                        "end_ms": 3000,
                        "paid_link": True,
                    }
                ],
                "likes": 0,
                "saves": 0,
                "comments": 0,
                "comments_off": False,
                "captions": [],
                "sponsor": None,
            }
        ],
        "next_cursor": None,
    }


async def test_a_page_shows_what_is_true_now(app: App) -> None:
    ana, stall = await make_creator(app, "ana"), await make_stall(app, "Mug", stock=1)
    first = await add_video(app, ana.need_account(), 1)
    assert [one["id"] for one in (await page_of(app))["videos"]] == [str(first)]
    await video.add_tag(app, ana, first, stall.products[0], start_ms=None, end_ms=None)
    second = await add_video(app, ana.need_account(), 2)
    shown = {one["id"]: one for one in (await page_of(app))["videos"]}
    assert shown.keys() == {str(first), str(second)}
    assert [tag["available"] for tag in shown[str(first)]["tags"]] == [True]
    variant = (await catalog.get_product(app, str(stall.products[0]), "USD")).variants[0].id
    await catalog.set_stock(app, variant, 0, "sold elsewhere")
    tags = {one["id"]: one["tags"] for one in (await page_of(app))["videos"]}[str(first)]
    assert [(tag["available"], tag["variant_id"]) for tag in tags] == [(False, None)]
    async with app.db.transaction() as transaction:
        await remove_video(transaction, second)
    assert [one["id"] for one in (await page_of(app))["videos"]] == [str(first)]


async def test_a_walk_is_whole_and_repeats_nothing_while_videos_come_and_go(app: App, clock: ManualClock) -> None:
    ana = await make_creator(app, "ana")
    made = []
    for number in range(23):
        made.append(await add_video(app, ana.need_account(), number, language="es" if number % 2 else "en"))
        clock.advance(timedelta(minutes=7))
    page = await page_of(app, limit=4)
    seen = [one["id"] for one in page["videos"]]
    late = await add_video(app, ana.need_account(), 99)
    gone = next(one for one in made[::2] if str(one) not in seen)
    async with app.db.transaction() as transaction:
        await remove_video(transaction, gone)
    while page["next_cursor"] is not None:
        page = await page_of(app, page["next_cursor"], limit=4, seed=9)
        seen += [one["id"] for one in page["videos"]]
    assert Counter(seen) == Counter(str(one) for one in made if one != gone)
    assert str(late) in await walk_of(app)
    languages = [one["language"] for one in (await page_of(app, limit=11, language="es"))["videos"]]
    assert languages == ["es"] * 11


async def test_a_walk_goes_on_past_the_pool(app: App, clock: ManualClock) -> None:
    ana = await make_creator(app, "ana")
    count = POOL_VIDEOS_MAX + 30
    for number in range(count):
        await add_video(app, ana.need_account(), number)
        clock.advance(timedelta(minutes=1))
    seen = await walk_of(app, limit=50)
    assert (len(seen), len(set(seen))) == (count, count)
    oldest = sorted(seen, key=lambda one: UUID(one).int)[:30]
    assert set(oldest) == set(seen[POOL_VIDEOS_MAX:])


async def test_many_viewers_at_once_each_get_their_own_page(app: App) -> None:
    ana, stall = await make_creator(app, "ana"), await make_stall(app, "Mug")
    for number in range(12):
        film_id = await add_video(app, ana.need_account(), number, language="es" if number % 2 else "en")
        await video.add_tag(app, ana, film_id, stall.products[0], start_ms=None, end_ms=None)
    alone = [await page_of(app, seed=seed, language=language) for seed in range(8) for language in ("en", "es")]
    together = await asyncio.gather(
        *(page_of(app, seed=seed, language=language) for seed in range(8) for language in ("en", "es"))
    )
    assert list(together) == alone
    assert len({tuple(one["id"] for one in page["videos"]) for page in together}) > 8


async def test_unknown_kinds_and_cursors_are_refused(app: App) -> None:
    for kind, cursor in (("followed", None), ("", None), ("for_you", "rubbish"), ("following", "rubbish")):
        with pytest.raises(Invalid):
            await read_feed(app, NOBODY, kind=kind, cursor=cursor, limit=5, language="en", seed=1)


async def test_http_speaks_the_contract(app: App, http: httpx.AsyncClient) -> None:
    ana, stall = await make_creator(app, "ana"), await make_stall(app, "Mug")
    for number in range(7):
        film_id = await add_video(app, ana.need_account(), number, language="es" if number % 2 else "en")
    await video.add_tag(app, ana, film_id, stall.products[0], start_ms=0, end_ms=500)
    first = await http.get("/v1/feed", params={"kind": "for_you", "limit": 4}, headers={"Accept-Language": "es-MX"})
    assert (first.status_code, first.headers["content-type"]) == (200, "application/json")
    assert [one["language"] for one in first.json()["videos"]] == ["es", "es", "es", "en"]
    rest = await http.get(
        "/v1/feed", params={"cursor": first.json()["next_cursor"]}, headers={"Accept-Language": "es-MX"}
    )
    ids = [one["id"] for page in (first, rest) for one in page.json()["videos"]]
    assert (len(ids), len(set(ids)), rest.json()["next_cursor"]) == (7, 7, None)
    one = await http.get(f"/v1/videos/{film_id}")
    assert one.status_code == 200
    assert one.json() in [*first.json()["videos"], *rest.json()["videos"]]
    own = await http.get("/v1/creators/ana/videos", params={"limit": 3})
    assert (len(own.json()["videos"]), own.json()["next_cursor"] is not None) == (3, True)
    refused = {
        "/v1/feed?kind=followed": "invalid",
        "/v1/feed?cursor=rubbish": "invalid",
        "/v1/feed?limit=51": "invalid",
        "/v1/feed?limit=0": "invalid",
        f"/v1/videos/{stall.products[0]}": "not_found",
        "/v1/creators/nobody/videos": "not_found",
    }
    for path, code in refused.items():
        answer = await http.get(path)
        assert (answer.json()["code"], answer.status_code in (400, 404, 422)) == (code, True), path


async def test_tags_over_http(app: App, http: httpx.AsyncClient) -> None:
    token = (await people.make_sim_accounts(app, 1))[0]
    me = {"Authorization": f"Bearer {token}"}
    made = await http.post("/v1/creators", json={"handle": "eva"}, headers=me)
    stall = await make_stall(app, "Mug")
    film_id = await add_video(app, people_id(made.json()["id"]), 1)
    body = {"product_id": str(stall.products[0]), "start_ms": 0, "end_ms": 900}
    path = f"/v1/videos/{film_id}/tags"
    assert (await http.post(path, json=body)).json()["code"] == "login_needed"
    keyed = me | {"Idempotency-Key": "tag-1"}
    tagged = await http.post(path, json=body, headers=keyed)
    again = await http.post(path, json=body, headers=keyed)
    assert (tagged.status_code, again.status_code, again.headers["idempotent-replayed"]) == (201, 201, "true")
    assert tagged.json() == again.json()
    assert (tagged.json()["start_ms"], tagged.json()["end_ms"], tagged.json()["paid_link"]) == (0, 900, True)
    wrong = await http.post(path, json=body | {"end_ms": 0}, headers=me)
    assert (wrong.status_code, wrong.json()["code"]) == (422, "tag_times_wrong")
    gone = await http.delete(f"{path}/{tagged.json()['id']}", headers=me)
    assert (gone.status_code, (await http.get(f"/v1/videos/{film_id}")).json()["tags"]) == (204, [])
    assert (await http.delete(f"{path}/{tagged.json()['id']}", headers=me)).json()["code"] == "link_gone"


async def test_ready_when_six_videos_are_there_and_one_of_the_creator_sells(app: App) -> None:
    demo = replace(app, settings=replace(app.settings, is_demo=True), _parts={})
    assert await feed.readiness(app) == (True, [])
    ana, creator = await make_creator(demo, "ana"), await make_creator(demo, "creator")
    stall = await make_stall(demo, "Mug")
    for number in range(5):
        await add_video(demo, ana.need_account(), number)
    films, sells = "feed: 5 of the first 6 videos are ready", "feed: no video by creator sells anything yet"
    assert await feed.readiness(demo) == (False, [films, sells])
    own = await add_video(demo, creator.need_account(), 6)
    assert await feed.readiness(demo) == (False, [sells])
    await video.add_tag(demo, creator, own, stall.products[0], start_ms=0, end_ms=900)
    assert await feed.readiness(demo) == (True, [])
    variant = (await catalog.get_product(demo, str(stall.products[0]), "USD")).variants[0].id
    await catalog.set_stock(demo, variant, 0, "sold")
    assert await feed.readiness(demo) == (True, [])


def people_id(text: str) -> Any:
    return UUID(text)
