"""The HTTP of notices: the centre, preferences, phones that are pushed to, and stopping mails by a link."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

import msgspec
from litestar import Request, Response, delete, get, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody, Parameter, PathParameter

from vitrina import people
from vitrina.kernel.words import Language
from vitrina.notice import actions
from vitrina.notice.adapters.words import told_words
from vitrina.notice.model import CATEGORIES, CHANNELS, Message, Preference, Told
from vitrina.notice.rules import MAILED_ALWAYS, wants
from vitrina.platform.http import CursorAsked, Limit, answer, app_of, language_asked, refusals, write

Asked = Request[Any, Any, Any]
IDS_MAX = 100
Minute = Annotated[int, msgspec.Meta(ge=0, le=1439)]
Word = Annotated[str, PathParameter(description="the word of the link in the mail", max_length=100)]
Endpoint = Annotated[str, Parameter(description="the browser's address at its push service", max_length=2000)]


class NoticeOut(msgspec.Struct, frozen=True):
    """Something told; `icon` is one word of a fixed list, `path` leads to what it is about."""

    id: str
    kind: str
    category: str
    icon: str
    title: str
    text: str
    path: str
    at: datetime
    is_read: bool


class NoticesOut(msgspec.Struct, frozen=True):
    """`unread` counts to 100 and stops."""

    notices: list[NoticeOut]
    next_cursor: str | None
    unread: int


class UnreadOut(msgspec.Struct, frozen=True):
    unread: int


class ReadAsk(msgspec.Struct, frozen=True):
    """Which were read; null: all."""

    ids: Annotated[list[UUID], msgspec.Meta(max_length=IDS_MAX)] | None = None


class ChoiceOut(msgspec.Struct, frozen=True):
    """Whether a person hears of `category` by `channel`; what is locked cannot be switched off."""

    channel: str
    category: str
    is_on: bool
    is_locked: bool


class PreferenceOut(msgspec.Struct, frozen=True):
    """Quiet hours are minutes of the day in `zone`, null when there are none."""

    choices: list[ChoiceOut]
    quiet_from_min: int | None
    quiet_until_min: int | None
    zone: str


class PreferenceAsk(msgspec.Struct, frozen=True):
    """`choices` maps `mail.social` to true or false; what it does not name is on."""

    choices: Annotated[dict[str, bool], msgspec.Meta(max_length=50)]
    zone: Annotated[str, msgspec.Meta(max_length=64)]
    quiet_from_min: Minute | None = None
    quiet_until_min: Minute | None = None


class PushKeys(msgspec.Struct, frozen=True):
    """As the browser's PushSubscription gives them, base64url."""

    p256dh: Annotated[str, msgspec.Meta(max_length=200)]
    auth: Annotated[str, msgspec.Meta(max_length=100)]


class PushSubscriptionAsk(msgspec.Struct, frozen=True):
    endpoint: Annotated[str, msgspec.Meta(max_length=2000)]
    keys: PushKeys


class PushKeyOut(msgspec.Struct, frozen=True):
    """The applicationServerKey of a subscription."""

    public_key: str


class UnsubscribeOut(msgspec.Struct, frozen=True):
    """The mails that a link is about, and whether they are stopped."""

    category: str
    is_stopped: bool


@get("/v1/notices", responses=refusals(people.SessionUnknown))
async def list_notices(request: Asked, limit: Limit = 30, cursor: CursorAsked = None) -> Response[NoticesOut]:
    """What the account that asks was told, newest first, in the language asked for."""
    app, actor = app_of(request), await people.actor_of(request)
    page, unread = await actions.list_notices(app, actor, cursor, limit)
    language = language_asked(request)
    return answer(NoticesOut([_notice_out(one, language) for one in page.rows], page.next_cursor, unread))


@get("/v1/notices/unread", responses=refusals(people.SessionUnknown))
async def count_unread(request: Asked) -> Response[UnreadOut]:
    """How many the account that asks has not read, 100 at most."""
    return answer(UnreadOut(await actions.count_unread(app_of(request), await people.actor_of(request))))


@post("/v1/notices/read", status_code=204, responses=refusals(people.SessionUnknown, people.CrossSite, writes=True))
async def mark_read(request: Asked, data: JSONBody[ReadAsk]) -> Response[None]:
    """Mark some or all read."""
    actor = await people.actor_of(request)
    return await write(request, actor.scope, lambda: actions.mark_read(app_of(request), actor, data.ids))


