"""The one way to reach a URL that a user can name: feeds, pictures, product pages, webhook and push endpoints.

A name is resolved once, every address it has must be public, and the connection goes to an address that was checked;
the socket itself is checked again, so that no parser's difference and no second DNS answer leads inside. Redirects are
followed here, each checked as the first. Sizes are counted after decompression, which is bounded too.
"""

from __future__ import annotations

import asyncio
import socket
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from vitrina.kernel.errors import Refusal
from vitrina.platform.addresses import is_public, parse_address

REDIRECTS_MAX = 5
URL_CHARS_MAX = 2_000
CONNECT_S_MAX = 5
CHUNK_BYTES = 64 * 1024
PORTS = frozenset((80, 443))
USER_AGENT = "Vitrina"


@dataclass(frozen=True, slots=True)
class FetchLimit:
    """How much one fetch may bring, after decompression, and how long it may take with all its redirects."""

    size_bytes: int
    duration_s: float


PAGE: Final = FetchLimit(10 * 1024**2, 15)
PICTURE: Final = FetchLimit(20 * 1024**2, 15)
FEED: Final = FetchLimit(4 * 1024**3, 30 * 60)
WEBHOOK: Final = FetchLimit(64 * 1024, 10)


class FetchRefused(Refusal):
    """The address may not be fetched; `reason` is one of a fixed few words."""

    code = "address_refused"
    status = 422
    en = "This address cannot be fetched: {reason}."
    es = "No se puede abrir esta dirección: {reason}."


class FetchFailed(Refusal):
    """The address may be fetched but did not give what was asked for."""

    code = "fetch_failed"
    status = 422
    en = "The address did not answer as expected: {reason}."
    es = "La dirección no respondió como se esperaba: {reason}."


