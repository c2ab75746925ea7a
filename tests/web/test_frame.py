"""What every answer shares: headers, request ids, problems in both languages, sizes, compression."""

from __future__ import annotations

import gzip
import json
import logging
import re
from dataclasses import replace

import httpx
import pytest
from litestar.types import Receive, Scope, Send
from tests.web.conftest import SCRIPT
from tests.world import make_person

from vitrina.platform.app import App
from vitrina.platform.settings import Settings, read_settings
from vitrina.web import create_app
from vitrina.web.frame import Frame
from vitrina.web.headers import content_policy, security_headers

UNKNOWN = "0191b1f4-0000-7000-8000-000000000000"
SIGN_UP = {"email": "ana@example.test", "password": "open sesame 1", "name": "Ana", "birth_date": "1999-04-30"}
EVERYWHERE = (
    "/healthz", "/readyz", "/metrics", "/openapi.json", "/v1/products", "/v1/nothing", "/nothing", "/", "/p/none", "/me",
    "/robots.txt", "/sitemap.xml", "/assets/index-abc123.js", "/assets/none.js", "/media/none.mp4", "/v1/orders",
)  # fmt: skip


async def test_every_answer_has_the_security_headers(http: httpx.AsyncClient, settings: Settings) -> None:
    for path in EVERYWHERE:
        answer = await http.get(path)
        is_public = path.startswith(("/assets/index", "/media/"))
        wanted = security_headers(settings, shared_with="cross-origin" if is_public else "same-origin")
        assert {name: answer.headers[name] for name, _ in _texts(wanted)} == dict(_texts(wanted)), path
        assert re.fullmatch("[0-9a-f]{20}", answer.headers["x-request-id"]), path
        assert answer.headers["cache-control"] != "", path


def test_the_policy_is_the_strict_one() -> None:
    assert content_policy(read_settings({})) == (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:;"
        " font-src 'self'; connect-src 'self'; worker-src 'self' blob:; manifest-src 'self';"
        " frame-src http://localhost:8003; frame-ancestors 'none'; form-action 'self'; base-uri 'none';"
        " object-src 'none'"
    )


def test_https_adds_transport_security_and_nothing_else_changes() -> None:
    settings = read_settings({})
    plain = dict(_texts(security_headers(settings, shared_with="same-origin")))
    secure = dict(_texts(security_headers(replace(settings, public_url="https://x.test"), shared_with="same-origin")))
    assert secure.pop("strict-transport-security") == "max-age=63072000; includeSubDomains"
    assert secure.pop("content-security-policy") == plain.pop("content-security-policy") + "; upgrade-insecure-requests"
    assert secure == plain


async def test_a_request_id_is_taken_over_when_it_is_one(http: httpx.AsyncClient) -> None:
    answer = await http.get("/v1/nothing", headers={"X-Request-Id": "abc-1.2_Z"})
    assert answer.headers["x-request-id"] == answer.json()["request_id"] == "abc-1.2_Z"
    for wrong in ("a b", "x" * 65, "<script>", "ñ".encode()):
        answer = await http.get("/v1/nothing", headers={"X-Request-Id": wrong})
        assert re.fullmatch("[0-9a-f]{20}", answer.headers["x-request-id"])
        assert answer.headers["x-request-id"] == answer.json()["request_id"]


PROBLEMS: list[tuple[str, str, dict[str, object], int, dict[str, object], str, str]] = [
    ("GET", "/v1/nothing", {}, 404, {"code": "not_found"},
     "It is not here, or not for you to see.", "No está aquí, o no es para ti."),
    ("DELETE", "/v1/products", {}, 405, {"code": "method_not_allowed", "method": "DELETE"},
     "This address does not take DELETE.", "Esta dirección no acepta DELETE."),
    ("POST", "/media/x.mp4", {}, 405, {"code": "method_not_allowed", "method": "POST"},
     "This address does not take POST.", "Esta dirección no acepta POST."),
    ("POST", "/v1/sessions", {"content": b"{"}, 400, {"code": "malformed"},
     "The request is not JSON that can be read.", "La solicitud no es JSON que se pueda leer."),
    ("POST", "/v1/sessions", {"content": b'{"email":"\xff"}'}, 400, {"code": "malformed"},
     "The request is not JSON that can be read.", "La solicitud no es JSON que se pueda leer."),
    ("POST", "/v1/sessions", {"content": b"x" * 262_145}, 413, {"code": "too_large"},
     "That is more than this address takes.", "Es más de lo que esta dirección acepta."),
    ("GET", "/v1/orders", {}, 401, {"code": "login_needed"}, "Log in first.", "Inicia sesión primero."),
]  # fmt: skip


