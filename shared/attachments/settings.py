"""What a process is told by its environment about papers."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from shared.attachments.kinds import KINDS
from shared.http.settings import SettingsError, whole_number
from shared.language import Text

MEGABYTE = 1024 * 1024
_MOST_MEGABYTES = 1024
_FORM_BYTES = 64 * 1024  # heads of the parts, and fields beside them


def _said(variable: str, zh: str, en: str) -> dict[str, object]:
    return {"variable": variable, "help": Text(zh, en)}


@dataclass(frozen=True, slots=True)
class AttachmentSettings:
    """Limits, kinds and the scanner; the same for the gateway and the services."""

    file_megabytes: int = field(
        default=50,
        metadata=_said("ATTACHMENT_MB", "一个附件的最大 MB 数", "most MB of one attachment"),
    )
    request_megabytes: int = field(
        default=100,
        metadata=_said(
            "ATTACHMENT_REQUEST_MB", "一次上传的最大 MB 数", "most MB that are sent at once"
        ),
    )
    most_of_a_case: int = field(
        default=500,
        metadata=_said("ATTACHMENTS_PER_CASE", "一件案件的附件数上限", "most papers of a case"),
    )
    kinds: tuple[str, ...] = field(
        default=tuple(KINDS),
        metadata=_said(
            "ATTACHMENT_KINDS",
            "接收的附件种类，以逗号分隔",
            "kinds of attachments that are taken, separated by commas",
        ),
    )
    scanner: str = field(
        default="",
        metadata=_said(
            "CLAMD_ADDRESS",
            "病毒扫描（clamd）：tcp://主机:端口 或 unix:///路径；不填则不扫描",
            "virus scanner (clamd): tcp://host:port or unix:///path; none: nothing is scanned",
        ),
    )

    @property
    def file_bytes(self) -> int:
        """The most bytes of one attachment."""
        return self.file_megabytes * MEGABYTE

    @property
    def request_bytes(self) -> int:
        """The most bytes of one request."""
        return self.request_megabytes * MEGABYTE + _FORM_BYTES

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> AttachmentSettings:
        """Read the settings; `SettingsError` names the variable that cannot be meant."""
        values = os.environ if environment is None else environment
        kinds = tuple(
            each.strip() for each in values.get("ATTACHMENT_KINDS", "").split(",") if each.strip()
        )
        if unknown := set(kinds) - KINDS.keys():
            named = ", ".join(sorted(unknown))
            raise SettingsError(f"ATTACHMENT_KINDS names unknown kinds: {named}")
        scanner = values.get("CLAMD_ADDRESS", "").strip()
        if scanner and not scanner.startswith(("tcp://", "unix:///")):
            raise SettingsError("CLAMD_ADDRESS must be tcp://host:port or unix:///path")
        return cls(
            whole_number(values, "ATTACHMENT_MB", 50, most=_MOST_MEGABYTES, least=1),
            whole_number(values, "ATTACHMENT_REQUEST_MB", 100, most=_MOST_MEGABYTES, least=1),
            whole_number(values, "ATTACHMENTS_PER_CASE", 500, most=5_000, least=1),
            kinds or tuple(KINDS),
            scanner,
        )
