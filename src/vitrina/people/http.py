"""The HTTP of people: sign-up, sessions, me, proofs by e-mail, creators and follows."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import msgspec
from litestar import Response, delete, get, patch, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody, Parameter

from vitrina.kernel.errors import Unavailable
from vitrina.people import actions
from vitrina.people.actions import security
from vitrina.people.adapters import security_http
from vitrina.people.adapters.asking import (
    GUEST_COOKIE,
    SESSION_COOKIE,
    Asked,
    actor_of,
    address_of,
    clear_cookie,
    device_of,
    write_secret,
)
from vitrina.people.errors import (
    AdultNeeded,
    CreatorExists,
    CrossSite,
    EmailTaken,
    FollowsItself,
    HandleTaken,
    LoginWrong,
    SessionUnknown,
    TokenUnknown,
    TooYoung,
)
from vitrina.people.model import Me, Profile
from vitrina.platform.app import App
from vitrina.platform.http import answer, app_of, empty, refusals, write

Handle = Annotated[str, Parameter(description="the creator's handle, without @", max_length=100)]


class SignUp(msgspec.Struct, frozen=True):
    email: str
    password: str
    name: str
    birth_date: date
    language: str
    country: str | None = None


class LogIn(msgspec.Struct, frozen=True):
    email: str
    password: str


class MeChange(msgspec.Struct, frozen=True):
    name: str | None = None
    language: str | None = None
    country: str | None = None


class MailedToken(msgspec.Struct, frozen=True):
    token: str


class ResetAsk(msgspec.Struct, frozen=True):
    email: str


class Reset(msgspec.Struct, frozen=True):
    token: str
    password: str


class NewCreator(msgspec.Struct, frozen=True):
    handle: str
    bio: str | None = None


class IdOut(msgspec.Struct, frozen=True):
    id: str


class CreatorRef(msgspec.Struct, frozen=True):
    id: str
    handle: str


class ShopRef(msgspec.Struct, frozen=True):
    id: str
    slug: str
    name: str
    role: str


class AccountOut(msgspec.Struct, frozen=True):
    id: str
    email: str
    name: str
    language: str
    country: str | None
    email_verified: bool
    creator: CreatorRef | None
    roles: list[str]
    shops: list[ShopRef]


class MeOut(msgspec.Struct, frozen=True):
    account: AccountOut | None


class CreatorOut(msgspec.Struct, frozen=True):
    id: str
    handle: str
    name: str
    bio: str
    avatar_url: str | None
    followers: int
    is_followed: bool


@post(
    "/v1/accounts",
    status_code=201,
    responses=refusals(SessionUnknown, TooYoung, EmailTaken, CrossSite, Unavailable, writes=True),
)
async def sign_up(request: Asked, data: JSONBody[SignUp]) -> Response[IdOut]:
    """Open an account; log-in works at once, and a mail asks to confirm the address."""
    app, actor, asked = app_of(request), await actor_of(request), msgspec.structs.asdict(data)
    made, _ = await write_secret(
        request,
        lambda: actions.check_sign_up(app, **asked, address=address_of(request)),
        lambda new, _: _sign_up(app, new, actor.guest_id),
        status=201,
    )
    if actor.guest_id is not None and made.status_code == 201:
        clear_cookie(request, GUEST_COOKIE)
    return made


async def _sign_up(app: App, new: Any, guest_id: Any) -> IdOut:
    return IdOut(str(await actions.sign_up(app, new, guest_id)))


@post(
    "/v1/sessions", status_code=200, responses=refusals(SessionUnknown, LoginWrong, CrossSite, Unavailable, writes=True)
)
async def log_in(request: Asked, data: JSONBody[LogIn]) -> Response[security_http.TokenMade]:
    """Log in; the token goes into the Authorization header, and into a cookie when the app's own page asks."""
    app, actor = app_of(request), await actor_of(request)
    kept, token = await write_secret(
        request,
        lambda: actions.prove_password(app, data.email, data.password, address_of(request)),
        lambda account_id, token: security.log_in_device(app, account_id, token, actor.guest_id, device_of(request)),
    )
    return security_http.logged_in(request, actor, kept, token)


@delete("/v1/sessions/current", status_code=204, responses=refusals(SessionUnknown, CrossSite, writes=True))
async def log_out(request: Asked) -> Response[None]:
    """Log out: the token stops working at once."""
    actor = await actor_of(request)
    made = await write(request, actor.scope, lambda: actions.log_out(app_of(request), actor))
    if SESSION_COOKIE in request.cookies:
        clear_cookie(request, SESSION_COOKIE)
    return made


@get("/v1/me", responses=refusals(SessionUnknown))
async def get_me(request: Asked) -> Response[MeOut]:
    """Who asks; `account` is null for a guest."""
    return answer(_me_out(await actions.get_me(app_of(request), await actor_of(request))))


@patch("/v1/me", responses=refusals(SessionUnknown, CrossSite, writes=True))
async def change_me(request: Asked, data: JSONBody[MeChange]) -> Response[MeOut]:
    """Change name, language or country; what is absent or null stays."""
    app, actor = app_of(request), await actor_of(request)

    async def act() -> MeOut:
        return _me_out(await actions.change_me(app, actor, **msgspec.structs.asdict(data)))

    return await write(request, actor.scope, act)


