"""A person opens a shop from a phone and ships its first order; a seller edits, imports, undoes and gives a code away."""

from __future__ import annotations

import asyncio
import io
from datetime import timedelta

import pytest
from playwright.async_api import expect
from tests.browser.conftest import OpenScreen
from tests.browser.screen import DESK, Screen, amount
from tests.browser.test_watch_tap_buy import assert_books_in_order
from tests.browser.town import COUNTRY, CURRENCY, Town
from tests.world import Person

from vitrina import catalog, checkout, people, video
from vitrina.catalog import NewProduct, NewVariant
from vitrina.kernel.money import Money

pytestmark = pytest.mark.asyncio(loop_scope="session")

TITLE = {"en": "Sunrise mug", "es": "Taza amanecer"}
PRICE = {"en": "18.50", "es": "349.00"}
MINOR = {"en": 1850, "es": 34900}
FILES = {
    "en": "code,what,price,stock\nB-1,Blue bowl,12.50,8\nB-2,Green bowl,cheap,3\nB-3,Red bowl,14.00,5\n",
    "es": "código,cosa,precio,existencias\nB-1,Tazón azul,250.00,8\nB-2,Tazón verde,barato,3\nB-3,Tazón rojo,280.00,5\n",
}
COLUMN = {"en": "what", "es": "cosa"}


async def _photo() -> bytes:
    drawn = await asyncio.to_thread(video.paint_product, "mug", colour="marigold", scene=None, seed=5, size=800)
    output = io.BytesIO()
    drawn.convert("RGB").save(output, "JPEG", quality=85)
    return output.getvalue()


async def test_a_person_opens_a_shop_and_ships_its_first_order(
    open_window: OpenScreen, town: Town, language: str
) -> None:
    seller = await town.new_person("ines", language)
    phone = await open_window(language, seller)
    await phone.go("/sell/new")
    slug = f"taller-{language}"
    await phone.part("shop_name").fill(f"Taller {language}")
    await phone.see(phone.say("console.slug_free", slug=slug))
    for name, text in (
        ("legal_name", "Inés Duarte"),
        ("legal_address", "Calle 5 de Mayo 21"),
        ("phone", "+52 222 555 0101"),
    ):
        await phone.part(name).fill(text)
    await phone.part("ship_price").fill("5.00" if language == "en" else "99.00")
    await phone.shoot("console-open")
    await phone.press("open-submit")
    await expect(phone.part("checklist")).to_be_visible()

    await phone.press("new-product")
    await phone.part("photo-input").set_input_files(
        [{"name": "mug.jpg", "mimeType": "image/jpeg", "buffer": await _photo()}]
    )
    form = phone.part("new-product-sheet")
    await form.locator("[name=title]").fill(TITLE[language])
    await form.locator("[name=price]").fill(PRICE[language])
    await form.locator("[name=stock]").fill("3")
    await phone.shoot("console-new-product")
    await phone.press("product-submit")
    card = phone.part("product-card")
    await expect(card).to_contain_text(TITLE[language])
    await expect(card.locator("img")).to_be_visible()
    await phone.shoot("console-products-phone")
    product = (await _products(town, slug))[0]

    buyer = await open_window(language, await town.new_person("bruno", language))
    await buyer.go(f"/p/{product.slug}")
    await buyer.press("buy-button")
    await buyer.fill_address()
    await buyer.press("pay-button")
    await buyer.press("order-link")
    order = buyer.page.url.rsplit("/", 1)[-1].split("?")[0]
    await _end_hold_hour(town, order)

    await phone.go(f"/sell/{slug}")
    row = phone.page.locator(f"[data-order='{order}']")
    await expect(row).to_contain_text(TITLE[language])
    await phone.press("pick-list")
    await expect(phone.part("print-sheet")).to_contain_text(TITLE[language])
    await phone.shoot("console-pick-list")
    await phone.part("print-sheet").get_by_text(phone.say("kit.close")).click()
    await row.get_by_test_id("ship-button").click()
    await phone.part("ship-sheet").get_by_text("DHL", exact=True).click()
    await phone.part("tracking").fill("4455 667788")
    await phone.see(phone.say("console.follow_parcel"))
    await phone.press("ship-confirm")
    await expect(row.get_by_test_id("order-status")).to_have_attribute("data-status", "shipped")
    await buyer.page.reload()
    await expect(buyer.part("tracking")).to_contain_text("4455 667788")
    await phone.go(f"/sell/{slug}/sales")
    await expect(phone.part("sales-orders")).to_have_text("1")
    await phone.shoot("console-sales-phone")
    await assert_books_in_order(town)
    await phone.assert_calm()
    await buyer.assert_calm()


