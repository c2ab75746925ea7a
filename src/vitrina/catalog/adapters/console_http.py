"""HTTP of the seller's console: open a shop, edit its products, take files in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

import msgspec
from litestar import Request, Response, delete, get, patch, post, put
from litestar.params import FromPath, JSONBody, Parameter

from vitrina import market, people
from vitrina.catalog import actions
from vitrina.catalog.adapters.console_json import (
    ColumnsAsked,
    FileOut,
    FilesOut,
    LookOut,
    ManyAsked,
    ManyOut,
    OwnProductOut,
    OwnProductPage,
    OwnProductsOut,
    OwnShopOut,
    PicturesAsked,
    PriceIn,
    ProductAsked,
    ProductChangeAsked,
    SettingsAsked,
    ShopAsked,
    SlugOut,
    StockAsked,
    VariantsAsked,
    file_out,
    issues_csv,
    look_out,
    own_product_out,
    own_shop_out,
    products_csv,
)
from vitrina.catalog.errors import (
    CompareAtLow,
    ImportInProgress,
    ImportNotLast,
    ImportNotReady,
    ImportSold,
    PicturePixelsTooMany,
    PicturesDiffer,
    PicturesTooMany,
    PictureTooLarge,
    PictureTooSmall,
    PictureUnreadable,
    PriceNotAllowed,
    SlugTaken,
    SlugUnusable,
    StockMoved,
    StockReserved,
    VariantNeeded,
)
from vitrina.catalog.model import ConsoleProduct
from vitrina.catalog.rules import PICTURE_BYTES_MAX
from vitrina.kernel.errors import Invalid
from vitrina.kernel.ids import ProductId, VariantId
from vitrina.kernel.pages import PAGE_ROWS
from vitrina.market import CountryNotServed
from vitrina.platform.app import App
from vitrina.platform.http import CursorAsked, Limit, app_of, language_asked, refusals, write

WORDS_CHARS_MAX = 100
Words = Annotated[str | None, Parameter(max_length=WORDS_CHARS_MAX)]

FileName = Annotated[str, Parameter(max_length=120)]
View = Annotated[str, Parameter(max_length=20)]
LanguageAsked = Annotated[str | None, Parameter(max_length=2)]
_PICTURE = (PictureTooLarge, PictureTooSmall, PictureUnreadable, PicturePixelsTooMany)
_PRICING = (CompareAtLow, PriceNotAllowed)
_CSV = "text/csv"


@get("/v1/shop_slugs/{slug:str}", responses=refusals())
async def get_slug(request: Request[Any, Any, Any], slug: FromPath[str]) -> SlugOut:
    """Whether a new shop may have this address."""
    (await people.actor_of(request)).need_account()
    return SlugOut(slug, await actions.is_slug_free(app_of(request), slug))


@post(
    "/v1/shops",
    status_code=201,
    responses=refusals(
        people.EmailUnverified, people.AdultNeeded, CountryNotServed, SlugTaken, SlugUnusable, writes=True
    ),
)
async def post_shop(request: Request[Any, Any, Any], data: JSONBody[ShopAsked]) -> Response[OwnShopOut]:
    """Open a shop; a confirmed e-mail and 18 years are needed."""
    app, actor = app_of(request), await people.actor_of(request)

    async def act() -> OwnShopOut:
        made = await actions.open_own_shop(
            app, actor, slug=data.slug, name=data.name.strip(), country=data.country, description=data.description,
            handling_days=data.handling_days, returns_text=data.returns_text, identity=data.identity.identity(),
        )  # fmt: skip
        return await _shop_out(app, made)

    return await write(request, actor.scope, act, status=201)


@get("/v1/shops/{shop:str}/settings", responses=refusals())
async def get_settings(request: Request[Any, Any, Any], shop: FromPath[str]) -> OwnShopOut:
    """A shop in its console."""
    app = app_of(request)
    return await _shop_out(app, await actions.get_own_shop(app, await people.actor_of(request), shop))


@patch("/v1/shops/{shop:str}/settings", status_code=200, responses=refusals(writes=True))
async def patch_settings(
    request: Request[Any, Any, Any], shop: FromPath[str], data: JSONBody[SettingsAsked]
) -> Response[OwnShopOut]:
    """Change what a shop says of itself, who stands behind it, and whether it is on holiday; its owner only."""
    app, actor = app_of(request), await people.actor_of(request)
    identity = None if data.identity is msgspec.UNSET else data.identity.identity()

    async def act() -> OwnShopOut:
        return await _shop_out(app, await actions.change_settings(app, actor, shop, data.changes(), identity))

    return await write(request, actor.scope, act)


@put(
    "/v1/shops/{shop:str}/signs/{sign:str}",
    status_code=200,
    responses=refusals(*_PICTURE, writes=True),
    request_max_body_size=PICTURE_BYTES_MAX,
)
async def put_sign(request: Request[Any, Any, Any], shop: FromPath[str], sign: FromPath[str]) -> Response[OwnShopOut]:
    """Show another `logo` or `banner`: the body is the picture's file."""
    app, actor = app_of(request), await people.actor_of(request)
    await actions.check_owner(app, actor, shop)
    if sign not in ("logo", "banner"):
        raise Invalid(field="sign", reason="logo | banner")
    # Before the transaction: making the sizes takes a while.
    key = await actions.make_sign(app, await request.body())

    async def act() -> OwnShopOut:
        return await _shop_out(app, await actions.show_sign(app, actor, shop, key, is_banner=sign == "banner"))

    return await write(request, actor.scope, act)


