"""HTTP of trust: reports and notices of copyright, the moderators' queue, standing and appeals."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath, JSONBody, QueryParameter

from vitrina import people
from vitrina.kernel.ids import AccountId
from vitrina.kernel.pages import PAGE_ROWS
from vitrina.platform.http import CursorAsked, Limit, app_of, language_asked, refusals, write
from vitrina.trust.actions import appeal as appeals
from vitrina.trust.actions import judge, report
from vitrina.trust.adapters.shown import (
    CasePage,
    FullCase,
    ReasonOut,
    SanctionOut,
    StandingOut,
    case_out,
    full_case,
    sanction_out,
    standing_out,
)
from vitrina.trust.errors import (
    AppealMade,
    CaseClosed,
    CounterMade,
    EffectImpossible,
    NoAppeal,
    SanctionOver,
    StaffProtected,
)
from vitrina.trust.model import Act, Effect, Kind, NewNotice
from vitrina.trust.rules import APPEAL_CHARS_MAX, REASONS, SUSPENSION_DAYS_MAX, WORDS_CHARS_MAX

_PRINTABLE = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
Asked = Request[Any, Any, Any]
Code = Annotated[str, msgspec.Meta(max_length=40, pattern="^[a-z_]+$")]
Words = Annotated[str, msgspec.Meta(max_length=WORDS_CHARS_MAX, pattern=_PRINTABLE)]
LongWords = Annotated[str, msgspec.Meta(min_length=1, max_length=APPEAL_CHARS_MAX, pattern=_PRINTABLE)]
Given = Annotated[str, msgspec.Meta(min_length=1, max_length=WORDS_CHARS_MAX, pattern=_PRINTABLE)]
Line = Annotated[str, msgspec.Meta(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*\S[^\x00-\x1f\x7f]*$")]
MaybeLine = Annotated[str, msgspec.Meta(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Email = Annotated[str, msgspec.Meta(max_length=254, pattern=r"^[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+$")]
Days = Annotated[int, msgspec.Meta(ge=1, le=SUSPENSION_DAYS_MAX)]
KindAsked = Annotated[Kind | None, QueryParameter(name="kind")]


class ReportAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: Kind
    id: UUID
    reason: Code
    text: Words | None = None


class IdOut(msgspec.Struct, frozen=True):
    id: UUID


class ReasonsOut(msgspec.Struct, frozen=True):
    reasons: list[ReasonOut]


class CopyrightAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`in_good_faith` and `under_perjury` are statements of law: only true is taken."""

    kind: Kind
    id: UUID
    name: Line
    address: Line
    email: Email
    work: Given
    signature: Line
    in_good_faith: bool
    under_perjury: bool
    organisation: MaybeLine = ""
    phone: MaybeLine = ""


class CounterAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Line
    address: Line
    text: LongWords
    signature: Line
    under_perjury: bool


class DismissAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    reason: Given


class ActAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`days` counts for a suspension only; without it, it has no end."""

    effect: Effect
    rule: Code
    reason: Given
    evidence: Words | None = None
    days: Days | None = None


class AppealAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    sanction_id: UUID
    text: LongWords


class AnswerAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    answer: LongWords
    lift: bool


class AppealsOut(msgspec.Struct, frozen=True):
    appeals: list[SanctionOut]


@get("/v1/reports/reasons", responses=refusals(people.SessionUnknown))
async def get_reasons(request: Asked) -> ReasonsOut:
    """The rules of the house, as reasons for a report, in the reader's language."""
    await people.actor_of(request)
    language = language_asked(request)
    return ReasonsOut([ReasonOut(one.code, one.text(language)) for one in REASONS.values()])


@post("/v1/reports", status_code=201, responses=refusals(people.SessionUnknown, people.CrossSite, writes=True))
async def post_report(request: Asked, data: JSONBody[ReportAsked]) -> Response[IdOut]:
    """Say what is wrong with a video, comment, product, shop or account; guests too. Nobody learns who said it."""
    app = app_of(request)
    await report.limit_report(app, await people.actor_of(request), people.address_of(request))

    async def act(actor: people.Actor) -> IdOut:
        return IdOut(await report.report(
            app, actor, kind=data.kind, target_id=data.id, reason=data.reason, words=data.text or ""
        ))  # fmt: skip

    return await people.write_as_guest(request, act, status=201)


@post(
    "/v1/copyright_notices", status_code=201, responses=refusals(people.SessionUnknown, people.CrossSite, writes=True)
)
async def post_copyright(request: Asked, data: JSONBody[CopyrightAsked]) -> Response[IdOut]:
    """Claim that something here uses your work without permission (17 U.S.C. § 512(c)(3)); no account needed."""
    app, actor = app_of(request), await people.actor_of(request)
    report.check_statements(in_good_faith=data.in_good_faith, under_perjury=data.under_perjury)
    await report.limit_notice(app, people.address_of(request))
    given = NewNotice(data.name, data.organisation, data.address, data.email, data.phone, data.work, data.signature)

    async def act() -> IdOut:
        return IdOut(await report.claim_copyright(app, kind=data.kind, target_id=data.id, notice=given))

    return await write(request, actor.scope, act, status=201)


@post(
    "/v1/copyright_notices/{notice_id:uuid}/counter",
    status_code=204,
    responses=refusals(people.SessionUnknown, people.CrossSite, CounterMade, writes=True),
)
async def post_counter(request: Asked, notice_id: FromPath[UUID], data: JSONBody[CounterAsked]) -> Response[None]:
    """Answer a notice of copyright against what is yours (17 U.S.C. § 512(g)(3))."""
    app, actor = app_of(request), await people.actor_of(request)
    report.check_statements(under_perjury=data.under_perjury)
    return await write(request, actor.scope, lambda: report.counter_copyright(
        app, actor, notice_id, name=data.name, address=data.address, words=data.text, signature=data.signature
    ))  # fmt: skip


@get("/v1/staff/cases", responses=refusals(people.SessionUnknown))
async def get_cases(
    request: Asked, case_state: Annotated[str, QueryParameter(name="state", pattern="^(open|closed)$")] = "open",
    kind: KindAsked = None, cursor: CursorAsked = None, limit: Limit = PAGE_ROWS,
) -> CasePage:  # fmt: skip
    """The moderators' queue: gravest first, then oldest."""
    app, actor = app_of(request), await people.actor_of(request)
    page, open_cases = await judge.list_cases(app, actor, state=case_state, kind=kind, cursor=cursor, limit=limit)
    return CasePage([case_out(one, language_asked(request)) for one in page.rows], open_cases, page.next_cursor)


@get("/v1/staff/cases/{case_id:uuid}", responses=refusals(people.SessionUnknown))
async def get_case(request: Asked, case_id: FromPath[UUID]) -> FullCase:
    """A case with its thing, what people said, and the history of its owner."""
    found = await judge.get_case(app_of(request), await people.actor_of(request), case_id)
    return full_case(found, language_asked(request))


@post(
    "/v1/staff/cases/{case_id:uuid}/dismiss",
    status_code=204,
    responses=refusals(people.SessionUnknown, people.CrossSite, CaseClosed, writes=True),
)
async def post_dismiss(request: Asked, case_id: FromPath[UUID], data: JSONBody[DismissAsked]) -> Response[None]:
    """Close a case: nothing is wrong with it."""
    app, actor = app_of(request), await people.actor_of(request)
    return await write(request, actor.scope, lambda: judge.dismiss(app, actor, case_id, data.reason))


@post(
    "/v1/staff/cases/{case_id:uuid}/act",
    status_code=201,
    responses=refusals(
        people.SessionUnknown, people.CrossSite, CaseClosed, EffectImpossible, StaffProtected, writes=True
    ),
)
async def post_act(request: Asked, case_id: FromPath[UUID], data: JSONBody[ActAsked]) -> Response[SanctionOut]:
    """Warn, take down or suspend, by a rule and with a reason that the person reads; closes the case."""
    app, actor, language = app_of(request), await people.actor_of(request), language_asked(request)

    async def act() -> SanctionOut:
        return sanction_out(await judge.act_on_case(app, actor, case_id, _act_of(data)), language)

    return await write(request, actor.scope, act, status=201)


