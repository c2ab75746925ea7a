"""`vitrina import …`: takes in files from outside; each kind is a module beside this one that exports `IMPORTS`."""

from __future__ import annotations

import importlib
import pkgutil

import click

import vitrina.cli

PREFIX = "import_"


class Kinds(click.Group):
    """A group whose commands are the `IMPORTS` of the modules `import_…` of this folder."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        self._gather()
        return super().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        self._gather()
        return super().get_command(ctx, cmd_name)

    def _gather(self) -> None:
        if self.commands:
            return
        for entry in pkgutil.iter_modules(vitrina.cli.__path__):
            if entry.name.startswith(PREFIX):
                for command in importlib.import_module(f"vitrina.cli.{entry.name}").IMPORTS:
                    self.add_command(command)


@click.group("import", cls=Kinds)
def import_group() -> None:
    """Take in files: videos, catalogues."""


COMMANDS: list[click.Command] = [import_group]
