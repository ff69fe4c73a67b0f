"""The fields and parts that payloads of all tracks are made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import Schema, ValidationError, fields, validate, validates_schema
from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError as NumberError

from shared.casework.disputed_fields import DISPUTED_FIELDS
from shared.casework.key_groups import KeyGroup
from shared.casework.personal import Personal
from shared.http.problems import Problem
from shared.http.schemas import LegalDate, StrictBoolean, StrictInteger, StrictSchema, load, refusal
from shared.language import Text

__all__ = [
    "Act",
    "Agency",
    "Choice",
    "Command",
    "LegalDate",
    "ListOf",
    "Opening",
    "Origin",
    "Part",
    "Party",
    "PastDate",
    "PersonalText",
    "PlainText",
    "StrictBoolean",
    "StrictInteger",
    "StrictSchema",
    "load_payload",
    "today",
]

TIME_ZONE = ZoneInfo("Asia/Shanghai")
INACTION = "inaction"
FUTURE = Text("日期不能晚于今天。", "The date must not be in the future.")
_PHONE = re.compile(r"\+?\d[\d\- ]{5,19}")
_MATTER = re.compile(r"[0-9A-Za-z_-]{8,64}\Z")


def today() -> date:
    """Return the legal date now, in the time of the People's Republic (Asia/Shanghai)."""
    return datetime.now(TIME_ZONE).date()


class PastDate(LegalDate):
    """A date that has come: legal facts are not recorded before they happen."""

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: object) -> date:
        found = super()._deserialize(value, attr, data, **kwargs)
        if found > today():
            raise ValidationError([FUTURE])
        return found


class PlainText(fields.String):
    """Text of at most `longest` characters that says nothing about a person."""

    def __init__(self, longest: int = 500, **kwargs: Any) -> None:
        kwargs.setdefault("validate", validate.Length(min=1, max=longest))
        super().__init__(**kwargs)

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: object) -> str:
        return str(super()._deserialize(value, attr, data, **kwargs)).strip()


class PersonalText(PlainText):
    """Text that may speak of a person: sealed wherever it is written."""

    def __init__(self, longest: int = 20_000, **kwargs: Any) -> None:
        super().__init__(longest, **kwargs)

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: object) -> str:
        return Personal(super()._deserialize(value, attr, data, **kwargs))


class Choice(fields.String):
    """One of the given words."""

    def __init__(self, *words: str, **kwargs: Any) -> None:
        super().__init__(validate=validate.OneOf(words), **kwargs)


class ListOf(fields.List[Any]):
    """A list of at most `most` items, and at least `least`."""

    def __init__(
        self, item: fields.Field[Any], *, least: int = 0, most: int = 200, **kwargs: Any
    ) -> None:
        super().__init__(item, validate=validate.Length(min=least, max=most), **kwargs)


class Part(fields.Nested):
    """A nested part with a schema of its own."""


def _checked(number: Any, text: Text) -> Callable[[str], None]:
    def check(value: str) -> None:
        try:
            number.validate(value)
        except NumberError as error:
            raise refusal(text) from error

    return check


IS_ID_NUMBER = _checked(
    ric,
    Text(
        "公民身份号码无效（GB 11643：十八位，含校验码）。",
        "Not a valid citizen identity number (GB 11643: 18 characters with a check digit).",
    ),
)
IS_ORGANISATION_CODE = _checked(
    uscc,
    Text(
        "统一社会信用代码无效（GB 32100：十八位，含校验码）。",
        "Not a valid unified social credit code (GB 32100: 18 characters with a check digit).",
    ),
)


def is_phone(value: str) -> None:
    """Refuse what cannot be a telephone number."""
    if not _PHONE.fullmatch(value):
        raise refusal(Text("电话号码格式无效。", "Not a telephone number."))


class Agency(StrictSchema):
    """A government agency (行政机关): its name, and its unified social credit code where known."""

    code = fields.String(validate=IS_ORGANISATION_CODE)
    name = PlainText(200, required=True)


