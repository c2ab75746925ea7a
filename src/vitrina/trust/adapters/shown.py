"""Cases, sanctions and standing as JSON; rules in the reader's language."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec

from vitrina.kernel.words import Language
from vitrina.trust.actions.appeal import Standing
from vitrina.trust.actions.judge import SeenCase
from vitrina.trust.engine.targets import Described
from vitrina.trust.model import Notice, Sanction
from vitrina.trust.rules import REASONS


class ReasonOut(msgspec.Struct, frozen=True):
    code: str
    text: str


class CountedReason(msgspec.Struct, frozen=True):
    code: str
    text: str
    count: int


class TargetOut(msgspec.Struct, frozen=True):
    """`path` is empty where the thing has no page of its own."""

    id: UUID
    title: str
    text: str
    path: str
    picture_url: str | None
    video_url: str | None
    taken_down: bool


class CaseOut(msgspec.Struct, frozen=True):
    """`target` is null when the thing is gone for good."""

    id: UUID
    kind: str
    state: str
    severity: int
    reports: int
    copyright: bool
    opened_at: datetime
    reasons: list[CountedReason]
    target: TargetOut | None


class CasePage(msgspec.Struct, frozen=True):
    cases: list[CaseOut]
    open: int
    next_cursor: str | None


class ReportOut(msgspec.Struct, frozen=True):
    reason: str
    text: str
    guest: bool
    at: datetime


class NoticeOut(msgspec.Struct, frozen=True):
    id: UUID
    name: str
    organisation: str
    address: str
    email: str
    phone: str
    work: str
    signature: str
    at: datetime
    counter_name: str | None
    counter_address: str | None
    counter_text: str | None
    counter_signature: str | None
    counter_at: datetime | None


class SanctionOut(msgspec.Struct, frozen=True):
    """What was done, to what, by which rule, why, until when, and what became of it."""

    id: UUID
    effect: str
    kind: str
    target_id: UUID
    target_title: str
    rule: ReasonOut
    reason: str
    evidence: str
    made_at: datetime
    ends_at: datetime | None
    standing: bool
    lifted_at: datetime | None
    lifted_why: str | None
    appeal: str | None
    appealed_at: datetime | None
    answer_due: datetime | None
    answer: str | None
    answered_at: datetime | None


class OwnerOut(msgspec.Struct, frozen=True):
    id: UUID
    name: str
    handle: str | None
    since: datetime
    suspended: bool
    roles: list[str]


class FullCase(msgspec.Struct, frozen=True):
    case: CaseOut
    owner: OwnerOut | None
    reports: list[ReportOut]
    notices: list[NoticeOut]
    sanctions: list[SanctionOut]
    history: list[SanctionOut]


class ViewOut(msgspec.Struct, frozen=True):
    at: datetime
    ends_at: datetime
    by: str
    why: str


class ClaimOut(msgspec.Struct, frozen=True):
    """A notice of copyright as its owner sees it: who claims what, without private addresses."""

    id: UUID
    name: str
    organisation: str
    work: str
    at: datetime
    countered: bool


class StandingOut(msgspec.Struct, frozen=True):
    sanctions: list[SanctionOut]
    views: list[ViewOut]
    notices: list[ClaimOut]


def case_out(seen: SeenCase, language: Language) -> CaseOut:
    """A case as a row of the queue."""
    case = seen.case
    reasons = [CountedReason(code, _rule(code, language).text, count) for code, count in seen.reasons]
    target = None if seen.described is None else _target(seen.described)
    return CaseOut(
        case.id, case.kind, case.state, case.severity, case.reports, case.is_copyright, case.opened_at, reasons, target
    )


def full_case(seen: SeenCase, language: Language) -> FullCase:
    """A case with everything around it."""
    owner = seen.owner
    return FullCase(
        case_out(seen, language),
        None if owner is None else OwnerOut(
            owner.id, owner.name, owner.handle, owner.made_at, owner.suspended_until is not None, list(owner.roles)
        ),
        [ReportOut(_rule(one.reason, language).text, one.words, one.is_guest, one.at) for one in seen.reports],
        [_notice(one) for one in seen.notices],
        [sanction_out(one, language) for one in seen.sanctions],
        [sanction_out(one, language) for one in seen.history],
    )  # fmt: skip


def sanction_out(made: Sanction, language: Language) -> SanctionOut:
    """A sanction for the one it meets, and for staff: both read the same."""
    return SanctionOut(
        made.id, made.effect, made.kind, made.target_id, made.target_title, _rule(made.rule, language), made.reason,
        made.evidence, made.made_at, made.ends_at, made.is_standing, made.lifted_at, made.lifted_why, made.appeal,
        made.appealed_at, made.answer_due, made.answer, made.answered_at,
    )  # fmt: skip


def standing_out(found: Standing, language: Language) -> StandingOut:
    """Where a person stands; who of the staff it was is told by name where a person looked."""
    return StandingOut(
        [sanction_out(one, language) for one in found.sanctions],
        [ViewOut(one.at, one.ends_at, one.operator_name, one.why) for one in found.views],
        [
            ClaimOut(one.id, one.name, one.organisation, one.work, one.at, one.counter_at is not None)
            for one in found.notices
        ],
    )


def _rule(code: str, language: Language) -> ReasonOut:
    known = REASONS.get(code)
    return ReasonOut(code, code if known is None else known.text(language))


def _target(one: Described) -> TargetOut:
    return TargetOut(one.id, one.title, one.words, one.path, one.picture_url, one.video_url, one.is_taken_down)


def _notice(one: Notice) -> NoticeOut:
    return NoticeOut(
        one.id, one.name, one.organisation, one.address, one.email, one.phone, one.work, one.signature, one.at,
        one.counter_name, one.counter_address, one.counter_words, one.counter_signature, one.counter_at,
    )  # fmt: skip
