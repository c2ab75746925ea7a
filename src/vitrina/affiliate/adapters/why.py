"""The answer to "why this money", as fields and as a sentence in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from vitrina import people
from vitrina.affiliate.model import Commission, CommissionChange, Decision
from vitrina.kernel.ids import AccountId, CommissionId, OrderId
from vitrina.kernel.money import exponent
from vitrina.kernel.words import money_text
from vitrina.platform.app import App
from vitrina.platform.http import MoneyOut, money_out


class WhyCreator(msgspec.Struct, frozen=True):
    id: AccountId
    handle: str


class WhyWinner(msgspec.Struct, frozen=True):
    touch_id: UUID
    creator: WhyCreator
    at: datetime
    surface: str
    video_id: UUID | None


class WhyLoser(msgspec.Struct, frozen=True):
    touch_id: UUID
    creator: WhyCreator
    at: datetime
    reason: str


class WhyState(msgspec.Struct, frozen=True):
    state: str
    at: datetime
    source: str


class Why(msgspec.Struct, frozen=True):
    """Everything that made this amount what it is, and what may still change it."""

    commission_id: CommissionId
    order_id: OrderId
    product_title: str
    state: str
    reason: str | None
    amount: MoneyOut
    returned: MoneyOut
    base: MoneyOut
    rate_bps: int
    rate_source: str
    touch_rate_bps: int
    order_rate_bps: int
    programme_version: int | None
    is_house: bool
    is_halo: bool
    arithmetic: str
    winner: WhyWinner
    losers: list[WhyLoser]
    payable_on: date | None
    states: list[WhyState]
    may_change: list[str]
    text: str


_TEXT = {
    "en": {
        "tap": "The shopper's last tap that counts was on {handle}'s {surface} link.",
        "programme": "The shop's programme pays {rate}.",
        "order": "The shop raised its rate after the tap, so the higher one counts: {rate}.",
        "house": "The shop has no programme; the platform pays {rate} out of its own fee.",
        "halo": "Another product of the same shop was tapped, so its share of the rate counts.",
        "void": "It pays nothing: {reason}.",
        "held": "It is being looked at: {reason}.",
        "payable_on": "It can be paid out on {day}, when the buyer's return window is over.",
        "unknown_day": "The day it can be paid out is known when the order is delivered.",
    },
    "es": {
        "tap": "El último toque que cuenta fue en el enlace de {handle} en {surface}.",
        "programme": "El programa de la tienda paga {rate}.",
        "order": "La tienda subió su comisión después del toque, así que cuenta la más alta: {rate}.",
        "house": "La tienda no tiene programa; la plataforma paga {rate} de su propia tarifa.",
        "halo": "Se tocó otro producto de la misma tienda, así que cuenta su parte de la comisión.",
        "void": "No paga nada: {reason}.",
        "held": "Está en revisión: {reason}.",
        "payable_on": "Se puede cobrar el {day}, cuando termina el plazo de devolución.",
        "unknown_day": "El día de cobro se sabrá cuando el pedido se entregue.",
    },
}
_SURFACES = {"en": {"video": "video", "showcase": "showcase"}, "es": {"video": "su video", "showcase": "su vitrina"}}
_REASONS = {
    "en": {"own_purchase": "it was the creator's own purchase", "refunded": "the order was refunded",
           "cancelled": "the order was cancelled", "review_address": "buyer and creator share an address"},
    "es": {"own_purchase": "fue una compra propia del creador", "refunded": "el pedido se reembolsó",
           "cancelled": "el pedido se canceló", "review_address": "comprador y creador comparten dirección"},
}  # fmt: skip


async def why_out(app: App, line: Commission, changes: Sequence[CommissionChange], language: str) -> Why:
    """The whole answer for one commission line."""
    decision = msgspec.convert(line.decision, Decision)
    ids = {AccountId(decision.creator_id), *(AccountId(loser.creator_id) for loser in decision.losers)}
    async with app.db.connection() as connection:
        found = await people.creators_by_ids(connection, list(ids))
    handles = {one: creator.handle for one, creator in found.items()}

    def creator(account: UUID) -> WhyCreator:
        return WhyCreator(AccountId(account), handles.get(AccountId(account), "—"))

    video = decision.surface_id if decision.surface == "video" else None
    return Why(
        line.id, line.order_id, line.product_title, line.state, line.reason, money_out(line.kept), money_out(line.returned),
        money_out(line.base), line.rate_bps, decision.rate_source, decision.touch_rate_bps, decision.order_rate_bps,
        decision.programme_version, decision.is_house, decision.is_halo, _arithmetic(line, language),
        WhyWinner(decision.touch_id, creator(decision.creator_id), decision.at, decision.surface, video),
        [WhyLoser(one.touch_id, creator(one.creator_id), one.at, one.reason) for one in decision.losers],
        line.payable_on,
        [WhyState(_first_state(line, changes), line.at, "paid"), *(WhyState(one.state, one.at, one.source) for one in changes)],
        _may_change(line), _sentence(line, decision, handles, language),
    )  # fmt: skip


def _first_state(line: Commission, changes: Sequence[CommissionChange]) -> str:
    if changes:
        return "pending"
    return line.state


def _arithmetic(line: Commission, language: str) -> str:
    places = exponent(line.base.currency)

    def shown(minor: int) -> str:
        return money_text(minor, line.base.currency, places, language)

    text = f"{shown(line.base.minor)} × {_percent(line.rate_bps, language)} = {shown(line.amount.minor)}"
    if not line.returned.is_zero:
        text += f"; − {shown(line.returned.minor)} = {shown(line.kept.minor)}"
    return text


def _percent(rate_bps: int, language: str) -> str:
    whole, rest = divmod(rate_bps, 100)
    point = "." if language == "en" else ","
    return f"{whole}{point}{rest:02d} %".replace(f"{point}00 ", " ") if rest or language == "es" else f"{whole}%"


def _may_change(line: Commission) -> list[str]:
    if line.state == "void":
        return []
    if line.state in ("pending", "earned", "held"):
        return ["refund", "cancellation", "chargeback"] if line.state == "pending" else ["refund", "chargeback"]
    return ["chargeback"]


def _sentence(line: Commission, decision: Decision, handles: dict[AccountId, str], language: str) -> str:
    words: dict[str, Any] = _TEXT["es" if language == "es" else "en"]
    tongue = "es" if language == "es" else "en"
    handle = "@" + handles.get(AccountId(decision.creator_id), "—")
    rate = _percent(line.rate_bps, tongue)
    source = "house" if decision.is_house else ("order" if decision.rate_source == "order" else "programme")
    parts = [words["tap"].format(handle=handle, surface=_SURFACES[tongue].get(decision.surface, decision.surface))]
    parts.append(words[source].format(rate=rate))
    if decision.is_halo:
        parts.append(words["halo"])
    if line.state in ("void", "held"):
        parts.append(words[line.state].format(reason=_REASONS[tongue].get(line.reason or "", line.reason or "—")))
    if line.state != "void":
        day = words["payable_on"].format(day=line.payable_on) if line.payable_on else words["unknown_day"]
        parts.append(day)
    return " ".join(parts)
