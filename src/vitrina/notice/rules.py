"""By which way and when each thing is told, and the signed word by which a mail is unsubscribed from. Pure."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from vitrina.kernel.ids import AccountId
from vitrina.notice.model import CATEGORIES, CHANNELS, Category, Channel, Preference
from vitrina.platform.push import Urgency

# Orders and the account's safety: the law and common sense want these told, so their mails cannot be switched off.
MAILED_ALWAYS: Final[frozenset[Category]] = frozenset(("orders", "account"))
# What may ring at night all the same.
RINGS_ALWAYS: Final[frozenset[Category]] = frozenset(("orders", "account"))
DIGEST_MIN = 18 * 60
KEPT = timedelta(days=90)
# Many sales are one notice: those of ten minutes by the clock.
GROUP_EVERY = timedelta(minutes=10)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PUSH_TRIES_MAX = 6
_PUSHED: Final[Mapping[Category, tuple[timedelta, Urgency]]] = {
    "orders": (timedelta(days=1), "high"),
    "account": (timedelta(days=1), "high"),
    "money": (timedelta(hours=12), "normal"),
    "shop": (timedelta(hours=12), "normal"),
    "alerts": (timedelta(hours=6), "normal"),
    "social": (timedelta(hours=6), "low"),
}
_SIGNATURE_BYTES = 16


def wants(preference: Preference, channel: Channel, category: Category) -> bool:
    """Whether a person hears of `category` by `channel`; everything is on until they choose."""
    if channel == "mail" and category in MAILED_ALWAYS:
        return True
    return preference.choices.get(f"{channel}.{category}", True)


def mail_time(preference: Preference, category: Category, until: datetime | None, now: datetime) -> datetime | None:
    """When the mail of something told `now` may leave; None: never.

    Social things wait for the day's one mail at 18:00 of the reader's day; what still grows waits until it does not.
    """
    if not wants(preference, "mail", category):
        return None
    if category == "social":
        return next_local(now, preference.zone, DIGEST_MIN)
    return max(now, until) if until is not None else now


def push_time(preference: Preference, category: Category, at: datetime) -> datetime | None:
    """When a push that would leave `at` may leave; None: never. Quiet hours hold it, save orders and safety."""
    if not wants(preference, "push", category):
        return None
    return at if category in RINGS_ALWAYS else quiet_end(preference, at)


def quiet_end(preference: Preference, at: datetime) -> datetime:
    """The end of the quiet hours that `at` lies in, else `at`."""
    start, end = preference.quiet_from_min, preference.quiet_until_min
    if start is None or end is None or start == end:
        return at
    local = at.astimezone(ZoneInfo(preference.zone))
    minute = local.hour * 60 + local.minute
    is_quiet = start <= minute < end if start < end else minute >= start or minute < end
    return next_local(at, preference.zone, end) if is_quiet else at


def next_local(at: datetime, zone: str, minute: int) -> datetime:
    """The next instant after `at` when clocks in `zone` show `minute` of the day."""
    there = ZoneInfo(zone)
    day = at.astimezone(there).date()
    clock = time(minute // 60, minute % 60)
    found = datetime.combine(day, clock, there)
    if found <= at:
        found = datetime.combine(day + timedelta(days=1), clock, there)
    return found.astimezone(at.tzinfo)


def group_start(at: datetime) -> datetime:
    """The beginning of the ten minutes whose sales are one notice."""
    return at - (at - _EPOCH) % GROUP_EVERY


def push_terms(category: Category) -> tuple[int, Urgency]:
    """How many seconds a push of `category` is worth keeping for a phone that is off, and how it presses."""
    life, urgency = _PUSHED[category]
    return int(life.total_seconds()), urgency


def retry_after(tries: int, asked_s: int) -> timedelta:
    """How long to wait after the failure number `tries` (from 1): what the service asked, doubled each time, ≤ 1 hour."""
    return timedelta(seconds=min(asked_s * 2 ** (tries - 1), 3_600))


def is_zone(name: str) -> bool:
    """Whether `name` is a time zone of the IANA list."""
    return name in available_timezones()


def known_choices(choices: Mapping[str, bool]) -> dict[str, bool] | None:
    """The choices that say something, None when one names what is not there."""
    known = {f"{channel}.{category}" for channel in CHANNELS for category in CATEGORIES}
    if not known.issuperset(choices):
        return None
    return {name: is_on for name, is_on in choices.items() if not is_on}


def unsubscribe_word(secret: str, account_id: AccountId, category: Category) -> str:
    """The word in a link that stops an account's mails of `category` without a log-in."""
    said = account_id.bytes + bytes((CATEGORIES.index(category),))
    return base64.urlsafe_b64encode(said + _signature(secret, said)).decode().rstrip("=")


def read_unsubscribe_word(secret: str, word: str) -> tuple[AccountId, Category] | None:
    """Whose mails of what a word stops; None when we did not write it."""
    try:
        raw = base64.urlsafe_b64decode(word + "=" * (-len(word) % 4))
    except ValueError:
        return None
    said, signature = raw[:17], raw[17:]
    if len(said) != 17 or not hmac.compare_digest(signature, _signature(secret, said)) or said[16] >= len(CATEGORIES):
        return None
    return AccountId(UUID(bytes=said[:16])), CATEGORIES[said[16]]


def _signature(secret: str, said: bytes) -> bytes:
    return hmac.new(secret.encode(), b"unsubscribe\n" + said, hashlib.sha256).digest()[:_SIGNATURE_BYTES]
