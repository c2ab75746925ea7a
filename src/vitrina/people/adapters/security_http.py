"""The HTTP of a person's safety and data: passkeys, password, devices, pairing, export, leaving."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
import segno
from litestar import Response, delete, get, patch, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody, Parameter

from vitrina.kernel.errors import Unavailable
from vitrina.people import rules
from vitrina.people.actions import own_data, security
from vitrina.people.adapters.asking import (
    GUEST_COOKIE,
    SESSION_COOKIE,
    Asked,
    actor_of,
    address_of,
    clear_cookie,
    device_of,
    is_own_origin,
    set_cookie,
    write_secret,
)
from vitrina.people.errors import (
    CrossSite,
    LoginWrong,
    PairingUnknown,
    PasskeyKnown,
    PasskeysFull,
    PasskeyWrong,
    ProofNeeded,
    SessionUnknown,
)
from vitrina.people.model import Actor, Pairing, Passkey, Proof
from vitrina.platform.http import answer, app_of, empty, refusals, write

EXPIRES_DAYS = rules.SESSION_LIFE
Short = Annotated[str, msgspec.Meta(max_length=200)]
Secret = Annotated[str, msgspec.Meta(max_length=100)]
CodeAsked = Annotated[str, Parameter(max_length=20)]


class AskedOut(msgspec.Struct, frozen=True):
    """`options` go to `navigator.credentials` as they are."""

    challenge_id: UUID
    options: dict[str, Any]


class PasskeyMade(msgspec.Struct, frozen=True):
    challenge_id: UUID
    credential: dict[str, Any]
    name: Short


class PasskeyUsed(msgspec.Struct, frozen=True):
    challenge_id: UUID
    credential: dict[str, Any]


class PasskeyName(msgspec.Struct, frozen=True):
    name: Short


class PasskeyOut(msgspec.Struct, frozen=True):
    id: UUID
    name: str
    made_at: datetime
    used_at: datetime | None


class PasskeyList(msgspec.Struct, frozen=True):
    passkeys: list[PasskeyOut]


class ProofIn(msgspec.Struct, frozen=True):
    """The password, or a passkey's answer to a challenge."""

    password: str | None = None
    challenge_id: UUID | None = None
    credential: dict[str, Any] | None = None


class PasswordChange(msgspec.Struct, frozen=True):
    proof: ProofIn
    password: str


class Leaving(msgspec.Struct, frozen=True):
    proof: ProofIn


class DeviceOut(msgspec.Struct, frozen=True):
    """`used_on` is right to a day: a session's time slides once a day."""

    id: UUID
    name: str
    since: datetime
    used_on: datetime
    is_current: bool


class DeviceList(msgspec.Struct, frozen=True):
    devices: list[DeviceOut]


class PairingOut(msgspec.Struct, frozen=True):
    """`path` is the way to draw the QR code of `url` in a box of `size` units, one unit a module."""

    id: UUID
    code: str
    secret: str
    url: str
    path: str
    size: int
    expires_at: datetime


class PairingSeen(msgspec.Struct, frozen=True):
    device: str
    expires_at: datetime


class PairingCode(msgspec.Struct, frozen=True):
    code: Annotated[str, msgspec.Meta(max_length=20)]


class PairingSecret(msgspec.Struct, frozen=True):
    secret: Secret


class TokenMade(msgspec.Struct, frozen=True):
    token: str


_PROVING = (SessionUnknown, LoginWrong, PasskeyWrong, ProofNeeded, CrossSite, Unavailable)


@post("/v1/passkeys/options", status_code=200, responses=refusals(SessionUnknown, PasskeysFull, CrossSite, writes=True))
async def ask_registration(request: Asked) -> Response[AskedOut]:
    """What the browser needs to make a passkey."""
    made = await security.ask_registration(app_of(request), await actor_of(request))
    return answer({"challenge_id": made.challenge_id, "options": made.options})


@post(
    "/v1/passkeys",
    status_code=201,
    responses=refusals(SessionUnknown, PasskeyWrong, PasskeyKnown, CrossSite, Unavailable, writes=True),
)
async def add_passkey(request: Asked, data: JSONBody[PasskeyMade]) -> Response[PasskeyOut]:
    """Keep the passkey that the browser made."""
    app, actor = app_of(request), await actor_of(request)

    async def act(passkey: Passkey, _: str) -> PasskeyOut:
        return _passkey_out(await security.add_passkey(app, passkey))

    made, _ = await write_secret(
        request,
        lambda: security.check_registration(app, actor, data.challenge_id, data.credential, data.name),
        act,
        status=201,
    )
    return made


