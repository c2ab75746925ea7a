"""A town with one shop, one creator and one shopper; when a story ends, the operator looks at the books."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from tests.checkout.conftest import gateway_url, settings
from tests.stories.telling import Story
from tests.world import make_world

from vitrina.kernel.clock import ManualClock
from vitrina.platform.app import App

__all__ = ["gateway_url", "settings"]


@pytest.fixture
async def story(http: httpx.AsyncClient, app: App, clock: ManualClock) -> AsyncIterator[Story]:
    """What happens; afterwards every posting is balanced and everything paid is explained."""
    told = Story(http, app, clock, await make_world(app))
    yield told
    await told.assert_books_in_order()


@pytest.fixture(params=["en", "es"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)
