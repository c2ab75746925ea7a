"""Comments: written, answered, liked, pinned, held, deleted, hidden; and the counts that agree with what can be read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from tests.video.world import add_video
from tests.world import Person, books, make_person, make_world

from vitrina import people, social
from vitrina.kernel.clock import ManualClock
from vitrina.kernel.errors import Invalid, TooManyRequests
from vitrina.kernel.ids import AccountId, CommentId, VideoId, parse_uuid, uuid7
from vitrina.platform.app import App
from vitrina.platform.limiter import Limiter
from vitrina.platform.outbox import Event
from vitrina.social.actions.comments import limit_comments
from vitrina.social.rules import (
    COMMENT_CHARS_MAX,
    COMMENTS_PER_S,
    COMMENTS_PER_S_NEW,
    clean_comment,
    comments_per_s,
    has_word,
)

Json = dict[str, Any]


async def say(
    http: httpx.AsyncClient, film: VideoId, person: Person, text: str, *, reply_to: str | None = None, status: int = 201
) -> Json:
    body = {"text": text} if reply_to is None else {"text": text, "reply_to": reply_to}
    answer = await http.post(f"/v1/videos/{film}/comments", json=body, headers=person.headers)
    assert answer.status_code == status, answer.text
    found: Json = answer.json()
    return found


async def read(http: httpx.AsyncClient, film: VideoId, person: Person | None = None, **query: Any) -> Json:
    headers = {} if person is None else person.headers
    answer = await http.get(f"/v1/videos/{film}/comments", params=query, headers=headers)
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


async def texts(http: httpx.AsyncClient, film: VideoId, **query: Any) -> list[str]:
    return [one["text"] for one in (await read(http, film, **query))["comments"]]


async def events(app: App) -> list[tuple[str, Json]]:
    async with app.db.connection() as connection:
        rows = await connection.fetch(
            "SELECT topic, payload FROM platform_outbox WHERE topic LIKE 'Comment%' AND topic <> 'CommissionPayable' ORDER BY id"
        )
    return [(row[0], row[1]) for row in rows]


async def test_a_comment_is_read_answered_and_counted(http: httpx.AsyncClient, app: App, clock: ManualClock) -> None:
    world = await make_world(app)
    film = await add_video(app, world.creator.id, 1)
    made = await say(http, film, world.shopper, "  Where is\tthis   from? <b>bold</b> \u202e ")
    assert made == {
        "id": made["id"],
        "video_id": str(film),
        "parent_id": None,
        "author": {"id": str(world.shopper.id), "name": "Shopper", "handle": None, "avatar_url": None},
        "text": "Where is this from? <b>bold</b>",
        "at": "2026-05-04T15:00:00Z",
        "state": "shown",
        "likes": 0,
        "replies": 0,
        "is_pinned": False,
        "by_creator": False,
        "liked": False,
        "is_mine": True,
        "may_delete": True,
        "may_pin": False,
    }
    clock.advance(timedelta(seconds=1))
    answer = await say(http, film, world.creator, "Puebla!", reply_to=made["id"])
    deeper = await say(http, film, world.seller, "We have it too", reply_to=answer["id"])
    assert (answer["parent_id"], deeper["parent_id"]) == (made["id"], made["id"])
    assert (answer["by_creator"], deeper["by_creator"]) == (True, False)
    page = await read(http, film)
    assert [(one["text"], one["replies"], one["may_delete"]) for one in page["comments"]] == [
        ("Where is this from? <b>bold</b>", 2, False)
    ]
    assert (page["count"], page["next_cursor"], page["comments_off"]) == (3, None, False)
    assert (await http.get(f"/v1/videos/{film}")).json()["comments"] == 3
    replies = (await http.get(f"/v1/comments/{made['id']}/replies?limit=1")).json()
    assert [one["text"] for one in replies["comments"]] == ["Puebla!"]
    rest = await http.get(f"/v1/comments/{made['id']}/replies", params={"cursor": replies["next_cursor"]})
    assert [one["text"] for one in rest.json()["comments"]] == ["We have it too"]
    ids = [str(person.id) for person in (world.shopper, world.creator, world.seller)]

    def heard(author: str, answered: str | None) -> Json:
        return {
            "video_id": str(film), "creator_id": ids[1], "author_id": author, "answered_author_id": answered,
        }  # fmt: skip

    assert await events(app) == [
        ("CommentMade", heard(ids[0], None)),
        ("CommentMade", heard(ids[1], ids[0])),
        ("CommentReplied", heard(ids[1], ids[0])),
        ("CommentMade", heard(ids[2], ids[1])),
        ("CommentReplied", heard(ids[2], ids[1])),
    ]


async def test_who_is_commented_or_answered_is_told_once(http: httpx.AsyncClient, app: App) -> None:
    world = await make_world(app)
    film = await add_video(app, world.creator.id, 1)
    first = await say(http, film, world.shopper, "Where from?")
    await say(http, film, world.creator, "Puebla", reply_to=first["id"])
    second = await say(http, film, world.seller, "Ours too", reply_to=first["id"])
    gone = await say(http, film, world.seller, "oops")
    assert (await http.delete(f"/v1/comments/{gone['id']}", headers=world.seller.headers)).status_code == 204
    happened = await _outbox(app)
    for reaction in social.REACTIONS * 2:
        await reaction.run(app, [event for event in happened if event.topic == reaction.topic])
    async with app.db.connection() as connection:
        rows = await connection.fetch("SELECT once, account_id, told FROM notice_message ORDER BY once")
    told = sorted((row[1], row[2]["text"], row[2]["is_answer"], row[2]["path"]) for row in rows)
    assert told == sorted(
        (
            (world.creator.id, "Where from?", False, f"/v/{film}"),
            (world.creator.id, "Ours too", False, f"/v/{film}"),
            (world.shopper.id, "Puebla", True, f"/v/{film}"),
            (world.shopper.id, "Ours too", True, f"/v/{film}"),
        )
    )
    assert second["state"] == "shown"


async def _outbox(app: App) -> list[Event]:
    async with app.db.connection() as connection:
        rows = await connection.fetch("SELECT topic, subject, payload, at FROM platform_outbox ORDER BY id")
    return [Event(row[0], row[1], row[2], row[3]) for row in rows]


async def test_top_and_newest_are_walked_page_by_page(http: httpx.AsyncClient, app: App, clock: ManualClock) -> None:
    world = await make_world(app)
    film = await add_video(app, world.creator.id, 1)
    made = {}
    for text in ("one", "two", "three", "four"):
        clock.advance(timedelta(seconds=1))
        made[text] = await say(http, film, world.shopper, text)
    for text, person in (("two", world.shopper), ("two", world.seller), ("two", world.seller), ("three", world.seller)):
        assert (await http.put(f"/v1/comments/{made[text]['id']}/like", headers=person.headers)).status_code == 204
    for text in ("one", "four"):
        pinned = await http.put(f"/v1/comments/{made[text]['id']}/pin", headers=world.creator.headers)
        assert pinned.status_code == 204
    walked: list[str] = []
    cursor = None
    while True:
        page = await read(http, film, world.seller, sort="top", limit=2, **({"cursor": cursor} if cursor else {}))
        walked += [f"{one['text']} {one['likes']} {one['liked']} {one['is_pinned']}" for one in page["comments"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert walked == ["four 0 False True", "two 2 True False", "three 1 True False", "one 0 False False"]
    first = await read(http, film, sort="newest", limit=3)
    assert [one["text"] for one in first["comments"]] == ["four", "three", "two"]
    assert await texts(http, film, sort="newest", cursor=first["next_cursor"]) == ["one"]
    assert (
        await http.delete(f"/v1/comments/{made['four']['id']}/pin", headers=world.creator.headers)
    ).status_code == 204
    assert (
        await http.delete(f"/v1/comments/{made['two']['id']}/like", headers=world.seller.headers)
    ).status_code == 204
    assert await texts(http, film) == ["three", "two", "four", "one"]
    for wrong in ("top&cursor=rubbish", "newest&cursor=rubbish", "oldest"):
        assert (await http.get(f"/v1/videos/{film}/comments?sort={wrong}")).status_code == 422


async def test_words_of_the_creator_hold_a_comment_for_approval(http: httpx.AsyncClient, app: App) -> None:
    world = await make_world(app)
    film = await add_video(app, world.creator.id, 1)
    words = {"words": ["Estafa", " drop  shipping ", "Estafa", ""]}
    kept = await http.put("/v1/studio/comment_words", json=words, headers=world.creator.headers)
    assert kept.json() == {"words": ["Estafa", "drop shipping"]}
    held = await say(http, film, world.shopper, "Es una ESTAFÁ, cuidado")
    own = await say(http, film, world.creator, "No es estafa :)")
    assert (held["state"], own["state"]) == ("held", "shown")
    assert await texts(http, film) == ["No es estafa :)"]
    assert (await read(http, film))["count"] == 1
    assert [topic for topic, _ in await events(app)] == ["CommentMade"]
    for path in ("like", "approval"):
        refused = await http.put(f"/v1/comments/{held['id']}/{path}", headers=world.seller.headers)
        assert refused.status_code == {"like": 404, "approval": 403}[path]
    waiting = (await http.get("/v1/studio/comments", headers=world.creator.headers)).json()["comments"]
    assert [(one["text"], one["state"]) for one in waiting] == [("Es una ESTAFÁ, cuidado", "held")]
    for status in (204, 404):
        approved = await http.put(f"/v1/comments/{held['id']}/approval", headers=world.creator.headers)
        assert approved.status_code == status
    assert (await read(http, film))["count"] == 2
    assert [topic for topic, _ in await events(app)] == ["CommentMade"] * 2
    assert (await http.get("/v1/studio/comments", headers=world.creator.headers)).json()["comments"] == []


async def test_delete_hide_and_restore_count_what_can_be_read(http: httpx.AsyncClient, app: App) -> None:
    world = await make_world(app)
    film = await add_video(app, world.creator.id, 1)
    stranger = await make_person(app, "stranger")
    first = await say(http, film, world.shopper, "first")
    reply = await say(http, film, stranger, "reply", reply_to=first["id"])
    other = await say(http, film, stranger, "other")
    assert (await read(http, film))["count"] == 3
    before = await books(app)
    refused = await http.delete(f"/v1/comments/{first['id']}", headers=stranger.headers)
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    assert await books(app) == before
    for comment, count in ((first, 1), (reply, 1), (other, 0)):
        async with app.db.transaction() as transaction:
            assert await social.hide_comment(transaction, _id(comment)) is True
            assert await social.hide_comment(transaction, _id(comment)) is False
        assert (await read(http, film))["count"] == count
    for comment, count in ((other, 1), (first, 2), (reply, 3)):
        async with app.db.transaction() as transaction:
            assert await social.restore_comment(transaction, _id(comment)) is True
            assert await social.restore_comment(transaction, _id(comment)) is False
        assert (await read(http, film))["count"] == count
    assert (await http.delete(f"/v1/comments/{reply['id']}", headers=world.creator.headers)).status_code == 204
    page = await read(http, film)
    assert (page["count"], sorted((one["text"], one["replies"]) for one in page["comments"])) == (
        2,
        [("first", 0), ("other", 0)],
    )
    assert (await http.delete(f"/v1/comments/{first['id']}", headers=world.shopper.headers)).status_code == 204
    gone = await http.delete(f"/v1/comments/{first['id']}", headers=world.shopper.headers)
    assert (gone.status_code, gone.json()["code"]) == (404, "comment_gone")
    await say(http, film, world.seller, "too late", reply_to=first["id"], status=404)
    assert (await read(http, film))["count"] == 1
    async with app.db.connection() as connection:
        states = {one.text: one.state for one in (await social.comments_by_ids(connection, [_id(first)])).values()}
        counted = (await social.counts_of(connection, [film]))[film]
    assert (states, counted.comments) == ({"first": "deleted"}, 1)


async def test_turned_off_comments_and_wrong_texts_are_refused(http: httpx.AsyncClient, app: App) -> None:
    world = await make_world(app)
    film, other = await add_video(app, world.creator.id, 1), await add_video(app, world.creator.id, 2)
    there = await say(http, other, world.shopper, "elsewhere")
    off = await http.put(f"/v1/videos/{film}/comments", json={"is_on": False}, headers=world.creator.headers)
    assert off.status_code == 204
    before = await books(app)
    assert (await say(http, film, world.shopper, "hello", status=409))["code"] == "comments_off"
    assert (await read(http, film))["comments_off"] is True
    await http.put(f"/v1/videos/{film}/comments", json={"is_on": True}, headers=world.creator.headers)
    assert (await say(http, film, world.shopper, " \u200b\n ", status=422))["field"] == "text"
    assert (await say(http, film, world.shopper, "x" * (COMMENT_CHARS_MAX + 1), status=422))["field"] == "text"
    assert (await say(http, film, world.shopper, "hi", reply_to=there["id"], status=404))["code"] == "comment_gone"
    assert await books(app) == before
    assert (await read(http, film))["count"] == 0
    many = {"words": [f"word{number}" for number in range(101)]}
    assert (await http.put("/v1/studio/comment_words", json=many, headers=world.creator.headers)).status_code == 422


async def test_an_account_of_today_may_write_less(app: App, clock: ManualClock) -> None:
    world = await make_world(app)
    limiter = Limiter(clock, is_on=True)
    limited = replace(app, limiter=limiter)
    actor = people.Actor(account_id=world.shopper.id, scope="s")
    for _ in range(COMMENTS_PER_S_NEW[0]):
        await limit_comments(limited, actor)
    with pytest.raises(TooManyRequests):
        await limit_comments(limited, actor)
    young = AccountId(uuid7(clock.now() - timedelta(hours=23)))
    grown = AccountId(uuid7(clock.now() - timedelta(hours=25)))
    assert [comments_per_s(one, clock.now()) for one in (young, grown)] == [COMMENTS_PER_S_NEW, COMMENTS_PER_S]


@pytest.mark.parametrize(
    ("text", "words", "is_held"),
    [
        ("Es una estafa!", ("Estafa",), True),
        ("ESTÁFA", ("estafa",), True),
        ("estafador", ("estafa",), False),
        ("is this drop-shipping?", ("drop shipping",), True),
        ("dropping ships", ("drop shipping",), False),
        ("anything", ("", "!!!"), False),
        ("ＦＡＫＥ", ("fake",), True),
    ],
)
def test_words_are_found_as_people_write_them(text: str, words: tuple[str, ...], is_held: bool) -> None:
    assert has_word(text, words) is is_held


def test_a_comment_keeps_its_lines_and_its_families() -> None:
    assert clean_comment("a\n\n\n b  c\r\nd") == "a\nb c\nd"
    assert clean_comment("👩‍👩‍👧 ¿qué?") == "👩‍👩‍👧 ¿qué?"
    assert clean_comment("\n".join("123456789")) == "1\n2\n3\n4\n5\n6\n7\n8 9"
    with pytest.raises(Invalid):
        clean_comment("\x00\ud800 ")


def _id(comment: Json) -> CommentId:
    found = parse_uuid(comment["id"])
    assert found is not None
    return CommentId(found)