@get("/v1/passkeys", responses=refusals(SessionUnknown))
async def get_passkeys(request: Asked) -> Response[PasskeyList]:
    """One's own passkeys."""
    found = await security.list_passkeys(app_of(request), await actor_of(request))
    return answer(PasskeyList([_passkey_out(one) for one in found]))


@patch("/v1/passkeys/{passkey_id:uuid}", responses=refusals(SessionUnknown, CrossSite, writes=True))
async def rename_passkey(
    request: Asked, passkey_id: FromPath[UUID], data: JSONBody[PasskeyName]
) -> Response[PasskeyOut]:
    """Call a passkey otherwise."""
    app, actor = app_of(request), await actor_of(request)

    async def act() -> PasskeyOut:
        return _passkey_out(await security.rename_passkey(app, actor, passkey_id, data.name))

    return await write(request, actor.scope, act)


@delete("/v1/passkeys/{passkey_id:uuid}", status_code=204, responses=refusals(SessionUnknown, CrossSite, writes=True))
async def remove_passkey(request: Asked, passkey_id: FromPath[UUID]) -> Response[None]:
    """Forget a passkey."""
    app, actor = app_of(request), await actor_of(request)
    return await write(request, actor.scope, lambda: security.remove_passkey(app, actor, passkey_id))


@post("/v1/passkey_sessions/options", status_code=200, responses=refusals(SessionUnknown, CrossSite, writes=True))
async def ask_passkey(request: Asked) -> Response[AskedOut]:
    """What the browser needs to log in with a passkey, whoever it is; also to prove oneself again."""
    await actor_of(request)
    made = await security.ask_passkey(app_of(request), address_of(request))
    return answer({"challenge_id": made.challenge_id, "options": made.options})


@post(
    "/v1/passkey_sessions",
    status_code=200,
    responses=refusals(SessionUnknown, PasskeyWrong, CrossSite, Unavailable, writes=True),
)
async def log_in_by_passkey(request: Asked, data: JSONBody[PasskeyUsed]) -> Response[TokenMade]:
    """Log in with a passkey."""
    app, actor = app_of(request), await actor_of(request)
    kept, token = await write_secret(
        request,
        lambda: security.prove_passkey(app, data.challenge_id, data.credential),
        lambda account_id, token: security.log_in_device(app, account_id, token, actor.guest_id, device_of(request)),
    )
    return logged_in(request, actor, kept, token)


@post("/v1/me/password", status_code=204, responses=refusals(*_PROVING, writes=True))
async def change_password(request: Asked, data: JSONBody[PasswordChange]) -> Response[None]:
    """Set a new password after showing that it is you; every other device is logged out."""
    app, actor = app_of(request), await actor_of(request)
    made, _ = await write_secret(
        request,
        lambda: security.check_change(app, actor, _proof(data.proof), data.password, address_of(request)),
        lambda hashed, _: security.change_password(app, actor, hashed),
    )
    return made


@get("/v1/sessions", responses=refusals(SessionUnknown))
async def get_devices(request: Asked) -> Response[DeviceList]:
    """Where one is logged in."""
    actor = await actor_of(request)
    found = await security.list_devices(app_of(request), actor)
    return answer(DeviceList([
        DeviceOut(one.id, one.name, one.made_at, one.expires_at - EXPIRES_DAYS, one.id == actor.session_id) for one in found
    ]))  # fmt: skip


@delete("/v1/sessions/{session_id:uuid}", status_code=204, responses=refusals(SessionUnknown, CrossSite, writes=True))
async def end_device(request: Asked, session_id: FromPath[UUID]) -> Response[None]:
    """Log one device out."""
    app, actor = app_of(request), await actor_of(request)
    return await write(request, actor.scope, lambda: security.end_device(app, actor, session_id))


@post("/v1/sessions/end_others", status_code=204, responses=refusals(SessionUnknown, CrossSite, writes=True))
async def end_others(request: Asked) -> Response[None]:
    """Log every other device out."""
    app, actor = app_of(request), await actor_of(request)
    return await write(request, actor.scope, lambda: security.end_other_devices(app, actor))


@post("/v1/pairings", status_code=201, responses=refusals(SessionUnknown, CrossSite, writes=True))
async def ask_pairing(request: Asked) -> Response[PairingOut]:
    """A code to be logged in by another device of yours: 2 minutes, once."""
    app = app_of(request)
    await actor_of(request)
    pairing, secret = await security.ask_pairing(app, device_of(request), address_of(request))
    return answer(_pairing_out(app.settings.public_url, pairing, secret), 201)


