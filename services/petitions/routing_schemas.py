"""A petition goes to another agency or procedure, and is urged on and reported of."""

from __future__ import annotations

from marshmallow import validate

from services.petitions.intake_schemas import ADOPTION, ARTICLE_31_ITEM
from shared.casework import labels
from shared.casework.fields import (
    Choice,
    Part,
    PastDate,
    PersonalText,
    PlainText,
)
from shared.casework.payload_parts import TRACKS, Agency, ReceivingAgency
from shared.casework.payloads import Command
from shared.http.labels import label
from shared.http.schemas import LegalDate, StrictBoolean, StrictInteger
from shared.language import Text

FEEDBACK_DUE_ON = label(
    "反馈期限",
    "feedback due on",
    "要求对方在此日前反馈办理结果。",
    "The last day for the agency's feedback.",
)


class Transfer(Command):
    """To whom a petition is forwarded or assigned; `received_on` when it got there later."""

    to_agency = Part(ReceivingAgency, required=True, metadata=label("接收机关", "receiving agency"))
    mode = Choice(
        {"forward": Text("转送", "forward"), "assign": Text("交办", "assign with feedback")},
        required=True,
        metadata=label("方式", "mode"),
    )
    feedback_due_on = LegalDate(metadata=FEEDBACK_DUE_ON)
    received_on = PastDate(
        metadata=label(
            "对方收到日期",
            "received by them on",
            "接收机关晚于转送日收到的，填实际收到之日。",
            "The day it got there, where that was later than the transfer.",
        )
    )


class ReturnTransfer(Command):
    """Why the receiver hands a petition back, and whether the sender agreed."""

    reason = PlainText(2000, required=True, metadata=label("异议理由", "reason of the objection"))
    objected_on = PastDate(
        metadata=label(
            "提出异议日期",
            "objected on",
            "五个工作日以提出异议之日为准；核实同意、交还晚于该日的填写。",
            "The five working days are judged by it; given where the return came later.",
        )
    )
    sender_consent = StrictBoolean(
        required=True,
        metadata=label(
            "已经核实同意",
            "sender consents",
            "经转送、交办的信访部门或者上级机关核实同意（第二十三条第三款）。",
            "The sender has verified and consents (art. 23¶3).",
        ),
    )


class HandOver(Command):
    """Which agency goes on with a petition instead, and why (信访工作条例24)."""

    to_agency = Part(ReceivingAgency, required=True, metadata=label("接收机关", "receiving agency"))
    ground = Choice(
        {
            "agency_reorganised": Text(
                "24 应当处理的机关、单位分立、合并、撤销",
                "24 the agency was divided, merged or dissolved",
            ),
            "found_competent": Text(
                "24 协商或者由上级决定受理机关",
                "24 the agencies agreed, or their superior decided, who is competent",
            ),
        },
        required=True,
        metadata=label("移交事由", "ground"),
    )
    reason = PlainText(2000, metadata=labels.REASON)


class Refer(Command):
    """The procedure that a petition is led into (导入相应程序)."""

    to = Choice(
        {
            "mediation": Text("调解", "mediation"),
            "reconsideration": Text("行政复议", "administrative reconsideration"),
            "litigation": Text("诉讼", "litigation"),
            "arbitration": Text("仲裁", "arbitration"),
            "adjudication": Text("行政裁决", "administrative adjudication"),
            "party_discipline": Text("纪检监察", "party discipline"),
            "other_procedure": Text("其他法定途径", "another procedure"),
        },
        required=True,
        metadata=label("导入的程序", "procedure it is led into"),
    )
    article31_item = StrictInteger(validate=validate.Range(min=1, max=6), metadata=ARTICLE_31_ITEM)
    to_agency = Part(Agency, metadata=label("接收机关", "receiving agency"))
    mediation_kind = Choice(
        {
            "people": Text("人民调解", "people's mediation"),
            "administrative": Text("行政调解", "administrative mediation"),
            "labour": Text("劳动争议调解", "labour mediation"),
            "industry": Text("行业性专业性调解", "mediation of a trade or profession"),
        },
        metadata=labels.MEDIATION_KIND,
    )
    reason = PlainText(2000, metadata=labels.REASON)


class Urge(Command):
    """Why the handling agency is urged on, and until when it answers."""

    ground = Choice(
        {
            "unlawful_acceptance": Text(
                "40¶1 违反信访工作规定受理信访事项", "40¶1 accepted against the rules"
            ),
            "unlawful_handling": Text(
                "40¶1 违反信访工作规定办理信访事项", "40¶1 handled against the rules"
            ),
            "shirking_or_delay": Text("40¶1 推诿、敷衍、拖延", "40¶1 shirking or delay"),
            "falsification": Text("40¶1 弄虚作假", "40¶1 falsification"),
            "opinion_not_performed": Text(
                "40¶1 拒不执行信访处理意见", "40¶1 refusal to carry out the opinion"
            ),
        },
        required=True,
        metadata=label("督办事由", "ground"),
    )
    suggestion = PlainText(4000, metadata=label("改进建议", "suggestion"))
    feedback_due_on = LegalDate(metadata=FEEDBACK_DUE_ON)


class ReportBack(Command):
    """The feedback of an agency on an assignment, a report or on having been urged."""

    about = Choice(
        {
            "assignment": Text("交办", "assignment"),
            "report": Text("检举控告", "report or accusation"),
            "urging": Text("督办", "urging"),
        },
        required=True,
        metadata=label("反馈何事", "about"),
    )
    assigned_to = PlainText(
        200,
        metadata=label(
            "何单位的反馈",
            "whose feedback",
            "逐级交办、尚有几级未反馈的，写明是哪一个承办单位的反馈。",
            "Where it was assigned on and several still owe theirs: which agency reports.",
        ),
    )
    report = PersonalText(required=True, metadata=label("反馈内容", "report"))
    adopted = Choice(
        ADOPTION,
        metadata=label(
            "建议采纳情况",
            "suggestion adopted",
            "对改进建议应当书面反馈采纳情况（第四十条第四款）。",
            "Whether a suggestion was adopted is reported in writing (art. 40¶4).",
        ),
    )


class RecordReferralOutcome(Command):
    """What became of a referral, as another service told it."""

    track = Choice(
        {name: TRACKS[name] for name in ("mediation", "reconsideration", "litigation")},
        required=True,
        metadata=labels.TRACK,
    )
    case_id = PlainText(64, required=True, metadata=labels.CASE_ID)
    number = PlainText(120, metadata=labels.CASE_NUMBER)
    outcome = Choice(
        {
            "accepted": Text("已受理", "accepted"),
            "declined": Text("不予受理", "declined"),
            "agreed": Text("达成协议", "agreement reached"),
            "confirmed": Text("已司法确认", "confirmed by a court"),
            "failed": Text("未达成协议", "no agreement"),
            "terminated": Text("已终止", "terminated"),
            "performed": Text("已履行", "performed"),
            "breached": Text("未履行", "not performed"),
        },
        required=True,
        metadata=label("导入后的结果", "what became of it"),
    )
    happened_on = PastDate(metadata=label("发生日期", "happened on"))


class ResumeHandling(Command):
    """Why a referred petition comes back into handling."""

    reason = PlainText(2000, metadata=labels.REASON)