@dataclass(frozen=True, slots=True)
class Fetched:
    """A whole answer: the last URL, the status, the lower-case headers, the decompressed body."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class FetchedStream:
    """An answer that is still coming: `chunks` are decompressed and raise `FetchFailed` at the limit."""

    url: str
    status: int
    headers: Mapping[str, str]
    chunks: AsyncIterator[bytes]


Lookup = Callable[[str, int], Awaitable[Sequence[str]]]
SocketMaker = Callable[[aiohttp.AddrInfoType], socket.socket]


class Fetcher:
    """The process's guarded client.

    `allow` names exact `host:port` pairs that may be private and of any port (tests, partners next door).
    """

    def __init__(
        self,
        allow: frozenset[str] = frozenset(),
        *,
        ports: frozenset[int] = PORTS,
        lookup: Lookup | None = None,
        make_socket: SocketMaker | None = None,
    ) -> None:
        self._allow = frozenset(pair.lower() for pair in allow)
        self._ports = ports
        self._resolver = _CheckedResolver(self._allow, lookup or _system_lookup)
        self._make_socket = make_socket or _plain_socket
        self._session: aiohttp.ClientSession | None = None

    async def get(self, url: str, limit: FetchLimit = PAGE, *, headers: Mapping[str, str] | None = None) -> Fetched:
        """Everything at `url`; `FetchRefused` or `FetchFailed` (any status but 2xx is given back, not raised)."""
        async with self.stream(url, limit, headers=headers) as answer:
            body = b"".join([chunk async for chunk in answer.chunks])
            return Fetched(answer.url, answer.status, answer.headers, body)

    async def post(
        self, url: str, body: bytes, limit: FetchLimit = WEBHOOK, *, headers: Mapping[str, str] | None = None
    ) -> Fetched:
        """Post `body` to `url` and read the answer up to `limit`; redirects are not followed."""
        target = self._check_url(url)
        try:
            async with asyncio.timeout(limit.duration_s):
                sent = self._open().post(target, data=body, headers=_headers(headers), allow_redirects=False)
                async with sent as response:
                    chunks = [chunk async for chunk in _chunks_of(response, limit.size_bytes)]
                    return Fetched(str(target), response.status, _lowered(response), b"".join(chunks))
        except _NETWORK_ERRORS as problem:
            raise _failure(problem) from None

    @asynccontextmanager
    async def stream(
        self, url: str, limit: FetchLimit, *, headers: Mapping[str, str] | None = None
    ) -> AsyncIterator[FetchedStream]:
        """The answer of `url` in chunks, for what should not lie in memory; redirects (≤ 5) are each checked."""
        try:
            async with asyncio.timeout(limit.duration_s) as timer:
                response = await self._follow(self._check_url(url), _headers(headers))
                async with response:
                    chunks = _chunks_of(response, limit.size_bytes)
                    yield FetchedStream(str(response.url), response.status, _lowered(response), chunks)
        except TimeoutError:
            if not timer.expired():
                raise  # the reader's own
            raise FetchFailed(reason="it took too long") from None

    async def _follow(self, target: URL, headers: dict[str, str]) -> aiohttp.ClientResponse:
        for _ in range(REDIRECTS_MAX + 1):
            try:
                response = await self._open().get(target, headers=headers, allow_redirects=False)
            except _NETWORK_ERRORS as problem:
                raise _failure(problem) from None
            if response.status not in (301, 302, 303, 307, 308) or "location" not in response.headers:
                return response
            response.close()
            following = self._check_redirect(target, response.headers["location"])
            # What was meant for one host (a partner's key) is not carried to another.
            headers = headers if following.origin() == target.origin() else _headers(None)
            target = following
        raise FetchFailed(reason="too many redirects")

    async def close(self) -> None:
        """Close what is open; the next fetch opens anew."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            # force_close: a kept connection would skip the check of the next request to the same name.
            connector = aiohttp.TCPConnector(
                resolver=self._resolver,
                use_dns_cache=False,
                force_close=True,
                limit=64,
                limit_per_host=8,
                socket_factory=self._checked_socket,
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,
                auto_decompress=False,
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_S_MAX),
                requote_redirect_url=False,
            )
        return self._session

    def _checked_socket(self, address: aiohttp.AddrInfoType) -> socket.socket:
        # The last gate: aiohttp does not ask the resolver about a host that is an address already.
        host, port = str(address[4][0]), int(address[4][1])
        parsed = parse_address(host)
        if parsed is None or not (is_public(parsed) or self._resolver.is_cleared(host, port)):
            raise _Inside
        return self._make_socket(address)

    def _check_url(self, text: str) -> URL:
        """`text` as a URL that may be tried; `FetchRefused` says what is wrong with it."""
        if len(text) > URL_CHARS_MAX or any(letter <= " " or letter in '\\"<>' or letter == "\x7f" for letter in text):
            raise FetchRefused(reason="not a plain URL")
        try:
            url = URL(text)
            host, port = url.host, url.port
        except ValueError:
            raise FetchRefused(reason="not a plain URL") from None
        if url.scheme not in ("http", "https") or not host or port is None:
            raise FetchRefused(reason="only http and https")
        if url.raw_user is not None or url.raw_password is not None:
            raise FetchRefused(reason="no user name or password in it")
        if f"{host.lower()}:{port}" in self._allow:
            self._resolver.clear_literal(host, port)
            return url.with_fragment(None)
        if port not in self._ports:
            raise FetchRefused(reason="only ports 80 and 443")
        literal = parse_address(host)
        if literal is not None and not is_public(literal):
            raise FetchRefused(reason="not a public address")
        return url.with_fragment(None)

    def _check_redirect(self, source: URL, location: str) -> URL:
        try:
            return self._check_url(str(source.join(URL(location))))
        except ValueError:
            raise FetchRefused(reason="not a plain URL") from None


