"""What each command of a litigation response carries."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from services.litigation.article_words import (
    EXCUSES,
    GROUNDS_OF_SUSPENSION,
    HEAD_NOTICE_GROUNDS,
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
    StrictSchema,
    TimeOfDay,
)
from shared.http.labels import label
from shared.language import Text

SUGGESTIONS: Mapping[str, Text] = MappingProxyType(
    {
        "judicial": Text("司法建议", "judicial suggestion"),
        "procuratorial": Text("检察建议", "procuratorial suggestion"),
        "public_interest": Text("公益诉讼诉前检察建议", "before a public interest suit"),
        "public_interest_urgent": Text(
            "公益诉讼诉前检察建议（紧急）", "before a public interest suit, urgent"
        ),
    }
)
WON: Mapping[str, Text] = MappingProxyType(
    {
        "claims_dismissed": Text("判决驳回诉讼请求", "claims dismissed"),
        "suit_dismissed": Text("裁定驳回起诉", "suit dismissed"),
        "terminated": Text("终结诉讼", "proceedings terminated"),
    }
)
LOST: Mapping[str, Text] = MappingProxyType(
    {
        "revoked": Text("判决撤销", "act revoked"),
        "partly_revoked": Text("判决部分撤销", "act partly revoked"),
        "changed": Text("判决变更", "act changed"),
        "confirmed_unlawful": Text("确认违法", "confirmed unlawful"),
        "confirmed_invalid": Text("确认无效", "confirmed invalid"),
        "ordered_to_perform": Text("判决履行", "ordered to perform"),
        "ordered_to_pay": Text("判决给付", "ordered to pay"),
        "compensation": Text("判决赔偿或补偿", "compensation"),
    }
)
ON_APPEAL: Mapping[str, Text] = MappingProxyType(
    {
        "upheld": Text("维持原裁判", "upheld"),
        "appeal_withdrawn": Text("准许撤回上诉", "appeal withdrawn"),
        "remanded": Text("发回重审", "remanded"),
    }
)
CAUSES: Mapping[str, Text] = MappingProxyType(
    {
        "facts_unclear": Text("事实不清", "facts unclear"),
        "evidence_insufficient": Text("证据不足", "evidence insufficient"),
        "evidence_late": Text("举证逾期", "evidence late"),
        "law_misapplied": Text("适用法律错误", "law misapplied"),
        "procedure_violated": Text("违反法定程序", "procedure violated"),
        "beyond_authority": Text("超越职权", "beyond authority"),
        "abuse_of_power": Text("滥用职权", "abuse of power"),
        "plainly_improper": Text("明显不当", "plainly improper"),
        "failure_to_act": Text("不履行法定职责", "failure to act"),
        "other": Text("其他", "other"),
    }
)
PROCEDURES: Mapping[str, Text] = MappingProxyType(
    {
        "ordinary": Text("普通程序", "ordinary procedure"),
        "simplified": Text("简易程序", "simplified procedure"),
    }
)
DOCUMENTS: Mapping[str, Text] = MappingProxyType(
    {"judgment": Text("判决", "judgment"), "ruling": Text("裁定", "ruling")}
)
KIND_OF_DOCUMENT = label("裁判种类", "judgment or ruling")
OUTCOME = label("裁判结果", "outcome")
AGENCY_LOST = label(
    "行政机关败诉", "lost by the agency", "败诉的须分析原因。", "A lost case is analysed."
)
DOCUMENT_NUMBER = label("裁判文书号", "number of the document")
SUGGESTION_NUMBER = label("建议书文号", "number of the suggestion")
EXPLANATION = label("具体说明", "explanation")
JUDGMENT_SERVED_ON = label(
    "本机关收到日期",
    "served on the agency on",
    "上诉期限由此起算。",
    "The agency's time to appeal runs from it.",
)


class Agent(StrictSchema):
    """Somebody who acts for the agency in court: of its own staff, a lawyer, or another."""

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
    post = PlainText(200, metadata=label("职务", "post"))


class Head(StrictSchema):
    """The head who attends (行政机关负责人), with the rank that makes them one."""

    name = PlainText(200, required=True, metadata=label("姓名", "name"))
    post = PlainText(200, required=True, metadata=label("职务", "post"))
    rank = Choice(
        {
            "principal": Text("正职负责人", "principal head"),
            "deputy": Text("副职负责人", "deputy head"),
            "deputy_rank_in_charge": Text(
                "参与分管被诉行政行为实施工作的副职级别的负责人",
                "of deputy rank, in charge of the act",
            ),
            "other_in_charge": Text("其他参与分管的负责人", "another head in charge"),
        },
        load_default="principal",
        metadata=label(
            "负责人类别",
            "rank",
            "法释〔2020〕3号第二条列举的负责人。",
            "The heads that article 2 of the 2020 provisions names.",
        ),
    )


class ReceiveNotice(Opening):
    """The court's notice to respond (应诉通知书) with the copy of the complaint."""

    court = PlainText(200, required=True, metadata=labels.COURT)
    court_case_no = PlainText(120, required=True, metadata=labels.COURT_CASE_NUMBER)
    plaintiffs = ListOf(
        Part(Party), least=1, most=500, required=True, metadata=label("原告", "plaintiffs")
    )
    third_parties = ListOf(Part(Party), most=500, metadata=labels.THIRD_PARTIES)
    defendant = Part(Agency, metadata=label("被告", "defendant"))
    co_defendants = ListOf(Part(Agency), most=20, metadata=label("共同被告", "joint defendants"))
    act = Part(Act, metadata=labels.ACT)
    claims = PersonalText(20_000, metadata=label("诉讼请求", "claims"))
    served_on = PastDate(
        metadata=label(
            "收到起诉状副本日期",
            "complaint received on",
            "提交答辩状和证据的十五日由此起算（行政诉讼法第六十七条）。",
            "Fifteen days for answer and evidence run from it (art. 67).",
        )
    )
    docketed_on = PastDate(metadata=label("立案日期", "docketed on"))
    procedure = Choice(PROCEDURES, load_default="ordinary", metadata=label("审理程序", "procedure"))
    role = Choice(
        {
            "sole": Text("单独被告", "sole defendant"),
            "joint_original": Text("共同被告：原行政机关", "joint: the original agency"),
            "joint_reconsideration": Text("共同被告：复议机关", "joint: the reconsideration organ"),
        },
        load_default="sole",
        metadata=label("本机关的被告身份", "the agency's part"),
    )
    reconsideration_number = PlainText(
        120, metadata=label("复议案号", "number of the reconsideration")
    )


