"""A passkey's device in a few lines: makes ES256 keys, counts its uses, signs what a browser would hand it (WebAuthn §6)."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def raw(shown: str) -> bytes:
    return base64.urlsafe_b64decode(shown + "=" * (-len(shown) % 4))


@dataclass
class Authenticator:
    """One device with one key; `origin` is the page it believes to be on."""

    origin: str
    host: str = "localhost"
    flags: int = PRESENT | VERIFIED
    uses: int = 0
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, options: dict[str, Any]) -> dict[str, Any]:
        """As `navigator.credentials.create`: the credential as JSON."""
        numbers = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        attested = bytes(16) + len(self.id).to_bytes(2) + self.id + cbor2.dumps(public)
        attestation = {"fmt": "none", "attStmt": {}, "authData": self._data(ATTESTED) + attested}
        response = {
            "clientDataJSON": text(self._client("webauthn.create", options["challenge"])),
            "attestationObject": text(cbor2.dumps(attestation)), "transports": ["internal", "strange"],
        }  # fmt: skip
        return self._credential(response)

    def use(self, options: dict[str, Any]) -> dict[str, Any]:
        """As `navigator.credentials.get`: the answer to the challenge as JSON."""
        self.uses += 1
        client, known = self._client("webauthn.get", options["challenge"]), self._data(0)
        signature = self.key.sign(known + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": text(client), "authenticatorData": text(known), "signature": text(signature),
            "userHandle": None,
        }  # fmt: skip
        return self._credential(response)

    def _credential(self, response: dict[str, Any]) -> dict[str, Any]:
        return {"id": text(self.id), "rawId": text(self.id), "type": "public-key", "response": response}

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()

    def _data(self, more: int) -> bytes:
        return hashlib.sha256(self.host.encode()).digest() + bytes([self.flags | more]) + self.uses.to_bytes(4)
