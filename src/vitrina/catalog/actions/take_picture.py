"""A picture is made ready for phones: re-encoded, in a few widths, under a name that is its content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vitrina.catalog import store
from vitrina.catalog.model import Picture
from vitrina.catalog.rules import PICTURE_WIDTHS, picture_blob
from vitrina.kernel.errors import NotFound
from vitrina.kernel.ids import ProductId, VariantId, uuid7
from vitrina.platform.app import App

if TYPE_CHECKING:
    from PIL import Image


async def make_picture(app: App, image: bytes | Image.Image) -> Picture:
    """Store the renditions of a file's bytes or of a picture in memory, of no product yet.

    Its key is the stem that `picture_url` and `picture_blob` take. Refuses: `PictureTooLarge`, `PicturePixelsTooMany`,
    `PictureTooSmall`, `PictureUnreadable`.
    """
    from vitrina.catalog.engine.pictures import Darkroom

    made = await app.part(Darkroom).render(image)
    for width in PICTURE_WIDTHS:
        await app.blobs.put(picture_blob(made.stem, width), made.renditions[width], "image/webp")
    return Picture(made.stem, made.width, made.height)


async def make_square(app: App, raw: bytes) -> str:
    """Store the middle of a picture's file as a square for a face or a sign; its blob key. Refusals as `make_picture`."""
    from vitrina.catalog.engine.pictures import Darkroom

    made = await app.part(Darkroom).render_square(raw)
    return await app.blobs.put_immutable("face", made, ".webp", "image/webp")


async def take_picture(
    app: App, product_id: ProductId, raw: bytes, *, position: int | None = None, variant_id: VariantId | None = None
) -> Picture:
    """Show the picture in a file's bytes with a product, after its others unless `position` says where.

    `NotFound`, and the refusals of `make_picture`.
    """
    async with app.db.connection() as connection:
        if await store.find_next_position(connection, product_id) is None:
            raise NotFound
    made = await make_picture(app, raw)
    async with app.db.transaction() as transaction:
        place = await store.find_next_position(transaction, product_id) if position is None else position
        assert place is not None, "products are never deleted"
        picture_id = uuid7(app.clock.now())
        await store.insert_picture(transaction, picture_id, product_id, made, variant_id=variant_id, position=place)
    return made
