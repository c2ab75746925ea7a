"""Every route × every role: who may do what to whose things, in one table. A route without a row fails.

The order and the basket are the shopper's, the video, its tag, the link and the commission the creator's, the shop the
owner's and the staff's; so each row holds its own cells and its foreign ones. 409 says: you may, but not in this state.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
from tests.video.world import add_video
from tests.world import (
    ADDRESS,
    CARD,
    Person,
    World,
    books,
    buy,
    fresh_key,
    make_person,
    make_product,
    make_world,
    touch,
)

from vitrina import catalog, people
from vitrina.platform.app import App
from vitrina.web import create_app

Json = dict[str, Any]
ROLES = ("guest", "shopper", "stranger", "creator", "rival", "owner", "staff", "neighbour", "moderator", "operator")

# stranger: another shopper; rival: another creator; neighbour: the owner of another shop.
TABLE = """
                                            guest shopper stranger creator rival owner staff neighbour moderator operator
GET    /healthz                              200    200     200      200    200   200   200     200       200      200
GET    /readyz                               200    200     200      200    200   200   200     200       200      200
GET    /metrics              #loopback       200    200     200      200    200   200   200     200       200      200
GET    /metrics              #by a proxy     401    403     403      403    403   403   403     403       403      200

GET    /v1/me                                200    200     200      200    200   200   200     200       200      200
PATCH  /v1/me                                401    200     200      200    200   200   200     200       200      200
POST   /v1/accounts                          201    201     201      201    201   201   201     201       201      201
POST   /v1/sessions          #wrong          401    401     401      401    401   401   401     401       401      401
POST   /v1/email_verifications               401    202     202      202    202   202   202     202       202      202
POST   /v1/email_verifications/confirm       422    422     422      422    422   422   422     422       422      422
POST   /v1/password_resets                   202    202     202      202    202   202   202     202       202      202
POST   /v1/password_resets/confirm           422    422     422      422    422   422   422     422       422      422
GET    /v1/creators/{handle}                 200    200     200      200    200   200   200     200       200      200
PUT    /v1/creators/{handle}/follow          401    204     204      422    204   204   204     204       204      204
DELETE /v1/creators/{handle}/follow          401    204     204      204    204   204   204     204       204      204

GET    /v1/feed                              200    200     200      200    200   200   200     200       200      200
GET    /v1/videos/{video_id}                 200    200     200      200    200   200   200     200       200      200
GET    /v1/creators/{handle}/videos          200    200     200      200    200   200   200     200       200      200
POST   /v1/videos/{video_id}/tags            401    403     403      201    403   403   403     403       403      403
DELETE /v1/videos/{video_id}/tags/{tag_id}   401    403     403      204    403   403   403     403       403      403

GET    /v1/products                          200    200     200      200    200   200   200     200       200      200
GET    /v1/products/{product}                200    200     200      200    200   200   200     200       200      200
GET    /v1/shops/{shop}                      200    200     200      200    200   200   200     200       200      200
GET    /v1/shops/{shop}/programme            200    200     200      200    200   200   200     200       200      200
PUT    /v1/shops/{shop}/programme            401    403     403      403    403   200   403     403       403      403

POST   /v1/touches                           201    201     201      201    201   201   201     201       201      201
GET    /v1/creators/{handle}/showcase        200    200     200      200    200   200   200     200       200      200
POST   /v1/showcase                          401    403     403      201    201   403   403     403       403      403
DELETE /v1/showcase/{link_id}                401    404     404      204    404   404   404     404       404      404
GET    /v1/commissions/{commission_id}/why   401    404     404      200    404   200   200     404       404      200

POST   /v1/quotes                            200    200     200      200    200   200   200     200       200      200
POST   /v1/carts                             201    201     201      201    201   201   201     201       201      201
GET    /v1/carts/{cart_id}                   404    200     404      404    404   404   404     404       404      404
GET    /v1/carts/{guest_cart}                404    404     404      404    404   404   404     404       404      404
PUT    /v1/carts/{cart_id}/lines             404    200     404      404    404   404   404     404       404      404
PUT    /v1/carts/{cart_id}/address           404    200     404      404    404   404   404     404       404      404
PUT    /v1/carts/{cart_id}/shipping          404    200     404      404    404   404   404     404       404      404
POST   /v1/carts/{cart_id}/pay               404    201     404      404    404   404   404     404       404      404

