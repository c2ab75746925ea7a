"""The routes of people behind real requests, a browser's headers, and an installation's limits switched on."""

from __future__ import annotations

import email
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from email.policy import default
from pathlib import Path

import httpx
import pytest
from litestar import Litestar
from litestar.datastructures import State
from litestar.handlers import HTTPRouteHandler

from vitrina import notice, people
from vitrina.platform.app import App
from vitrina.platform.limiter import Limiter
from vitrina.platform.outbox import Event
from vitrina.web.problems import HANDLERS

ANA = {
    "email": "ana@example.test",
    "password": "open sesame 1",
    "name": "Ana Ruiz",
    "birth_date": "1999-04-30",
    "language": "es",
    "country": "MX",
}
OWN = {"Origin": "http://localhost:8000", "Sec-Fetch-Site": "same-origin"}


def web_of(app: App, *more: HTTPRouteHandler) -> Litestar:
    """The routes of people as the web application serves them, without its frame."""
    return Litestar(
        route_handlers=[*people.ROUTES, *more],
        before_send=[people.send_cookies],
        exception_handlers=HANDLERS,
        state=State({"vitrina": app}),
        logging_config=None,
        openapi_config=None,
    )


MakeClient = Callable[[App], httpx.AsyncClient]


@pytest.fixture
async def make_client() -> AsyncIterator[MakeClient]:
    """Makes a client for an app; it keeps cookies as a browser does."""
    async with AsyncExitStack() as stack:
        opened: list[httpx.AsyncClient] = []

        def make(app: App) -> httpx.AsyncClient:
            transport = httpx.ASGITransport(app=web_of(app), raise_app_exceptions=True)  # type: ignore[arg-type]
            client = httpx.AsyncClient(transport=transport, base_url="http://localhost:8000")
            opened.append(client)
            stack.push_async_callback(client.aclose)
            return client

        yield make


@pytest.fixture
def client(app: App, make_client: MakeClient) -> httpx.AsyncClient:
    return make_client(app)


@pytest.fixture
def limited(app: App, make_client: MakeClient) -> httpx.AsyncClient:
    """A client of the same installation with its limits on."""
    return make_client(replace(app, limiter=Limiter(app.clock, is_on=True)))


Counts = dict[str, int]
TABLES = (
    "people_account people_session people_token people_role people_membership people_creator people_follow"
    " platform_outbox platform_key platform_limit"
).split()


async def count_rows(app: App) -> Counts:
    """How many rows each table has that people write: equal before and after what must change nothing."""
    async with app.db.connection() as connection:
        return {table: await connection.fetchval(f"SELECT count(*) FROM {table}") for table in TABLES}


async def everything_of(app: App) -> str:
    """Every row of those tables as text, to look for what must not be there."""
    async with app.db.connection() as connection:
        found = [await connection.fetch(f"SELECT one::text FROM {table} AS one") for table in TABLES]
        answers = await connection.fetch("SELECT convert_from(answer, 'UTF8') FROM platform_key")
    return "\n".join(str(row[0]) for rows in (*found, answers) for row in rows)


async def deliver_mail(app: App) -> list[tuple[str, str, str]]:
    """Run the reactions to the outbox, as the relay would; the (address, subject, text) of the mails so far."""
    async with app.db.transaction() as transaction:
        rows = await transaction.fetch("DELETE FROM platform_outbox RETURNING id, topic, subject, payload, at, stream")
    for row in sorted(rows, key=lambda row: int(row["id"])):
        event = Event(row["topic"], row["subject"], row["payload"], row["at"], row["stream"])
        for reaction in notice.REACTIONS:
            if reaction.topic == event.topic:
                await reaction.run(app, [event])
    return read_mail(app.settings.home / "mail")


def read_mail(folder: Path) -> list[tuple[str, str, str]]:
    mails = []
    for path in sorted(folder.glob("*.eml")):
        message = email.message_from_bytes(path.read_bytes(), policy=default)
        body = message.get_body(("plain",))  # type: ignore[attr-defined]
        mails.append((str(message["To"]), str(message["Subject"]), str(body.get_content()).replace("\r\n", "\n")))
    return mails


def token_in(text: str) -> str:
    return text.split("token=")[1].split()[0]


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def signed_up(client: httpx.AsyncClient, **changes: object) -> str:
    """Sign up (Ana unless changed) and log in; the token. The client keeps no cookie of it."""
    body = ANA | changes
    made = await client.post("/v1/accounts", json=body)
    assert made.status_code == 201, made.text[-2000:]
    logged = await client.post("/v1/sessions", json={"email": body["email"], "password": body["password"]})
    assert logged.status_code == 200, logged.text
    token = logged.json()["token"]
    assert isinstance(token, str)
    return token
