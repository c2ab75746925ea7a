"""Countries and fees kept in the process, read again every few seconds."""

from __future__ import annotations

import time
from datetime import datetime

from vitrina.market import store
from vitrina.market.errors import CountryNotServed
from vitrina.market.model import COUNTRY_DEFAULT, Country, Fee
from vitrina.platform.app import App

KEPT_S = 5.0


class Markets:
    """One snapshot; `Markets` objects are never changed, only replaced."""

    def __init__(self, countries: list[Country], fees: list[Fee]) -> None:
        self._countries = {country.code: country for country in countries}
        self._fees = fees

    def get(self, code: str) -> Country:
        """The country of a code; `CountryNotServed` when there is none."""
        found = self._countries.get(code.upper())
        if found is None:
            raise CountryNotServed(country=code[:2])
        return found

    def viewed_from(self, code: str | None) -> Country:
        """The market whose prices a viewer sees: their own country's, or the default one."""
        return self._countries.get((code or COUNTRY_DEFAULT).upper(), self._countries[COUNTRY_DEFAULT])

    def all(self) -> list[Country]:
        return list(self._countries.values())

    def fee_at(self, at: datetime) -> Fee:
        """The fee version in force at an instant."""
        return [fee for fee in self._fees if fee.starts_at <= at][-1]


class _Kept:
    def __init__(self, app: App) -> None:
        self._app = app
        self._made_at = float("-inf")
        self._markets: Markets | None = None

    async def markets(self) -> Markets:
        if self._markets is None or time.monotonic() - self._made_at > KEPT_S:
            async with self._app.db.connection() as connection:
                self._markets = Markets(await store.list_countries(connection), await store.list_fees(connection))
            self._made_at = time.monotonic()
        return self._markets


async def markets(app: App) -> Markets:
    """The countries and fees served now, at most 5 s old."""
    return await app.part(_Kept).markets()
