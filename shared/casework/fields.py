"""The kinds of fields that payloads of all tracks are made of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from marshmallow import ValidationError, fields, validate

from shared.casework.organisation_codes import read_organisation_code
from shared.casework.personal import Personal
from shared.casework.telephones import read_telephones
from shared.http.labels import described_values
from shared.http.schemas import LegalDate, refusal
from shared.language import Text
from shared.legal_day import today

LINES_FROM = 500
"""Texts that may be as long as this may have several lines."""
FUTURE = Text("日期不能晚于今天。", "The date must not be in the future.")
_ONE_LINE = Text("只能写一行，不得换行或者使用制表符。", "One line only, without line feed or tab.")
_NO_ORGANISATION_CODE = Text(
    "统一社会信用代码无效（GB 32100：十八位，含校验码）。",
    "Not a valid unified social credit code (GB 32100: 18 characters with a check digit).",
)
_NO_TELEPHONE = Text(
    "电话号码无效。可以写区号、分机号；几个号码用顿号分开，最多五个。",
    "Not a telephone number. Area and extension may be given; up to five, separated by commas.",
)


class PastDate(LegalDate):
    """A date that has come: legal facts are not recorded before they happen."""

    def check(self, day: date) -> None:
        """Refuse the future, and what no case can speak of."""
        if day > today():
            raise ValidationError([FUTURE])
        super().check(day)


class PlainText(fields.String):
    """
    Text of at most `longest` characters that says nothing about a person.

    Names, titles and numbers, which are short, stand on one line; lines end with LF alone.
    """

    def __init__(self, longest: int = 500, **kwargs: Any) -> None:
        kwargs.setdefault("validate", validate.Length(min=1, max=longest))
        super().__init__(**kwargs)
        self._one_line = longest < LINES_FROM

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: object) -> str:
        text = str(super()._deserialize(value, attr, data, **kwargs)).replace("\r\n", "\n").strip()
        if self._one_line and ("\n" in text or "\t" in text):
            raise refusal(_ONE_LINE)
        return text


class PersonalText(PlainText):
    """Text that may speak of a person: sealed wherever it is written."""

    def __init__(self, longest: int = 20_000, **kwargs: Any) -> None:
        super().__init__(longest, **kwargs)

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: object) -> str:
        return Personal(super()._deserialize(value, attr, data, **kwargs))


class TimeOfDay(fields.String):
    """An hour and a minute of the 24-hour clock, written `14:30`."""

    def __init__(self, **kwargs: Any) -> None:
        written = validate.Regexp(r"([01][0-9]|2[0-3]):[0-5][0-9]\Z")
        super().__init__(validate=[written, validate.Length(equal=5)], **kwargs)


class Choice(fields.String):
    """One of the given codes; `values` are the words in which a person reads each."""

    def __init__(self, values: Mapping[str, Text], **kwargs: Any) -> None:
        self.values = dict(values)
        metadata = {**kwargs.pop("metadata", {}), **described_values(self.values)}
        super().__init__(validate=validate.OneOf(tuple(values)), metadata=metadata, **kwargs)


class ListOf(fields.List[Any]):
    """A list of at most `most` items, and at least `least`."""

    def __init__(
        self, item: fields.Field[Any], *, least: int = 0, most: int = 200, **kwargs: Any
    ) -> None:
        super().__init__(item, validate=validate.Length(min=least, max=most), **kwargs)


class Part(fields.Nested):
    """A nested part with a schema of its own."""


class OrganisationCode(fields.String):
    """A unified social credit code in its one form: capitals, no spaces."""

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: object) -> str:
        code = read_organisation_code(super()._deserialize(value, attr, data, **kwargs))
        if code is None:
            raise refusal(_NO_ORGANISATION_CODE)
        return code


class RegionCode(fields.String):
    """An area by its six digits (GB/T 2260); which of them exist changes, so none is refused."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validate=validate.Regexp(r"[0-9]{6}\Z"), **kwargs)


class PartyId(fields.String):
    """A party of the case, by its id (`p1`, `p2`, …); a form offers the parties by name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validate=validate.Regexp(r"p[1-9][0-9]{0,3}\Z"), **kwargs)


class Telephones(PersonalText):
    """One or several telephone numbers, as people write them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(100, **kwargs)

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: object) -> str:
        numbers = read_telephones(super()._deserialize(value, attr, data, **kwargs))
        if numbers is None:
            raise refusal(_NO_TELEPHONE)
        return Personal(numbers)
