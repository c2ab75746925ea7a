"""What the tests of notices share: a mail port that keeps, and the relay's work done by hand."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec
from tests.stories.telling import Story
from tests.world import Person

from vitrina import affiliate, checkout, notice, people
from vitrina.platform.app import App
from vitrina.platform.mail import Mail
from vitrina.platform.outbox import Event


@dataclass
class KeptMail:
    """A mail port that keeps what it is given."""

    sent: list[Mail] = field(default_factory=list)

    async def send(self, mail: Mail) -> None:
        self.sent.append(mail)

    def take(self) -> list[Mail]:
        """What came since the last time."""
        taken, self.sent = self.sent, []
        return taken


async def hear(app: App) -> list[str]:
    """Hand every event to those who react, until there is none left; the topics in order."""
    heard: list[str] = []
    while events := await _take(app):
        heard += [event.topic for event in events]
        for reaction in (*notice.REACTIONS, *affiliate.REACTIONS, *checkout.REACTIONS):
            mine = [event for event in events if event.topic == reaction.topic]
            if mine:
                await reaction.run(app, mine)
                await reaction.run(app, mine)  # at least once means: perhaps twice
    return heard


async def _take(app: App) -> list[Event]:
    async with app.db.connection() as connection:
        rows = await connection.fetch(
            "DELETE FROM platform_outbox RETURNING id, topic, subject, payload::text AS payload, at, stream"
        )
    return [
        Event(row["topic"], row["subject"], msgspec.json.decode(row["payload"]), row["at"], row["stream"])
        for row in sorted(rows, key=lambda row: int(row["id"]))
    ]


async def told(story: Story, person: Person, language: str = "en") -> list[str]:
    """The titles in a person's centre, newest first."""
    page = await story.done("GET", "/v1/notices", person, language=language)
    return [one["title"] for one in page["notices"]]


async def email_of(app: App, person: Person) -> str:
    async with app.db.connection() as connection:
        return (await people.accounts_by_ids(connection, [person.id]))[person.id].email
