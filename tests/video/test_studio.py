"""What creators do with their videos: cut, cover, captions, tags, dates, publication, deletion."""

from __future__ import annotations

import asyncio
import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image
from tests.video.conftest import Film
from tests.video.test_uploads import studio, upload
from tests.video.world import add_video, stored_files
from tests.world import World, make_product, make_world

from vitrina import video
from vitrina.kernel.clock import ManualClock
from vitrina.kernel.ids import VideoId
from vitrina.platform.app import App
from vitrina.video.actions.making import recover
from vitrina.video.adapters.webvtt import read_captions, write_captions
from vitrina.video.errors import CaptionsTooMany, CaptionsUnreadable

CAPTIONS = """\ufeffWEBVTT - made elsewhere

STYLE
::cue { background: url(https://elsewhere.test/track.png) }

NOTE a comment

intro
00:00.200 --> 00:01.000 align:start line:0
<v Ana>Mira <b>esto</b> <script>alert(1)</script>

00:00:01.500 --> 00:00:02.900
uno &amp; dos --> tres
cuatro
"""


@pytest.fixture
async def world(app: App) -> World:
    return await make_world(app)


async def made(http: httpx.AsyncClient, app: App, world: World, path: Path) -> VideoId:
    """A ready draft of the world's creator."""
    video_id = await upload(http, world.creator, path.read_bytes())
    await video.make_uploaded(app, video_id)
    return video_id


async def call(
    http: httpx.AsyncClient, world: World, method: str, path: str, body: Any = None, status: int = 200
) -> Any:
    answer = await http.request(method, f"/v1/videos/{path}", json=body, headers=world.creator.headers)
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else None


async def test_a_cut_is_exact_and_moves_tags_and_captions_with_it(
    http: httpx.AsyncClient, app: App, world: World, film: Film, tmp_path: Path
) -> None:
    video_id = await made(http, app, world, film(tmp_path / "a.mp4", size="144x256", seconds=4))
    early, late = [(await make_product(app, world.shop_id))[0] for _ in range(2)]
    for product, start_ms, end_ms in ((early, 0, 900), (late, 500, 3500)):
        body = {"product_id": str(product), "start_ms": start_ms, "end_ms": end_ms}
        await call(http, world, "POST", f"{video_id}/tags", body, 201)
    await http.put(f"/v1/videos/{video_id}/captions/es", content=CAPTIONS.encode(), headers=world.creator.headers)
    whole = await studio(http, world.creator, video_id)
    assert whole["uncut"] == {
        "mp4_url": whole["mp4_url"], "duration_ms": whole["duration_ms"], "start_ms": 0,
        "end_ms": whole["duration_ms"],
    }  # fmt: skip
    wrong = await call(http, world, "PUT", f"{video_id}/trim", {"start_ms": 3000, "end_ms": 3500}, 422)
    assert wrong["code"] == "trim_wrong"
    asked = await call(http, world, "PUT", f"{video_id}/trim", {"start_ms": 1000, "end_ms": 2500})
    assert asked["state"] == "checking"
    await video.make_uploaded(app, video_id)
    cut = await studio(http, world.creator, video_id)
    assert (cut["state"], cut["duration_ms"]) == ("ready", 1500)
    assert cut["uncut"] == {**whole["uncut"], "start_ms": 1000, "end_ms": 2500}
    assert [(tag["product_id"], tag["start_ms"], tag["end_ms"]) for tag in cut["tags"]] == [(str(late), 0, 1500)]
    words = (await http.get(cut["captions"][0]["url"])).text
    assert "00:00:00.500 --> 00:00:01.500\nuno &amp; dos → tres\ncuatro\n" in words and "Mira" not in words

    # Wider again, then published: only the last cut's files stay.
    await call(http, world, "PUT", f"{video_id}/trim", {"start_ms": 500, "end_ms": 2500})
    await video.make_uploaded(app, video_id)
    await call(http, world, "PUT", f"{video_id}/publication", {})
    shown = (await http.get(f"/v1/videos/{video_id}")).json()
    assert shown["duration_ms"] == 2000
    assert (await call(http, world, "PUT", f"{video_id}/trim", {"start_ms": 0, "end_ms": 2500}, 409))["code"] == (
        "video_published"
    )
    await recover(app)
    folders = {name.split("/")[0] for name in stored_files(app)} - {"captions"}
    assert folders == {shown["mp4_url"].split("/")[3]}