async def test_problems_word_for_word(http: httpx.AsyncClient) -> None:
    for method, path, sent, status, fields, *words in PROBLEMS:
        for language, sentence in zip(("en", "es"), words, strict=True):
            headers = {"Accept-Language": language}
            answer = await http.request(method, path, headers=headers, **sent)  # type: ignore[arg-type]
            assert answer.headers["content-type"] == "application/problem+json"
            assert (answer.status_code, answer.json()) == (
                status,
                {
                    "type": f"urn:vitrina:problem:{fields['code']}",
                    "title": sentence,
                    "status": status,
                    "detail": sentence,
                    "request_id": answer.headers["x-request-id"],
                    **fields,
                },
            ), (method, path, sent)


SHAPES: list[tuple[str, object, list[tuple[str, str, str]]]] = [
    ("/v1/sessions", {"email": 1, "password": "x"}, [("email", "must be str, not int", "debe ser str, no int")]),
    ("/v1/sessions", {"email": "a@b.test"}, [("password", "is missing", "falta")]),
    ("/v1/sessions", [], [("body", "must be object, not array", "debe ser object, no array")]),
    ("/v1/touches", {"tag_id": UNKNOWN, "x": 1}, [("x", "is not known", "no se conoce")]),
    ("/v1/touches", {"tag_id": "one"}, [("tag_id", "is not valid", "no es válido")]),
    ("/v1/quotes", {"lines": [{"variant_id": UNKNOWN, "quantity": 0}]},
     [("lines[0].quantity", "must be int >= 1", "debe ser int >= 1")]),
    ("/v1/quotes", {"lines": []}, [("lines", "must have a length >= 1", "debe tener una longitud >= 1")]),
]  # fmt: skip


async def test_a_wrong_shape_names_the_field(http: httpx.AsyncClient) -> None:
    sentences = {
        "en": (1, "Something in the request is not right: {} {}."),
        "es": (2, "Algo en la solicitud no está bien: {} {}."),
    }
    for path, body, errors in SHAPES:
        for language, (place, sentence) in sentences.items():
            answer = await http.post(path, json=body, headers={"Accept-Language": language})
            problem = answer.json()
            wanted = [{"field": error[0], "reason": error[place]} for error in errors]
            assert (answer.status_code, problem["code"], problem["errors"]) == (422, "invalid", wanted), (path, body)
            assert (problem["field"], problem["reason"]) == (wanted[0]["field"], wanted[0]["reason"])
            assert problem["title"] == sentence.format(*wanted[0].values())


async def test_a_method_refused_says_which_are_taken(http: httpx.AsyncClient) -> None:
    allowed = (await http.delete("/v1/products")).headers["allow"]
    assert set(allowed.split(", ")) == {"GET", "OPTIONS"}


