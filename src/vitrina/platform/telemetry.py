"""Logs, request ids and metrics of one process.

Logs are one JSON object per line on stderr (`VITRINA_LOG_FORM=human` for a person's eyes). Whatever a line holds, card
numbers, our own tokens, passwords and credentials in URLs are masked in its formatter, so that no caller can forget it.
"""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TextIO

import msgspec
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.gc_collector import GCCollector
from prometheus_client.process_collector import ProcessCollector

MASK = "***"
CARD_DIGITS_MIN, CARD_DIGITS_MAX = 13, 19
LINE_CHARS_MAX = 16_000

_request_id: ContextVar[str] = ContextVar("vitrina_request_id", default="")


def request_id() -> str:
    """The id of the request that this task serves; empty outside one."""
    return _request_id.get()


def set_request_id(text: str) -> None:
    """Name the request that this task serves from here on."""
    _request_id.set(text)


# --- masking ---------------------------------------------------------------------------------------------------------

_DIGIT_RUN = re.compile(r"\d[\d \-]{11,60}\d")
_GROUP = re.compile(r"\d+")
_SECRETS = (
    (re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}"), r"\1 " + MASK),
    (re.compile(r"\bvt[a-z]_[A-Za-z0-9_-]{20,}"), MASK),
    (re.compile(r"(?i)\b(whsec|sk|rk)_[A-Za-z0-9_]{8,}"), MASK),
    (
        re.compile(
            r"(?i)(?<![a-z])((?:new_)?password|passwd|secret|token|order_token|authorization|cookie|cvc|cvv)"
            r"(\"|')?(\s*[=:]\s*)(\"[^\"]*\"|'[^']*'|[^\s,;&}\"']+)"
        ),
        r"\1\2\3" + MASK,
    ),
    (re.compile(r"(?i)([a-z][a-z0-9+.-]*://)[^\s/@]+@"), r"\1" + MASK + "@"),
)


def mask(text: str) -> str:
    """`text` without card numbers (13–19 digits that pass Luhn, spaced or dashed) and without secrets."""
    if len(text) >= CARD_DIGITS_MIN:
        text = _DIGIT_RUN.sub(_mask_cards, text)
    for pattern, shown in _SECRETS:
        text = pattern.sub(shown, text)
    return text


def _mask_cards(run: re.Match[str]) -> str:
    # Windows start and end at whole digit groups: "42 4242 4242 4242 4242" hides a card behind a quantity.
    text = run[0]
    groups = list(_GROUP.finditer(text))
    for first in range(len(groups)):
        for last in range(len(groups) - 1, first - 1, -1):
            digits = "".join(group[0] for group in groups[first : last + 1])
            if CARD_DIGITS_MIN <= len(digits) <= CARD_DIGITS_MAX and _passes_luhn(digits):
                return text[: groups[first].start()] + MASK + text[groups[last].end() :]
    return text


def _passes_luhn(digits: str) -> bool:
    total = 0
    for place, letter in enumerate(reversed(digits)):
        digit = int(letter) * (1 + place % 2)
        total += digit - 9 if digit > 9 else digit
    return total % 10 == 0


# --- logs ------------------------------------------------------------------------------------------------------------

_STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """One JSON object per record: `at, level, logger, message, request_id?, error?` and the record's extra fields."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": _instant_text(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _shown(record.getMessage()),
        }
        if request_id():
            line["request_id"] = request_id()
        line |= _extra_of(record)
        if record.exc_info:
            line["error"] = _shown(self.formatException(record.exc_info))
        return msgspec.json.encode(line).decode()


class HumanLines(logging.Formatter):
    """One line per record for a person, with the traceback under it."""

    def format(self, record: logging.LogRecord) -> str:
        extra = "".join(f" {name}={value}" for name, value in _extra_of(record).items())
        asked = f" [{request_id()}]" if request_id() else ""
        at = _instant_text(record)[11:23]
        line = f"{at} {record.levelname.lower():7} {record.name}{asked} {_shown(record.getMessage())}{extra}"
        if record.exc_info:
            line += "\n" + _shown(self.formatException(record.exc_info))
        return line


def configure_logs(level: str = "INFO", *, form: str | None = None, stream: TextIO | None = None) -> None:
    """Send every log of the process to `stream` (stderr) as `form`: `json`, or `human` (`VITRINA_LOG_FORM`)."""
    wanted = form or os.environ.get("VITRINA_LOG_FORM", "json")
    output = logging.StreamHandler(stream or sys.stderr)
    output.setFormatter(HumanLines() if wanted == "human" else JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [output]
    root.setLevel(level)


def _extra_of(record: logging.LogRecord) -> dict[str, object]:
    return {name: _plain(value) for name, value in record.__dict__.items() if name not in _STANDARD}


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        # A number that could be a card is shown as text is: masked.
        return value if not isinstance(value, int) or abs(value) < 10**12 else _shown(str(value))
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(inner) for inner in value]
    return _shown(str(value))


def _shown(text: str) -> str:
    return mask(text[:LINE_CHARS_MAX])


def _instant_text(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


# --- metrics ---------------------------------------------------------------------------------------------------------

METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

REGISTRY = CollectorRegistry(auto_describe=True)
ProcessCollector(registry=REGISTRY)
GCCollector(registry=REGISTRY)
_requests = Counter("vitrina_requests", "Answered requests.", ["method", "route", "status"], registry=REGISTRY)
_request_seconds = Histogram(
    "vitrina_request_seconds", "Time to answer.", ["method", "route"], buckets=_SECONDS, registry=REGISTRY
)
_statements = Counter("vitrina_statements", "SQL statements sent.", registry=REGISTRY)
_statement_seconds = Histogram(
    "vitrina_statement_seconds", "Time of an SQL statement.", buckets=_SECONDS, registry=REGISTRY
)
_jobs = Counter("vitrina_jobs", "Finished jobs.", ["name", "outcome"], registry=REGISTRY)
_job_seconds = Histogram("vitrina_job_seconds", "Time of a job.", ["name"], buckets=_SECONDS, registry=REGISTRY)
_gauges: dict[str, Gauge] = {}


def count_request(method: str, route: str, status: int, duration_s: float) -> None:
    """Count one answered request; `route` is the path template, never the path (bounded labels)."""
    _requests.labels(method, route, str(status)).inc()
    _request_seconds.labels(method, route).observe(duration_s)


def count_statement(duration_s: float) -> None:
    """Count one SQL statement."""
    _statements.inc()
    _statement_seconds.observe(duration_s)


def count_job(name: str, outcome: str, duration_s: float) -> None:
    """Count one finished job; `outcome` is `done`, `retried` or `failed`."""
    _jobs.labels(name, outcome).inc()
    _job_seconds.labels(name).observe(duration_s)


def set_gauge(name: str, help_text: str, value: float) -> None:
    """Show `value` under `vitrina_<name>`; the gauge is made at its first use."""
    if name not in _gauges:
        _gauges[name] = Gauge(f"vitrina_{name}", help_text, registry=REGISTRY)
    _gauges[name].set(value)


def metrics_text() -> bytes:
    """Everything counted by this process, in Prometheus' text form."""
    return generate_latest(REGISTRY)
