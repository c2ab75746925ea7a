"""Settings come from the environment, and a wrong one is said in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from vitrina.platform.settings import SettingWrong, read_settings


def test_an_empty_environment_is_one_machine_with_limits_on() -> None:
    made = read_settings({})
    assert (made.port, made.host, made.public_url) == (8000, "127.0.0.1", "http://localhost:8000")
    assert made.home == Path("var").resolve()
    assert (made.provider_port, made.provider_url) == (8003, "http://127.0.0.1:8003")
    assert made.database_url is None
    assert made.postgres_bin is None
    assert made.is_limited
    assert made.fetch_allow == frozenset()
    assert made.web_processes == 1


def test_another_port_moves_every_address_that_is_not_set() -> None:
    made = read_settings({"VITRINA_PORT": "9100"})
    assert (made.port, made.public_url) == (9100, "http://localhost:9100")
    assert (made.provider_port, made.provider_url) == (9103, "http://127.0.0.1:9103")
    assert made.provider_public_url == "http://localhost:9103"


def test_what_is_set_is_taken() -> None:
    made = read_settings(
        {
            "VITRINA_HOME": "/srv/shop",
            "VITRINA_PUBLIC_URL": "https://shop.example/",
            "VITRINA_DATABASE_URL": "postgresql://shop@db/shop",
            "VITRINA_POSTGRES_BIN": "/usr/lib/postgresql/17/bin",
            "VITRINA_FETCH_ALLOW": "127.0.0.1:9101, localhost:9102",
            "VITRINA_WEB_PROCESSES": "2",
            "VITRINA_LOG": "debug",
            "VITRINA_DEMO": "1",
        }
    )
    assert made.home == Path("/srv/shop")
    assert made.public_url == "https://shop.example"
    assert made.database_url == "postgresql://shop@db/shop"
    assert made.postgres_bin == Path("/usr/lib/postgresql/17/bin")
    assert made.fetch_allow == frozenset(("127.0.0.1:9101", "localhost:9102"))
    assert (made.web_processes, made.log_level, made.is_demo) == (2, "DEBUG", True)


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"VITRINA_PORT": "eight"}, "VITRINA_PORT takes a whole number from 1 to 65000"),
        ({"VITRINA_PORT": "0"}, "VITRINA_PORT takes a whole number from 1 to 65000"),
        ({"VITRINA_WEB_PROCESSES": "65"}, "VITRINA_WEB_PROCESSES takes a whole number from 1 to 64"),
        ({"VITRINA_LIMITS": "maybe"}, "VITRINA_LIMITS takes on or off"),
        (
            {"VITRINA_LIMITS": "off", "VITRINA_HOST": "0.0.0.0"},
            "VITRINA_LIMITS=off is only for an installation that listens on loopback",
        ),
    ],
)
def test_a_wrong_setting_is_named_with_what_it_takes(environment: dict[str, str], sentence: str) -> None:
    with pytest.raises(SettingWrong) as raised:
        read_settings(environment)
    assert str(raised.value) == sentence


def test_limits_may_be_off_on_loopback_only() -> None:
    assert not read_settings({"VITRINA_LIMITS": "off"}).is_limited
    assert not read_settings({"VITRINA_LIMITS": "off", "VITRINA_HOST": "::1"}).is_limited
