"""A film comes in parts: what breaks goes on, what lies is refused, and nothing that was refused stays on the disk."""

from __future__ import annotations

import asyncio
import base64
import os
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from tests.video.conftest import Film
from tests.video.world import stored_files, work_files
from tests.world import Person, World, make_person, make_world

from vitrina import video
from vitrina.kernel.clock import ManualClock
from vitrina.kernel.ids import VideoId
from vitrina.platform.app import App
from vitrina.video.actions.making import recover

TUS = {"Tus-Resumable": "1.0.0"}
PART = {**TUS, "Content-Type": "application/offset+octet-stream"}


@pytest.fixture
async def world(app: App) -> World:
    return await make_world(app)


async def announce(
    http: httpx.AsyncClient, person: Person, size: int | str, *, name: str = "my_new jacket.mp4", **headers: str
) -> httpx.Response:
    words = f"filename {base64.b64encode(name.encode()).decode()},language {base64.b64encode(b'es').decode()}"
    wanted = {**TUS, **person.headers, "Upload-Length": str(size), "Upload-Metadata": words, **headers}
    return await http.post("/v1/uploads", headers=wanted)


async def send(
    http: httpx.AsyncClient, person: Person, place: str, offset: int, part: bytes, **headers: str
) -> httpx.Response:
    return await http.patch(
        place, content=part, headers={**PART, **person.headers, "Upload-Offset": str(offset), **headers}
    )


async def upload(http: httpx.AsyncClient, person: Person, raw: bytes, **headers: str) -> VideoId:
    """Send a whole file; the video it becomes."""
    made = await announce(http, person, len(raw), **headers)
    assert made.status_code == 201, made.text
    sent = await send(http, person, made.headers["Location"], 0, raw)
    assert (sent.status_code, sent.headers["Upload-Offset"]) == (204, str(len(raw))), sent.text
    return VideoId(UUID(made.json()["id"]))


async def studio(http: httpx.AsyncClient, person: Person, video_id: VideoId, language: str = "en") -> dict[str, Any]:
    answer = await http.get(f"/v1/studio/videos/{video_id}", headers={**person.headers, "Accept-Language": language})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def uploads_on_disk(app: App) -> list[str]:
    return sorted(os.listdir(app.settings.home / "uploads")) if (app.settings.home / "uploads").exists() else []


async def test_a_film_sent_in_parts_becomes_a_draft_only_its_creator_sees(
    http: httpx.AsyncClient, app: App, world: World, film: Film, tmp_path: Path
) -> None:
    raw = film(tmp_path / "a.mp4", size="144x256", seconds=2).read_bytes()
    made = await announce(http, world.creator, len(raw))
    place, third = made.headers["Location"], len(raw) // 3
    assert (await send(http, world.creator, place, 0, raw[:third])).headers["Upload-Offset"] == str(third)
    head = await http.head(place, headers={**TUS, **world.creator.headers})
    assert (head.headers["Upload-Offset"], head.headers["Upload-Length"]) == (str(third), str(len(raw)))
    assert head.headers["Cache-Control"] == "no-store"
    # A part that does not follow changes nothing.
    wrong = await send(http, world.creator, place, third + 1, raw[third:])
    assert (wrong.status_code, wrong.json()["code"]) == (409, "upload_offset")
    video_id = VideoId(UUID(made.json()["id"]))
    waiting = await studio(http, world.creator, video_id)
    assert (waiting["state"], waiting["stage"], waiting["received_bytes"]) == ("uploading", "draft", third)
    assert (await send(http, world.creator, place, third, raw[third:])).status_code == 204
    assert (await studio(http, world.creator, video_id))["state"] == "checking"

    await video.make_uploaded(app, video_id)
    ready = await studio(http, world.creator, video_id)
    assert (ready["state"], ready["stage"], ready["title"], ready["language"]) == (
        "ready", "draft", "my new jacket", "es",
    )  # fmt: skip
    assert abs(ready["duration_ms"] - 2000) <= 40 and ready["progress_pct"] == 100
    assert (await http.get(ready["mp4_url"])).status_code == 200
    assert (await http.get(f"/v1/videos/{video_id}", headers=world.creator.headers)).status_code == 404
    assert (await http.get(f"/v1/studio/videos/{video_id}", headers=world.shopper.headers)).status_code == 404
    assert (await http.get("/v1/feed")).json()["videos"] == []
    assert uploads_on_disk(app) == [] and work_files(app) == []
    # The job may run twice: the second time there is nothing to do.
    await video.make_uploaded(app, video_id)
    assert (await studio(http, world.creator, video_id))["mp4_url"] == ready["mp4_url"]


