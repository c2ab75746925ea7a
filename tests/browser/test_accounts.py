"""Becoming somebody: a neutral age screen, a proven e-mail, coming back, a forgotten password."""

from __future__ import annotations

import itertools

import pytest
from playwright.async_api import expect
from tests.browser.conftest import OpenScreen
from tests.browser.screen import Screen
from tests.browser.town import PASSWORD, Town

pytestmark = pytest.mark.asyncio(loop_scope="session")
_numbers = itertools.count(1)


async def _answer_the_age_screen(phone: Screen, year: str) -> None:
    await phone.go("/signup")
    await phone.part("birth-day").fill("9")
    await phone.part("birth-month").select_option("5")
    await phone.part("birth-year").fill(year)
    await phone.press("birth-next")


async def test_a_child_is_turned_away_kindly_and_another_date_does_not_help(phone: Screen) -> None:
    await phone.go("/signup")
    await phone.see(phone.say("people.birth_title"))
    asked = await phone.page.locator("main").inner_text()
    assert "13" not in asked and "18" not in asked, "the screen gives no hint at an age"
    await _answer_the_age_screen(phone, "2020")
    await expect(phone.part("signup-closed")).to_have_text(phone.say("people.closed_text"))
    await phone.go("/signup")
    await expect(phone.part("signup-closed")).to_be_visible()
    await expect(phone.part("signup-form")).to_have_count(0)
    await phone.assert_calm()


async def test_an_adult_signs_up_proves_the_e_mail_leaves_and_comes_back(
    open_window: OpenScreen, town: Town, language: str
) -> None:
    phone = await open_window(language, refusals="401")
    email = f"new-{language}-{next(_numbers)}@town.test"
    await _answer_the_age_screen(phone, "1999")
    await phone.part("signup-name").fill("Ana Rivera")
    await phone.part("signup-email").fill(email)
    await phone.part("signup-password").fill(PASSWORD)
    await phone.press("signup-submit")
    await phone.see(phone.say("people.unverified"))

    await phone.page.goto(await town.place.mailed_link(email, "/verify"))
    await phone.see(phone.say("people.verified"))
    await phone.go("/me")
    await phone.see("Ana Rivera")
    await expect(phone.page.get_by_text(phone.say("people.unverified"))).to_have_count(0)

    await phone.press("logout")
    await phone.see(phone.say("people.guest"))
    await phone.go("/login")
    await phone.part("login-email").fill(email)
    await phone.part("login-password").fill("not the password")
    await phone.press("login-submit")
    await phone.see(phone.say("people.log_in_wrong"))
    await phone.log_in(email, PASSWORD)
    await phone.go("/me")
    await phone.see("Ana Rivera")
    await phone.assert_calm()


async def test_a_forgotten_password_is_replaced_by_the_link_in_the_mail(
    open_window: OpenScreen, town: Town, language: str
) -> None:
    email = await town.new_account_with_password("rosa", language)
    phone = await open_window(language, refusals="401")
    await phone.go("/reset")
    form = phone.part("reset-form")
    await form.locator("[name=email]").fill(email)
    await form.get_by_role("button").click()
    await phone.see(phone.say("people.reset_sent"))

    await phone.page.goto(await town.place.mailed_link(email, "/reset"))
    await form.locator("[name=password]").fill("another long walk")
    await form.get_by_role("button").click()
    await phone.see(phone.say("people.reset_done"))
    await phone.go("/login")
    await phone.part("login-email").fill(email)
    await phone.part("login-password").fill(PASSWORD)
    await phone.press("login-submit")
    await phone.see(phone.say("people.log_in_wrong"))
    await phone.log_in(email, "another long walk")
    await phone.go("/me")
    await expect(phone.part("logout")).to_be_visible()
    await phone.assert_calm()
