"""What coordination alone is told by its environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from shared.http.settings import SettingsError
from shared.language import Text

LONGEST_GRACE_HOURS = 24 * 31


@dataclass(frozen=True, slots=True)
class CoordinationSettings:
    """The settings beside `shared.http.settings.Settings`; each carries its variable and help."""

    sweep_grace_hours: int = field(
        default=24,
        metadata={
            "variable": "SWEEP_GRACE_HOURS",
            "help": Text(
                "补录旧案卷时，已过期的期限在案件最后一次变动后多少小时内不自动处理",
                "hours after the last event of a case in which the automatic sweep leaves alone "
                "a clock that was already past its due date when it was recorded",
            ),
        },
    )

    @property
    def sweep_grace(self) -> timedelta:
        """The grace as a duration."""
        return timedelta(hours=self.sweep_grace_hours)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> CoordinationSettings:
        """Read the settings; `SettingsError` names the variable that cannot be meant."""
        values = os.environ if environment is None else environment
        written = values.get("SWEEP_GRACE_HOURS", "").strip() or "24"
        if not (written.isascii() and written.isdigit() and int(written) <= LONGEST_GRACE_HOURS):
            raise SettingsError(
                f"SWEEP_GRACE_HOURS must be a number of hours from 0 to {LONGEST_GRACE_HOURS}"
            )
        return cls(sweep_grace_hours=int(written))
