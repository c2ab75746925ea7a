"""Videos for who has pictures but no video: a clip made of products, each tagged while it is seen."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from vitrina import catalog
from vitrina.kernel.ids import AccountId, ProductId, uuid7
from vitrina.platform.app import App
from vitrina.platform.ffmpeg import find_ffmpeg
from vitrina.video.actions.import_video import find_imported, import_video
from vitrina.video.actions.read_videos import get_video
from vitrina.video.model import Imported, NewTag, Recipe

if TYPE_CHECKING:
    from vitrina.video.engine.maker import Span

PICTURE_WIDTH = catalog.PICTURE_WIDTHS[-1]


async def make_from_products(app: App, creator_id: AccountId, recipe: Recipe) -> Imported:
    """Make a clip of 6 to 12 s from one to eight products and publish it with their tags; once for each recipe.

    `PicturesUnusable`, and the refusals of `import_video`, those about the same recipe before any work.
    """
    identity = msgspec.json.encode(recipe) if recipe.name is None else recipe.name.encode()
    digest = hashlib.sha256(b"recipe 1\n" + identity).digest()
    known = await find_imported(app, creator_id, digest)
    if known is not None:
        return Imported(await get_video(app, known), is_new=False)
    folder = app.settings.home / "work" / uuid7(app.clock.now()).hex
    await asyncio.to_thread(folder.mkdir, parents=True)
    try:
        path, tags = await _make(app, recipe, folder)
        return await import_video(
            app, path, creator_id=creator_id, title=recipe.title, language=recipe.language, tags=tags, sha256=digest
        )
    finally:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


async def _make(app: App, recipe: Recipe, folder: Path) -> tuple[Path, list[NewTag]]:
    # Pillow stays out of the web role's memory: only who makes clips loads it.
    from vitrina.video.engine.maker import Shot, make_clip

    shots = []
    for place, shot in enumerate(recipe.shots):
        picture = folder / f"{place}.webp"
        await app.blobs.copy_out(f"{shot.picture_key}-{PICTURE_WIDTH}.webp", picture)
        shots.append(Shot(picture, shot.caption, shot.price_text, before_text=shot.before_text, note=shot.note))
    made = await make_clip(
        shots,
        folder / "clip.mp4",
        seed=recipe.seed,
        language=recipe.language,
        headline=recipe.headline,
        look=recipe.look,
        ffmpeg=find_ffmpeg(app.settings.ffmpeg_path),
    )
    return made.path, _tags(recipe, made.spans)


def _tags(recipe: Recipe, spans: Sequence[Span]) -> list[NewTag]:
    """One tag for each product, from the first second it is seen to the last: a thing in four colours is one thing."""
    seen: dict[ProductId, NewTag] = {}
    for shot, span in zip(recipe.shots, spans, strict=True):
        before = seen.get(shot.product_id)
        start_ms = span.start_ms if before is None else before.start_ms
        seen[shot.product_id] = NewTag(shot.product_id, start_ms, span.end_ms)
    return list(seen.values())
