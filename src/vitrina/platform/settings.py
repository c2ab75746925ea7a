"""Settings of an installation, read once from the environment (`VITRINA_…`)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

PORT_DEFAULT = 8000
HUB_OFFSET, ENCODER_OFFSET, PROVIDER_OFFSET = 1, 2, 3
_PUBLIC_HOST = "localhost"


class SettingWrong(Exception):
    """A setting that cannot be used; the text names it and says what it takes."""


@dataclass(frozen=True)
class Settings:
    """Everything an operator may set; ports and URLs default to one machine."""

    home: Path
    port: int = PORT_DEFAULT
    host: str = "127.0.0.1"
    public_url: str = f"http://{_PUBLIC_HOST}:{PORT_DEFAULT}"
    database_url: str | None = None
    postgres_bin: Path | None = None
    blob_url: str | None = None
    provider_url: str = f"http://127.0.0.1:{PORT_DEFAULT + PROVIDER_OFFSET}"
    provider_public_url: str = f"http://{_PUBLIC_HOST}:{PORT_DEFAULT + PROVIDER_OFFSET}"
    provider_secret: str = ""
    provider_webhook_secret: str = ""
    app_secret: str = ""
    smtp_url: str | None = None
    mail_from: str = "Vitrina <hello@localhost>"
    fetch_allow: frozenset[str] = field(default_factory=frozenset)
    is_limited: bool = True
    web_processes: int = 1
    ffmpeg_path: str | None = None
    client_folder: Path | None = None
    pool_size: int = 8
    log_level: str = "INFO"
    provider_delay_ms: int = 0
    is_demo: bool = False
    popular_followers: int = 1_000

    @property
    def provider_port(self) -> int:
        return self.port + PROVIDER_OFFSET

    @property
    def is_public_loopback(self) -> bool:
        """Whether the listening address is reachable from this machine only."""
        return self.host in ("127.0.0.1", "::1", "localhost")


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from `environ` (the process's own when None); `SettingWrong` names the first that cannot be used."""
    env = os.environ if environ is None else environ
    port = _number(env, "VITRINA_PORT", PORT_DEFAULT, 1, 65_000)
    limits = env.get("VITRINA_LIMITS", "on").lower()
    if limits not in ("on", "off"):
        raise SettingWrong("VITRINA_LIMITS takes on or off")
    host = env.get("VITRINA_HOST", "127.0.0.1")
    provider_port = port + PROVIDER_OFFSET
    made = Settings(
        home=Path(env.get("VITRINA_HOME", "var")).resolve(),
        port=port,
        host=host,
        public_url=env.get("VITRINA_PUBLIC_URL", f"http://{_PUBLIC_HOST}:{port}").rstrip("/"),
        database_url=env.get("VITRINA_DATABASE_URL") or None,
        postgres_bin=Path(env["VITRINA_POSTGRES_BIN"]) if env.get("VITRINA_POSTGRES_BIN") else None,
        blob_url=env.get("VITRINA_BLOB_URL") or None,
        provider_url=env.get("VITRINA_PROVIDER_URL", f"http://127.0.0.1:{provider_port}").rstrip("/"),
        provider_public_url=env.get("VITRINA_PROVIDER_PUBLIC_URL", f"http://{_PUBLIC_HOST}:{provider_port}").rstrip(
            "/"
        ),
        provider_secret=env.get("VITRINA_PROVIDER_SECRET", ""),
        provider_webhook_secret=env.get("VITRINA_PROVIDER_WEBHOOK_SECRET", ""),
        app_secret=env.get("VITRINA_APP_SECRET", ""),
        smtp_url=env.get("VITRINA_SMTP_URL") or None,
        mail_from=env.get("VITRINA_MAIL_FROM", "Vitrina <hello@localhost>"),
        fetch_allow=frozenset(filter(None, env.get("VITRINA_FETCH_ALLOW", "").replace(" ", "").split(","))),
        is_limited=limits == "on",
        web_processes=_number(env, "VITRINA_WEB_PROCESSES", 1, 1, 64),
        ffmpeg_path=env.get("VITRINA_FFMPEG") or None,
        client_folder=Path(env["VITRINA_CLIENT"]) if env.get("VITRINA_CLIENT") else None,
        pool_size=_number(env, "VITRINA_POOL", 8, 2, 100),
        log_level=env.get("VITRINA_LOG", "INFO").upper(),
        provider_delay_ms=_number(env, "VITRINA_PROVIDER_DELAY_MS", 0, 0, 60_000),
        is_demo=env.get("VITRINA_DEMO", "") == "1",
        popular_followers=_number(env, "VITRINA_POPULAR_FOLLOWERS", 1_000, 1, 1_000_000_000),
    )
    if not made.is_limited and not made.is_public_loopback:
        raise SettingWrong("VITRINA_LIMITS=off is only for an installation that listens on loopback")
    return made


def _number(env: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = env.get(name, "")
    if not text:
        return default
    if not text.isdecimal() or not least <= int(text) <= most:
        raise SettingWrong(f"{name} takes a whole number from {least} to {most}")
    return int(text)