POST   /v1/checkout/buy                      201    201     201      201    201   201   201     201       201      201
GET    /v1/orders                            401    200     200      200    200   200   200     200       200      200
GET    /v1/orders/{order_id}                 404    200     404      404    404   200   200     404       404      200
GET    /v1/orders/{guest_order}              404    404     404      404    404   200   200     404       404      200
GET    /v1/orders/{guest_order} #with token  200    200     200      200    200   200   200     200       200      200
GET    /v1/orders/{guest_order} #wrong token 404    404     404      404    404   200   200     404       404      200
GET    /v1/shops/{shop}/orders               401    403     403      403    403   200   200     403       403      200
POST   /v1/orders/{order_id}/cancel          404    200     404      404    404   404   404     404       404      404
POST   /v1/orders/{guest_order}/cancel       404    404     404      404    404   404   404     404       404      404
POST   /v1/orders/{order_id}/refund          404    404     404      404    404   200   200     404       404      200
POST   /v1/orders/{order_id}/ship            404    404     404      404    404   409   409     404       404      409
POST   /v1/orders/{order_id}/deliver         404    404     404      404    404   409   409     404       404      409
POST   /v1/provider_webhooks/sandbox         400    400     400      400    400   400   400     400       400      400

GET    /v1/wallet                            401    200     200      200    200   200   200     200       200      200
GET    /v1/shops/{shop}/wallet               401    403     403      403    403   200   200     403       403      200
POST   /v1/payouts                           401    409     409      409    409   409   409     409       409      409
GET    /v1/ledger/check                      401    403     403      403    403   403   403     403       403      200
GET    /v1/ledger/export                     401    403     403      403    403   403   403     403       403      200

GET    /v1/shop_slugs/{shop}                                401    200    200    200    200    200    200    200    200    200
POST   /v1/shops                                            401    201    201    201    201    201    201    201    201    201
GET    /v1/shops/{shop}/settings                            401    403    403    403    403    200    200    403    403    403
PATCH  /v1/shops/{shop}/settings                            401    403    403    403    403    200    403    403    403    403
PUT    /v1/shops/{shop}/signs/{sign}                        401    403    403    403    403    422    403    403    403    403
GET    /v1/shops/{shop}/products                            401    403    403    403    403    200    200    403    403    403
GET    /v1/shops/{shop}/products.csv                        401    403    403    403    403    200    200    403    403    403
POST   /v1/shops/{shop}/products                            401    403    403    403    403    201    201    403    403    403
POST   /v1/shops/{shop}/products/many                       401    403    403    403    403    200    200    403    403    403
GET    /v1/shops/{shop}/products/{product}                  401    403    403    403    403    200    200    403    403    403
PATCH  /v1/shops/{shop}/products/{product}                  401    403    403    403    403    200    200    403    403    403
PUT    /v1/shops/{shop}/products/{fresh_product}/variants   401    403    403    403    403    200    200    403    403    403
POST   /v1/shops/{shop}/products/{product}/pictures         401    403    403    403    403    422    422    403    403    403
PUT    /v1/shops/{shop}/products/{product}/pictures         401    403    403    403    403    200    200    403    403    403
DELETE /v1/shops/{shop}/products/{fresh_product}            401    403    403    403    403    204    204    403    403    403
PUT    /v1/shops/{shop}/variants/{variant}/price            401    403    403    403    403    200    200    403    403    403
POST   /v1/shops/{shop}/stock                               401    403    403    403    403    200    200    403    403    403
GET    /v1/shops/{shop}/imports                             401    403    403    403    403    200    200    403    403    403
POST   /v1/shops/{shop}/imports                             401    403    403    403    403    201    201    403    403    403
GET    /v1/shops/{shop}/imports/{import_id}                 401    403    403    403    403    200    200    403    403    403
PUT    /v1/shops/{shop}/imports/{import_id}/columns         401    403    403    403    403    200    200    403    403    403
GET    /v1/shops/{shop}/imports/{import_id}/report.csv      401    403    403    403    403    200    200    403    403    403
POST   /v1/shops/{shop}/imports/{import_id}/confirm         401    403    403    403    403    200    200    403    403    403
POST   /v1/shops/{shop}/imports/{import_id}/undo            401    403    403    403    403    409    409    403    403    403
GET    /v1/shops/{shop}/programme/versions                  401    403    403    403    403    200    200    403    403    403
GET    /v1/shops/{shop}/creators                            401    403    403    403    403    200    200    403    403    403
GET    /v1/shops/{shop}/shipping                            401    403    403    403    403    200    200    403    403    403
PUT    /v1/shops/{shop}/shipping                            401    403    403    403    403    200    403    403    403    403
GET    /v1/shops/{shop}/vouchers                            401    403    403    403    403    200    200    403    403    403
POST   /v1/shops/{shop}/vouchers                            401    403    403    403    403    201    403    403    403    403
POST   /v1/shops/{shop}/vouchers/{voucher_id}/stop          401    403    403    403    403    200    403    403    403    403
PUT    /v1/carts/{cart_id}/voucher                          404    200    404    404    404    404    404    404    404    404
POST   /v1/orders/{order_id}/refund_quote                   404    404    404    404    404    200    200    404    404    200
GET    /v1/shops/{shop}/orders.csv                          401    403    403    403    403    200    200    403    403    403
POST   /v1/shops/{shop}/shipments                           401    403    403    403    403    200    200    403    403    403
GET    /v1/shops/{shop}/sales                               401    403    403    403    403    200    200    403    403    403
GET    /v1/shops/{shop}/sales.csv                           401    403    403    403    403    200    200    403    403    403

