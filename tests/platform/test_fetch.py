"""The guarded fetch: a canary on loopback that no trick may reach, limits, redirects, bombs."""

from __future__ import annotations

import asyncio
import gzip
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from aiohttp import web

from vitrina.platform.addresses import is_public, parse_address
from vitrina.platform.fetch import PAGE, WEBHOOK, Fetcher, FetchFailed, FetchLimit, FetchRefused

PUBLIC = "93.184.216.34"
SMALL = FetchLimit(1_000, 2.0)


@dataclass
class Server:
    """A web server on loopback that counts who reaches it."""

    port: int = 0
    hits: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str = "/") -> str:
        return f"http://{self.place}{path}"


Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def serving(answer: Answer) -> AsyncIterator[Server]:
    server = Server()

    async def count(request: web.Request) -> web.StreamResponse:
        server.hits.append(request.path_qs)
        server.headers.append({name.lower(): value for name, value in request.headers.items()})
        server.bodies.append(await request.read())
        return await answer(request)

    async def raw(request: web.BaseRequest) -> web.StreamResponse:
        assert isinstance(request, web.BaseRequest)
        return await count(request)  # type: ignore[arg-type]

    runner = web.ServerRunner(web.Server(raw), shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    assert runner.addresses
    server.port = runner.addresses[0][1]
    try:
        yield server
    finally:
        await runner.cleanup()


async def say_secret(_: web.Request) -> web.StreamResponse:
    return web.Response(text="the canary's secret")


@pytest.fixture
async def canary() -> AsyncIterator[Server]:
    async with serving(say_secret) as server:
        yield server


@asynccontextmanager
async def fetching(*servers: Server, allow: Sequence[str] = (), **names: Sequence[str]) -> AsyncIterator[Fetcher]:
    """A fetcher that may use the servers' ports and resolves `names` (dots written as __)."""
    known = {name.replace("__", "."): list(addresses) for name, addresses in names.items()}

    async def lookup(host: str, port: int) -> Sequence[str]:
        if host in known:
            return known[host]
        # What the system's resolver makes of 0x7f.1 or 2130706433; any other name does not exist.
        return [socket.inet_ntoa(socket.inet_aton(host))]

    ports = frozenset((80, 443, *(server.port for server in servers)))
    fetcher = Fetcher(frozenset(allow), ports=ports, lookup=lookup)
    try:
        yield fetcher
    finally:
        await fetcher.close()


TRICKS = [
    "http://127.0.0.1:{port}/",
    "http://127.1:{port}/",
    "http://2130706433:{port}/",
    "http://0x7f000001:{port}/",
    "http://0x7f.0.0.1:{port}/",
    "http://017700000001:{port}/",
    "http://0177.0.0.1:{port}/",
    "http://0.0.0.0:{port}/",
    "http://0:{port}/",
    "http://127.0.0.2:{port}/",
    "http://[::1]:{port}/",
    "http://[::]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::ffff:7f00:1]:{port}/",
    "http://[0:0:0:0:0:ffff:127.0.0.1]:{port}/",
    "http://[::127.0.0.1]:{port}/",
    "http://[64:ff9b::7f00:1]:{port}/",
    "http://[64:ff9b:1::7f00:1]:{port}/",
    "http://[2002:7f00:1::]:{port}/",
    "http://[2001:0:7f00:1::]:{port}/",
    "http://[::ffff:0:7f00:1]:{port}/",
    "http://[fe80::1%25lo]:{port}/",
    "http://１２７.０.０.１:{port}/",
    "http://127。0。0。1:{port}/",
    "http://localtest.example:{port}/",
    "http://both.example:{port}/",
    "http://mapped.example:{port}/",
    "http://LOCALTEST.example.:{port}/",
    "http://user@127.0.0.1:{port}/",
    "http://user:word@public.example:{port}/",
    "http://public.example\\@127.0.0.1:{port}/",
    "http://public.example#@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}\t/",
    "http://127.0.0.1 :{port}/",
    "http:\\\\127.0.0.1:{port}/",
    "//127.0.0.1:{port}/",
    "http:127.0.0.1:{port}/",
    "file:///etc/passwd",
    "ftp://127.0.0.1:{port}/",
    "gopher://127.0.0.1:{port}/",
    "ws://127.0.0.1:{port}/",
    "unix://127.0.0.1:{port}/",
    "data:text/plain,hello",
    "http://:{port}/",
    "http:///",
    "http://127.0.0.1:99999/",
    "http://[::1/",
    "",
    "http://127.0.0.1:{port}/" + "a" * 3_000,
]


@pytest.mark.parametrize("trick", TRICKS)
async def test_no_spelling_of_loopback_reaches_the_canary(canary: Server, trick: str) -> None:
    names = {
        "localtest__example": ["127.0.0.1"],
        "localtest__example__": ["127.0.0.1"],
        "both__example": [PUBLIC, "127.0.0.1"],
        "mapped__example": ["::ffff:127.0.0.1"],
        # The only public name of this list: it stands where a parser's difference would lead to loopback.
        "public__example": ["10.0.0.1"],
    }
    async with fetching(canary, **names) as fetcher:
        with pytest.raises((FetchRefused, FetchFailed)) as caught:
            await fetcher.get(trick.format(port=canary.port), SMALL)
        with pytest.raises((FetchRefused, FetchFailed)):
            await fetcher.post(trick.format(port=canary.port), b"{}", SMALL)
    assert canary.hits == []
    assert caught.value.status == 422


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://127.0.0.1/", "not a public address"),
        ("http://private.example/", "not a public address"),
        ("ftp://public.example/", "only http and https"),
        ("http://a:b@public.example/", "no user name or password in it"),
        ("http://public.example:8080/", "only ports 80 and 443"),
        ("http://public.example/a b", "not a plain URL"),
    ],
)
async def test_a_refusal_says_what_is_wrong_in_both_languages(url: str, reason: str) -> None:
    async with fetching(private__example=["192.168.1.1"]) as fetcher:
        with pytest.raises(FetchRefused) as caught:
            await fetcher.get(url)
    assert caught.value.fields == {"reason": reason}
    assert caught.value.text("en") == f"This address cannot be fetched: {reason}."
    assert caught.value.text("es") == f"No se puede abrir esta dirección: {reason}."


