"""Addresses that do not leave the machine on which they are asked."""

from __future__ import annotations

from urllib.parse import urlsplit

_HOSTS = frozenset({"localhost", "127.0.0.1"})
_SCHEMES = frozenset({"ws", "http"})
_REFUSED = frozenset(" ;,'\"")


def local_origin(address: str) -> str | None:
    """
    Return the origin of an address on this very machine, such as `ws://127.0.0.1:1919`.

    None for any other, and for one that could say more than an origin in a page policy.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    known = parts.scheme in _SCHEMES and parts.hostname in _HOSTS and port and not parts.username
    if not known or _REFUSED & set(address):
        return None
    return f"{parts.scheme}://{parts.hostname}:{port}"
