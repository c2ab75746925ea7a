"""Logs that hold what is needed and never a card number or a token; counters."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from vitrina.platform.telemetry import (
    METRICS_TYPE,
    configure_logs,
    count_job,
    count_request,
    count_statement,
    mask,
    metrics_text,
    request_id,
    set_gauge,
    set_request_id,
)

CARD = "4242424242424242"


@pytest.fixture
def root() -> Iterator[logging.Logger]:
    logger = logging.getLogger()
    handlers, level = list(logger.handlers), logger.level
    yield logger
    logger.handlers[:] = handlers
    logger.setLevel(level)
    set_request_id("")


def logged(form: str, *arguments: object, **extra: object) -> str:
    stream = io.StringIO()
    configure_logs("INFO", form=form, stream=stream)
    logging.getLogger("vitrina.test").info(*arguments, extra=extra)  # type: ignore[arg-type]
    logging.getLogger("vitrina.test").debug("too quiet")
    return stream.getvalue()


@pytest.mark.usefixtures("root")
def test_a_json_line_has_what_happened_where_and_for_whom() -> None:
    set_request_id("req-1")
    assert request_id() == "req-1"
    line = json.loads(logged("json", "sold %d of %s", 2, "mugs", route="/v1/checkout/buy", duration_ms=3.5))
    at = line.pop("at")
    assert at.endswith("Z")
    assert line == {
        "level": "info",
        "logger": "vitrina.test",
        "message": "sold 2 of mugs",
        "request_id": "req-1",
        "route": "/v1/checkout/buy",
        "duration_ms": 3.5,
    }


@pytest.mark.usefixtures("root")
def test_a_human_line_is_one_line() -> None:
    text = logged("human", "ready", port=8000)
    assert text.endswith(" info    vitrina.test ready port=8000\n")
    assert text.count("\n") == 1


@pytest.mark.usefixtures("root")
def test_nothing_secret_leaves_by_message_field_or_traceback() -> None:
    stream = io.StringIO()
    for form in ("json", "human"):
        configure_logs("INFO", form=form, stream=stream)
        logger = logging.getLogger("vitrina.test")
        logger.info("paid with %s", CARD, extra={"number": int(CARD), "body": {"card": [CARD]}, "note": f"x{CARD}"})
        try:
            raise ValueError(f"declined 4242 4242-4242 4242 with Bearer {'a' * 40}")
        except ValueError:
            logger.exception("failed")
    said = stream.getvalue()
    assert "4242" not in said
    assert "aaaaaaaa" not in said
    assert said.count("***") >= 10


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"card {CARD} ok", "card *** ok"),
        ("4242 4242 4242 4242", "***"),
        ("4242-4242-4242-4242", "***"),
        ("3 4242424242424242", "3 ***"),
        ("378282246310005", "***"),
        ("6304000000000000001", "6304000000000000001"),
        ("4222222222222", "***"),
        ("4242424242424243", "4242424242424243"),
        ("order 1234567890123", "order 1234567890123"),
        ("12345678901234567890", "12345678901234567890"),
        ("Authorization: Bearer abcdefgh12345", "Authorization: *** ***"),
        ('{"password": "open sesame", "name": "Ana"}', '{"password": ***, "name": "Ana"}'),
        ("/verify?token=vtm_" + "a" * 43 + "&x=1", "/verify?token=***&x=1"),
        ("session vts_" + "Z" * 43, "session ***"),
        ("postgres://vitrina:pw@127.0.0.1/db", "postgres://***@127.0.0.1/db"),
        ("cookie vitrina_session=vts_" + "b" * 43, "cookie vitrina_session=***"),
        ("a touch on tag 5 for 12.90", "a touch on tag 5 for 12.90"),
    ],
)
def test_masking(text: str, shown: str) -> None:
    assert mask(text) == shown


def test_counters_are_shown_in_prometheus_form() -> None:
    # A route and a job of this test alone: the counters belong to the process, and other tests ask for pages too.
    count_request("GET", "/v1/counted_here", 200, 0.004)
    count_request("GET", "/v1/counted_here", 200, 0.004)
    count_statement(0.001)
    count_job("count_here", "done", 0.2)
    set_gauge("jobs_waiting", "Jobs that wait.", 3)
    set_gauge("jobs_waiting", "Jobs that wait.", 4)
    lines = metrics_text().decode().splitlines()
    assert 'vitrina_requests_total{method="GET",route="/v1/counted_here",status="200"} 2.0' in lines
    assert 'vitrina_request_seconds_bucket{le="0.005",method="GET",route="/v1/counted_here"} 2.0' in lines
    assert 'vitrina_jobs_total{name="count_here",outcome="done"} 1.0' in lines
    assert "vitrina_jobs_waiting 4.0" in lines
    assert METRICS_TYPE.startswith("text/plain")