@post("/v1/email_verifications", status_code=202, responses=refusals(SessionUnknown, CrossSite, writes=True))
async def ask_verification(request: Asked) -> Response[None]:
    """Have the verification mail sent again."""
    app, actor = app_of(request), await actor_of(request)
    await actions.limit_verification(app, actor)

    async def act() -> Response[None]:
        await actions.ask_verification(app, actor)
        return empty(202)

    return await write(request, actor.scope, act)


@post(
    "/v1/email_verifications/confirm",
    status_code=204,
    responses=refusals(SessionUnknown, TokenUnknown, CrossSite, Unavailable, writes=True),
)
async def confirm_email(request: Asked, data: JSONBody[MailedToken]) -> Response[None]:
    """Confirm the e-mail by the token of the mail; once."""
    app, actor = app_of(request), await actor_of(request)
    await actions.limit_confirmation(app, address_of(request))
    return await write(request, actor.scope, lambda: actions.confirm_email(app, data.token))


@post("/v1/password_resets", status_code=202, responses=refusals(SessionUnknown, CrossSite, writes=True))
async def ask_reset(request: Asked, data: JSONBody[ResetAsk]) -> Response[None]:
    """Have a mail sent by which the password can be set; the answer does not tell whether there is an account."""
    app, actor = app_of(request), await actor_of(request)
    await actions.limit_reset(app, data.email, address_of(request))

    async def act() -> Response[None]:
        await actions.ask_reset(app, data.email)
        return empty(202)

    return await write(request, actor.scope, act)


@post(
    "/v1/password_resets/confirm",
    status_code=204,
    responses=refusals(SessionUnknown, TokenUnknown, CrossSite, Unavailable, writes=True),
)
async def reset_password(request: Asked, data: JSONBody[Reset]) -> Response[None]:
    """Set a new password by the token of the mail, once; every session of the account ends."""
    app = app_of(request)
    await actions.limit_confirmation(app, address_of(request))
    made, _ = await write_secret(
        request,
        lambda: actions.check_reset(app, data.token, data.password),
        lambda hashed, _: actions.reset_password(app, data.token, hashed),
    )
    return made


@post(
    "/v1/creators",
    status_code=201,
    responses=refusals(SessionUnknown, AdultNeeded, HandleTaken, CreatorExists, CrossSite, writes=True),
)
async def become_creator(request: Asked, data: JSONBody[NewCreator]) -> Response[CreatorOut]:
    """Choose a handle and become a creator."""
    app, actor = app_of(request), await actor_of(request)

    async def act() -> CreatorOut:
        return _creator_out(app, await actions.become_creator(app, actor, data.handle, data.bio))

    return await write(request, actor.scope, act, status=201)


@get("/v1/creators/{handle:str}", responses=refusals(SessionUnknown))
async def get_creator(request: Asked, handle: Handle) -> Response[CreatorOut]:
    """A creator, and whether the one who asks follows."""
    app = app_of(request)
    return answer(_creator_out(app, await actions.get_profile(app, await actor_of(request), handle)))


@put(
    "/v1/creators/{handle:str}/follow",
    status_code=204,
    responses=refusals(SessionUnknown, FollowsItself, CrossSite, writes=True),
)
async def follow(request: Asked, handle: Handle) -> Response[None]:
    """Follow a creator; again is the same."""
    actor = await actor_of(request)
    return await write(request, actor.scope, lambda: actions.follow_creator(app_of(request), actor, handle))


@delete("/v1/creators/{handle:str}/follow", status_code=204, responses=refusals(SessionUnknown, CrossSite, writes=True))
async def unfollow(request: Asked, handle: Handle) -> Response[None]:
    """Stop following a creator; again is the same."""
    actor = await actor_of(request)
    return await write(request, actor.scope, lambda: actions.unfollow_creator(app_of(request), actor, handle))


ROUTES: list[HTTPRouteHandler] = [
    sign_up,
    log_in,
    log_out,
    get_me,
    change_me,
    ask_verification,
    confirm_email,
    ask_reset,
    reset_password,
    become_creator,
    get_creator,
    follow,
    unfollow,
    *security_http.ROUTES,
]


def _me_out(me: Me | None) -> MeOut:
    if me is None:
        return MeOut(None)
    account = me.account
    return MeOut(
        AccountOut(
            id=str(account.id),
            email=account.email,
            name=account.name,
            language=account.language,
            country=account.country,
            email_verified=account.is_verified,
            creator=None if me.creator is None else CreatorRef(str(me.creator[0]), me.creator[1]),
            roles=list(me.roles),
            shops=[ShopRef(str(shop_id), slug, name, role) for shop_id, slug, name, role in me.shops],
        )
    )


def _creator_out(app: App, profile: Profile) -> CreatorOut:
    creator = profile.creator
    return CreatorOut(
        id=str(creator.id),
        handle=creator.handle,
        name=creator.name,
        bio=creator.bio,
        avatar_url=None if creator.avatar_key is None else app.blobs.url(creator.avatar_key),
        followers=creator.followers,
        is_followed=profile.is_followed,
    )
