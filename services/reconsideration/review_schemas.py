"""What each command of the review itself carries."""

from __future__ import annotations

from marshmallow import validate

from services.reconsideration.article_words import (
    COMMITTEE_CASES,
    GROUNDS_OF_STAY,
    GROUNDS_OF_SUSPENSION,
)
from services.reconsideration.schema_parts import (
    APPROVED_BY,
    APPROVER,
    APPROVERS,
    RESPONDENT_AGENTS,
    Officer,
)
from shared.casework import labels
from shared.casework.fields import (
    Choice,
    ListOf,
    Part,
    PartyId,
    PastDate,
    PersonalText,
    PlainText,
    TimeOfDay,
)
from shared.casework.outside_mediation import (
    MEDIATION_OUTCOMES,
    MediationOutcome,
    SendIntoMediation,
)
from shared.casework.payload_parts import Agency, AgentOfAgency
from shared.casework.payloads import Command
from shared.http.labels import label
from shared.http.schemas import LegalDate, StrictBoolean, StrictInteger
from shared.language import Text


class AssignOfficers(Command):
    """The officers who review the case."""

    officers = ListOf(
        Part(Officer), least=1, most=10, required=True, metadata=label("复议人员", "officers")
    )


class HearParties(Command):
    """How the parties were heard (听取意见), and what was recorded."""

    method = Choice(
        {
            "in_person": Text("当面", "in person"),
            "online": Text("互联网", "online"),
            "phone": Text("电话", "by telephone"),
            "written": Text("书面审理", "in writing only"),
        },
        required=True,
        metadata=label("听取意见方式", "how the parties were heard"),
    )
    record = PersonalText(20_000, metadata=label("听取意见记录", "record"))
    reason = PersonalText(
        2000,
        metadata=label(
            "未能听取的原因",
            "reason for writing alone",
            "因当事人原因不能听取意见的，可以书面审理（第四十九条）。",
            "Writing alone needs a reason on the party's side (art. 49).",
        ),
    )


class ScheduleHearing(Command):
    """The notice of a hearing (听证), given on `on`."""

    hearing_on = LegalDate(required=True, metadata=label("听证日期", "day of the hearing"))
    hearing_time = TimeOfDay(metadata=labels.TIME)
    place = PlainText(300, required=True, metadata=labels.PLACE)
    topics = PersonalText(5000, metadata=label("拟听证事项", "topics of the hearing"))


class HoldHearing(Command):
    """The hearing held on `on`."""

    chair = PlainText(80, required=True, metadata=label("主持人", "chair"))
    listeners = ListOf(
        PlainText(80),
        most=20,
        required=True,
        metadata=label(
            "听证员", "hearing officers", "两名以上（第五十条第三款）。", "Two or more (art. 50¶3)."
        ),
    )
    recorder = PlainText(80, required=True, metadata=label("记录员", "recorder"))
    head_attended = StrictBoolean(
        required=True, metadata=label("被申请人负责人参加", "head of the respondent attended")
    )
    excuse = PersonalText(
        2000,
        metadata=label(
            "负责人未参加的理由",
            "excuse of the head",
            "不能参加的，应当说明理由并委托工作人员参加（第五十一条第三款）。",
            "Who cannot come explains why and sends staff (art. 51¶3).",
        ),
    )
    respondent_agents = ListOf(Part(AgentOfAgency), most=10, metadata=RESPONDENT_AGENTS)
    applicant_attended = StrictBoolean(
        load_default=True, metadata=label("申请人参加", "applicant attended")
    )
    applicant_reason = PersonalText(
        2000,
        metadata=label(
            "申请人未参加的原因",
            "reason of the applicant",
            "无正当理由拒不参加的，视为放弃听证权利（第五十一条第二款）。",
            "Without a just reason the right to the hearing counts as given up (art. 51¶2).",
        ),
    )
    record = PersonalText(50_000, metadata=label("听证笔录", "record of the hearing"))


