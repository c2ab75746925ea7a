"""Where things may stand: SQL, the clock, money, requests to the outside, notifications."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.tidy.tree import SOURCE, capabilities, functions, modules, parsed, shown

_SQL = re.compile(r"^\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH)\s+\S", re.I)
_CLOCK = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
}
_MONEY_NAME = re.compile(r"(^|_)(price|total|amount|fee|tax|subtotal)$")
# Who may open connections of their own: the guarded fetch, mail, and SDK-like clients with an operator-set host.
_CLIENTS_ALLOWED = {
    "platform/fetch.py", "platform/mail.py", "checkout/adapters/wire.py", "checkout/engine/sandbox/webhooks.py",
}  # fmt: skip
_CLIENT_MODULES = {"aiohttp", "httpx", "requests", "urllib.request", "http.client", "urllib3"}


def _inside(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def _is_store(path: Path) -> bool:
    return path.name == "store.py" or path.parent.name == "store" or path.parts[-2] == "migrations"


def test_sql_stands_in_stores_only() -> None:
    found = []
    for path in modules():
        is_capability = _inside(path).split("/")[0] in capabilities()
        if not is_capability or _is_store(path):
            continue
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _SQL.match(node.value):
                is_call_of_function = re.match(r"^\s*SELECT \w+\(\$1", node.value)
                if not is_call_of_function:
                    found.append(f"{shown(path)}:{node.lineno}")
    assert found == []


def test_a_table_is_named_by_its_owner_only() -> None:
    """Migrations may reference earlier folders' tables; Python never names another folder's table."""
    found = []
    names = capabilities()
    for path in modules():
        owner = _inside(path).split("/")[0]
        if owner not in names:
            continue
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                for match in re.finditer(r"\b(?:FROM|JOIN|INTO|UPDATE)\s+([a-z]+)_[a-z_]+", node.value):
                    if match[1] in names and match[1] != owner:
                        found.append(f"{shown(path)}:{node.lineno} {match[0]}")
    assert found == []


def test_only_the_clock_reads_the_time() -> None:
    found = []
    for path in modules():
        if _inside(path) == "kernel/clock.py":
            continue
        for node in ast.walk(parsed(path)):
            called = node.func if isinstance(node, ast.Call) else None
            named = called.value if isinstance(called, ast.Attribute) else None
            if isinstance(called, ast.Attribute) and isinstance(named, ast.Name) and (named.id, called.attr) in _CLOCK:
                found.append(f"{shown(path)}:{node.lineno}")
    assert found == []


def test_no_sql_reads_the_time_or_needs_an_extension_we_lack() -> None:
    found = []
    for path in sorted((SOURCE / "migrations").glob("*.sql")):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            code = line.split("--")[0]
            if "jobs" in path.name:
                continue  # pgqueuer's own tables keep its own time; it never decides money
            if re.search(r"\b(now\(\)|current_timestamp|clock_timestamp|uuidv7|pgcrypto)\b", code, re.I):
                found.append(f"{shown(path)}:{number}")
    for path in modules():
        if _is_store(path) and re.search(r"\bnow\(\)\b(?!\))", _sql_text(path), re.I):
            found.append(shown(path))
    assert found == []


def _sql_text(path: Path) -> str:
    texts = [
        node.value for node in ast.walk(parsed(path)) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    return "\n".join(text for text in texts if _SQL.match(text))


def test_rules_are_pure() -> None:
    impure = []
    for path in modules():
        if path.name != "rules.py":
            continue
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.AsyncFunctionDef | ast.Await):
                impure.append(f"{shown(path)}:{node.lineno} await")
            if isinstance(node, ast.ImportFrom) and node.module in (
                "vitrina.platform.app",
                "vitrina.platform.postgres",
            ):
                impure.append(f"{shown(path)}:{node.lineno} {node.module}")
    assert impure == []


def test_money_is_never_a_float() -> None:
    wrong = []
    for path in modules():
        for node in functions(path):
            for argument in (*node.args.args, *node.args.kwonlyargs):
                if _MONEY_NAME.search(argument.arg) and _annotation(argument.annotation) in ("float", "int"):
                    wrong.append(f"{shown(path)}:{node.lineno} {node.name}({argument.arg})")
    assert wrong == []


def _annotation(node: ast.expr | None) -> str:
    return "" if node is None else ast.unparse(node)


def test_only_named_modules_speak_to_the_outside() -> None:
    wrong = []
    for path in modules():
        if _inside(path) in _CLIENTS_ALLOWED:
            continue
        for node in ast.walk(parsed(path)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module]
            wrong += [
                f"{shown(path)}:{node.lineno} {name}"
                for name in names
                if name.split(".")[0] in _CLIENT_MODULES or name in _CLIENT_MODULES
            ]
    assert wrong == []


def test_nobody_notifies_inside_a_business_transaction() -> None:
    allowed = {"platform/outbox.py", "platform/bus.py"}
    found = [
        shown(path)
        for path in modules()
        if _inside(path) not in allowed and re.search(r"\bNOTIFY vitrina|pg_notify\(", path.read_text())
    ]
    found += [
        shown(path)
        for path in (SOURCE / "migrations").glob("*.sql")
        if "jobs" not in path.name and "notify" in path.read_text().lower()
    ]
    assert found == []


def test_broad_catches_stand_at_the_edges_only() -> None:
    # request, job, socket; and the gatherer, which hands every failure to its caller
    allowed = {
        "web/frame.py", "web/app.py", "web/problems.py", "platform/job_worker.py", "platform/worker.py", "platform/relay.py",
        "platform/gather.py", "platform/supervisor.py", "platform/postgres/leader.py", "cli/serve.py", "cli/roles.py",
        "checkout/engine/sandbox/server.py", "checkout/engine/sandbox/webhooks.py",
    }  # fmt: skip
    found = []
    for path in modules():
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ExceptHandler) and _annotation(node.type) in ("Exception", "BaseException", ""):
                is_reraised = any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
                if _inside(path) not in allowed and not is_reraised:
                    found.append(f"{shown(path)}:{node.lineno}")
    assert found == []
