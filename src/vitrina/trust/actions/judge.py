"""What moderators do with a case: dismiss it, or act; and how a sanction takes effect and ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from vitrina import catalog, people, video
from vitrina.kernel.errors import Invalid, NotFound
from vitrina.kernel.ids import AccountId, parse_uuid, uuid7
from vitrina.kernel.pages import Page, decode_cursor, page_of
from vitrina.platform.app import App
from vitrina.platform.postgres import Connection
from vitrina.trust import rules
from vitrina.trust.actions.report import get_described
from vitrina.trust.actions.telling import tell_lifted, tell_sanction
from vitrina.trust.engine.targets import Described, describe, find_target
from vitrina.trust.errors import CaseClosed, EffectImpossible, SanctionOver, StaffProtected
from vitrina.trust.model import Act, Case, Kind, LiftedWhy, Notice, Report, Sanction
from vitrina.trust.store import cases, sanctions

FOR_EVER = datetime(9999, 1, 1, tzinfo=UTC)
REPORTS_SHOWN_MAX = 100
SANCTIONS_SHOWN_MAX = 100
OVER_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class SeenCase:
    """A case with its thing (None when that is gone for good) and how often each rule was named."""

    case: Case
    described: Described | None
    reasons: tuple[tuple[str, int], ...]
    owner: people.ListedAccount | None = None
    reports: tuple[Report, ...] = ()
    notices: tuple[Notice, ...] = ()
    sanctions: tuple[Sanction, ...] = ()
    history: tuple[Sanction, ...] = ()


async def list_cases(
    app: App, actor: people.Actor, *, state: str, kind: str | None, cursor: str | None, limit: int
) -> tuple[Page[SeenCase], int]:
    """Cases, gravest and oldest first, and how many are open; for staff."""
    people.need_staff(actor)
    after = _after(cursor)
    async with app.db.connection() as connection:
        rows = await cases.list_cases(connection, state=state, kind=kind, after=after, limit=limit + 1)
        page = page_of(rows, limit, lambda case: (str(case.severity), case.opened_at.isoformat(), str(case.id)))
        seen = await describe(app, connection, [(case.kind, case.target_id) for case in page.rows])
        reasons = await cases.count_reasons(connection, [case.id for case in page.rows])
        open_cases = await cases.count_open(connection)
    shown = tuple(SeenCase(case, seen.get(case.target_id), tuple(reasons.get(case.id, ()))) for case in page.rows)
    return Page(shown, page.next_cursor), open_cases


def _after(cursor: str | None) -> tuple[int, datetime, UUID] | None:
    parts = decode_cursor(cursor, 3)
    if parts is None:
        return None
    last = parse_uuid(parts[2])
    try:
        severity, opened_at = int(parts[0]), datetime.fromisoformat(parts[1])
    except ValueError:
        last = None
    if last is None or not 1 <= severity <= 3 or opened_at.tzinfo is None:
        raise Invalid(field="cursor", reason="is not one of ours")
    return severity, opened_at, last


async def get_case(app: App, actor: people.Actor, case_id: UUID) -> SeenCase:
    """A case with everything a moderator needs to judge it; `NotFound`."""
    people.need_staff(actor)
    async with app.db.connection() as connection:
        case = await cases.find_case(connection, case_id)
        if case is None:
            raise NotFound
        seen = await describe(app, connection, [(case.kind, case.target_id)])
        reasons = await cases.count_reasons(connection, [case_id])
        reports = await cases.list_reports(connection, case_id, REPORTS_SHOWN_MAX)
        notices = await cases.list_notices(connection, [case_id])
        made = await sanctions.list_of_case(connection, case_id)
        history: list[Sanction] = []
        if case.owner_id is not None:
            history = await sanctions.list_of_account(connection, case.owner_id, SANCTIONS_SHOWN_MAX)
    owner = None if case.owner_id is None else await people.get_listed(app, actor, case.owner_id)
    return SeenCase(
        case, seen.get(case.target_id), tuple(reasons.get(case_id, ())), owner, tuple(reports), tuple(notices), tuple(made),
        tuple(history),
    )  # fmt: skip


async def dismiss(app: App, actor: people.Actor, case_id: UUID, reason: str) -> None:
    """Nothing is wrong with it; `CaseClosed`, `NotFound`."""
    staff_id, now = people.need_staff(actor), app.clock.now()
    why = rules.clean_words(reason, "reason", least=1)
    async with app.db.transaction() as transaction:
        case = await _lock_open(transaction, case_id)
        await cases.close_case(transaction, case_id, "dismissed", staff_id, now)
        await people.audit(
            transaction, actor, "case_dismissed", kind=case.kind, subject=case.target_id, why=why, now=now,
            after={"case": str(case_id)},
        )  # fmt: skip


async def act_on_case(app: App, actor: people.Actor, case_id: UUID, act: Act) -> Sanction:
    """Warn, take down or suspend, and close the case; `CaseClosed`, `EffectImpossible`, `StaffProtected`, `NotFound`."""
    staff_id, now = people.need_staff(actor), app.clock.now()
    async with app.db.transaction() as transaction:
        case = await _lock_open(transaction, case_id)
        described = await get_described(app, transaction, case.kind, case.target_id)
        made = await _sanction(app, transaction, actor, act, kind=case.kind, described=described, case_id=case_id)
        await cases.close_case(transaction, case_id, "acted", staff_id, now)
    app.waker.wake()
    return made


async def act_on_account(app: App, actor: people.Actor, account_id: AccountId, act: Act) -> Sanction:
    """Warn or suspend an account without a report; `NotFound`, `StaffProtected`, `EffectImpossible`."""
    people.need_staff(actor)
    async with app.db.transaction() as transaction:
        described = await get_described(app, transaction, "account", account_id)
        made = await _sanction(app, transaction, actor, act, kind="account", described=described, case_id=None)
    app.waker.wake()
    return made


async def lift_sanction(app: App, actor: people.Actor, sanction_id: UUID, reason: str) -> Sanction:
    """Undo a sanction: what was taken down comes back; `SanctionOver`, `NotFound`."""
    people.need_staff(actor)
    now, why = app.clock.now(), rules.clean_words(reason, "reason", least=1)
    async with app.db.transaction() as transaction:
        made = await lock_standing(transaction, sanction_id)
        await end_sanction(transaction, made, "staff", now)
        await people.audit(
            transaction, actor, "sanction_lifted", kind=made.kind, subject=made.target_id, why=why, now=now,
            before={"effect": made.effect}, after={"sanction": str(made.id)},
        )  # fmt: skip
        await tell_lifted(transaction, made, "staff", now)
        lifted = await sanctions.find_sanction(transaction, sanction_id)
    app.waker.wake()
    assert lifted is not None
    return lifted


async def lift_over(app: App) -> int:
    """End sanctions whose time is over, and those whose appeal was not answered in 72 hours; how many."""
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        over = await sanctions.list_over(transaction, now, OVER_AT_ONCE)
        for made in over:
            is_ended = made.ends_at is not None and made.ends_at <= now
            why: LiftedWhy = "ended" if is_ended else "unanswered"
            await end_sanction(transaction, made, why, now)
            await tell_lifted(transaction, made, why, now)
    if over:
        app.waker.wake()
    return len(over)


async def get_standing_of(connection: Connection, account_id: AccountId) -> list[Sanction]:
    """What was done to an account, newest first."""
    return await sanctions.list_of_account(connection, account_id, SANCTIONS_SHOWN_MAX)


async def lock_standing(connection: Connection, sanction_id: UUID) -> Sanction:
    """A sanction that still stands, locked; `NotFound`, `SanctionOver`."""
    made = await sanctions.find_sanction(connection, sanction_id, lock=True)
    if made is None:
        raise NotFound
    if not made.is_standing:
        raise SanctionOver
    return made


async def end_sanction(connection: Connection, made: Sanction, why: LiftedWhy, now: datetime) -> None:
    """Lift a sanction and undo its effect, unless another one that stands has the same."""
    await sanctions.lift(connection, made.id, why, now)
    target = find_target(made.kind)
    is_taken = made.effect == "takedown" and target is not None and target.restore is not None
    if is_taken and not await sanctions.has_standing_takedown(connection, made.kind, made.target_id):
        assert target is not None and target.restore is not None
        await target.restore(connection, made.target_id)
    await settle_account(connection, made.account_id)


async def settle_account(connection: Connection, account_id: AccountId) -> None:
    """Bring an account and what it shows in line with the suspensions that stand; again is the same."""
    standing = await sanctions.find_standing_suspension(connection, account_id)
    if standing is not None:
        await people.suspend(connection, account_id, standing.ends_at or FOR_EVER, standing.rule)
        await video.take_down_of(connection, account_id)
    else:
        await people.end_suspension(connection, account_id)
        await video.restore_of(connection, account_id)
    shops = (await people.list_owned_shops(connection, [account_id])).get(account_id, [])
    owners = await people.list_owners(connection, shops)
    suspended = await people.suspended_among(connection, [one for found in owners.values() for one in found])
    for shop in shops:
        if all(owner in suspended for owner in owners[shop]):
            await catalog.take_down_shop(connection, shop, with_owner=True)
        else:
            await catalog.restore_shop(connection, shop, with_owner=True)


async def _lock_open(connection: Connection, case_id: UUID) -> Case:
    case = await cases.find_case(connection, case_id, lock=True)
    if case is None:
        raise NotFound
    if case.state != "open":
        raise CaseClosed
    return case


async def _sanction(
    app: App,
    connection: Connection,
    actor: people.Actor,
    act: Act,
    *,
    kind: Kind,
    described: Described,
    case_id: UUID | None,
) -> Sanction:
    staff_id, now = actor.need_account(), app.clock.now()
    rule = rules.get_reason(act.rule, "rule").code
    reason = rules.clean_words(act.reason, "reason", least=1)
    evidence = rules.clean_words(act.evidence, "evidence")
    ends_at = rules.end_of(now, act.days) if act.effect == "suspension" else None
    if described.owner_id is None:
        raise EffectImpossible
    if act.effect == "suspension" and (await people.get_listed(app, actor, described.owner_id)).roles:
        raise StaffProtected
    made = Sanction(
        uuid7(now), case_id, act.effect, described.owner_id, kind, described.id, described.title, rule, reason, evidence,
        staff_id, now, ends_at, None, None, None, None, None, None, None,
    )  # fmt: skip
    await sanctions.insert_sanction(connection, made)
    if act.effect == "takedown":
        target = find_target(kind)
        if target is None or target.take_down is None or not await target.take_down(connection, described.id):
            raise EffectImpossible
    if act.effect == "suspension":
        await settle_account(connection, described.owner_id)
    await people.audit(
        connection, actor, act.effect, kind=kind, subject=described.id, why=reason, now=now,
        before={"title": described.title, "was_taken_down": described.is_taken_down},
        after={"sanction": str(made.id), "rule": rule, "ends_at": None if ends_at is None else ends_at.isoformat()},
    )  # fmt: skip
    await tell_sanction(connection, made, now)
    return made
