"""`/openapi.json`: the contract as OpenAPI 3.1, generated from the routes and completed by what every route shares."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

import msgspec
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.spec import License
from litestar.types import Method

from vitrina.platform.keys import KEY_CHARS_MAX
from vitrina.platform.settings import Settings

_VERSION = version("vitrina")
_DESCRIPTION = """Watch, tap, buy, and everyone is paid.

Money is integer minor units with an ISO 4217 code, instants are RFC 3339 in UTC, rates are basis points. Every write
accepts `Idempotency-Key`; refusals are `application/problem+json` (RFC 9457): switch on `code`. Pages take `cursor` and
`limit` and give `next_cursor`."""
_TAGS = {
    "people": "Accounts, sessions, creators, follows.",
    "notice": "What people are told, and how they want to hear it.",
    "catalog": "Shops and what they sell.",
    "affiliate": "Links, touches, programmes, commissions and why.",
    "cart": "Baskets and quotes.",
    "checkout": "Buying, orders, refunds, shipping.",
    "payout": "Wallets and payouts.",
    "video": "Short vertical video and its tags.",
    "social": "Likes, saves, comments, shares.",
    "feed": "What the phone shows next.",
    "insight": "Checks and exports of the operator.",
    "web": "The machine.",
}
_WRITES = ("post", "put", "patch", "delete")
_SECURITY: list[dict[str, list[str]]] = [{}, {"bearer": []}, {"cookie": []}]
_SCHEMES = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "The token of `POST /v1/sessions`."},
    "cookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": "vitrina_session",
        "description": "Set for the app's own origin; unsafe calls by cookie must come from it.",
    },
}


def describe(routes: Sequence[HTTPRouteHandler], settings: Settings) -> bytes:
    """The OpenAPI document of `routes` as JSON; asserts that operation ids are unique and that each says what it does."""
    owners: dict[str, str] = {}

    def operation_id(handler: HTTPRouteHandler, _: Method, __: list[Any]) -> str:
        name = str(handler.fn.__name__)
        owner = handler.fn.__module__.split(".")[1]
        assert name not in owners, f"two routes are called {name}: {owners[name]} and {owner}"
        owners[name] = owner
        return name

    config = OpenAPIConfig(
        title="Vitrina",
        version=_VERSION,
        description=_DESCRIPTION,
        license=License(name="Apache-2.0", identifier="Apache-2.0"),
        use_handler_docstrings=True,
        operation_id_creator=operation_id,
    )
    # An application of its own: the one that serves has no schema routes, and pays nothing for this.
    made = Litestar(route_handlers=list(routes), openapi_config=config, logging_config=None)
    document = made.openapi_schema.to_schema()
    document["servers"] = [{"url": settings.public_url}]
    document["tags"] = [
        {"name": name, "description": words} for name, words in _TAGS.items() if name in owners.values()
    ]
    document["security"] = _SECURITY
    document.setdefault("components", {})["securitySchemes"] = _SCHEMES
    document["components"]["parameters"] = {"IdempotencyKey": _key_parameter(is_required=False)}
    _open_problem(document["components"]["schemas"].get("Problem"))
    for item in document["paths"].values():
        for method, operation in item.items():
            if isinstance(operation, dict):
                _complete(method, operation, owners)
    return msgspec.json.encode(document)


def _complete(method: str, operation: dict[str, Any], owners: dict[str, str]) -> None:
    name = operation["operationId"]
    words = str(operation.pop("description", "")).strip()
    assert words, f"the route {name} has no docstring"
    operation["summary"] = words.split("\n")[0].rstrip(".")
    operation["description"] = words
    operation["tags"] = [owners[name]]
    responses = operation["responses"]
    if "requestBody" not in operation:
        responses.pop("413", None)
    if method in _WRITES:
        is_required = "idempotency_key_missing" in str(responses.get("400", {}).get("description"))
        shared = {"$ref": "#/components/parameters/IdempotencyKey"}
        operation.setdefault("parameters", []).append(_key_parameter(is_required=True) if is_required else shared)


def _key_parameter(*, is_required: bool) -> dict[str, Any]:
    return {
        "name": "Idempotency-Key",
        "in": "header",
        "required": is_required,
        "description": (
            "The same key and body: the first answer again, with `Idempotent-Replayed: true`; another body: 422"
            " `idempotency_conflict`; still running: 409 `idempotency_in_flight`. Kept 30 days."
        ),
        "schema": {"type": "string", "minLength": 1, "maxLength": KEY_CHARS_MAX, "pattern": "^[ -~]+$"},
    }


def _open_problem(schema: dict[str, Any] | None) -> None:
    """A problem may have further fields, depending on its code."""
    if schema is not None:
        schema["additionalProperties"] = True
