"""`vitrina import catalog`: a catalogue file becomes products of a shop; what is wrong with it is said line by line."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vitrina.cli.terminal import Progress, terminal_language

if TYPE_CHECKING:
    from vitrina.catalog import ImportReport, RowIssue

ISSUES_SAID_MAX = 1_000
FORMATS = ("google_xml", "woocommerce_csv", "medusa_csv", "plain_csv")
TEXTS = {
    "en": {
        "reading": "reading {name}",
        "progress": "{done:,} of {count:,} products",
        "more": "… and {count} more",
        "shop": "no shop has the address {slug}",
    },
    "es": {
        "reading": "leyendo {name}",
        "progress": "{done:,} de {count:,} productos",
        "more": "… y {count} más",
        "shop": "ninguna tienda tiene la dirección {slug}",
    },
}


@click.command("catalog")
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--shop", "slug", required=True, help="The shop that sells the products: its address.")
@click.option("--format", "format", type=click.Choice(FORMATS), help="What the file is; found out when absent.")
@click.option("--language", type=click.Choice(("en", "es")), help="The report's; the terminal's when absent.")
def import_catalog(source: Path, slug: str, format: str | None, language: str | None) -> None:
    """Take the products of FILE into a shop; the same file again changes nothing.

    Google Merchant XML, WooCommerce and Medusa CSV, plain CSV with English or Spanish headers.
    """
    if not asyncio.run(_import(source, slug, format, language or terminal_language())):
        raise SystemExit(1)


async def _import(source: Path, slug: str, format: str | None, language: str) -> bool:
    """Whether the products of the file are in the shop now."""
    from vitrina import catalog
    from vitrina.cli.roles import open_command_app
    from vitrina.kernel.errors import NotFound, Refusal

    texts, progress = TEXTS[language], Progress()
    async with open_command_app() as app:
        try:
            shop = await catalog.get_shop(app, slug)
        except NotFound:
            raise click.ClickException(texts["shop"].format(slug=slug)) from None
        progress.show(texts["reading"].format(name=source.name))
        try:
            report: ImportReport = await catalog.import_catalog(
                app,
                shop.id,
                source,
                format=format,
                on_progress=lambda done, count: progress.show(texts["progress"].format(done=done, count=count)),
            )
        except Refusal as refusal:
            _say_issues(progress, getattr(refusal, "issues", ()), language)
            progress.say(refusal.text(language))
            return False
    _say_issues(progress, report.issues, language)
    progress.say(report.text(language))
    return True


def _say_issues(progress: Progress, issues: tuple[RowIssue, ...], language: str) -> None:
    from vitrina import catalog

    for issue in issues[:ISSUES_SAID_MAX]:
        progress.say(catalog.explain_issue(issue, language))
    if len(issues) > ISSUES_SAID_MAX:
        progress.say(TEXTS[language]["more"].format(count=len(issues) - ISSUES_SAID_MAX))


IMPORTS: list[click.Command] = [import_catalog]
