"""A function fits on a screen, a file is read in one go, an argument list can be said aloud."""

from __future__ import annotations

from tests.tidy.tree import SOURCE, capabilities, functions, modules, parsed, shown

FUNCTION_LINES_MAX = 70
FILE_LINES_MAX = 500
POSITIONAL_MAX = 5
HANDLER_LINES_MAX = 15
FILES_OF_A_CAPABILITY = {"__init__", "model", "rules", "errors", "store", "actions", "http", "jobs", "reactions"}
FOLDERS_OF_A_CAPABILITY = {"adapters", "engine", "actions", "store", "__pycache__"}


def test_functions_are_short() -> None:
    long = [
        f"{shown(path)}:{node.lineno} {node.name} {lines}"
        for path in modules()
        for node in functions(path)
        if (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES_MAX
    ]
    assert long == []


def test_files_are_short() -> None:
    long = [f"{shown(path)} {lines}" for path in modules() if (lines := path.read_text().count("\n")) > FILE_LINES_MAX]
    assert long == []


def test_argument_lists_are_short() -> None:
    wide = []
    for path in modules():
        if path.name.endswith("http.py") or path.parent.name == "cli":
            continue  # a handler's or command's parameters are its contract, given by name
        for node in functions(path):
            names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
            count = len([name for name in names if name not in ("self", "cls")])
            if count > POSITIONAL_MAX:
                wide.append(f"{shown(path)}:{node.lineno} {node.name} {count}")
    assert wide == []


def test_handlers_only_parse_act_and_answer() -> None:
    long = []
    for path in modules():
        # The routes of a capability's second subject stand in adapters/<subject>_http.py.
        folder = path.parent.parent.name if path.parent.name == "adapters" else path.parent.name
        if not path.name.endswith("http.py") or folder not in capabilities():
            continue
        for node in functions(path):
            if not any("get" in ast_name or "post" in ast_name for ast_name in _decorators(node)):
                continue
            first = node.body[0]
            body = node.body[1:] if hasattr(first, "value") and hasattr(first.value, "value") else node.body
            lines = (node.end_lineno or 0) - body[0].lineno + 1
            if lines > HANDLER_LINES_MAX:
                long.append(f"{shown(path)}:{node.lineno} {node.name} {lines}")
    assert long == []


def _decorators(node: object) -> list[str]:
    found = []
    for decorator in getattr(node, "decorator_list", []):
        called = getattr(decorator, "func", decorator)
        found.append(getattr(called, "id", ""))
    return found


def test_a_capability_has_the_same_rooms_everywhere() -> None:
    strange = []
    for name in capabilities():
        for path in (SOURCE / name).iterdir():
            known = FOLDERS_OF_A_CAPABILITY if path.is_dir() else FILES_OF_A_CAPABILITY
            if path.stem not in known and path.suffix in ("", ".py"):
                strange.append(shown(path))
    assert strange == []


def test_every_folder_says_what_it_promises() -> None:
    silent = []
    for name in capabilities():
        text = (SOURCE / name / "__init__.py").read_text()
        docstring = _docstring(text)
        if len(docstring.splitlines()) < 4 or "Promise" not in docstring or "Owns" not in docstring:
            silent.append(name)
    assert silent == []


def _docstring(text: str) -> str:
    import ast

    return ast.get_docstring(ast.parse(text)) or ""


def test_every_public_function_of_actions_and_rules_says_what_it_does() -> None:
    import ast

    silent = []
    for path in modules():
        inside = path.name in ("actions.py", "rules.py") or path.parent.name == "actions"
        if not inside or path.parts[-2] == "cli":
            continue
        for node in parsed(path).body:
            is_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            if is_function and not node.name.startswith("_") and ast.get_docstring(node) is None:
                silent.append(f"{shown(path)}:{node.lineno} {node.name}")
    assert silent == []
