"""Showing personal numbers in clear: which, to whom, and what for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request
from marshmallow import ValidationError, fields, validate, validates_schema

from shared.casework.access_log import Access
from shared.casework.casework import Casework
from shared.casework.fields import Choice, PlainText
from shared.casework.guarding import Actor
from shared.casework.payloads import is_impersonal, load_payload
from shared.casework.rendering import CaseView
from shared.http.bodies import read_json
from shared.http.labels import label
from shared.http.problems import Problem, invalid
from shared.http.schemas import StrictSchema
from shared.language import Text

REVEALED: Mapping[str, Text] = {
    "id_number": Text("证件号码", "identity number"),
    "phone": Text("电话", "telephone"),
}
OTHER = "other"
PURPOSES: Mapping[str, Text] = {
    "service": Text("送达文书", "service of documents"),
    "identity_check": Text("核对身份", "identity check"),
    "contact": Text("联系当事人", "contact"),
    OTHER: Text("其他", "other"),
}
ATTACHMENT = "attachment"
SEEN: Mapping[str, Text] = {**REVEALED, ATTACHMENT: Text("附件", "attachment")}
"""What the access log tells of: numbers, and papers that were handed out."""
REVEAL, DOWNLOAD = "reveal", "download_attachment"
ACTIONS: Mapping[str, Text] = {
    REVEAL: Text("查看完整号码", "saw numbers in full"),
    DOWNLOAD: Text("下载附件", "downloaded a paper"),
}
"""What an officer did of which the access log tells."""
PAPER_PURPOSES: Mapping[str, Text] = {
    "handling": Text("办理案件", "handling of the case"),
    "hearing": Text("听证、庭审", "hearing"),
    "service": PURPOSES["service"],
    "identity_check": PURPOSES["identity_check"],
    "supervision": Text("督办检查", "supervision"),
}
ALL_PURPOSES: Mapping[str, Text] = {**PURPOSES, **PAPER_PURPOSES}
_OFFICERS_ONLY = Text(
    "只有办理机关中本程序的经办人可以查看完整号码。",
    "Only officers of this track at the handling agency may see numbers in full.",
)


class Reveal(StrictSchema):
    """Whose numbers are to be shown, which, and what for."""

    party = PlainText(20, required=True, metadata=label("当事人", "party"))
    fields_ = fields.List(
        Choice(REVEALED),
        data_key="fields",
        required=True,
        validate=validate.Length(1, len(REVEALED)),
        metadata=label("查看内容", "what is to be seen"),
    )
    purpose = Choice(
        PURPOSES,
        required=True,
        metadata=label(
            "查看目的",
            "purpose",
            "查看将被记录，督办领导可以查阅。",
            "The look is logged, and supervisors read the log.",
        ),
    )
    note = PlainText(
        200,
        validate=[validate.Length(min=1, max=200), is_impersonal],
        metadata=label(
            "目的说明",
            "purpose in words",
            "目的为“其他”时填写，不得含号码。",
            "Needed for another purpose; without numbers.",
        ),
    )

    @validates_schema
    def says_what_for(self, data: Mapping[str, Any], **_: Any) -> None:
        """Ask for words where none of the purposes fits."""
        if data["purpose"] == OTHER and not data.get("note"):
            raise ValidationError([Text("请说明目的。", "Say what for.")], "note")


class RevealedAnswer(StrictSchema):
    """The values asked for, in clear; null where the party has none."""

    party = fields.String(required=True)
    values = fields.Dict(keys=fields.String(), values=fields.String(allow_none=True), required=True)


def reveal(casework: Casework, view: CaseView, case_id: str, actor: Actor) -> dict[str, Any]:
    """Return numbers of a party in clear, when it is written down who saw them and what for."""
    asked = load_payload(Reveal(), read_json(request))
    case = casework.find(case_id, actor)
    handling = (case["agency"] or {}).get("code")
    if actor.role not in casework.officers or actor.agency_code != handling:
        raise Problem(403, "forbidden", _OFFICERS_ONLY)
    party = next((each for each in case["parties"] if each["id"] == asked["party"]), None)
    if party is None or view.hides_from(case, actor):
        raise invalid({"party": [Text("本案没有此当事人。", "No such party of the case.")]})
    wanted = tuple(name for name in REVEALED if name in asked["fields_"])
    access = Access(
        case_id=case_id,
        number=case["number"],
        party=party["id"],
        party_role=party["role"],
        fields=wanted,
        purpose=asked["purpose"],
        note=asked.get("note"),
    )
    casework.store.access_log.write(access, actor, casework.keys.sealer)
    values = {name: party.get(name) for name in wanted}
    return {"party": party["id"], "values": values}
