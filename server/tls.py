"""Encryption of the one port: its certificate, and the address that fits it."""

from __future__ import annotations

import ssl
from pathlib import Path

from server.config.settings import ServerSettings


def tls_of(settings: ServerSettings, folder: Path) -> ssl.SSLContext | None:
    """Give what the certificate and its key are used by; None without them.

    Raises:
        OSError: they cannot be read, or do not belong together.
    """
    if not settings.certificate:
        return None
    certificate, key = folder / settings.certificate, folder / settings.key
    for file in (certificate, key):
        if not file.is_file():
            raise OSError(f"there is no file {file}, which [server] names")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        # Never ask for a password: nobody would be there to type it.
        context.load_cert_chain(certificate, key, password="")
    except ssl.SSLError as wrong:
        why = wrong.reason or wrong
        raise OSError(f"{certificate} cannot be used with {key}: {why}") from wrong
    return context


def own_address(settings: ServerSettings, host: str, port: int) -> str:
    """Give the address to show; under TLS by a name that the certificate has."""
    if not settings.certificate:
        return f"http://{_shown(host)}:{port}"
    name = settings.names[0] if settings.names else "localhost"
    return f"https://{_shown(name)}:{port}"


def _shown(host: str) -> str:
    if host in ("0.0.0.0", "::"):
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
