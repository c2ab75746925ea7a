"""The sandbox payment provider: a strict card gateway that runs as its own process, with no real money.

Owns no table: its truth is an append-only log in VITRINA_HOME/provider, replayed at every start.
Promises: an effect is answered only once the disk has it, one idempotency key has one effect through any kill -9,
and no card number or token text is ever kept. It is an outside party: it may not import any capability, only `kernel`,
and the product reaches it through `checkout/adapters/sandbox.py` alone.
"""

from vitrina.checkout.engine.sandbox.faults import FaultPlan
from vitrina.checkout.engine.sandbox.log import LogBroken
from vitrina.checkout.engine.sandbox.main import SandboxServer, serve
from vitrina.checkout.engine.sandbox.settings import SandboxSettings

__all__ = ["FaultPlan", "LogBroken", "SandboxServer", "SandboxSettings", "serve"]
