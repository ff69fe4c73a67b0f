"""Refusals of the law package, each said in both languages."""

from __future__ import annotations

from shared.language import Text


class LawError(Exception):
    """Base of every refusal here; `text` says in both languages what is wrong."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class RuleDataError(LawError):
    """The rule files contradict their own form: a defect of the installation, not of a request."""


class UnknownRuleError(LawError):
    """No rule has this id."""

    def __init__(self, rule_id: str) -> None:
        super().__init__(Text(f"没有编号为 {rule_id} 的规则", f"there is no rule {rule_id}"))
        self.rule_id = rule_id


class RuleNotInForceError(LawError):
    """The rule exists, but no version of it was in force on the day asked about."""


class RuleTextNotHeldError(RuleNotInForceError):
    """An older text governed on the day asked about, and it is not held: nothing is computed."""


class UnknownVariantError(LawError):
    """The rule has other variants than the one asked for, or none was named where one is needed."""


class MissingFactError(LawError):
    """The fact that starts the clock is not known, so nothing may be computed."""

    def __init__(self, rule_id: str, fact: str, text: Text) -> None:
        super().__init__(
            Text(
                f"{rule_id}：缺少起算事实“{text.zh}”，不能计算期限",
                f"{rule_id}: the fact that starts the clock is missing: {text.en}",
            )
        )
        self.rule_id = rule_id
        self.fact = fact
        self.fact_text = text


class LengthError(LawError):
    """The rule has no number of its own and none was given, or it does not allow the one given."""


class ExtensionError(LawError):
    """The rule allows no extension, or none as long as this."""


class PauseError(LawError):
    """A pause that ends before it starts."""


class DueDateError(LawError):
    """A specified last day that lies before the day the clock starts from."""


class CalendarRangeError(LawError):
    """A day that no calendar has: before the year 1 or after 9999."""

    def __init__(self) -> None:
        super().__init__(
            Text("日期超出公元 1 至 9999 年", "a day lies outside the years 1 to 9999")
        )


class CalendarEditionError(LawError):
    """A holiday notice that contradicts itself or the calendar of weeks; `field` is at fault."""

    def __init__(self, text: Text, field: str = "year") -> None:
        super().__init__(text)
        self.field = field


class ReceiptError(LawError):
    """A receipt that has not the form that `receipt` writes."""
