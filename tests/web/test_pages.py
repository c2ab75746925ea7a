"""Pages as crawlers and browsers first see them: heads, boot objects, and titles that cannot do anything."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from typing import Any

import httpx
import pytest
from tests.video.world import add_video
from tests.world import World, make_product, make_world

from vitrina import affiliate
from vitrina.kernel.ids import VideoId
from vitrina.platform.app import App
from vitrina.web.shell import script_json

EVIL = "</script><img src=x onerror=alert(1)>\u2028\"'&<!--"
SITE = "http://localhost:8000"


@dataclass
class Seen(HTMLParser):
    """What a browser makes of a page: its elements, and the text of its scripts by type."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.scripts: dict[str, str] = {}
        self.title = ""
        self._inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        self.tags.append((tag, known))
        self._inside = known.get("type", "") if tag == "script" else tag

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "title":
            self.title += data
        elif "json" in self._inside:
            self.scripts[self._inside] = self.scripts.get(self._inside, "") + data

    @property
    def meta(self) -> dict[str, str]:
        found = [known for tag, known in self.tags if tag == "meta" and "content" in known]
        return {known.get("property") or known["name"]: known["content"] for known in found}

    def links(self, rel: str) -> list[dict[str, str]]:
        return [known for tag, known in self.tags if tag == "link" and known.get("rel") == rel]

    @property
    def boot(self) -> dict[str, Any]:
        """What the client is given, without the build's name, which every page has (see `see`)."""
        made: dict[str, Any] = json.loads(self.scripts["application/json"])
        del made["build"]
        return made

    @property
    def linked(self) -> dict[str, Any]:
        made: dict[str, Any] = json.loads(self.scripts["application/ld+json"])
        return made


async def see(http: httpx.AsyncClient, path: str, status: int = 200, **headers: str) -> Seen:
    answer = await http.get(path, headers={"Accept": "text/html", **headers})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert f'"build":"{answer.headers["x-vitrina-build"]}"' in answer.text
    return Seen(answer.text)


@pytest.fixture
async def world(app: App) -> World:
    return await make_world(app)


@pytest.fixture
async def shown(app: App, world: World) -> VideoId:
    return await add_video(app, world.creator.id, 1)


async def handle_of(http: httpx.AsyncClient, world: World) -> str:
    me = (await http.get("/v1/me", headers=world.creator.headers)).json()
    return str(me["account"]["creator"]["handle"])


async def test_home_holds_the_feed_and_its_first_poster(http: httpx.AsyncClient, world: World, shown: VideoId) -> None:
    page = await see(http, "/")
    feed = page.boot["feed"]
    assert [one["id"] for one in feed["videos"]] == [str(shown)]
    poster = feed["videos"][0]["poster_url"]
    assert page.links("preload") == [{"rel": "preload", "as": "image", "href": poster, "fetchpriority": "high"}]
    assert page.title == "Vitrina: watch, tap, buy"
    assert page.meta["og:image"] == SITE + poster
    assert page.links("canonical") == [{"rel": "canonical", "href": f"{SITE}/"}]
    assert [(one["hreflang"], one["href"]) for one in page.links("alternate")] == [
        ("en", f"{SITE}/?lang=en"),
        ("es", f"{SITE}/?lang=es"),
        ("x-default", f"{SITE}/"),
    ]


async def test_the_page_speaks_the_callers_language(http: httpx.AsyncClient, world: World) -> None:
    for path, headers, language in (
        ("/", {"Accept-Language": "es-MX,es;q=0.9,en;q=0.5"}, "es"),
        ("/", {"Accept-Language": "en-US"}, "en"),
        ("/", {"Accept-Language": "de"}, "en"),
        ("/?lang=es", {"Accept-Language": "en"}, "es"),
        ("/?lang=en", {"Accept-Language": "es"}, "en"),
        ("/?lang=%22%3E%3Cscript%3E", {"Accept-Language": "es"}, "es"),
        ("/", {"Accept-Language": "es", **world.shopper.headers}, "en"),
    ):
        page = await see(http, path, **headers)
        assert page.tags[0] == ("html", {"lang": language})
        assert page.boot["language"] == language
        assert page.meta["og:locale"] == {"en": "en_US", "es": "es_MX"}[language]
        assert page.title == {"en": "Vitrina: watch, tap, buy", "es": "Vitrina: mira, toca, compra"}[language]


