"""The HTTP of saved addresses."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, delete, get, post, put
from litestar.params import FromPath, JSONBody

from vitrina import people
from vitrina.cart.actions import addresses
from vitrina.cart.errors import AddressesFull, RegionUnknown
from vitrina.cart.model import Address, SavedAddress
from vitrina.market import CountryNotServed
from vitrina.platform.http import answer, app_of, refusals, write

Asked = Request[Any, Any, Any]


class AddressIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    address: Address
    is_default: bool = False


class AddressOut(msgspec.Struct, frozen=True):
    id: UUID
    address: Address
    is_default: bool


class AddressList(msgspec.Struct, frozen=True):
    addresses: list[AddressOut]


@get("/v1/addresses", responses=refusals())
async def get_saved_addresses(request: Asked) -> Response[AddressList]:
    """One's own addresses, the default one first."""
    found = await addresses.list_addresses(app_of(request), await people.actor_of(request))
    return answer(AddressList([_out(one) for one in found]))


@post("/v1/addresses", status_code=201, responses=refusals(AddressesFull, RegionUnknown, CountryNotServed, writes=True))
async def post_saved_address(request: Asked, data: JSONBody[AddressIn]) -> Response[AddressOut]:
    """Save an address."""
    app, actor = app_of(request), await people.actor_of(request)

    async def act() -> AddressOut:
        return _out(await addresses.add_address(app, actor, data.address, is_default=data.is_default))

    return await write(request, actor.scope, act, status=201)


@put(
    "/v1/addresses/{address_id:uuid}",
    status_code=200,
    responses=refusals(RegionUnknown, CountryNotServed, writes=True),
)
async def put_saved_address(
    request: Asked, address_id: FromPath[UUID], data: JSONBody[AddressIn]
) -> Response[AddressOut]:
    """Change an address, or make it the default."""
    app, actor = app_of(request), await people.actor_of(request)

    async def act() -> AddressOut:
        return _out(await addresses.change_address(app, actor, address_id, data.address, is_default=data.is_default))

    return await write(request, actor.scope, act)


@delete("/v1/addresses/{address_id:uuid}", status_code=204, responses=refusals(writes=True))
async def delete_saved_address(request: Asked, address_id: FromPath[UUID]) -> Response[None]:
    """Forget an address."""
    app, actor = app_of(request), await people.actor_of(request)
    return await write(request, actor.scope, lambda: addresses.remove_address(app, actor, address_id))


def _out(saved: SavedAddress) -> AddressOut:
    return AddressOut(saved.id, saved.address, saved.is_default)


ROUTES = [get_saved_addresses, post_saved_address, put_saved_address, delete_saved_address]
