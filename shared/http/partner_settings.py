"""What liaison is told by its environment about partners, and the page of their secrets too."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from shared.http.settings import whole_number
from shared.language import Text

VARIABLE = "PARTNER_OVERLAP_HOURS"
LONGEST_OVERLAP_HOURS = 24 * 31
_DEFAULT_HOURS = 24


@dataclass(frozen=True, slots=True)
class PartnerSettings:
    """How long a former secret is still taken after it was replaced."""

    overlap_hours: int = field(
        default=_DEFAULT_HOURS,
        metadata={
            "variable": VARIABLE,
            "help": Text(
                "更换法院密钥后，旧密钥继续有效的小时数，0 为立即失效（本系统设置，非法律规定）",
                "hours in which the former secret of a court is still taken after it was "
                "replaced, 0: not at all (a setting of this system, no rule of law)",
            ),
        },
    )

    @property
    def overlap(self) -> timedelta:
        """The hours as a duration."""
        return timedelta(hours=self.overlap_hours)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> PartnerSettings:
        """Read the settings; `SettingsError` names the variable that cannot be meant."""
        values = os.environ if environment is None else environment
        return cls(whole_number(values, VARIABLE, _DEFAULT_HOURS, most=LONGEST_OVERLAP_HOURS))