@get("/v1/shops/{shop:str}/products", responses=refusals())
async def get_own_products(
    request: Request[Any, Any, Any], shop: FromPath[str], q: Words = None, view: View = "all",
    cursor: CursorAsked = None, limit: Limit = PAGE_ROWS,
) -> OwnProductPage:  # fmt: skip
    """A shop's products for its people, hidden ones too; `view`: all, active, hidden, sold_out."""
    page = await actions.list_own_products(
        app_of(request), await people.actor_of(request), shop, words=q or None, view=view, cursor=cursor, limit=limit
    )
    return OwnProductPage([own_product_out(one) for one in page.rows], page.next_cursor)


@get("/v1/shops/{shop:str}/products.csv", responses=refusals())
async def get_products_csv(
    request: Request[Any, Any, Any], shop: FromPath[str], language: LanguageAsked = None
) -> Response[str]:
    """All of a shop's products as a spreadsheet."""
    products = await actions.list_all_products(app_of(request), await people.actor_of(request), shop)
    return _csv(products_csv(products, _language(request, language)), f"{shop}-products.csv")


@get("/v1/shops/{shop:str}/products/{product_id:uuid}", responses=refusals())
async def get_own_product(
    request: Request[Any, Any, Any], shop: FromPath[str], product_id: FromPath[UUID]
) -> OwnProductOut:
    """One product for its seller."""
    actor = await people.actor_of(request)
    return own_product_out(await actions.get_own_product(app_of(request), actor, shop, ProductId(product_id)))


@post("/v1/shops/{shop:str}/products", status_code=201, responses=refusals(*_PRICING, VariantNeeded, writes=True))
async def post_product(
    request: Request[Any, Any, Any], shop: FromPath[str], data: JSONBody[ProductAsked]
) -> Response[OwnProductOut]:
    """Put a new product into a shop."""
    app, actor = app_of(request), await people.actor_of(request)
    variants = [one.edit() for one in data.variants]
    return await _edited(request, actor, lambda: actions.make_product(
        app, actor, shop, title=data.title.strip(), description=data.description, category=data.category or None,
        option_names=data.option_names, variants=variants,
    ), status=201)  # fmt: skip


@patch("/v1/shops/{shop:str}/products/{product_id:uuid}", status_code=200, responses=refusals(writes=True))
async def patch_product(
    request: Request[Any, Any, Any], shop: FromPath[str], product_id: FromPath[UUID], data: JSONBody[ProductChangeAsked]
) -> Response[OwnProductOut]:
    """Change what people read of a product, and whether it is shown."""
    app, actor, product = app_of(request), await people.actor_of(request), ProductId(product_id)
    return await _edited(request, actor, lambda: actions.edit_product(app, actor, shop, product, data.changes()))


@delete("/v1/shops/{shop:str}/products/{product_id:uuid}", status_code=204, responses=refusals(writes=True))
async def delete_product(
    request: Request[Any, Any, Any], shop: FromPath[str], product_id: FromPath[UUID]
) -> Response[None]:
    """Take a product away for good; its orders stay."""
    app, actor = app_of(request), await people.actor_of(request)
    return await write(request, actor.scope, lambda: actions.take_away(app, actor, shop, ProductId(product_id)))