@post(
    "/v1/staff/accounts/{account_id:uuid}/sanctions",
    status_code=201,
    responses=refusals(people.SessionUnknown, people.CrossSite, EffectImpossible, StaffProtected, writes=True),
)
async def post_sanction(request: Asked, account_id: FromPath[UUID], data: JSONBody[ActAsked]) -> Response[SanctionOut]:
    """Warn or suspend an account without a case."""
    app, actor, language = app_of(request), await people.actor_of(request), language_asked(request)

    async def act() -> SanctionOut:
        return sanction_out(await judge.act_on_account(app, actor, AccountId(account_id), _act_of(data)), language)

    return await write(request, actor.scope, act, status=201)


@post(
    "/v1/staff/sanctions/{sanction_id:uuid}/lift",
    status_code=200,
    responses=refusals(people.SessionUnknown, people.CrossSite, SanctionOver, writes=True),
)
async def post_lift(request: Asked, sanction_id: FromPath[UUID], data: JSONBody[DismissAsked]) -> Response[SanctionOut]:
    """Undo a sanction: what was taken down comes back."""
    app, actor, language = app_of(request), await people.actor_of(request), language_asked(request)

    async def act() -> SanctionOut:
        return sanction_out(await judge.lift_sanction(app, actor, sanction_id, data.reason), language)

    return await write(request, actor.scope, act)


@get("/v1/staff/appeals", responses=refusals(people.SessionUnknown))
async def get_appeals(request: Asked) -> AppealsOut:
    """Appeals that wait; unanswered for 72 hours they lift by themselves."""
    found = await appeals.list_appeals(app_of(request), await people.actor_of(request))
    return AppealsOut([sanction_out(one, language_asked(request)) for one in found])


@post(
    "/v1/staff/sanctions/{sanction_id:uuid}/answer",
    status_code=200,
    responses=refusals(people.SessionUnknown, people.CrossSite, SanctionOver, NoAppeal, writes=True),
)
async def post_answer(
    request: Asked, sanction_id: FromPath[UUID], data: JSONBody[AnswerAsked]
) -> Response[SanctionOut]:
    """Answer an appeal: lift the sanction, or say why it stands."""
    app, actor, language = app_of(request), await people.actor_of(request), language_asked(request)

    async def act() -> SanctionOut:
        made = await appeals.answer_appeal(app, actor, sanction_id, data.answer, is_lifted=data.lift)
        return sanction_out(made, language)

    return await write(request, actor.scope, act)


@get("/v1/standing", responses=refusals(people.SessionUnknown))
async def get_standing(request: Asked) -> StandingOut:
    """Where one stands: sanctions with their appeals, and when staff looked through one's account."""
    found = await appeals.get_standing(app_of(request), await people.actor_of(request))
    return standing_out(found, language_asked(request))


@post(
    "/v1/appeals",
    status_code=201,
    responses=refusals(people.SessionUnknown, people.CrossSite, SanctionOver, AppealMade, writes=True),
)
async def post_appeal(request: Asked, data: JSONBody[AppealAsked]) -> Response[SanctionOut]:
    """Contradict a sanction, once; it is answered within 72 hours or lifted."""
    app, actor, language = app_of(request), await people.actor_of(request), language_asked(request)

    async def act() -> SanctionOut:
        return sanction_out(await appeals.appeal(app, actor, data.sanction_id, data.text), language)

    return await write(request, actor.scope, act, status=201)


def _act_of(data: ActAsked) -> Act:
    return Act(data.effect, data.rule, data.reason, data.evidence or "", data.days)


ROUTES = [
    get_reasons, post_report, post_copyright, post_counter, get_cases, get_case, post_dismiss, post_act, post_sanction,
    post_lift, get_appeals, post_answer, get_standing, post_appeal,
]  # fmt: skip
