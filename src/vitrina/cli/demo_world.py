"""Fills an installation with the demo's world; what it needs is loaded when it begins."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vitrina.platform.app import App


async def seed(app: App, say: Callable[[str], None]) -> None:
    """Add what the demo's world lacks, the first six films as soon as possible; `say` hears each step."""
    from vitrina.cli.demo.world import fill

    await fill(app, say)
