"""The pure state machine of the sandbox gateway: whatever comes in whatever order, money is never made or lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vitrina.checkout.engine.sandbox.book import Book
from vitrina.checkout.engine.sandbox.rules import (
    Charge,
    ChargeRequest,
    Effect,
    EffectKind,
    Problem,
    Terms,
    after,
    objection,
    open_charge,
    opening_kind,
)

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
TERMS = Terms("https://pay.test", timedelta(seconds=3), timedelta(hours=24))
KINDS: tuple[EffectKind, ...] = (
    "charge.authorised",
    "charge.declined",
    "charge.captured",
    "charge.voided",
    "charge.refunded",
    "voucher.paid",
    "voucher.expired",
)
FINAL = {"declined", "voided", "expired"}
TOKENS = ("tok_ok", "tok_ok:blue", "tok_declined", "tok_3ds", "tok_timeout", "tok_late_webhook", "voucher")


def _open(token: str, *, payer: str = "account-1", amount_minor: int = 1000, charge_id: str = "ch_1") -> Charge:
    request = ChargeRequest(
        reference="order-1",
        amount_minor=amount_minor,
        currency="USD",
        token=token,
        payer=payer,
        return_url="https://shop.test/back",
    )
    return open_charge(request, TERMS, charge_id=charge_id, key="key-1", at=NOON)


@pytest.mark.parametrize(
    ("token", "status"),
    [
        ("tok_ok", "authorised"),
        ("tok_ok:blue", "authorised"),
        ("tok_timeout", "authorised"),
        ("tok_declined", "declined"),
        ("tok_3ds", "requires_action"),
        ("tok_late_webhook", "pending"),
        ("voucher", "awaiting_payment"),
    ],
)
def test_each_token_opens_its_status(token: str, status: str) -> None:
    charge = _open(token)
    assert charge.status == status
    assert opening_kind(charge) == f"charge.{status}"
    assert (charge.captured_minor, charge.refunded_minor, charge.refunds) == (0, 0, ())


@pytest.mark.parametrize("token", ["tok_ok:", "tok_OK", "tok_visa", "4242424242424242", " tok_ok"])
def test_unknown_tokens_open_nothing(token: str) -> None:
    with pytest.raises(Problem) as refused:
        _open(token)
    assert (refused.value.code, refused.value.status) == ("unknown_token", 400)


def test_a_fingerprint_is_of_the_payer_unless_the_token_fixes_it() -> None:
    assert _open("tok_ok", payer="a").fingerprint == _open("tok_ok", payer="a", charge_id="ch_2").fingerprint
    assert _open("tok_ok", payer="a").fingerprint != _open("tok_ok", payer="b").fingerprint
    assert _open("tok_ok:x", payer="a").fingerprint == _open("tok_ok:x", payer="b").fingerprint
    assert _open("tok_ok:a", payer="b").fingerprint != _open("tok_ok", payer="a").fingerprint
    assert _open("tok_3ds", payer="a").fingerprint == _open("tok_ok", payer="a").fingerprint
    assert _open("voucher").fingerprint is None
    assert _open("tok_ok", payer="a").last4 == "9523"


def test_waits_end_when_the_terms_say() -> None:
    assert _open("tok_late_webhook").settles_at == NOON + timedelta(seconds=3)
    voucher = _open("voucher")
    assert voucher.expires_at == NOON + timedelta(hours=24)
    assert voucher.action_url == f"https://pay.test/vouchers/{voucher.voucher_reference}"
    assert voucher.voucher_reference is not None and len(voucher.voucher_reference) == 14


def test_a_paid_voucher_is_captured_whole() -> None:
    paid = after(_open("voucher"), Effect(number=2, at=NOON, kind="voucher.paid", charge_id="ch_1"))
    assert (paid.status, paid.captured_minor) == ("captured", 1000)


@settings(max_examples=300, deadline=None)
@given(
    token=st.sampled_from(TOKENS),
    asked_minor=st.integers(1, 5_000),
    steps=st.lists(st.tuples(st.sampled_from(KINDS), st.integers(1, 5_000)), max_size=25),
)
def test_no_order_of_effects_makes_or_loses_money(
    token: str, asked_minor: int, steps: list[tuple[EffectKind, int]]
) -> None:
    charge = _open(token, amount_minor=asked_minor)
    captures = 0
    for number, (kind, amount_minor) in enumerate(steps, start=2):
        effect = Effect(number=number, at=NOON, kind=kind, charge_id=charge.id, amount_minor=amount_minor)
        before = charge
        if objection(charge, kind, amount_minor) is not None:
            with pytest.raises(AssertionError):
                after(charge, effect)
            continue
        charge = after(charge, effect)
        captures += kind in ("charge.captured", "voucher.paid")
        assert before.status not in FINAL
        assert charge.version == number
        assert 0 <= charge.refunded_minor <= charge.captured_minor <= charge.amount_minor == asked_minor
        assert charge.refunded_minor == sum(part.amount_minor for part in charge.refunds)
        assert (charge.captured_minor > 0) == (charge.status == "captured") == (captures == 1)
    assert captures <= 1


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from(KINDS), st.integers(1, 1_500)), max_size=30))
def test_a_replay_makes_the_same_book(steps: list[tuple[int, EffectKind, int]]) -> None:
    book, effects = Book(), list[Effect]()

    def happen(effect: Effect) -> None:
        effects.append(effect)
        book.apply(effect)

    for index, token in enumerate(("tok_ok", "tok_3ds", "voucher", "tok_late_webhook", "tok_ok:red")):
        opening = _open(token, charge_id=f"ch_{index}")
        happen(
            Effect(
                number=len(effects) + 1,
                at=NOON,
                kind=opening_kind(opening),
                charge_id=opening.id,
                scope="charge",
                key=f"open-{index}",
                request_hash="h",
                opening=opening,
            )
        )
    for index, kind, amount_minor in steps:
        number, charge_id = len(effects) + 1, f"ch_{index}"
        code = objection(book.charges[charge_id], kind, amount_minor)
        happen(
            Effect(
                number=number,
                at=NOON,
                kind="request.refused" if code else kind,
                charge_id=charge_id,
                amount_minor=amount_minor,
                scope="change",
                key=f"key-{number}",
                request_hash="h",
                refund_id=f"re_{number}" if kind == "charge.refunded" and not code else "",
                event_id="" if code else f"ev_{number}",
                code=code or "",
            )
        )
    again = Book()
    for effect in effects:
        again.apply(effect)
    assert again.charges == book.charges
    assert again.owed == book.owed
    assert {name: kept.answer() for name, kept in again.kept.items()} == {
        name: kept.answer() for name, kept in book.kept.items()
    }
    assert len(book.kept) == len(effects)
