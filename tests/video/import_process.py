"""An import in a process of its own, to be killed: HOME DATABASE_URL FILE CREATOR_ID."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from vitrina import video
from vitrina.cli.roles import open_app
from vitrina.kernel.clock import ManualClock
from vitrina.kernel.ids import AccountId
from vitrina.platform.settings import read_settings


async def import_file(home: str, url: str, path: str, creator: str) -> None:
    settings = replace(read_settings({"VITRINA_HOME": home}), database_url=url)
    # The standing clock of the test: the claim of this process runs out when the test's clock has gone past it.
    app = await open_app(settings, url, clock=ManualClock(datetime(2026, 5, 4, 15, 0, tzinfo=UTC)))
    await video.import_video(app, Path(path), creator_id=AccountId(UUID(creator)), title="Film", language="en")


if __name__ == "__main__":
    asyncio.run(import_file(*sys.argv[1:]))