ABSURD = [
    ("GET", "/v1/products/%00", None),
    ("GET", "/v1/products?q=%00", None),
    ("GET", "/v1/products?limit=999999999999999999999999999999", None),
    ("GET", "/v1/products?limit=-1", None),
    ("GET", "/v1/products?cursor=%FF%FE", None),
    ("GET", f"/v1/products?cursor={'A' * 201}", None),
    ("GET", f"/v1/products/{'9' * 5000}", None),
    ("GET", "/v1/shops/%F0%9F%9B%8D", None),
    ("GET", "/v1/shops/..%2f..%2fetc", None),
    ("GET", "/v1/creators/%00%00", None),
    ("GET", "/v1/creators/%00/videos", None),
    ("GET", "/v1/creators/%00/showcase", None),
    ("GET", "/v1/shops/%00/programme", None),
    ("GET", "/v1/feed?kind=%00", None),
    ("GET", "/v1/feed?cursor=AAAA", None),
    ("GET", "/v1/orders/not-an-id", None),
    ("GET", "/v/%00", None),
    ("GET", "/p/%00", None),
    ("GET", "/s/%00", None),
    ("GET", "/@%00", None),
    ("GET", "/media/%00.mp4", None),
    ("GET", "/sitemaps/products/99999999999", None),
    ("GET", "/sitemaps/products/²", None),
    ("POST", "/v1/accounts", {**SIGN_UP, "language": "en", "name": "A\x00"}),
    ("POST", "/v1/accounts", {**SIGN_UP, "language": "en", "email": "\x00@x.test"}),
    ("POST", "/v1/accounts", {**SIGN_UP, "language": "en", "birth_date": "0001-01-01"}),
    ("POST", "/v1/accounts", {**SIGN_UP, "language": "en", "country": "\x00\x00"}),
    ("POST", "/v1/sessions", {"email": "\x00", "password": "\x00"}),
    ("POST", "/v1/password_resets", {"email": "\x00"}),
    ("POST", "/v1/quotes", {"lines": [{"variant_id": UNKNOWN, "quantity": 10**30}]}),
    ("POST", "/v1/carts", {"lines": [{"variant_id": UNKNOWN, "quantity": 1, "touch_id": UNKNOWN}]}),
    ("POST", "/v1/touches", {"tag_id": UNKNOWN}),
]


async def test_absurd_requests_are_refused_and_never_break(http: httpx.AsyncClient) -> None:
    for method, path, body in ABSURD:
        answer = await http.request(method, path, json=body)
        assert 400 <= answer.status_code < 500, (method, path, answer.text)
        if not path.startswith(("/v/", "/p/", "/s/", "/@")):
            assert answer.json()["status"] == answer.status_code
    deep = await http.post("/v1/sessions", content=b"[" * 100_000)
    assert (deep.status_code, deep.json()["code"]) == (400, "malformed")


