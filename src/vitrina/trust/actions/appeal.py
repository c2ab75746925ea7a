"""Where a person stands with the house, and how they contradict it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from vitrina import people
from vitrina.kernel.errors import NotFound
from vitrina.kernel.ids import AccountId
from vitrina.platform.app import App
from vitrina.platform.postgres import Connection
from vitrina.trust import rules
from vitrina.trust.actions.judge import SANCTIONS_SHOWN_MAX, end_sanction, lock_standing
from vitrina.trust.actions.report import notices_against
from vitrina.trust.actions.telling import tell_answer, tell_lifted
from vitrina.trust.errors import AppealMade, NoAppeal
from vitrina.trust.model import Notice, Sanction
from vitrina.trust.store import sanctions

APPEALS_SHOWN_MAX = 100


@dataclass(frozen=True, slots=True)
class Standing:
    """What was done to an account, who of the staff looked through its eyes, and notices it may answer."""

    sanctions: tuple[Sanction, ...]
    views: tuple[people.View, ...]
    notices: tuple[Notice, ...]


async def get_standing(app: App, actor: people.Actor) -> Standing:
    """Where the account that asks stands; `LoginNeeded`."""
    account_id = actor.need_account()
    async with app.db.connection() as connection:
        made = await sanctions.list_of_account(connection, account_id, SANCTIONS_SHOWN_MAX)
        views = await people.list_views(connection, account_id)
        notices = await notices_against(connection, account_id)
    return Standing(tuple(made), tuple(views), tuple(notices))


async def export_standing(connection: Connection, account_id: AccountId) -> object:
    """What was done to a person, for the export of everything that is theirs."""
    made = await sanctions.list_of_account(connection, account_id, SANCTIONS_SHOWN_MAX)
    return [
        {
            "effect": one.effect, "title": one.target_title, "rule": one.rule, "reason": one.reason,
            "made_at": one.made_at.isoformat(), "appeal": one.appeal, "answer": one.answer, "lifted": one.lifted_why,
        }
        for one in made
    ]  # fmt: skip


async def appeal(app: App, actor: people.Actor, sanction_id: UUID, words: str) -> Sanction:
    """Contradict a sanction, once; `NotFound` for another's, `SanctionOver`, `AppealMade`."""
    account_id, now = actor.need_account(), app.clock.now()
    said = rules.clean_words(words, "text", least=1, most=rules.APPEAL_CHARS_MAX)
    async with app.db.transaction() as transaction:
        known = await sanctions.find_sanction(transaction, sanction_id)
        if known is None or known.account_id != account_id:
            raise NotFound
        made = await lock_standing(transaction, sanction_id)
        if made.appeal is not None:
            raise AppealMade
        await sanctions.add_appeal(transaction, sanction_id, said, now, now + rules.APPEAL_ANSWERED_WITHIN)
        changed = await sanctions.find_sanction(transaction, sanction_id)
    assert changed is not None
    return changed


async def list_appeals(app: App, actor: people.Actor) -> list[Sanction]:
    """Appeals that wait for an answer, the most urgent first; for staff."""
    people.need_staff(actor)
    async with app.db.connection() as connection:
        return await sanctions.list_appeals(connection, APPEALS_SHOWN_MAX)


async def answer_appeal(app: App, actor: people.Actor, sanction_id: UUID, words: str, *, is_lifted: bool) -> Sanction:
    """Say what became of an appeal, and lift the sanction or let it stand; `NoAppeal`, `SanctionOver`, `NotFound`."""
    staff_id, now = people.need_staff(actor), app.clock.now()
    said = rules.clean_words(words, "answer", least=1, most=rules.APPEAL_CHARS_MAX)
    async with app.db.transaction() as transaction:
        made = await lock_standing(transaction, sanction_id)
        if made.appeal is None or made.answer is not None:
            raise NoAppeal
        await sanctions.add_answer(transaction, sanction_id, said, staff_id, now)
        if is_lifted:
            await end_sanction(transaction, made, "appeal", now)
            await tell_lifted(transaction, made, "appeal", now)
        else:
            await tell_answer(transaction, made, now)
        await people.audit(
            transaction, actor, "appeal_granted" if is_lifted else "appeal_refused", kind=made.kind, subject=made.target_id,
            why=said, after={"sanction": str(made.id)}, now=now,
        )  # fmt: skip
        changed = await sanctions.find_sanction(transaction, sanction_id)
    app.waker.wake()
    assert changed is not None
    return changed
