"""Names, languages, hosts: what a person reads."""

from __future__ import annotations

import ast
import json
import re
import string
from pathlib import Path

from tests.tidy.tree import ROOT, functions, modules, parsed, shown, tracked

import vitrina.web  # noqa: F401 - loads every refusal of the product
from vitrina.kernel.errors import ALL

_FORBIDDEN_NAMES = {
    "data",
    "info",
    "item",
    "items",
    "manager",
    "handler",
    "utils",
    "helpers",
    "util",
    "helper",
    "obj",
    "tmp",
}
# Litestar gives a request's body to the parameter `data`.
_HTTP_NAMES = {"data", "handler"}
_HOSTS = [
    "pypi" + ".org", "pythonhosted" + ".org", "registry." + "npmjs", "npmjs" + ".org", "deb." + "debian.org",
]  # fmt: skip
_BINARY = {".png", ".jpg", ".webp", ".woff2", ".ico", ".mp4", ".ttf", ".gz", ".br"}


def test_no_registry_is_named_in_the_tree() -> None:
    found = []
    for path in tracked():
        if path.suffix in _BINARY:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{shown(path)} {host}" for host in _HOSTS if host in text]
    assert found == []


def test_lock_files_carry_hashes() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text()
        packages = re.findall(r"^[a-z0-9].*==", text, re.M)
        assert len(packages) > 20
        assert text.count("--hash=sha256:") >= len(packages)
    lock = json.loads((ROOT / "client" / "package-lock.json").read_text())
    assert [name for name, entry in lock["packages"].items() if "resolved" in entry] == []


def test_names_say_what_they_mean() -> None:
    found = []
    for path in modules():
        for node in functions(path):
            names = {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}
            allowed = _HTTP_NAMES if path.name.endswith("http.py") or path.parent.name == "web" else set()
            if path.name == "wire.py":
                allowed = {"data"}  # asyncio.Protocol names it
            found += [f"{shown(path)}:{node.lineno} {name}" for name in sorted(names & _FORBIDDEN_NAMES - allowed)]
    assert found == []


def test_ids_are_typed() -> None:
    bare = []
    for path in modules():
        for node in functions(path):
            for argument in (*node.args.args, *node.args.kwonlyargs):
                if argument.arg.endswith("_id") and argument.annotation and ast.unparse(argument.annotation) == "str":
                    bare.append(f"{shown(path)}:{node.lineno} {node.name}({argument.arg})")
    # Ids that other parties give us are texts and nothing else; the gateway is such a party.
    foreign = ("request_id", "event_id", "charge_id", "slug_or_id")
    assert [one for one in bare if "engine/sandbox/" not in one and not any(name in one for name in foreign)] == []


def test_every_refusal_speaks_both_languages() -> None:
    wrong = []
    assert len(ALL) > 30
    for code, refusal in ALL.items():
        fields = [
            {name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (refusal.en, refusal.es)
        ]
        if refusal.en == refusal.es or fields[0] != fields[1] or not re.fullmatch(r"[a-z0-9_]+", code):
            wrong.append(code)
    assert wrong == []


def test_the_client_has_the_same_words_in_both_languages() -> None:
    folder = ROOT / "client" / "src" / "i18n"
    english, spanish = (_flat(json.loads((folder / f"{language}.json").read_text())) for language in ("en", "es"))
    assert sorted(english) == sorted(spanish)
    assert len(english) > 100
    holes = [
        key
        for key, text in english.items()
        if set(re.findall(r"\{(\w+)\}", text)) != set(re.findall(r"\{(\w+)\}", spanish[key]))
    ]
    assert holes == []


def _flat(tree: object, prefix: str = "") -> dict[str, str]:
    if isinstance(tree, str):
        return {prefix: tree}
    assert isinstance(tree, dict)
    return {key: text for name, part in tree.items() for key, text in _flat(part, f"{prefix}.{name}").items()}


def test_nothing_is_left_to_do_in_the_code() -> None:
    word = "TO" + "DO"
    found = [
        shown(path)
        for path in tracked()
        if path.suffix in (".py", ".ts", ".svelte", ".sql")
        and re.search(rf"\b({word}|FIX" + r"ME)\b", path.read_text())
    ]
    assert found == []


def test_no_path_of_a_machine_is_named() -> None:
    pattern = re.compile(r"(/home/[a-z]+/|/root/|/work/main|/Users/)")
    found = [
        shown(path)
        for path in tracked()
        if path.suffix not in _BINARY
        and Path(path).name != Path(__file__).name
        and pattern.search(path.read_text(errors="replace"))
    ]
    assert found == []


def test_modules_start_with_a_sentence() -> None:
    silent = [shown(path) for path in modules() if ast.get_docstring(parsed(path)) is None]
    assert silent == []
