"""Runs the sandbox gateway as a process of its own: `python -m vitrina.checkout.engine.sandbox --folder … --port …`."""

from __future__ import annotations

import argparse
import gc
import os
from collections.abc import Callable
from pathlib import Path

import msgspec
import uvicorn

from vitrina.checkout.engine.sandbox.faults import FaultPlan
from vitrina.checkout.engine.sandbox.gateway import Gateway
from vitrina.checkout.engine.sandbox.server import SandboxApp
from vitrina.checkout.engine.sandbox.settings import SandboxSettings
from vitrina.kernel.clock import Clock, SystemClock
from vitrina.kernel.ids import uuid7

KEEP_ALIVE_S = 75
STOP_S_MAX = 3


class SandboxServer(uvicorn.Server):
    """A uvicorn server whose gateway can ask it to stop: after a failed disk write only a new start is safe."""

    def __init__(self, settings: SandboxSettings, *, clock: Clock, new_id: Callable[[], str]) -> None:
        """Replay the log and stand ready; raises LogBroken."""
        gateway = Gateway(settings, clock=clock, new_id=new_id, on_failure=self.stop)
        super().__init__(
            uvicorn.Config(
                SandboxApp(gateway),
                host=settings.host,
                port=settings.port,
                loop="uvloop",
                http="httptools",
                ws="none",
                lifespan="on",
                access_log=False,
                proxy_headers=False,
                server_header=False,
                date_header=False,
                # lost replies are complaints of uvicorn's by design
                log_level="critical" if settings.is_faults_allowed else "warning",
                timeout_keep_alive=KEEP_ALIVE_S,
                timeout_graceful_shutdown=STOP_S_MAX,
            )
        )
        gc.collect()
        gc.freeze()  # the replayed book never becomes garbage: keep the collector from walking it

    def stop(self) -> None:
        """Finish what runs and end `run()`."""
        self.should_exit = True


def serve(settings: SandboxSettings, *, clock: Clock, new_id: Callable[[], str]) -> None:
    """Serve until SIGTERM or SIGINT; raises LogBroken when the log needs a person."""
    SandboxServer(settings, clock=clock, new_id=new_id).run()


def main(arguments: list[str] | None = None) -> None:
    """The command line; secrets come from VITRINA_PROVIDER_SECRET and VITRINA_PROVIDER_WEBHOOK_SECRET."""
    parser = argparse.ArgumentParser(description="Vitrina's sandbox card gateway: no real money")
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8003)
    parser.add_argument("--public-url")
    parser.add_argument("--webhook-url")
    parser.add_argument("--webhooks", choices=["all", "async_only"], default="async_only")
    parser.add_argument("--faults-allowed", action="store_true")
    parser.add_argument("--faults", default="{}", help="the plan in force from the start, as JSON")
    parser.add_argument("--timeout-answer-s", type=float, default=8.0)
    parser.add_argument("--late-webhook-s", type=float, default=3.0)
    parser.add_argument("--voucher-valid-s", type=float, default=86_400.0)
    asked = parser.parse_args(arguments)
    clock = SystemClock()
    settings = SandboxSettings(
        folder=asked.folder,
        secret=os.environ["VITRINA_PROVIDER_SECRET"],
        host=asked.host,
        port=asked.port,
        public_url=asked.public_url or f"http://{asked.host}:{asked.port}",
        webhook_url=asked.webhook_url,
        webhook_secret=os.environ.get("VITRINA_PROVIDER_WEBHOOK_SECRET", ""),
        webhooks=asked.webhooks,
        is_faults_allowed=asked.faults_allowed,
        faults=msgspec.json.decode(asked.faults, type=FaultPlan),
        timeout_answer_s=asked.timeout_answer_s,
        late_webhook_s=asked.late_webhook_s,
        voucher_valid_s=asked.voucher_valid_s,
    )
    serve(settings, clock=clock, new_id=lambda: uuid7(clock.now()).hex)
