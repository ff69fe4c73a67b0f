"""What a court tells of a suit, by its type; the service behind checks the law of it."""

from __future__ import annotations

from services.liaison.court.notices import CourtNotice, NamedParty, OpeningNotice
from services.liaison.partners.suggestion import SuggestionText
from shared.casework import labels
from shared.casework.fields import (
    Choice,
    Part,
    PastDate,
    PersonalText,
    PlainText,
    TimeOfDay,
)
from shared.casework.posting import Posted
from shared.casework.service_parts import METHOD, METHODS_OF_SERVICE
from shared.casework.suit_parts import (
    COURT_PROCEDURES,
    GROUNDS_OF_SUSPENSION,
    HEAD_NOTICES,
    PARTS_OF_DEFENDANT,
    SCOPES_OF_MEDIATION,
    SIDES,
    SuitBrought,
)
from shared.http.labels import label
from shared.http.schemas import LegalDate, StrictBoolean
from shared.language import Text

ONE_OF_A_SIDE = (
    "该方有多人的填写；不填时为该方全体。",
    "Where that side has several; when empty all.",
)


class CaseDocketed(SuitBrought, OpeningNotice):
    """A suit against the agency was registered (立案): the notice to respond."""

    served_on = PastDate(metadata=labels.SERVED_ON)
    docketed_on = PastDate(metadata=label("立案日期", "docketed on"))
    procedure = Choice(COURT_PROCEDURES, metadata=label("审理程序", "procedure"))
    role = Choice(
        PARTS_OF_DEFENDANT,
        metadata=label("被告身份", "the agency's part"),
    )
    reconsideration_number = PlainText(
        120, metadata=label("复议案号", "number of the reconsideration")
    )


class HearingScheduled(CourtNotice):
    """A day for the hearing (开庭传票、出庭通知书)."""

    court_case_no = PlainText(120, required=True, metadata=labels.COURT_CASE_NUMBER)
    hearing_on = LegalDate(required=True, metadata=label("开庭日期", "day of the hearing"))
    hearing_time = TimeOfDay(metadata=labels.TIME)
    place = PlainText(300, required=True, metadata=labels.PLACE)
    head_notice = Choice(
        HEAD_NOTICES,
        required=True,
        metadata=label("负责人出庭通知", "notice to the head"),
    )
    head_notice_ground = PlainText(60, metadata=label("通知出庭的情形", "ground of the notice"))
    notified_on = PastDate(metadata=label("通知送达日期", "notice received on"))


class JudgmentServed(CourtNotice):
    """A judgment or ruling, of first or second instance as the case stands."""

    court_case_no = PlainText(120, required=True, metadata=labels.COURT_CASE_NUMBER)
    kind = Choice(
        {"judgment": Text("判决", "judgment"), "ruling": Text("裁定", "ruling")},
        required=True,
        metadata=label("裁判种类", "judgment or ruling"),
    )
    outcome = PlainText(60, required=True, metadata=label("裁判结果", "outcome"))
    lost = StrictBoolean(required=True, metadata=label("行政机关败诉", "lost by the agency"))
    document_number = PlainText(120, metadata=label("裁判文书号", "number of the document"))
    served_on = PastDate(metadata=labels.SERVED_ON)
    opponent_served_on = PastDate(metadata=label("对方收到日期", "served on the opponent on"))
    performance_due_on = LegalDate(metadata=labels.PERFORMANCE_DUE_ON)


class ServiceProved(CourtNotice):
    """The day on which one party was served with a judgment or ruling (送达回证)."""

    court_case_no = PlainText(120, required=True, metadata=labels.COURT_CASE_NUMBER)
    party = Part(NamedParty, required=True, metadata=label("受送达人", "addressee"))
    served_on = PastDate(required=True, metadata=labels.SERVED_ON)
    method = Choice(METHODS_OF_SERVICE, metadata=METHOD)
    judgment = Choice(
        {"first": Text("一审裁判", "of first instance"), "final": Text("二审裁判", "final")},
        metadata=label(
            "送达的裁判",
            "judgment served",
            "不填时为最近一次作出的裁判。",
            "When empty the one that was made last.",
        ),
    )


