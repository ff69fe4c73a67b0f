"""How many files, and how large, people hand in at a terminal with one petition."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from shared.attachments.settings import MEGABYTE, AttachmentSettings
from shared.http.settings import whole_number
from shared.language import Text

# Heads of the parts, the fields beside the file, and what its seal adds.
_FORM_BYTES = 64 * 1024
_MOST_FILES, _MOST_MEGABYTES = 20, 50


@dataclass(frozen=True, slots=True)
class HallFileSettings:
    """The limits of a terminal, the same for the gateway and liaison; no file is allowed by 0."""

    most_files: int = field(
        default=5,
        metadata={
            "variable": "TERMINAL_FILES",
            "help": Text(
                "自助终端上一件信访事项的附件数上限，0 为不收",
                "most files with one petition at a terminal, 0: none are taken",
            ),
        },
    )
    file_megabytes: int = field(
        default=10,
        metadata={
            "variable": "TERMINAL_FILE_MB",
            "help": Text(
                "自助终端上一个附件的最大 MB 数，不超过 ATTACHMENT_MB",
                "most MB of one file at a terminal; never more than ATTACHMENT_MB",
            ),
        },
    )

    @property
    def file_bytes(self) -> int:
        """The most bytes of one file."""
        return self.file_megabytes * MEGABYTE

    @property
    def request_bytes(self) -> int:
        """The most bytes of the form that carries one file."""
        return self.file_bytes + _FORM_BYTES

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> HallFileSettings:
        """Read the settings; `SettingsError` names the variable that cannot be meant."""
        values = os.environ if environment is None else environment
        megabytes = whole_number(values, "TERMINAL_FILE_MB", 10, most=_MOST_MEGABYTES, least=1)
        largest = AttachmentSettings.from_environment(values).file_megabytes
        return cls(
            whole_number(values, "TERMINAL_FILES", 5, most=_MOST_FILES),
            min(megabytes, largest),
        )