class ReceiveSuggestion(Opening):
    """A suggestion of a court (司法建议) or a procuratorate (检察建议), received on `served_on`."""

    kind = Choice(SUGGESTIONS, required=True, metadata=label("建议种类", "kind of suggestion"))
    issuer = PlainText(200, required=True, metadata=label("发出机关", "issued by"))
    suggestion_number = PlainText(120, metadata=SUGGESTION_NUMBER)
    content = PersonalText(20_000, metadata=label("建议内容", "content"))
    served_on = PastDate(
        metadata=label(
            "收到日期",
            "received on",
            "答复期限由此起算。",
            "The time to reply runs from it.",
        )
    )
    reply_due_on = LegalDate(
        metadata=label(
            "建议书载明的答复期限",
            "reply due on",
            "建议书另行载明期限的填写。",
            "Where the suggestion itself sets a day.",
        )
    )


class ReplySuggestion(Command):
    """The agency's written reply to a suggestion."""

    suggestion_number = PlainText(120, metadata=SUGGESTION_NUMBER)
    outcome = Choice(
        {
            "adopted": Text("采纳", "adopted"),
            "partly_adopted": Text("部分采纳", "partly adopted"),
            "refused": Text("不采纳", "not adopted"),
        },
        required=True,
        metadata=label("采纳情况", "adopted"),
    )
    content = PersonalText(20_000, metadata=label("答复内容", "reply"))


class AssignAgents(Command):
    """The agents of the agency in court."""

    agents = ListOf(
        Part(Agent),
        least=1,
        most=10,
        required=True,
        metadata=label("诉讼代理人", "agents in court"),
    )


class RequestEvidenceExtension(Command):
    """The agency's written request for more time for evidence."""

    ground = Choice(
        {
            "force_majeure": Text("不可抗力", "force majeure"),
            "objective_cause": Text(
                "客观上不能控制的其他正当事由", "a just cause out of its control"
            ),
        },
        required=True,
        metadata=label("延期举证事由", "ground"),
    )
    reason = PersonalText(5000, required=True, metadata=labels.REASON)


class GrantEvidenceExtension(Command):
    """The court's leave: until a day it set, or fifteen days after the cause ended."""

    until = LegalDate(
        metadata=label(
            "准许延长至", "until", "法院指定了日期的填写。", "Where the court set a day."
        )
    )
    cause_ended_on = PastDate(
        metadata=label(
            "事由消除日期",
            "cause ended on",
            "未指定日期的，正当事由消除后十五日内提供。",
            "Without a day set: fifteen days after the cause ended.",
        )
    )


