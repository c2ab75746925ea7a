"""A gateway process, a shop that receives its webhooks, and orders to charge: for the tests of the sandbox provider."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from vitrina.checkout.adapters.port import Authorisation, WebhookEvent
from vitrina.checkout.adapters.sandbox import SandboxProvider, verify_webhook
from vitrina.kernel.clock import SystemClock
from vitrina.kernel.money import Money

SECRET, WEBHOOK_SECRET = "provider-secret", "webhook-secret"
PRICE = Money(2490, "USD")
CHARGE = {
    "reference": "order-1",
    "amount_minor": 2490,
    "currency": "USD",
    "token": "tok_ok",
    "payer": "account-1",
    "capture": False,
    "return_url": "http://shop.test/orders/1?from=pay",
}
Json = dict[str, Any]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Running:
    """One gateway process over one folder; may be killed and started again."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._options = options
        self.provider = SandboxProvider(self.url, SECRET, webhook_secret=WEBHOOK_SECRET, read_s=0.5)
        self.session = aiohttp.ClientSession(self.url, headers={"Authorization": f"Bearer {SECRET}"})

    async def start(self) -> None:
        command = [sys.executable, "-W", "error", "-m", "vitrina.checkout.engine.sandbox", "--folder", str(self.folder)]
        fast = ["--port", str(self.port), "--timeout-answer-s", "0.9", "--late-webhook-s", "0.3"]
        secrets = {"VITRINA_PROVIDER_SECRET": SECRET, "VITRINA_PROVIDER_WEBHOOK_SECRET": WEBHOOK_SECRET}
        self.process = subprocess.Popen([*command, *fast, *self._options], env={**os.environ, **secrets})
        deadline = time.monotonic() + 20
        while True:
            assert self.process.poll() is None and time.monotonic() < deadline
            try:
                async with self.session.get("/healthz") as answer:
                    assert answer.status == 200
                    return
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.02)

    def kill(self) -> None:
        self.process.kill()
        assert self.process.wait() == -signal.SIGKILL

    async def post(self, path: str, body: object = CHARGE, *, key: str | None = None) -> tuple[int, Json, bool]:
        headers = {} if key is None else {"Idempotency-Key": key}
        async with self.session.post(path, json=body, headers=headers) as answer:
            return answer.status, await answer.json(content_type=None), "Idempotent-Replayed" in answer.headers

    async def get(self, path: str) -> tuple[int, Json]:
        async with self.session.get(path) as answer:
            return answer.status, await answer.json(content_type=None)

    async def effects(self) -> list[Json]:
        _, page = await self.get("/log?limit=10000")
        assert page["last"] == len(page["effects"])
        effects: list[Json] = page["effects"]
        return effects

    async def effects_all(self) -> list[Json]:
        effects: list[Json] = []
        while True:
            _, page = await self.get(f"/log?after={len(effects)}&limit=5000")
            effects += page["effects"]
            if len(effects) == page["last"]:
                return effects

    async def kinds(self) -> list[str]:
        return [effect["kind"] for effect in await self.effects()]

    async def close(self) -> None:
        await self.provider.close()
        await self.session.close()
        self.process.terminate()
        self.process.wait(10)


@asynccontextmanager
async def gateways_in(folder: Path) -> AsyncIterator[Callable[..., Awaitable[Running]]]:
    """Starts gateways with the given options over `folder`, and stops them at the end."""
    async with AsyncExitStack() as stack:

        async def start_gateway(*options: str) -> Running:
            gateway = Running(folder / "provider", *options)
            stack.push_async_callback(gateway.close)
            await gateway.start()
            return gateway

        yield start_gateway


class Shop:
    """Where the webhooks go: answers with the statuses it is told to, then 200."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.received: list[tuple[bytes, str]] = []
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/hook"

    async def start(self) -> web.AppRunner:
        application = web.Application()
        application.router.add_post("/hook", self._receive)
        runner = web.AppRunner(application)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self.port).start()
        return runner

    async def _receive(self, request: web.Request) -> web.Response:
        self.received.append((await request.read(), request.headers["Vitrina-Sandbox-Signature"]))
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    def events(self) -> list[WebhookEvent]:
        now = SystemClock().now()
        return [verify_webhook(raw, header, WEBHOOK_SECRET, now) for raw, header in self.received]

    async def wait_for(self, count: int) -> list[WebhookEvent]:
        async with asyncio.timeout(10):
            while len(self.received) < count:
                await asyncio.sleep(0.02)
        return self.events()


def order(number: int, token: str = "tok_ok") -> Authorisation:  # noqa: S107 - a sandbox token
    back = "http://shop.test/back"
    return Authorisation(f"order-{number}", PRICE, token, f"account-{number}", f"key-{number}", back)


def start_gateway(folder: Path, *options: str) -> tuple[subprocess.Popen[bytes], str]:
    """A gateway process that answers, and its URL; for tests that only pay through it."""
    port = free_port()
    command = [sys.executable, "-m", "vitrina.checkout.engine.sandbox", "--folder", str(folder), "--port", str(port)]
    secrets = {"VITRINA_PROVIDER_SECRET": SECRET, "VITRINA_PROVIDER_WEBHOOK_SECRET": WEBHOOK_SECRET}
    process = subprocess.Popen([*command, *options], env={**os.environ, **secrets})
    deadline = time.monotonic() + 20
    while True:
        assert process.poll() is None and time.monotonic() < deadline
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return process, f"http://127.0.0.1:{port}"
        except OSError:
            time.sleep(0.02)


def stop_gateway(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(timeout=10)
