"""A running gateway for the session, and apps that pay through it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.checkout.gateway_process import SECRET, WEBHOOK_SECRET, start_gateway, stop_gateway

from vitrina.platform.settings import Settings


@pytest.fixture(scope="session")
def gateway_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One gateway process for all tests of a run; it keeps no state that two tests share."""
    folder: Path = tmp_path_factory.mktemp("gateway")
    process, url = start_gateway(folder)
    yield url
    stop_gateway(process)


@pytest.fixture
def settings(settings: Settings, gateway_url: str) -> Settings:
    return replace(
        settings, provider_url=gateway_url, provider_public_url=gateway_url, provider_secret=SECRET,
        provider_webhook_secret=WEBHOOK_SECRET, app_secret="app-secret-of-tests",
    )  # fmt: skip
