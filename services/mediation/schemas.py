"""What the payload of each mediation command looks like."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from shared.casework import labels
from shared.casework.act_parts import Act
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
from shared.casework.instalments import InstalmentNumber, Instalments
from shared.casework.payload_parts import Identified, Party
from shared.casework.payloads import Command, Opening
from shared.casework.posting import Posted
from shared.http.labels import label
from shared.http.schemas import LegalDate, StrictBoolean, StrictSchema
from shared.language import Text

KINDS: Mapping[str, Text] = MappingProxyType(
    {
        "people": Text("人民调解", "people's mediation"),
        "administrative": Text("行政调解", "administrative mediation"),
        "court_assigned": Text("法院委派调解（立案前）", "assigned by a court before docketing"),
        "court_entrusted": Text("法院委托调解（立案后）", "entrusted by a court after docketing"),
        "labour": Text("劳动争议调解", "labour mediation"),
        "industry": Text("行业性专业性调解", "mediation of a trade or profession"),
    }
)

CONSENTS = label(
    "各方意愿",
    "what the parties said",
    "逐一登记每一方是否同意；未表态的不登记。",
    "Whether each party consents; silence is not recorded.",
)
ENDING_REASON = label("终止原因", "reason of the end")
EFFECTIVE_ON = label(
    "协议生效日期",
    "effective on",
    "书面协议为各方签名、调解员签名并加盖印章之日；司法确认的三十日由此起算。",
    "The day of the last signature and the seal; thirty days for confirmation run from it.",
)
COURT_OF_CONFIRMATION = label("确认法院", "court of confirmation")


class Consent(StrictSchema):
    """What one party said to a proposal; silence is not recorded here."""

    party = PartyId(required=True, metadata=label("当事人", "party"))
    consented = StrictBoolean(required=True, metadata=label("是否同意", "consented"))


class Mediator(Identified):
    """A mediator (调解员), with what could make them partial."""

    name = PersonalText(200, required=True, metadata=label("姓名", "name"))
    employer = PlainText(200, metadata=label("工作单位", "employer"))
    relation = PersonalText(
        500,
        metadata=label(
            "与本案的关系",
            "relation to the case",
            "与当事人或者争议有利害关系的，写明是何关系。",
            "What ties the mediator has to a party or the dispute.",
        ),
    )
    parties_agree = StrictBoolean(
        metadata=label(
            "当事人仍然同意",
            "parties agree all the same",
            "知道上述关系后仍同意由其调解。",
            "They know of the relation and still want this mediator.",
        )
    )


class MediationRequest(Opening):
    """A dispute that is to be mediated, asked for by a party, a referral, a court or nobody."""

    kind = Choice(KINDS, required=True, metadata=labels.MEDIATION_KIND)
    initiated_by = Choice(
        {
            "own_request": Text("当事人申请", "request of a party"),
            "referral": Text("其他程序转来", "referral from another procedure"),
            "ex_officio": Text("调解组织主动调解", "the mediation body itself"),
            "court": Text("法院委派或委托", "a court"),
        },
        load_default="own_request",
        metadata=label("启动方式", "how it began"),
    )
    subject = PersonalText(required=True, metadata=label("纠纷事由", "subject of the dispute"))
    applicants = ListOf(Part(Party), least=1, required=True, metadata=labels.APPLICANTS)
    respondents = ListOf(Part(Party), metadata=labels.RESPONDENTS)
    third_parties = ListOf(Part(Party), metadata=labels.THIRD_PARTIES)
    representatives = ListOf(Part(Party), metadata=labels.REPRESENTATIVES)
    act = Part(Act, metadata=labels.ACT)
    received_on = PastDate(metadata=labels.RECEIVED_ON)
    online = StrictBoolean(
        metadata=label(
            "在线调解", "online", "通过在线调解平台进行。", "On the courts' platform for mediation."
        )
    )
    court = PlainText(200, metadata=labels.COURT)
    court_case_no = PlainText(120, metadata=labels.COURT_CASE_NUMBER)
    court_procedure = Choice(
        {
            "ordinary": Text("普通程序（十五日）", "ordinary (15 days)"),
            "simplified": Text("简易程序（七日）", "simplified (7 days)"),
        },
        metadata=label(
            "诉讼程序",
            "procedure of the suit",
            "委托调解的期限由此决定（特邀调解规定第二十七条）。",
            "It decides how long an entrusted mediation may take.",
        ),
    )


class Accept(Command):
    """The acceptance, with what each party said to being mediated."""

    consents = ListOf(Part(Consent), metadata=CONSENTS)


class Decline(Command):
    """Why the dispute is not mediated."""

    ground = Choice(
        {
            "party_refuses": Text("当事人明确拒绝调解", "a party refuses"),
            "out_of_scope": Text("不属于调解范围", "out of scope"),
            "unsuitable": Text("不适宜调解", "not suited to mediation"),
            "other": Text("其他", "other"),
        },
        required=True,
        metadata=label("不予受理的理由", "ground of refusal"),
    )
    reason = PersonalText(2000, metadata=labels.EXPLANATION)


class AssignMediators(Command):
    """Who mediates."""

    mediators = ListOf(
        Part(Mediator), least=1, most=9, required=True, metadata=label("调解员", "mediators")
    )


class ReplaceMediator(AssignMediators):
    """Who mediates from now on, and why somebody was replaced."""

    reason = PersonalText(2000, required=True, metadata=label("更换原因", "reason of the change"))


class ScheduleSession(Command):
    """When and where the parties meet."""

    session_on = LegalDate(required=True, metadata=label("调解日期", "day of the session"))
    time = TimeOfDay(required=True, metadata=labels.TIME)
    place = PlainText(300, required=True, metadata=labels.PLACE)


class RecordSession(Command):
    """Who came to a session, and what was said."""

    place = PlainText(300, metadata=labels.PLACE)
    attendance = ListOf(PartyId(), required=True, metadata=label("到场当事人", "parties present"))
    record = PersonalText(required=True, metadata=label("调解笔录", "record of the session"))


class Extend(Command):
    """A later last day, as the parties agreed or a superior approved."""

    until = LegalDate(required=True, metadata=label("延长至", "until"))
    consents = ListOf(Part(Consent), metadata=CONSENTS)
    approved_by = PlainText(
        200,
        metadata=label(
            "批准人",
            "approved by",
            "依规定须经批准而非当事人约定的，填批准人。",
            "Who approved it, where approval and not agreement is needed.",
        ),
    )
    reason = PlainText(2000, metadata=label("延长理由", "reason of the extension"))


class BeginAppraisal(Command):
    """What is appraised before the suit; its time does not count."""

    subject = PlainText(500, required=True, metadata=label("鉴定、评估事项", "what is appraised"))


class EndAppraisal(Command):
    """The end of an appraisal, from which the period runs on; nothing else is stated."""


class Signing(Command):
    """Who signed a written agreement, and when it took effect."""

    signed_by = ListOf(PartyId(), metadata=label("签名的当事人", "signed by"))
    mediator_signed = StrictBoolean(metadata=label("调解员已签名", "signed by the mediator"))
    seal_affixed = StrictBoolean(
        metadata=label(
            "已加盖印章", "sealed", "调解组织的印章。", "The seal of the mediation body."
        )
    )
    effective_on = PastDate(metadata=EFFECTIVE_ON)


class Agree(Signing):
    """What the parties agreed upon."""

    form = Choice(
        {
            "written": Text("调解协议书", "written agreement"),
            "oral": Text("口头协议", "oral agreement"),
        },
        required=True,
        metadata=label("协议形式", "form of the agreement"),
    )
    terms = PersonalText(required=True, metadata=label("协议内容", "terms"))
    performance_due_on = LegalDate(metadata=labels.PERFORMANCE_DUE_ON)
    instalments = Instalments()


class RecordEffect(Signing):
    """The last signature on a written agreement, given after it was reached."""

    effective_on = PastDate(required=True, metadata=EFFECTIVE_ON)


class End(Command):
    """Why the mediation ends without an agreement."""

    reason = PersonalText(2000, required=True, metadata=ENDING_REASON)


class ApplyConfirmation(Posted, Command):
    """The parties' application to a court to confirm their agreement (司法确认)."""

    jointly = StrictBoolean(
        required=True,
        metadata=label(
            "双方共同申请",
            "jointly",
            "司法确认须由双方当事人共同申请。",
            "Confirmation is applied for by both sides together.",
        ),
    )
    court = PlainText(200, required=True, metadata=COURT_OF_CONFIRMATION)
    court_received_on = PastDate(metadata=label("法院收到日期", "received by the court on"))