async def test_a_cover_is_an_instant_of_the_film_or_a_picture_that_was_sent(
    http: httpx.AsyncClient, app: App, world: World, film: Film, tmp_path: Path
) -> None:
    video_id = await made(http, app, world, film(tmp_path / "a.mp4", size="144x256", seconds=1, sound_s=0))
    before = (await studio(http, world.creator, video_id))["poster_url"]
    chosen = (await call(http, world, "PUT", f"{video_id}/cover", {"at_ms": 700}))["poster_url"]
    assert chosen != before
    picture = Image.open(io.BytesIO((await http.get(chosen)).content))
    assert (picture.format, picture.size) == ("JPEG", (144, 256))
    outside = await call(http, world, "PUT", f"{video_id}/cover", {"at_ms": 1200}, 422)
    assert outside["code"] == "invalid"
    sent = io.BytesIO()
    Image.new("RGB", (600, 900), "#e4007c").save(sent, "PNG")
    place = f"/v1/videos/{video_id}/cover/picture"
    answer = await http.put(place, content=sent.getvalue(), headers=world.creator.headers)
    assert (await http.get(answer.json()["poster_url"])).headers["content-type"] == "image/webp"
    broken = await http.put(place, content=b"<svg onload=alert(1)>", headers=world.creator.headers)
    assert (broken.status_code, broken.json()["code"]) == (422, "picture_unreadable")
    assert (await studio(http, world.creator, video_id))["poster_url"] == answer.json()["poster_url"]


async def test_captions_are_read_strictly_and_written_by_us(http: httpx.AsyncClient, app: App, world: World) -> None:
    video_id = await add_video(app, world.creator.id, 1)
    place = f"/v1/videos/{video_id}/captions"
    answer = await http.put(f"{place}/es", content=CAPTIONS.encode(), headers=world.creator.headers)
    shown = (await http.get(f"/v1/videos/{video_id}")).json()["captions"]
    assert answer.json()["captions"] == shown and [one["language"] for one in shown] == ["es"]
    file = await http.get(shown[0]["url"])
    assert file.headers["content-type"] == "text/vtt; charset=utf-8"
    assert file.text == (
        "WEBVTT\n\n00:00:00.200 --> 00:00:01.000\nMira esto alert(1)\n\n"
        "00:00:01.500 --> 00:00:02.900\nuno &amp; dos → tres\ncuatro\n"
    )
    for raw, line in ((b"hello", 1), (b"\xff\xfe", 1), (b"WEBVTT\n\n00:03.000 --> 00:01.000\nback", 3), (b"", 1)):
        refused = await http.put(f"{place}/en", content=raw, headers=world.creator.headers)
        assert (refused.status_code, refused.json()["code"]) == (422, "captions_unreadable"), raw
        assert f"{line}" in refused.json()["detail"]
    stranger = await http.put(f"{place}/en", content=CAPTIONS.encode(), headers=world.shopper.headers)
    assert stranger.status_code == 403
    assert (await http.put(f"{place}/fr", content=b"x", headers=world.creator.headers)).status_code == 422
    gone = await http.delete(f"{place}/es", headers=world.creator.headers)
    assert gone.json()["captions"] == []


def test_srt_is_read_and_our_own_file_reads_as_itself() -> None:
    srt = b"1\r\n00:00:01,000 --> 00:00:02,500\r\nHola <i>t\xc3\xba</i>\r\n\r\n2\r\n01:00,000 --> 01:02,000\r\n&lt;b&gt;\r\n"
    cues = read_captions(srt)
    assert [(cue.start_ms, cue.end_ms, cue.lines) for cue in cues] == [
        (1000, 2500, ("Hola tú",)),
        (60_000, 62_000, ("<b>",)),
    ]
    assert read_captions(write_captions(cues)) == cues
    with pytest.raises(CaptionsTooMany):
        read_captions(b"x" * 300_000)
    with pytest.raises(CaptionsUnreadable):
        read_captions(b"WEBVTT\n")


async def test_drafts_dates_and_publication(
    http: httpx.AsyncClient, app: App, world: World, clock: ManualClock
) -> None:
    video_id = await add_video(app, world.creator.id, 1)
    draft = await call(http, world, "DELETE", f"{video_id}/publication")
    assert (draft["stage"], draft["published_at"]) == ("draft", None)
    assert (await http.get(f"/v1/videos/{video_id}")).status_code == 404
    assert (await http.get("/v1/feed")).json()["videos"] == []
    # Nobody learns of a draft by trying to change it.
    foreign = await http.patch(f"/v1/videos/{video_id}", json={"title": "Mine"}, headers=world.shopper.headers)
    assert foreign.status_code == 404

    too_early = {"at": (clock.now() - timedelta(minutes=1)).isoformat()}
    assert (await call(http, world, "PUT", f"{video_id}/publication", too_early, 422))["code"] == "date_wrong"
    at = clock.now() + timedelta(hours=2)
    planned = await call(http, world, "PUT", f"{video_id}/publication", {"at": at.isoformat()})
    assert planned["stage"] == "scheduled" and planned["publish_at"].startswith(at.isoformat()[:19])
    clock.advance(timedelta(hours=1, minutes=59))
    assert await video.publish_due(app) == 0
    clock.advance(timedelta(minutes=1))
    assert await video.publish_due(app) == 1
    assert (await http.get(f"/v1/videos/{video_id}")).status_code == 200
    assert [one["id"] for one in (await http.get("/v1/feed")).json()["videos"]] == [str(video_id)]

    words = {"title": "  New   words #mug ", "language": "es", "sponsor": "Casa Azul"}
    await call(http, world, "PATCH", str(video_id), words)
    shown = (await http.get(f"/v1/videos/{video_id}")).json()
    assert (shown["title"], shown["language"], shown["sponsor"]) == ("New words #mug", "es", "Casa Azul")
    await call(http, world, "PATCH", str(video_id), {"sponsor": ""})
    assert (await http.get(f"/v1/videos/{video_id}")).json()["sponsor"] is None
    assert (await call(http, world, "PATCH", str(video_id), {"title": " "}, 422))["code"] == "invalid"


