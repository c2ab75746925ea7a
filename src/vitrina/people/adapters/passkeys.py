"""WebAuthn Level 3 as this product uses it: passkeys that a device finds by itself and unlocks by its owner's gesture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import msgspec
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from vitrina.people.errors import PasskeyWrong
from vitrina.people.model import Account, Passkey
from vitrina.platform.settings import Settings

TIMEOUT_MS = 300_000
TRANSPORTS = frozenset(("usb", "nfc", "ble", "internal", "hybrid", "smart-card", "cable"))
_BROKEN = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError)


def registration_options(settings: Settings, account: Account, challenge: bytes, known: Sequence[bytes]) -> msgspec.Raw:
    """The options of `navigator.credentials.create` as JSON; `known` credentials are not made again."""
    options = generate_registration_options(
        rp_id=_host(settings),
        rp_name="Vitrina",
        user_id=account.id.bytes,
        user_name=account.email,
        user_display_name=account.name,
        challenge=challenge,
        timeout=TIMEOUT_MS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
    )
    return msgspec.Raw(options_to_json(options).encode())


def log_in_options(settings: Settings, challenge: bytes) -> msgspec.Raw:
    """The options of `navigator.credentials.get` as JSON; no list of keys, so that the e-mail need not be asked for."""
    options = generate_authentication_options(
        rp_id=_host(settings),
        challenge=challenge,
        timeout=TIMEOUT_MS,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return msgspec.Raw(options_to_json(options).encode())


def read_registration(
    settings: Settings, credential: dict[str, Any], challenge: bytes
) -> tuple[bytes, bytes, int, tuple[str, ...]]:
    """(credential, public key, sign count, transports) of a new passkey; `PasskeyWrong`."""
    try:
        made = verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=_host(settings),
            expected_origin=_origin(settings),
            require_user_verification=True,
        )
        named = credential.get("response", {}).get("transports") or []
        transports = tuple(one for one in named if one in TRANSPORTS)
    except _BROKEN:
        raise PasskeyWrong from None
    return made.credential_id, made.credential_public_key, made.sign_count, transports


def credential_of(credential: dict[str, Any]) -> bytes:
    """Which passkey answers; `PasskeyWrong` when the answer does not say."""
    try:
        return base64url_to_bytes(credential["rawId"])
    except _BROKEN:
        raise PasskeyWrong from None


def read_log_in(settings: Settings, credential: dict[str, Any], challenge: bytes, passkey: Passkey) -> int:
    """The new sign count, when `passkey` signed the challenge for this site; `PasskeyWrong`.

    A count that did not grow is a copied key (WebAuthn §6.1.1); zero is a device that does not count.
    """
    try:
        proved = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=_host(settings),
            expected_origin=_origin(settings),
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except _BROKEN:
        raise PasskeyWrong from None
    return proved.new_sign_count


def _host(settings: Settings) -> str:
    return urlsplit(settings.public_url).hostname or "localhost"


def _origin(settings: Settings) -> str:
    parts = urlsplit(settings.public_url)
    return f"{parts.scheme}://{parts.netloc}"
