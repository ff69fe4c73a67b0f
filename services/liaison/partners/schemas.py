"""What the routes of partners take and answer."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.liaison.partners.partner import ACTS, Partner
from shared.casework.answers import TextAnswer
from shared.casework.fields import Choice, ListOf, PlainText
from shared.http.labels import label
from shared.http.page_query import PageQuery
from shared.http.partner_kinds import COURT, KIND_LABELS, KINDS, RIGHTS, Naming
from shared.http.partner_settings import LONGEST_OVERLAP_HOURS
from shared.http.schemas import IsoInstant, StrictInteger, StrictSchema, reader_of
from shared.language import Text

_MUST_NAME = Text(
    "请填写以哪些机构的名义答复，与名录中的名称一致。",
    "Name the bodies in whose name it answers, as they stand in the registry.",
)
_NEVER_NAMES = Text(
    "热线只以自己的名义发送，须为空列表。", "A hotline speaks for itself alone: an empty list."
)
_NOT_OF_THE_KIND = Text("该种类没有这项权限。", "A partner of this kind cannot have this right.")
STATES = {"active": Text("在用", "in use"), "removed": Text("已移除", "removed")}


class WantedPartners(PageQuery):
    """Which partners are listed; without `state` also those that were removed."""

    kind = Choice(KIND_LABELS, metadata=label("种类", "kind"))
    state = Choice(
        STATES,
        metadata=label(
            "状态",
            "state",
            "不填时连同已移除的一并列出。",
            "Without it those that were removed are listed too.",
        ),
    )
    q = fields.String(
        validate=validate.Length(1, 100),
        load_default="",
        metadata=label(
            "名称或编号",
            "name or id",
            "名称、编号或可以其名义发送的单位名称中的文字。",
            "Part of the name, of the id, or of the name of a body in whose name it speaks.",
        ),
    )


class WantedPartner(StrictSchema):
    """A partner that is to speak to this installation."""

    name = PlainText(
        200,
        required=True,
        metadata=label(
            "名称",
            "name",
            "显示在案卷中，说明消息由谁发来；在用的名称不得重复。",
            "Shown in histories as the sender of a notice; no two in use have the same.",
        ),
    )
    kind = Choice(KIND_LABELS, load_default=COURT, metadata=label("种类", "kind"))
    speaks_for = ListOf(
        PlainText(200),
        required=True,
        metadata=label(
            "可以其名义发送的单位",
            "bodies in whose name it speaks",
            "单位全称。法院、检察院：空列表表示不限，例如全省统一的平台；法律援助机构、仲裁机构："
            "须填写名录中的名称；热线：须为空列表。",
            "Full names. Courts and procuratorates: an empty list means every one, as for a "
            "province's platform. Legal aid and arbitration: as they stand in the registry of "
            "bodies. A hotline: an empty list.",
        ),
    )
    rights = ListOf(
        Choice(RIGHTS),
        least=1,
        metadata=label(
            "权限",
            "rights",
            "可以发送和读取什么；不填时为该种类的全部权限。",
            "What it may send and fetch; without it all that its kind may have.",
        ),
    )

    @validates_schema
    def check_kind(self, said: dict[str, Any], **_: Any) -> None:
        """Refuse, at its field, what a partner of the kind cannot be or do."""
        kind = KINDS[said["kind"]]
        if kind.naming is Naming.MUST and not said["speaks_for"]:
            raise ValidationError([_MUST_NAME], "speaks_for")
        if kind.naming is Naming.NEVER and said["speaks_for"]:
            raise ValidationError([_NEVER_NAMES], "speaks_for")
        if not set(said.get("rights", ())) <= set(kind.rights):
            raise ValidationError([_NOT_OF_THE_KIND], "rights")


class NewSecret(StrictSchema):
    """What becomes of the secret that is replaced."""

    overlap_hours = StrictInteger(
        validate=validate.Range(0, LONGEST_OVERLAP_HOURS),
        metadata=label(
            "旧密钥继续有效的小时数",
            "hours in which the former secret is still taken",
            "0 为立即失效；不填时按本系统的设置。",
            "0: it ends at once. Without it, as this system is set.",
        ),
    )


class PartnerAct(Schema):
    """What was done to a partner, by whom and when."""

    what = fields.String(required=True, validate=validate.OneOf(list(ACTS)))
    what_label = fields.Nested(TextAnswer, required=True)
    at = IsoInstant(required=True)
    by = fields.String(required=True)
    overlap_hours = fields.Integer(required=True, allow_none=True)


class PartnerAnswer(Schema):
    """A partner, never with its secret."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(list(KINDS)))
    kind_label = fields.Nested(TextAnswer, required=True)
    speaks_for = fields.List(fields.String(), required=True)
    rights = fields.List(fields.String(validate=validate.OneOf(list(RIGHTS))), required=True)
    disabled = fields.Boolean(required=True)
    created_at = IsoInstant(required=True, allow_none=True)
    heard_at = IsoInstant(required=True, allow_none=True)
    former_secret_until = IsoInstant(required=True, allow_none=True)
    acts = fields.List(fields.Nested(PartnerAct), required=True)
    version = fields.Integer(required=True)


class PartnerWithSecret(PartnerAnswer):
    """A partner with the secret that is shown this once."""

    secret = fields.String(required=True)


def with_secret(partner: Partner, secret: str) -> dict[str, Any]:
    """Return what is answered of a partner, with the secret."""
    return {name: getattr(partner, name) for name in reader_of(PartnerAnswer).fields} | {
        "secret": secret
    }


class PartnerPage(Schema):
    """A page of partners."""

    items = fields.List(fields.Nested(PartnerAnswer), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


def is_wanted(partner: Partner, wanted: dict[str, Any]) -> bool:
    """Say whether a partner belongs into the list that is asked for."""
    state = "removed" if partner.disabled else "active"
    words = (partner.id, partner.name, *partner.speaks_for)
    fits = wanted.get("state") in {None, state} and wanted.get("kind") in {None, partner.kind}
    return fits and any(wanted["q"] in each for each in words)
