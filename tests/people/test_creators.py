"""Becoming a creator, following, changing oneself, roles and shops."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

import httpx
import pytest
from tests.people.conftest import bearer, count_rows, signed_up

from vitrina import people
from vitrina.kernel.errors import LoginNeeded, NotAllowed
from vitrina.kernel.ids import AccountId, ShopId
from vitrina.platform.app import App
from vitrina.platform.postgres import Connection

ADULT = date(1990, 1, 1)


@dataclass
class Two:
    """Ana, who follows, and Luz, a creator."""

    ana: dict[str, str]
    luz: dict[str, str]
    luz_id: str


@pytest.fixture
async def two(client: httpx.AsyncClient) -> Two:
    ana = bearer(await signed_up(client))
    luz = bearer(await signed_up(client, email="luz@example.test", name="Luz Mar"))
    made = await client.post("/v1/creators", json={"handle": "@Luz.Mar_1", "bio": "Tazas\r\ny té"}, headers=luz)
    assert made.status_code == 201
    return Two(ana, luz, made.json()["id"])


async def test_a_creator_is_seen_by_handle_in_any_case(app: App, client: httpx.AsyncClient, two: Two) -> None:
    seen = await client.get("/v1/creators/LUZ.mar_1", headers=two.ana)
    assert seen.json() == {
        "id": two.luz_id,
        "handle": "luz.mar_1",
        "name": "Luz Mar",
        "bio": "Tazas\ny té",
        "avatar_url": None,
        "followers": 0,
        "is_popular": False,
        "is_followed": False,
    }
    account = (await client.get("/v1/me", headers=two.luz)).json()["account"]
    assert (account["creator"], account["roles"]) == (
        {"id": two.luz_id, "handle": "luz.mar_1"},
        ["creator", "shopper"],
    )
    async with app.db.connection() as connection:
        await connection.execute("UPDATE people_creator SET avatar_key = 'avatar/1.webp'")
    assert (await client.get("/v1/creators/luz.mar_1")).json()["avatar_url"] == "/media/avatar/1.webp"


async def test_nobody_is_not_found(app: App, client: httpx.AsyncClient, two: Two) -> None:
    before = await count_rows(app)
    for handle in ("nobody", "x", "a b", "%00", "a" * 101, "é"):
        for method, path in (("GET", ""), ("PUT", "/follow"), ("DELETE", "/follow")):
            answer = await client.request(method, f"/v1/creators/{handle}{path}", headers=two.ana)
            assert answer.status_code == (422 if len(handle) > 100 else 404)
    assert await count_rows(app) == before


async def test_what_cannot_be_a_handle(app: App, client: httpx.AsyncClient, two: Two) -> None:
    before = await count_rows(app)
    for handle in ("a", "a" * 31, "luz mar", "ñandú", "a-b", "luz/mar", "", "@"):
        refused = await client.post("/v1/creators", json={"handle": handle}, headers=two.ana)
        assert (refused.status_code, refused.json()["field"]) == (422, "handle")
    assert await count_rows(app) == before


async def test_a_taken_handle_and_a_second_one_are_refused(app: App, client: httpx.AsyncClient, two: Two) -> None:
    before = await count_rows(app)
    taken = await client.post("/v1/creators", json={"handle": "LUZ.MAR_1"}, headers=two.ana)
    assert (taken.status_code, taken.json()["code"], taken.json()["handle"]) == (409, "handle_taken", "luz.mar_1")
    second = await client.post("/v1/creators", json={"handle": "luz2"}, headers=two.luz | {"Accept-Language": "es"})
    assert (second.status_code, second.json()["code"]) == (409, "creator_exists")
    assert second.json()["detail"] == "Ya eres creador: @luz.mar_1."
    guest = await client.post("/v1/creators", json={"handle": "luz2"})
    assert (guest.status_code, guest.json()["code"]) == (401, "login_needed")
    long = await client.post("/v1/creators", json={"handle": "ana", "bio": "x" * 501}, headers=two.ana)
    assert (long.status_code, long.json()["field"]) == (422, "bio")
    assert await count_rows(app) == before


@pytest.mark.parametrize(("birth_date", "status"), [("2008-05-05", 403), ("2008-05-04", 201)])
async def test_creators_are_adults(app: App, client: httpx.AsyncClient, birth_date: str, status: int) -> None:
    young = bearer(await signed_up(client, birth_date=birth_date))
    answer = await client.post("/v1/creators", json={"handle": "young"}, headers=young)
    assert answer.status_code == status
    assert answer.json().get("code") == ("adult_needed" if status == 403 else None)
    assert (await count_rows(app))["people_creator"] == (status == 201)


async def test_ten_for_one_handle_at_once(app: App, client: httpx.AsyncClient) -> None:
    tokens = await people.make_sim_accounts(app, 10)
    answers = await asyncio.gather(
        *(client.post("/v1/creators", json={"handle": "popular"}, headers=bearer(token)) for token in tokens)
    )
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 9
    assert (await count_rows(app))["people_creator"] == 1


async def test_following_counts_once_and_unfollowing_uncounts_once(client: httpx.AsyncClient, two: Two) -> None:
    path = "/v1/creators/luz.mar_1"

    async def seen() -> tuple[int, bool]:
        body = (await client.get(path, headers=two.ana)).json()
        return body["followers"], body["is_followed"]

    answers = await asyncio.gather(*(client.put(f"{path}/follow", headers=two.ana) for _ in range(5)))
    assert {(answer.status_code, answer.content) for answer in answers} == {(204, b"")}
    assert await seen() == (1, True)
    assert (await client.get(path)).json()["is_followed"] is False
    answers = await asyncio.gather(*(client.delete(f"{path}/follow", headers=two.ana) for _ in range(5)))
    assert {answer.status_code for answer in answers} == {204}
    assert await seen() == (0, False)


async def test_nobody_follows_itself_and_guests_follow_nobody(app: App, client: httpx.AsyncClient, two: Two) -> None:
    before = await count_rows(app)
    own = await client.put("/v1/creators/luz.mar_1/follow", headers=two.luz)
    assert (own.status_code, own.json()["code"]) == (422, "follows_itself")
    for method in ("PUT", "DELETE"):
        guest = await client.request(method, "/v1/creators/luz.mar_1/follow")
        assert (guest.status_code, guest.json()["code"]) == (401, "login_needed")
    assert await count_rows(app) == before


async def test_name_language_and_country_change_and_null_leaves_them(client: httpx.AsyncClient, two: Two) -> None:
    body = {"name": " Ana  R ", "language": "en", "country": "us"}
    changed = (await client.patch("/v1/me", json=body, headers=two.ana)).json()["account"]
    assert (changed["name"], changed["language"], changed["country"]) == ("Ana R", "en", "US")
    same = await client.patch("/v1/me", json={"name": None}, headers=two.ana)
    assert (same.status_code, same.json()["account"]) == (200, changed)
    assert (await client.patch("/v1/me", json=body)).json()["code"] == "login_needed"
    for wrong in ({"name": ""}, {"language": "pt"}, {"country": "U"}):
        refused = await client.patch("/v1/me", json=wrong, headers=two.ana)
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
    assert (await client.get("/v1/me", headers=two.ana)).json()["account"] == changed


SHOP, STAFFED = ShopId(uuid4()), ShopId(uuid4())


@pytest.fixture
def described() -> Iterator[None]:
    from vitrina.people.engine import hooks

    async def describe(_: Connection, ids: Sequence[ShopId]) -> Mapping[ShopId, tuple[str, str]]:
        names = {SHOP: ("demo", "Demo"), STAFFED: ("otra", "Otra")}
        return {shop_id: names[shop_id] for shop_id in ids}

    before = list(hooks._shops_described)
    people.describe_shops(describe)
    yield
    hooks._shops_described[:] = before


@pytest.mark.usefixtures("described")
async def test_members_see_their_shops_and_roles_at_once(app: App, client: httpx.AsyncClient) -> None:
    token = await signed_up(client)
    me = (await client.get("/v1/me", headers=bearer(token))).json()["account"]
    account_id = AccountId(UUID(me["id"]))
    await people.add_member(app, account_id, SHOP, "owner")
    await people.add_member(app, account_id, STAFFED, "owner")
    await people.add_member(app, account_id, STAFFED, "staff")
    await people.grant_role(app, account_id, "operator")
    await people.grant_role(app, account_id, "operator")
    seen = (await client.get("/v1/me", headers=bearer(token))).json()["account"]
    assert seen["roles"] == ["operator", "seller", "shopper"]
    assert sorted(seen["shops"], key=lambda shop: shop["slug"]) == [
        {"id": str(SHOP), "slug": "demo", "name": "Demo", "role": "owner"},
        {"id": str(STAFFED), "slug": "otra", "name": "Otra", "role": "staff"},
    ]
    async with app.db.connection() as connection:
        assert await people.list_members(connection, [SHOP, STAFFED]) == {SHOP: [account_id], STAFFED: [account_id]}


def test_an_actor_says_what_it_may() -> None:
    account_id = AccountId(uuid4())
    guest = people.Actor(guest_id=uuid4())
    seller = people.Actor(
        account_id=account_id, roles=frozenset(("shopper", "seller")), shop_roles={SHOP: "owner", STAFFED: "staff"}
    )
    for refuse in (guest.need_account, guest.need_creator, guest.need_verified):
        with pytest.raises(LoginNeeded):
            refuse()
    with pytest.raises(LoginNeeded):
        guest.need_role("operator")
    with pytest.raises(NotAllowed):
        seller.need_role("operator")
    with pytest.raises(people.CreatorNeeded):
        seller.need_creator()
    with pytest.raises(people.EmailUnverified):
        seller.need_verified()
    with pytest.raises(NotAllowed):
        seller.need_shop(ShopId(uuid4()))
    assert seller.need_shop(STAFFED) == seller.need_account() == seller.need_role("seller") == account_id
    assert (seller.owns_shop(SHOP), seller.owns_shop(STAFFED), seller.may_run_shop(STAFFED)) == (True, False, True)
    assert (guest.is_known, people.Actor().is_known) == (True, False)


async def test_lookups_take_arrays(app: App) -> None:
    ids = [
        await people.make_account(
            app, email=f"c{place}@example.test", name=f"C {place}", password=None, birth_date=ADULT, language="es"
        )
        for place in range(3)
    ]
    made = [await people.make_creator(app, account_id, f"c{place}") for place, account_id in enumerate(ids[:2])]
    async with app.db.connection() as connection:
        assert await people.creators_by_ids(connection, ids) == {ids[0]: made[0], ids[1]: made[1]}
        assert await people.creator_by_handle(connection, "C1") == made[1]
        assert await people.creator_by_handle(connection, "c9") is None
        accounts = await people.accounts_by_ids(connection, [*ids, AccountId(uuid4())])
        assert [accounts[account_id].name for account_id in ids] == ["C 0", "C 1", "C 2"]
        assert await people.account_by_email(connection, "C2@EXAMPLE.test") == accounts[ids[2]]
        assert await people.followed_among(connection, ids[2], ids[:2]) == frozenset()
    with pytest.raises(people.EmailTaken):
        await people.make_account(app, email="C0@example.test", name="C", password=None, birth_date=ADULT)