class SubmitAnswer(Command):
    """The answer (答辩状) with evidence and the norms relied on, handed in on `on`."""

    evidence = ListOf(
        PersonalText(500),
        most=1000,
        load_default=list,
        metadata=label(
            "证据目录",
            "evidence",
            "逾期不提供证据的，视为没有相应证据（行政诉讼法第三十四条第二款）。",
            "Evidence that comes late counts as none (art. 34¶2).",
        ),
    )
    documents = ListOf(
        PlainText(500),
        most=200,
        load_default=list,
        metadata=label("所依据的规范性文件", "norms relied on"),
    )
    answer = PersonalText(50_000, metadata=label("答辩意见", "answer"))


class ScheduleHearing(Command):
    """A hearing set by the court, and what it said about the head of the agency."""

    hearing_on = LegalDate(required=True, metadata=label("开庭日期", "day of the hearing"))
    hearing_time = TimeOfDay(metadata=labels.TIME)
    place = PlainText(300, required=True, metadata=labels.PLACE)
    head_notice = Choice(
        {
            "shall": Text("应当通知负责人出庭", "the head shall be notified (4¶1)"),
            "may": Text("可以通知负责人出庭", "the head may be notified (4¶2)"),
            "none": Text("未通知负责人出庭", "no notice to the head"),
        },
        required=True,
        metadata=label(
            "负责人出庭通知",
            "notice to the head",
            "法释〔2020〕3号第四条。",
            "Article 4 of the provisions of 2020.",
        ),
    )
    head_notice_ground = Choice(
        HEAD_NOTICE_GROUNDS, metadata=label("通知出庭的情形", "ground of the notice")
    )
    notified_on = PastDate(
        metadata=label(
            "收到通知日期",
            "notice received on",
            "应当在开庭三日前送达出庭通知书。",
            "The notice comes three days before the hearing.",
        )
    )


class PlanAppearance(Command):
    """Who appears: the head, or an excuse with its proof and staff in the head's place."""

    head = Part(
        Head,
        metadata=label(
            "出庭负责人",
            "head who appears",
            "负责人出庭的填写；否则填不能出庭的情形。",
            "Where the head appears; else the excuse.",
        ),
    )
    excuse = Choice(EXCUSES, metadata=label("不能出庭的情形", "excuse"))
    proof = PlainText(
        500,
        metadata=label(
            "证明材料",
            "proof",
            "须加盖行政机关印章或者由主要负责人签字认可（第九条）。",
            "Sealed by the agency or signed by its principal head (art. 9).",
        ),
    )
    staff = ListOf(
        PlainText(200),
        most=10,
        load_default=list,
        metadata=label(
            "出庭工作人员",
            "staff who appear",
            "负责人不能出庭的，应当委托相应的工作人员出庭。",
            "Where the head cannot come, staff of the agency must.",
        ),
    )
    lawyers = ListOf(
        PlainText(200), most=10, load_default=list, metadata=label("出庭律师", "lawyers")
    )


class RecordHearing(Command):
    """The hearing held on `on`, with how the agency appeared."""

    head_attended = StrictBoolean(required=True, metadata=label("负责人出庭", "head attended"))
    staff_attended = StrictBoolean(required=True, metadata=label("工作人员出庭", "staff attended"))
    explained = StrictBoolean(
        load_default=True,
        metadata=label(
            "负责人作了解释说明",
            "the head explained",
            "拒绝解释说明，导致庭审无法进行的，选否。",
            "No, where the head refused and the hearing could not go on.",
        ),
    )
    left_early = StrictBoolean(
        load_default=False,
        metadata=label(
            "负责人中途退庭",
            "the head left early",
            "未经法庭许可中途退庭。",
            "Without leave of the court.",
        ),
    )
    excuse_accepted = StrictBoolean(
        metadata=label("法院认可不能出庭的理由", "excuse accepted by the court")
    )
    adjourned = StrictBoolean(load_default=False, metadata=label("延期开庭", "adjourned"))
    record = PersonalText(50_000, metadata=label("庭审情况", "record of the hearing"))


class StartMediation(Command):
    """The sending of a suit into mediation."""

    scope = Choice(
        {
            "compensation": Text("行政赔偿、补偿", "compensation"),
            "discretion": Text("行使裁量权", "discretion"),
            "other": Text("其他", "other"),
        },
        required=True,
        metadata=label(
            "调解范围",
            "scope",
            "赔偿、补偿以及行使裁量权的案件可以调解（行政诉讼法第六十条）。",
            "Compensation and discretion may be mediated (art. 60).",
        ),
    )
    mediation_kind = Choice(
        OUTSIDE_MEDIATION_KINDS, load_default="administrative", metadata=labels.MEDIATION_KIND
    )
    reason = PersonalText(2000, metadata=EXPLANATION)


