"""Statutory time limits as values: what a rule says, in each version of the law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Literal, Self

from shared.language import Text
from shared.law.errors import LengthError, UnknownVariantError

Direction = Literal["forward", "backward"]


class Unit(StrEnum):
    """What a length counts in."""

    CALENDAR_DAY = "calendar_day"
    WORKING_DAY = "working_day"
    MONTH = "month"
    YEAR = "year"


class Status(StrEnum):
    """How far the text of a rule has been checked."""

    VERIFIED = "verified"
    VERIFIED_SECOND_HAND = "verified_second_hand"
    INTERPRETIVE = "interpretive"
    POLICY = "policy"
    UNVERIFIED = "unverified"


class Override(StrEnum):
    """Which other length may take the place of the rule's own."""

    NONE = "none"
    SHORTER = "shorter"
    LONGER = "longer"
    ANY = "any"


class EffectOn(StrEnum):
    """From which day it counts that a limit ended without a decision."""

    DUE_ON = "due_on"
    NEXT_DAY = "next_day"
    DAY_ZERO = "day_zero"


class Obligor(StrEnum):
    """Who has to act before the clock ends."""

    AGENCY = "agency"
    APPLICANT = "applicant"
    PETITIONER = "petitioner"
    PLAINTIFF = "plaintiff"
    RESPONDENT = "respondent"
    OPPONENT = "opponent"
    COURT = "court"
    MEDIATION_BODY = "mediation_body"
    PROCURATORATE = "procuratorate"
    PARTIES = "parties"
    PARTY = "party"
    SUPERIOR = "superior"
    LOWER_AGENCY = "lower_agency"
    RULE_MAKER = "rule_maker"
    TRANSFEREE = "transferee"


UNIT_NAMES: Mapping[Unit, Text] = {
    Unit.CALENDAR_DAY: Text("日", "calendar day"),
    Unit.WORKING_DAY: Text("个工作日", "working day"),
    Unit.MONTH: Text("个月", "month"),
    Unit.YEAR: Text("年", "year"),
}

# A century in each unit: more than any limit in law, and small enough for date arithmetic.
CENTURY: Mapping[Unit, int] = {
    Unit.CALENDAR_DAY: 36525,
    Unit.WORKING_DAY: 26100,
    Unit.MONTH: 1200,
    Unit.YEAR: 100,
}


@dataclass(frozen=True, slots=True)
class Length:
    """A number of units, counted forward from day 0 or backward from an event."""

    value: int
    unit: Unit
    direction: Direction = "forward"

    def __post_init__(self) -> None:
        if not 1 <= self.value <= CENTURY[self.unit]:
            raise LengthError(
                Text(f"期限长度无效：{self.value}", f"{self.value} is no valid length of a limit")
            )

    @property
    def text(self) -> Text:
        """The length in words, for example `5个工作日`, `5 working days`."""
        return quantity(self.value, self.unit)

    def as_dict(self) -> dict[str, Any]:
        """Return `{"value", "unit"}`, with `"direction"` only where it is backward."""
        plain: dict[str, Any] = {"value": self.value, "unit": str(self.unit)}
        return plain if self.direction == "forward" else {**plain, "direction": self.direction}

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> Self:
        """Read the shape that `as_dict` writes."""
        return cls(value["value"], Unit(value["unit"]), value.get("direction", "forward"))


def quantity(value: int, unit: Unit) -> Text:
    """Say a number of units in both languages."""
    name = UNIT_NAMES[unit]
    return Text(f"{value}{name.zh}", f"{value} {name.en}{'' if value == 1 else 's'}")


@dataclass(frozen=True, slots=True)
class DayZero:
    """The fact that starts the clock (起算日); its day itself is not counted."""

    fact: str
    text: Text


@dataclass(frozen=True, slots=True)
class Extension:
    """How a limit may be lengthened (延长).

    `max_days` counts in `unit`; None: the law names no number. `times` None: not limited.
    """

    max_days: int | None
    unit: Unit
    times: int | None = None
    approved_by: Text | None = None
    article: str | None = None


@dataclass(frozen=True, slots=True)
class PauseGrounds:
    """What stops the clock (中止、扣除), and under which article."""

    text: Text
    article: str


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """One rule as it stood between two dates.

    A rule with variants (for example forwarding and answering an appeal) carries each as a
    version of its own in `variants`; `for_variant` picks one. `in_force_from` None: as far back
    as known. `rolls`: a last day that is a rest day moves to the next working day. `answers`: what
    somebody lodged that is answered within it; each that was lodged has its own.
    """

    rule_id: str
    name: Text
    version: str
    law: str
    article: str
    obligor: Obligor
    status: Status
    rolls: bool
    day_zero: DayZero
    length: Length | None = None
    longest: Length | None = None
    longest_is_binding: bool = False
    override: Override = Override.NONE
    in_force_from: date | None = None
    in_force_until: date | None = None
    extension: Extension | None = None
    pause: PauseGrounds | None = None
    consequence: Text | None = None
    effect_on: EffectOn = EffectOn.DUE_ON
    notes: Text | None = None
    answers: Text | None = None
    sources: tuple[str, ...] = ()
    variant: str | None = None
    variant_label: Text | None = None
    variants: Mapping[str, RuleVersion] = field(default_factory=dict, hash=False)

    @property
    def basis(self) -> dict[str, str]:
        """The citation: `{"law", "article", "version"}`."""
        return {"law": self.law, "article": self.article, "version": self.version}

    def covers(self, on: date) -> bool:
        """Whether this version was in force on `on`."""
        started = self.in_force_from is None or self.in_force_from <= on
        return started and (self.in_force_until is None or on <= self.in_force_until)

    def for_variant(self, variant: str | None) -> RuleVersion:
        """Return the terms of `variant`; None only where the rule has no variants.

        Raises UnknownVariantError.
        """
        if variant == self.variant and not self.variants:
            return self
        if variant is not None and variant in self.variants:
            return self.variants[variant]
        known = "、".join(self.variants) or "—"
        raise UnknownVariantError(
            Text(
                f"{self.rule_id} 的适用情形“{variant or '未指明'}”不存在，可选：{known}",
                f"{self.rule_id} has no variant {variant or '(none named)'}; known: "
                + (", ".join(self.variants) or "none"),
            )
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """One time limit through all versions of the law, oldest first.

    `earlier`: what governed before the first version, where that text is not held; None where
    there was no such limit, or none is known.
    """

    id: str
    name: Text
    versions: tuple[RuleVersion, ...]
    earlier: Text | None = None
