"""The act in dispute, or the duty that was not performed, as payloads of all tracks hold it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from shared.casework import labels
from shared.casework.act_kinds import ACT_KINDS
from shared.casework.fields import Choice, PastDate, PlainText
from shared.casework.payload_parts import Agency
from shared.http.labels import label
from shared.http.schemas import LegalDate, StrictBoolean, StrictInteger, StrictSchema
from shared.language import Text
from shared.law.duties import duty_names

INACTION = "inaction"
INACTION_ANSWERS: Mapping[str, Text] = MappingProxyType(
    {
        "none": Text("未答复", "none"),
        "not_accepted": Text("法定期限内未受理", "not accepted within the statutory period"),
        "refused": Text("明确拒绝履行", "performance refused"),
        "refused_to_accept": Text("明确拒绝受理", "acceptance refused"),
        "incomplete": Text("未完全履行", "performed incompletely"),
    }
)
NOT_DISCLOSED_UNDER: Mapping[str, Text] = MappingProxyType(
    {
        "14": Text("信息公开条例14", "Information Regulation 14"),
        "15": Text("信息公开条例15", "Information Regulation 15"),
        "16": Text("信息公开条例16", "Information Regulation 16"),
        "other": Text("其他理由", "another reason"),
    }
)


class Inaction(StrictSchema):
    """
    A duty that an agency was asked to perform and did not (不履行法定职责).

    `requested_on`: the agency received the request; `performance_due_on`: the end of a statutory
    period to perform, where there is one; `duty`: the item of 行政复议法 11, one of those listed.
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
    duty = Choice(
        duty_names(),
        metadata=label(
            "所涉职责",
            "the duty",
            "行政复议法第十一条的项；履行期限和是否复议前置由此而定。",
            "By the items of article 11 of the Reconsideration Law; the time to perform, and "
            "whether reconsideration comes first, depend on it.",
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
            "选一种，或者写明其他种类；不履行法定职责也是一种。",
            "Choose one or write another; a duty that was not performed is one too.",
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
    told_to_sue_until = LegalDate(
        metadata=label(
            "告知的起诉最后一日",
            "told to sue until",
            "行政机关自己告知的最后一日。",
            "The last day that the agency itself named.",
        )
    )
    reconsideration_first_told = StrictBoolean(
        metadata=label(
            "已告知复议前置",
            "told that reconsideration comes first",
            "复议前置的案件，机关应当告知先申请复议（行政复议法第二十三条第二款）。",
            "Where reconsideration comes first the agency says so (art. 23¶2).",
        )
    )
    reconsideration_first_by = PlainText(
        200,
        metadata=label(
            "规定复议前置的法规",
            "law that puts reconsideration first",
            "法律、行政法规规定应当先申请复议的，填其名称和条款。",
            "The law or administrative regulation that demands it, with its article.",
        ),
    )
    infringes_resource_right = StrictBoolean(
        metadata=label(
            "侵犯自然资源权利",
            "infringes a right to natural resources",
            "侵犯已经依法取得的自然资源的所有权或者使用权。",
            "A right of ownership or use that was lawfully acquired.",
        )
    )
    not_disclosed_under = Choice(
        NOT_DISCLOSED_UNDER, metadata=label("不予公开的依据", "basis of the refusal to disclose")
    )
    tax_settled_on = PastDate(
        metadata=label(
            "缴清税款或者担保确认之日",
            "tax paid or secured on",
            "纳税争议应当先缴清税款和滞纳金，或者提供担保并得到确认（税收征收管理法第八十八条）。",
            "In a dispute over tax it is paid or secured before reconsideration is applied for.",
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
