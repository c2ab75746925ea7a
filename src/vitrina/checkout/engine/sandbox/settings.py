"""What the operator or a test decides about the gateway before it starts."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from vitrina.checkout.engine.sandbox.faults import FaultPlan


@dataclass(frozen=True)
class SandboxSettings:
    """`folder` holds the log; `public_url` is where a browser reaches the pages; no `webhook_url`: none are sent."""

    folder: Path
    secret: str
    host: str = "127.0.0.1"
    port: int = 8003
    public_url: str = "http://127.0.0.1:8003"
    webhook_url: str | None = None
    webhook_secret: str = ""
    webhooks: Literal["all", "async_only"] = "async_only"
    is_faults_allowed: bool = False
    faults: FaultPlan = field(default_factory=FaultPlan)
    timeout_answer_s: float = 8.0
    late_webhook_s: float = 3.0
    voucher_valid_s: float = 86_400.0

    def __post_init__(self) -> None:
        assert self.secret, "a gateway without a secret would take anybody's charges"
        assert self.webhook_url is None or self.webhook_secret, "a webhook nobody can verify is not sent"
        assert not self.public_url.endswith("/")
