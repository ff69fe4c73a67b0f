"""The parts that payloads of all tracks are made of: people, agencies, acts, origins."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from marshmallow import ValidationError, post_load, validates_schema

from shared.casework import labels
from shared.casework.fields import (
    Choice,
    ListOf,
    OrganisationCode,
    PersonalText,
    PlainText,
    Telephones,
)
from shared.casework.identity_numbers import FORMER, ID_KINDS, RESIDENT, read_number
from shared.casework.key_groups import KeyGroup
from shared.casework.personal import Personal
from shared.house import track_labels
from shared.http.labels import label
from shared.http.schemas import StrictSchema
from shared.language import Text
from shared.legal_day import today

TRACKS: Mapping[str, Text] = MappingProxyType(track_labels())
PARTY_KINDS: Mapping[str, Text] = MappingProxyType(
    {
        "person": Text("自然人", "natural person"),
        "organisation": Text("法人或者其他组织", "organisation"),
        "agency": Text("行政机关", "agency"),
    }
)
AGENT_KINDS: Mapping[str, Text] = MappingProxyType(
    {
        "staff": Text("本机关工作人员", "member of its staff"),
        "lawyer": Text("律师", "lawyer"),
        "other": Text("其他", "other"),
    }
)
_NO_CITIZEN_NUMBER = Text(
    "公民身份号码无效（GB 11643：十八位，含真实的出生日期和校验码）。",
    "Not a valid citizen identity number (GB 11643: 18 characters with a real date of birth and "
    "a check digit).",
)
_NUMBER_MISSING = Text("写明了证件种类，缺少证件号码。", "A kind of document without its number.")


class Identified(StrictSchema):
    """Somebody who may be known by the number of a document."""

    id_kind = Choice(ID_KINDS, metadata=labels.ID_KIND)
    id_number = PersonalText(60, metadata=labels.ID_NUMBER)

    @validates_schema(skip_on_field_errors=False, pass_original=True)
    def _the_number_is_of_its_kind(self, data: dict[str, Any], original: Any, **_: Any) -> None:
        if not isinstance(original, Mapping):
            return  # it is refused as no object
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
    others = [name for code, name in ID_KINDS.items() if code not in (RESIDENT, FORMER)]
    zh, en = "、".join(name.zh for name in others), ", ".join(name.en for name in others)
    return Text(
        f"{_NO_CITIZEN_NUMBER.zh}如为其他证件，请写明“证件种类”：{zh}。",
        f"{_NO_CITIZEN_NUMBER.en} If it is of another document, name the kind of document: {en}.",
    )


class Agency(StrictSchema):
    """A government agency (行政机关): its name, and its unified social credit code where known."""

    code = OrganisationCode(metadata=labels.ORGANISATION_CODE)
    name = PlainText(200, required=True, metadata=label("机关名称", "name of the agency"))


class ReceivingAgency(Agency):
    """The agency that takes a case over; its code opens the case to its officers."""

    code = OrganisationCode(required=True, metadata=labels.ORGANISATION_CODE)


class AgentOfAgency(StrictSchema):
    """Somebody who acts for an agency: a member of its staff, a lawyer, or another."""

    name = PlainText(200, required=True, metadata=label("姓名", "name"))
    kind = Choice(AGENT_KINDS, required=True, metadata=label("身份", "kind of agent"))


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


class Origin(StrictSchema):
    """The case that led to this one."""

    track = Choice(TRACKS, required=True, metadata=labels.TRACK)
    case_id = PlainText(64, required=True, metadata=labels.CASE_ID)
    kind = PlainText(60, load_default="referral", metadata=labels.RELATION_KIND)
    number = PlainText(120, metadata=labels.CASE_NUMBER)
