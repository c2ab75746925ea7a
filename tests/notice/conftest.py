"""Notices of orders need a gateway that takes the money; mails are kept, pushes go to a strict service."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from tests.checkout.conftest import gateway_url
from tests.checkout.gateway_process import SECRET, WEBHOOK_SECRET
from tests.fakes.push_service import PushService, push_service
from tests.notice.world import KeptMail

from vitrina.kernel.clock import ManualClock
from vitrina.platform.app import App
from vitrina.platform.settings import Settings

__all__ = ["gateway_url"]


@pytest.fixture
async def service(clock: ManualClock) -> AsyncIterator[PushService]:
    """Nothing malformed may reach it."""
    async with push_service(clock) as running:
        yield running
        assert running.complaints == []


@pytest.fixture
def settings(settings: Settings, gateway_url: str, service: PushService) -> Settings:
    """The push service is next door: the operator allows its very address."""
    return replace(
        settings, provider_url=gateway_url, provider_public_url=gateway_url, provider_secret=SECRET,
        provider_webhook_secret=WEBHOOK_SECRET, app_secret="app-secret-of-tests",
        fetch_allow=frozenset((f"127.0.0.1:{service.port}",)),
    )  # fmt: skip


@pytest.fixture
def mails(app: App) -> KeptMail:
    kept = KeptMail()
    app.mail = kept
    return kept
