"""What a process is told by its environment when it starts."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

from shared.language import Text

GATEWAY = "gateway"
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_MOST_PROXIES = 16


class SettingsError(ValueError):
    """A setting is missing or cannot be meant; the message names its variable."""


def _documented(variable: str, zh: str, en: str) -> dict[str, object]:
    return {"variable": variable, "help": Text(zh, en)}


@dataclass(frozen=True, slots=True)
class Settings:
    """
    One process's settings, read once at start and passed on explicitly.

    Each field carries its variable and its help, from which the settings page is written.
    """

    service: str = field(
        metadata=_documented("CONCORD_SERVICE", "本进程所属服务", "service this process belongs to")
    )
    database_url: str = field(
        metadata=_documented("DATABASE_URL", "MongoDB 地址", "address of MongoDB")
    )
    secrets_dir: Path = field(
        metadata=_documented("SECRETS_DIR", "密钥文件夹", "folder that holds the secrets")
    )
    broker_url: str = field(
        default="",
        metadata=_documented(
            "BROKER_URL",
            "事件总线地址：redis:// 或 amqp://（网关不需要）",
            "address of the bus, redis:// or amqp:// (not needed by the gateway)",
        ),
    )
    database_name: str = field(
        default="",
        metadata=_documented(
            "DATABASE_NAME",
            "数据库名，默认 concord_<服务>",
            "database name, by default concord_<service>",
        ),
    )
    services: Mapping[str, str] = field(
        default_factory=dict,
        metadata=_documented(
            "SERVICES",
            "各服务地址：名称=地址，以逗号分隔",
            "addresses of the services: name=address, separated by commas",
        ),
    )
    log_level: str = field(
        default="INFO", metadata=_documented("LOG_LEVEL", "日志级别", "least severe level logged")
    )

    proxy_hops: int = field(
        default=0,
        metadata=_documented(
            "PROXY_HOPS",
            "网关前可信反向代理的层数",
            "number of trusted reverse proxies in front of the gateway",
        ),
    )

    installation: str = field(
        default="",
        metadata=_documented(
            "CONCORD_INSTALLATION",
            "本次运行的标记，见于 /readyz（make run 自行设置）",
            "mark of this run of an installation, shown by /readyz (`make run` sets it by itself)",
        ),
    )

    def __post_init__(self) -> None:
        if not self.database_name:
            object.__setattr__(self, "database_name", f"concord_{self.service}")
        object.__setattr__(self, "services", MappingProxyType(dict(self.services)))
        if self.log_level not in LOG_LEVELS:
            raise SettingsError(f"LOG_LEVEL must be one of {', '.join(LOG_LEVELS)}")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read the settings; `SettingsError` names the first variable that is missing or wrong."""
        values = os.environ if environment is None else environment
        service = _required(values, "CONCORD_SERVICE")
        return cls(
            service=service,
            database_url=_required(values, "DATABASE_URL"),
            secrets_dir=Path(_required(values, "SECRETS_DIR")),
            broker_url=values.get("BROKER_URL", "")
            if service == GATEWAY
            else _required(values, "BROKER_URL"),
            database_name=values.get("DATABASE_NAME", ""),
            services=parse_services(values.get("SERVICES", "")),
            log_level=values.get("LOG_LEVEL", "INFO").upper(),
            proxy_hops=whole_number(values, "PROXY_HOPS", 0, most=_MOST_PROXIES),
            installation=values.get("CONCORD_INSTALLATION", ""),
        )

    def address_of(self, service: str) -> str:
        """Return the address of `service`, without a trailing slash."""
        try:
            return self.services[service]
        except KeyError:
            raise SettingsError(f"SERVICES does not name {service}") from None


def parse_services(value: str) -> dict[str, str]:
    """Read `name=address,name=address`; `SettingsError` names the entry that is neither."""
    entries = [entry.strip() for entry in value.split(",") if entry.strip()]
    return dict(_parse_service(entry) for entry in entries)


def whole_number(
    values: Mapping[str, str], variable: str, default: int, *, most: int, least: int = 0
) -> int:
    """Return a variable as a whole number, `default` if empty; `SettingsError` out of bounds."""
    written = values.get(variable, "").strip() or str(default)
    if not (written.isascii() and written.isdigit() and least <= int(written) <= most):
        raise SettingsError(f"{variable} must be a whole number from {least} to {most}")
    return int(written)


def _parse_service(entry: str) -> tuple[str, str]:
    name, _, address = entry.partition("=")
    parts = urlsplit(address)
    if not name or parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SettingsError(f"SERVICES has an entry that is not name=http://host:port: {entry!r}")
    return name.strip(), address.rstrip("/")


def _required(values: Mapping[str, str], variable: str) -> str:
    value = values.get(variable, "").strip()
    if not value:
        raise SettingsError(f"{variable} is not set")
    return value
