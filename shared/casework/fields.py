"""The fields and parts that payloads of all tracks are made of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from shared.casework import labels
from shared.casework.act_kinds import ACT_KINDS
from shared.casework.disputed_fields import DISPUTED_FIELDS
from shared.casework.identity_numbers import FORMER, ID_KINDS, RESIDENT, read_number
from shared.casework.key_groups import KeyGroup
from shared.casework.organisation_codes import read_organisation_code
from shared.casework.personal import Personal
from shared.casework.telephones import read_telephones
from shared.http.labels import described_values, label
from shared.http.problems import Problem
from shared.http.schemas import LegalDate, StrictBoolean, StrictInteger, StrictSchema, load, refusal
from shared.language import Text

__all__ = [
    "Act",
    "Agency",
    "Choice",
    "Command",
    "Identified",
    "LegalDate",
    "ListOf",
    "Opening",
    "OrganisationCode",
    "Origin",
    "Part",
    "Party",
    "PastDate",
    "PersonalText",
    "PlainText",
    "RegionCode",
    "StrictBoolean",
    "StrictInteger",
    "StrictSchema",
    "Telephones",
    "load_payload",
    "today",
]

TIME_ZONE = ZoneInfo("Asia/Shanghai")
INACTION = "inaction"
LINES_FROM = 500
"""Texts that may be as long as this may have several lines."""
TRACKS: Mapping[str, Text] = MappingProxyType(
    {
        "petition": Text("信访", "petition"),
        "mediation": Text("调解", "mediation"),
        "reconsideration": Text("行政复议", "reconsideration"),
        "litigation": Text("行政应诉", "litigation"),
    }
)
PARTY_KINDS: Mapping[str, Text] = MappingProxyType(
    {
        "person": Text("自然人", "natural person"),
        "organisation": Text("法人或者其他组织", "organisation"),
        "agency": Text("行政机关", "agency"),
    }
)
OUTSIDE_MEDIATION_KINDS: Mapping[str, Text] = MappingProxyType(
    {
        "administrative": Text("行政调解", "administrative mediation"),
        "people": Text("人民调解", "people's mediation"),
        "industry": Text("行业性专业性调解", "mediation of a trade or profession"),
    }
)
"""The kinds of mediation into which a pending case may be sent."""
MEDIATION_OUTCOMES: Mapping[str, Text] = MappingProxyType(
    {
        "agreed": Text("达成协议", "agreement reached"),
        "failed": Text("未达成协议", "no agreement"),
        "terminated": Text("调解终止", "terminated"),
        "declined": Text("不予受理", "declined"),
    }
)
"""How a mediation into which a pending case was sent can end."""
INACTION_ANSWERS: Mapping[str, Text] = MappingProxyType(
    {
        "none": Text("未答复", "none"),
        "not_accepted": Text("法定期限内未受理", "not accepted within the statutory period"),
        "refused": Text("明确拒绝履行", "performance refused"),
        "refused_to_accept": Text("明确拒绝受理", "acceptance refused"),
        "incomplete": Text("未完全履行", "performed incompletely"),
    }
)
FUTURE = Text("日期不能晚于今天。", "The date must not be in the future.")
_NO_CITIZEN_NUMBER = Text(
    "公民身份号码无效（GB 11643：十八位，含真实的出生日期和校验码）。",
    "Not a valid citizen identity number (GB 11643: 18 characters with a real date of birth and "
    "a check digit).",
)
_ONE_LINE = Text("只能写一行，不得换行或者使用制表符。", "One line only, without line feed or tab.")
_NUMBER_MISSING = Text("写明了证件种类，缺少证件号码。", "A kind of document without its number.")
_NO_ORGANISATION_CODE = Text(
    "统一社会信用代码无效（GB 32100：十八位，含校验码）。",
    "Not a valid unified social credit code (GB 32100: 18 characters with a check digit).",
)
_NO_TELEPHONE = Text(
    "电话号码无效。可以写区号、分机号；几个号码用顿号分开，最多五个。",
    "Not a telephone number. Area and extension may be given; up to five, separated by commas.",
)
_MATTER = re.compile(r"[0-9A-Za-z_-]{8,64}\Z")


def today() -> date:
    """Return the legal date now, in the time of the People's Republic (Asia/Shanghai)."""
    return datetime.now(TIME_ZONE).date()


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


