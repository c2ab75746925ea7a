"""Every exception that reaches the edge becomes a problem of RFC 9457, or a page with words for a person.

The statuses: a body that is not JSON is 400 `malformed`; one of the wrong shape, and a query that cannot be read, is 422
`invalid`; an address nobody has is 404, a method it does not take 405, a body above the limit 413; a database or a
queue that cannot answer now is 503 with Retry-After; whatever else is a defect of ours: 500, logged once, without details.
"""

from __future__ import annotations

import logging
import re
from typing import Any

import asyncpg
from litestar import Request, Response
from litestar.exceptions import HTTPException, SerializationException, ValidationException
from litestar.types import ExceptionHandlersMap

from vitrina.kernel.errors import Invalid, NotFound, Refusal, Unavailable
from vitrina.kernel.words import Language
from vitrina.platform.gather import GatherFull
from vitrina.platform.http import Malformed, TooLarge, language_asked, problem_answer, replay_answer
from vitrina.platform.keys import Replay
from vitrina.web.errors import Broken, MethodNotAllowed
from vitrina.web.pages import trouble_page, wants_page

RETRY_AFTER_S = 2
REASONS_SHOWN_MAX = 20
_GONE = "client disconnected prematurely"
_UNAVAILABLE = (
    GatherFull,
    OSError,  # the database's socket, a pool that gave no connection in time, a full disk
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.LockNotAvailableError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # its word for a connection that dies between two steps of its own
)
# What text or number of a caller's can make PostgreSQL say. A check is missing where this happens, so it is logged.
_UNSTORABLE = (
    asyncpg.CharacterNotInRepertoireError,
    asyncpg.UntranslatableCharacterError,
    asyncpg.NumericValueOutOfRangeError,
    asyncpg.DatetimeFieldOverflowError,
    asyncpg.StringDataRightTruncationError,
    asyncpg.ProgramLimitExceededError,
)
_log = logging.getLogger("vitrina.web")
Asked = Request[Any, Any, Any]


def refuse(request: Asked, refusal: Refusal) -> Response[bytes]:
    """The answer of a refusal in the caller's language: a page for a person at an address, else a problem."""
    if wants_page(request):
        return trouble_page(request, refusal.status)
    return problem_answer(refusal, language_asked(request))


def _refused(request: Asked, refusal: Refusal) -> Response[bytes]:
    return refuse(request, refusal)


def _replayed(_: Asked, replay: Replay) -> Response[bytes]:
    return replay_answer(replay)


def _invalid(request: Asked, problem: ValidationException) -> Response[bytes]:
    errors = _errors_of(problem.extra, language_asked(request))
    first = errors[0] if errors else {"field": "body", "reason": ""}
    return refuse(request, Invalid(field=first["field"], reason=first["reason"], errors=errors))


def _malformed(request: Asked, _: SerializationException) -> Response[bytes]:
    return refuse(request, Malformed())


def _http(request: Asked, problem: HTTPException) -> Response[bytes]:
    """Litestar's own refusals: routing, methods, sizes."""
    if problem.status_code == 405:
        made = refuse(request, MethodNotAllowed(method=request.method))
        made.headers.update(problem.headers or {})
        return made
    if problem.status_code == 413:
        return refuse(request, TooLarge())
    if problem.status_code == 404:
        return refuse(request, NotFound())
    if problem.status_code < 500 or problem.detail == _GONE:
        return refuse(request, Malformed())
    return _broken(request, problem)


def _broken(request: Asked, problem: Exception) -> Response[bytes]:
    if isinstance(problem, _UNSTORABLE) or type(problem) is asyncpg.DataError:
        _log.warning("a value that cannot be stored came as far as the database", exc_info=problem)
        return refuse(request, Invalid(field="text", reason="NUL, number or date outside what can be stored"))
    if isinstance(problem, _UNAVAILABLE):
        _log.warning("unavailable: %s %s", request.method, request.url.path, exc_info=problem)
        return refuse(request, Unavailable(retry_after_s=RETRY_AFTER_S))
    _log.error("failed: %s %s", request.method, request.url.path, exc_info=problem)
    return refuse(request, Broken())


HANDLERS: ExceptionHandlersMap = {
    Refusal: _refused,
    Replay: _replayed,
    ValidationException: _invalid,
    SerializationException: _malformed,
    HTTPException: _http,
    Exception: _broken,
}


# --- words for what msgspec says -------------------------------------------------------------------------------------

_EXPECTED = re.compile(r"Expected `(?P<want>[^`]+)`(?: (?P<bound>[<>=]{1,2} \S+))?(?:, got `(?P<got>[^`]+)`)?")
_LENGTH = re.compile(r"Expected `[^`]+` of length (?P<bound>[<>=]{1,2} \d+)")
_MISSING = re.compile(r"(?:Object m|M)issing required (?:field|query parameter|.* parameter) [`'](?P<name>[^`']+)[`']")
_UNKNOWN = re.compile(r"Object contains unknown field `(?P<name>[^`]+)`")
_PLACE = re.compile(r" - at `\$\.?(?P<place>[^`]*)`")


def _errors_of(extra: object, language: Language) -> list[dict[str, str]]:
    found = extra if isinstance(extra, list) else []
    return [_error_of(one, language) for one in found[:REASONS_SHOWN_MAX] if isinstance(one, dict)]


def _error_of(error: dict[str, object], language: Language) -> dict[str, str]:
    message, field = str(error.get("message", "")), str(error.get("key", "body"))
    field = "body" if field == "data" else field
    for pattern in (_MISSING, _UNKNOWN):
        named = pattern.search(message)
        if named is not None:
            inner = named["name"]
            field = inner if field in ("body", inner) else f"{field}.{inner}"
    return {"field": field, "reason": _reason(message, language)}


def _reason(message: str, language: Language) -> str:
    spanish = language == "es"
    if _MISSING.search(message):
        return "falta" if spanish else "is missing"
    if _UNKNOWN.search(message):
        return "no se conoce" if spanish else "is not known"
    length = _LENGTH.search(message)
    if length is not None:
        return f"debe tener una longitud {length['bound']}" if spanish else f"must have a length {length['bound']}"
    expected = _EXPECTED.search(message)
    if expected is None:
        return "no es válido" if spanish else "is not valid"
    wanted = f"{expected['want']} {expected['bound'] or ''}".strip()
    got = expected["got"]
    if spanish:
        return f"debe ser {wanted}" + (f", no {got}" if got else "")
    return f"must be {wanted}" + (f", not {got}" if got else "")
