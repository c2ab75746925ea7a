"""Pure rules about people, over many inputs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrina.kernel.errors import Invalid
from vitrina.people import rules
from vitrina.people.errors import TooYoung
from vitrina.platform.telemetry import mask

DAYS = st.dates(date(1950, 1, 1), date(2060, 1, 1))
TEXT = st.text(max_size=300)


@given(born=DAYS, today=DAYS)
def test_age_goes_up_by_one_on_each_birthday_and_never_down(born: date, today: date) -> None:
    age, tomorrow = rules.age_years(born, today), rules.age_years(born, today + timedelta(days=1))
    next_day = today + timedelta(days=1)
    is_birthday = (next_day.month, next_day.day) == (born.month, born.day)
    is_moved = (born.month, born.day) == (2, 29) and (next_day.month, next_day.day) == (3, 1)
    is_moved = is_moved and (next_day - timedelta(days=1)).day == 28
    assert tomorrow - age == (1 if is_birthday or is_moved else 0)


@given(born=DAYS, today=DAYS)
def test_the_age_screen_agrees_with_the_count_of_years(born: date, today: date) -> None:
    age = rules.age_years(born, today)
    if born > today:
        with pytest.raises(Invalid):
            rules.check_age(born, today)
    elif age < 13:
        with pytest.raises(TooYoung):
            rules.check_age(born, today)
    else:
        rules.check_age(born, today)
        assert rules.is_adult(born, today) is (age >= 18)


@given(TEXT)
def test_what_was_cleaned_is_clean_and_what_is_not_is_refused(text: str) -> None:
    cleaners = (
        rules.clean_email,
        rules.clean_name,
        rules.clean_bio,
        rules.clean_handle,
        rules.clean_country,
        rules.clean_password,
    )
    for clean in cleaners:
        try:
            once = clean(text)
        except Invalid:
            continue
        assert clean(once) == once
        assert "\x00" not in once or clean is rules.clean_password
        once.encode()


@given(st.binary(min_size=32, max_size=32))
def test_tokens_differ_as_their_secrets_do_and_logs_hide_them(secret: bytes) -> None:
    token = rules.token_of(rules.SESSION_PREFIX, secret)
    assert len(token) == 47
    assert len(rules.token_hash(token)) == 32
    assert rules.token_of(rules.SESSION_PREFIX, bytes(byte ^ 1 for byte in secret)) != token
    assert mask(f"seen {token} twice {token}") == "seen *** twice ***"