class Telephones(PersonalText):
    """One or several telephone numbers, as people write them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(100, **kwargs)

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: object) -> str:
        numbers = read_telephones(super()._deserialize(value, attr, data, **kwargs))
        if numbers is None:
            raise refusal(_NO_TELEPHONE)
        return Personal(numbers)


class Identified(StrictSchema):
    """Somebody who may be known by the number of a document."""

    id_kind = Choice(ID_KINDS, metadata=labels.ID_KIND)
    id_number = PersonalText(60, metadata=labels.ID_NUMBER)

    @validates_schema(skip_on_field_errors=False, pass_original=True)
    def _the_number_is_of_its_kind(
        self, data: dict[str, Any], original: Mapping[str, Any], **_: Any
    ) -> None:
        number, kind = data.get("id_number"), data.get("id_kind")
        if kind is None and original.get("id_kind") is not None:
            return
        if number is None:
            if kind is not None:
                raise ValidationError([_NUMBER_MISSING], "id_kind")
        elif read_number(number, kind, today()) is None:
            raise ValidationError([_no_such_number(kind)], "id_number")

    @post_load
    def _read_number(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        if data.get("id_number") is None:
            return data
        found = read_number(data["id_number"], data.get("id_kind"), today())
        if found is None:
            return data
        number, kind = found
        return data | {"id_number": Personal(number)} | ({"id_kind": kind} if kind else {})


def _no_such_number(kind: str | None) -> Text:
    if kind in (RESIDENT, "residence_permit"):
        return _NO_CITIZEN_NUMBER
    if kind is not None:
        name = ID_KINDS[kind]
        return Text(f"不是有效的{name.zh}号码。", f"Not the number of this document: {name.en}.")
    others = [(code, name) for code, name in ID_KINDS.items() if code not in (RESIDENT, FORMER)]
    zh = "、".join(f"{code}（{name.zh}）" for code, name in others)
    en = ", ".join(f"{code} ({name.en})" for code, name in others)
    return Text(
        f"{_NO_CITIZEN_NUMBER.zh}如为其他证件，请在 id_kind 中写明：{zh}。",
        f"{_NO_CITIZEN_NUMBER.en} If it is of another document, say so in id_kind: {en}.",
    )


class Agency(StrictSchema):
    """A government agency (行政机关): its name, and its unified social credit code where known."""

    code = OrganisationCode(metadata=labels.ORGANISATION_CODE)
    name = PlainText(200, required=True, metadata=label("机关名称", "name of the agency"))


class Party(Identified):
    """Somebody who takes part in a case."""

    kind = Choice(PARTY_KINDS, load_default="person", metadata=label("类型", "kind of party"))
    name = PersonalText(200, required=True, metadata=label("姓名或名称", "name"))
    organisation_code = OrganisationCode(metadata=labels.ORGANISATION_CODE)
    phone = Telephones(
        metadata=label(
            "电话",
            "telephone",
            "可以写分机号，也可以写几个号码，用顿号分开。",
            "With an extension where there is one; several are separated by commas.",
        )
    )
    address = PersonalText(500, metadata=label("住址", "address"))
    contact = PersonalText(
        200,
        metadata=label(
            "联系方式",
            "other contact",
            "电话以外的联系方式，如电子邮箱。",
            "A way to reach them other than by telephone, such as e-mail.",
        ),
    )
    legal_representative = PersonalText(
        200,
        metadata=label(
            "法定代表人或代理人",
            "legal representative",
            "组织填法定代表人或负责人，无行为能力的自然人填法定代理人。",
            "Of an organisation its head, of a person without capacity the statutory agent.",
        ),
    )
    agents = ListOf(PersonalText(200), most=10, metadata=label("委托代理人", "agents"))
    key_group = KeyGroup(
        metadata=label(
            "重点群体",
            "key group",
            "只用于预警统计，不影响办理。",
            "For early warnings only; it changes nothing in the procedure.",
        )
    )

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

    requested_on = PastDate(
        metadata=label(
            "收到请求日期",
            "request received on",
            "行政机关收到履职请求的日期。",
            "The day the agency received the request to perform its duty.",
        )
    )
    performance_due_on = LegalDate(
        metadata=label(
            "法定履职期限",
            "statutory end of performance",
            "法律、法规规定的履行期限届满之日；没有规定的不填。",
            "The last day of a period that a law or regulation sets; empty where none does.",
        )
    )
    answer = Choice(INACTION_ANSWERS, metadata=label("机关如何答复", "how the agency answered"))
    answered_on = PastDate(metadata=label("答复日期", "answered on"))
    duty = fields.String(
        validate=validate.Regexp(r"11\([0-9]{1,2}\)\Z"),
        metadata=label(
            "所涉职责",
            "the duty",
            "行政复议法第十一条的项，例如 11(11)。",
            "The item of article 11 of the Reconsideration Law, for example 11(11).",
        ),
    )
    urgent = StrictBoolean(
        metadata=label(
            "情况紧急",
            "urgent",
            "因人身、财产安全请求立即履行职责的。",
            "The person asked for immediate protection of life, health or property.",
        )
    )

    @validates_schema
    def _dates_follow_the_request(self, data: dict[str, Any], **_: Any) -> None:
        asked = data.get("requested_on")
        for name in ("performance_due_on", "answered_on"):
            if asked and data.get(name) and data[name] < asked:
                text = Text("不能早于提出请求之日。", "It cannot be before the request.")
                raise ValidationError([text], name)


class Act(StrictSchema):
    """The administrative act (行政行为) in dispute, and how it became known; or the inaction."""

    number = PlainText(120, metadata=label("文号", "number of the document"))
    name = PlainText(300, metadata=label("行为名称", "name of the act"))
    kind = PlainText(
        80,
        metadata=label(
            "行为种类",
            "kind of act",
            "例如 penalty（行政处罚）；不履行法定职责写 inaction。",
            "For example penalty; a duty that was not performed is inaction.",
            known=ACT_KINDS,
        ),
    )
    agency = fields.Nested(
        Agency, metadata=label("作出行为的机关", "agency that acted, or did not act")
    )
    made_on = PastDate(metadata=label("作出日期", "made on"))
    served_on = PastDate(metadata=labels.SERVED_ON)
    known_on = PastDate(
        metadata=label(
            "知道日期",
            "known on",
            "当事人知道或者应当知道该行为之日；申请和起诉期限由此起算。",
            "The day the person knew or should have known of the act; time limits run from it.",
        )
    )
    remedies_told = StrictBoolean(
        metadata=label(
            "已告知救济途径",
            "remedies told",
            "作出行为时是否告知了申请复议、起诉的权利、机关和期限。",
            "Whether the act told of the right to reconsideration and suit, where and until when.",
        )
    )
    remedies_known_on = PastDate(
        metadata=label(
            "知道救济途径日期",
            "remedies known on",
            "未告知的，当事人后来知道救济途径之日。",
            "Where remedies were not told: the day the person learnt of them.",
        )
    )
    concerns_real_estate = StrictBoolean(
        metadata=label(
            "因不动产提出",
            "concerns real estate",
            "最长期限为二十年，其他为五年（行政复议法第二十一条、行政诉讼法第四十六条）。",
            "The longest limit is then twenty years instead of five.",
        )
    )
    amount = StrictInteger(
        validate=validate.Range(min=0), metadata=label("涉及款额（元）", "amount in yuan")
    )
    inaction = fields.Nested(Inaction, metadata=label("不履行法定职责", "duty not performed"))

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

    track = Choice(TRACKS, required=True, metadata=labels.TRACK)
    case_id = PlainText(64, required=True, metadata=labels.CASE_ID)
    kind = PlainText(60, load_default="referral", metadata=labels.RELATION_KIND)
    number = PlainText(120, metadata=labels.CASE_NUMBER)


class Command(StrictSchema):
    """What every command carries: the legal date on which the act took place."""

    on = PastDate(metadata=labels.ON)


_PERSONAL_NUMBER = re.compile(r"(?<!\d)(\d{17}[\dXx]|1[3-9]\d{9})(?!\d)")


def is_impersonal(value: str) -> None:
    """Refuse a title with an identity or mobile number: titles are listed, searched and told."""
    if _PERSONAL_NUMBER.search(unicodedata.normalize("NFKC", value)):
        raise refusal(
            Text(
                "标题不得含有身份证号码或手机号码。",
                "A title must not hold an identity or mobile number.",
            )
        )


class Opening(Command):
    """What every creating command carries beside its own fields."""

    title = PlainText(
        200,
        validate=[validate.Length(min=1, max=200), is_impersonal],
        metadata=label(
            "标题",
            "title",
            "案件列表中显示，不得含身份证号码或手机号码；不填时由系统生成。",
            "Shown in lists, without identity or mobile numbers; made by the system when empty.",
        ),
    )
    region = RegionCode(metadata=labels.REGION)
    assignee = PlainText(80, metadata=labels.ASSIGNEE)
    field = Choice(DISPUTED_FIELDS, metadata=label("争议领域", "field of the dispute"))
    matter_id = fields.String(validate=validate.Regexp(_MATTER), metadata=labels.MATTER_ID)
    agency = fields.Nested(
        Agency,
        metadata=label(
            "办理机关",
            "handling agency",
            "不填时为您所在的机关。",
            "Your own agency when empty.",
        ),
    )
    origin = fields.Nested(
        Origin,
        metadata=label(
            "案件来源",
            "origin of the case",
            "引出本案的案件，由系统记录。",
            "The case that led to this one, recorded by the system.",
        ),
    )


# Where a case comes from is settled when it is opened, not when it is filled in later. Whose it is
# changes by a command of its own.
BEGINNINGS = ("matter_id", "origin", "agency", "assignee")


@cache
def without_beginnings(schema: type[Schema]) -> type[Schema]:
    """Return the payload of an opening command given on a case that exists already."""
    left_out = tuple(name for name in BEGINNINGS if name in declared(schema))
    meta = type("Meta", (StrictSchema.Meta,), {"exclude": left_out})
    return type(f"{schema.__name__}OnCase", (schema,), {"Meta": meta, "__doc__": schema.__doc__})


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


def declared(schema: type[Schema]) -> Iterable[str]:
    """Return the names of the fields that a payload schema declares."""
    return schema._declared_fields.keys()
