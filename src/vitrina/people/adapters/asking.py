"""Who asks: bearer tokens, cookies, guests, and calls that came from another site."""

from __future__ import annotations

import dataclasses
import ipaddress
import secrets
from collections.abc import Awaitable, Callable
from http.cookies import SimpleCookie
from typing import Any, TypeAlias, TypeVar
from urllib.parse import urlsplit

from litestar import Request, Response
from litestar.types import Message, Scope

from vitrina.kernel.ids import uuid7
from vitrina.people import actions, rules
from vitrina.people.engine.passwords import Passwords
from vitrina.people.engine.sessions import Sessions
from vitrina.people.errors import CrossSite, SessionUnknown
from vitrina.people.model import SCOPE_ANONYMOUS, Actor
from vitrina.platform.http import app_of, find_request_key, note_language, replay_answer, write
from vitrina.platform.keys import Key, Replay, find_key, replay_of

Asked: TypeAlias = Request[Any, Any, Any]
Prepared = TypeVar("Prepared")

SESSION_COOKIE = "vitrina_session"
GUEST_COOKIE = "vitrina_guest"
# The database decides when a session ends; browsers keep a cookie for 400 days at most.
COOKIE_AGE_S = 400 * 86_400
_SAFE = frozenset(("GET", "HEAD", "OPTIONS"))
_ACTOR = "vitrina_actor"
_COOKIES = "vitrina_cookies"
_DIGEST_BYTES = 32


async def actor_of(request: Asked) -> Actor:
    """Who asks, by one statement shared with the requests of the same moment; the same Actor again within a request.

    A bearer token that is not (or no longer) one: `SessionUnknown`. A cookie that is not: a guest, and the cookie is
    cleared. An unsafe call by cookie, or by nobody, that a browser sent for another site: `CrossSite`.
    """
    state = request.scope["state"]
    if _ACTOR not in state:
        state[_ACTOR] = made = await _find_actor(request)
        if made.account_id is not None:
            note_language(request, made.language)
    found: Actor = state[_ACTOR]
    return found


async def _find_actor(request: Asked) -> Actor:
    sessions = app_of(request).part(Sessions)
    bearer = request.headers.get("authorization")
    if bearer is not None:
        kind, _, token = bearer.partition(" ")
        hashed = _hash_of(token.strip(), rules.SESSION_PREFIX) if kind.lower() == "bearer" else None
        found = {} if hashed is None else await sessions.find((hashed,))
        if hashed is None or hashed not in found:
            raise SessionUnknown
        return found[hashed]
    check_origin(request)
    wanted = {name: _hash_of(request.cookies.get(name), prefix) for name, prefix in _COOKIE_PREFIXES}
    hashes = tuple(hashed for hashed in wanted.values() if hashed is not None)
    known = await sessions.find(hashes) if hashes else {}
    for name in (SESSION_COOKIE, GUEST_COOKIE):
        hashed = wanted[name]
        if hashed is not None and hashed in known:
            return known[hashed]
        if name in request.cookies:
            clear_cookie(request, name)
    return Actor()


_COOKIE_PREFIXES = ((SESSION_COOKIE, rules.SESSION_PREFIX), (GUEST_COOKIE, rules.GUEST_PREFIX))


def check_origin(request: Asked) -> None:
    """`CrossSite` when a browser says that an unsafe call was made for another site; other clients say nothing."""
    if request.method in _SAFE:
        return
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None and site not in ("same-origin", "none"):
        raise CrossSite
    if site is None and origin is not None and not _is_own(request, origin):
        raise CrossSite