class AboutASuit(CourtNotice):
    """What a court tells of a suit, with its own day: of two the later one counts."""

    court_case_no = PlainText(120, required=True, metadata=labels.COURT_CASE_NUMBER)
    on = PastDate(required=True, metadata=labels.ON)


class AppealFiled(Posted, AboutASuit):
    """An appeal against the judgment of first instance (上诉), lodged on `on`."""

    by = Choice(SIDES, required=True, metadata=label("上诉人", "who appeals"))
    party = Part(
        NamedParty,
        metadata=label("上诉的当事人", "party that appeals", *ONE_OF_A_SIDE),
    )
    copy_served_on = PastDate(
        metadata=label("收到上诉状副本日期", "copy of the appeal received on")
    )
    court_received_on = PastDate(
        metadata=label("二审法院收到日期", "received by the court of appeal on")
    )
    reason = PersonalText(20_000, metadata=label("上诉理由", "reason of the appeal"))


class WithdrawalAllowed(AboutASuit):
    """The court's leave to withdraw the suit (准许撤诉), an appeal, or what asked for retrial."""

    withdrawn = Choice(
        {
            "suit": Text("起诉", "the suit"),
            "appeal": Text("上诉", "an appeal"),
            "retrial": Text("再审申请（再审请求）", "an application for retrial"),
        },
        metadata=label(
            "撤回的是",
            "what is withdrawn",
            "一审之后必须写明；一审期间为起诉。",
            "Has to be said after the first instance; before it is the suit.",
        ),
    )
    by = Choice(
        SIDES,
        metadata=label(
            "撤回上诉或者再审申请的一方",
            "who withdraws the appeal or the application",
            "各方均提出的填写。",
            "Where both sides did so.",
        ),
    )
    party = Part(
        NamedParty,
        metadata=label(
            "撤回的当事人",
            "party that withdraws",
            "数名原告、上诉人或者再审申请人中一人撤回的填写；不填时为全体。",
            "Where one of several plaintiffs, appellants or applicants withdraws; when empty all.",
        ),
    )
    document_number = PlainText(120, metadata=label("裁判文书号", "number of the document"))
    agency_changed_the_act = StrictBoolean(
        metadata=label("因行政机关改变行为而撤诉", "the agency changed the act")
    )
    reason = PersonalText(2000, metadata=label("撤诉理由", "reason of the withdrawal"))


class ProceedingsSuspended(AboutASuit):
    """The suspension of a suit (中止诉讼)."""

    ground = Choice(
        GROUNDS_OF_SUSPENSION, required=True, metadata=label("中止情形", "ground of suspension")
    )
    reason = PersonalText(2000, metadata=labels.EXPLANATION)


class ProceedingsResumed(AboutASuit):
    """The end of a suspension (恢复诉讼)."""

    reason = PersonalText(2000, metadata=label("恢复理由", "reason of the resumption"))


class SettlementReached(AboutASuit):
    """A mediation statement of the court (行政调解书), and when the last signed for it."""

    scope = Choice(
        SCOPES_OF_MEDIATION, required=True, metadata=label("调解范围", "what was mediated")
    )
    signed_on = PastDate(
        required=True, metadata=label("最后一方签收日期", "signed for by the last on")
    )
    document_number = PlainText(120, metadata=label("裁判文书号", "number of the document"))
    performance_due_on = LegalDate(metadata=labels.PERFORMANCE_DUE_ON)


class SuggestionSent(SuggestionText, OpeningNotice):
    """A judicial suggestion (司法建议), about a case if it names one."""

    court_case_no = PlainText(120, metadata=labels.COURT_CASE_NUMBER)
    kind = Choice(
        {
            "judicial": Text("司法建议", "judicial suggestion"),
            "procuratorial": Text("检察建议", "procuratorial suggestion"),
            "public_interest": Text("公益诉讼诉前检察建议", "before a public interest suit"),
            "public_interest_urgent": Text(
                "公益诉讼诉前检察建议（紧急）", "before a public interest suit, urgent"
            ),
        },
        metadata=label("建议种类", "kind of suggestion"),
    )
    issuer = PlainText(200, metadata=label("发出机关", "issued by"))
