"""From a phone's camera to the feed: become a creator, send a film, cut it, put products on it, publish; and what breaks."""

from __future__ import annotations

import asyncio
import subprocess
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Locator, Route, expect
from tests.browser.conftest import OpenScreen
from tests.browser.screen import DESK, Screen
from tests.browser.town import Town

from vitrina.platform.ffmpeg import find_ffmpeg

pytestmark = pytest.mark.asyncio(loop_scope="session")

CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:09.000\n{words}\n"
# The film is stopped in the frame in which its chip comes: a chip of a second would be gone before a slow machine taps it.
STOP_AT_CHIP = """
() => {
  if (!document.querySelector('[data-testid=chip]')) return false;
  document.querySelector('.slide:not([inert]) [data-testid=video-surface]').click();
  return true;
}
"""
SAID = {"en": "Warm in both hands", "es": "Tibia entre las manos"}


def film(path: Path, *, seconds: int, noise: bool = False) -> Path:
    """A small upright film; noise makes it large enough to be interrupted."""
    picture = f"testsrc2=s=180x320:d={seconds}:r=30" + (",noise=alls=60:allf=t" if noise else "")
    command = [str(find_ffmpeg()), "-v", "error", "-y", "-f", "lavfi", "-i", picture, "-pix_fmt", "yuv420p"]
    subprocess.run([*command, *(("-crf", "4") if noise else ()), str(path)], check=True)
    return path


async def drag(screen: Screen, handle: Locator, *, by_px: float) -> None:
    """Take a handle and pull it sideways, as a finger does: in steps."""
    await handle.scroll_into_view_if_needed()
    box = await handle.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    await screen.page.mouse.move(x, y)
    await screen.page.mouse.down()
    await screen.page.mouse.move(x + by_px / 2, y, steps=3)
    await screen.page.mouse.move(x + by_px, y, steps=3)
    await screen.page.mouse.up()


async def ready(screen: Screen) -> None:
    await expect(screen.part("editor")).to_have_attribute("data-state", "ready")


async def test_a_person_becomes_a_creator_and_their_film_sells(
    open_window: OpenScreen, town: Town, language: str, tmp_path: Path
) -> None:
    person = await town.new_person("lola", language)
    goods = await town.new_product(f"Lola's bowl {language}")
    phone = await open_window(language, person)
    await phone.go("/me")
    await phone.press("become-creator")
    await phone.part("handle").fill(f"Lola.Makes.{language}")
    await phone.see(phone.say("create.handle_free", handle=f"lola.makes.{language}"))
    await phone.part("bio").fill("Barro, café y domingos.")
    await phone.shoot("create-start")
    await phone.press("become-submit")
    await phone.see(phone.say("studio.first_video"))
    await phone.press("new-video")
    await phone.shoot("create-choose")
    await phone.part("film").set_input_files(await asyncio.to_thread(film, tmp_path / "my bowl.mp4", seconds=6))
    await ready(phone)
    await phone.shoot("create-editor")

    # The cut: two seconds off the end, by the handle.
    await phone.part("edit-part").locator("[data-value=cut]").click()
    track = await phone.part("cut").bounding_box()
    assert track is not None
    await drag(phone, phone.part("cut-end"), by_px=-track["width"] / 3)
    await phone.shoot("create-cut")
    await phone.press("cut-keep")
    await expect(phone.part("editor")).not_to_have_attribute("data-state", "ready")
    await ready(phone)

    await phone.part("edit-part").locator("[data-value=cover]").click()
    before = await phone.part("cover-now").get_attribute("src")
    await phone.part("cover-at").fill("2500")
    await phone.press("cover-keep")
    await expect(phone.part("cover-now")).not_to_have_attribute("src", before or "")
    await phone.shoot("create-cover")

    # A product: chosen, then its end pulled to the first second or so; the arrow keys do the rest.
    await phone.part("edit-part").locator("[data-value=products]").click()
    await phone.press("tag-pick")
    await phone.part("search").fill(goods.title)
    await phone.page.get_by_test_id("product-card").filter(has_text=goods.title).click()
    end = phone.part("span-end")
    await expect(end).to_be_visible()
    await drag(phone, end, by_px=-track["width"] / 2)
    await end.press("ArrowRight")
    shown_ms = int(await end.get_attribute("aria-valuenow") or 0)
    assert 1000 < shown_ms < 3000
    await drag(phone, phone.part("span-start"), by_px=30)
    await expect(phone.part("preview").get_by_test_id("chip")).to_contain_text(goods.title)
    await phone.shoot("create-products")

    await phone.part("edit-part").locator("[data-value=words]").click()
    title = f"Mi tazón {language} #barro"
    await phone.part("title").fill(title)
    await phone.part("title").blur()
    await phone.shoot("create-words")
    await phone.press("publish")
    await phone.see(phone.say("create.paid_label"))
    await phone.shoot("create-publish")
    await phone.press("publish-now")
    await expect(phone.part("stage")).to_have_attribute("data-status", "published")
    video_id = phone.page.url.rsplit("/", 1)[1]

    # Somebody else meets it, and taps the chip when it comes.
    async with httpx.AsyncClient(base_url=town.place.url, trust_env=False) as http:
        seen = (await http.get(f"/v1/videos/{video_id}")).json()
        feed = [video["id"] for video in (await http.get("/v1/feed", params={"limit": 50})).json()["videos"]]
    assert video_id in feed and seen["title"] == title
    assert abs(seen["duration_ms"] - 4000) < 350 and seen["tags"][0]["end_ms"] == shown_ms
    stranger = await open_window(language)
    await stranger.go(f"/v/{video_id}")
    await stranger.page.wait_for_function(STOP_AT_CHIP)
    chip = stranger.part("chip").filter(has_text=goods.title)
    await expect(chip).to_be_visible()
    # It has slid in: a click that waits for it to stand still would scroll the feed to the next film meanwhile.
    await stranger.page.wait_for_timeout(500)
    await chip.click(force=True)
    await expect(stranger.part("product-sheet")).to_contain_text(goods.title)
    await stranger.shoot("create-sold")
    for screen in (phone, stranger):
        await screen.assert_calm()
    # The other stories begin with the films of the town.
    async with httpx.AsyncClient(base_url=town.place.url, headers=person.headers, trust_env=False) as http:
        assert (await http.delete(f"/v1/videos/{video_id}")).is_success


