"""One computer's settings, ``motcua.toml``: server, voice, kiosk, wall display."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from server.voice.settings import VoiceSettings

from .display import DisplaySettings
from .kiosk import KioskSettings
from .mistakes import Mistake
from .reader import ConfigError, fill, from_environment

DEFAULT_PORT = 8800


@dataclass(frozen=True)
class ServerSettings:
    """Where the server listens and whom it lets in.

    Attributes:
        host: the address to listen on; 0.0.0.0 is every one.
        port: the one port for pages, ``/rpc`` and ``/ws``.
        names: host names besides the machine's own by which clients may call it.
        origins: origins of foreign pages that may call it.
        proxies: addresses of proxies whose ``X-Forwarded-For`` and
            ``X-Forwarded-Proto`` count.
        certificate: the file of the TLS certificate with its chain (PEM), in the data
            folder or absolute; with it there is https and wss only.
        key: the file of its private key, without a password.
        connections: open connections that one address without a token may have.
        requests: requests a second that one such address may make.
        burst: requests that it may make at once.
        session_hours: how long a member of staff stays signed in; in an office with
            hours no longer than the day.
        idle_minutes: after how long without doing anything a member of staff is signed
            out; 0 = never for that.
    """

    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    names: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ()
    certificate: str = ""
    key: str = ""
    connections: int = 200
    requests: int = 100
    burst: int = 300
    session_hours: int = 12
    idle_minutes: int = 120

    def __post_init__(self) -> None:
        """Refuse what cannot be listened on. Raises ValueError."""
        if not 0 <= self.port <= 65535:
            raise ValueError("port must be from 0 to 65535")
        if bool(self.certificate) is not bool(self.key):
            raise ValueError("certificate and key belong together")
        if not 1 <= self.session_hours <= 24:
            raise ValueError("session_hours must be from 1 to 24")
        if not 0 <= self.idle_minutes <= 24 * 60:
            raise ValueError("idle_minutes must be from 0 to 1440")


@dataclass(frozen=True)
class Settings:
    """All sections of ``motcua.toml``; every one may be left out."""

    server: ServerSettings = field(default_factory=ServerSettings)
    voice: VoiceSettings = field(default_factory=VoiceSettings)
    kiosk: KioskSettings = field(default_factory=KioskSettings)
    display: DisplaySettings = field(default_factory=DisplaySettings)


_SECTIONS: dict[str, type[Any]] = {
    "server": ServerSettings,
    "voice": VoiceSettings,
    "kiosk": KioskSettings,
    "display": DisplaySettings,
}


def read_settings(
    text: str, environment: Mapping[str, str], source: str = "motcua.toml"
) -> Settings:
    """Read the settings; the environment wins over the file.

    Raises:
        ConfigError: with every mistake at once.
    """
    try:
        table: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as broken:
        raise ConfigError(source, [Mistake((), "other", problem=broken)]) from broken
    wrong: list[Mistake] = []
    for name, kind in _SECTIONS.items():
        given = from_environment(kind, f"MOTCUA_{name}", environment, wrong)
        if given and isinstance(table.get(name, {}), dict):
            table[name] = {**table.get(name, {}), **given}
    settings = fill(Settings, table, (), wrong)
    if not wrong and not settings.voice.languages:
        wrong.append(Mistake(("voice", "languages"), "no_language"))
    if wrong:
        raise ConfigError(source, wrong)
    return settings
