"""A video ends; what was bought through it does not."""

from __future__ import annotations

import httpx
from tests.video.test_studio import call
from tests.video.test_uploads import studio
from tests.video.world import add_video
from tests.world import books, buy, make_world

from vitrina.platform.app import App


async def test_a_deleted_video_is_gone_and_what_it_earned_stays(http: httpx.AsyncClient, app: App) -> None:
    world = await make_world(app)
    video_id = await add_video(app, world.creator.id, 1)
    tag = await call(http, world, "POST", f"{video_id}/tags", {"product_id": str(world.product_id)}, 201)
    tap = await http.post("/v1/touches", json={"tag_id": tag["id"]}, headers=world.shopper.headers)
    order = (await buy(http, world, touch_id=tap.json()["id"])).json()
    numbers = (await studio(http, world.creator, video_id))["numbers"]
    assert numbers == {"taps": 1, "sold": 1, "earned": [{"minor": 300, "currency": "USD"}]}
    before, wallet = await books(app), (await http.get("/v1/wallet", headers=world.creator.headers)).json()

    refused = await http.delete(f"/v1/videos/{video_id}", headers=world.shopper.headers)
    assert refused.status_code == 403
    await call(http, world, "DELETE", str(video_id), status=204)
    assert (await http.get(f"/v1/videos/{video_id}")).json()["code"] == "video_gone"
    assert (await http.get("/v1/feed")).json()["videos"] == []
    assert (await http.get("/v1/studio/videos", headers=world.creator.headers)).json()["videos"] == []
    late = await http.post("/v1/touches", json={"tag_id": tag["id"]}, headers=world.shopper.headers)
    assert late.status_code in (404, 410)
    assert await books(app) == before
    assert (await http.get("/v1/wallet", headers=world.creator.headers)).json() == wallet
    seen = await http.get(f"/v1/orders/{order['id']}", headers=world.shopper.headers)
    assert seen.json()["lines"] == order["lines"]
