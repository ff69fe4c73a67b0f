"""Statutory time limits: rules as data, the calendar of working days, and the one computation."""

from shared.law.calendar import FIRST_YEAR, LAST_YEAR, Calendar, Day, official_calendar
from shared.law.compute import DueDate, compute
from shared.law.editions import CalendarEdition
from shared.law.errors import (
    CalendarEditionError,
    CalendarRangeError,
    DueDateError,
    ExtensionError,
    LawError,
    LengthError,
    MissingFactError,
    PauseError,
    ReceiptError,
    RuleDataError,
    RuleNotInForceError,
    UnknownRuleError,
    UnknownVariantError,
)
from shared.law.levels import STANDARD_LEVELS, Level, LevelPolicy, level
from shared.law.pauses import Pause, merge
from shared.law.published_holidays import statutory_holidays
from shared.law.receipt import ReceiptInputs, Verification, receipt, verify
from shared.law.registry import Rules, load_rules
from shared.law.rule import (
    DayZero,
    EffectOn,
    Extension,
    Length,
    Obligor,
    Override,
    PauseGrounds,
    Rule,
    RuleVersion,
    Status,
    Unit,
)

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "STANDARD_LEVELS",
    "Calendar",
    "CalendarEdition",
    "CalendarEditionError",
    "CalendarRangeError",
    "Day",
    "DayZero",
    "DueDate",
    "DueDateError",
    "EffectOn",
    "Extension",
    "ExtensionError",
    "LawError",
    "Length",
    "LengthError",
    "Level",
    "LevelPolicy",
    "MissingFactError",
    "Obligor",
    "Override",
    "Pause",
    "PauseError",
    "PauseGrounds",
    "ReceiptError",
    "ReceiptInputs",
    "Rule",
    "RuleDataError",
    "RuleNotInForceError",
    "RuleVersion",
    "Rules",
    "Status",
    "Unit",
    "UnknownRuleError",
    "UnknownVariantError",
    "Verification",
    "compute",
    "level",
    "load_rules",
    "merge",
    "official_calendar",
    "receipt",
    "statutory_holidays",
    "verify",
]
