"""Reporting a thing, and claiming a copyright: both end in the one open case of that thing."""

from __future__ import annotations

from uuid import UUID

from vitrina import people
from vitrina.kernel.errors import Invalid, NotFound
from vitrina.kernel.ids import AccountId, uuid7
from vitrina.platform.app import App
from vitrina.platform.postgres import Connection
from vitrina.trust import rules
from vitrina.trust.engine.targets import Described, find_target
from vitrina.trust.errors import CounterMade
from vitrina.trust.model import Case, Kind, NewNotice, Notice, Report
from vitrina.trust.store import cases, sanctions

NOTICES_SHOWN_MAX = 20


async def limit_report(app: App, actor: people.Actor, address: str) -> None:
    """Count one report of a person and of their network; `TooManyRequests`."""
    tries, per_s = rules.REPORTS_PER_ADDRESS
    await app.limiter.check(app.db, "report_address", address, limit=tries, per_s=per_s)
    tries, per_s = rules.REPORTS_PER_PERSON
    subject = str(actor.account_id or actor.guest_id or address)
    await app.limiter.check(app.db, "report_person", subject, limit=tries, per_s=per_s)


async def limit_notice(app: App, address: str) -> None:
    """Count one notice of copyright; `TooManyRequests`."""
    tries, per_s = rules.NOTICES_PER_ADDRESS
    await app.limiter.check(app.db, "copyright_address", address, limit=tries, per_s=per_s)


def check_statements(**stated: bool) -> None:
    """`Invalid` unless every statement that the law wants was made."""
    for field, is_true in stated.items():
        if not is_true:
            raise Invalid(field=field, reason="must be stated")


async def report(app: App, actor: people.Actor, *, kind: Kind, target_id: UUID, reason: str, words: str) -> UUID:
    """Say what is wrong with a thing; guests too. The same person again is the same report. `NotFound`, `Invalid`."""
    chosen, said, now = rules.get_reason(reason), rules.clean_words(words, "text"), app.clock.now()
    reporter = actor.account_id or actor.guest_id
    assert reporter is not None
    made = Report(chosen.code, said, actor.account_id is None, now)
    async with app.db.transaction() as transaction:
        described = await get_described(app, transaction, kind, target_id)
        case_id = await _open(app, transaction, kind, described, severity=chosen.severity)
        return await cases.add_report(transaction, uuid7(now), case_id, made, reporter)


async def claim_copyright(app: App, *, kind: Kind, target_id: UUID, notice: NewNotice) -> UUID:
    """Hand in a notice of copyright (17 U.S.C. § 512(c)(3)); its id. `NotFound`."""
    now = app.clock.now()
    notice_id = uuid7(now)
    async with app.db.transaction() as transaction:
        described = await get_described(app, transaction, kind, target_id)
        case_id = await _open(app, transaction, kind, described, severity=2, is_copyright=True)
        await cases.insert_notice(transaction, notice_id, case_id, notice, now)
    return notice_id


async def counter_copyright(
    app: App, actor: people.Actor, notice_id: UUID, *, name: str, address: str, words: str, signature: str
) -> None:
    """The owner of the thing answers a notice (§ 512(g)(3)); `NotFound` for everybody else, `CounterMade`."""
    account_id, now = actor.need_account(), app.clock.now()
    async with app.db.transaction() as transaction:
        notice = await cases.find_notice(transaction, notice_id)
        case = None if notice is None else await cases.find_case(transaction, notice.case_id)
        if notice is None or case is None or case.owner_id != account_id:
            raise NotFound
        if notice.counter_at is not None:
            raise CounterMade
        await cases.add_counter(transaction, notice_id, account_id, (name, address, words, signature), now)


async def notices_against(connection: Connection, account_id: AccountId) -> list[Notice]:
    """Notices of copyright in the cases that led to a sanction of this account, for its owner to answer."""
    made = await sanctions.list_of_account(connection, account_id, NOTICES_SHOWN_MAX)
    return await cases.list_notices(connection, [one.case_id for one in made if one.case_id is not None])


async def get_described(app: App, connection: Connection, kind: str, target_id: UUID) -> Described:
    """A thing that can be reported; `NotFound`."""
    target = find_target(kind)
    found = [] if target is None else await target.describe(app, connection, [target_id])
    if not found:
        raise NotFound
    return found[0]


async def _open(
    app: App, connection: Connection, kind: Kind, described: Described, *, severity: int, is_copyright: bool = False
) -> UUID:
    now = app.clock.now()
    return await cases.open_case(connection, Case(
        uuid7(now), kind, described.id, described.owner_id, severity, 0, "open", is_copyright, now, None
    ))  # fmt: skip