async def test_a_seller_edits_imports_undoes_and_gives_a_code_away(
    open_window: OpenScreen, town: Town, language: str
) -> None:
    seller, slug, old = await _shop(town, language)
    desk = await open_window(language, seller, size=DESK)
    await desk.go(f"/sell/{slug}/products")
    row = desk.page.locator(f"[data-testid=product-row][data-product='{old.id}']")
    await row.get_by_test_id("edit-price").click()
    await row.get_by_test_id("edit-price-field").fill(PRICE[language])
    await row.get_by_test_id("edit-price-field").press("Enter")
    await expect(row.get_by_test_id("edit-price")).to_contain_text(PRICE[language])
    await row.get_by_test_id("stock-more").click()
    await expect(row.get_by_test_id("stock-count")).to_have_text("11")
    await row.get_by_test_id("stock-count").click()
    await row.get_by_test_id("stock-field").fill("7")
    await row.get_by_test_id("stock-field").press("Enter")
    await expect(row.get_by_test_id("stock-count")).to_have_text("7")
    [after] = await _products(town, slug)
    assert (after.variants[0].prices[0].minor, after.variants[0].free) == (MINOR[language], 7)

    await desk.press("import-open")
    text = FILES[language].encode()
    await desk.part("import-file").set_input_files([{"name": "bowls.csv", "mimeType": "text/csv", "buffer": text}])
    await expect(desk.part("import-problem")).to_be_visible()
    await desk.page.locator(f"[data-testid=column][data-header='{COLUMN[language]}']").select_option("title")
    await expect(desk.part("import-row")).to_have_count(2)
    await expect(desk.part("import-issues")).to_contain_text("barato" if language == "es" else "cheap")
    await desk.shoot("console-import")
    await desk.press("import-confirm")
    await expect(desk.part("import-result")).to_have_attribute("data-state", "done")
    await expect(desk.part("product-row")).to_have_count(3)
    await desk.press("import-undo")
    await expect(desk.part("import-result")).to_have_attribute("data-state", "undone")
    await expect(desk.part("product-row")).to_have_count(1)
    await desk.press("import-close")
    await expect(desk.part("import-sheet")).to_have_count(0)
    await desk.shoot("console-products-desk")

    await desk.go(f"/sell/{slug}/codes")
    await desk.press("new-code")
    sheet = desk.part("code-sheet")
    await sheet.locator("[name=code]").fill("HOLA10")
    await sheet.locator("[name=off]").fill("10")
    await desk.press("code-submit")
    await expect(desk.part("code")).to_contain_text("HOLA10")
    await desk.shoot("console-codes")

    phone = await open_window(language, await town.new_person("bruno", language), refusals="404")
    await phone.go(f"/p/{old.slug}")
    await phone.press("buy-button")
    await phone.fill_address()
    await phone.press("voucher-open")
    await phone.part("voucher-field").fill("nothing")
    await phone.press("voucher-apply")
    await expect(phone.part("voucher-problem")).to_be_visible()
    await phone.part("voucher-field").fill("hola10")
    await phone.press("voucher-apply")
    off = {"minor": MINOR[language] // 10, "currency": CURRENCY[language]}
    await expect(phone.part("discount")).to_contain_text(amount(off))
    await phone.shoot("console-voucher")
    await phone.press("pay-button")
    await expect(phone.part("order-link")).to_be_visible()
    await desk.page.reload()
    await expect(desk.part("code")).to_contain_text("1")
    await _look_around(desk, slug)
    await assert_books_in_order(town)
    await desk.assert_calm()
    await phone.assert_calm()


async def _look_around(desk: Screen, slug: str) -> None:
    """Every other part of the console can be seen without a complaint."""
    for part, seen in (
        ("creators", "programme-form"),
        ("settings", "rates-form"),
        ("sales", "sales-chart"),
        ("money", None),
    ):
        await desk.page.locator(f"[data-testid=console-part] [data-value={part}]").click()
        await expect(desk.part(seen) if seen else desk.page.locator("[data-value=money][aria-current]")).to_be_visible()
        await desk.shoot(f"console-{part}")


async def _shop(town: Town, language: str) -> tuple[Person, str, catalog.Product]:
    """A shop of the language's country with one product, and its owner."""
    seller = await town.new_person("noor", language)
    slug = f"barro-{language}"
    shop = await catalog.open_shop(town.app, slug=slug, name="Barro y Luz", country=COUNTRY[language])
    await people.add_member(town.app, seller.id, shop.id, "owner")
    price = Money(2000 if language == "en" else 40000, CURRENCY[language])
    new = NewProduct("one", TITLE[language], "Hecha a mano.", (NewVariant("one", "One", (price,), 10, sku="ST-1"),))
    [(product_id, _)] = await catalog.add_products(town.app, shop.id, [new])
    return seller, slug, await catalog.get_product(town.app, str(product_id), CURRENCY[language])


async def _products(town: Town, slug: str) -> list[catalog.ConsoleProduct]:
    from vitrina.catalog.store import list_console_products

    shop = await catalog.get_shop(town.app, slug)
    async with town.app.db.connection() as connection:
        return await list_console_products(
            connection, shop.id, words=None, states=["published", "draft"], is_sold_out=False, before=None, limit=10
        )


async def _end_hold_hour(town: Town, order: str) -> None:
    async with town.app.db.connection() as connection:
        await connection.execute(
            "UPDATE checkout_order SET hold_until = hold_until - $2::interval WHERE id = $1", order, timedelta(hours=2)
        )
    await checkout.end_hold_hours(town.app)
