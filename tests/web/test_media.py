"""`/media/…`: whole files, ranges, caching, and nothing that is not to be served."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from obstore.store import MemoryStore

from vitrina.platform.app import App
from vitrina.platform.blobs import Blobs
from vitrina.web import create_app

CLIP = bytes(range(256)) * 4096  # 1 MiB: more than one piece
KEY = "video/018f0000/720.mp4"


@pytest.fixture
async def clip(app: App) -> str:
    await app.blobs.put(KEY, CLIP, "video/mp4")
    return f"/media/{KEY}"


async def test_the_whole_file(http: httpx.AsyncClient, clip: str) -> None:
    answer = await http.get(clip)
    assert (answer.status_code, answer.content) == (200, CLIP)
    wanted = {
        "content-type": "video/mp4",
        "content-length": "1048576",
        "accept-ranges": "bytes",
        "cache-control": "public, max-age=31536000, immutable",
        "access-control-allow-origin": "*",
        "cross-origin-resource-policy": "cross-origin",
        "x-content-type-options": "nosniff",
    }
    assert {name: answer.headers[name] for name in wanted} == wanted
    head = await http.head(clip)
    assert (head.status_code, head.content) == (200, b"")
    assert {name: head.headers[name] for name in wanted} == wanted
    known = await http.get(clip, headers={"If-None-Match": f'"other", W/{answer.headers["etag"]}'})
    assert (known.status_code, known.content, known.headers["etag"]) == (304, b"", answer.headers["etag"])


RANGES = [
    ("bytes=0-0", 206, (0, 1)),
    ("bytes=0-99", 206, (0, 100)),
    ("bytes=255-", 206, (255, 1048576)),
    ("bytes=1048575-", 206, (1048575, 1048576)),
    ("bytes=1048575-99999999", 206, (1048575, 1048576)),
    ("bytes=-1", 206, (1048575, 1048576)),
    ("bytes=-99999999", 206, (0, 1048576)),
    ("bytes= 1-2", 206, (1, 3)),
    ("bytes=1048576-", 416, None),
    ("bytes=99999999-99999999", 416, None),
    ("bytes=-0", 416, None),
    ("bytes=2-1", 200, (0, 1048576)),
    ("bytes=0-1,4-5", 200, (0, 1048576)),
    ("bytes=-", 200, (0, 1048576)),
    ("bytes=a-b", 200, (0, 1048576)),
    ("pieces=0-1", 200, (0, 1048576)),
    (f"bytes={'9' * 30}-", 200, (0, 1048576)),
]


async def test_ranges(http: httpx.AsyncClient, clip: str) -> None:
    for asked, status, part in RANGES:
        answer = await http.get(clip, headers={"Range": asked})
        assert answer.status_code == status, asked
        if part is None:
            assert answer.headers["content-range"] == "bytes */1048576"
            assert answer.json()["code"] == "range_outside"
            continue
        first, end = part
        assert answer.content == CLIP[first:end], asked
        assert answer.headers["content-length"] == str(end - first)
        wanted = f"bytes {first}-{end - 1}/1048576" if status == 206 else None
        assert answer.headers.get("content-range") == wanted, asked


async def test_a_range_of_another_version_is_the_whole_file(http: httpx.AsyncClient, clip: str) -> None:
    etag = (await http.head(clip)).headers["etag"]
    same = await http.get(clip, headers={"Range": "bytes=0-9", "If-Range": etag})
    other = await http.get(clip, headers={"Range": "bytes=0-9", "If-Range": '"other"'})
    assert (same.status_code, len(same.content)) == (206, 10)
    assert (other.status_code, len(other.content)) == (200, len(CLIP))


TYPES = {
    ".m3u8": "application/vnd.apple.mpegurl",
    ".mp4": "video/mp4",
    ".m4s": "video/iso.segment",
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".vtt": "text/vtt; charset=utf-8",
}


async def test_types(app: App, http: httpx.AsyncClient) -> None:
    for suffix, kind in TYPES.items():
        await app.blobs.put(f"a/b{suffix}", b"content", kind)
        answer = await http.get(f"/media/a/b{suffix}")
        assert (answer.status_code, answer.headers["content-type"], answer.content) == (200, kind, b"content")


async def test_files_of_an_object_store(app: App) -> None:
    app.blobs = Blobs(MemoryStore(), None)
    await app.blobs.put(KEY, CLIP * 3, "video/mp4")
    transport = httpx.ASGITransport(app=create_app(app))  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
        whole = await client.get(f"/media/{KEY}")
        part = await client.get(f"/media/{KEY}", headers={"Range": "bytes=1048570-2097160"})
        missing = await client.get("/media/video/none.mp4")
        known = await client.get(f"/media/{KEY}", headers={"If-None-Match": whole.headers["etag"]})
    assert (whole.status_code, whole.content) == (200, CLIP * 3)
    assert (part.status_code, part.content) == (206, (CLIP * 3)[1048570:2097161])
    assert (missing.status_code, missing.json()["code"]) == (404, "not_found")
    assert (known.status_code, known.content) == (304, b"")


async def test_an_empty_file(app: App, http: httpx.AsyncClient) -> None:
    await app.blobs.put("a/empty.vtt", b"", "text/vtt")
    assert ((await http.get("/media/a/empty.vtt")).status_code) == 200
    assert ((await http.get("/media/a/empty.vtt", headers={"Range": "bytes=0-"})).status_code) == 416


async def test_nothing_outside_is_served(app: App, http: httpx.AsyncClient, clip: str) -> None:
    folder = app.blobs.local_path("x")
    assert folder is not None
    secret = folder.parent.parent / "secret.mp4"
    secret.write_bytes(b"secret")
    (folder.parent / "link.mp4").symlink_to(secret)
    (folder.parent / "folder.mp4").mkdir()
    await app.blobs.put("private/film.mp4", b"private", "video/mp4")
    await app.blobs.put("a/page.html", b"<script>", "text/html")
    await app.blobs.put("a/none", b"no suffix", "text/plain")
    host = str(http.base_url).rstrip("/").removeprefix("http://")
    for path in (
        "/media/../secret.mp4", "/media/%2e%2e/secret.mp4", "/media/..%2fsecret.mp4", "/media//etc/passwd.mp4",
        "/media/video/../../secret.mp4", "/media/.hidden.mp4", "/media/link.mp4", "/media/folder.mp4", "/media/",
        "/media/private/film.mp4", "/media/a/page.html", "/media/a/none", "/media/video/018f0000/720.mp4/",
        "/media/video/018f0000/720.mp4%00.mp4", f"/media/{'a' * 400}.mp4", f"/media/{Path(secret)}",
    ):  # fmt: skip
        answer = await raw_get(host, path)
        assert b"secret" not in answer.partition(b"\r\n\r\n")[2]
        assert answer.startswith((b"HTTP/1.1 404", b"HTTP/1.1 400")), (path, answer[:200])


async def raw_get(host: str, path: str) -> bytes:
    """The answer to exactly this path: httpx would tidy the dots away."""
    import asyncio

    name, port = host.split(":")
    reader, writer = await asyncio.open_connection(name, int(port))
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer
