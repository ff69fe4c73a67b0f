"""What liaison is told by its environment of the hook that sends codes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from shared.http.settings import SettingsError
from shared.language import Text


@dataclass(frozen=True, slots=True)
class CodeHookSettings:
    """Where codes are sent for delivery by SMS or mail, and the secret that signs them."""

    url: str = field(
        default="",
        metadata={
            "variable": "PUBLIC_CODE_HOOK",
            "help": Text(
                "发送验证码的短信或邮件接口；不填则网上不受理信访",
                "the operator's hook that sends codes by SMS or mail; without it petitions are "
                "not taken in browsers",
            ),
        },
    )
    secret: str = field(
        default="",
        metadata={
            "variable": "PUBLIC_CODE_HOOK_SECRET",
            "help": Text(
                "验证码接口的签名密钥，whsec_ 开头（Standard Webhooks）",
                "secret that signs what the hook is sent, whsec_… (Standard Webhooks)",
            ),
        },
    )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> CodeHookSettings:
        """Read the settings; `SettingsError` names the variable that cannot be meant."""
        values = os.environ if environment is None else environment
        url = values.get("PUBLIC_CODE_HOOK", "").strip()
        secret = values.get("PUBLIC_CODE_HOOK_SECRET", "").strip()
        if url and urlsplit(url).scheme not in {"https", "http"}:
            raise SettingsError("PUBLIC_CODE_HOOK must be an http or https address")
        if url and not secret.startswith("whsec_"):
            raise SettingsError("PUBLIC_CODE_HOOK_SECRET must begin with whsec_")
        return cls(url, secret)