class RecordMediationOutcome(Command):
    """How the mediation of a suit ended, as the mediation track tells it."""

    outcome = Choice(MEDIATION_OUTCOMES, required=True, metadata=labels.MEDIATION_OUTCOME)
    mediation_id = PlainText(64, metadata=labels.MEDIATION_ID)
    mediation_number = PlainText(120, metadata=labels.MEDIATION_NUMBER)


class RecordJudgment(Command):
    """The judgment or ruling of first instance, made on `on`."""

    kind = Choice(DOCUMENTS, required=True, metadata=KIND_OF_DOCUMENT)
    outcome = Choice({**WON, **LOST}, required=True, metadata=OUTCOME)
    lost = StrictBoolean(required=True, metadata=AGENCY_LOST)
    document_number = PlainText(120, metadata=DOCUMENT_NUMBER)
    served_on = PastDate(metadata=JUDGMENT_SERVED_ON)
    opponent_served_on = PastDate(
        metadata=label(
            "对方收到日期",
            "served on the opponent on",
            "对方的上诉期限由此起算。",
            "The opponent's time to appeal runs from it.",
        )
    )
    performance_due_on = LegalDate(metadata=labels.PERFORMANCE_DUE_ON)


class Appeal(Command):
    """An appeal lodged on `on`."""

    by = Choice(
        {"agency": Text("本机关", "the agency"), "opponent": Text("对方当事人", "the opponent")},
        required=True,
        metadata=label("上诉人", "who appeals"),
    )
    copy_served_on = PastDate(
        metadata=label(
            "收到上诉状副本日期",
            "copy of the appeal received on",
            "对方上诉的，二审答辩的十五日由此起算。",
            "Where the opponent appeals: fifteen days to answer run from it.",
        )
    )
    court_received_on = PastDate(
        metadata=label("二审法院收到日期", "received by the court of appeal on")
    )
    reason = PersonalText(20_000, metadata=label("上诉理由", "reason of the appeal"))


class RecordFinalJudgment(Command):
    """The judgment or ruling of second instance, final when served."""

    kind = Choice(DOCUMENTS, load_default="judgment", metadata=KIND_OF_DOCUMENT)
    outcome = Choice({**ON_APPEAL, **WON, **LOST}, required=True, metadata=OUTCOME)
    lost = StrictBoolean(required=True, metadata=AGENCY_LOST)
    document_number = PlainText(120, metadata=DOCUMENT_NUMBER)
    served_on = PastDate(metadata=labels.SERVED_ON)
    performance_due_on = LegalDate(metadata=labels.PERFORMANCE_DUE_ON)


class TakeEffect(Command):
    """The effect of a judgment that nobody appealed against."""


class AnalyseLoss(Command):
    """Why a case was lost, and what will be done about it."""

    causes = ListOf(
        Choice(CAUSES),
        least=1,
        most=len(CAUSES),
        required=True,
        metadata=label("败诉原因", "causes"),
    )
    measures = PersonalText(20_000, required=True, metadata=label("改进措施", "measures"))


class RecordPerformance(Command):
    """How the judgment was performed."""

    outcome = Choice(
        {
            "performed": Text("已履行", "performed"),
            "partly_performed": Text("部分履行", "partly performed"),
            "not_performed": Text("未履行", "not performed"),
        },
        required=True,
        metadata=label("履行结果", "performance"),
    )
    description = PersonalText(5000, metadata=label("履行情况", "how it was performed"))


class PlaintiffWithdraws(Command):
    """The court's leave for the plaintiff to withdraw (准许撤诉)."""

    document_number = PlainText(120, metadata=DOCUMENT_NUMBER)
    agency_changed_the_act = StrictBoolean(
        load_default=False,
        metadata=label(
            "因行政机关改变行为而撤诉",
            "the agency changed the act",
            "被告改变其所作的行政行为，原告同意并撤诉。",
            "The agency changed its act, and the plaintiff agreed and withdrew.",
        ),
    )
    reason = PersonalText(2000, metadata=label("撤诉理由", "reason of the withdrawal"))


class Suspend(Command):
    """The suspension of a suit (中止诉讼) on a ground of article 87 of the interpretation."""

    ground = Choice(
        GROUNDS_OF_SUSPENSION, required=True, metadata=label("中止情形", "ground of suspension")
    )
    reason = PersonalText(2000, metadata=EXPLANATION)


class Resume(Command):
    """The end of a suspension."""

    reason = PersonalText(2000, metadata=label("恢复理由", "reason of the resumption"))


class Close(Command):
    """The end of all work on the case."""

    reason = PersonalText(2000, metadata=labels.CLOSING_REASON)
