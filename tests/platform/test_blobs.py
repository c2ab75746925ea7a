"""Files by key, in a folder; and keys that would lead out of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from vitrina.platform.blobs import BlobKeyWrong, BlobMissing, Blobs, check_key, digest_of
from vitrina.platform.settings import read_settings


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs.open(replace(read_settings({}), home=tmp_path))


async def test_what_is_put_is_got_whole_and_in_parts(blobs: Blobs, tmp_path: Path) -> None:
    await blobs.put("video/1/index.m3u8", b"0123456789", "application/vnd.apple.mpegurl")
    assert await blobs.get("video/1/index.m3u8") == b"0123456789"
    assert await blobs.get_range("video/1/index.m3u8", 2, 3) == b"234"
    assert await blobs.size_bytes("video/1/index.m3u8") == 10
    assert await blobs.has("video/1/index.m3u8")
    assert blobs.url("video/1/index.m3u8") == "/media/video/1/index.m3u8"
    assert blobs.local_path("video/1/index.m3u8") == tmp_path / "blobs/video/1/index.m3u8"
    assert (tmp_path / "blobs/video/1/index.m3u8").read_bytes() == b"0123456789"


async def test_a_later_put_replaces(blobs: Blobs) -> None:
    await blobs.put("a", b"old and long", "text/plain")
    await blobs.put("a", b"new", "text/plain")
    assert await blobs.get("a") == b"new"


async def test_a_file_goes_in_and_out_by_path(blobs: Blobs, tmp_path: Path) -> None:
    source = tmp_path / "source.bin"
    source.write_bytes(bytes(range(256)) * 20_000)
    await blobs.put_file("big/one.bin", source)
    await blobs.copy_out("big/one.bin", tmp_path / "out.bin")
    assert (tmp_path / "out.bin").read_bytes() == source.read_bytes()


async def test_immutable_names_come_from_the_bytes(blobs: Blobs) -> None:
    key = await blobs.put_immutable("picture", b"abc", ".webp", "image/webp")
    assert key == f"picture/{digest_of(b'abc')}.webp"
    assert key == "picture/ba7816bf8f01cfea414140de5dae2223b00361a3.webp"
    assert await blobs.put_immutable("picture", b"abc", ".webp", "image/webp") == key
    assert await blobs.put_immutable("picture", b"abd", ".webp", "image/webp") != key
    assert sorted([found async for found in blobs.list("picture")])[0].startswith("picture/")
    assert len([found async for found in blobs.list("picture")]) == 2


async def test_what_is_not_there(blobs: Blobs, tmp_path: Path) -> None:
    with pytest.raises(BlobMissing):
        await blobs.get("no/such")
    with pytest.raises(BlobMissing):
        await blobs.get_range("no/such", 0, 1)
    with pytest.raises(BlobMissing):
        await blobs.size_bytes("no/such")
    with pytest.raises(BlobMissing):
        await blobs.copy_out("no/such", tmp_path / "out")
    assert not await blobs.has("no/such")
    await blobs.delete("no/such")
    assert [found async for found in blobs.list("no")] == []


async def test_deleted_is_gone(blobs: Blobs) -> None:
    await blobs.put("a/b", b"x", "text/plain")
    await blobs.delete("a/b")
    assert not await blobs.has("a/b")


WRONG = [
    "",
    "/a",
    "a/",
    "a//b",
    "../a",
    "a/../b",
    "a/./b",
    ".env",
    "a/.hidden",
    "a\\b",
    "a b",
    "a\n",
    "é",
    "a?b",
    "a%2e",
    "a" * 301,
]


@pytest.mark.parametrize("key", WRONG)
async def test_a_key_that_is_none_is_refused_everywhere(blobs: Blobs, key: str, tmp_path: Path) -> None:
    with pytest.raises(BlobKeyWrong):
        check_key(key)
    with pytest.raises(BlobKeyWrong):
        await blobs.put(key, b"x", "text/plain")
    with pytest.raises(BlobKeyWrong):
        await blobs.get(key)
    with pytest.raises(BlobKeyWrong):
        blobs.local_path(key)
    with pytest.raises(BlobKeyWrong):
        blobs.url(key)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_bucket_has_no_local_path() -> None:
    settings = replace(read_settings({}), blob_url="s3://bucket/prefix")
    assert Blobs.open(settings).local_path("a") is None