@put(
    "/v1/shops/{shop:str}/products/{product_id:uuid}/variants",
    status_code=200,
    responses=refusals(*_PRICING, VariantNeeded, writes=True),
)
async def put_variants(
    request: Request[Any, Any, Any], shop: FromPath[str], product_id: FromPath[UUID], data: JSONBody[VariantsAsked]
) -> Response[OwnProductOut]:
    """Make exactly these the variants of a product, in this order."""
    app, actor, variants = app_of(request), await people.actor_of(request), [one.edit() for one in data.variants]
    return await _edited(request, actor, lambda: actions.edit_variants(
        app, actor, shop, ProductId(product_id), data.option_names, variants=variants
    ))  # fmt: skip


@post(
    "/v1/shops/{shop:str}/products/{product_id:uuid}/pictures",
    status_code=201,
    responses=refusals(*_PICTURE, PicturesTooMany, writes=True),
    request_max_body_size=PICTURE_BYTES_MAX,
)
async def post_picture(
    request: Request[Any, Any, Any], shop: FromPath[str], product_id: FromPath[UUID]
) -> Response[OwnProductOut]:
    """Show one more picture of a product: the body is the file as the phone took it."""
    app, actor, product = app_of(request), await people.actor_of(request), ProductId(product_id)
    await actions.check_room(app, actor, shop, product)
    # Before the transaction: making the sizes takes a while.
    made = await actions.make_picture(app, await request.body())
    return await _edited(request, actor, lambda: actions.show_picture(app, actor, shop, product, made), status=201)


@put(
    "/v1/shops/{shop:str}/products/{product_id:uuid}/pictures",
    status_code=200,
    responses=refusals(PicturesDiffer, writes=True),
)
async def put_pictures(
    request: Request[Any, Any, Any], shop: FromPath[str], product_id: FromPath[UUID], data: JSONBody[PicturesAsked]
) -> Response[OwnProductOut]:
    """Show exactly these of a product's pictures, in this order."""
    app, actor, product = app_of(request), await people.actor_of(request), ProductId(product_id)
    return await _edited(request, actor, lambda: actions.arrange_pictures(app, actor, shop, product, data.keys))


@put(
    "/v1/shops/{shop:str}/variants/{variant_id:uuid}/price", status_code=200, responses=refusals(*_PRICING, writes=True)
)
async def put_price(
    request: Request[Any, Any, Any], shop: FromPath[str], variant_id: FromPath[UUID], data: JSONBody[PriceIn]
) -> Response[OwnProductOut]:
    """Set a variant's price in one currency."""
    app, actor, variant = app_of(request), await people.actor_of(request), VariantId(variant_id)
    return await _edited(request, actor, lambda: actions.edit_price(app, actor, shop, variant, data.price()))


@post("/v1/shops/{shop:str}/stock", status_code=200, responses=refusals(StockMoved, StockReserved, writes=True))
async def post_stock(
    request: Request[Any, Any, Any], shop: FromPath[str], data: JSONBody[StockAsked]
) -> Response[OwnProductsOut]:
    """Count or change the stock of variants, all or none; what buyers hold stays theirs."""
    app, actor = app_of(request), await people.actor_of(request)
    edits = [edit for one in data.changes if (edit := one.edit()) is not None]
    if len(edits) < len(data.changes) or len({edit.variant_id for edit in edits}) < len(edits):
        raise Invalid(field="changes", reason="takes delta, or counted with seen, once a variant")

    async def act() -> OwnProductsOut:
        return OwnProductsOut([own_product_out(one) for one in await actions.edit_stock(app, actor, shop, edits)])

    return await write(request, actor.scope, act)


@post("/v1/shops/{shop:str}/products/many", status_code=200, responses=refusals(StockReserved, writes=True))
async def post_many(
    request: Request[Any, Any, Any], shop: FromPath[str], data: JSONBody[ManyAsked]
) -> Response[ManyOut]:
    """Hide, show, re-price or restock many products, all or none."""
    app, actor = app_of(request), await people.actor_of(request)

    async def act() -> ManyOut:
        return ManyOut(await actions.edit_many(app, actor, shop, data.products, verb=data.verb, by=data.by))

    return await write(request, actor.scope, act)


@post(
    "/v1/shops/{shop:str}/imports",
    status_code=201,
    responses=refusals(writes=True),
    request_max_body_size=actions.IMPORT_BYTES_MAX,
)
async def post_import(
    request: Request[Any, Any, Any], shop: FromPath[str], name: FileName = "products.csv"
) -> Response[LookOut]:
    """Look at a catalogue file, which is the body; nothing of the shop changes before it is confirmed."""
    app, actor, content = app_of(request), await people.actor_of(request), await request.body()
    language = language_asked(request)

    async def act() -> LookOut:
        return look_out(await actions.see_file(app, actor, shop, name, content), language)

    return await write(request, actor.scope, act, status=201)