class ConsultCommittee(Command):
    """What the reconsideration committee (行政复议委员会) advised, and what became of it."""

    ground = Choice(
        COMMITTEE_CASES, required=True, metadata=label("提请咨询的情形", "why it was consulted")
    )
    opinion = PersonalText(20_000, required=True, metadata=label("咨询意见", "opinion"))
    adopted = Choice(
        {
            "adopted": Text("采纳", "adopted"),
            "partly_adopted": Text("部分采纳", "partly adopted"),
            "not_adopted": Text("未采纳", "not adopted"),
        },
        required=True,
        metadata=label("采纳情况", "adopted"),
    )
    reason = PersonalText(5000, metadata=label("未采纳的理由", "reason for not adopting it"))


class Suspending(Command):
    """A suspension; one that is told when it is over says since when the review went on."""

    resumed_on = PastDate(
        metadata=label(
            "恢复审理日期",
            "resumed on",
            "补登已经结束的中止时填写；尚在中止的不填，恢复时另行登记。",
            "For a suspension that is over already; of one that lasts the resumption is recorded.",
        )
    )


class Suspend(Suspending):
    """The suspension of a review (中止) on a ground of article 39."""

    ground = Choice(
        GROUNDS_OF_SUSPENSION, required=True, metadata=label("中止情形", "ground of suspension")
    )
    reason = PersonalText(2000, metadata=labels.EXPLANATION)
    consent = StrictBoolean(
        metadata=label(
            "双方同意中止",
            "both sides consent",
            "因调解、和解中止须申请人和被申请人同意。",
            "A suspension for mediation or settlement needs it.",
        )
    )


class Resume(Command):
    """The end of a suspension."""

    reason = PersonalText(2000, metadata=label("恢复理由", "reason of the resumption"))
    mediation_outcome = Choice(
        {name: MEDIATION_OUTCOMES[name] for name in ("failed", "terminated", "declined")},
        metadata=labels.MEDIATION_OUTCOME,
    )
    mediation_id = PlainText(64, metadata=labels.MEDIATION_ID)
    mediation_number = PlainText(120, metadata=labels.MEDIATION_NUMBER)


ASKED_BY = label(
    "申请停止执行的当事人",
    "who asks for the stay",
    "申请人或者第三人申请停止执行的填写（第四十二条第三项）。",
    "Applicant or third party, where one of them asked for it (art. 42(3)).",
)


class StayEnforcement(Command):
    """The decision that an act is not enforced during the review (停止执行)."""

    ground = Choice(
        GROUNDS_OF_STAY,
        required=True,
        metadata=label(
            "停止执行情形",
            "ground of the stay",
            "复议期间行政行为不停止执行，但有所列情形的应当停止（第四十二条）。",
            "An act is enforced during the review, except in these cases (art. 42).",
        ),
    )
    party = PartyId(metadata=ASKED_BY)
    reason = PersonalText(2000, metadata=labels.EXPLANATION)


class RefuseStay(Command):
    """The refusal of a stay that an applicant or a third party asked for (不予停止执行)."""

    party = PartyId(metadata=ASKED_BY)
    asked_on = PastDate(metadata=label("申请日期", "asked for on"))
    reason = PersonalText(2000, required=True, metadata=label("不予停止执行的理由", "why not"))


class LiftStay(Command):
    """The end of a stay of enforcement, once its ground has gone."""

    reason = PersonalText(2000, required=True, metadata=label("恢复执行理由", "why it is lifted"))


class ExcludeTime(Command):
    """A span of time that the review period does not include."""

    kind = Choice(
        {
            "inspection": Text("现场勘验", "inspection on the spot"),
            "appraisal": Text("鉴定", "appraisal"),
            "elevation": Text("报请提级审理", "asking the superior organ to take the case"),
        },
        required=True,
        metadata=label("不计入期限的事由", "what the time was for"),
    )
    from_on = PastDate(required=True, metadata=label("起始日期", "from"))
    to_on = PastDate(required=True, metadata=label("结束日期", "to"))


