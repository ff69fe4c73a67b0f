"""The types of notices, and what a court is answered."""

from __future__ import annotations

from collections.abc import Mapping

from marshmallow import Schema, fields

from services.liaison.court.mediation_notices import (
    ConfirmationDecided,
    ConfirmationDocketed,
    MediationAssigned,
)
from services.liaison.court.notices import TYPE, AddressedAgency, CourtNotice
from services.liaison.court.retrial_notices import (
    EnforcementDocketed,
    RetrialDocketed,
    RetrialOrdered,
    RetrialRefused,
)
from services.liaison.court.suit_notices import (
    AppealFiled,
    CaseDocketed,
    HearingScheduled,
    JudgmentServed,
    ProceedingsResumed,
    ProceedingsSuspended,
    ServiceProved,
    SettlementReached,
    SuggestionSent,
    WithdrawalAllowed,
)
from services.liaison.partners.papers import PaperNotice
from shared.casework import labels
from shared.casework.fields import Choice, Part, PlainText
from shared.http.labels import label
from shared.http.schemas import StrictSchema
from shared.language import Text

NOTICES: Mapping[str, type[CourtNotice]] = {
    "case_docketed": CaseDocketed,
    "hearing_scheduled": HearingScheduled,
    "judgment_served": JudgmentServed,
    "service_proved": ServiceProved,
    "appeal_filed": AppealFiled,
    "withdrawal_allowed": WithdrawalAllowed,
    "settlement_reached": SettlementReached,
    "proceedings_suspended": ProceedingsSuspended,
    "proceedings_resumed": ProceedingsResumed,
    "retrial_docketed": RetrialDocketed,
    "retrial_refused": RetrialRefused,
    "retrial_ordered": RetrialOrdered,
    "enforcement_docketed": EnforcementDocketed,
    "mediation_assigned": MediationAssigned,
    "confirmation_docketed": ConfirmationDocketed,
    "confirmation_decided": ConfirmationDecided,
    "suggestion_sent": SuggestionSent,
}
TYPES = {
    "case_docketed": Text("应诉通知", "a suit was docketed"),
    "hearing_scheduled": Text("开庭通知", "a hearing is set"),
    "judgment_served": Text("裁判送达", "a judgment was served"),
    "service_proved": Text("送达回证", "a judgment was served on one party"),
    "appeal_filed": Text("上诉", "an appeal was lodged"),
    "withdrawal_allowed": Text("准许撤诉", "the suit may be withdrawn"),
    "settlement_reached": Text("行政调解书生效", "a mediation statement of the court"),
    "proceedings_suspended": Text("中止诉讼", "the suit is suspended"),
    "proceedings_resumed": Text("恢复诉讼", "the suit goes on"),
    "retrial_docketed": Text("再审申请立案", "an application for retrial was taken up"),
    "retrial_refused": Text("驳回再审申请", "retrial is refused"),
    "retrial_ordered": Text("再审裁定", "retrial is ordered"),
    "enforcement_docketed": Text("执行立案", "an application for enforcement was taken up"),
    "mediation_assigned": Text("委派或委托调解", "a dispute is sent to mediation"),
    "confirmation_docketed": Text("受理司法确认申请", "an application to confirm was taken up"),
    "confirmation_decided": Text("司法确认裁定", "a ruling on an application to confirm"),
    "suggestion_sent": Text("司法建议、检察建议", "a suggestion is sent"),
}


class AnyNotice(StrictSchema):
    """The type of a notice, which says what else it carries."""

    type = Choice(TYPES, required=True, metadata=TYPE)


class PaperOfCourt(PaperNotice):
    """A paper of a case of the court, by the court's own number."""

    agency = Part(
        AddressedAgency, required=True, metadata=label("所通知的机关", "agency addressed")
    )
    court = PlainText(200, metadata=labels.COURT)
    court_case_no = PlainText(120, required=True, metadata=labels.COURT_CASE_NUMBER)


class NoticedCase(Schema):
    """The case that a notice led to."""

    id = fields.String()
    number = fields.String()
    status = fields.String()
    track = fields.String()


class NoticeTaken(NoticedCase):
    """The case of a notice; `recorded` is false where the case had what it says, or later news."""

    recorded = fields.Boolean()


class FiledPaper(Schema):
    """One answer with its evidence, as the agency handed it in."""

    on = fields.String(metadata={"format": "date"})
    evidence = fields.List(fields.String())
    documents = fields.List(fields.String())
    answer = fields.String(allow_none=True)


class CaseSubmissions(NoticedCase):
    """What one agency filed in a case."""

    agency = fields.Nested(AddressedAgency)
    submissions = fields.List(fields.Nested(FiledPaper))


class Submissions(Schema):
    """What each agency that was sued filed under one number of the court."""

    court_case_no = fields.String()
    cases = fields.List(fields.Nested(CaseSubmissions))