@put(
    "/v1/shops/{shop:str}/imports/{import_id:uuid}/columns",
    status_code=200,
    responses=refusals(ImportNotReady, writes=True),
)
async def put_columns(
    request: Request[Any, Any, Any], shop: FromPath[str], import_id: FromPath[UUID], data: JSONBody[ColumnsAsked]
) -> Response[LookOut]:
    """Say what the columns of a plain file are, and look at it again."""
    app, actor, language = app_of(request), await people.actor_of(request), language_asked(request)

    async def act() -> LookOut:
        return look_out(await actions.look_again(app, actor, shop, import_id, data.columns), language)

    return await write(request, actor.scope, act)


@get("/v1/shops/{shop:str}/imports", responses=refusals())
async def get_imports(request: Request[Any, Any, Any], shop: FromPath[str]) -> FilesOut:
    """The last files of a shop."""
    found = await actions.list_files(app_of(request), await people.actor_of(request), shop)
    return FilesOut([file_out(one, language_asked(request)) for one in found])


@get("/v1/shops/{shop:str}/imports/{import_id:uuid}", responses=refusals())
async def get_import(request: Request[Any, Any, Any], shop: FromPath[str], import_id: FromPath[UUID]) -> FileOut:
    """One file and how far it is."""
    found = await actions.get_file(app_of(request), await people.actor_of(request), shop, import_id)
    return file_out(found, language_asked(request))


@get("/v1/shops/{shop:str}/imports/{import_id:uuid}/report.csv", responses=refusals())
async def get_import_report(
    request: Request[Any, Any, Any], shop: FromPath[str], import_id: FromPath[UUID], language: LanguageAsked = None
) -> Response[str]:
    """What was wrong at which line, as a spreadsheet."""
    issues = await actions.list_issues(app_of(request), await people.actor_of(request), shop, import_id)
    return _csv(issues_csv(issues, _language(request, language)), f"{shop}-import-report.csv")


@post(
    "/v1/shops/{shop:str}/imports/{import_id:uuid}/confirm",
    status_code=200,
    responses=refusals(ImportNotReady, writes=True),
)
async def post_confirm(
    request: Request[Any, Any, Any], shop: FromPath[str], import_id: FromPath[UUID]
) -> Response[FileOut]:
    """Let a seen file come in; a worker does it."""
    app, actor, language = app_of(request), await people.actor_of(request), language_asked(request)

    async def act() -> FileOut:
        return file_out(await actions.confirm_file(app, actor, shop, import_id), language)

    return await write(request, actor.scope, act)


@post(
    "/v1/shops/{shop:str}/imports/{import_id:uuid}/undo",
    status_code=200,
    responses=refusals(ImportNotReady, ImportNotLast, ImportSold, ImportInProgress, writes=True),
)
async def post_undo(
    request: Request[Any, Any, Any], shop: FromPath[str], import_id: FromPath[UUID]
) -> Response[FileOut]:
    """Bring everything back to how it stood before the last file, while nothing of it was sold."""
    app, actor, language = app_of(request), await people.actor_of(request), language_asked(request)

    async def act() -> FileOut:
        return file_out(await actions.undo_import(app, actor, shop, import_id), language)

    return await write(request, actor.scope, act)


async def _shop_out(app: App, shop: actions.OwnShop) -> OwnShopOut:
    return own_shop_out(shop, (await market.markets(app)).get(shop.settings.country).currency)


async def _edited(
    request: Request[Any, Any, Any], actor: people.Actor, act: Callable[[], Awaitable[ConsoleProduct]], *, status: int = 200
) -> Response[Any]:  # fmt: skip
    async def act_shown() -> OwnProductOut:
        return own_product_out(await act())

    return await write(request, actor.scope, act_shown, status=status)


def _language(request: Request[Any, Any, Any], asked: str | None) -> str:
    return asked if asked in ("en", "es") else language_asked(request)


def _csv(text: str, name: str) -> Response[str]:
    headers = {"Content-Disposition": f'attachment; filename="{quote(name)}"'}
    return Response(text, media_type=_CSV, headers=headers)


ROUTES = [
    get_slug,
    post_shop,
    get_settings,
    patch_settings,
    put_sign,
    get_own_products,
    get_products_csv,
    get_own_product,
    post_product,
    patch_product,
    delete_product,
    put_variants,
    post_picture,
    put_pictures,
    put_price,
    post_stock,
    post_many,
    post_import,
    put_columns,
    get_imports,
    get_import,
    get_import_report,
    post_confirm,
    post_undo,
]
