"""What a notice of a court carries, by its type; the service behind checks the law of it."""

from __future__ import annotations

from collections.abc import Mapping

from marshmallow import Schema, fields

from shared.casework import labels
from shared.casework.disputed_fields import DISPUTED_FIELDS
from shared.casework.fields import (
    Choice,
    ListOf,
    OrganisationCode,
    Part,
    PastDate,
    PersonalText,
    PlainText,
    RegionCode,
    TimeOfDay,
)
from shared.casework.payload_parts import Act, Agency, Party
from shared.casework.suit_parts import (
    COURT_PROCEDURES,
    HEAD_NOTICES,
    PARTS_OF_DEFENDANT,
    SuitBrought,
)
from shared.http.labels import label, same_label
from shared.http.schemas import LegalDate, StrictBoolean, StrictSchema
from shared.language import Text


class AddressedAgency(StrictSchema):
    """The agency whose case it is."""

    code = OrganisationCode(required=True, metadata=labels.ORGANISATION_CODE)
    name = PlainText(200, metadata=same_label(Agency, "name"))


TYPE = label("通知种类", "type of notice")


class Notice(StrictSchema):
    """What every notice carries."""

    type = fields.String(required=True, metadata=TYPE)
    agency = Part(
        AddressedAgency, required=True, metadata=label("所通知的机关", "agency addressed")
    )
    court = PlainText(200, metadata=labels.COURT)
    on = PastDate(metadata=labels.ON)


class Opening(Notice):
    """What a notice that opens a case may say beside its own."""

    title = PlainText(200, metadata=label("标题", "title"))
    region = RegionCode(metadata=labels.REGION)
    field = Choice(DISPUTED_FIELDS, metadata=label("争议领域", "field of the dispute"))


class CaseDocketed(SuitBrought, Opening):
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


class HearingScheduled(Notice):
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


class JudgmentServed(Notice):
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


class MediationAssigned(Opening):
    """A dispute that the court sends to mediation (委派), or a pending suit (委托)."""

    court = PlainText(200, required=True, metadata=labels.COURT)
    court_case_no = PlainText(120, required=True, metadata=labels.COURT_CASE_NUMBER)
    kind = Choice(
        {
            "court_assigned": Text("委派调解（立案前）", "assigned before docketing"),
            "court_entrusted": Text("委托调解（立案后）", "entrusted after docketing"),
        },
        metadata=labels.MEDIATION_KIND,
    )
    court_procedure = Choice(COURT_PROCEDURES, metadata=label("诉讼程序", "procedure of the suit"))
    subject = PersonalText(required=True, metadata=label("纠纷事由", "subject of the dispute"))
    applicants = ListOf(Part(Party), least=1, required=True, metadata=labels.APPLICANTS)
    respondents = ListOf(Part(Party), least=1, required=True, metadata=labels.RESPONDENTS)
    third_parties = ListOf(Part(Party), metadata=labels.THIRD_PARTIES)
    representatives = ListOf(Part(Party), metadata=labels.REPRESENTATIVES)
    act = Part(Act, metadata=labels.ACT)
    received_on = PastDate(metadata=labels.RECEIVED_ON)
    online = StrictBoolean(metadata=label("在线调解", "online"))


class SuggestionSent(Opening):
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
    suggestion_number = PlainText(120, metadata=label("建议书文号", "number of the suggestion"))
    content = PersonalText(20_000, metadata=label("建议内容", "content"))
    served_on = PastDate(metadata=labels.SERVED_ON)
    reply_due_on = LegalDate(metadata=label("答复期限", "reply due on"))


NOTICES: Mapping[str, type[Notice]] = {
    "case_docketed": CaseDocketed,
    "hearing_scheduled": HearingScheduled,
    "judgment_served": JudgmentServed,
    "mediation_assigned": MediationAssigned,
    "suggestion_sent": SuggestionSent,
}


TYPES = {
    "case_docketed": Text("应诉通知", "a suit was docketed"),
    "hearing_scheduled": Text("开庭通知", "a hearing is set"),
    "judgment_served": Text("裁判送达", "a judgment was served"),
    "mediation_assigned": Text("委派或委托调解", "a dispute is sent to mediation"),
    "suggestion_sent": Text("司法建议、检察建议", "a suggestion is sent"),
}


class AnyNotice(StrictSchema):
    """The type of a notice, which says what else it carries."""

    type = Choice(TYPES, required=True, metadata=TYPE)


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