async def test_a_video(http: httpx.AsyncClient, world: World, shown: VideoId) -> None:
    page = await see(http, f"/v/{shown}")
    api = (await http.get(f"/v1/videos/{shown}")).json()
    handle = api["creator"]["handle"]
    assert page.boot == {"language": "en", "video": api}
    assert page.title == f"Video 1 · @{handle}"
    wanted = {
        "og:type": "video.other",
        "og:title": f"Video 1 · @{handle}",
        "og:description": "Creator on Vitrina. Tap what you see and buy it while the video plays on.",
        "og:url": f"{SITE}/v/{shown}",
        "og:image": SITE + api["poster_url"],
        "og:video": SITE + api["mp4_url"],
        "og:video:type": "video/mp4",
        "og:video:width": "720",
        "og:video:height": "1280",
        "twitter:card": "summary_large_image",
    }
    assert {name: page.meta[name] for name in wanted} == wanted
    assert page.linked == {
        "@context": "https://schema.org",
        "@type": "VideoObject",
        "name": "Video 1",
        "description": "Creator on Vitrina. Tap what you see and buy it while the video plays on.",
        "thumbnailUrl": [SITE + api["poster_url"]],
        "duration": "PT8.000S",
        "url": f"{SITE}/v/{shown}",
        "author": {"@type": "Person", "name": "Creator", "url": f"{SITE}/@{handle}"},
        "contentUrl": SITE + api["mp4_url"],
    }
    assert page.links("preload")[0]["href"] == api["poster_url"]


async def test_a_product(http: httpx.AsyncClient, world: World) -> None:
    api = (await http.get(f"/v1/products/{world.product_id}")).json()
    page = await see(http, f"/p/{api['slug']}")
    sent = (await http.get(f"/v1/products/{world.product_id}/delivery")).json()
    assert page.boot == {"language": "en", "product": api, "delivery": sent}
    assert page.title == "Mug · Casa Azul"
    wanted = {
        "og:type": "product",
        "product:price:amount": "20.00",
        "product:price:currency": "USD",
        "product:availability": "in stock",
        "description": "A mug.",
    }
    assert {name: page.meta[name] for name in wanted} == wanted
    (offer,) = page.linked["offers"]
    shipping, returns = offer.pop("shippingDetails"), offer.pop("hasMerchantReturnPolicy")
    assert offer == {
        "@type": "Offer",
        "price": "20.00",
        "priceCurrency": "USD",
        "availability": "https://schema.org/InStock",
        "itemCondition": "https://schema.org/NewCondition",
        "url": f"{SITE}/p/{api['slug']}",
        "seller": {"@type": "Organization", "name": "Casa Azul"},
    }
    assert shipping["shippingRate"] == {"@type": "MonetaryAmount", "value": "4.99", "currency": "USD"}
    assert shipping["shippingDestination"] == {"@type": "DefinedRegion", "addressCountry": "US"}
    days = {
        name: (days["minValue"], days["maxValue"]) for name, days in shipping["deliveryTime"].items() if name[0] != "@"
    }
    assert days == {"handlingTime": (0, 2), "transitTime": (2, 5)}
    assert (returns["merchantReturnDays"], returns["applicableCountry"]) == (30, "US")
    assert page.linked["category"] == "Kitchen & table"