class WithdrawApplication(Command):
    """Why the application for confirmation is withdrawn before the court has ruled."""

    reason = PlainText(2000, required=True, metadata=label("撤回理由", "reason of the withdrawal"))


class RecordCourtAcceptance(Command):
    """The court's acceptance of the application."""

    court_case_no = PlainText(120, metadata=labels.COURT_CASE_NUMBER)


class Confirm(Command):
    """The court's ruling on the application."""

    court = PlainText(200, metadata=COURT_OF_CONFIRMATION)
    ruling_no = PlainText(120, required=True, metadata=label("裁定书文号", "number of the ruling"))


class RefuseConfirmation(Confirm):
    """The court's ruling that refuses confirmation."""

    reason = PersonalText(2000, metadata=label("驳回理由", "reason of the refusal"))


class RecordInstalment(Command):
    """One of the instalments, performed."""

    instalment = InstalmentNumber()
    note = PersonalText(2000, metadata=label("履行情况", "how it was performed"))


class RecordPerformance(Command):
    """The performance of the agreement."""

    note = PersonalText(2000, metadata=label("履行情况", "how it was performed"))


class RecordBreach(Command):
    """What was not performed; `declared` when the debtor refused before the day came."""

    reason = PersonalText(
        2000, required=True, metadata=label("未履行情况", "what was not performed")
    )
    declared = StrictBoolean(
        metadata=label(
            "期满前明确拒绝",
            "refused beforehand",
            "履行期限届满前已明确表示不履行。",
            "The debtor refused before the day of performance came.",
        )
    )


class Close(Command):
    """The closing of the file; a reason where performance is still awaited."""

    reason = PlainText(2000, metadata=labels.CLOSING_REASON)