async def test_a_long_page_of_json_is_compressed_and_a_short_one_is_not(http: httpx.AsyncClient) -> None:
    plain = await http.get("/openapi.json", headers={"Accept-Encoding": "identity"})
    packed = await http.get("/openapi.json", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert (plain.headers["vary"], packed.headers["vary"]) == ("accept-encoding", "accept-encoding")
    assert packed.json() == plain.json()
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) // 4
    short = await http.get("/healthz", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in short.headers


async def test_head_is_get_without_a_body(http: httpx.AsyncClient) -> None:
    for path in ("/healthz", "/", "/assets/index-abc123.js", "/v1/products", "/v1/nothing"):
        got = await http.get(path, headers={"Accept-Encoding": "identity"})
        head = await http.head(path, headers={"Accept-Encoding": "identity"})
        assert (head.status_code, head.content) == (got.status_code, b"")
        assert head.headers["content-length"] == got.headers["content-length"]
        assert head.headers["content-type"] == got.headers["content-type"]


async def test_answers_are_counted_by_route_and_written_once(
    http: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    before = _counted(await http.get("/metrics"))
    with caplog.at_level(logging.INFO, logger="vitrina.access"):
        await http.get("/v1/products/some-slug", headers={"X-Request-Id": "count-me"})
    lines = [record for record in caplog.records if record.name == "vitrina.access"]
    assert [record.getMessage() for record in lines] == ["GET /v1/products/some-slug 404"]
    assert _counted(await http.get("/metrics")) == before + 1


async def test_without_a_build_the_page_says_what_to_run(app: App) -> None:
    bare = replace(app, settings=replace(app.settings, client_folder=app.settings.home / "none"))
    transport = httpx.ASGITransport(app=create_app(bare))  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
        answer = await client.get("/")
    assert answer.status_code == 200
    assert answer.text == (
        "<!doctype html><title>Vitrina</title><p>The client is not built: run <code>make demo</code>, or"
        " <code>npm run build</code> in <code>client/</code>."
    )


async def test_a_dead_database_is_503_with_retry_after(app: App, caplog: pytest.LogCaptureFixture) -> None:
    transport = httpx.ASGITransport(app=create_app(app))  # type: ignore[arg-type]
    await app.db.close()
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
        answer = await client.get("/v1/products")
        ready = await client.get("/readyz")
        alive = await client.get("/healthz")
        page = await client.get("/p/mug", headers={"Accept": "text/html", "Accept-Language": "es"})
        home = await client.get("/", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (503, "unavailable", "2")
    assert (ready.status_code, ready.json()["code"]) == (503, "not_ready")
    assert ready.json()["reasons"] == ["the database does not answer"]
    assert (alive.status_code, alive.json()) == (200, {"status": "ok"})
    assert (page.status_code, "<title>Un momento</title>" in page.text) == (503, True)
    assert (home.status_code, "<title>Vitrina: watch, tap, buy</title>" in home.text) == (200, True)
    assert {record.levelname for record in caplog.records if record.name == "vitrina.web"} == {"WARNING"}


async def test_what_breaks_below_the_routes_is_500_once_and_tells_nothing(caplog: pytest.LogCaptureFixture) -> None:
    async def breaks(scope: Scope, receive: Receive, send: Send) -> None:
        raise RuntimeError("secret of ours")

    frame = Frame(breaks, files={}, media=breaks, own=[], shared=[])
    transport = httpx.ASGITransport(app=frame)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
        answer = await client.get("/media/a.mp4", headers={"X-Request-Id": "broken-1"})
    assert (answer.status_code, answer.json()["code"], answer.json()["request_id"]) == (500, "internal", "broken-1")
    assert "secret" not in answer.text
    assert len([record for record in caplog.records if record.exc_info]) == 1


async def test_a_problem_is_in_the_accounts_language_when_none_is_asked_for(http: httpx.AsyncClient, app: App) -> None:
    person = await make_person(app, "ana")
    async with app.db.transaction() as transaction:
        await transaction.execute("UPDATE people_account SET language = 'es' WHERE id = $1", person.id)
    client = httpx.AsyncClient(base_url=http.base_url, trust_env=False, headers=person.headers)
    async with client:
        own = await client.get("/v1/ledger/check")
        asked = await client.get("/v1/ledger/check", headers={"Accept-Language": "en"})
    assert own.json()["title"] == "Tu cuenta no puede hacer esto."
    assert asked.json()["title"] == "Your account may not do this."


async def test_files_of_the_build(http: httpx.AsyncClient) -> None:
    script = await http.get("/assets/index-abc123.js", headers={"Accept-Encoding": "identity"})
    assert (script.status_code, script.text) == (200, SCRIPT)
    assert script.headers["content-type"] == "text/javascript; charset=utf-8"
    assert script.headers["cache-control"] == "public, max-age=31536000, immutable"
    async with http.stream("GET", "/assets/index-abc123.js", headers={"Accept-Encoding": "gzip"}) as packed:
        raw = b"".join([piece async for piece in packed.aiter_raw()])
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(raw).decode() == SCRIPT
    known = await http.get("/assets/index-abc123.js", headers={"If-None-Match": script.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")
    manifest = await http.get("/manifest.webmanifest")
    assert manifest.headers["content-type"] == "application/manifest+json"
    assert manifest.headers["cache-control"] == "public, no-cache"
    assert json.loads(manifest.content) == {"name": "Vitrina"}
    assert (await http.get("/icons/vitrina.svg")).headers["content-type"] == "image/svg+xml"
    for hidden in ("/.vite/manifest.json", "/index.html", "/assets/", "/assets/../index.html"):
        assert (await http.get(hidden)).status_code == 404
    assert (await http.post("/assets/index-abc123.js")).status_code == 405


def _texts(headers: list[tuple[bytes, bytes]]) -> list[tuple[str, str]]:
    return [(name.decode(), value.decode()) for name, value in headers]


def _counted(answer: httpx.Response) -> float:
    wanted = 'vitrina_requests_total{method="GET",route="/v1/products/{product}",status="404"}'
    found = [line for line in answer.text.splitlines() if line.startswith(wanted)]
    return float(found[0].rpartition(" ")[2]) if found else 0.0
