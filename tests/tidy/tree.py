"""The project's own files, as the tidy tests read them."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "src" / "vitrina"
FRAME = ("kernel", "platform", "web", "cli", "migrations")


@cache
def tracked() -> tuple[Path, ...]:
    """Every file of the project: those git tracks, and new ones it does not ignore."""
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return tuple(ROOT / name for name in sorted(set(names)) if (ROOT / name).is_file())


@cache
def modules() -> tuple[Path, ...]:
    """The Python files of the product."""
    return tuple(sorted(SOURCE.rglob("*.py")))


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def capabilities() -> tuple[str, ...]:
    """The folders that are capabilities."""
    folders = (path.name for path in SOURCE.iterdir() if path.is_dir() and path.name != "__pycache__")
    return tuple(sorted(name for name in folders if name not in FRAME))


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(parsed(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
