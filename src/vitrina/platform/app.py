"""What an action is given besides its arguments: the process's database, clock and ports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from vitrina.kernel.clock import Clock
from vitrina.platform.blobs import Blobs
from vitrina.platform.fetch import Fetcher
from vitrina.platform.limiter import Limiter
from vitrina.platform.mail import MailPort
from vitrina.platform.outbox import Waker
from vitrina.platform.postgres import Database
from vitrina.platform.settings import Settings

Part = TypeVar("Part")


@dataclass
class App:
    """One process of the product; made once by its role, passed to every action, never global."""

    settings: Settings
    clock: Clock
    db: Database
    blobs: Blobs
    mail: MailPort
    fetch: Fetcher
    limiter: Limiter
    waker: Waker
    _parts: dict[object, Any] = field(default_factory=dict)

    def part(self, make: Callable[[App], Part]) -> Part:
        """The process's one `make(app)`: engines with a life (gatherers, clients) that a capability keeps per process."""
        if make not in self._parts:
            self._parts[make] = make(self)
        return cast(Part, self._parts[make])

    async def close(self) -> None:
        """Close every part that has `close`, then the ports, then the pool."""
        for made in reversed(self._parts.values()):
            if hasattr(made, "close"):
                await made.close()
        await self.fetch.close()
        await self.waker.close()
        await self.db.close()
