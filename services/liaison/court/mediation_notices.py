"""What a court tells of a mediation: that it sends one, and how it ruled on an agreement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, validates_schema

from services.liaison.court.notices import CourtNotice, OpeningNotice
from shared.casework import labels
from shared.casework.act_parts import Act
from shared.casework.fields import (
    Choice,
    ListOf,
    Part,
    PastDate,
    PersonalText,
    PlainText,
)
from shared.casework.payload_parts import Party
from shared.casework.suit_parts import (
    COURT_PROCEDURES,
)
from shared.http.labels import label
from shared.http.schemas import StrictBoolean
from shared.language import Text

MEDIATION_NUMBER = label(
    "调解案号",
    "number of the mediation",
    "本系统的调解案号，载于当事人提交的调解协议材料。",
    "Ours, as in the papers with which the parties applied.",
)
_NAMED_BY_NOTHING = Text(
    "请写明调解案号，或者法院的案号。", "Give the number of the mediation, or that of the court."
)
_NO_REASON = Text("驳回申请的才有驳回理由。", "Only a refusal has a reason.")


class MediationAssigned(OpeningNotice):
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


class ConfirmationDocketed(CourtNotice):
    """The court took up an application to confirm an agreement (受理司法确认申请)."""

    mediation_number = PlainText(120, required=True, metadata=MEDIATION_NUMBER)
    court_case_no = PlainText(120, required=True, metadata=labels.COURT_CASE_NUMBER)
    on = PastDate(required=True, metadata=labels.ON)


class ConfirmationDecided(CourtNotice):
    """The ruling on an application to confirm an agreement (司法确认裁定)."""

    mediation_number = PlainText(120, metadata=MEDIATION_NUMBER)
    court_case_no = PlainText(120, metadata=labels.COURT_CASE_NUMBER)
    on = PastDate(required=True, metadata=labels.ON)
    result = Choice(
        {
            "confirmed": Text("确认有效", "confirmed"),
            "refused": Text("驳回申请", "refused"),
        },
        required=True,
        metadata=label("裁定结果", "result"),
    )
    ruling_no = PlainText(120, required=True, metadata=label("裁定书文号", "number of the ruling"))
    reason = PersonalText(2000, metadata=label("驳回理由", "reason of the refusal"))

    @validates_schema(skip_on_field_errors=True)
    def _its_case_is_named(self, data: Mapping[str, Any], **_: Any) -> None:
        if not data.get("mediation_number") and not data.get("court_case_no"):
            raise ValidationError([_NAMED_BY_NOTHING], "mediation_number")
        if data["result"] == "confirmed" and data.get("reason"):
            raise ValidationError([_NO_REASON], "reason")
