"""What staff does to accounts: every act leaves its line in the audit log, in the same transaction."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from vitrina.kernel.errors import Invalid, NotAllowed, NotFound
from vitrina.kernel.ids import AccountId, parse_uuid, uuid7
from vitrina.kernel.pages import Page, decode_cursor, page_of
from vitrina.people import rules
from vitrina.people.errors import InvitationForOther, LastOperator, NoViewOfStaff, TokenUnknown, ViewEnded
from vitrina.people.model import Actor, Audited, Invitation, ListedAccount, StaffRole, View
from vitrina.people.store import accounts_by_ids, add_role, staff
from vitrina.platform.app import App
from vitrina.platform.outbox import Event, add_events
from vitrina.platform.postgres import Connection

INVITATION_MADE = "InvitationMade"
VIEWS_SHOWN_MAX = 50
INVITATIONS_SHOWN_MAX = 100


async def audit(
    connection: Connection, actor: Actor, act: str, *, kind: str, subject: object, why: str, now: datetime,
    before: Mapping[str, Any] | None = None, after: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """Write down what staff did, to whom and why, in the caller's transaction; nobody can change it afterwards."""
    await staff.add_audit(
        connection,
        actor.need_account(),
        act,
        kind=kind,
        subject=str(subject),
        why=why,
        before=before,
        after=after,
        now=now,
    )


async def list_audit(
    app: App, actor: Actor, *, kind: str | None, subject: str | None, cursor: str | None, limit: int
) -> Page[Audited]:
    """The audit log, newest first; `NotAllowed` for all but the operator."""
    actor.need_role("operator")
    after = decode_cursor(cursor, 1)
    if after is not None and not (after[0].isascii() and after[0].isdigit() and len(after[0]) < 19):
        raise Invalid(field="cursor", reason="is not one of ours")
    before_id = int(after[0]) if after else None
    async with app.db.connection() as connection:
        rows = await staff.list_audit(connection, kind=kind, subject=subject, before_id=before_id, limit=limit + 1)
    return page_of(rows, limit, lambda row: (str(row.id),))


# --- suspensions -----------------------------------------------------------------------------------------------------


async def suspend(connection: Connection, account_id: AccountId, until: datetime, why: str) -> None:
    """Let an account only look, and hide its public page, until an instant; in the caller's transaction."""
    await staff.set_suspension(connection, account_id, until, why)


async def end_suspension(connection: Connection, account_id: AccountId) -> None:
    """The account may do everything again; in the caller's transaction."""
    await staff.set_suspension(connection, account_id, None, "")


async def suspended_among(connection: Connection, accounts: Sequence[AccountId]) -> frozenset[AccountId]:
    """Which of these accounts are suspended."""
    return await staff.suspended_among(connection, accounts)


# --- accounts --------------------------------------------------------------------------------------------------------


async def search_accounts(
    app: App, actor: Actor, *, words: str, only: str, cursor: str | None, limit: int
) -> Page[ListedAccount]:
    """Accounts by a part of name, e-mail or handle, newest first, for the operator."""
    actor.need_role("operator")
    after = decode_cursor(cursor, 1)
    before = parse_uuid(after[0]) if after else None
    async with app.db.connection() as connection:
        rows = await staff.search_accounts(connection, words=words.strip(), only=only, before=before, limit=limit + 1)
    return page_of(rows, limit, lambda row: (str(row.id),))


async def get_listed(app: App, actor: Actor, account_id: AccountId) -> ListedAccount:
    """One account as staff sees it; `NotAllowed`, `NotFound`."""
    need_staff(actor)
    async with app.db.connection() as connection:
        return await _get_listed(connection, account_id)


def need_staff(actor: Actor) -> AccountId:
    """The account that asks, if it moderates or operates; `LoginNeeded`, `NotAllowed`."""
    account_id = actor.need_account()
    if not actor.roles & {"moderator", "operator"}:
        raise NotAllowed
    return account_id


async def change_role(
    app: App, actor: Actor, account_id: AccountId, role: StaffRole, *, is_granted: bool, why: str
) -> ListedAccount:
    """Grant or take a role; `LastOperator` when nobody would be left to operate, `NotFound`."""
    actor.need_role("operator")
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        known = await _get_listed(transaction, account_id)
        if is_granted:
            await add_role(transaction, account_id, role, now)
        else:
            if role == "operator" and role in known.roles and await staff.count_operators(transaction) == 1:
                raise LastOperator
            await staff.delete_role(transaction, account_id, role)
        changed = await _get_listed(transaction, account_id)
        await audit(
            transaction, actor, "role_granted" if is_granted else "role_taken", kind="account", subject=account_id, why=why,
            before={"roles": list(known.roles)}, after={"roles": list(changed.roles)}, now=now,
        )  # fmt: skip
    return changed


async def sign_out_everywhere(app: App, actor: Actor, account_id: AccountId, why: str) -> int:
    """End every session of an account; how many there were."""
    actor.need_role("operator")
    async with app.db.transaction() as transaction:
        await _get_listed(transaction, account_id)
        ended = await staff.end_all_sessions(transaction, account_id)
        await audit(
            transaction, actor, "signed_out", kind="account", subject=account_id, why=why, after={"sessions": ended},
            now=app.clock.now(),
        )  # fmt: skip
    return ended


