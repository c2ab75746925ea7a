"""Web Push: one encrypted message to one browser, through the push service that the browser named.

The body is encrypted for that browser (RFC 8291, aes128gcm), the call is signed with the installation's key (VAPID,
RFC 8292) and made by the guarded fetch: the address comes from whoever subscribed.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr
from typing import Final, Literal
from urllib.parse import urlsplit

import http_ece  # type: ignore[import-untyped]
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02  # type: ignore[import-untyped]

from vitrina.kernel.errors import Refusal
from vitrina.platform.app import App

Urgency = Literal["very-low", "low", "normal", "high"]
BODY_BYTES_MAX = 3_000  # RFC 8030 §7.2: a service takes 4096 bytes encrypted
KEY_BYTES, AUTH_BYTES = 65, 16
RETRY_S_MAX = 3_600
_TOKEN_LIFE = timedelta(hours=12)  # RFC 8292: 24 at most
# The order of P-256 less one: a private key lies from 1 to it.
_KEYS: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632550


@dataclass(frozen=True, slots=True)
class PushAddress:
    """Where a browser is reached, its public key (a point of P-256, uncompressed) and its shared secret."""

    endpoint: str
    public_key: bytes
    auth_secret: bytes


@dataclass(frozen=True, slots=True)
class Push:
    """What is pushed: `topic` (≤ 32 letters of base64url) replaces an earlier one that was not delivered yet."""

    body: bytes
    ttl_s: int
    urgency: Urgency
    topic: str


class PushGone(Exception):
    """The browser does not want pushes any more: forget its address."""


class PushFailed(Exception):
    """It was not taken; `retry_s`: try again so many seconds later, None: never."""

    def __init__(self, reason: str, *, retry_s: int | None) -> None:
        super().__init__(reason)
        self.retry_s = retry_s


class Pusher:
    """The process's pushes: one key of the installation, made of its secret."""

    def __init__(self, app: App) -> None:
        self._app = app
        seed = hashlib.sha256(b"vapid\n" + app.settings.app_secret.encode()).digest()
        self._private = ec.derive_private_key(int.from_bytes(seed) % _KEYS + 1, ec.SECP256R1())
        self.public_key = _letters(_point(self._private.public_key()))

    async def send(self, address: PushAddress, push: Push) -> None:
        """Hand one push to the browser's service; `PushGone` or `PushFailed`."""
        assert len(push.body) <= BODY_BYTES_MAX
        headers = {
            **self._signed(address.endpoint),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(push.ttl_s),
            "Urgency": push.urgency,
            "Topic": push.topic,
        }
        try:
            answer = await self._app.fetch.post(address.endpoint, _encrypted(address, push.body), headers=headers)
        except Refusal as refusal:
            # An address that must not be fetched stays so; one that did not answer may do so later.
            raise PushFailed(refusal.code, retry_s=None if refusal.code == "address_refused" else 60) from None
        if answer.status in (404, 410):
            raise PushGone
        if answer.status == 429 or answer.status >= 500:
            wait = answer.headers.get("retry-after", "")
            raise PushFailed(f"status {answer.status}", retry_s=min(int(wait), RETRY_S_MAX) if wait.isdecimal() else 60)
        if not 200 <= answer.status < 300:
            raise PushFailed(f"status {answer.status}", retry_s=None)

    def _signed(self, endpoint: str) -> dict[str, str]:
        url = urlsplit(endpoint)
        claims = {
            "aud": f"{url.scheme}://{url.netloc}",
            "exp": int((self._app.clock.now() + _TOKEN_LIFE).timestamp()),
            "sub": f"mailto:{parseaddr(self._app.settings.mail_from)[1]}",
        }
        signed: dict[str, str] = Vapid02(self._private).sign(claims)
        return signed


def make_address(endpoint: str, public_key: str, auth_secret: str) -> PushAddress | None:
    """The address in a browser's words (base64url); None when key or secret cannot be used."""
    try:
        key, auth = (base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)) for text in (public_key, auth_secret))
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key)
    except (ValueError, UnsupportedAlgorithm):
        return None
    return PushAddress(endpoint, key, auth) if len(key) == KEY_BYTES and len(auth) == AUTH_BYTES else None


def _encrypted(address: PushAddress, body: bytes) -> bytes:
    own = ec.generate_private_key(ec.SECP256R1())
    made: bytes = http_ece.encrypt(
        body, private_key=own, dh=address.public_key, auth_secret=address.auth_secret, version="aes128gcm"
    )
    return made


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _letters(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