async def test_a_category_and_a_hashtag(http: httpx.AsyncClient, app: App, shown: VideoId) -> None:
    async with app.db.connection() as connection:
        await connection.execute("UPDATE video_clip SET title = 'Mi #Café' WHERE id = $1", shown)
    page = await see(http, "/c/kitchen?lang=es")
    assert (page.title, page.linked["name"]) == ("Cocina y mesa: compra lo que ves", "Cocina y mesa")
    assert [one["href"] for one in page.links("canonical")] == [f"{SITE}/c/kitchen"]
    assert {one["hreflang"] for one in page.links("alternate")} == {"en", "es", "x-default"}
    await see(http, "/c/pets", 404)  # nothing stands there
    await see(http, "/c/nowhere", 404)
    page = await see(http, "/t/Caf%C3%A9")
    assert (page.title, page.boot["hashtag"]["count"]) == ("#cafe", 1)
    assert "robots" not in page.meta
    assert (await see(http, "/t/nobody")).meta["robots"] == "noindex"
    await see(http, "/t/a-b", 404)


async def test_a_shop_and_a_creator(http: httpx.AsyncClient, world: World) -> None:
    page = await see(http, f"/s/{world.shop_slug}", **{"Accept-Language": "es"})
    assert page.boot["shop"] == (await http.get(f"/v1/shops/{world.shop_slug}")).json()
    assert (page.title, page.meta["description"]) == ("Casa Azul", "Casa Azul en Vitrina: 1 productos.")
    assert (page.linked["@type"], page.linked["url"]) == ("Store", f"{SITE}/s/{world.shop_slug}")
    handle = await handle_of(http, world)
    page = await see(http, f"/@{handle}")
    assert page.boot["creator"] == (await http.get(f"/v1/creators/{handle}")).json()
    assert page.title == f"Creator (@{handle})"
    assert page.meta["profile:username"] == handle
    assert (page.linked["@type"], page.linked["mainEntity"]["alternateName"]) == ("ProfilePage", f"@{handle}")


MISSING = (
    "/v/0191b1f4-0000-7000-8000-000000000000", "/v/none", "/p/none", "/s/none", "/@none", "/p/%00", "/none", "/a/b/c",
)  # fmt: skip


async def test_what_is_not_there_is_the_shell_with_404(http: httpx.AsyncClient) -> None:
    for path in MISSING:
        page = await see(http, path, 404, **{"Accept-Language": "es"})
        assert page.title == "Aquí no hay nada", path
        assert page.meta["robots"] == "noindex"
        assert page.boot == {"language": "es"}
        assert ("div", {"id": "app"}) in page.tags


PRIVATE = (
    "/orders", "/orders/0191b1f4-0000-7000-8000-000000000000", "/wallet", "/sell", "/sell/demo", "/signup", "/login",
    "/verify?token=abc", "/reset?token=abc", "/bag", "/me", "/studio",
)  # fmt: skip


async def test_private_pages_are_the_bare_shell(http: httpx.AsyncClient) -> None:
    for path in PRIVATE:
        page = await see(http, path)
        assert page.meta["robots"] == "noindex", path
        assert page.boot == {"language": "en"}
        assert page.links("alternate") == []
        assert "token" not in str(page.tags)


async def test_discover_may_be_found(http: httpx.AsyncClient) -> None:
    page = await see(http, "/discover")
    assert (page.title, "robots" in page.meta) == ("Discover", False)


async def test_what_people_wrote_is_inert(http: httpx.AsyncClient, app: App, world: World) -> None:
    product_id, _ = await make_product(app, world.shop_id, title=EVIL)
    slug = (await http.get(f"/v1/products/{product_id}")).json()["slug"]
    creator_videos = await add_video(app, world.creator.id, 7)
    async with app.db.transaction() as transaction:
        await transaction.execute("UPDATE video_clip SET title = $1, changed = nextval('video_change')", EVIL)
        await transaction.execute("UPDATE people_account SET name = $1", EVIL)
        await transaction.execute("UPDATE people_creator SET bio = $1", EVIL)
        await transaction.execute("UPDATE catalog_shop SET name = $1, description = $1", EVIL)
    handle = await handle_of(http, world)
    for path in (f"/p/{slug}", f"/v/{creator_videos}", f"/s/{world.shop_slug}", f"/@{handle}", "/"):
        answer = await http.get(path)
        assert answer.status_code == 200
        assert "onerror=alert" in answer.text, path
        page = Seen(answer.text)
        drawn = [known for tag, known in page.tags if tag in ("img", "svg", "iframe")]
        assert [known for known in drawn if known.get("class") != "poster"] == []
        assert not any(name.startswith("on") for _, known in page.tags for name in known)
        assert EVIL in json.dumps(page.boot, ensure_ascii=False) or json.dumps(EVIL)[1:-1] in json.dumps(page.boot)
        kinds = [known.get("type") for tag, known in page.tags if tag == "script"]
        assert kinds in (["application/ld+json", "module", "application/json"], ["module", "application/json"])
        for block in page.scripts.values():
            assert re.search("[<>&\u2028\u2029]", block) is None


