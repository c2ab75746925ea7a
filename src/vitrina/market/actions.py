"""What the operator changes: fee versions, countries, the least a payout may be. In the caller's transaction."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from vitrina.kernel.errors import Invalid
from vitrina.kernel.money import Bps, Money
from vitrina.market import store
from vitrina.market.errors import CountryNotServed, FeeTooEarly
from vitrina.market.model import CountryChange, Fee, FeeVersion, KeptCountry
from vitrina.platform.postgres import Connection

# Processes keep their copy for a few seconds: a version that starts later than that starts everywhere at its instant.
FEE_STARTS_AFTER = timedelta(minutes=1)
PLATFORM_BPS_MAX = 2_000


async def list_fees(connection: Connection) -> list[FeeVersion]:
    """Every fee version, newest first, with who made it and why."""
    return await store.list_fee_versions(connection)


async def add_fee(
    connection: Connection, platform_bps: int, house_bps: int, *, starts_at: datetime, made_by: UUID, why: str, now: datetime
) -> FeeVersion:  # fmt: skip
    """A new fee version from an instant on; what was ordered before keeps its own. `FeeTooEarly`, `Invalid`."""
    if not 0 <= house_bps <= platform_bps <= PLATFORM_BPS_MAX:
        raise Invalid(field="house_bps", reason="is at most the fee, and the fee at most 20 %")
    await store.lock_fees(connection)
    last = (await store.list_fee_versions(connection))[0]
    if starts_at < now + FEE_STARTS_AFTER or starts_at <= last.fee.starts_at:
        raise FeeTooEarly
    made = FeeVersion(Fee(last.fee.version + 1, Bps(platform_bps), Bps(house_bps), starts_at), made_by, why)
    await store.insert_fee(connection, made)
    return made


async def list_countries(connection: Connection) -> list[KeptCountry]:
    """Every country, served or not, with the least payout of its currency."""
    return await store.list_kept_countries(connection)


async def change_country(connection: Connection, code: str, change: CountryChange) -> tuple[KeptCountry, KeptCountry]:
    """Change a country; as it was and as it is. `CountryNotServed` for an unknown one, `Invalid`."""
    await store.lock_country(connection, code)
    before = await _get(connection, code)
    if not 0 <= change.return_days <= 365:
        raise Invalid(field="return_days", reason="is 0 to 365")
    if change.free_shipping_from_minor is not None and change.free_shipping_from_minor <= 0:
        raise Invalid(field="free_shipping_from_minor", reason="is more than 0, or absent")
    if change.shipping_minor < 0 or change.payout_minimum_minor < 0:
        raise Invalid(field="shipping_minor", reason="is 0 or more")
    await store.update_country(connection, code, change)
    await store.upsert_minimum(connection, Money(change.payout_minimum_minor, before.country.currency))
    return before, await _get(connection, code)


async def _get(connection: Connection, code: str) -> KeptCountry:
    for one in await store.list_kept_countries(connection):
        if one.country.code == code:
            return one
    raise CountryNotServed(country=code[:2])
