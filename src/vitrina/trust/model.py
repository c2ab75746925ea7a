"""Cases, reports, sanctions, copyright notices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from vitrina.kernel.ids import AccountId

Kind = Literal["video", "comment", "product", "shop", "account"]
Effect = Literal["warning", "takedown", "suspension"]
LiftedWhy = Literal["ended", "appeal", "unanswered", "staff"]


@dataclass(frozen=True, slots=True)
class Case:
    """What is said about one thing, gathered."""

    id: UUID
    kind: Kind
    target_id: UUID
    owner_id: AccountId | None
    severity: int
    reports: int
    state: str
    is_copyright: bool
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Report:
    """What one person said; who it was is for nobody to see but by `is_guest`."""

    reason: str
    words: str
    is_guest: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice of copyright, and the owner's counter-notice once there is one."""

    id: UUID
    case_id: UUID
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
    counter_words: str | None
    counter_signature: str | None
    counter_at: datetime | None


@dataclass(frozen=True, slots=True)
class Sanction:
    """What was done to whom, by which rule, why, until when, and what became of it."""

    id: UUID
    case_id: UUID | None
    effect: Effect
    account_id: AccountId
    kind: Kind
    target_id: UUID
    target_title: str
    rule: str
    reason: str
    evidence: str
    made_by: AccountId
    made_at: datetime
    ends_at: datetime | None
    lifted_at: datetime | None
    lifted_why: LiftedWhy | None
    appeal: str | None
    appealed_at: datetime | None
    answer_due: datetime | None
    answer: str | None
    answered_at: datetime | None

    @property
    def is_standing(self) -> bool:
        return self.lifted_at is None


@dataclass(frozen=True, slots=True)
class Act:
    """What a moderator does: the effect, by which rule, why, on what evidence; days None: for ever."""

    effect: Effect
    rule: str
    reason: str
    evidence: str
    days: int | None


@dataclass(frozen=True, slots=True)
class NewNotice:
    """A notice of copyright as it was handed in."""

    name: str
    organisation: str
    address: str
    email: str
    phone: str
    work: str
    signature: str
