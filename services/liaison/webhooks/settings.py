"""What webhooks are told by their environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from shared.http.settings import SettingsError
from shared.language import Text

VARIABLE = "WEBHOOK_ALLOWED_HOSTS"
_HOST = re.compile(r"(\[[0-9a-f:]+\]|[a-z0-9.\-]+):[0-9]{1,5}", re.ASCII)


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """The receivers of a closed network, to which messages may go besides public addresses."""

    allowed_hosts: frozenset[str] = field(
        default_factory=frozenset,
        metadata={
            "variable": VARIABLE,
            "help": Text(
                "内网中可以接收 webhook 的主机：主机:端口，以逗号分隔；其他内网地址一律拒绝",
                "hosts of a closed network that may receive webhooks: host:port, separated by "
                "commas; every other address that is not public is refused",
            ),
        },
    )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> WebhookSettings:
        """Read the settings; `SettingsError` names the entry that cannot be meant."""
        values = os.environ if environment is None else environment
        entries = [entry.strip().lower() for entry in values.get(VARIABLE, "").split(",")]
        for entry in filter(None, entries):
            if not _HOST.fullmatch(entry):
                raise SettingsError(f"{VARIABLE} has an entry that is not host:port: {entry!r}")
        return cls(frozenset(filter(None, entries)))
