"""A strict SMTP server on loopback (RFC 5321, STARTTLS of RFC 3207): it refuses whatever a real one might."""

from __future__ import annotations

import asyncio
import base64
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

LINE_BYTES_MAX = 1_000


@dataclass
class Delivery:
    """One accepted mail, with its envelope, and whether it came encrypted and after a log-in."""

    sender: str
    recipients: list[str]
    content: bytes
    is_encrypted: bool
    user: str | None


@dataclass
class SmtpServer:
    """What the server was told and how it shall behave; `answers` maps a command word to a refusal, e.g. RCPT."""

    port: int = 0
    deliveries: list[Delivery] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    is_tls_from_start: bool = False
    user: str | None = None
    password: str | None = None
    sessions_ended: int = 0


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """A self-signed certificate for 127.0.0.1 and its key, by the openssl program."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-keyout", str(key), "-out", str(certificate), "-days", "2", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1"],
        check=True, capture_output=True, timeout=30,
    )  # fmt: skip
    return certificate, key


@asynccontextmanager
async def smtp_server(**settings: object) -> AsyncIterator[SmtpServer]:
    """A running server; it is gone after the block."""
    server = SmtpServer(**settings)  # type: ignore[arg-type]
    tasks: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(_Session(server, reader, writer).serve())
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    listening = await asyncio.start_server(accept, "127.0.0.1", 0, ssl=server.tls if server.is_tls_from_start else None)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        await asyncio.gather(*tasks, return_exceptions=True)
        await listening.wait_closed()


class _Session:
    def __init__(self, server: SmtpServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.server, self.reader, self.writer = server, reader, writer
        self.is_encrypted = server.is_tls_from_start
        self.is_greeted = False
        self.user: str | None = None
        self.sender: str | None = None
        self.recipients: list[str] = []

    async def serve(self) -> None:
        try:
            await self.say("220 fake.test ESMTP")
            while True:
                line = await self.line()
                if line is None:
                    return
                word, _, rest = line.decode("ascii").partition(" ")
                if word.upper() == "QUIT":
                    await self.say("221 bye")
                    self.server.sessions_ended += 1
                    return
                await self.obey(word.upper(), rest)
                if self.server.answers.get(word.upper(), "").startswith("421"):
                    return
        except (ConnectionError, ssl.SSLError, asyncio.IncompleteReadError) as problem:
            self.server.complaints.append(type(problem).__name__)
        finally:
            self.writer.close()

    async def obey(self, word: str, rest: str) -> None:
        if word in self.server.answers:
            await self.say(self.server.answers[word])
        elif word == "EHLO":
            self.is_greeted = True
            await self.say_features()
        elif not self.is_greeted:
            await self.refuse("503 EHLO first")
        elif word == "STARTTLS" and self.server.tls is not None and not self.is_encrypted:
            await self.say("220 go")
            await self.writer.start_tls(self.server.tls)
            self.is_encrypted, self.is_greeted = True, False
        elif word == "AUTH":
            await self.log_in(rest)
        elif word == "MAIL":
            await self.mail_from(rest)
        elif word == "RCPT" and self.sender is not None:
            self.recipients.append(self.address(rest, "TO:"))
            await self.say("250 ok")
        elif word == "DATA" and self.recipients:
            await self.receive()
        elif word == "RSET":
            self.sender, self.recipients = None, []
            await self.say("250 ok")
        else:
            await self.refuse("503 not now")

    async def say_features(self) -> None:
        features = ["SIZE 1000000", "8BITMIME"]
        if self.server.tls is not None and not self.is_encrypted:
            features.append("STARTTLS")
        if self.server.user is not None:
            features.append("AUTH PLAIN")
        await self.say("\r\n".join(["250-fake.test", *(f"250-{one}" for one in features[:-1]), f"250 {features[-1]}"]))

    async def log_in(self, rest: str) -> None:
        method, _, initial = rest.partition(" ")
        _, user, password = base64.b64decode(initial).decode().split("\0")
        if method == "PLAIN" and (user, password) == (self.server.user, self.server.password):
            self.user = user
            await self.say("235 welcome")
        else:
            await self.say("535 no")

    async def mail_from(self, rest: str) -> None:
        if self.server.user is not None and self.user is None:
            await self.say("530 log in first")
        elif self.sender is not None:
            await self.refuse("503 one at a time")
        else:
            self.sender = self.address(rest, "FROM:")
            await self.say("250 ok")

    async def receive(self) -> None:
        await self.say("354 go")
        lines: list[bytes] = []
        while (line := await self.line()) != b".":
            assert line is not None
            lines.append(line[1:] if line.startswith(b".") else line)
        content = b"\r\n".join(lines) + b"\r\n"
        assert self.sender is not None
        self.server.deliveries.append(Delivery(self.sender, self.recipients, content, self.is_encrypted, self.user))
        self.sender, self.recipients = None, []
        await self.say("250 kept")

    def address(self, rest: str, word: str) -> str:
        place = rest.split(" ")[0]
        assert place.upper().startswith(word + "<"), rest
        assert place.endswith(">"), rest
        return place[len(word) + 1 : -1]

    async def line(self) -> bytes | None:
        line = await self.reader.readline()
        if not line:
            return None
        if not line.endswith(b"\r\n") or b"\r" in line[:-2] or len(line) > LINE_BYTES_MAX:
            self.server.complaints.append(f"a bad line: {line[:60]!r}")
        return line[:-2]

    async def refuse(self, text: str) -> None:
        self.server.complaints.append(text)
        await self.say(text)

    async def say(self, text: str) -> None:
        self.writer.write(text.encode() + b"\r\n")
        await self.writer.drain()
