"""What every capability's `http.py` needs: the process's app, keyed writes, problems, documented refusals."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, cast

import msgspec
from litestar import Request, Response
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import Parameter

from vitrina.kernel.errors import Invalid, LoginNeeded, NotAllowed, NotFound, Refusal, TooManyRequests, Unavailable
from vitrina.kernel.money import Money
from vitrina.kernel.pages import PAGE_ROWS_MAX
from vitrina.kernel.words import LANGUAGE_DEFAULT, Language, language_of
from vitrina.platform.app import App
from vitrina.platform.keys import (
    Key,
    KeyConflict,
    KeyInFlight,
    KeyInvalid,
    KeyMissing,
    Replay,
    claim_key,
    keep_answer,
    keep_refusals,
    make_key,
)
from vitrina.platform.telemetry import request_id

BODY_BYTES_MAX = 256 * 1024
CURSOR_CHARS_MAX = 200
Limit = Annotated[int, Parameter(ge=1, le=PAGE_ROWS_MAX)]
CursorAsked = Annotated[str | None, Parameter(max_length=CURSOR_CHARS_MAX)]

JSON = "application/json"
PROBLEM_JSON = "application/problem+json"
_LANGUAGE = "vitrina_language"
_encoder = msgspec.json.Encoder()


class Malformed(Refusal):
    code = "malformed"
    status = 400
    en = "The request is not JSON that can be read."
    es = "La solicitud no es JSON que se pueda leer."


class TooLarge(Refusal):
    code = "too_large"
    status = 413
    en = "That is more than this address takes."
    es = "Es más de lo que esta dirección acepta."


class Problem(msgspec.Struct, frozen=True):
    """RFC 9457: switch on `code`; further fields depend on it."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str


class MoneyOut(msgspec.Struct, frozen=True):
    """Money on the wire: integer minor units and an ISO 4217 code."""

    minor: int
    currency: str


def money_out(money: Money) -> MoneyOut:
    return MoneyOut(money.minor, money.currency)


def app_of(request: Request[Any, Any, Any]) -> App:
    """The app of the process that serves `request`."""
    return cast(App, request.app.state.vitrina)


def note_language(request: Request[Any, Any, Any], language: Language) -> None:
    """Remember the language of the account that asks, for answers to a request that names none."""
    request.scope["state"][_LANGUAGE] = language


def language_asked(request: Request[Any, Any, Any]) -> Language:
    """The language of `Accept-Language`, else the one noted of the account that asks, else English."""
    header = request.headers.get("accept-language")
    if header is None:
        return cast(Language, request.scope["state"].get(_LANGUAGE, LANGUAGE_DEFAULT))
    return language_of(header)


def answer(body: object, status: int = 200, headers: dict[str, str] | None = None) -> Response[Any]:
    """A JSON answer, encoded by msgspec."""
    return Response(_encoder.encode(body), status_code=status, media_type=JSON, headers=headers)


def empty(status: int = 204) -> Response[Any]:
    return Response(b"", status_code=status)


def problem_bytes(refusal: Refusal, language: Language) -> bytes:
    """The RFC 9457 body of `refusal` in `language`."""
    known = Problem(
        type=f"urn:vitrina:problem:{refusal.code}",
        title=refusal.text(language),
        status=refusal.status,
        detail=refusal.text(language),
        code=refusal.code,
        request_id=request_id(),
    )
    return _encoder.encode(msgspec.structs.asdict(known) | {k: v for k, v in refusal.fields.items() if k not in _FIXED})


_FIXED = frozenset(("type", "title", "status", "detail", "code", "request_id"))


def problem_answer(refusal: Refusal, language: Language) -> Response[Any]:
    """The HTTP answer of a refusal, with `Retry-After` where it tells when."""
    wait = refusal.fields.get("retry_after_s")
    headers = {"Retry-After": str(wait)} if wait is not None else None
    body = problem_bytes(refusal, language)
    return Response(body, status_code=refusal.status, media_type=PROBLEM_JSON, headers=headers)


def replay_answer(replay: Replay) -> Response[Any]:
    """The first answer again, marked as replayed."""
    media = JSON if replay.status < 400 else PROBLEM_JSON
    return Response(replay.answer, status_code=replay.status, media_type=media, headers={"Idempotent-Replayed": "true"})


async def find_request_key(request: Request[Any, Any, Any], scope: str) -> Key | None:
    """The request's Idempotency-Key, scoped to `scope` (who asks) and the route; `KeyInvalid` when malformed."""
    text = request.headers.get("idempotency-key")
    if text is None:
        return None
    route = f"{scope} {request.method} {request.scope.get('path_template') or request.url.path}"
    return make_key(route, text, request.url.path.encode() + b"\n" + await request.body())


async def get_request_key(request: Request[Any, Any, Any], scope: str) -> Key:
    """As `find_request_key`, for calls that move money: `KeyMissing` when there is none."""
    key = await find_request_key(request, scope)
    if key is None:
        raise KeyMissing
    return key


async def write(
    request: Request[Any, Any, Any],
    scope: str,
    act: Callable[[], Awaitable[object]],
    *,
    status: int = 200,
    key: Key | None = None,
) -> Response[Any]:
    """Run a writing action of one transaction and answer with what it returns (None: an empty 204).

    With an Idempotency-Key the key row, the effect and the kept answer commit together. `key` is the request's own key
    when the caller made it already (a body with a password is digested slowly).
    """
    key = key or await find_request_key(request, scope)
    if key is None:
        return _answer_of(await act(), status)
    app = app_of(request)
    try:
        made = await _act_once(app, key, act, status)
    except Replay as replay:
        return replay_answer(replay)
    except _Refused as refused:
        body = problem_bytes(refused.refusal, language_asked(request))
        async with app.db.connection() as connection:
            await keep_refusals(connection, [(key, refused.refusal.status, body)], app.clock.now())
        raise refused.refusal from None
    app.waker.wake()
    return made


async def _act_once(app: App, key: Key, act: Callable[[], Awaitable[object]], status: int) -> Response[Any]:
    async with app.db.ambient_transaction() as transaction:
        await claim_key(transaction, key, app.clock.now())
        try:
            made = _answer_of(await act(), status)
        except Refusal as refusal:
            raise _Refused(refusal) from refusal
        await keep_answer(transaction, key, made.status_code or status, made.content)
        return made


class _Refused(Exception):
    """A refusal of the action itself, which is kept; a refusal of its key is not."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


def _answer_of(made: object, status: int) -> Response[Any]:
    if made is None:
        return empty()
    if isinstance(made, Response):
        return made
    return answer(made, status)


def refusals(*kinds: type[Refusal], writes: bool = False) -> dict[int, ResponseSpec]:
    """The documented refusals of a route for OpenAPI: its own, and those that every route has."""
    own: list[type[Refusal]] = [
        *kinds, Malformed, Invalid, TooManyRequests, LoginNeeded, NotAllowed, NotFound, TooLarge, Unavailable,
    ]  # fmt: skip
    if writes:
        own += [KeyConflict, KeyInFlight, KeyInvalid]
    by_status: dict[int, list[str]] = {}
    for kind in own:
        codes = by_status.setdefault(kind.status, [])
        if kind.code not in codes:
            codes.append(kind.code)
    return {
        status: ResponseSpec(data_container=Problem, media_type=PROBLEM_JSON, description="codes: " + ", ".join(codes))
        for status, codes in sorted(by_status.items())
    }
