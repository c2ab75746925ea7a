"""The whole application with a client build of two files, paying at a real sandbox gateway."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.checkout.gateway_process import SECRET, WEBHOOK_SECRET, start_gateway, stop_gateway

from vitrina.platform.settings import Settings

SCRIPT = "console.log('vitrina');\n" * 200
PAGE = """<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <!--head-->
    <!--preload-->
    <script type="module" src="/assets/index-abc123.js"></script>
  </head>
  <body>
    <!--first-->
    <div id="app"></div>
    <script type="application/json" id="boot"><!--boot--></script>
  </body>
</html>
"""


@pytest.fixture(scope="session")
def gateway_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One gateway process for all tests of a run."""
    process, url = start_gateway(tmp_path_factory.mktemp("gateway"))
    yield url
    stop_gateway(process)


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """A client build: the page, one hashed script, an icon, and files that must not be served."""
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "icons").mkdir()
    (folder / ".vite").mkdir()
    (folder / "index.html").write_text(PAGE)
    (folder / "assets" / "index-abc123.js").write_text(SCRIPT)
    (folder / "icons" / "vitrina.svg").write_text("<svg/>")
    (folder / "manifest.webmanifest").write_text('{"name":"Vitrina"}')
    (folder / ".vite" / "manifest.json").write_text("{}")
    return folder


@pytest.fixture
def settings(settings: Settings, build: Path, gateway_url: str) -> Settings:
    return replace(
        settings,
        client_folder=build,
        provider_url=gateway_url,
        provider_public_url=gateway_url,
        provider_secret=SECRET,
        provider_webhook_secret=WEBHOOK_SECRET,
        app_secret="app-secret-of-tests",
    )