POST   /v1/creators                          401    201     201      409    409   201   201     201       201      201
DELETE /v1/sessions/current                  401    204     204      204    204   204   204     204       204      204
"""


@dataclass
class Row:
    method: str
    path: str
    variant: str
    expected: dict[str, int]

    @property
    def name(self) -> str:
        return f"{self.method} {self.path} {self.variant}".strip()


@dataclass
class Scene:
    """The world, who stands in it, and how to make each thing anew after somebody changed it."""

    app: App
    http: httpx.AsyncClient
    world: World
    cast: dict[str, Person | None]
    made: dict[str, str] = field(default_factory=dict)

    async def get(self, name: str) -> str:
        if name not in self.made:
            self.made[name] = await MAKERS[name](self)
        return self.made[name]

    def headers(self, role: str) -> dict[str, str]:
        person = self.cast[role]
        return {} if person is None else person.headers


def rows() -> list[Row]:
    found = []
    for line in filter(None, TABLE.splitlines()[2:]):
        left, *cells = re.split(r"\s+(?=\d{3}\b)", line.strip())
        method, path, *variant = left.split(None, 2)
        assert len(cells) == len(ROLES), line
        found.append(Row(method, path, variant[0] if variant else "", dict(zip(ROLES, map(int, cells), strict=True))))
    return found


# --- things -----------------------------------------------------------------------------------------------------------


async def _handle(scene: Scene) -> str:
    me = await scene.http.get("/v1/me", headers=scene.headers("creator"))
    return str(me.json()["account"]["creator"]["handle"])


async def _video(scene: Scene) -> str:
    return str(await add_video(scene.app, scene.world.creator.id, len(scene.made) + 100))


async def _fresh_product(scene: Scene) -> str:
    return str((await make_product(scene.app, scene.world.shop_id))[0])


async def _tag(scene: Scene) -> str:
    body = {"product_id": await _fresh_product(scene)}
    path = f"/v1/videos/{await scene.get('video_id')}/tags"
    return await _made(scene.http.post(path, json=body, headers=scene.headers("creator")))


async def _link(scene: Scene) -> str:
    body = {"product_id": await _fresh_product(scene)}
    return await _made(scene.http.post("/v1/showcase", json=body, headers=scene.headers("creator")))


async def _order(scene: Scene) -> str:
    await touch(scene.http, scene.world)
    return await _made(buy(scene.http, scene.world))


async def _commission(scene: Scene) -> str:
    order = await _order(scene)
    lines = (await scene.http.get("/v1/wallet", headers=scene.headers("creator"))).json()["lines"]
    return str(next(line["commission_id"] for line in lines if line["order_id"] == order))


async def _guest_order(scene: Scene) -> str:
    body = await _body(scene, "POST /v1/checkout/buy", "guest")
    headers = {"Idempotency-Key": fresh_key()}
    answer = await scene.http.post("/v1/checkout/buy", json=body, headers=headers)
    scene.made["order_token"] = answer.json()["order_token"]
    return str(answer.json()["id"])


async def _cart(scene: Scene) -> str:
    body = {"lines": [{"variant_id": str(scene.world.variant_id), "quantity": 1}]}
    made = await _made(scene.http.post("/v1/carts", json=body, headers=scene.headers("shopper")))
    path = f"/v1/carts/{made}/address"
    assert (await scene.http.put(path, json=ADDRESS, headers=scene.headers("shopper"))).status_code == 200
    return made


async def _guest_cart(scene: Scene) -> str:
    made = await _made(scene.http.post("/v1/carts", json={}))
    scene.http.cookies.clear()
    return made


async def _import(scene: Scene) -> str:
    path = f"/v1/shops/{scene.world.shop_slug}/imports"
    return await _made(scene.http.post(path, content=b"id,title,price\n1,Bowl,9.50\n", headers=scene.headers("owner")))


async def _voucher(scene: Scene) -> str:
    body = {"code": f"off-{fresh_key()}", "percent_bps": 1000}
    path = f"/v1/shops/{scene.world.shop_slug}/vouchers"
    return await _made(scene.http.post(path, json=body, headers=scene.headers("owner")))


async def _made(answer: Awaitable[httpx.Response]) -> str:
    got = await answer
    assert got.status_code == 201, got.text
    return str(got.json()["id"])


MAKERS: dict[str, Callable[[Scene], Awaitable[str]]] = {
    "handle": _handle,
    "video_id": _video,
    "tag_id": _tag,
    "link_id": _link,
    "commission_id": _commission,
    "order_id": _order,
    "guest_order": _guest_order,
    "cart_id": _cart,
    "guest_cart": _guest_cart,
    "fresh_product": _fresh_product,
    "import_id": _import,
    "voucher_id": _voucher,
}


_VARIANT: Json = {"title": "One", "prices": [{"currency": "USD", "minor": 2000}]}


async def _body(scene: Scene, row: str, role: str) -> Json | None:
    """A body of the right shape, so that only who asks decides."""
    line = {"variant_id": str(scene.world.variant_id), "quantity": 1}
    number = fresh_key()[4:]
    bodies: dict[str, Json] = {
        "PATCH /v1/me": {"name": "New Name"},
        "POST /v1/accounts": {
            "email": f"new-{number}@world.test", "password": "open sesame 1", "name": "New", "birth_date": "1990-01-01",
            "language": "es",
        },
        "POST /v1/sessions #wrong": {"email": "nobody@world.test", "password": "open sesame 1"},
        "POST /v1/email_verifications/confirm": {"token": "x"},
        "POST /v1/password_resets": {"email": "nobody@world.test"},
        "POST /v1/password_resets/confirm": {"token": "x", "password": "open sesame 1"},
        "POST /v1/creators": {"handle": f"new.{role}.{number}"},
        "PUT /v1/shops/{shop}/programme": {"rate_bps": 1500, "window_days": 30},
        "POST /v1/touches": {"tag_id": str(scene.world.link_id)},
        "POST /v1/quotes": {"lines": [line]},
        "POST /v1/carts": {"lines": [line]},
        "PUT /v1/carts/{cart_id}/lines": {"lines": [line]},
        "PUT /v1/carts/{cart_id}/address": ADDRESS,
        "PUT /v1/carts/{cart_id}/shipping": {"choices": []},
        "POST /v1/carts/{cart_id}/pay": {"payment": CARD, "email": "guest@world.test"},
        "POST /v1/checkout/buy": {**line, "address": ADDRESS, "payment": CARD, "email": "guest@world.test"},
        "POST /v1/orders/{order_id}/refund": {},
        "POST /v1/orders/{order_id}/ship": {},
        "POST /v1/payouts": {"currency": "USD"},
        "POST /v1/shops": {
            "name": "New", "slug": f"new-{number}", "country": "US",
            "identity": {"legal_name": "N", "address": "A", "phone": "1"},
        },
        "PATCH /v1/shops/{shop}/settings": {"handling_days": 3},
        "POST /v1/shops/{shop}/products": {"title": "Bowl", "variants": [_VARIANT]},
        "POST /v1/shops/{shop}/products/many": {"products": [str(scene.world.product_id)], "verb": "show"},
        "PATCH /v1/shops/{shop}/products/{product}": {"category": "Home"},
        "PUT /v1/shops/{shop}/products/{fresh_product}/variants": {"variants": [_VARIANT]},
        "PUT /v1/shops/{shop}/products/{product}/pictures": {"keys": []},
        "PUT /v1/shops/{shop}/variants/{variant}/price": {"currency": "USD", "minor": 2000},
        "POST /v1/shops/{shop}/stock": {"changes": [{"variant_id": line["variant_id"], "delta": 1}]},
        "PUT /v1/shops/{shop}/imports/{import_id}/columns": {"columns": {}},
        "PUT /v1/shops/{shop}/shipping": {"rates": []},
        "POST /v1/shops/{shop}/vouchers": {"code": f"v-{number}", "percent_bps": 1000},
        "PUT /v1/carts/{cart_id}/voucher": {"code": None},
        "POST /v1/orders/{order_id}/refund_quote": {},
        "POST /v1/shops/{shop}/shipments": {"parcels": [{"id": str(UUID(int=int(number)))}]},
    }  # fmt: skip
    if row in ("POST /v1/videos/{video_id}/tags", "POST /v1/showcase"):
        return {"product_id": await scene.get("fresh_product")}
    return bodies.get(row)


async def _extra(scene: Scene, row: Row) -> dict[str, str]:
    if row.variant == "#by a proxy":
        return {"X-Forwarded-For": "203.0.113.7"}
    if row.variant == "#with token":
        await scene.get("guest_order")
        return {"X-Order-Token": scene.made["order_token"]}
    return {"X-Order-Token": "wrong"} if row.variant == "#wrong token" else {}


# --- the test ---------------------------------------------------------------------------------------------------------


async def _scene(app: App, http: httpx.AsyncClient) -> Scene:
    world = await make_world(app, stock=10_000)
    cast: dict[str, Person | None] = {
        "guest": None, "shopper": world.shopper, "creator": world.creator, "owner": world.seller,
        "operator": world.operator,
    }  # fmt: skip
    for name in ("stranger", "rival", "staff", "neighbour", "moderator"):
        cast[name] = await make_person(app, name)
    other = await catalog.open_shop(app, slug="next-door", name="Next Door", country="US")
    ids = {name: person.id for name, person in cast.items() if person is not None}
    await people.make_creator(app, ids["rival"], "rival")
    await people.add_member(app, ids["staff"], world.shop_id, "staff")
    await people.add_member(app, ids["neighbour"], other.id, "owner")
    await people.grant_role(app, ids["moderator"], "moderator")
    made = {
        "shop": world.shop_slug, "product": str(world.product_id), "variant": str(world.variant_id), "sign": "logo",
    }  # fmt: skip
    return Scene(app, http, world, cast, made)


async def _status(scene: Scene, row: Row, role: str) -> int:
    scene.http.cookies.clear()
    named = re.findall(r"{([a-z_]+)}", row.path)
    path = row.path.format(**{name: await scene.get(name) for name in named})
    headers = {**scene.headers(role), "Idempotency-Key": fresh_key(), **await _extra(scene, row)}
    body = await _body(scene, row.name, role)
    scene.http.cookies.clear()
    before = await books(scene.app)
    answer = await scene.http.request(row.method, path, json=body, headers=headers)
    if answer.status_code >= 400:
        assert await books(scene.app) == before, f"{row.name} by {role} was refused and changed the books"
    elif row.method != "GET":
        for name in (
            "order_id",
            "cart_id",
            "guest_order",
            "tag_id",
            "link_id",
            "fresh_product",
            "import_id",
            "voucher_id",
        ):
            scene.made.pop(name, None)
    return answer.status_code


async def test_who_may_do_what(http: httpx.AsyncClient, app: App) -> None:
    scene = await _scene(app, http)
    wrong = []
    for row in rows():
        for role, expected in row.expected.items():
            status = await _status(scene, row, role)
            if status != expected:
                wrong.append(f"{row.name}: {role} got {status}, not {expected}")
    assert not wrong, "\n" + "\n".join(wrong)


def test_every_route_has_a_row(app: App) -> None:
    served = set()
    for route in create_app(app).routes:
        if not route.path.startswith("/v1/") and route.path not in ("/healthz", "/readyz", "/metrics"):
            continue  # pages and files: everybody's, see test_pages.py
        for method in getattr(route, "methods", set()) - {"OPTIONS", "HEAD"}:
            served.add((method, _shape(route.path)))
    assert served == {(row.method, _shape(row.path)) for row in rows()}


def _shape(path: str) -> str:
    return re.sub(r"{[a-z_:]+}", "{}", path)
