"""When a phone may ring, when a mail may leave, and who may stop it."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vitrina.kernel.ids import AccountId, uuid7
from vitrina.notice import rules
from vitrina.notice.model import CATEGORIES, Preference

NIGHT = Preference(quiet_from_min=22 * 60, quiet_until_min=8 * 60, zone="America/Mexico_City")  # UTC-6 all year
AT = datetime(2026, 5, 4, 15, 0, tzinfo=UTC)


def on(hour: int, minute: int = 0, day: int = 4) -> datetime:
    return datetime(2026, 5, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "leaves"),
    [
        (on(3, 59), on(3, 59)),  # 21:59 at home
        (on(4, 0), on(14, 0)),  # 22:00: until 8:00
        (on(13, 59), on(14, 0)),
        (on(14, 0), on(14, 0)),
    ],
)
def test_quiet_hours_hold_a_push_until_morning(at: datetime, leaves: datetime) -> None:
    assert rules.push_time(NIGHT, "social", at) == leaves
    assert rules.push_time(NIGHT, "orders", at) == at
    assert rules.push_time(NIGHT, "account", at) == at


def test_quiet_hours_within_a_day_and_none() -> None:
    siesta = Preference(quiet_from_min=14 * 60, quiet_until_min=16 * 60)
    assert rules.quiet_end(siesta, on(15, 30)) == on(16)
    assert rules.quiet_end(siesta, on(16)) == on(16)
    assert rules.quiet_end(Preference(quiet_from_min=60, quiet_until_min=60), on(1)) == on(1)
    assert rules.quiet_end(Preference(), on(1)) == on(1)


def test_morning_comes_on_the_day_the_clocks_change() -> None:
    spring = Preference(quiet_from_min=22 * 60, quiet_until_min=8 * 60, zone="America/New_York")
    assert rules.quiet_end(spring, datetime(2026, 3, 8, 5, 0, tzinfo=UTC)) == datetime(2026, 3, 8, 12, 0, tzinfo=UTC)
    assert rules.quiet_end(spring, datetime(2026, 3, 7, 5, 0, tzinfo=UTC)) == datetime(2026, 3, 7, 13, 0, tzinfo=UTC)


def test_when_mails_leave() -> None:
    grows = AT + timedelta(minutes=7)
    assert rules.mail_time(Preference(), "orders", None, AT) == AT
    assert rules.mail_time(Preference(), "shop", grows, AT) == grows
    assert rules.mail_time(Preference(), "social", None, AT) == on(18)
    assert rules.mail_time(Preference(), "social", None, on(18)) == on(18, day=5)
    off = Preference({f"{channel}.{category}": False for channel in ("mail", "push") for category in CATEGORIES})
    assert [rules.mail_time(off, category, None, AT) for category in CATEGORIES] == [AT, None, None, None, None, AT]
    assert {rules.push_time(off, category, AT) for category in CATEGORIES} == {None}


@settings(max_examples=200, deadline=None)
@given(
    minutes=st.integers(0, 2 * 365 * 24 * 60),
    zone=st.sampled_from(["America/New_York", "America/Santiago", "Asia/Kathmandu", "Pacific/Apia", "UTC"]),
    start=st.integers(0, 1439),
    end=st.integers(0, 1439),
)
def test_a_push_is_held_less_than_a_day_and_leaves_outside_the_quiet_hours(
    minutes: int, zone: str, start: int, end: int
) -> None:
    at = AT + timedelta(minutes=minutes)
    quiet = Preference(quiet_from_min=start, quiet_until_min=end, zone=zone)
    leaves = rules.quiet_end(quiet, at)
    assert at <= leaves <= at + timedelta(hours=25)
    assert rules.quiet_end(quiet, leaves) == leaves or leaves.astimezone(zoneinfo.ZoneInfo(zone)).dst() is not None


def test_only_our_own_word_stops_a_mail() -> None:
    account = AccountId(uuid7(AT))
    word = rules.unsubscribe_word("secret", account, "social")
    assert rules.read_unsubscribe_word("secret", word) == (account, "social")
    assert rules.read_unsubscribe_word("other secret", word) is None
    for wrong in ("", "x", "ñ", word[:-1], word + "AAAA", ("A" if word[0] != "A" else "B") + word[1:]):
        assert rules.read_unsubscribe_word("secret", wrong) is None


def test_choices_are_of_what_is_there_and_waits_double() -> None:
    assert rules.known_choices({"mail.social": False, "push.shop": True}) == {"mail.social": False}
    assert rules.known_choices({"mail.weather": False}) is None
    assert [rules.retry_after(tries, 60).total_seconds() for tries in (1, 2, 3, 9)] == [60, 120, 240, 3600]
    assert rules.group_start(on(15, 19)) == on(15, 10)
