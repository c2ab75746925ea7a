"""The gateway over HTTP: a bare ASGI application, strict about every request and cheap on the path of a purchase."""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final, TypeVar
from urllib.parse import parse_qsl

import msgspec

from vitrina.checkout.engine.sandbox import pages
from vitrina.checkout.engine.sandbox.book import problem_body
from vitrina.checkout.engine.sandbox.faults import FaultPlan
from vitrina.checkout.engine.sandbox.gateway import Gateway, Reply
from vitrina.checkout.engine.sandbox.log import LogFailed
from vitrina.checkout.engine.sandbox.rules import (
    AmountRequest,
    Charge,
    ChargeRequest,
    EffectKind,
    EmptyRequest,
    Problem,
)

# the shapes of ASGI 3 itself, which has no stricter types
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers = dict[bytes, bytes]
Answer = tuple[int, list[tuple[bytes, bytes]], bytes]

BODY_BYTES_MAX: Final = 16_384
LOG_LIMIT_DEFAULT: Final = 1_000
LOG_LIMIT_MAX: Final = 10_000

_JSON: Final = (b"content-type", b"application/json")
_PROBLEM: Final = (b"content-type", b"application/problem+json")
_REPLAYED: Final = (b"idempotent-replayed", b"true")
_HTML: Final = (b"content-type", b"text/html; charset=utf-8")
_CHANGES: Final[dict[str, EffectKind]] = {"capture": "charge.captured", "refund": "charge.refunded"}

logger = logging.getLogger(__name__)
_encode = msgspec.json.Encoder().encode
_decode_charge = msgspec.json.Decoder(ChargeRequest).decode
_decode_amount = msgspec.json.Decoder(AmountRequest).decode
_decode_empty = msgspec.json.Decoder(EmptyRequest).decode
_decode_faults = msgspec.json.Decoder(FaultPlan).decode
_Request = TypeVar("_Request")


class SandboxApp:
    """The ASGI application around one gateway."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._authorization = f"Bearer {gateway.settings.secret}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one HTTP request, or the life of the process."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        assert scope["type"] == "http", scope["type"]
        try:
            status, headers, body = await self._route(scope, receive)
        except Problem as problem:
            status, headers, body = _problem(problem)
        except LogFailed:
            status, headers, body = _problem(Problem("log_unavailable"))
        except _ReplyLost as lost:
            await _break_off(send, lost.reply)
            return
        except Exception:  # the edge of the process: logged, answered, and the next request goes on
            logger.exception("request failed: %s %s", scope["method"], scope["path"])
            status, headers, body = _problem(Problem("internal_error"))
        headers.append((b"content-length", b"%d" % len(body)))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await self._gateway.start()
                await send({"type": "lifespan.startup.complete"})
            else:
                await self._gateway.close()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _route(self, scope: Scope, receive: Receive) -> Answer:
        path: str = scope["path"]
        headers: Headers = dict(scope["headers"])
        if path.startswith(("/challenges/", "/vouchers/")):
            return await self._page(scope, headers)
        if path == "/healthz":
            return 200, [_JSON], b'{"status":"ok","effects":%d}' % self._gateway.log.durable_number
        if not hmac.compare_digest(headers.get(b"authorization", b""), self._authorization):
            raise Problem("unauthorised")
        delay_ms = self._gateway.faults.plan.delay_ms
        if delay_ms and path != "/faults":
            await asyncio.sleep(delay_ms / 1000)
        if scope["method"] == "GET":
            return await self._read(path, scope["query_string"])
        if scope["method"] == "POST":
            return await self._write(path, headers, receive)
        raise Problem("method_not_allowed")

    async def _write(self, path: str, headers: Headers, receive: Receive) -> Answer:
        body = await _body(headers, receive)
        if path == "/faults":
            self._gateway.set_faults(_parse(_decode_faults, body))
            return 200, [_JSON], _encode(self._gateway.faults.plan)
        key = _key(headers)
        if path == "/charges":
            return _answer(await self._gateway.charge(key, _parse(_decode_charge, body)))
        match path.split("/"):
            case ["", "charges", charge_id, ("capture" | "refund") as verb]:
                amount_minor = _parse(_decode_amount, body).amount_minor
                return _answer(
                    await self._gateway.change(verb, _CHANGES[verb], charge_id, key=key, amount_minor=amount_minor)
                )
            case ["", "charges", charge_id, "void"]:
                _parse(_decode_empty, body)
                return _answer(await self._gateway.change("void", "charge.voided", charge_id, key=key, amount_minor=0))
        raise Problem("not_found")

    async def _read(self, path: str, query: bytes) -> Answer:
        asked = dict(parse_qsl(query.decode("latin-1"), keep_blank_values=True))
        match path.split("/"):
            case ["", "charges"]:
                match asked:
                    case {"key": key, **others} if not others:
                        return 200, [_JSON], _encode(await self._gateway.find_by_key(key))
                    case {"reference": reference, **others} if not others:
                        charges = await self._gateway.list_by_reference(reference)
                        return 200, [_JSON], _encode({"charges": charges})
                raise Problem("invalid_request", "Ask by key or by reference.")
            case ["", "charges", charge_id] if not asked:
                return 200, [_JSON], _encode(await self._gateway.find(charge_id))
            case ["", "log"]:
                return self._log(asked)
        raise Problem("not_found")

    def _log(self, asked: dict[str, str]) -> Answer:
        after = _whole_number(asked.pop("after", "0"))
        limit = _whole_number(asked.pop("limit", str(LOG_LIMIT_DEFAULT)))
        if asked or not 1 <= limit <= LOG_LIMIT_MAX:
            raise Problem("invalid_request", f"after is a number, limit is 1 to {LOG_LIMIT_MAX}.")
        effects = self._gateway.log.read(after, limit)
        last = self._gateway.log.durable_number
        return 200, [_JSON], b'{"last":%d,"effects":[%b]}' % (last, b",".join(effects))

    async def _page(self, scope: Scope, headers: Headers) -> Answer:
        asked = dict(parse_qsl(scope["query_string"].decode("latin-1")))
        language = pages.choose_language(asked.get("lang"), headers.get(b"accept-language", b"").decode("latin-1"))
        wants_json = b"application/json" in headers.get(b"accept", b"")
        book = self._gateway.book
        match [scope["method"], *scope["path"].split("/")[1:]]:
            case ["GET", "challenges", charge_id] if _has_challenge(book.charges.get(charge_id)):
                charge = await self._gateway.find(charge_id)
                return _html(pages.challenge_page(charge, language), charge)
            case ["POST", "challenges", charge_id, ("approve" | "refuse") as word] if _has_challenge(
                book.charges.get(charge_id)
            ):
                charge = await self._answer_challenge(charge_id, is_approved=word == "approve")
                assert charge.return_url is not None
                return _see_other(charge.return_url)
            case ["GET", "vouchers", reference] if reference in book.by_voucher:
                charge = await self._gateway.find(book.by_voucher[reference])
                return _html(pages.voucher_page(charge, language), charge)
            case ["POST", "vouchers", reference, "pay"] if reference in book.by_voucher:
                if wants_json:
                    return 200, [_JSON], _encode(await self._gateway.pay_voucher(book.by_voucher[reference]))
                await self._pay_voucher(book.by_voucher[reference])
                return _see_other(f"/vouchers/{reference}?lang={language}")
        return 404, [*_page_headers(None)], pages.missing_page(language).encode()

    async def _answer_challenge(self, charge_id: str, *, is_approved: bool) -> Charge:
        """The shopper's word; a second click of the same page is taken back to the shop like the first."""
        try:
            return await self._gateway.answer_challenge(charge_id, is_approved=is_approved)
        except Problem as problem:
            if problem.code != "charge_not_waiting":
                raise
            return await self._gateway.find(charge_id)

    async def _pay_voucher(self, charge_id: str) -> None:
        try:
            await self._gateway.pay_voucher(charge_id)
        except Problem as problem:
            if problem.code != "charge_not_waiting":  # the page then shows how the voucher ended
                raise


