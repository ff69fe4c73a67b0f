"""Where the gateway listens, and whether what passes there is encrypted."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from deploy.certificates import check_given, own_certificate
from deploy.refusal import RefusalError
from shared.language import Text

LOOPBACK = "127.0.0.1"
_LOOPBACKS = {4: LOOPBACK, 6: "::1"}
# Of a network that no packet reaches (RFC 5737): asks the routes, sends nothing.
_OUTSIDE = ("192.0.2.1", 9)


class OpenDoorError(RefusalError):
    """Passwords would cross the network in clear; `text` says what to do instead."""

    def __init__(self, host: str) -> None:
        text = Text(
            f"拒绝在 {host} 上以明文 HTTP 提供服务：请给出 TLS_CERTIFICATE 和 TLS_KEY；"
            "由反向代理负责 TLS 的，设 TLS_BY_PROXY=1",
            f"plain HTTP on {host} is refused: give TLS_CERTIFICATE and TLS_KEY, or set "
            "TLS_BY_PROXY=1 where a reverse proxy in front does TLS",
        )
        super().__init__(text)


@dataclass(frozen=True, slots=True)
class Door:
    """The address on which the gateway listens, with its certificate if it has one."""

    host: str = LOOPBACK
    certificate: Path | None = None
    key: Path | None = None
    behind_proxy: bool = False

    @classmethod
    def from_environment(cls, values: Mapping[str, str]) -> Door:
        """Return the door that `BIND_HOST`, `TLS_CERTIFICATE`, `TLS_KEY`, `TLS_BY_PROXY` say."""
        certificate, key = values.get("TLS_CERTIFICATE", ""), values.get("TLS_KEY", "")
        return cls(
            values.get("BIND_HOST", "") or LOOPBACK,
            Path(certificate) if certificate else None,
            Path(key) if key else None,
            values.get("TLS_BY_PROXY", "") == "1",
        )

    @property
    def is_open(self) -> bool:
        """Whether other machines reach it."""
        try:
            return not ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host != "localhost"

    @property
    def is_encrypted(self) -> bool:
        """Whether it speaks TLS."""
        return self.certificate is not None or (self.is_open and not self.behind_proxy)

    @property
    def near_host(self) -> str:
        """The address by which this machine itself reaches it."""
        everywhere = self._everywhere()
        return _LOOPBACKS[everywhere.version] if everywhere else self.host

    @property
    def shown_host(self) -> str:
        """The address that people are told: one of this machine where it listens on all."""
        return _own_address() if self._everywhere() else self.host

    def _everywhere(self) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
        """Return the address that stands for all of this machine, if that is where it listens."""
        try:
            found = ipaddress.ip_address(self.host)
        except ValueError:
            return None
        return found if found.is_unspecified else None

    def equipped(self, secrets: Path) -> Door:
        """Return the door with a certificate: the one given, else one of our own if needed."""
        if self.certificate is not None and self.key is not None:
            check_given(self.certificate, self.key)
        if self.certificate is not None or not self.is_encrypted:
            return self
        names = dict.fromkeys(
            (self.shown_host, self.near_host, LOOPBACK, "localhost", socket.gethostname())
        )
        certificate, key = own_certificate(secrets, list(names))
        return replace(self, certificate=certificate, key=key)

    def check(self) -> None:
        """Raise `OpenDoorError` where other machines would be answered in clear."""
        if self.is_encrypted and (self.certificate is None or self.key is None):
            raise OpenDoorError(self.host)

    def address(self, port: int) -> str:
        """Return the address that people are told."""
        return f"{'https' if self.is_encrypted else 'http'}://{_in_address(self.shown_host)}:{port}"

    def bind(self, port: str) -> str:
        """Return what gunicorn is told to listen on."""
        return f"{_in_address(self.host)}:{port}"

    def environment(self) -> dict[str, str]:
        """Return the variables from which the gateway's process reads the same door."""
        values = {
            "BIND_HOST": self.host,
            "TLS_CERTIFICATE": str(self.certificate or ""),
            "TLS_KEY": str(self.key or ""),
            "TLS_BY_PROXY": "1" if self.behind_proxy else "",
        }
        return {name: value for name, value in values.items() if value}


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _own_address() -> str:
    """Return the address by which this machine goes out; its loopback one without a network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(_OUTSIDE)
        except OSError:
            return LOOPBACK
        return str(asked.getsockname()[0])