async def test_a_line_that_is_cut_in_the_middle_goes_on_from_there(
    http: httpx.AsyncClient, world: World, app: App
) -> None:
    raw = os.urandom(900_000)
    place = (await announce(http, world.creator, len(raw))).headers["Location"]
    reader, writer = await asyncio.open_connection("127.0.0.1", http.base_url.port)
    lines = {**PART, **world.creator.headers, "Upload-Offset": "0", "Content-Length": str(len(raw)), "Host": "x"}
    head = f"PATCH {place} HTTP/1.1\r\n" + "".join(f"{name}: {text}\r\n" for name, text in lines.items()) + "\r\n"
    writer.write(head.encode() + raw[:600_000])
    await writer.drain()
    await _until_some_lies_on_the_disk(app)
    busy = await send(http, world.creator, place, 0, raw)
    assert (busy.status_code, busy.json()["code"]) == (423, "upload_busy")
    writer.close()
    assert reader.exception() is None

    async def arrived() -> httpx.Response:
        return await http.head(place, headers={**TUS, **world.creator.headers})

    for _ in range(200):
        offset = int((await arrived()).headers["Upload-Offset"])
        if offset == 600_000:
            break
        await asyncio.sleep(0.02)
    assert offset == 600_000
    assert (await send(http, world.creator, place, offset, raw[offset:])).status_code == 204
    assert (app.settings.home / "uploads" / uploads_on_disk(app)[0]).read_bytes() == raw


async def _until_some_lies_on_the_disk(app: App) -> None:
    folder = app.settings.home / "uploads"
    for _ in range(500):
        if any(path.stat().st_size for path in folder.glob("*")):
            return
        await asyncio.sleep(0.01)
    raise AssertionError("nothing was written")


async def test_two_hundred_at_once_are_no_more_than_the_account_may_have(
    http: httpx.AsyncClient, app: App, world: World
) -> None:
    lanes = asyncio.Semaphore(20)

    async def one() -> httpx.Response:
        async with lanes:
            return await announce(http, world.creator, 1000)

    answers = await asyncio.gather(*(one() for _ in range(200)))
    codes = sorted(answer.status_code for answer in answers)
    # The account is of today: two, where an older one has five.
    assert codes == [201, 201] + [409] * 198
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"uploads_many"}
    open_ones = [answer.headers["Location"] for answer in answers if answer.status_code == 201]
    for place in open_ones:
        assert (await send(http, world.creator, place, 0, b"x" * 10)).status_code == 204
    assert len(uploads_on_disk(app)) == 2
    stranger = await make_person(app, "stranger")
    assert (await http.delete(open_ones[0], headers=stranger.headers)).status_code == 404
    for place in open_ones:
        assert (await http.delete(place, headers={**TUS, **world.creator.headers})).status_code == 204
        assert (await http.head(place, headers={**TUS, **world.creator.headers})).status_code == 404
    assert uploads_on_disk(app) == []
    assert (await http.get("/v1/studio/videos", headers=world.creator.headers)).json()["videos"] == []


