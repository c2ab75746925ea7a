"""Life below the films: people follow, like, save and talk, by the product's own actions; and two weeks of watching."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from vitrina import feed, people, social, video
from vitrina.cli.demo.cast import SHOWCASES
from vitrina.cli.demo.settle import Town
from vitrina.cli.demo.talk import ANYWHERE, FANS, TALK, Fan, Said
from vitrina.cli.roles import open_app
from vitrina.kernel.clock import ManualClock
from vitrina.kernel.ids import LinkId, VideoId
from vitrina.kernel.words import language_of
from vitrina.platform.app import App

TALKED_FOR = timedelta(hours=40)
BETWEEN = timedelta(minutes=23)
WATCHED_DAYS = 14
CREATORS = tuple(SHOWCASES)
VIDEOS_MAX = 50
SEED = 20


async def bring_to_life(app: App, town: Town, say: Callable[[str], None]) -> None:
    """Let people talk below films that nobody has talked about yet; a second run finds nothing to do."""
    films = [film for handle in CREATORS for film in (await video.list_by_creator(app, handle, None, VIDEOS_MAX)).rows]
    async with app.db.connection() as connection:
        counted = await social.counts_of(connection, [film.id for film in films])
    quiet = [film for film in films if film.id not in counted]
    if not quiet:
        return
    clock = ManualClock(app.clock.now() - TALKED_FOR)
    past = await open_app(app.settings, app.db.url, clock=clock)
    try:
        crowd = _Crowd(past, clock, town, {fan.email.partition("@")[0]: await _settle(past, fan) for fan in FANS})
        for film in quiet:
            await crowd.gather(film)
    finally:
        await past.close()
    await _watch(app, quiet, list(crowd.fans.values()))
    say(f"people talk below {len(quiet)} films")


async def _settle(app: App, fan: Fan) -> people.Actor:
    async with app.db.connection() as connection:
        known = await people.account_by_email(connection, fan.email)
    account_id = known.id if known is not None else await people.make_account(
        app, email=fan.email, name=fan.name, password=None, birth_date=date(2002, 3, 9), language=fan.language,
        country=fan.country, is_verified=True,
    )  # fmt: skip
    return people.Actor(
        account_id=account_id, name=fan.name, language=language_of(fan.language), country=fan.country,
        scope=f"account:{account_id}",
    )  # fmt: skip


class _Crowd:
    """Who stands around the films."""

    def __init__(self, app: App, clock: ManualClock, town: Town, fans: dict[str, people.Actor]) -> None:
        self._app, self._clock, self._town, self.fans = app, clock, town, fans
        self._chance = random.Random(SEED)  # noqa: S311 - the same crowd in every demo

    async def gather(self, film: video.Video) -> None:
        """Likes, saves, follows and words for one film."""
        lines = next((said for title, said in TALK.items() if title in film.title), ANYWHERE[film.language])
        handle = next(name for name, actor in self._town.actors.items() if actor.account_id == film.creator_id)
        for name, actor in [*self.fans.items(), *self._town.actors.items()]:
            if name == handle:
                continue
            if self._chance.random() < 0.7:
                await social.mark_video(self._app, actor, "like", film.id)
            if self._chance.random() < 0.3:
                await social.mark_video(self._app, actor, "save", film.id)
            if self._chance.random() < 0.35:
                await people.follow_creator(self._app, actor, handle)
        for said in lines:
            await self._say(film, said)

    async def _say(self, film: video.Video, said: Said) -> None:
        self._clock.advance(BETWEEN)
        made = await social.write_comment(self._app, self._who(said.by), film.id, text=said.text, reply_to=None)
        for actor in self._chance.sample(list(self.fans.values()), said.likes):
            await social.like_comment(self._app, actor, made.id, is_liked=True)
        for by, text in said.answers:
            self._clock.advance(timedelta(minutes=self._chance.randint(2, 9)))
            await social.write_comment(self._app, self._who(by), film.id, text=text, reply_to=made.id)
        if said.is_pinned:
            await social.pin_comment(self._app, self._who(said.by), made.id, is_pinned=True)

    def _who(self, name: str) -> people.Actor:
        return self.fans[name] if name in self.fans else self._town.actors[name]


async def _watch(app: App, films: list[video.Video], viewers: list[people.Actor]) -> None:
    """Two weeks of watching, as phones report it, so that creators have something to look at."""
    chance = random.Random(SEED)  # noqa: S311
    clock = ManualClock(app.clock.now() - timedelta(days=WATCHED_DAYS))
    past = await open_app(app.settings, app.db.url, clock=clock)
    try:
        for day in range(WATCHED_DAYS):
            happened = [one for film in films for one in _day_of(film, 12 + 3 * day + chance.randint(0, 25), chance)]
            await feed.report_watched(past, viewers[day % len(viewers)], happened)
            clock.advance(timedelta(days=1))
    finally:
        await past.close()


def _day_of(film: video.Video, views: int, chance: random.Random) -> Iterator[tuple[str, VideoId, LinkId | None, int]]:
    """What a day's viewers did with one film."""
    links = list(film.times)
    for _ in range(views):
        share = chance.random()
        yield ("impression", film.id, None, 0)
        yield ("watch", film.id, None, int(film.duration_ms * (0.3 + share)))
        if share > 0.6:
            yield ("completed", film.id, None, 0)
        if links and share > 0.2:
            link = chance.choice(links)
            yield ("chip_shown", film.id, link, 0)
            if chance.random() < 0.18:
                yield ("chip_tapped", film.id, link, 0)
                yield ("opened", film.id, link, 0)
