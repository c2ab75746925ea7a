"""The application: every route, every refusal, and the frame around them."""

from __future__ import annotations

import asyncio
from typing import Any

from litestar import Litestar, Request, Response, get
from litestar.datastructures import State

from vitrina import people
from vitrina.platform.app import App
from vitrina.platform.http import BODY_BYTES_MAX, JSON
from vitrina.web import machine, pages, sitemap
from vitrina.web.asked import AskedRequest
from vitrina.web.client import client_folder, load_client
from vitrina.web.contract import describe
from vitrina.web.frame import Frame
from vitrina.web.headers import security_headers
from vitrina.web.joins import ROUTES, join_capabilities
from vitrina.web.media import Media
from vitrina.web.problems import HANDLERS
from vitrina.web.shell import Shell


class Contract:
    """The OpenAPI document of this process, made when it is first asked for."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._document: bytes | None = None

    async def document(self) -> bytes:
        if self._document is None:
            self._document = await asyncio.to_thread(describe, [*ROUTES, *machine.ROUTES], self._app.settings)
        return self._document


@get("/openapi.json", include_in_schema=False)
async def openapi(request: Request[Any, Any, State]) -> Response[bytes]:
    """The contract."""
    app: App = request.app.state.vitrina
    headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=60"}
    return Response(await app.part(Contract).document(), media_type=JSON, headers=headers)


def create_app(app: App) -> Litestar:
    """The whole web application of one process, with `app` as `state.vitrina`."""
    join_capabilities()
    folder = client_folder(app.settings)
    made = Litestar(
        route_handlers=[*ROUTES, *machine.ROUTES, *pages.ROUTES, *sitemap.ROUTES, openapi],
        request_class=AskedRequest,
        exception_handlers=HANDLERS,
        before_send=[people.send_cookies],
        request_max_body_size=BODY_BYTES_MAX,
        openapi_config=None,
        logging_config=None,
        state=State({"vitrina": app}),
    )
    shell = made.state.shell = Shell(folder, app.settings.public_url)
    made.state.inside = made.asgi_handler
    made.asgi_handler = Frame(
        made.asgi_handler,
        files=load_client(folder),
        media=Media(app.blobs),
        own=[*security_headers(app.settings, shared_with="same-origin"), (b"x-vitrina-build", shell.build.encode())],
        shared=security_headers(app.settings, shared_with="cross-origin"),
    )
    return made
