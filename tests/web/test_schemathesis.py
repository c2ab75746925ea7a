"""The contract against the machine: generated requests, good and bad; no 5xx, no status that is not documented."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import hypothesis
import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck
from schemathesis import GenerationMode
from tests.video.world import add_video
from tests.world import ADDRESS, CARD, World, buy, fresh_key, make_product, make_world, touch

from vitrina.cli.roles import open_app
from vitrina.kernel.clock import ManualClock
from vitrina.platform.settings import Settings
from vitrina.web import create_app

# Asked of every operation: a few each time, many in the long campaign.
FEW = {GenerationMode.POSITIVE: 2, GenerationMode.NEGATIVE: 1}
MANY = {GenerationMode.POSITIVE: 12, GenerationMode.NEGATIVE: 8}
Json = dict[str, Any]


@dataclass
class Served:
    """A running application in a thread with a loop of its own, and real ids to ask about."""

    url: str
    known: dict[str, str]
    tokens: list[str]


@pytest.fixture
def served(settings: Settings, database_url: str, clock: ManualClock) -> Iterator[Served]:
    found: list[Served] = []
    is_up, stop = threading.Event(), threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(_serve(settings, database_url, clock, found, is_up, stop)))
    thread.start()
    assert is_up.wait(60) and found, "the server did not start"
    yield found[0]
    stop.set()
    thread.join(30)
    assert not thread.is_alive()


async def _serve(
    settings: Settings, url: str, clock: ManualClock, found: list[Served], is_up: threading.Event, stop: threading.Event
) -> None:  # fmt: skip
    app = await open_app(settings, url, clock=clock)
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(app), loop="asyncio", log_config=None, access_log=False)
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    serving = asyncio.create_task(server._serve(sockets=[listening]))
    while not server.started:
        await asyncio.sleep(0.01)
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    async with httpx.AsyncClient(base_url=address, timeout=30, trust_env=False) as http:
        world = await make_world(app, stock=1000)
        known = await _things(http, world)
    tokens = [one.token for one in (world.shopper, world.creator, world.seller, world.operator)]
    found.append(Served(address, known, tokens))
    is_up.set()
    while not stop.is_set():
        await asyncio.sleep(0.05)
    server.should_exit = True
    await serving
    listening.close()
    await app.close()


async def _things(http: httpx.AsyncClient, world: World) -> dict[str, str]:
    video = await add_video(world.app, world.creator.id, 1)
    product, _ = await make_product(world.app, world.shop_id)
    body = {"product_id": str(product)}
    tag = await http.post(f"/v1/videos/{video}/tags", json=body, headers=world.creator.headers)
    await touch(http, world)
    order = (await buy(http, world)).json()
    cart = await http.post("/v1/carts", json={}, headers=world.shopper.headers)
    await http.put(f"/v1/carts/{cart.json()['id']}/address", json=ADDRESS, headers=world.shopper.headers)
    wallet = (await http.get("/v1/wallet", headers=world.creator.headers)).json()
    me = (await http.get("/v1/me", headers=world.creator.headers)).json()
    return {
        "video_id": str(video),
        "tag_id": tag.json()["id"],
        "product": str(world.product_id),
        "shop": world.shop_slug,
        "handle": me["account"]["creator"]["handle"],
        "order_id": order["id"],
        "cart_id": cart.json()["id"],
        "commission_id": wallet["lines"][0]["commission_id"],
        "link_id": str(world.link_id),
        "variant_id": str(world.variant_id),
        "product_id": str(product),
        "method": CARD["method"],
    }


def test_generated_requests_meet_only_documented_answers(served: Served) -> None:
    _ask_all(served, FEW, requests_min=300)


@pytest.mark.proof
def test_many_generated_requests_meet_only_documented_answers(served: Served) -> None:
    _ask_all(served, MANY, requests_min=2_000)


def _ask_all(served: Served, examples: Mapping[GenerationMode, int], *, requests_min: int) -> None:
    document = httpx.get(f"{served.url}/openapi.json", timeout=60, trust_env=False).json()
    schema = schemathesis.openapi.from_dict(document)
    # What takes things away comes last, so that the others are asked about things that are there.
    operations = sorted((found.ok() for found in schema.get_all_operations()), key=lambda one: one.method == "delete")
    seen: list[tuple[str, int]] = []
    undocumented: set[str] = set()
    for operation in operations:
        if operation.path == "/v1/sessions/current":
            continue  # it would end the sessions that the others need; the authorization table asks it
        for mode, count in examples.items():
            if mode is GenerationMode.NEGATIVE and not _can_be_wrong(operation):
                continue
            _probe(served, operation, (mode, count), seen, undocumented)
    print(f"{len(seen)} generated requests, statuses {sorted({status for _, status in seen})}")
    assert not undocumented, "\n" + "\n".join(sorted(undocumented))
    assert [one for one in seen if one[1] >= 500] == []
    assert len(seen) >= requests_min
    assert {200, 201, 400, 401, 403, 404, 409, 422} <= {status for _, status in seen}


def _can_be_wrong(operation: Any) -> bool:
    """Whether anything sent can be of a wrong kind: any text is a name in a path."""
    raw = operation.definition.raw
    asked = raw.get("parameters", [])
    return "requestBody" in raw or any(
        one.get("in") != "path" or one.get("schema") != {"type": "string"} for one in asked
    )


def _probe(
    served: Served,
    operation: Any,
    asked: tuple[GenerationMode, int],
    seen: list[tuple[str, int]],
    undocumented: set[str],
) -> None:
    mode, count = asked
    documented = set(operation.definition.raw["responses"])
    name = f"{operation.method.upper()} {operation.path}"

    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    @hypothesis.settings(
        max_examples=count, derandomize=True, deadline=None, database=None, phases=[hypothesis.Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def ask(case: Any) -> None:
        turn = len(seen)
        if turn % 3:
            case.path_parameters = {**case.path_parameters, **_known(served, case.path_parameters)}
            if isinstance(case.body, dict):
                case.body = {**case.body, **_known(served, case.body)}
        headers = {"Idempotency-Key": fresh_key()} if turn % 4 else {}
        if turn % 5:
            headers["Authorization"] = f"Bearer {served.tokens[turn % len(served.tokens)]}"
        answer = case.call(base_url=served.url, headers=headers)
        seen.append((name, answer.status_code))
        # 405: a generated empty path parameter makes it another address.
        if str(answer.status_code) not in documented and answer.status_code != 405:
            undocumented.add(f"{name} ({mode.value}) answered {answer.status_code}: {_shown(case)} {answer.text[:300]}")

    with contextlib.suppress(hypothesis.errors.Unsatisfiable):  # nothing that could be wrong: no body, no parameter
        ask()


def _known(served: Served, asked: Json) -> dict[str, str]:
    return {name: value for name, value in served.known.items() if name in asked}


def _shown(case: Any) -> str:
    try:
        return json.dumps({"path": case.path_parameters, "query": case.query, "body": case.body})[:500]
    except (TypeError, ValueError):
        return repr(case.body)[:500]
