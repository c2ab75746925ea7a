"""`vitrina import video`: files become videos of a creator, one line for each."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vitrina.cli.terminal import Progress, terminal_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vitrina import people
    from vitrina.kernel.ids import AccountId
    from vitrina.platform.app import App
    from vitrina.video import Imported, NewTag

TEXTS = {
    "en": {
        "new": "plays ({seconds}, {shape}).{warning}",
        "known": "was there already.",
        "refused": "{sentence}",
        "missing": "There is no such file.",
        "summary": "imported: {new}, there already: {known}, refused: {refused} (files: {files})",
        "creator": "nobody here is the creator @{handle}",
        "product": "no product has the address {slug}",
    },
    "es": {
        "new": "se reproduce ({seconds}, {shape}).{warning}",
        "known": "ya estaba.",
        "refused": "{sentence}",
        "missing": "No existe ese archivo.",
        "summary": "importados: {new}, ya estaban: {known}, rechazados: {refused} (archivos: {files})",
        "creator": "aquí nadie es el creador @{handle}",
        "product": "ningún producto tiene la dirección {slug}",
    },
}


@click.command("video")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--creator", "handle", required=True, help="Whose videos they are: the creator's handle.")
@click.option("--title", help="What is written under the video; the file's name when absent.")
@click.option("--language", type=click.Choice(("en", "es")), help="What is spoken in it; the creator's when absent.")
@click.option("--product", "slugs", multiple=True, help="A product shown in it, by its address; may be repeated.")
def import_video(
    files: tuple[Path, ...], handle: str, title: str | None, language: str | None, slugs: tuple[str, ...]
) -> None:
    """Make FILES vertical videos of a creator; the same file again changes nothing."""
    done = asyncio.run(_import_all(files, handle.removeprefix("@"), title, language, slugs))
    if not done:
        raise SystemExit(1)


async def _import_all(
    files: Sequence[Path], handle: str, title: str | None, language: str | None, slugs: Sequence[str]
) -> bool:
    from vitrina.cli.roles import open_command_app

    importer = _Importer(len(files))
    async with open_command_app() as app:
        creator, spoken = await find_creator(app, handle)
        tags = await find_tags(app, slugs)
        for path in files:
            named = title or video_title(path)
            await importer.take(app, path, creator_id=creator.id, title=named, language=language or spoken, tags=tags)
    return importer.sum_up()


class _Importer:
    """The run of one command: says a line for each file, counts, sums up."""

    def __init__(self, files: int) -> None:
        self._files = files
        self._language = terminal_language()
        self._texts = TEXTS[self._language]
        self._progress = Progress()
        self._counts = {"new": 0, "known": 0, "refused": 0}

    async def take(
        self, app: App, path: Path, *, creator_id: AccountId, title: str, language: str, tags: Sequence[NewTag]
    ) -> None:
        """Import one file, or say why not."""
        from vitrina import video
        from vitrina.kernel.errors import Refusal

        self._show(path, 0)
        if not path.is_file():
            self._end("refused", path, sentence=self._texts["missing"])
            return
        try:
            made = await video.import_video(
                app,
                path,
                creator_id=creator_id,
                title=title,
                language=language,
                tags=tags,
                on_progress_ms=lambda at_ms: self._show(path, at_ms),
            )
        except Refusal as refusal:
            self._end("refused", path, sentence=refusal.text(self._language))
            return
        self._tell(path, made)

    def sum_up(self) -> bool:
        """Say the summary; whether anything is there now."""
        self._progress.say(self._texts["summary"].format(files=self._files, **self._counts))
        return self._counts["new"] + self._counts["known"] > 0

    def _tell(self, path: Path, made: Imported) -> None:
        from vitrina.video import warning_text

        if not made.is_new:
            self._end("known", path)
            return
        warning = "".join(f" {warning_text(code, self._language)}" for code in made.warnings)
        shown = made.video
        self._end(
            "new",
            path,
            seconds=seconds_text(shown.duration_ms),
            shape=f"{shown.width} × {shown.height}",
            warning=warning,
        )

    def _show(self, path: Path, at_ms: int) -> None:
        place = sum(self._counts.values()) + 1
        self._progress.show(f"[{place}/{self._files}] {path.name}  {seconds_text(at_ms)}")

    def _end(self, outcome: str, path: Path, **words: str) -> None:
        self._counts[outcome] += 1
        self._progress.say(f"{path.name}: " + self._texts[outcome].format(**words))


def video_title(path: Path) -> str:
    """A title for a file without one."""
    from vitrina import video

    return video.title_of_file(path.name)


async def find_creator(app: App, handle: str) -> tuple[people.Creator, str]:
    """The creator of a handle and the language of their account; a ClickException says that there is none."""
    from vitrina import people

    async with app.db.connection() as connection:
        creator = await people.creator_by_handle(connection, handle)
        if creator is None:
            raise click.ClickException(TEXTS[terminal_language()]["creator"].format(handle=handle))
        account = (await people.accounts_by_ids(connection, [creator.id]))[creator.id]
    return creator, account.language


async def find_tags(app: App, slugs: Sequence[str]) -> list[NewTag]:
    """A tag that shows all the time for each product's address; a ClickException names the first unknown."""
    from vitrina import catalog
    from vitrina.kernel.errors import NotFound
    from vitrina.video import NewTag

    tags = []
    for slug in slugs:
        try:
            tags.append(NewTag((await catalog.get_product(app, slug, "USD")).id))
        except NotFound:
            raise click.ClickException(TEXTS[terminal_language()]["product"].format(slug=slug)) from None
    return tags


def seconds_text(length_ms: int) -> str:
    """Minutes and seconds: `0:08`."""
    minutes, seconds = divmod(length_ms // 1000, 60)
    return f"{minutes}:{seconds:02d}"


IMPORTS: list[click.Command] = [import_video]