async def _get_listed(connection: Connection, account_id: AccountId) -> ListedAccount:
    found = await staff.find_listed(connection, account_id)
    if found is None:
        raise NotFound
    return found


# --- views -----------------------------------------------------------------------------------------------------------


async def start_view(app: App, actor: Actor, account_id: AccountId, why: str) -> tuple[View, str]:
    """Look through an account's eyes for half an hour, changing nothing; the view and its token. `NoViewOfStaff`."""
    operator_id = actor.need_role("operator")
    now = app.clock.now()
    token = rules.token_of(rules.VIEW_PREFIX, secrets.token_bytes(rules.TOKEN_BYTES))
    async with app.db.transaction() as transaction:
        known = await _get_listed(transaction, account_id)
        if account_id == operator_id or "operator" in known.roles:
            raise NoViewOfStaff
        view = View(uuid7(now), operator_id, actor.name, account_id, why, now, now + rules.VIEW_LIFE)
        await staff.add_view(transaction, view, rules.token_hash(token))
        await audit(
            transaction, actor, "view_started", kind="account", subject=account_id, why=why,
            after={"ends_at": view.ends_at.isoformat()}, now=now,
        )  # fmt: skip
    return view, token


async def end_view(app: App, actor: Actor) -> None:
    """Stop looking through another's eyes; `ViewEnded` when one does not."""
    if actor.view is None:
        raise ViewEnded
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        await staff.end_view(transaction, actor.view.id, now)
        operator = Actor(account_id=actor.view.operator_id)
        await audit(
            transaction,
            operator,
            "view_ended",
            kind="account",
            subject=actor.view.account_id,
            why=actor.view.why,
            now=now,
        )


async def list_views(connection: Connection, account_id: AccountId) -> list[View]:
    """Who of the staff looked through this account's eyes, newest first."""
    return await staff.list_views(connection, account_id, VIEWS_SHOWN_MAX)


# --- invitations -----------------------------------------------------------------------------------------------------


async def invite(app: App, actor: Actor, *, email: str, role: StaffRole, language: str, why: str) -> Invitation:
    """Invite an address to a role by a mailed link that works once; `Invalid`."""
    operator_id = actor.need_role("operator")
    now = app.clock.now()
    invitation = Invitation(
        uuid7(now), rules.clean_email(email), role, rules.clean_language(language), operator_id, now,
        now + rules.INVITATION_LIFE, None,
    )  # fmt: skip
    async with app.db.transaction() as transaction:
        await staff.add_invitation(transaction, invitation)
        await audit(
            transaction, actor, "invited", kind="invitation", subject=invitation.id, why=why,
            after={"email": invitation.email, "role": role}, now=now,
        )  # fmt: skip
        await add_events(transaction, [Event(INVITATION_MADE, invitation.id, {}, now)])
    app.waker.wake()
    return invitation


async def list_invitations(app: App, actor: Actor) -> list[Invitation]:
    """Invitations, newest first, for the operator."""
    actor.need_role("operator")
    async with app.db.connection() as connection:
        return await staff.list_invitations(connection, INVITATIONS_SHOWN_MAX)


async def withdraw_invitation(app: App, actor: Actor, invitation_id: UUID, why: str) -> None:
    """Make an invitation's link useless; `NotFound` when it does not wait."""
    actor.need_role("operator")
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        if not await staff.withdraw_invitation(transaction, invitation_id, now):
            raise NotFound
        await audit(
            transaction, actor, "invitation_withdrawn", kind="invitation", subject=invitation_id, why=why, now=now
        )


async def issue_invitation_token(app: App, invitation_id: UUID) -> tuple[Invitation, str] | None:
    """The invitation and a fresh token for its mail; None when it was used or withdrawn meanwhile."""
    token = rules.token_of(rules.MAIL_PREFIX, secrets.token_bytes(rules.TOKEN_BYTES))
    async with app.db.transaction() as transaction:
        found = await staff.give_invitation_token(transaction, invitation_id, rules.token_hash(token), app.clock.now())
    return None if found is None else (found, token)


async def accept_invitation(app: App, actor: Actor, token: str) -> StaffRole:
    """Take the role one was invited to; `TokenUnknown`, `InvitationForOther` for another's address."""
    account_id = actor.need_account()
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        found = await staff.find_invitation(transaction, rules.token_hash(token), now)
        if found is None:
            raise TokenUnknown
        account = (await accounts_by_ids(transaction, [account_id]))[account_id]
        if account.email.lower() != found.email.lower():
            raise InvitationForOther(email=found.email)
        await staff.use_invitation(transaction, found.id, account_id, now)
        await add_role(transaction, account_id, found.role, now)
        inviter = Actor(account_id=found.made_by)
        await audit(
            transaction, inviter, "invitation_accepted", kind="account", subject=account_id, why="",
            after={"role": found.role}, now=now,
        )  # fmt: skip
    return found.role
