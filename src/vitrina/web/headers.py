"""The security headers of every answer, built once from the settings."""

from __future__ import annotations

from typing import TypeAlias

from vitrina.platform.settings import Settings

RawHeaders: TypeAlias = list[tuple[bytes, bytes]]

HSTS_S = 2 * 365 * 86_400
# Camera and microphone are for recording a clip, payment for wallets; everything else a page of ours never needs.
# Sharing is ours without being named, and naming it makes Chromium complain on every page.
_PERMISSIONS = (
    "accelerometer=(), autoplay=(self), camera=(self), display-capture=(), encrypted-media=(self), fullscreen=(self),"
    " geolocation=(), gyroscope=(), magnetometer=(), microphone=(self), midi=(), payment=(self),"
    " picture-in-picture=(self), publickey-credentials-get=(self), screen-wake-lock=(self), usb=()"
)


def content_policy(settings: Settings) -> str:
    """The Content-Security-Policy: our own origin only, and the provider's page in a frame (3-D Secure)."""
    policy = {
        "default-src": "'self'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data: blob:",
        "media-src": "'self' blob:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "worker-src": "'self' blob:",
        "manifest-src": "'self'",
        "frame-src": settings.provider_public_url,
        "frame-ancestors": "'none'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "object-src": "'none'",
    }
    text = "; ".join(f"{name} {sources}" for name, sources in policy.items())
    return text + "; upgrade-insecure-requests" if settings.public_url.startswith("https:") else text


def security_headers(settings: Settings, *, shared_with: str) -> RawHeaders:
    """Headers for every answer; `shared_with` says which pages may load it: `same-origin` or `cross-origin`."""
    made = {
        "content-security-policy": content_policy(settings),
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "strict-origin-when-cross-origin",
        "permissions-policy": _PERMISSIONS,
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": shared_with,
    }
    if settings.public_url.startswith("https:"):
        made["strict-transport-security"] = f"max-age={HSTS_S}; includeSubDomains"
    return [(name.encode(), value.encode()) for name, value in made.items()]
