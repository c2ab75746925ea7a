"""After a seller confirmed a file: a worker takes it in."""

from __future__ import annotations

from collections.abc import Sequence

from vitrina.catalog import actions
from vitrina.platform.app import App
from vitrina.platform.outbox import Event
from vitrina.platform.relay import Reaction


async def _import(app: App, events: Sequence[Event]) -> None:
    for event in events:
        await actions.run_import(app, event.subject)


REACTIONS = [Reaction(actions.IMPORT_CONFIRMED, "catalog.import_file", _import)]
