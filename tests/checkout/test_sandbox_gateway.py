"""The sandbox gateway over HTTP, as its own process: strict, repeatable, with pages for the shopper."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from tests.checkout.gateway_process import CHARGE, PRICE, Json, Shop, gateways_in, order

from vitrina.checkout.adapters.port import ProviderCharge, ProviderRefused, ProviderStatus, ProviderUnavailable
from vitrina.checkout.adapters.sandbox import SandboxProvider
from vitrina.kernel.money import Money


@pytest.fixture
async def start(tmp_path: Path) -> AsyncIterator[Callable[..., Any]]:
    async with gateways_in(tmp_path) as start_gateway:
        yield start_gateway


@pytest.fixture
async def shop() -> AsyncIterator[Shop]:
    receiving = Shop()
    runner = await receiving.start()
    yield receiving
    await runner.cleanup()


async def test_a_charge_is_authorised_captured_and_refunded_in_parts(start: Callable[..., Any]) -> None:
    gateway = await start()
    provider: SandboxProvider = gateway.provider
    charge = await provider.authorise(order(1))
    assert (charge.status, charge.amount, charge.captured) == (ProviderStatus.AUTHORISED, PRICE, Money(0, "USD"))
    assert (charge.reference, charge.key, charge.action_url, charge.voucher) == ("order-1", "key-1", None, None)
    captured = await provider.capture(charge.id, Money(2000, "USD"), key="key-1")
    assert (captured.status, captured.captured) == (ProviderStatus.CAPTURED, Money(2000, "USD"))
    first = await provider.refund(charge.id, Money(1500, "USD"), key="refund-1")
    again = await provider.refund(charge.id, Money(1500, "USD"), key="refund-1")
    assert first == again and first.amount == Money(1500, "USD")
    with pytest.raises(ProviderRefused) as refused:
        await provider.refund(charge.id, Money(501, "USD"), key="refund-2")
    assert (refused.value.code, refused.value.status) == ("amount_too_large", 422)
    await provider.refund(charge.id, Money(500, "USD"), key="refund-3")
    whole = await provider.get(charge.id)
    assert (whole.refunded, len(whole.refunds)) == (Money(2000, "USD"), 2)
    assert await provider.find_by_key("key-1") == whole
    assert await provider.find_by_key("never") is None
    for change in (provider.capture(charge.id, PRICE, key="late"), provider.void(charge.id, key="late")):
        with pytest.raises(ProviderRefused):
            await change
    assert [kind for kind in await gateway.kinds() if kind != "request.refused"] == [
        "charge.authorised",
        "charge.captured",
        "charge.refunded",
        "charge.refunded",
    ]


async def test_a_void_frees_an_authorisation_and_a_declined_card_is_an_answer(start: Callable[..., Any]) -> None:
    gateway = await start()
    charge = await gateway.provider.authorise(order(1))
    assert (await gateway.provider.void(charge.id, key="void-1")).status == ProviderStatus.VOIDED
    declined: ProviderCharge = await gateway.provider.authorise(order(2, "tok_declined"))
    assert (declined.status, declined.decline_code) == (ProviderStatus.DECLINED, "card_declined")
    for charge_id in (charge.id, declined.id):
        with pytest.raises(ProviderRefused, match="charge_not_capturable"):
            await gateway.provider.capture(charge_id, PRICE, key=f"capture-{charge_id}")
    status, found = await gateway.get("/charges?reference=order-2")
    assert (status, [one["id"] for one in found["charges"]]) == (200, [declined.id])


async def test_one_key_has_one_effect_and_one_answer(start: Callable[..., Any]) -> None:
    gateway = await start()
    first = await gateway.post("/charges", key="k")
    assert (first[0], first[2]) == (200, False)
    assert await gateway.post("/charges", dict(reversed(CHARGE.items())), key="k") == (200, first[1], True)
    status, problem, _ = await gateway.post("/charges", {**CHARGE, "amount_minor": 1}, key="k")
    assert (status, problem["code"]) == (422, "idempotency_conflict")
    capture, void = f"/charges/{first[1]['id']}/capture", f"/charges/{first[1]['id']}/void"
    # a refusal is kept as well: what was refused once under a key stays refused under it
    assert (await gateway.post(capture, {"amount_minor": 9999}, key="c"))[:2] == (
        422,
        {"status": 422, "code": "amount_too_large", "detail": "The amount is more than what is left of the charge."},
    )
    assert (await gateway.post(void, {}, key="k"))[0] == 200
    gateway.kill()
    await gateway.start()
    assert await gateway.post("/charges", key="k") == (200, first[1], True)
    status, problem, is_replayed = await gateway.post(capture, {"amount_minor": 9999}, key="c")
    assert (status, problem["code"], is_replayed) == (422, "amount_too_large", True)
    assert await gateway.kinds() == ["charge.authorised", "request.refused", "charge.voided"]


async def test_ten_at_once_with_one_key_are_one_charge(start: Callable[..., Any]) -> None:
    gateway = await start()
    answers = await asyncio.gather(*[gateway.post("/charges", key="same") for _ in range(10)])
    assert {status for status, _, _ in answers} <= {200, 409}
    assert {body["code"] for status, body, _ in answers if status == 409} <= {"idempotency_in_flight"}
    assert len({body["id"] for status, body, _ in answers if status == 200}) == 1
    assert await gateway.kinds() == ["charge.authorised"]


async def test_everything_loose_is_refused_and_changes_nothing(start: Callable[..., Any]) -> None:
    gateway = await start()
    wrong: list[tuple[Json, str]] = [
        ({**CHARGE, "cvc": "123"}, "invalid_request"),
        ({**CHARGE, "amount_minor": "2490"}, "invalid_request"),
        ({**CHARGE, "amount_minor": 24.9}, "invalid_request"),
        ({**CHARGE, "amount_minor": 0}, "invalid_request"),
        ({**CHARGE, "amount_minor": 10**15 + 1}, "invalid_request"),
        ({**CHARGE, "currency": "USDT"}, "unknown_currency"),
        ({**CHARGE, "currency": "usd"}, "unknown_currency"),
        ({**CHARGE, "token": "4242424242424242"}, "unknown_token"),
        ({**CHARGE, "capture": True}, "capture_not_supported"),
        ({**CHARGE, "return_url": "javascript:alert(1)"}, "invalid_request"),
        ({**CHARGE, "token": "tok_3ds", "return_url": None}, "return_url_needed"),
        ({name: value for name, value in CHARGE.items() if name != "payer"}, "invalid_request"),
    ]
    for body, code in wrong:
        status, problem, _ = await gateway.post("/charges", body, key="wrong")
        assert (status, problem["code"]) == (400, code), body
    assert (await gateway.post("/charges"))[1]["code"] == "idempotency_key_missing"
    assert (await gateway.post("/charges", key="ñ"))[1]["code"] == "idempotency_key_invalid"
    assert (await gateway.post("/charges/ch_none/void", {}, key="v"))[:1] == (404,)
    assert (await gateway.post("/faults", {"delay_ms": 5}))[1]["code"] == "faults_not_allowed"
    async with gateway.session.post("/charges", data=b"{", headers={"Content-Type": "application/json"}) as answer:
        assert answer.status == 400
    async with gateway.session.post(
        "/charges", data=b"x" * 20_000, headers={"Content-Type": "application/json"}
    ) as big:
        assert big.status == 413
    async with gateway.session.post("/charges", data=b"a=1") as form:
        assert form.status == 415
    async with gateway.session.delete("/charges") as deleted:
        assert deleted.status == 405
    async with gateway.session.get("/log", headers={"Authorization": "Bearer guess"}) as stranger:
        assert (stranger.status, (await stranger.json(content_type=None))["code"]) == (401, "unauthorised")
    for path in ("/charges", "/charges?key=a&reference=b", "/log?after=-1", "/log?limit=10001", "/log?x=1"):
        assert (await gateway.get(path))[0] == 400, path
    assert await gateway.effects() == []
    assert b"4242" not in (gateway.folder / "effects.jsonl").read_bytes()


async def test_a_timeout_is_charged_and_found_by_its_key(start: Callable[..., Any]) -> None:
    gateway = await start()
    with pytest.raises(ProviderUnavailable):
        await gateway.provider.authorise(order(1, "tok_timeout"))
    found = await gateway.provider.find_by_key("key-1")
    assert found is not None and found.status == ProviderStatus.AUTHORISED
    with pytest.raises(ProviderUnavailable, match="idempotency_in_flight"):
        await gateway.provider.authorise(order(1, "tok_timeout"))
    await asyncio.sleep(0.9)
    assert await gateway.provider.authorise(order(1, "tok_timeout")) == found
    assert await gateway.kinds() == ["charge.authorised"]


async def test_faults_lose_replies_but_never_effects(start: Callable[..., Any]) -> None:
    gateway = await start("--faults-allowed")
    plan = {"seed": 7, "lose_reply_rate": 0.3, "error_after_charge_rate": 0.3, "stall_rate": 0.1, "stall_ms": 700}
    assert (await gateway.post("/faults", plan))[0] == 200
    assert (await gateway.post("/faults", {"lose_reply_rate": 2}))[1]["code"] == "invalid_request"
    unknown = 0
    for number in range(30):
        try:
            await gateway.provider.authorise(order(number))
        except ProviderUnavailable:
            unknown += 1
    assert 10 <= unknown <= 29
    assert (await gateway.post("/faults", {"delay_ms": 1}))[1]["lose_reply_rate"] == 0
    await asyncio.sleep(0.8)
    charges = [await gateway.provider.authorise(order(number)) for number in range(30)]
    assert Counter(await gateway.kinds()) == {"charge.authorised": 30}
    assert len({charge.id for charge in charges}) == 30


async def test_three_d_secure_asks_the_shopper_and_tells_the_shop(start: Callable[..., Any], shop: Shop) -> None:
    gateway = await start("--webhook-url", shop.url)
    yes, no = [await gateway.provider.authorise(order(number, "tok_3ds")) for number in (1, 2)]
    assert yes.status == ProviderStatus.REQUIRES_ACTION
    assert yes.action_url == f"{gateway.url}/challenges/{yes.id}"
    async with aiohttp.ClientSession() as browser:
        for language, words in (
            ("en", ("Sandbox — no real money", ">Approve<", ">Refuse<", "24.90 <small>USD")),
            ("es", ("Entorno de pruebas — sin dinero real", ">Aprobar<", ">Rechazar<", "24.90 <small>USD")),
        ):
            async with browser.get(yes.action_url, headers={"Accept-Language": f"{language}-MX,en;q=0.5"}) as page:
                text = await page.text()
                assert all(word in text for word in words) and "<script" not in text and "style=" not in text
                policy = page.headers["Content-Security-Policy"]
                assert "default-src 'none'" in policy and "form-action 'self' http://shop.test;" in policy
        for charge, word in ((yes, "approve"), (no, "refuse"), (yes, "refuse")):
            async with browser.post(f"{charge.action_url}/{word}", allow_redirects=False) as sent_back:
                assert (sent_back.status, sent_back.headers["Location"]) == (303, "http://shop.test/back")
        async with browser.get(f"{yes.action_url}?lang=es") as ended:
            assert "Aprobado. Gracias." in await ended.text()
    events = await shop.wait_for(2)
    assert {(event.kind, event.charge.id) for event in events} == {
        ("charge.authorised", yes.id),
        ("charge.declined", no.id),
    }
    assert (await gateway.provider.get(no.id)).decline_code == "authentication_failed"


async def test_a_voucher_is_paid_at_its_page_once(start: Callable[..., Any], shop: Shop) -> None:
    gateway = await start("--webhook-url", shop.url)
    charge = await gateway.provider.authorise(order(1, "voucher"))
    assert charge.status == ProviderStatus.AWAITING_PAYMENT and charge.voucher is not None
    assert charge.action_url == f"{gateway.url}/vouchers/{charge.voucher.reference}"
    async with aiohttp.ClientSession() as browser:
        async with browser.get(charge.action_url) as page:
            assert "Pay now" in await page.text()
        async with browser.post(f"{charge.action_url}/pay?lang=es") as paid:
            assert (paid.status, "Pagado. Gracias." in await paid.text()) == (200, True)
        async with browser.post(f"{charge.action_url}/pay", headers={"Accept": "application/json"}) as again:
            assert (again.status, (await again.json(content_type=None))["code"]) == (409, "charge_not_waiting")
    [event] = await shop.wait_for(1)
    assert (event.kind, event.charge.status, event.charge.captured) == ("voucher.paid", ProviderStatus.CAPTURED, PRICE)
    assert (await gateway.provider.refund(charge.id, PRICE, key="refund")).amount == PRICE


async def test_an_unpaid_voucher_expires_also_while_the_gateway_is_down(start: Callable[..., Any], shop: Shop) -> None:
    gateway = await start("--webhook-url", shop.url, "--voucher-valid-s", "0.4")
    charge = await gateway.provider.authorise(order(1, "voucher"))
    late = await gateway.provider.authorise(order(2, "tok_late_webhook"))
    assert late.status == ProviderStatus.PENDING
    gateway.kill()
    await asyncio.sleep(0.5)
    await gateway.start()
    events = await shop.wait_for(2)
    assert {(event.kind, event.charge.id) for event in events} == {
        ("voucher.expired", charge.id),
        ("charge.authorised", late.id),
    }
    assert (await gateway.provider.get(late.id)).status == ProviderStatus.AUTHORISED
    async with gateway.session.post(f"{charge.action_url.removeprefix(gateway.url)}/pay?lang=en") as page:
        assert "This voucher has expired" in await page.text()
