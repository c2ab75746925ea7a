"""A strict push service on loopback: RFC 8030 (delivery), RFC 8292 (VAPID), RFC 8291 (encryption), read with its own code.

It stands for the browser too: it makes the keys of a subscription and decrypts what comes, without the library that
encrypts in the product.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from vitrina.kernel.clock import Clock

AUTH = b"sixteen bytes..."
BODY_BYTES_MAX = 4096
DAY_S = 86_400


@dataclass
class Delivered:
    """One push as it came: its headers that matter, and what the browser read."""

    path: str
    ttl_s: int
    urgency: str
    topic: str
    said: dict[str, Any]


@dataclass
class PushService:
    """What came, what was wrong with it, and how it shall answer; `server_key` is what the browsers subscribed with."""

    clock: Clock
    port: int = 0
    server_key: str = ""
    delivered: list[Delivered] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    _browser: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def subscription(self, name: str) -> dict[str, Any]:
        """As `PushSubscription.toJSON()` gives it."""
        return {
            "endpoint": f"{self.origin}/push/{name}",
            "keys": {"p256dh": _letters(self.browser_key), "auth": _letters(AUTH)},
        }

    @property
    def browser_key(self) -> bytes:
        return self._browser.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        try:
            self.delivered.append(self._read(request, body))
        except (AssertionError, ValueError, KeyError, InvalidSignature, InvalidTag) as problem:
            self.complaints.append(f"{type(problem).__name__}: {problem}")
            return web.Response(status=400, text=str(problem))
        if self.answers:
            self.delivered.pop()
            status, headers = self.answers.pop(0)
            return web.Response(status=status, headers=headers)
        return web.Response(status=201, headers={"Location": f"/message/{len(self.delivered)}"})

    def _read(self, request: web.Request, body: bytes) -> Delivered:
        headers = request.headers
        assert request.method == "POST", "RFC 8030 §5: POST"
        assert re.fullmatch(r"\d{1,10}", headers["TTL"]), "RFC 8030 §5.2: TTL in seconds"
        assert headers.get("Urgency", "normal") in ("very-low", "low", "normal", "high"), "RFC 8030 §5.3"
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,32}", headers["Topic"]), "RFC 8030 §5.4: ≤ 32 letters of base64url"
        assert headers["Content-Encoding"] == "aes128gcm", "RFC 8291 §4"
        assert len(body) <= BODY_BYTES_MAX, "RFC 8030 §7.2"
        assert "Encryption" not in headers and "Crypto-Key" not in headers, "headers of the old drafts"
        self._check_vapid(headers["Authorization"])
        said = json.loads(self._decrypted(body))
        return Delivered(request.path, int(headers["TTL"]), headers["Urgency"], headers["Topic"], said)

    def _check_vapid(self, header: str) -> None:
        """RFC 8292: the token is signed by the key that the browser subscribed with, for us, for a day at most."""
        scheme, _, rest = header.partition(" ")
        parts = dict(part.strip().split("=", 1) for part in rest.split(","))
        assert scheme == "vapid" and set(parts) == {"t", "k"}, header
        assert parts["k"] == self.server_key, "not the key of the subscription"
        head, claims, signature = parts["t"].split(".")
        assert json.loads(_bytes(head)) == {"typ": "JWT", "alg": "ES256"}
        raw = _bytes(signature)
        assert len(raw) == 64
        der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(parts["k"]))
        key.verify(der, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
        said, now = json.loads(_bytes(claims)), self.clock.now().timestamp()
        assert said["aud"] == self.origin, said
        assert now < said["exp"] <= now + DAY_S, said
        assert re.match(r"mailto:\S+@\S+|https://", said["sub"]), said

    def _decrypted(self, body: bytes) -> bytes:
        """RFC 8188 and RFC 8291 §3, one record."""
        salt, record_bytes, key_bytes = body[:16], int.from_bytes(body[16:20]), body[20]
        sender, sealed = body[21 : 21 + key_bytes], body[21 + key_bytes :]
        assert key_bytes == 65 and 17 < len(sealed) <= record_bytes, "one record with the sender's key"
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        shared = self._browser.exchange(ec.ECDH(), point)
        secret = _hkdf(AUTH, b"WebPush: info\0" + self.browser_key + sender, 32, shared)
        key = _hkdf(salt, b"Content-Encoding: aes128gcm\0", 16, secret)
        nonce = _hkdf(salt, b"Content-Encoding: nonce\0", 12, secret)
        opened = AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\0")
        assert opened[-1:] == b"\2", "the last record ends with 2"
        return opened[:-1]


@asynccontextmanager
async def push_service(clock: Clock, port: int = 0) -> AsyncIterator[PushService]:
    """A running service, at any free port or a given one; it is gone after the block."""
    service = PushService(clock)
    application = web.Application()
    application.router.add_route("*", "/push/{name}", service.take)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    service.port = runner.addresses[0][1]
    try:
        yield service
    finally:
        await runner.cleanup()


def _hkdf(salt: bytes, info: bytes, length: int, secret: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


def _letters(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
