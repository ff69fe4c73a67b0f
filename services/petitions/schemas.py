"""What the payload of each petition command looks like."""

from __future__ import annotations

from typing import Any

from marshmallow import post_load, validate

from services.petitions.article_words import ARTICLE_31
from shared.casework import labels
from shared.casework.fields import (
    TRACKS,
    Act,
    Agency,
    Choice,
    Command,
    LegalDate,
    ListOf,
    Opening,
    OrganisationCode,
    Part,
    Party,
    PastDate,
    PersonalText,
    PlainText,
    StrictBoolean,
    StrictInteger,
    StrictSchema,
)
from shared.http.labels import label
from shared.language import Text

ARTICLE_31_ITEM = label(
    "第三十一条分项",
    "item of article 31",
    "信访工作条例第三十一条：申诉求决类事项按哪一项办理。",
    "Under which item of article 31 of the petition regulation an appeal is handled.",
    values=ARTICLE_31,
)
FEEDBACK_DUE_ON = label(
    "反馈期限",
    "feedback due on",
    "要求对方在此日前反馈办理结果。",
    "The last day for the agency's feedback.",
)
OPINION_SERVED_ON = label(
    "意见送达日期",
    "opinion received on",
    "信访人收到书面答复之日；请求复查、复核的三十日由此起算。",
    "The day the petitioner received the written answer; thirty days run from it.",
)
LATE_REASON = label(
    "理由", "reason", "有例外或者逾期的，说明理由。", "Why, where it is late or an exception."
)


class ReceivingAgency(Agency):
    """The agency that takes a petition over; its code opens the case to its officers."""

    code = OrganisationCode(required=True, metadata=labels.ORGANISATION_CODE)


class Opinion(StrictSchema):
    """A handling opinion (信访处理意见书) with the contents of 信访工作条例32."""

    claims = PersonalText(metadata=label("投诉请求", "claims"))
    facts_and_reasons = PersonalText(metadata=label("事实和理由", "facts and reasons"))
    conclusion = PersonalText(metadata=label("处理意见", "conclusion"))
    legal_basis = PlainText(4000, metadata=label("法律法规依据", "legal basis"))


class Register(Opening):
    """A petition as it came in."""

    channel = Choice(
        {
            "visit": Text("走访", "visit"),
            "letter": Text("书信", "letter"),
            "web": Text("网上信访", "web"),
            "phone": Text("电话", "telephone"),
            "email": Text("电子邮件", "e-mail"),
            "terminal": Text("自助终端", "terminal"),
        },
        required=True,
        metadata=label("信访形式", "how it came in"),
    )
    received_on = PastDate(required=True, metadata=labels.RECEIVED_ON)
    received_as = Choice(
        {
            "petition_office": Text("信访部门", "petition office"),
            "agency": Text("其他机关、单位", "another agency"),
        },
        required=True,
        metadata=label(
            "收件身份",
            "received as",
            "信访部门登记分流（第二十二条），其他机关直接收到（第二十三条）。",
            "A petition office routes it (art. 22); another agency received it itself (art. 23).",
        ),
    )
    petitioners = ListOf(
        Part(Party), least=1, required=True, metadata=label("信访人", "petitioners")
    )
    representatives = ListOf(
        Part(Party),
        metadata=label(
            "信访代表",
            "representatives",
            "多人走访的推选代表，不超过五人（第二十条第三款）。",
            "Chosen by several who visit together, at most five (art. 20¶3).",
        ),
    )
    against = Part(Agency, metadata=label("被反映的机关", "agency complained of"))
    opponents = ListOf(Part(Party), metadata=label("被反映的人或单位", "others complained of"))
    act = Part(Act, metadata=labels.ACT)
    content = PersonalText(
        required=True,
        metadata=label(
            "信访内容",
            "content",
            "请求、事实和理由（第十九条）。",
            "What is asked, the facts and the reasons (art. 19).",
        ),
    )
    address_unclear = StrictBoolean(
        metadata=label(
            "姓名或住址不清",
            "name or address unclear",
            "不清的，无需书面告知（第二十三条第二款）。",
            "No written notice is then owed (art. 23¶2).",
        )
    )


