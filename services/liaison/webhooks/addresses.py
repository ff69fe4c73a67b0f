"""Where messages may go: public addresses by https, and the named hosts of a closed network."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import SplitResult, urlsplit

from shared.language import Text

IPAddress: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve: TypeAlias = Callable[[str, int], Iterable[str]]

LONGEST = 500
_VISIBLE = re.compile(r"[!-\[\]-~]+")
_NAME = re.compile(r"[a-z0-9]([a-z0-9.\-]*[a-z0-9])?|[0-9a-f:.]+", re.ASCII)
_PORTS = {"https": 443, "http": 80}
# Addresses that carry another one inside, which might be private, and that nobody serves from.
_TRANSITION = tuple(
    ipaddress.ip_network(network)
    for network in (
        "::/96",
        "::ffff:0:0/96",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2001::/32",
        "2002::/16",
    )
)
# A public address on which a large host of machines serves metadata to its own guests.
_METADATA = ipaddress.ip_address("168.63.129.16")

_NOT_AN_ADDRESS = Text("不是有效的网址。", "Not a valid address.")
_HTTPS_ONLY = Text("只允许 https。", "Only https is allowed.")
_NO_CREDENTIALS = Text("网址中不得含有用户名、口令或片段。", "No user, password or fragment.")
_NOT_PUBLIC = Text(
    "不是公开网络地址（内网主机须列入 WEBHOOK_ALLOWED_HOSTS）。",
    "Not a public address; hosts of a closed network have to be listed in WEBHOOK_ALLOWED_HOSTS.",
)
_UNKNOWN_HOST = Text("无法解析主机名。", "The host name cannot be resolved.")


class AddressError(Exception):
    """Messages may not go there; `text` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class UnknownHostError(AddressError):
    """The host has no address at this moment."""


@dataclass(frozen=True, slots=True)
class WebAddress:
    """A well-formed address; `target` is path and query. Whether it is allowed is not yet said."""

    scheme: str
    host: str
    port: int
    target: str

    @classmethod
    def read(cls, url: str) -> WebAddress:
        """Read a URL; `AddressError` when no message could go there whatever its host is."""
        parts, port = _parts(url)
        host = (parts.hostname or "").rstrip(".")
        bracketed = parts.netloc.rpartition("@")[2].startswith("[")
        meant = _NAME.fullmatch(host) and bracketed == (":" in host)
        if parts.scheme not in _PORTS or not meant:
            raise AddressError(_NOT_AN_ADDRESS)
        if "@" in parts.netloc or "#" in url:
            raise AddressError(_NO_CREDENTIALS)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return cls(parts.scheme, host, port or _PORTS[parts.scheme], target)

    @property
    def authority(self) -> str:
        """Host and port as the `Host` header and `WEBHOOK_ALLOWED_HOSTS` have them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


def resolved(host: str, port: int) -> list[str]:
    """Return the addresses of a host by the resolver of the machine; OSError when there is none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


def place_to_connect(
    address: WebAddress, allowed_hosts: frozenset[str], resolve: Resolve = resolved
) -> str:
    """
    Return the one IP address to connect to, checked; never resolve the name again after that.

    `AddressError` when any address of the host is not public, or the scheme is not https. Hosts
    in `allowed_hosts` may be private; plain http is for those on loopback alone.
    """
    try:
        found = [ipaddress.ip_address(each) for each in resolve(address.host, address.port)]
    except (OSError, ValueError) as error:
        raise UnknownHostError(_UNKNOWN_HOST) from error
    if not found:
        raise UnknownHostError(_UNKNOWN_HOST)
    named = address.authority in allowed_hosts
    if address.scheme != "https" and not (named and all(each.is_loopback for each in found)):
        raise AddressError(_HTTPS_ONLY)
    if not named and not all(is_public(each) for each in found):
        raise AddressError(_NOT_PUBLIC)
    return str(found[0])


def is_public(address: IPAddress) -> bool:
    """Say whether an address is one of the open internet, by itself and not by what it embeds."""
    if address.version == 6 and any(address in network for network in _TRANSITION):
        return False
    if address.is_multicast or address.is_reserved or address.is_link_local:
        return False
    if isinstance(address, ipaddress.IPv6Address) and address.is_site_local:
        return False
    return address.is_global and address != _METADATA


def _parts(url: str) -> tuple[SplitResult, int | None]:
    if len(url) > LONGEST or not _VISIBLE.fullmatch(url):
        raise AddressError(_NOT_AN_ADDRESS)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise AddressError(_NOT_AN_ADDRESS) from error
    if port == 0:
        raise AddressError(_NOT_AN_ADDRESS)
    return parts, port
