"""One import while its transaction is open: products go in batch by batch, the stock of what was there comes last.

New rows travel by COPY, changed ones by arrays, unchanged ones not at all. The stock rows that buyers may be waiting for
are locked only at the end, all in the order in which holds lock them: a long file neither stops sales nor deadlocks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from vitrina.catalog import store
from vitrina.catalog.adapters import ProductDraft, RowIssue, VariantDraft
from vitrina.catalog.model import DuePicture
from vitrina.catalog.rules import slug_of, source_hash, stock_to_count, stock_to_open
from vitrina.kernel.clock import Clock
from vitrina.kernel.ids import ProductId, ShopId, VariantId, uuid7
from vitrina.platform.postgres import Connection

STOCK_BATCH = 5_000
SLUG_SUFFIX_CHARS, SLUG_SUFFIX_CHARS_LONG = 6, 15
OPTION_ABSENT = "—"
REASON_OPENING, REASON_COUNTED = "opening", "import"

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _Taken:
    """A product of the file with its place in the shop."""

    id: ProductId
    draft: ProductDraft
    source_hash: bytes


class Importing:
    """Takes the products of one file into one shop; `counts` tells what was done, `issues` what the shop made of it."""

    def __init__(
        self, connection: Connection, shop_id: ShopId, *, currency: str, is_whole: bool, clock: Clock, at: datetime,
        kept_for: UUID | None = None,
    ) -> None:  # fmt: skip
        """`is_whole`: no row of the file was skipped, so that a variant that it does not name is no longer sold.

        `kept_for`: the import that may be undone, for which everything is kept as it stood before.
        """
        self._kept_for = kept_for
        self.counts: Counter[str] = Counter()
        self.issues: list[RowIssue] = []
        self._connection = connection
        self._shop_id = shop_id
        self._currency = currency
        self._is_whole = is_whole
        self._clock = clock
        self._at = at
        self._slugs: set[str] = set()
        self._counted: dict[VariantId, int] = {}

    async def take(self, batch: Sequence[ProductDraft]) -> None:
        """Insert or update these products; their references are distinct in the whole file."""
        references = [draft.reference for draft in batch]
        assert len(set(references)) == len(references), "a reader gives each product once"
        known = await store.list_source_products(self._connection, self._shop_id, references)
        new: list[_Taken] = []
        changed: list[_Taken] = []
        now = self._clock.now()  # ids of one batch keep its order
        for draft in batch:
            self.issues += shop_issues(draft, self._currency)
            digest = source_hash(draft, self._currency)
            found = known.get(draft.reference)
            if found is None:
                new.append(_Taken(ProductId(uuid7(now)), draft, digest))
            elif found.source_hash != digest:
                changed.append(_Taken(found.id, draft, digest))
        self.counts.update(products_new=len(new), products_changed=len(changed))
        if self._kept_for is not None:
            await store.keep_before(self._connection, self._kept_for, [taken.id for taken in changed])
        if new:
            await store.copy_products(self._connection, await self._product_rows(new))
            if self._kept_for is not None:
                await store.keep_made(self._connection, self._kept_for, [taken.id for taken in new])
            variants = [(taken, VariantId(uuid7(now)), place) for taken in new for place in _places(taken)]
            await self._copy_variants(variants)
            ids = {(taken.id, _variant(taken, place).reference): one for taken, one, place in variants}
            due = list(_due_pictures(new, ids))
            await store.copy_due_pictures(self._connection, due, self._at)
            self.counts["pictures_due"] += len(due)
        if changed:
            await self._change(changed, now)

    async def finish(self) -> None:
        """Set the stock of variants that were there before; nobody holds or releases them until the commit."""
        ordered = sorted(self._counted)
        for first in range(0, len(ordered), STOCK_BATCH):
            variants = ordered[first : first + STOCK_BATCH]
            await store.lock_stock(self._connection, variants)
            # A statement of its own: only then it sees the holds of those whom the lock waited for.
            counted = [self._counted[one] for one in variants]
            await store.count_stock(self._connection, variants, counted, REASON_COUNTED, self._at)

    async def _change(self, changed: Sequence[_Taken], now: datetime) -> None:
        await store.update_products(self._connection, [self._changed_row(taken) for taken in changed])
        products = [taken.id for taken in changed]
        known = await store.list_source_variants(self._connection, products)
        ids: dict[tuple[ProductId, str], VariantId] = {}
        new: list[tuple[_Taken, VariantId, int]] = []
        kept: list[tuple[_Taken, VariantId, int]] = []
        for taken in changed:
            for place in _places(taken):
                draft = _variant(taken, place)
                found = known.get((taken.id, draft.reference))
                variant_id = VariantId(uuid7(now)) if found is None else found.id
                ids[taken.id, draft.reference] = variant_id
                (new if found is None else kept).append((taken, variant_id, place))
                if found is not None:
                    is_elsewhere = taken.draft.external_url is not None
                    counted = stock_to_count(draft.stock, found.said_stock, is_elsewhere=is_elsewhere)
                    if counted is not None:
                        self._counted[variant_id] = counted
        if new:
            await self._copy_variants(new)
        await self._update_variants(kept)
        if self._is_whole:
            retired = [found.id for key, found in known.items() if found.is_sold and key not in ids]
            await store.retire_variants(self._connection, retired)
            self.counts["variants_retired"] += len(retired)
        await self._change_pictures(products, list(_due_pictures(changed, ids)))

    async def _update_variants(self, kept: Sequence[tuple[_Taken, VariantId, int]]) -> None:
        rows: list[Row] = []
        for taken, variant_id, place in kept:
            one = _variant(taken, place)
            options = _options(taken.draft, one)
            rows.append((variant_id, one.sku, one.title, options, one.gtin, one.mpn, one.weight_g, place, one.stock))
        await store.update_variants(self._connection, rows)
        priced = [(one, price, _variant(taken, place)) for taken, one, place in kept
                  for price in _variant(taken, place).prices]  # fmt: skip
        variants = [variant_id for variant_id, _, _ in priced]
        prices = [price for _, price, _ in priced]
        before = [_compare_at(draft, price.currency) for _, price, draft in priced]
        await store.replace_prices(self._connection, variants, prices, before)
        await store.delete_other_prices(self._connection, variants, [price.currency for price in prices])

    async def _change_pictures(self, products: Sequence[ProductId], named: Sequence[DuePicture]) -> None:
        await store.delete_unnamed_due(self._connection, products, named)
        await store.delete_unnamed_pictures(self._connection, products, named)
        if named:
            await store.move_pictures(self._connection, named)
            self.counts["pictures_due"] += await store.upsert_due_pictures(self._connection, named, self._at)

    async def _copy_variants(self, new: Sequence[tuple[_Taken, VariantId, int]]) -> None:
        rows: list[Row] = []
        prices: list[Row] = []
        stock: list[Row] = []
        changes: list[Row] = []
        for taken, variant_id, place in new:
            one = _variant(taken, place)
            options = _options(taken.draft, one)
            rows.append((
                variant_id, taken.id, one.reference, one.sku, one.title, options, one.gtin, one.mpn, one.weight_g, place,
                one.stock,
            ))  # fmt: skip
            for price in one.prices:
                prices.append((variant_id, price.currency, price.minor, _compare_at(one, price.currency)))
            free = stock_to_open(one.stock, is_elsewhere=taken.draft.external_url is not None)
            stock.append((variant_id, free))
            if free:
                changes.append((variant_id, free, REASON_OPENING, self._at))
        await store.copy_variants(self._connection, rows)
        await store.copy_prices(self._connection, prices)
        await store.copy_stock(self._connection, stock)
        await store.copy_stock_changes(self._connection, changes)
        self.counts["variants_new"] += len(new)

    async def _product_rows(self, new: Sequence[_Taken]) -> list[Row]:
        slugs = [slug_of(taken.draft.title, taken.id.hex[-SLUG_SUFFIX_CHARS:]) for taken in new]
        used = await store.list_taken_slugs(self._connection, slugs)
        rows: list[Row] = []
        for taken, short in zip(new, slugs, strict=True):
            draft, slug = taken.draft, short
            if slug in used or slug in self._slugs:
                slug = slug_of(draft.title, taken.id.hex[-SLUG_SUFFIX_CHARS_LONG:])
            self._slugs.add(slug)
            rows.append((
                taken.id, self._shop_id, slug, draft.reference, draft.title, draft.description, draft.brand,
                draft.category, draft.tags, draft.option_names, draft.condition, draft.external_url,
                taken.source_hash, self._state(draft), self._at,
            ))  # fmt: skip
        return rows

    def _changed_row(self, taken: _Taken) -> Row:
        draft = taken.draft
        return (
            taken.id, draft.title, draft.description, draft.brand, draft.category, draft.tags, draft.option_names,
            draft.condition, draft.external_url, taken.source_hash, self._state(draft),
        )  # fmt: skip

    def _state(self, draft: ProductDraft) -> str:
        return "published" if draft.is_published and _is_priced(draft, self._currency) else "draft"


def shop_issues(draft: ProductDraft, currency: str) -> list[RowIssue]:
    """What a shop with this currency has to say of a product of a file."""
    found = []
    if draft.external_url is not None:
        found.append(RowIssue(draft.line, None, "sold_elsewhere", {}, False))
    if not _is_priced(draft, currency):
        found.append(RowIssue(draft.line, None, "shop_price_missing", {"currency": currency}, False))
    return found


def _is_priced(draft: ProductDraft, currency: str) -> bool:
    return any(price.currency == currency for one in draft.variants for price in one.prices)


def _places(taken: _Taken) -> range:
    return range(len(taken.draft.variants))


def _variant(taken: _Taken, place: int) -> VariantDraft:
    return taken.draft.variants[place]


def _options(draft: ProductDraft, variant: VariantDraft) -> list[str]:
    """The variant's values in the order of the product's option names."""
    chosen = dict(variant.options)
    return [chosen.get(name, OPTION_ABSENT) for name in draft.option_names]


def _compare_at(variant: VariantDraft, currency: str) -> int | None:
    before = variant.compare_at
    return before.minor if before is not None and before.currency == currency else None


def _due_pictures(products: Sequence[_Taken], ids: dict[tuple[ProductId, str], VariantId]) -> Iterator[DuePicture]:
    """The pictures of these products in order; one that a single variant names shows that variant."""
    for taken in products:
        shows = Counter(url for variant in taken.draft.variants for url in variant.image_urls)
        own = {
            url: ids[taken.id, variant.reference]
            for variant in taken.draft.variants
            for url in variant.image_urls
            if shows[url] == 1
        }
        for position, url in enumerate(taken.draft.image_urls):
            yield DuePicture(taken.id, url, own.get(url), position)