@get("/v1/me/notices", responses=refusals(people.SessionUnknown))
async def get_preference(request: Asked) -> Response[PreferenceOut]:
    """What the account that asks wants to hear, by which way, and when its phones are quiet."""
    return answer(_preference_out(await actions.get_preference(app_of(request), await people.actor_of(request))))


@put("/v1/me/notices", responses=refusals(people.SessionUnknown, people.CrossSite, writes=True))
async def set_preference(request: Asked, data: JSONBody[PreferenceAsk]) -> Response[PreferenceOut]:
    """Choose all of it anew."""
    app, actor = app_of(request), await people.actor_of(request)
    wanted = Preference(data.choices, data.quiet_from_min, data.quiet_until_min, data.zone)

    async def act() -> PreferenceOut:
        return _preference_out(await actions.set_preference(app, actor, wanted))

    return await write(request, actor.scope, act)


@get("/v1/push_key", responses=refusals())
async def get_push_key(request: Asked) -> Response[PushKeyOut]:
    """The key by which a browser lets this installation push."""
    return answer(PushKeyOut(actions.push_key(app_of(request))))


@put(
    "/v1/push_subscriptions",
    status_code=204,
    responses=refusals(people.SessionUnknown, people.CrossSite, writes=True),
)
async def add_phone(request: Asked, data: JSONBody[PushSubscriptionAsk]) -> Response[None]:
    """Have this browser pushed to for the account that asks."""
    app, actor = app_of(request), await people.actor_of(request)

    async def act() -> None:
        keys = data.keys
        await actions.add_phone(app, actor, data.endpoint, public_key=keys.p256dh, auth_secret=keys.auth)

    return await write(request, actor.scope, act)


@delete(
    "/v1/push_subscriptions",
    status_code=204,
    responses=refusals(people.SessionUnknown, people.CrossSite, writes=True),
)
async def remove_phone(request: Asked, endpoint: Endpoint) -> Response[None]:
    """Stop pushing to this browser."""
    actor = await people.actor_of(request)
    return await write(request, actor.scope, lambda: actions.remove_phone(app_of(request), actor, endpoint))


@get("/v1/unsubscribe/{word:str}", responses=refusals())
async def read_unsubscribe(request: Asked, word: Word) -> Response[UnsubscribeOut]:
    """What a mail's link would stop; nobody need be logged in. A person's browser is led to the page that asks."""
    if "text/html" in request.headers.get("accept", ""):
        return Response(b"", status_code=303, headers={"Location": f"/unsubscribe?word={quote(word, safe='')}"})  # type: ignore[arg-type]
    return answer(UnsubscribeOut(*await actions.read_unsubscribe(app_of(request), word)))


@post("/v1/unsubscribe/{word:str}", status_code=200, responses=refusals(writes=True))
async def unsubscribe(request: Asked, word: Word) -> Response[UnsubscribeOut]:
    """Stop those mails: the one click of RFC 8058, made by a mail program without cookies; its body says nothing new."""
    app = app_of(request)

    async def act() -> UnsubscribeOut:
        return UnsubscribeOut(*await actions.unsubscribe(app, word))

    return await write(request, "anonymous", act)


def _notice_out(message: Message, language: Language) -> NoticeOut:
    told = msgspec.convert(message.told, Told)
    words = told_words(told, language)
    return NoticeOut(
        str(message.id), str(told.__struct_config__.tag), message.category, told.icon, words.subject,
        words.paragraphs[0], words.link, message.at, message.read_at is not None,
    )  # fmt: skip


def _preference_out(preference: Preference) -> PreferenceOut:
    choices = [
        ChoiceOut(
            channel, category, wants(preference, channel, category), channel == "mail" and category in MAILED_ALWAYS
        )
        for category in CATEGORIES
        for channel in CHANNELS
    ]
    return PreferenceOut(choices, preference.quiet_from_min, preference.quiet_until_min, preference.zone)


ROUTES: list[HTTPRouteHandler] = [
    list_notices, count_unread, mark_read, get_preference, set_preference, get_push_key, add_phone, remove_phone,
    read_unsubscribe, unsubscribe,
]  # fmt: skip
