"""What a notice of a court carries, by its type; the service behind checks the law of it."""

from __future__ import annotations

from collections.abc import Mapping

from marshmallow import Schema, fields, validate

from shared.casework.disputed_fields import DISPUTED_FIELDS
from shared.casework.fields import (
    IS_ORGANISATION_CODE,
    Act,
    Agency,
    Choice,
    LegalDate,
    ListOf,
    Part,
    Party,
    PastDate,
    PersonalText,
    PlainText,
    StrictBoolean,
)
from shared.http.schemas import StrictSchema


class AddressedAgency(StrictSchema):
    """The agency whose case it is."""

    code = fields.String(required=True, validate=IS_ORGANISATION_CODE)
    name = PlainText(200)


class Notice(StrictSchema):
    """What every notice carries."""

    type = fields.String(required=True)
    agency = Part(AddressedAgency, required=True)
    court = PlainText(200)
    on = PastDate()


class Opening(Notice):
    """What a notice that opens a case may say beside its own."""

    title = PlainText(200)
    region = fields.String(validate=validate.Regexp(r"\d{6}\Z"))
    field = Choice(*DISPUTED_FIELDS)


class CaseDocketed(Opening):
    """A suit against the agency was registered (立案): the notice to respond."""

    court = PlainText(200, required=True)
    court_case_no = PlainText(120, required=True)
    plaintiffs = ListOf(Part(Party), least=1, most=500, required=True)
    third_parties = ListOf(Part(Party), most=500)
    defendant = Part(Agency)
    co_defendants = ListOf(Part(Agency), most=20)
    act = Part(Act)
    claims = PersonalText(20_000)
    served_on = PastDate()
    docketed_on = PastDate()
    procedure = Choice("ordinary", "simplified")
    role = Choice("sole", "joint_original", "joint_reconsideration")
    reconsideration_number = PlainText(120)


class HearingScheduled(Notice):
    """A day for the hearing (开庭传票、出庭通知书)."""

    court_case_no = PlainText(120, required=True)
    hearing_on = LegalDate(required=True)
    place = PlainText(300, required=True)
    head_notice = Choice("shall", "may", "none", required=True)
    head_notice_ground = PlainText(60)
    notified_on = PastDate()


class JudgmentServed(Notice):
    """A judgment or ruling, of first or second instance as the case stands."""

    court_case_no = PlainText(120, required=True)
    kind = Choice("judgment", "ruling", required=True)
    outcome = PlainText(60, required=True)
    lost = StrictBoolean(required=True)
    document_number = PlainText(120)
    served_on = PastDate()
    opponent_served_on = PastDate()
    performance_due_on = LegalDate()


class MediationAssigned(Opening):
    """A dispute that the court sends to mediation (委派), or a pending suit (委托)."""

    court = PlainText(200, required=True)
    court_case_no = PlainText(120, required=True)
    kind = Choice("court_assigned", "court_entrusted")
    court_procedure = Choice("ordinary", "simplified")
    subject = PersonalText(required=True)
    applicants = ListOf(Part(Party), least=1, required=True)
    respondents = ListOf(Part(Party), least=1, required=True)
    third_parties = ListOf(Part(Party))
    representatives = ListOf(Part(Party))
    act = Part(Act)
    received_on = PastDate()
    online = StrictBoolean()


class SuggestionSent(Opening):
    """A judicial suggestion (司法建议), about a case if it names one."""

    court_case_no = PlainText(120)
    kind = Choice("judicial", "procuratorial", "public_interest", "public_interest_urgent")
    issuer = PlainText(200)
    suggestion_number = PlainText(120)
    content = PersonalText(20_000)
    served_on = PastDate()
    reply_due_on = LegalDate()


NOTICES: Mapping[str, type[Notice]] = {
    "case_docketed": CaseDocketed,
    "hearing_scheduled": HearingScheduled,
    "judgment_served": JudgmentServed,
    "mediation_assigned": MediationAssigned,
    "suggestion_sent": SuggestionSent,
}


class AnyNotice(StrictSchema):
    """The type of a notice, which says what else it carries."""

    type = Choice(*NOTICES, required=True)


class NoticedCase(Schema):
    """The case that a notice led to."""

    id = fields.String()
    number = fields.String()
    status = fields.String()
    track = fields.String()


class FiledPaper(Schema):
    """One answer with its evidence, as the agency handed it in."""

    on = fields.Date()
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