@get("/v1/pairings", responses=refusals(SessionUnknown, PairingUnknown))
async def get_pairing(request: Asked, code: CodeAsked) -> Response[PairingSeen]:
    """Which device waits under a code."""
    app, actor = app_of(request), await actor_of(request)
    await security.limit_approval(app, actor)
    found = await security.get_pairing(app, actor, code)
    return answer(PairingSeen(found.device, found.expires_at))


@post(
    "/v1/pairings/approve", status_code=204, responses=refusals(SessionUnknown, PairingUnknown, CrossSite, writes=True)
)
async def approve_pairing(request: Asked, data: JSONBody[PairingCode]) -> Response[None]:
    """Let the device that shows this code in."""
    app, actor = app_of(request), await actor_of(request)
    await security.limit_approval(app, actor)
    return await write(request, actor.scope, lambda: security.approve_pairing(app, actor, data.code))


@post(
    "/v1/pairings/{pairing_id:uuid}/session",
    status_code=200,
    responses=refusals(SessionUnknown, PairingUnknown, CrossSite, Unavailable, writes=True),
)
async def log_in_by_pairing(
    request: Asked, pairing_id: FromPath[UUID], data: JSONBody[PairingSecret]
) -> Response[TokenMade]:
    """The waiting device asks whether it is let in: 202 until it is."""
    app, actor = app_of(request), await actor_of(request)
    if not await security.is_approved(app, pairing_id, data.secret):
        return empty(202)
    kept, token = await write_secret(
        request,
        lambda: security.is_approved(app, pairing_id, data.secret),
        lambda _, token: security.log_in_pairing(app, pairing_id, data.secret, token, actor.guest_id),
    )
    return logged_in(request, actor, kept, token)


@get("/v1/me/export", responses=refusals(SessionUnknown), media_type="application/zip")
async def export_me(request: Asked) -> Response[bytes]:
    """Everything that is kept of you, as a zip of JSON files."""
    content = await own_data.export_me(app_of(request), await actor_of(request))
    headers = {"Content-Disposition": 'attachment; filename="vitrina-data.zip"', "Cache-Control": "no-store"}
    return Response(content, media_type="application/zip", headers=headers)


@post("/v1/me/leave", status_code=204, responses=refusals(*_PROVING, writes=True))
async def leave(request: Asked, data: JSONBody[Leaving]) -> Response[None]:
    """Delete the account, at once and for good."""
    app, actor = app_of(request), await actor_of(request)
    made, _ = await write_secret(
        request,
        lambda: own_data.check_leave(app, actor, _proof(data.proof), address_of(request)),
        lambda account_id, _: own_data.leave(app, account_id),
    )
    if made.status_code == 204 and SESSION_COOKIE in request.cookies:
        clear_cookie(request, SESSION_COOKIE)
    return made


ROUTES: list[HTTPRouteHandler] = [
    ask_registration, add_passkey, get_passkeys, rename_passkey, remove_passkey, ask_passkey, log_in_by_passkey,
    change_password, get_devices, end_device, end_others, ask_pairing, get_pairing, approve_pairing, log_in_by_pairing,
    export_me, leave,
]  # fmt: skip


def logged_in(request: Asked, actor: Actor, kept: Response[Any], token: str) -> Response[TokenMade]:
    """The answer to a log-in: the token, and a cookie of it when the app's own page asks; or the kept refusal."""
    if kept.status_code != 204:
        return kept
    if is_own_origin(request):
        set_cookie(request, SESSION_COOKIE, token)
    if actor.guest_id is not None:
        clear_cookie(request, GUEST_COOKIE)
    return answer(TokenMade(token), headers=dict(kept.headers))


def _proof(given: ProofIn) -> Proof:
    return Proof(given.password, given.challenge_id, given.credential)


def _passkey_out(passkey: Passkey) -> PasskeyOut:
    return PasskeyOut(passkey.id, passkey.name, passkey.made_at, passkey.used_at)


def _pairing_out(public_url: str, pairing: Pairing, secret: str) -> PairingOut:
    url = f"{public_url}/pair?code={pairing.code}"
    matrix = segno.make(url, error="m", micro=False).matrix
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, is_dark in enumerate(row) if is_dark
    )  # fmt: skip
    half = len(pairing.code) // 2
    shown = f"{pairing.code[:half]}-{pairing.code[half:]}"
    return PairingOut(pairing.id, shown, secret, url, path, len(matrix), pairing.expires_at)