def is_own_origin(request: Asked) -> bool:
    """Whether a browser says that the call was made by the app's own page."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None:
        return site == "same-origin"
    return origin is not None and _is_own(request, origin)


def address_of(request: Asked) -> str:
    """The network address that limits count: an IPv4 address or an IPv6 /64, which is one household."""
    host = request.client.host if request.client is not None else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return host


def device_of(request: Asked) -> str:
    """What a person would call the device that asks, from its User-Agent."""
    return rules.device_name(request.headers.get("user-agent", "")[:400])


# --- cookies ---------------------------------------------------------------------------------------------------------


def set_cookie(request: Asked, name: str, token: str) -> None:
    """Give the browser `token` with the answer to this request, whatever the answer will be."""
    _queue_cookie(request, name, token, COOKIE_AGE_S)


def clear_cookie(request: Asked, name: str) -> None:
    """Take the cookie from the browser with the answer to this request."""
    _queue_cookie(request, name, "", 0)


def _queue_cookie(request: Asked, name: str, token: str, age_s: int) -> None:
    cookie: SimpleCookie = SimpleCookie()
    cookie[name] = token
    cookie[name].update({"path": "/", "httponly": "yes", "samesite": "Lax", "max-age": str(age_s)})
    if app_of(request).settings.public_url.startswith("https:"):
        cookie[name]["secure"] = "yes"
    request.scope["state"].setdefault(_COOKIES, {})[name] = cookie[name].OutputString()


async def send_cookies(message: Message, scope: Scope) -> None:
    """Litestar's `before_send`: adds the cookies of the request to whatever answers it, a refusal too."""
    if message["type"] == "http.response.start":
        for text in scope["state"].get(_COOKIES, {}).values():
            message["headers"] = [*message.get("headers", []), (b"set-cookie", text.encode("latin-1"))]


# --- writes ----------------------------------------------------------------------------------------------------------


async def write_as_guest(
    request: Asked, act: Callable[[Actor], Awaitable[object]], *, status: int = 200
) -> Response[Any]:
    """As `platform.http.write`; who is nobody yet becomes a guest with a cookie, if `act` does not refuse."""
    app, actor = app_of(request), await actor_of(request)
    token = rules.token_of(rules.GUEST_PREFIX, secrets.token_bytes(rules.TOKEN_BYTES))

    async def act_known() -> object:
        if actor.is_known:
            return await act(actor)
        guest_id = uuid7(app.clock.now())
        made = await act(dataclasses.replace(actor, guest_id=guest_id))
        await actions.start_guest(app, guest_id, token)
        set_cookie(request, GUEST_COOKIE, token)
        return made

    return await write(request, actor.scope, act_known, status=status)


async def write_secret(
    request: Asked,
    prepare: Callable[[], Awaitable[Prepared]],
    act: Callable[[Prepared, str], Awaitable[object]],
    *,
    status: int = 200,
) -> tuple[Response[Any], str]:
    """As `platform.http.write` for a body with a password: the answer, and the token that `act` was given.

    `prepare` does what is slow before the transaction; its refusals are not kept. With a key, the kept digest of the
    body is argon2id, since a quick one would betray the password, and the token comes out of the same digest: the kept
    answer need not hold it, and a replay finds it again.
    """
    key, token = await _seal(request)
    if key is not None:
        app = app_of(request)
        async with app.db.connection() as connection:
            kept = await find_key(connection, key)
        if kept is not None:
            known = replay_of(kept, key)
            if isinstance(known, Replay):
                return replay_answer(known), token
            raise known
    prepared = await prepare()
    return await write(request, SCOPE_ANONYMOUS, lambda: act(prepared, token), status=status, key=key), token


async def _seal(request: Asked) -> tuple[Key | None, str]:
    # Whoever sends this key with this password is the same person, with or without the cookie of the first answer.
    key = await find_request_key(request, SCOPE_ANONYMOUS)
    if key is None:
        return None, rules.token_of(rules.SESSION_PREFIX, secrets.token_bytes(rules.TOKEN_BYTES))
    salt = f"{key.scope}\n{key.key}".encode()
    body = await request.body()
    digest = await app_of(request).part(Passwords).digest(body, salt, _DIGEST_BYTES + rules.TOKEN_BYTES)
    token = rules.token_of(rules.SESSION_PREFIX, digest[_DIGEST_BYTES:])
    return dataclasses.replace(key, body_hash=digest[:_DIGEST_BYTES]), token


def _hash_of(token: str | None, prefix: str) -> bytes | None:
    if token is None or not token.startswith(prefix) or len(token) > rules.TOKEN_CHARS_MAX:
        return None
    return rules.token_hash(token)


def _is_own(request: Asked, origin: str) -> bool:
    if origin == app_of(request).settings.public_url:
        return True
    try:
        return urlsplit(origin).netloc == request.headers.get("host")
    except ValueError:
        return False
