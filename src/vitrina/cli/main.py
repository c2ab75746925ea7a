"""The group of all commands, gathered from the modules of this folder."""

from __future__ import annotations

import importlib
import pkgutil

import click

import vitrina.cli


class Gathered(click.Group):
    """A group whose commands are the `COMMANDS` of the modules beside this one."""

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
            if entry.name == "main":
                continue
            module = importlib.import_module(f"vitrina.cli.{entry.name}")
            found: list[click.Command] = getattr(module, "COMMANDS", [])
            for command in found:
                assert command.name is not None and command.name not in self.commands, command.name
                self.add_command(command)


@click.group(cls=Gathered, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """Vitrina: watch, tap, buy, everyone is paid, and can prove it.

    Settings come from the environment (VITRINA_HOME, VITRINA_PORT, VITRINA_DATABASE_URL, …).
    """
