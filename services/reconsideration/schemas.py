"""What each command of a reconsideration carries."""

from __future__ import annotations

from marshmallow import validate

from services.reconsideration.article_words import (
    COMMITTEE_CASES,
    CONDITIONS_OF_ACCEPTANCE,
    GROUNDS_OF_SUSPENSION,
    GROUNDS_OF_TERMINATION,
    SIMPLIFIED_CASES,
)
from shared.casework import labels
from shared.casework.fields import (
    MEDIATION_OUTCOMES,
    OUTSIDE_MEDIATION_KINDS,
    Act,
    Agency,
    Choice,
    Command,
    LegalDate,
    ListOf,
    Opening,
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

APPROVERS = {
    "head_of_office": Text("复议机构负责人", "head of the reconsideration office"),
    "head_of_organ": Text("复议机关负责人", "head of the reconsideration organ"),
}
APPROVED_BY = label("批准人", "approved by")
APPROVER = label("批准人姓名", "name of the approver")
RESPONDENT_AGENTS = label("被申请人代理人", "agents of the respondent")
EXPLANATION = label("具体说明", "explanation")
FORWARDED_ON = label(
    "转送日期",
    "forwarded on",
    "原处罚机关转送的申请到达复议机关之日（第三十二条）。",
    "The day the application handed in at the penalty agency reached the organ (art. 32).",
)
SERVED_PARTY = label(
    "送达对象",
    "addressee",
    "本案当事人的编号，例如 p1。",
    "The id of a party of this case, for example p1.",
)


class RespondentAgent(StrictSchema):
    """Somebody who acts for the respondent: a member of its staff, a lawyer, or another."""

    name = PlainText(200, required=True, metadata=label("姓名", "name"))
    kind = Choice(
        {
            "staff": Text("本机关工作人员", "member of its staff"),
            "lawyer": Text("律师", "lawyer"),
            "other": Text("其他", "other"),
        },
        required=True,
        metadata=label("身份", "kind of agent"),
    )


class Officer(StrictSchema):
    """A reconsideration officer (行政复议人员) put in charge of a case."""

    name = PlainText(80, required=True, metadata=label("姓名", "name"))
    qualification = PlainText(200, metadata=label("资格", "qualification"))
    conflict_of_interest = StrictBoolean(
        load_default=False,
        metadata=label(
            "有利害关系",
            "has an interest",
            "与本案或者当事人有利害关系。",
            "An interest in the case, or ties to a party.",
        ),
    )


class Invite(Opening):
    """What a referral fills in before the applicant has applied."""

    applicants = ListOf(Part(Party), most=500, metadata=labels.APPLICANTS)
    respondent = Part(Agency, metadata=label("被申请人", "respondent"))
    act = Part(Act, metadata=labels.ACT)


class File(Opening):
    """An application for reconsideration (行政复议申请) as it was received."""

    applicants = ListOf(Part(Party), least=1, most=500, required=True, metadata=labels.APPLICANTS)
    representatives = ListOf(PersonalText(200), most=20, metadata=labels.REPRESENTATIVES)
    third_parties = ListOf(Part(Party), most=500, metadata=labels.THIRD_PARTIES)
    respondent = Part(Agency, required=True, metadata=label("被申请人", "respondent"))
    co_respondents = ListOf(
        Part(Agency), most=20, metadata=label("共同被申请人", "joint respondents")
    )
    act = Part(Act, required=True, metadata=labels.ACT)
    requests = PersonalText(
        20_000, required=True, metadata=label("复议请求和理由", "requests and reasons")
    )
    received_on = PastDate(required=True, metadata=labels.RECEIVED_ON)
    channel = Choice(
        {
            "in_person": Text("当面提交", "in person"),
            "post": Text("邮寄", "by post"),
            "online": Text("互联网渠道", "online"),
            "oral": Text("口头申请", "orally"),
        },
        load_default="in_person",
        metadata=label("申请方式", "how it was filed"),
    )
    via_respondent = StrictBoolean(
        load_default=False,
        metadata=label(
            "通过原机关提交",
            "through the respondent",
            "对当场处罚或者电子监控处罚，可以通过处罚机关提交（第三十二条）。",
            "Allowed for penalties on the spot or by electronic monitoring (art. 32).",
        ),
    )
    forwarded_on = PastDate(metadata=FORWARDED_ON)
    performance_ended_on = PastDate(
        metadata=label(
            "履职期限届满日",
            "performance period ended on",
            "不履行法定职责的，申请期限自履行期限届满之日起计算。",
            "For inaction the window to apply runs from the end of the period to perform.",
        )
    )


class RecordForwarding(Command):
    """The day an application handed in at the respondent reached the reconsideration organ."""

    forwarded_on = PastDate(required=True, metadata=FORWARDED_ON)


class RequestCorrection(Command):
    """The one notice that lists everything an application lacks (补正通知)."""

    items = ListOf(
        PersonalText(1000),
        least=1,
        most=50,
        required=True,
        metadata=label(
            "需要补正的事项",
            "what is to be corrected",
            "应当一次性载明（第三十一条第一款）。",
            "Everything at once (art. 31¶1).",
        ),
    )
    served_on = PastDate(
        metadata=label(
            "通知送达日期",
            "notice received on",
            "申请人收到补正通知之日；十个工作日由此起算。",
            "The day the applicant received it; ten working days run from it.",
        )
    )
    due_on = LegalDate(metadata=label("补正期限", "correction due on"))


class ExtendCorrection(Command):
    """A longer time for corrections, for a just reason."""

    until = LegalDate(required=True, metadata=label("延长至", "until"))
    reason = PersonalText(2000, required=True, metadata=label("正当理由", "just reason"))


class Correct(Command):
    """The corrections, received on `on`."""

    description = PersonalText(5000, metadata=label("补正情况", "corrections"))


class Lapse(Command):
    """The lapse of an application that was not corrected (视为放弃申请)."""


class BecomeFinal(Command):
    """The end of the last window to sue, in which nobody did."""


class DeemAccepted(Command):
    """The acceptance that follows from the end of the review period (视为受理)."""


class Accept(Command):
    """The acceptance of an application, with the procedure that governs its review."""

    procedure = Choice(
        {
            "ordinary": Text("普通程序", "ordinary procedure"),
            "simplified": Text("简易程序", "simplified procedure"),
        },
        required=True,
        metadata=label("适用程序", "procedure"),
    )
    ground = Choice(
        SIMPLIFIED_CASES,
        metadata=label(
            "适用简易程序的情形",
            "ground of the simplified procedure",
            "只在适用简易程序时填写。",
            "Only for the simplified procedure.",
        ),
    )
    parties_agree = StrictBoolean(
        metadata=label(
            "当事人各方同意",
            "all parties agree",
            "依第五十三条第二款适用简易程序须各方同意。",
            "Needed for the simplified procedure under 53¶2.",
        )
    )
    major = StrictBoolean(
        load_default=False,
        metadata=label(
            "重大、疑难、复杂",
            "major, difficult or complex",
            "应当组织听证并提请复议委员会咨询（第五十条、第五十二条）。",
            "A hearing and the committee's advice are then needed (art. 50, 52).",
        ),
    )
    reason = PersonalText(
        2000,
        metadata=label(
            "受理理由",
            "reason for acceptance",
            "申请逾期但有正当理由等情形的，予以说明。",
            "For example the just reason of a late application.",
        ),
    )


class Reject(Command):
    """The decision not to accept an application (不予受理决定)."""

    ground = Choice(
        CONDITIONS_OF_ACCEPTANCE,
        required=True,
        metadata=label(
            "不符合的受理条件",
            "condition not met",
            "选择第三十条第一款中不符合的一项。",
            "The condition of article 30¶1 that is not met.",
        ),
    )
    reason = PersonalText(5000, required=True, metadata=label("不予受理的理由", "reason"))
    competent_agency = Part(
        Agency,
        metadata=label(
            "有管辖权的机关",
            "competent organ",
            "不属于本机关管辖的，须告知有管辖权的复议机关（第三十条第二款）。",
            "To be named where this organ is not competent (art. 30¶2).",
        ),
    )
    served_on = PastDate(metadata=labels.SERVED_ON)
    party = PlainText(20, metadata=SERVED_PARTY)


class ServeRespondent(Command):
    """The copy of the application sent on `on` and received by the respondent."""

    received_on = PastDate(
        metadata=label(
            "被申请人收到日期",
            "received by the respondent on",
            "答复期限由此起算。",
            "The time for the answer runs from it.",
        )
    )
    party = PlainText(20, metadata=SERVED_PARTY)


class Reply(Command):
    """The respondent's written answer with its evidence, received on `on`."""

    evidence = ListOf(
        PersonalText(500),
        most=500,
        load_default=list,
        metadata=label(
            "证据、依据目录",
            "evidence and basis",
            "未提交的，视为该行政行为没有证据、依据（第七十条）。",
            "Without them the act counts as having no evidence and basis (art. 70).",
        ),
    )
    answer = PersonalText(20_000, metadata=label("书面答复", "written answer"))
    respondent_agents = ListOf(Part(RespondentAgent), most=10, metadata=RESPONDENT_AGENTS)


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
    respondent_agents = ListOf(Part(RespondentAgent), most=10, metadata=RESPONDENT_AGENTS)
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


class Suspend(Command):
    """The suspension of a review (中止) on a ground of article 39."""

    ground = Choice(
        GROUNDS_OF_SUSPENSION, required=True, metadata=label("中止情形", "ground of suspension")
    )
    reason = PersonalText(2000, metadata=EXPLANATION)
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


class RequestNormReview(Command):
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


class RecordNormReview(Command):
    """What has happened in the review of a norm, as far as it is known."""

    maker_notified_on = PastDate(metadata=label("通知制定机关日期", "maker notified on"))
    maker_received_on = PastDate(
        metadata=label("制定机关收到日期", "notice received by the maker on")
    )
    maker_answered_on = PastDate(metadata=label("制定机关答复日期", "maker answered on"))
    transferred_on = PastDate(metadata=label("转送日期", "sent on"))
    transfer_received_on = PastDate(
        metadata=label("接受转送机关收到日期", "received by the other organ on")
    )
    transfer_replied_on = PastDate(
        metadata=label("接受转送机关回复日期", "the other organ replied on")
    )
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


class StartMediation(Command):
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
    mediation_kind = Choice(
        OUTSIDE_MEDIATION_KINDS, load_default="administrative", metadata=labels.MEDIATION_KIND
    )
    reason = PersonalText(2000, metadata=EXPLANATION)


class RecordMediationOutcome(Command):
    """How the mediation of a case ended, as the mediation track tells it."""

    outcome = Choice(MEDIATION_OUTCOMES, required=True, metadata=labels.MEDIATION_OUTCOME)
    mediation_id = PlainText(64, metadata=labels.MEDIATION_ID)
    mediation_number = PlainText(120, metadata=labels.MEDIATION_NUMBER)


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


class Decide(Command):
    """The reconsideration decision (行政复议决定)."""

    kind = Choice(
        {
            "change": Text("变更（第六十三条）", "change (art. 63)"),
            "revoke": Text("撤销（第六十四条）", "revoke (art. 64)"),
            "partly_revoke": Text("部分撤销（第六十四条）", "revoke in part (art. 64)"),
            "confirm_unlawful": Text("确认违法（第六十五条）", "confirm unlawful (art. 65)"),
            "order_performance": Text("责令履行（第六十六条）", "order performance (art. 66)"),
            "confirm_invalid": Text("确认无效（第六十七条）", "confirm invalid (art. 67)"),
            "uphold": Text("维持（第六十八条）", "uphold (art. 68)"),
            "reject_request": Text("驳回复议请求（第六十九条）", "reject the request (art. 69)"),
            "dismiss": Text("驳回申请（第三十三条）", "dismiss the application (art. 33)"),
        },
        required=True,
        metadata=label("决定种类", "kind of decision"),
    )
    articles = ListOf(
        PlainText(60),
        least=1,
        most=20,
        required=True,
        metadata=label(
            "决定依据条款",
            "articles cited",
            "例如 64¶1(1)。",
            "For example 64¶1(1).",
        ),
    )
    approved_by = Choice(
        {
            "head_of_organ": Text("复议机关负责人同意", "head of the organ agreed"),
            "collective_discussion": Text("集体讨论通过", "collective discussion"),
        },
        metadata=label(
            "审批方式",
            "how it was approved",
            "经复议机关的负责人同意或者集体讨论通过（第六十一条第一款）。",
            "By the head of the organ or in collective discussion (art. 61¶1).",
        ),
    )
    reasoning = PersonalText(20_000, metadata=label("决定理由", "reasoning"))
    reason = PersonalText(
        2000,
        metadata=label(
            "例外说明",
            "note on exceptions",
            "有偏离通常做法的情形的，说明理由。",
            "Why, where the decision departs from the rule.",
        ),
    )
    redo_ordered = StrictBoolean(
        load_default=False, metadata=label("责令重新作出行为", "ordered to act anew")
    )
    redo_due_on = LegalDate(metadata=label("重作期限", "to act anew by"))
    performance_due_on = LegalDate(metadata=labels.PERFORMANCE_DUE_ON)
    compensation = PlainText(500, metadata=label("赔偿或补偿", "compensation"))


class IssueMediationStatement(Command):
    """The mediation statement (行政复议调解书), in force once signed by all and sealed."""

    terms = PersonalText(20_000, required=True, metadata=label("调解书内容", "terms"))
    signed_by_all = StrictBoolean(
        required=True,
        metadata=label(
            "各方已签字并盖章",
            "signed by all and sealed",
            "经各方当事人签字或者签章，并加盖复议机关印章，即具有法律效力（第七十三条）。",
            "It is in force once all parties signed and the organ sealed it (art. 73).",
        ),
    )
    performance_due_on = LegalDate(metadata=labels.PERFORMANCE_DUE_ON)


class Terminate(Command):
    """The end of a review without decision (终止) on a ground of article 41."""

    ground = Choice(
        GROUNDS_OF_TERMINATION, required=True, metadata=label("终止情形", "ground of termination")
    )
    reason = PersonalText(5000, metadata=EXPLANATION)


class Withdraw(Command):
    """The applicant's withdrawal, permitted by the reconsideration office."""

    reason = PersonalText(
        5000, required=True, metadata=label("撤回理由", "reason of the withdrawal")
    )
    settlement = StrictBoolean(
        load_default=False,
        metadata=label(
            "因和解撤回",
            "after a settlement",
            "准予撤回后不得再以同一事实和理由申请（第七十四条）。",
            "No new application on the same facts and reasons afterwards (art. 74).",
        ),
    )
    represented_consent = StrictBoolean(
        metadata=label(
            "被代表人同意",
            "the represented consent",
            "代表人撤回申请应当经被代表的申请人同意（第十五条第二款）。",
            "Representatives need the consent of those they represent (art. 15¶2).",
        )
    )


class ServeDecision(Command):
    """The service of a decision on one addressee."""

    party = PlainText(20, required=True, metadata=SERVED_PARTY)
    party_role = Choice(
        {
            "applicant": Text("申请人", "applicant"),
            "third_party": Text("第三人", "third party"),
            "respondent": Text("被申请人", "respondent"),
        },
        load_default="applicant",
        metadata=label("送达对象的身份", "role of the addressee"),
    )
    method = Choice(
        {
            "direct": Text("直接送达", "directly"),
            "left_in_place": Text("留置送达", "left in place"),
            "electronic": Text("电子送达", "electronically"),
            "entrusted": Text("委托送达", "through another organ"),
            "post": Text("邮寄送达", "by post"),
            "announcement": Text("公告送达", "by announcement"),
        },
        required=True,
        metadata=label("送达方式", "method of service"),
    )
    served_on = PastDate(
        metadata=label(
            "送达日期",
            "served on",
            "起诉的十五日由此起算。",
            "Fifteen days to sue run from it.",
        )
    )
    published_on = PastDate(
        metadata=label(
            "公告日期",
            "announced on",
            "公告送达的，自发出公告之日起经过三十日视为送达。",
            "An announcement counts as service thirty days after it.",
        )
    )


class IssueOpinion(Command):
    """A reconsideration opinion (行政复议意见书) to an agency whose acts need correction."""

    to_agency = Part(Agency, required=True, metadata=label("接收机关", "agency addressed"))
    content = PersonalText(20_000, required=True, metadata=label("意见内容", "opinion"))
    served_on = PastDate(
        metadata=label(
            "送达日期",
            "received on",
            "报送整改情况的六十日由此起算（第七十六条）。",
            "Sixty days to report the correction run from it (art. 76).",
        )
    )


class CopyToSuperior(Command):
    """What is copied to the department above the respondent (抄告), on the day it was sent."""

    about = Choice(
        {
            "decision": Text("行政复议决定书", "decision"),
            "opinion": Text("行政复议意见书", "opinion"),
        },
        required=True,
        metadata=label("抄告的文书", "what is copied"),
    )
    to_agency = Part(
        Agency,
        required=True,
        metadata=label("上一级主管部门", "department above the respondent"),
    )


class ReportRectification(Command):
    """What an agency reports of its correction, received on `on`."""

    from_agency = PlainText(200, metadata=label("报送机关", "reporting agency"))
    content = PersonalText(20_000, required=True, metadata=label("整改情况", "what was corrected"))


class RecordPerformance(Command):
    """How the decision or mediation statement was performed."""

    outcome = Choice(
        {
            "performed": Text("已履行", "performed"),
            "partly_performed": Text("部分履行", "partly performed"),
            "refused": Text("拒不履行", "refused"),
        },
        required=True,
        metadata=label("履行结果", "performance"),
    )
    description = PersonalText(5000, metadata=label("履行情况", "how it was performed"))


class OrderPerformance(Command):
    """An order to perform within a limit, with what else was done about it."""

    due_on = LegalDate(required=True, metadata=label("责令履行期限", "to be performed by"))
    measures = ListOf(
        Choice(
            {
                "summon": Text("约谈有关负责人", "talk with those in charge"),
                "criticise": Text("通报批评", "public criticism"),
            }
        ),
        most=2,
        load_default=list,
        metadata=label("其他措施", "other measures"),
    )


class Publish(Command):
    """The redacted copy of the decision for the public site."""

    text = PlainText(
        100_000,
        required=True,
        metadata=label(
            "公开文本",
            "public text",
            "须隐去当事人的个人信息。",
            "Without personal data of the parties.",
        ),
    )


class Close(Command):
    """The end of all work on the case."""

    reason = PersonalText(2000, metadata=labels.CLOSING_REASON)