class Party(StrictSchema):
    """Somebody who takes part in a case."""

    kind = Choice("person", "organisation", "agency", load_default="person")
    name = PersonalText(200, required=True)
    id_number = PersonalText(18, validate=IS_ID_NUMBER)
    organisation_code = fields.String(validate=IS_ORGANISATION_CODE)
    phone = PersonalText(20, validate=is_phone)
    address = PersonalText(500)
    contact = PersonalText(200)
    legal_representative = PersonalText(200)
    agents = ListOf(PersonalText(200), most=10)
    key_group = KeyGroup()

    @validates_schema
    def _numbers_fit_the_kind(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("kind") != "person" and data.get("id_number"):
            text = Text(
                "身份证号码只适用于自然人。", "Only a natural person has an identity number."
            )
            raise ValidationError([text], "id_number")


class Inaction(StrictSchema):
    """
    A duty that an agency was asked to perform and did not (不履行法定职责).

    `requested_on`: the agency received the request; `performance_due_on`: the end of a statutory
    period to perform, where there is one; `duty`: the item of 行政复议法 11, for example `11(11)`.
    """

    requested_on = PastDate()
    performance_due_on = LegalDate()
    answer = Choice("none", "not_accepted", "refused", "refused_to_accept", "incomplete")
    answered_on = PastDate()
    duty = fields.String(validate=validate.Regexp(r"11\(\d{1,2}\)\Z"))
    urgent = StrictBoolean()

    @validates_schema
    def _dates_follow_the_request(self, data: dict[str, Any], **_: Any) -> None:
        asked = data.get("requested_on")
        for name in ("performance_due_on", "answered_on"):
            if asked and data.get(name) and data[name] < asked:
                text = Text("不能早于提出请求之日。", "It cannot be before the request.")
                raise ValidationError([text], name)


class Act(StrictSchema):
    """The administrative act (行政行为) in dispute, and how it became known; or the inaction."""

    number = PlainText(120)
    name = PlainText(300)
    kind = PlainText(80)
    agency = fields.Nested(Agency)
    made_on = PastDate()
    served_on = PastDate()
    known_on = PastDate()
    remedies_told = StrictBoolean()
    remedies_known_on = PastDate()
    concerns_real_estate = StrictBoolean()
    amount = StrictInteger(validate=validate.Range(min=0))
    inaction = fields.Nested(Inaction)

    @validates_schema
    def _an_act_is_no_inaction(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("inaction") and data.get("kind") != INACTION:
            text = Text(
                f"只用于不履行法定职责：kind 应为 {INACTION}。",
                f"Only for a duty that was not performed: kind is {INACTION}.",
            )
            raise ValidationError([text], "inaction")

    @validates_schema
    def _dates_follow_each_other(self, data: dict[str, Any], **_: Any) -> None:
        made = data.get("made_on")
        for name in ("served_on", "known_on"):
            if made and data.get(name) and data[name] < made:
                text = Text(
                    "不能早于行政行为作出之日。", "It cannot be before the day the act was made."
                )
                raise ValidationError([text], name)


class Origin(StrictSchema):
    """The case that led to this one."""

    track = Choice("petition", "mediation", "reconsideration", "litigation", required=True)
    case_id = PlainText(64, required=True)
    kind = PlainText(60, load_default="referral")
    number = PlainText(120)


class Command(StrictSchema):
    """What every command carries: the legal date on which the act took place."""

    on = PastDate()


_PERSONAL_NUMBER = re.compile(r"(?<!\d)(\d{17}[\dXx]|1[3-9]\d{9})(?!\d)")


def is_impersonal(value: str) -> None:
    """Refuse a title with an identity or mobile number: titles are listed, searched and told."""
    if _PERSONAL_NUMBER.search(value):
        raise refusal(
            Text(
                "标题不得含有身份证号码或手机号码。",
                "A title must not hold an identity or mobile number.",
            )
        )


class Opening(Command):
    """What every creating command carries beside its own fields."""

    title = PlainText(200, validate=[validate.Length(min=1, max=200), is_impersonal])
    region = fields.String(validate=validate.Regexp(r"\d{6}\Z"))
    assignee = PlainText(80)
    field = Choice(*DISPUTED_FIELDS)
    matter_id = fields.String(validate=validate.Regexp(_MATTER))
    agency = fields.Nested(Agency)
    origin = fields.Nested(Origin)


def load_payload(schema: Schema, raw: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return `raw` as `schema` reads it.

    Raises `Problem` 422: `date-in-future` when that is all that is wrong, else `validation`.
    """
    try:
        return load(schema, raw)
    except Problem as problem:
        texts = [text for field in (problem.errors or {}).values() for text in field]
        if texts and all(text == FUTURE for text in texts):
            raise Problem(422, "date-in-future", FUTURE, errors=problem.errors) from problem
        raise


def declared(schema: type[StrictSchema]) -> Iterable[str]:
    """Return the names of the fields that a payload schema declares."""
    return schema._declared_fields.keys()