async def test_a_tag_moves_and_five_at_once_are_the_most(http: httpx.AsyncClient, app: App, world: World) -> None:
    video_id = await add_video(app, world.creator.id, 1)
    tags = []
    for _ in range(6):
        product = (await make_product(app, world.shop_id))[0]
        start_ms, end_ms = (0, 1000) if len(tags) == 5 else (2000, 4000)
        body = {"product_id": str(product), "start_ms": start_ms, "end_ms": end_ms}
        tags.append(await call(http, world, "POST", f"{video_id}/tags", body, 201))
    last = f"{video_id}/tags/{tags[-1]['id']}"
    moved = await call(http, world, "PUT", last, {"start_ms": 1000, "end_ms": 2000})
    assert (moved["start_ms"], moved["end_ms"]) == (1000, 2000)
    crowded = await call(http, world, "PUT", last, {"start_ms": 1000, "end_ms": 2001}, 409)
    assert crowded["code"] == "tags_crowded"
    shown = (await http.get(f"/v1/videos/{video_id}")).json()["tags"]
    assert [(tag["start_ms"], tag["end_ms"]) for tag in shown if tag["id"] == tags[-1]["id"]] == [(1000, 2000)]


async def test_a_showcase_keeps_the_order_its_creator_chose(http: httpx.AsyncClient, app: App, world: World) -> None:
    async def shown() -> list[str]:
        handle = (await http.get("/v1/me", headers=world.creator.headers)).json()["account"]["creator"]["handle"]
        first = (await http.get(f"/v1/creators/{handle}/showcase", params={"limit": 2})).json()
        rest = await http.get(f"/v1/creators/{handle}/showcase", params={"cursor": first["next_cursor"]})
        return [link["id"] for link in (*first["links"], *rest.json()["links"])]

    for _ in range(2):
        product = (await make_product(app, world.shop_id))[0]
        await http.post("/v1/showcase", json={"product_id": str(product)}, headers=world.creator.headers)
    before = await shown()
    wanted = [before[2], before[0], before[1]]
    answer = await http.put("/v1/showcase/order", json={"link_ids": wanted}, headers=world.creator.headers)
    assert answer.status_code == 204
    assert await shown() == wanted
    foreign = await http.put(
        "/v1/showcase/order", json={"link_ids": [*before, str(world.creator.id)]}, headers=world.creator.headers
    )
    assert foreign.status_code == 410 or foreign.status_code == 404
    assert await shown() == wanted


async def test_a_person_becomes_a_creator_with_a_face(http: httpx.AsyncClient, app: App, world: World) -> None:
    free = await http.get("/v1/handles/@Ana.Makes")
    assert free.json() == {"handle": "ana.makes", "is_free": True}
    assert (await http.get("/v1/handles/x")).status_code == 422
    await http.post("/v1/creators", json={"handle": "ana.makes"}, headers=world.shopper.headers)
    assert (await http.get("/v1/handles/ana.makes")).json()["is_free"] is False
    sent = io.BytesIO()
    await asyncio.to_thread(Image.new("RGB", (900, 500), "#00a878").save, sent, "JPEG")
    answer = await http.put("/v1/me/creator/picture", content=sent.getvalue(), headers=world.shopper.headers)
    assert answer.status_code == 200, answer.text
    face = Image.open(io.BytesIO((await http.get(answer.json()["avatar_url"])).content))
    assert (face.format, face.size) == ("WEBP", (320, 320))
    changed = await http.patch("/v1/me/creator", json={"bio": "Barro y café."}, headers=world.shopper.headers)
    assert (changed.json()["bio"], changed.json()["is_popular"]) == ("Barro y café.", False)
    broken = await http.put("/v1/me/creator/picture", content=b"no picture", headers=world.shopper.headers)
    assert broken.json()["code"] == "picture_unreadable"
    assert (await http.get("/v1/creators/ana.makes")).json()["avatar_url"] == answer.json()["avatar_url"]