async def test_an_address_cannot_break_out_either(http: httpx.AsyncClient) -> None:
    answer = await http.get("/%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert [tag for tag, _ in Seen(answer.text).tags if tag == "img"] == []


def test_script_json_stays_the_same_json() -> None:
    made = script_json({"words": EVIL})
    assert json.loads(made) == {"words": EVIL}
    assert made == (
        '{"words":"\\u003c/script\\u003e\\u003cimg src=x onerror=alert(1)\\u003e\\u2028\\"\'\\u0026\\u003c!--"}'
    )


async def test_robots_and_sitemaps(http: httpx.AsyncClient, world: World, shown: VideoId) -> None:
    robots = await http.get("/robots.txt")
    assert robots.headers["content-type"] == "text/plain; charset=utf-8"
    assert robots.text.splitlines()[-1] == f"Sitemap: {SITE}/sitemap.xml"
    index = await http.get("/sitemap.xml")
    assert index.headers["content-type"].startswith("application/xml")
    parts = re.findall("<loc>(.*?)</loc>", index.text)
    assert parts == [f"{SITE}/sitemaps/{kind}/0" for kind in ("products", "shops", "creators", "videos", "categories")]
    slug = (await http.get(f"/v1/products/{world.product_id}")).json()["slug"]
    wanted = [f"/p/{slug}", f"/s/{world.shop_slug}", f"/@{await handle_of(http, world)}", f"/v/{shown}"]
    places = await http.get(parts.pop().removeprefix(SITE))
    assert re.findall("<loc>(.*?)</loc>", places.text) == [
        SITE + path for path in ("/discover", "/c/home", "/c/kitchen")
    ]
    for part, path in zip(parts, wanted, strict=True):
        answer = await http.get(part.removeprefix(SITE))
        assert re.findall("<loc>(.*?)</loc>", answer.text) == [SITE + path]
    for missing in ("/sitemaps/products/1", "/sitemaps/none/0", "/sitemaps/products/x", "/sitemaps/products/-1"):
        assert (await http.get(missing)).status_code == 404


async def test_an_installation_without_videos_yet_is_ready(http: httpx.AsyncClient) -> None:
    answer = await http.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "reasons": []})


async def test_the_demo_is_ready_when_six_clips_play_and_one_sells(
    http: httpx.AsyncClient, app: App, world: World
) -> None:
    app.settings = replace(app.settings, is_demo=True)
    before = await http.get("/readyz")
    assert (before.status_code, before.json()["code"]) == (503, "not_ready")
    assert before.json()["reasons"] == [
        "feed: 0 of the first 6 videos are ready",
        "feed: no video by creator sells anything yet",
    ]
    async with app.db.transaction() as transaction:
        await transaction.execute(
            "UPDATE people_creator SET handle = 'creator' WHERE account_id = $1", world.creator.id
        )
    videos = [await add_video(app, world.creator.id, number) for number in range(6)]
    still = await http.get("/readyz")
    assert still.json()["reasons"] == ["feed: no video by creator sells anything yet"]
    body = {"product_id": str(world.product_id)}
    tagged = await http.post(f"/v1/videos/{videos[0]}/tags", json=body, headers=world.creator.headers)
    assert (tagged.status_code, tagged.json()["paid_link"]) == (201, True)
    assert (await affiliate.get_programme(app, world.shop_slug)).is_open
    after = await http.get("/readyz")
    assert (after.status_code, after.json()) == (200, {"status": "ok", "reasons": []})