class _CheckedResolver(AbstractResolver):
    """Resolves a name once and gives back its addresses only when every one of them is public."""

    def __init__(self, allow: frozenset[str], lookup: Lookup) -> None:
        self._allow = allow
        self._lookup = lookup
        self._cleared: set[tuple[str, int]] = set()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        addresses = await self._lookup(host, port)
        is_allowed = f"{host.lower()}:{port}" in self._allow
        found: list[ResolveResult] = []
        for text in addresses:
            parsed = parse_address(text)
            if parsed is None or not (is_allowed or is_public(parsed)):
                raise _Inside
            if is_allowed:
                self._cleared.add((text, port))
            kind = socket.AF_INET if parsed.version == 4 else socket.AF_INET6
            found.append(
                ResolveResult(
                    hostname=host, host=text, port=port, family=kind, proto=0, flags=int(socket.AI_NUMERICHOST)
                )
            )
        if not found:
            raise OSError("no address")
        return found

    async def close(self) -> None:
        """Nothing is held."""

    def clear_literal(self, host: str, port: int) -> None:
        """Let an allowed `host:port` that is itself an address through the last gate."""
        if parse_address(host) is not None:
            self._cleared.add((host, port))

    def is_cleared(self, host: str, port: int) -> bool:
        return (host, port) in self._cleared


class _Inside(OSError):
    """An address that is not public; an OSError so that aiohttp hands it on as a failed connection."""


async def _system_lookup(host: str, port: int) -> Sequence[str]:
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def _plain_socket(address: aiohttp.AddrInfoType) -> socket.socket:
    made = socket.socket(address[0], address[1], address[2])
    made.setblocking(False)
    return made


_NETWORK_ERRORS = (aiohttp.ClientError, OSError, TimeoutError, ValueError)


def _failure(problem: BaseException) -> Refusal:
    seen: BaseException | None = problem
    while seen is not None:
        if isinstance(seen, _Inside):
            return FetchRefused(reason="not a public address")
        seen = getattr(seen, "os_error", None) or seen.__cause__ or seen.__context__
    if isinstance(problem, aiohttp.InvalidURL):
        return FetchRefused(reason="not a plain URL")
    if isinstance(problem, TimeoutError):
        return FetchFailed(reason="it took too long")
    return FetchFailed(reason="no answer")


def _headers(own: Mapping[str, str] | None) -> dict[str, str]:
    return {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip"} | dict(own or {})


def _lowered(response: aiohttp.ClientResponse) -> dict[str, str]:
    return {name.lower(): value for name, value in response.headers.items()}


async def _chunks_of(response: aiohttp.ClientResponse, size_bytes_max: int) -> AsyncIterator[bytes]:
    """The body in pieces of at most 64 kB, gunzipped, never more than `size_bytes_max` before or after gunzipping."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "", "gzip", "x-gzip"):
        raise FetchFailed(reason="an encoding that was not asked for")
    received = given = 0
    gunzip = zlib.decompressobj(wbits=31) if encoding in ("gzip", "x-gzip") else None
    async for piece in _pieces_of(response):
        received += len(piece)
        if received > size_bytes_max:
            raise FetchFailed(reason="it is too large")
        for chunk in (piece,) if gunzip is None else _gunzipped(gunzip, piece):
            given += len(chunk)
            if given > size_bytes_max:
                raise FetchFailed(reason="it is too large")
            yield chunk
    if gunzip is not None and received and not gunzip.eof:
        raise FetchFailed(reason="it ended too early")


async def _pieces_of(response: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
    try:
        async for piece in response.content.iter_chunked(CHUNK_BYTES):
            yield piece
    except _NETWORK_ERRORS as problem:
        raise _failure(problem) from None


def _gunzipped(gunzip: zlib._Decompress, piece: bytes) -> Iterator[bytes]:
    # max_length: one piece of a bomb unfolds a chunk at a time, so the limit above stops it early.
    rest = piece
    while rest and not gunzip.eof:
        try:
            chunk = gunzip.decompress(rest, CHUNK_BYTES)
        except zlib.error:
            raise FetchFailed(reason="its compression is broken") from None
        rest = gunzip.unconsumed_tail
        if chunk:
            yield chunk
