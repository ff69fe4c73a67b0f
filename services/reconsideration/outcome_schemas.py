"""What each command from the decision to the end carries."""

from __future__ import annotations

from services.reconsideration.article_words import (
    GROUNDS_OF_TERMINATION,
)
from services.reconsideration.schema_parts import SUIT_WINDOW_TOLD
from shared.casework import labels
from shared.casework.fields import Choice, ListOf, Part, PartyId, PastDate, PersonalText, PlainText
from shared.casework.payload_parts import Agency
from shared.casework.payloads import Command
from shared.casework.posting import Posted
from shared.casework.service_parts import METHOD, METHODS_OF_SERVICE, SERVED_PARTY, Service
from shared.http.labels import label, same_label
from shared.http.schemas import LegalDate, StrictBoolean
from shared.language import Text

OPINION_ADDRESSED_TO = label("接收机关", "agency addressed")
OPINION_SERVED_ON = label(
    "送达日期",
    "received on",
    "报送整改情况的六十日由此起算（第七十六条）。",
    "Sixty days to report the correction run from it (art. 76).",
)


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
    suit_window_told = StrictBoolean(load_default=True, metadata=SUIT_WINDOW_TOLD)
    redo_ordered = StrictBoolean(
        load_default=False, metadata=label("责令重新作出行为", "ordered to act anew")
    )
    redo_due_on = LegalDate(metadata=label("重作期限", "to act anew by"))
    performance_due_on = LegalDate(metadata=labels.PERFORMANCE_DUE_ON)
    compensation = PlainText(500, metadata=label("赔偿或补偿", "compensation"))


class DecideAgain(Command):
    """A judgment that set the decision aside and ordered another, as it took effect."""

    court_case_no = PlainText(120, required=True, metadata=labels.COURT_CASE_NUMBER)
    in_effect_on = PastDate(required=True, metadata=label("判决生效日期", "judgment in effect on"))
    due_on = LegalDate(
        metadata=label(
            "判决确定的重作期限",
            "to be decided by",
            "判决写明期限的填写（行政诉讼法第七十条，解释第八十九条）。",
            "Where the judgment sets a day (art. 70; art. 89 of the interpretation).",
        )
    )


class PutRight(Command):
    """The order of a superior to take up what was refused acceptance, or dismissed."""

    superior = Part(
        Agency, required=True, metadata=label("责令的上级机关", "superior that orders it")
    )
    ordered_on = PastDate(required=True, metadata=label("责令纠正日期", "ordered on"))
    due_on = LegalDate(
        metadata=label(
            "上级确定的期限",
            "to be taken up or decided by",
            "责令受理的为受理期限，责令恢复审理的为决定期限。",
            "By when it is to be taken up, or decided where it was accepted before.",
        )
    )
    order_number = PlainText(120, metadata=label("文号", "number of the order"))
    reason = PersonalText(2000, metadata=labels.EXPLANATION)


class Terminate(Command):
    """The end of a review without decision (终止) on a ground of article 41."""

    ground = Choice(
        GROUNDS_OF_TERMINATION, required=True, metadata=label("终止情形", "ground of termination")
    )
    reason = PersonalText(5000, metadata=labels.EXPLANATION)


_REASON_OF_WITHDRAWAL = label("撤回理由", "reason of the withdrawal")
_AFTER_A_SETTLEMENT = label(
    "因和解撤回",
    "after a settlement",
    "准予撤回后不得再以同一事实和理由申请（第七十四条）。",
    "No new application on the same facts and reasons afterwards (art. 74).",
)


class Withdraw(Command):
    """The applicant's withdrawal, permitted by the reconsideration office."""

    reason = PersonalText(5000, required=True, metadata=_REASON_OF_WITHDRAWAL)
    settlement = StrictBoolean(load_default=False, metadata=_AFTER_A_SETTLEMENT)
    represented_consent = StrictBoolean(
        metadata=label(
            "被代表人同意",
            "the represented consent",
            "代表人撤回申请应当经被代表的申请人同意（第十五条第二款）。",
            "Representatives need the consent of those they represent (art. 15¶2).",
        )
    )


class OneApplicantWithdraws(Command):
    """The withdrawal of one of several applicants, permitted; the review of the others goes on."""

    party = PartyId(
        required=True,
        metadata=label(
            "撤回申请的申请人",
            "applicant that withdraws",
            "全体申请人撤回的，登记“准予撤回申请”。",
            "Where all withdraw, record the permission to withdraw the whole application.",
        ),
    )
    reason = PersonalText(5000, required=True, metadata=_REASON_OF_WITHDRAWAL)
    settlement = StrictBoolean(load_default=False, metadata=_AFTER_A_SETTLEMENT)


class ServeDecision(Command):
    """The service of a decision on one addressee."""

    party = PartyId(required=True, metadata=SERVED_PARTY)
    party_role = Choice(
        {
            "applicant": Text("申请人", "applicant"),
            "third_party": Text("第三人", "third party"),
            "respondent": Text("被申请人", "respondent"),
        },
        metadata=label(
            "送达对象的身份",
            "role of the addressee",
            "不填时为该当事人在本案中的地位。",
            "When empty, the role that the party has in the case.",
        ),
    )
    method = Choice(METHODS_OF_SERVICE, required=True, metadata=METHOD)
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


class TellTimeToSue(Command):
    """The time to sue that a decision did not tell, told afterwards; nobody named means all."""

    party = PartyId(metadata=same_label(Service, "party"))
    method = Choice(METHODS_OF_SERVICE, metadata=METHOD)
    told_on = PastDate(
        required=True,
        metadata=label(
            "告知日期",
            "told on",
            "起诉的十五日由此起算，但自知道决定内容之日起不超过一年。",
            "Fifteen days to sue run from it, within the year from knowing of the decision.",
        ),
    )


class IssueOpinion(Command):
    """A reconsideration opinion (行政复议意见书) to an agency whose acts need correction."""

    to_agency = Part(Agency, required=True, metadata=OPINION_ADDRESSED_TO)
    content = PersonalText(20_000, required=True, metadata=label("意见内容", "opinion"))
    served_on = PastDate(metadata=OPINION_SERVED_ON)


class RecordOpinionReceipt(Command):
    """The day on which an opinion was received, where it was not known when it was issued."""

    to_agency = PlainText(200, required=True, metadata=OPINION_ADDRESSED_TO)
    served_on = PastDate(required=True, metadata=OPINION_SERVED_ON)


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


class RecordSuit(Command):
    """A suit that a court docketed on the decision, as the agency learns of it."""

    docketed_on = PastDate(required=True, metadata=label("立案日期", "docketed on"))
    sued_on = PastDate(
        metadata=label(
            "起诉日期",
            "sued on",
            "向法院提交起诉状之日，邮寄的为交邮之日；不填时按立案日期。",
            "The day the complaint was handed in or posted; when empty the day of docketing.",
        )
    )
    court = PlainText(200, metadata=labels.COURT)
    court_case_no = PlainText(120, metadata=labels.COURT_CASE_NUMBER)
    party = PartyId(
        metadata=label(
            "起诉的当事人",
            "party that sues",
            "不填时为尚未起诉的全部申请人。",
            "When empty, all applicants that have not sued.",
        ),
    )


class ReportRectification(Posted, Command):
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


class Close(Command):
    """The end of all work on the case."""

    reason = PersonalText(2000, metadata=labels.CLOSING_REASON)
