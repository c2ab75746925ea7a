"""What a command says: in the terminal's language, with progress that a log file does not have to keep."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

import click


def terminal_language(environ: Mapping[str, str] | None = None) -> str:
    """`es` or `en`, by LC_ALL, LC_MESSAGES or LANG, the first that is set (POSIX)."""
    env = os.environ if environ is None else environ
    chosen = next((env[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if env.get(name)), "")
    return "es" if chosen.lower().startswith("es") else "en"


class Progress:
    """One line that is written over while something goes on; silent where nobody watches (a pipe, a log)."""

    def __init__(self) -> None:
        self._is_watched = sys.stdout.isatty()
        self._width = 0

    def show(self, text: str) -> None:
        """Replace the passing line."""
        if self._is_watched:
            click.echo(f"\r{text:<{self._width}}", nl=False)
            self._width = len(text)

    def say(self, text: str) -> None:
        """Write a line that stays."""
        if self._width:
            click.echo("\r" + " " * self._width + "\r", nl=False)
            self._width = 0
        click.echo(text)
        sys.stdout.flush()
