"""Refusals: one code for one thing, an HTTP status, and words in both languages that use the same fields."""

from __future__ import annotations

import importlib
import pkgutil
import re
from string import Formatter

import pytest

import vitrina
from vitrina.kernel import errors
from vitrina.kernel.errors import Refusal


def all_refusals() -> list[type[Refusal]]:
    """Every refusal of the product: each module is loaded first."""
    for entry in pkgutil.walk_packages(vitrina.__path__, "vitrina."):
        if not entry.name.endswith("__main__"):
            importlib.import_module(entry.name)
    found, waiting = [], [Refusal]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind is not Refusal and kind.__module__.startswith("vitrina."):
            found.append(kind)
    return sorted(set(found), key=lambda kind: kind.code)


REFUSALS = all_refusals()


def test_codes_are_unique_and_registered() -> None:
    codes = [kind.code for kind in REFUSALS]
    assert len(codes) == len(set(codes)) >= 30
    assert {code: errors.ALL[code] for code in codes} == {kind.code: kind for kind in REFUSALS}


@pytest.mark.parametrize("kind", REFUSALS, ids=lambda kind: kind.code)
def test_a_refusal_is_whole(kind: type[Refusal]) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", kind.code)
    assert 400 <= kind.status <= 499 or kind.status in (500, 503, 507)
    own = [base for base in kind.__mro__ if base not in (Refusal, Exception, BaseException, object)]
    said = {name for base in own for name in vars(base)}
    assert {"code", "status", "en", "es"} <= said, "it must not borrow the words of all refusals"
    for text in (kind.en, kind.es):
        assert text == text.strip()
        assert text.endswith((".", "?", "!", "}"))
    assert kind.en != kind.es
    fields = [{name for _, name, _, _ in Formatter().parse(text) if name is not None} for text in (kind.en, kind.es)]
    assert fields[0] == fields[1]
    filled = {name: f"<{name}>" for name in fields[0]}
    for language, text in (("en", kind.en), ("es", kind.es)):
        assert kind(**filled).text(language) == text.format_map(filled)


def test_a_code_that_is_taken_is_refused() -> None:
    with pytest.raises(AssertionError, match="code not_found is taken"):
        type("Other", (Refusal,), {"code": "not_found"})
    assert errors.ALL["not_found"] is errors.NotFound


def test_what_was_not_told_is_a_dash() -> None:
    assert errors.Invalid(field="name").text("en") == "Something in the request is not right: name —."
    assert errors.NotFound().text("fr") == errors.NotFound.en
    assert errors.Invalid(field="name", reason="{0}").text("es") == "Algo en la solicitud no está bien: name {0}."
