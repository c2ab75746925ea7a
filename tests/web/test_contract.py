"""`/openapi.json`: valid, complete, and true of what is served."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
from litestar.handlers import HTTPRouteHandler
from openapi_spec_validator import OpenAPIV31SpecValidator

from vitrina.platform.app import App
from vitrina.web import create_app
from vitrina.web.joins import ROUTES

WRITES = ("post", "put", "patch", "delete")
MOVES_MONEY = (
    "/v1/checkout/buy",
    "/v1/carts/{cart_id}/pay",
    "/v1/orders/{order_id}/refund",
    "/v1/order_requests/{request_id}/answer",
    "/v1/payouts",
)
Json = dict[str, Any]


@pytest.fixture
async def document(http: httpx.AsyncClient) -> Json:
    answer = await http.get("/openapi.json")
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    made: Json = answer.json()
    return made


def operations(document: Json) -> list[tuple[str, str, Json]]:
    return [
        (method, path, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if isinstance(operation, dict)
    ]


async def test_it_is_valid_openapi(document: Json) -> None:
    assert document["openapi"].startswith("3.1")
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []


async def test_every_served_route_is_in_it(app: App, document: Json) -> None:
    served = set()
    for route in create_app(app).routes:
        for method in getattr(route, "methods", set()) - {"OPTIONS", "HEAD"}:
            path = re.sub(r"{([a-z_]+):[a-z]+}", r"{\1}", route.path)
            if path.startswith("/v1/") or path in ("/healthz", "/readyz", "/metrics"):
                served.add((method.lower(), path))
    assert {(method, path) for method, path, _ in operations(document)} == served
    assert len(served) >= len(ROUTES)
    assert all(isinstance(handler, HTTPRouteHandler) for handler in ROUTES)


async def test_every_operation_says_what_it_is(document: Json) -> None:
    names = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(set(names)) == len(names)
    tags = {tag["name"] for tag in document["tags"]}
    for method, path, operation in operations(document):
        assert re.fullmatch("[a-z][a-z0-9_]+", operation["operationId"])
        assert 5 < len(operation["summary"]) <= 120, path
        assert operation["tags"][0] in tags
        responses = operation["responses"]
        assert any(status.startswith("2") for status in responses), (method, path)
        refused = {status: one for status, one in responses.items() if status.startswith(("4", "5"))}
        assert {"400", "401", "403", "404", "422", "429", "503"} <= set(refused), (method, path)
        for status, one in refused.items():
            assert list(one["content"]) == ["application/problem+json"], (method, path, status)
            assert one["content"]["application/problem+json"]["schema"] == {"$ref": "#/components/schemas/Problem"}
            assert one["description"].startswith("codes: ")
        assert ("413" in responses) == ("requestBody" in operation)


async def test_writes_document_their_key(document: Json) -> None:
    for method, path, operation in operations(document):
        keys = [_resolved(document, one) for one in operation.get("parameters", ())]
        found = [one["required"] for one in keys if one["name"] == "Idempotency-Key"]
        assert found == ([path in MOVES_MONEY] if method in WRITES else []), (method, path)


async def test_who_may_ask(document: Json) -> None:
    assert document["security"] == [{}, {"bearer": []}, {"cookie": []}]
    schemes = document["components"]["securitySchemes"]
    assert (schemes["bearer"]["scheme"], schemes["cookie"]["name"]) == ("bearer", "vitrina_session")


async def test_a_problem_may_have_further_fields(document: Json) -> None:
    problem = document["components"]["schemas"]["Problem"]
    assert set(problem["required"]) == {"type", "title", "status", "detail", "code", "request_id"}
    assert problem["additionalProperties"] is True


def _resolved(document: Json, parameter: Json) -> Json:
    reference = parameter.get("$ref")
    if reference is None:
        return parameter
    made: Json = document["components"]["parameters"][str(reference).rpartition("/")[2]]
    return made