class Classify(Command):
    """What kind of petition it is; an appeal with its item of article 31 and its path."""

    kind = Choice(
        {
            "suggestion": Text("建议意见类", "suggestion"),
            "report": Text("检举控告类", "report or accusation"),
            "appeal": Text("申诉求决类", "appeal for a decision"),
        },
        required=True,
        metadata=label("事项类别", "kind of petition"),
    )
    article31_item = StrictInteger(validate=validate.Range(min=1, max=6), metadata=ARTICLE_31_ITEM)
    legal_path = PlainText(
        500,
        metadata=label(
            "应走的法定途径",
            "statutory path",
            "申诉求决类事项应当导入的程序。",
            "The procedure into which an appeal belongs.",
        ),
    )
    confidential_reporter = StrictBoolean(
        dump_only=True, metadata=label("为检举控告人保密", "reporter kept confidential")
    )

    @post_load
    def _reporter_is_confidential(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Mark a report, so that its reporter stays hidden from the accused (信访工作条例30¶3)."""
        return {**data, "confidential_reporter": data["kind"] == "report"}


class Accept(Command):
    """The acceptance, with what justifies it where other procedures or petitions speak against."""

    reason = PlainText(
        2000,
        metadata=label(
            "受理理由",
            "reason for acceptance",
            "另有法定途径或者已分流的，说明为何仍受理。",
            "Why it is accepted although another procedure or a routing speaks against it.",
        ),
    )
    new_facts = PersonalText(
        4000,
        metadata=label(
            "新的事实和理由",
            "new facts",
            "同一事项已复核终结的，只有新事实才可受理。",
            "After a final re-examination only new facts allow acceptance.",
        ),
    )


class Decline(Command):
    """Why a petition is not accepted, and where the petitioner can turn."""

    ground = Choice(
        {
            "accepted_elsewhere": Text(
                "19¶3 信访事项已经受理或者正在办理",
                "19¶3 accepted or being handled already",
            ),
            "finalized": Text(
                "36¶3 对复核意见不服，仍然以同一事实和理由提出",
                "36¶3 the same facts and reasons after a re-examination opinion",
            ),
            "in_statutory_procedure": Text(
                "属于诉讼、复议等法定程序的事项", "belongs to a statutory procedure"
            ),
            "outside_jurisdiction": Text(
                "23¶1 不属于本机关、单位或者本系统职权范围",
                "23¶1 outside the powers of the agency and its system",
            ),
        },
        required=True,
        metadata=label("不予受理的理由", "ground of refusal"),
    )
    advice = PersonalText(
        4000,
        metadata=label(
            "告知的途径",
            "where to turn",
            "告知信访人向有权处理的机关、单位提出。",
            "Where the petitioner is told to turn.",
        ),
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
    sender_consent = StrictBoolean(
        required=True,
        metadata=label(
            "已经核实同意",
            "sender consents",
            "经转送、交办的信访部门或者上级机关核实同意（第二十三条第三款）。",
            "The sender has verified and consents (art. 23¶3).",
        ),
    )


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


class Extend(Command):
    """A longer period of handling, approved by the head of the agency."""

    days = StrictInteger(
        required=True,
        validate=validate.Range(min=1),
        metadata=label(
            "延长天数",
            "days more",
            "不得超过三十日（第三十四条）。",
            "At most thirty days (art. 34).",
        ),
    )
    approved_by = PlainText(
        200,
        required=True,
        metadata=label(
            "批准人",
            "approved by",
            "本机关、单位负责人（第三十四条）。",
            "The head of the agency (art. 34).",
        ),
    )
    reason = PlainText(2000, required=True, metadata=label("延期理由", "reason of the extension"))


class Conclude(Command):
    """The handling opinion, and the day on which the petitioner received it."""

    outcome = Choice(
        {
            "supported": Text("予以支持", "supported"),
            "partly_supported": Text("部分支持", "partly supported"),
            "not_supported": Text("不予支持", "not supported"),
        },
        required=True,
        metadata=label("处理结果", "outcome"),
    )
    opinion = Part(Opinion, required=True, metadata=label("信访处理意见书", "handling opinion"))
    served_on = PastDate(metadata=OPINION_SERVED_ON)


class ServeOpinion(Command):
    """The day on which the petitioner received an opinion that was issued before."""

    served_on = PastDate(required=True, metadata=OPINION_SERVED_ON)


class RequestReview(Command):
    """A request for review or re-examination; a late one needs a reason."""

    grounds = PersonalText(metadata=label("请求和理由", "request and reasons"))
    received_on = PastDate(metadata=label("收到请求日期", "request received on"))
    to_agency = Part(
        ReceivingAgency,
        metadata=label(
            "复查或复核机关",
            "agency that reviews",
            "原机关、单位的上一级机关、单位。",
            "The agency above the one that gave the opinion.",
        ),
    )
    reason = PlainText(2000, metadata=LATE_REASON)


class ConcludeReview(Command):
    """The review opinion (复查意见)."""

    outcome = Choice(
        {
            "upheld": Text("维持", "upheld"),
            "changed": Text("变更", "changed"),
            "revoked": Text("撤销", "revoked"),
        },
        required=True,
        metadata=label("结果", "outcome"),
    )
    opinion = PersonalText(required=True, metadata=label("意见内容", "opinion"))
    served_on = PastDate(metadata=OPINION_SERVED_ON)


class ConcludeReexamination(ConcludeReview):
    """The re-examination opinion (复核意见), with the days of a hearing if one was held."""

    hearing_from = PastDate(
        metadata=label(
            "听证开始日期",
            "hearing from",
            "听证所需时间不计入期限（第三十六条第二款）。",
            "The time of a hearing does not count (art. 36¶2).",
        )
    )
    hearing_to = PastDate(metadata=label("听证结束日期", "hearing to"))


class Rate(Command):
    """How satisfied the petitioner is, from 1 (not at all) to 5 (fully)."""

    satisfaction = StrictInteger(
        required=True,
        validate=validate.Range(min=1, max=5),
        metadata=label(
            "满意度",
            "satisfaction",
            values={
                1: Text("很不满意", "very dissatisfied"),
                2: Text("不满意", "dissatisfied"),
                3: Text("基本满意", "fairly satisfied"),
                4: Text("满意", "satisfied"),
                5: Text("很满意", "very satisfied"),
            },
        ),
    )
    comment = PersonalText(2000, metadata=label("评价意见", "comment"))


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
    """The feedback of an agency on an assignment or on having been urged."""

    about = Choice(
        {"assignment": Text("交办", "assignment"), "urging": Text("督办", "urging")},
        required=True,
        metadata=label("反馈何事", "about"),
    )
    report = PersonalText(required=True, metadata=label("反馈内容", "report"))
    adopted = Choice(
        {
            "adopted": Text("采纳", "adopted"),
            "partly_adopted": Text("部分采纳", "partly adopted"),
            "not_adopted": Text("未采纳", "not adopted"),
        },
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


class Withdraw(Command):
    """Why the petitioner withdraws."""

    reason = PlainText(2000, required=True, metadata=label("撤回理由", "reason of the withdrawal"))


class Close(Command):
    """The closing of the file; a reason where a right or a referral is still open."""

    reason = PlainText(2000, metadata=labels.CLOSING_REASON)