async def test_an_interrupted_film_goes_on_after_a_reload_and_lives_its_whole_life(
    open_window: OpenScreen, town: Town, language: str, tmp_path: Path
) -> None:
    person = await town.new_person("memo", language)
    await town.become_everything(person, language)
    # Two parts that meet refuse one another: the browser writes a line about it, the film goes on.
    phone = await open_window(language, person, size=DESK, refusals="409|423")
    raw = await asyncio.to_thread(film, tmp_path / "long.mp4", seconds=4, noise=True)
    size = raw.stat().st_size

    async def cut(route: Route) -> None:
        # The network ends in the middle of a part: what the server has got by then stays.
        if route.request.method == "PATCH":
            await route.abort("connectionfailed")
        else:
            await route.continue_()

    await phone.go("/create")
    await phone.page.route("**/v1/uploads/**", cut)
    await phone.part("film").set_input_files(raw)
    await expect(phone.part("state-line")).to_have_attribute("data-sending", "waiting")
    await phone.see(phone.say("create.sending.waiting"))
    video_id = phone.page.url.rsplit("/", 1)[1]
    # The app is closed: nothing of it tries again while the half arrives.
    editor = phone.page.url
    await phone.page.goto("about:blank")
    async with httpx.AsyncClient(base_url=town.place.url, headers=person.headers, trust_env=False) as http:
        half = {"Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream", "Upload-Offset": "0"}
        part = (await asyncio.to_thread(raw.read_bytes))[: size // 2]
        await http.patch(f"/v1/uploads/{video_id}", content=part, headers=half)
    phone.complaints.clear()  # the browser's own lines about the network that we cut
    await phone.page.unroute("**/v1/uploads/**")

    # The phone kept the film: opened again it goes on by itself, from the half that has arrived.
    async with phone.page.expect_request(
        lambda asked: asked.method == "PATCH" and int(asked.headers["upload-offset"]) == size // 2
    ):
        await phone.page.goto(editor)
    await ready(phone)
    await phone.part("edit-part").locator("[data-value=words]").click()
    words = tmp_path / "said.srt"
    await asyncio.to_thread(words.write_text, CAPTIONS.format(words=SAID[language]))
    await phone.part(f"captions-{language}").set_input_files(words)
    await expect(phone.part(f"captions-{language}-there")).to_be_visible()
    await phone.shoot("create-desk")

    await phone.press("publish")
    await phone.part("when").locator("[data-value=later]").click()
    await phone.press("publish-now")
    await expect(phone.part("stage")).to_have_attribute("data-status", "scheduled")
    await phone.go("/studio")
    row = phone.page.locator(f"[data-id='{video_id}']")
    await expect(row).to_have_attribute("data-stage", "scheduled")
    await phone.shoot("studio-desk")
    await row.locator("a").click()
    await phone.press("publish")
    await phone.part("when").locator("[data-value=now]").click()
    await phone.press("publish-now")
    await expect(phone.part("stage")).to_have_attribute("data-status", "published")

    watcher = await open_window(language)
    await watcher.go(f"/v/{video_id}")
    await watcher.press("captions-toggle")
    await expect(watcher.part("captions")).to_have_text(SAID[language])
    await watcher.shoot("captions")

    # Edited after publishing, then deleted: gone for whoever has the link.
    await phone.part("edit-part").locator("[data-value=words]").click()
    await phone.part("sponsored").check()
    await phone.part("sponsor").fill("Luz & Clay")
    await phone.part("sponsor").blur()
    await watcher.page.wait_for_timeout(300)
    await watcher.go(f"/v/{video_id}")
    await expect(watcher.part("sponsor").first).to_have_text(watcher.say("video.sponsored", name="Luz & Clay"))
    await phone.press("delete")
    await phone.shoot("create-delete")
    await phone.press("delete-now")
    await phone.see(phone.say("create.deleted"))
    await expect(phone.page.locator(f"[data-id='{video_id}']")).to_have_count(0)
    async with httpx.AsyncClient(base_url=town.place.url, trust_env=False) as http:
        assert (await http.get(f"/v1/videos/{video_id}")).json()["code"] == "video_gone"
    for screen in (phone, watcher):
        await screen.assert_calm()
