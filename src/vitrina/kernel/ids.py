"""UUIDv7 identities (RFC 9562): they sort by the time of their making. The clock is passed in."""

from __future__ import annotations

import os
import secrets
from datetime import datetime
from typing import NewType
from uuid import UUID

AccountId = NewType("AccountId", UUID)
SessionId = NewType("SessionId", UUID)
ShopId = NewType("ShopId", UUID)
ProductId = NewType("ProductId", UUID)
VariantId = NewType("VariantId", UUID)
HoldId = NewType("HoldId", UUID)
LinkId = NewType("LinkId", UUID)
TouchId = NewType("TouchId", UUID)
CommissionId = NewType("CommissionId", UUID)
CartId = NewType("CartId", UUID)
PaymentId = NewType("PaymentId", UUID)
OrderId = NewType("OrderId", UUID)
LineId = NewType("LineId", UUID)
RefundId = NewType("RefundId", UUID)
VideoId = NewType("VideoId", UUID)
CommentId = NewType("CommentId", UUID)

_VERSION_7 = 0x7 << 76
_VARIANT = 0b10 << 62
_SEQUENCE_BITS = 12

_RANDOM_BYTES_AHEAD = 4_096
_RANDOM_62 = (1 << 62) - 1

_asked_ms = _used_ms = 0
_sequence = 0
_random = b""
_random_used = 0


def _forget_random() -> None:
    """A forked child must not draw what its parent draws."""
    global _random
    _random = b""


os.register_at_fork(after_in_child=_forget_random)


def uuid7(now: datetime) -> UUID:
    """A new UUIDv7 of the instant `now`; ids made in one millisecond by one process keep their order.

    The 12 bits after the version count up within a millisecond (RFC 9562 §6.2, method 1), 62 bits are random. When they are
    used up (an import that makes thousands for one instant) the next ids borrow from the following millisecond.
    """
    global _asked_ms, _used_ms, _sequence
    ms = int(now.timestamp() * 1000)
    if ms != _asked_ms:
        _asked_ms = _used_ms = ms
        _sequence = secrets.randbits(_SEQUENCE_BITS - 1)
    else:
        _sequence += 1
        if _sequence >> _SEQUENCE_BITS:
            _used_ms, _sequence = _used_ms + 1, 0
    return UUID(int=(_used_ms << 80) | _VERSION_7 | (_sequence << 64) | _VARIANT | _random_62())


def _random_62() -> int:
    """62 random bits of the system's own generator, drawn 4 kB at a time: a call for each id cost more than the rest."""
    global _random, _random_used
    if _random_used + 8 > len(_random):
        _random, _random_used = os.urandom(_RANDOM_BYTES_AHEAD), 0
    taken = _random[_random_used : _random_used + 8]
    _random_used += 8
    return int.from_bytes(taken) & _RANDOM_62


def parse_uuid(text: str) -> UUID | None:
    """The UUID written in `text` in canonical form, else None."""
    try:
        made = UUID(text)
    except ValueError:
        return None
    return made if str(made) == text.lower() else None