class _ReplyLost(Exception):
    """The effect happened, and its answer shall not arrive."""

    def __init__(self, reply: Reply) -> None:
        self.reply = reply


async def _break_off(send: Send, reply: Reply) -> None:
    """Promise a longer body than is sent: the server then drops the connection in the middle of the answer."""
    length = (b"content-length", b"%d" % (len(reply.body) + 1))
    await send({"type": "http.response.start", "status": reply.status, "headers": [_JSON, length]})
    await send({"type": "http.response.body", "body": b"{", "more_body": True})


async def _body(headers: Headers, receive: Receive) -> bytes:
    if headers.get(b"content-type") != b"application/json":
        raise Problem("json_needed")
    message = await receive()
    body: bytes = message.get("body", b"")
    while message.get("more_body", False):
        if len(body) > BODY_BYTES_MAX:
            break
        message = await receive()
        body += message.get("body", b"")
    if len(body) > BODY_BYTES_MAX:
        raise Problem("body_too_large")
    return body


def _key(headers: Headers) -> str:
    key = headers.get(b"idempotency-key")
    if key is None:
        raise Problem("idempotency_key_missing")
    text = key.decode("latin-1")
    if not (1 <= len(text) <= 255 and text.isascii() and text.isprintable()):
        raise Problem("idempotency_key_invalid")
    return text


def _parse(decode: Callable[[bytes], _Request], body: bytes) -> _Request:
    try:
        return decode(body)
    except msgspec.ValidationError as error:
        raise Problem("invalid_request", str(error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Problem("invalid_json") from error


def _whole_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise Problem("invalid_request", "A whole number is needed.")
    return int(text)


def _answer(reply: Reply) -> Answer:
    if reply.is_lost:
        raise _ReplyLost(reply)
    headers = [_JSON if reply.status < 400 else _PROBLEM]
    if reply.is_replayed:
        headers.append(_REPLAYED)
    return reply.status, headers, reply.body


def _problem(problem: Problem) -> Answer:
    headers = [_PROBLEM]
    if problem.code == "idempotency_in_flight":
        headers.append((b"retry-after", b"1"))
    elif problem.status == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    return problem.status, headers, problem_body(problem)


def _has_challenge(charge: Charge | None) -> bool:
    return charge is not None and charge.action_url is not None and charge.method == "card"


def _html(page: str, charge: Charge) -> Answer:
    return 200, _page_headers(charge.return_url), page.encode()


def _page_headers(return_url: str | None) -> list[tuple[bytes, bytes]]:
    return [
        _HTML,
        (b"content-security-policy", pages.content_policy(return_url).encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"no-referrer"),
        (b"cache-control", b"no-store"),
    ]


def _see_other(url: str) -> Answer:
    return 303, [(b"location", url.encode()), (b"cache-control", b"no-store")], b""
