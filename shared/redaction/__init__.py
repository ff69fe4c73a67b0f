"""Redaction (隐名处理): what of a decision is not for the public, found by rule. Pure."""

from shared.redaction.choices import Added, Lifted, UnknownMarkError, chosen
from shared.redaction.finding import find_marks
from shared.redaction.marks import BLANKED, RULES, Mark, Rule, redacted

__all__ = [
    "BLANKED",
    "RULES",
    "Added",
    "Lifted",
    "Mark",
    "Rule",
    "UnknownMarkError",
    "chosen",
    "find_marks",
    "redacted",
]