async def test_a_redirect_to_loopback_is_refused_before_it_is_followed(canary: Server) -> None:
    async def lead_inside(request: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": request.query["to"]})

    async with serving(lead_inside) as front:
        async with fetching(canary, allow=[front.place], inside__example=["127.0.0.1"]) as fetcher:
            for target in (
                canary.url(),
                f"http://inside.example:{canary.port}/",
                f"http://2130706433:{canary.port}/",
                f"//127.0.0.1:{canary.port}/",
                "file:///etc/passwd",
            ):
                with pytest.raises(FetchRefused):
                    await fetcher.get(front.url("/?to=" + target.replace("&", "%26")), SMALL)
        assert len(front.hits) == 5
    assert canary.hits == []


async def test_a_name_that_changes_its_answer_is_asked_once_and_reached_where_it_was_checked(canary: Server) -> None:
    answers = [[PUBLIC], ["127.0.0.1"], ["127.0.0.1"]]
    asked: list[str] = []
    dialled: list[object] = []

    async def lookup(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return answers[len(asked) - 1]

    def no_network(address: tuple[object, ...]) -> socket.socket:
        dialled.append(address[4])
        raise OSError("this test does not leave the machine")

    fetcher = Fetcher(ports=frozenset((canary.port,)), lookup=lookup, make_socket=no_network)  # type: ignore[arg-type]
    with pytest.raises(FetchFailed):
        await fetcher.get(f"http://rebind.example:{canary.port}/", SMALL)
    await fetcher.close()
    assert asked == ["rebind.example"]
    assert dialled == [(PUBLIC, canary.port)]
    assert canary.hits == []


async def test_what_is_allowed_is_one_exact_host_and_port(canary: Server) -> None:
    async with serving(say_secret) as other, fetching(other, allow=[canary.place]) as fetcher:
        assert (await fetcher.get(canary.url(), SMALL)).body == b"the canary's secret"
        with pytest.raises(FetchRefused):
            await fetcher.get(other.url(), SMALL)
        with pytest.raises(FetchRefused):
            await fetcher.get(f"http://localhost:{canary.port}/", SMALL)
        assert other.hits == []
    assert canary.hits == ["/"]


async def test_an_allowed_name_opens_its_address_for_no_other_name(canary: Server) -> None:
    names = {"partner__example": ["127.0.0.1"], "stranger__example": ["127.0.0.1"]}
    async with fetching(canary, allow=[f"partner.example:{canary.port}"], **names) as fetcher:
        assert (await fetcher.get(f"http://partner.example:{canary.port}/", SMALL)).status == 200
        with pytest.raises(FetchRefused):
            await fetcher.get(f"http://stranger.example:{canary.port}/", SMALL)
        with pytest.raises(FetchRefused):
            await fetcher.get(canary.url(), SMALL)
    assert len(canary.hits) == 1


async def test_redirects_are_followed_five_times_and_no_more(canary: Server) -> None:
    async def count_down(request: web.Request) -> web.StreamResponse:
        left = int(request.path.strip("/"))
        if left:
            return web.Response(status=302, headers={"Location": f"/{left - 1}"})
        return web.Response(text="there")

    async with serving(count_down) as server, fetching(allow=[server.place]) as fetcher:
        fetched = await fetcher.get(server.url("/5"), SMALL)
        assert (fetched.url, fetched.body) == (server.url("/0"), b"there")
        with pytest.raises(FetchFailed) as caught:
            await fetcher.get(server.url("/6"), SMALL)
        assert caught.value.fields == {"reason": "too many redirects"}
        assert len(server.hits) == 6 + 6


async def test_a_partners_key_is_not_carried_to_another_host(canary: Server) -> None:
    async def lead_away(_: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": canary.url("/away")})

    async with serving(lead_away) as server, fetching(allow=[server.place, canary.place]) as fetcher:
        await fetcher.get(server.url(), SMALL, headers={"Authorization": "Bearer partner"})
        assert server.headers[0]["authorization"] == "Bearer partner"
    assert "authorization" not in canary.headers[0]


async def test_size_is_limited_with_and_without_a_length(canary: Server) -> None:
    async def say_much(request: web.Request) -> web.StreamResponse:
        if request.path == "/length":
            return web.Response(body=b"x" * int(request.query["n"]))
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(int(request.query["n"]) // 100):
            await response.write(b"x" * 100)
        return response

    async with serving(say_much) as server, fetching(allow=[server.place]) as fetcher:
        assert len((await fetcher.get(server.url("/length?n=1000"), SMALL)).body) == 1000
        assert len((await fetcher.get(server.url("/chunks?n=1000"), SMALL)).body) == 1000
        for path in ("/length?n=1001", "/chunks?n=1100", "/chunks?n=5000000"):
            with pytest.raises(FetchFailed) as caught:
                await fetcher.get(server.url(path), SMALL)
            assert caught.value.fields == {"reason": "it is too large"}


async def test_a_gzip_bomb_stops_at_the_limit_and_broken_gzip_is_refused() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    bodies = {"/bomb": bomb, "/small": gzip.compress(b"hello"), "/cut": gzip.compress(b"hello" * 99)[:-9], "/no": b"no"}

    async def say_gzip(request: web.Request) -> web.StreamResponse:
        return web.Response(body=bodies[request.path], headers={"Content-Encoding": "gzip"})

    async with serving(say_gzip) as server, fetching(allow=[server.place]) as fetcher:
        assert (await fetcher.get(server.url("/small"), SMALL)).body == b"hello"
        for path, reason in (
            ("/bomb", "it is too large"),
            ("/cut", "it ended too early"),
            ("/no", "its compression is broken"),
        ):
            with pytest.raises(FetchFailed) as caught:
                await fetcher.get(server.url(path), FetchLimit(len(bomb) + 1, 5.0))
            assert caught.value.fields == {"reason": reason}


async def test_an_encoding_that_was_not_asked_for_is_refused() -> None:
    async def say_brotli(_: web.Request) -> web.StreamResponse:
        return web.Response(body=b"\x8b", headers={"Content-Encoding": "br"})

    async with serving(say_brotli) as server, fetching(allow=[server.place]) as fetcher:
        with pytest.raises(FetchFailed) as caught:
            await fetcher.get(server.url(), SMALL)
        assert caught.value.fields == {"reason": "an encoding that was not asked for"}
        assert server.headers[0]["accept-encoding"] == "gzip"


async def test_a_slow_answer_ends_at_the_time_limit() -> None:
    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(100):
            await response.write(b"x")
            await asyncio.sleep(0.05)
        return response

    async with serving(drip) as server, fetching(allow=[server.place]) as fetcher:
        with pytest.raises(FetchFailed) as caught:
            await fetcher.get(server.url(), FetchLimit(1_000, 0.3))
        assert caught.value.fields == {"reason": "it took too long"}


async def test_nobody_answers() -> None:
    free = socket.create_server(("127.0.0.1", 0))
    port = free.getsockname()[1]
    free.close()
    async with fetching(allow=[f"127.0.0.1:{port}"]) as fetcher:
        with pytest.raises(FetchFailed) as caught:
            await fetcher.get(f"http://127.0.0.1:{port}/", SMALL)
    assert caught.value.fields == {"reason": "no answer"}


async def test_a_stream_comes_in_chunks_and_the_readers_own_error_stays_its_own() -> None:
    async def say(_: web.Request) -> web.StreamResponse:
        return web.Response(body=b"y" * 300_000)

    async with serving(say) as server, fetching(allow=[server.place]) as fetcher:
        async with fetcher.stream(server.url(), PAGE) as answer:
            sizes = [len(chunk) async for chunk in answer.chunks]
        assert sum(sizes) == 300_000
        assert max(sizes) <= 65_536
        with pytest.raises(ValueError, match="the reader's"):
            async with fetcher.stream(server.url(), PAGE) as answer:
                raise ValueError("the reader's")


async def test_a_webhook_is_posted_and_its_redirect_is_not_followed(canary: Server) -> None:
    async def lead_away(request: web.Request) -> web.StreamResponse:
        return web.Response(status=307, headers={"Location": canary.url()})

    async with serving(lead_away) as server, fetching(allow=[server.place, canary.place]) as fetcher:
        answer = await fetcher.post(server.url("/hook"), b'{"a":1}', WEBHOOK, headers={"X-Signature": "s"})
        assert (answer.status, server.hits, server.bodies) == (307, ["/hook"], [b'{"a":1}'])
        assert server.headers[0]["x-signature"] == "s"
    assert canary.hits == []


async def test_no_cookie_and_no_proxy_setting_is_used(canary: Server) -> None:
    async def give_cookie(_: web.Request) -> web.StreamResponse:
        return web.Response(headers={"Set-Cookie": "a=b; Path=/"})

    async with serving(give_cookie) as server, fetching(allow=[server.place]) as fetcher:
        await fetcher.get(server.url(), SMALL)
        await fetcher.get(server.url(), SMALL)
        assert ["cookie" in headers for headers in server.headers] == [False, False]


@pytest.mark.parametrize(
    "text",
    ["8.8.8.8", PUBLIC, "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:4001:80b::200e", "100.128.0.1", "172.32.0.1"],
)
def test_ordinary_addresses_are_public(text: str) -> None:
    parsed = parse_address(text)
    assert parsed is not None
    assert is_public(parsed)


@pytest.mark.parametrize(
    "text",
    """0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.255 169.254.169.254 172.16.0.1
    172.31.255.255 192.0.0.1 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1
    224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 :: ::1 ::7f00:1 ::ffff:8.8.8.8 ::ffff:127.0.0.1 64:ff9b::808:808
    64:ff9b:1::1 100::1 2001::1 2001:db8::1 2002:808:808:: 3fff::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 fec0::1 ff02::1
    2606:4700:4700::1111%eth0""".split(),
)
def test_special_addresses_are_not_public(text: str) -> None:
    parsed = parse_address(text)
    assert parsed is not None
    assert not is_public(parsed)
