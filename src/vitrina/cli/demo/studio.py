"""What creators do after filming: captions, a sponsor's name, a draft and a video for another day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from vitrina import people, video
from vitrina.cli.demo.clips import CLIPS, ClipPlan
from vitrina.cli.demo.films import make_films
from vitrina.cli.demo.settle import Town
from vitrina.platform.app import App

SCHEDULED_IN = timedelta(days=2)
OWN_VIDEOS = 50

# What is said in a film, by its language: whole seconds and words.
SAID: dict[str, tuple[tuple[str, str, str], ...]] = {
    CLIPS[0].title: (
        ("en", "0.4 2.6", "Three things my shelf was missing."),
        ("en", "2.8 5.6", "First, light that does not shout."),
        ("en", "5.8 8.0", "And a candle that smells like Sunday."),
        ("es", "0.4 2.6", "Tres cosas que le faltaban a mi repisa."),
        ("es", "2.8 5.6", "Primero, una luz que no grita."),
        ("es", "5.8 8.0", "Y una vela que huele a domingo."),
    ),
    CLIPS[1].title: (
        ("es", "0.4 2.8", "Aretes que hablan por ti."),
        ("es", "3.0 6.0", "Estos para salir, y no pesan nada."),
        ("en", "0.4 2.8", "Earrings that speak for you."),
        ("en", "3.0 6.0", "These are for going out, and they weigh nothing."),
    ),
    CLIPS[3].title: (
        ("es", "0.4 2.8", "La salsa que no presto."),
        ("es", "3.0 6.0", "Pica, y después te perdona."),
    ),
}
SPONSORS = {CLIPS[2].title: "Northside Supply"}
UNPUBLISHED: tuple[ClipPlan, ...] = (
    ClipPlan(
        "creator", "en", "polaroids", "Rain on the window", "Tea weather 🌧️ (needs a better ending)", 41,
        (("demo", "lc-mug-moon", "Still warm"), ("demo", "lc-blanket-stripe", "Under this")),
    ),
    ClipPlan(
        "creator", "en", "recipe", "The Sunday table", "How I set a table for four in two minutes #hosting", 42,
        (("demo", "lc-bowl-orchard", "Fruit counts as flowers"), ("demo", "lc-candle-copal", "Light it early")),
    ),
)  # fmt: skip


async def furnish_studios(app: App, town: Town, say: Callable[[str], None]) -> None:
    """Add captions and a sponsor to the first films; a second run changes nothing."""
    for actor in {plan.handle: town.actors[plan.handle] for plan in CLIPS}.values():
        for own in (await video.list_own(app, actor, None, OWN_VIDEOS)).rows:
            await _furnish(app, actor, own)
    say("captions in two languages, and a paid partnership")


async def add_unpublished(app: App, town: Town, say: Callable[[str], None]) -> None:
    """A draft, and a video that is published in two days."""
    actor = town.actors[UNPUBLISHED[0].handle]
    known = {own.title for own in (await video.list_own(app, actor, None, OWN_VIDEOS)).rows}
    missing = [plan for plan in UNPUBLISHED if plan.title not in known]
    if not missing:
        return
    await make_films(app, town, missing, say)
    for own in (await video.list_own(app, actor, None, OWN_VIDEOS)).rows:
        if own.title in {plan.title for plan in missing}:
            await video.unpublish(app, actor, own.id)
            if own.title == UNPUBLISHED[1].title:
                await video.publish(app, actor, own.id, app.clock.now() + SCHEDULED_IN)
    say("a draft and a scheduled video wait in the studio")


async def _furnish(app: App, actor: people.Actor, own: video.Owned) -> None:
    said = SAID.get(own.title, ())
    for language in dict.fromkeys(language for language, _, _ in said):
        if language not in own.captions:
            await video.set_captions(app, actor, own.id, language, _file(said, language))
    sponsor = SPONSORS.get(own.title)
    if sponsor is not None and own.sponsor is None:
        await video.change_words(app, actor, own.id, title=None, language=None, sponsor=sponsor)


def _file(said: tuple[tuple[str, str, str], ...], language: str) -> bytes:
    parts = ["WEBVTT\n"]
    for spoken, times, words in said:
        if spoken == language:
            start, end = (f"00:0{second}00" for second in times.split())
            parts.append(f"{start} --> {end}\n{words}\n")
    return "\n".join(parts).encode()
