# SPDX-License-Identifier: EUPL-1.2
"""What the site takes from its environment; the only place where environment variables are read."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

HOME = Path.home() / ".local" / "share"
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True)
class Theme:
    """The look of an organisation: a stylesheet of its own beside ours.

    Attributes:
        class_name: class on the root element.
        stylesheet: address of the extra stylesheet, empty for the default theme.
        name: name of the organisation in the header, empty for none.
        logo: address of its logo, empty for none.
    """

    class_name: str = "voorbeeld-theme"
    stylesheet: str = ""
    name: str = ""
    logo: str = ""


@dataclass(frozen=True)
class Oidc:
    """The provider by which people of an organisation log in; none by default.

    Attributes:
        issuer: address of the provider, as it names itself.
        client_id: how the provider knows this site.
        secret: the secret the two share.
        name: words on the button.
        claim: claim of the ID token that names an organisation by its code, empty for none.
        organisations: codes of the organisations whose people may come in without an invitation.
    """

    issuer: str = ""
    client_id: str = ""
    secret: str = ""
    name: str = ""
    claim: str = ""
    organisations: tuple[str, ...] = ()

    @property
    def apps(self) -> list[dict[str, Any]]:
        """The provider as allauth wants it."""
        if not self.issuer:
            return []
        settings = {"server_url": self.issuer, "oauth_pkce_enabled": True}
        known = {"name": self.name, "client_id": self.client_id, "secret": self.secret}
        return [{"provider_id": "organisatie", **known, "settings": settings}]

    @property
    def origins(self) -> list[str]:
        """Where its login page stands."""
        parts = urlsplit(self.issuer)
        return [f"{parts.scheme}://{parts.netloc}"] if self.issuer else []


@dataclass(frozen=True)
class Environment:
    """The choices of who runs the site.

    Attributes:
        workspace: the folder with the tables and the monitor.
        data: the folder of the site itself (SQLite, secret key, cache, uploads, translations).
        database: settings of the database for Django.
        email: settings of outgoing mail for Django.
        secret_key: key that signs sessions and links.
        hosts: host names under which the site answers.
        secure: True behind https: cookies and headers are then held to it.
        debug: True for who works on the site itself.
        proxies: number of trusted reverse proxies in front.
        address: public address of the site, for absolute links.
        contact: address of who answers for the data and the API.
        theme: the look.
        oidc: the provider by which people of an organisation log in.
        work_slots: pieces of work that go on at once.
        clamd: address of a virus scanner, empty for none.
    """

    workspace: Path
    data: Path
    database: dict[str, Any]
    email: dict[str, Any]
    secret_key: str
    hosts: tuple[str, ...]
    secure: bool
    debug: bool
    proxies: int
    address: str
    contact: str
    theme: Theme
    oidc: Oidc
    work_slots: int = 2
    clamd: str = ""


def read_environment(given: Mapping[str, str]) -> Environment:
    """The environment in the form that the settings use.

    Args:
        given: environment variables by name; `docs/how-to/deploy.md` describes each.

    Raises:
        ValueError: a variable cannot be understood; it is named, with what is expected.
    """
    data = Path(given.get("GEMENGD_SITE_DATA") or HOME / "gemengd-site").absolute()
    address = given.get("GEMENGD_ADDRESS", "http://localhost:8000").rstrip("/")
    return Environment(
        workspace=Path(given.get("GEMENGD_WORKSPACE") or HOME / "gemengd").absolute(),
        data=data,
        database=_database(given.get("DATABASE_URL", ""), data),
        email=_email(given.get("GEMENGD_EMAIL_URL", ""), given.get("GEMENGD_EMAIL_FROM", "")),
        secret_key=given.get("GEMENGD_SECRET_KEY") or _kept_key(data / "secret-key"),
        hosts=tuple(given.get("GEMENGD_HOSTS", ",".join(LOCAL_HOSTS)).replace(" ", "").split(",")),
        secure=address.startswith("https://"),
        debug=_flag(given, "GEMENGD_DEBUG"),
        proxies=_whole(given, "GEMENGD_PROXIES"),
        address=address,
        contact=given.get("GEMENGD_CONTACT", ""),
        theme=Theme(
            given.get("GEMENGD_THEME_CLASS", Theme.class_name),
            given.get("GEMENGD_THEME_STYLESHEET", ""),
            given.get("GEMENGD_THEME_NAME", ""),
            given.get("GEMENGD_THEME_LOGO", ""),
        ),
        oidc=_oidc(given),
        work_slots=_whole(given, "GEMENGD_WORK_SLOTS", least=1, default=2),
        clamd=_clamd(given.get("GEMENGD_CLAMD", "")),
    )


def _oidc(given: Mapping[str, str]) -> Oidc:
    issuer = given.get("GEMENGD_OIDC_ISSUER", "")
    if not issuer:
        return Oidc()
    parts = urlsplit(issuer)
    if parts.scheme != "https" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise ValueError(
            f"GEMENGD_OIDC_ISSUER: found {issuer!r}, expected an address that starts with https://"
        )
    for name in ("GEMENGD_OIDC_CLIENT_ID", "GEMENGD_OIDC_CLIENT_SECRET"):
        if not given.get(name):
            raise ValueError(f"{name}: empty, expected what the provider gave for this site")
    return Oidc(
        issuer,
        given["GEMENGD_OIDC_CLIENT_ID"],
        given["GEMENGD_OIDC_CLIENT_SECRET"],
        given.get("GEMENGD_OIDC_NAME") or parts.hostname or "",
        given.get("GEMENGD_OIDC_CLAIM", ""),
        tuple(given.get("GEMENGD_OIDC_ORGANISATIONS", "").replace(",", " ").split()),
    )


def _database(url: str, data: Path) -> dict[str, Any]:
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data / "site.sqlite3",
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
            },
        }
    import environ

    return {**environ.Env.db_url_config(url), "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


def _email(url: str, sender: str) -> dict[str, Any]:
    senders = {"DEFAULT_FROM_EMAIL": sender, "SERVER_EMAIL": sender} if sender else {}
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend", **senders}
    import environ

    return {**environ.Env.email_url_config(url), **senders}


def _clamd(address: str) -> str:
    if address and not re.fullmatch(r"unix:/.+|tcp:.+:\d+", address):
        raise ValueError(f"GEMENGD_CLAMD: found {address!r}, expected unix:/path or tcp:host:port")
    return address


def _kept_key(path: Path) -> str:
    """A key of this installation, made once: sessions outlive a restart without anybody choosing a key."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(f".{secrets.token_hex(4)}")
        beside.touch(mode=0o600)
        beside.write_text(secrets.token_urlsafe(50), encoding="ascii")
        try:
            path.hardlink_to(beside)
        except FileExistsError:
            pass  # another process was first; its key counts
        finally:
            beside.unlink()
    return path.read_text(encoding="ascii")


def _flag(given: Mapping[str, str], name: str) -> bool:
    value = given.get(name, "").lower()
    if value not in ("", "0", "1", "true", "false"):
        raise ValueError(f"{name}: found {value!r}, expected 1 or 0")
    return value in ("1", "true")


def _whole(given: Mapping[str, str], name: str, *, least: int = 0, default: int = 0) -> int:
    value = given.get(name, str(default))
    if not value.isdigit() or int(value) < least:
        raise ValueError(
            f"{name}: found {value!r}, expected a whole number{f' from {least}' if least else ''}"
        )
    return int(value)