class NormReviewEnds(Command):
    """How the review of a norm ended: dealt with here, or passed on to who may deal with it."""

    transferred_on = PastDate(metadata=label("转送日期", "sent on"))
    norm_result = Choice(
        {
            "lawful": Text("合法", "lawful"),
            "unlawful": Text("不合法", "unlawful"),
            "partly_unlawful": Text("部分不合法", "partly unlawful"),
            "no_reply": Text("未回复", "no reply"),
        },
        metadata=label("审查结果", "result of the review"),
    )
    handled_on = PastDate(metadata=label("处理日期", "handled on"))


class RequestNormReview(NormReviewEnds, Suspending):
    """A norm on which the act rests and whose lawfulness has to be settled first (附带审查)."""

    document = PlainText(500, required=True, metadata=label("规范性文件", "document"))
    maker = Part(Agency, metadata=label("制定机关", "maker of the document"))
    requested_by = Choice(
        {
            "applicant": Text("申请人提出（第五十六条）", "the applicant (art. 56)"),
            "organ": Text("复议机关依职权（第五十七条）", "the organ itself (art. 57)"),
        },
        load_default="applicant",
        metadata=label("由谁提出", "who asked for it"),
    )
    competent = StrictBoolean(
        required=True,
        metadata=label(
            "本机关有权处理",
            "this organ is competent",
            "有权的三十日内处理，无权的七个工作日内转送。",
            "Competent: decided within 30 days; otherwise sent on within 7 working days.",
        ),
    )


class RecordNormReview(NormReviewEnds):
    """What has happened in the review of a norm, as far as it is known."""

    maker_notified_on = PastDate(metadata=label("通知制定机关日期", "maker notified on"))
    maker_received_on = PastDate(
        metadata=label("制定机关收到日期", "notice received by the maker on")
    )
    maker_answered_on = PastDate(metadata=label("制定机关答复日期", "maker answered on"))
    transfer_received_on = PastDate(
        metadata=label("接受转送机关收到日期", "received by the other organ on")
    )
    transfer_replied_on = PastDate(
        metadata=label("接受转送机关回复日期", "the other organ replied on")
    )


class StartMediation(SendIntoMediation):
    """The sending of a case into mediation."""

    consent_to_suspend = StrictBoolean(
        required=True,
        metadata=label(
            "双方同意中止",
            "both sides consent to suspend",
            "不同意中止的，复议期限照常计算。",
            "Without their consent the review period runs on.",
        ),
    )


class RecordMediationOutcome(MediationOutcome):
    """How the mediation of a review ended, as the mediation track tells it."""


class Extend(Command):
    """A longer review period for a complex case."""

    days = StrictInteger(
        required=True,
        validate=validate.Range(min=1),
        metadata=label(
            "延长天数",
            "days more",
            "最多不得超过三十日（第六十二条第一款）。",
            "At most thirty days (art. 62¶1).",
        ),
    )
    approved_by = Choice(
        APPROVERS,
        required=True,
        metadata=label(
            "批准人",
            "approved by",
            "2024年起由复议机构负责人批准；此前由复议机关负责人批准。",
            "Since 2024 the head of the office approves, before it the head of the organ.",
        ),
    )
    approver = PlainText(80, metadata=APPROVER)
    reason = PersonalText(
        2000, required=True, metadata=label("延期理由", "reason of the extension")
    )
    notified_on = PastDate(
        metadata=label(
            "书面告知日期",
            "parties told on",
            "延期应当书面告知当事人。",
            "The parties are told in writing.",
        )
    )


class ConvertProcedure(Command):
    """The change from the simplified to the ordinary procedure."""

    approved_by = Choice(APPROVERS, required=True, metadata=APPROVED_BY)
    approver = PlainText(80, metadata=APPROVER)
    reason = PersonalText(2000, metadata=label("转换理由", "reason of the change"))