@pytest.mark.parametrize(
    ("size", "headers", "status", "code"),
    [
        (500_000_001, {}, 413, "video_too_large"),
        ("-1", {}, 422, "invalid"),
        ("0x10", {}, 422, "invalid"),
        (1000, {"Tus-Resumable": "0.2.0"}, 412, "tus_version"),
        (1000, {"Upload-Metadata": "filename !!!"}, 422, "invalid"),
    ],
)
async def test_what_cannot_be_sent_is_refused_before_a_byte(
    http: httpx.AsyncClient, app: App, world: World, size: int | str, headers: dict[str, str], status: int, code: str
) -> None:
    answer = await announce(http, world.creator, size, **headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert uploads_on_disk(app) == []
    assert (await http.get("/v1/studio/videos", headers=world.creator.headers)).json()["videos"] == []


async def test_only_creators_send_films_and_the_same_key_announces_one(http: httpx.AsyncClient, world: World) -> None:
    refused = await announce(http, world.shopper, 1000)
    assert (refused.status_code, refused.json()["code"]) == (403, "creator_needed")
    first = await announce(http, world.creator, 1000, **{"Idempotency-Key": "film 1"})
    again = await announce(http, world.creator, 1000, **{"Idempotency-Key": "film 1"})
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["Idempotent-Replayed"] == "true"


async def test_more_than_was_announced_and_other_kinds_of_bodies_are_refused(
    http: httpx.AsyncClient, world: World
) -> None:
    place = (await announce(http, world.creator, 10)).headers["Location"]
    kind = await send(http, world.creator, place, 0, b"12345", **{"Content-Type": "text/plain"})
    assert (kind.status_code, kind.json()["code"]) == (415, "part_type")
    much = await send(http, world.creator, place, 0, b"x" * 11)
    assert (much.status_code, much.json()["code"]) == (413, "upload_too_much")
    head = await http.head(place, headers={**TUS, **world.creator.headers})
    assert head.headers["Upload-Offset"] == "0"


async def test_what_is_no_film_gets_one_clear_sentence_and_leaves_nothing(
    http: httpx.AsyncClient, app: App, world: World, film: Film, tmp_path: Path
) -> None:
    whole = film(tmp_path / "a.mp4", "-movflags", "+faststart", size="144x256", seconds=2).read_bytes()
    kinds = {
        b"GIF89a" + b"\0" * 500: "video_unreadable",
        whole[: len(whole) * 2 // 3]: "video_truncated",
    }
    for raw, code in kinds.items():
        video_id = await upload(http, world.creator, raw)
        await video.make_uploaded(app, video_id)
        for language in ("en", "es"):
            seen = await studio(http, world.creator, video_id, language)
            assert (seen["state"], seen["refusal"]["code"]) == ("refused", code)
        assert seen["refusal"]["detail"].endswith(".") and "—" not in seen["refusal"]["detail"]
        published = await http.put(f"/v1/videos/{video_id}/publication", json={}, headers=world.creator.headers)
        assert (published.status_code, published.json()["code"]) == (409, "video_not_ready")
        assert (await http.delete(f"/v1/videos/{video_id}", headers=world.creator.headers)).status_code == 204
    await recover(app)
    assert uploads_on_disk(app) == [] and stored_files(app) == [] and work_files(app) == []


async def test_what_does_not_arrive_within_a_day_is_forgotten(
    http: httpx.AsyncClient, app: App, world: World, clock: ManualClock
) -> None:
    place = (await announce(http, world.creator, 10)).headers["Location"]
    await send(http, world.creator, place, 0, b"12345")
    stray = app.settings.home / "uploads" / ("0" * 32)
    stray.write_bytes(b"left by a dead process")
    assert await video.forget_uploads(app) == 1
    assert len(uploads_on_disk(app)) == 1
    clock.advance(timedelta(hours=24))
    late = await send(http, world.creator, place, 5, b"67890")
    assert late.status_code == 404
    assert await video.forget_uploads(app) == 1
    assert uploads_on_disk(app) == []
    assert (await http.get("/v1/studio/videos", headers=world.creator.headers)).json()["videos"] == []


async def test_a_film_that_was_taken_down_does_not_come_back(
    http: httpx.AsyncClient, app: App, world: World, film: Film, tmp_path: Path
) -> None:
    raw = film(tmp_path / "a.mp4", size="144x256", seconds=1, sound_s=0).read_bytes()
    first = await upload(http, world.creator, raw)
    await video.make_uploaded(app, first)
    async with app.db.transaction() as transaction:
        assert await video.take_down(transaction, first)
    seen = await studio(http, world.creator, first)
    assert (seen["state"], seen["stage"]) == ("ready", "taken_down")
    changed = await http.patch(f"/v1/videos/{first}", json={"title": "New"}, headers=world.creator.headers)
    assert (changed.status_code, changed.json()["code"]) == (409, "video_taken_down")
    second = await upload(http, world.creator, raw)
    await video.make_uploaded(app, second)
    assert (await studio(http, world.creator, second))["refusal"]["code"] == "video_removed"
    async with app.db.transaction() as transaction:
        assert await video.restore(transaction, first)
    assert (await studio(http, world.creator, first))["stage"] == "draft"
