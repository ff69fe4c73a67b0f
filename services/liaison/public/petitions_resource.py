"""Petitions in a browser: whoever hands one in shows by a code that the telephone is theirs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request

from services.liaison.public.codes import Codes
from services.liaison.public.petition_schemas import (
    CodeSent,
    CodeWanted,
    OnlineCorrection,
    OnlineCorrectionTaken,
    OnlinePetition,
    ReceptionList,
)
from services.liaison.terminals.door import shown_receipt
from services.liaison.terminals.hall import Hall
from services.liaison.terminals.intake import key_of
from services.liaison.terminals.petition_schemas import PetitionWithReceipt
from services.liaison.terminals.terminal import Terminal
from shared.casework.telephones import first_number
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.bodies import read_json
from shared.http.callers import known_caller
from shared.http.language import request_language
from shared.http.problems import invalid
from shared.language import Text

_NO_RECEPTION = Text("该机关不在网上受理信访。", "This agency takes no petitions in browsers.")
_OTHER_PHONE = Text(
    "应与收到验证码的手机号码一致。", "It must be the telephone to which the code was sent."
)


class OnlinePetitionsResource:
    """Serves receptions, codes, petitions and corrections; the gateway bounds how often."""

    routes = DocumentedBlueprint(
        "public_petitions", __name__, url_prefix=API, description="网上信访 petitions in a browser"
    )

    def __init__(self, hall: Hall, codes: Codes) -> None:
        self._hall = hall
        self._codes = codes

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        return self.routes.bound_to(self)

    @routes.get("/public/receptions")
    @routes.asked_by(known_caller)
    @routes.response(200, ReceptionList)
    @routes.alt_response(429)
    @routes.doc(
        summary="在网上受理信访的机关 / agencies that take petitions in browsers", security=[]
    )
    def receptions(self) -> dict[str, Any]:
        """Return the agencies, and whether codes can be sent."""
        found = self._hall.terminals.online()
        shown = [
            {
                "id": each.id,
                "place": each.place,
                "agency": {"code": each.agency_code, "name": each.agency_name},
            }
            for each in found
        ]
        return {"open": self._codes.hook.is_there and bool(found), "items": shown}

    @routes.post("/public/codes")
    @routes.asked_by(known_caller)
    @routes.arguments(CodeWanted)
    @routes.response(202, CodeSent)
    @routes.alt_response(429)
    @routes.doc(summary="发送验证码 / send a code", security=[])
    def send_code(self, wanted: Mapping[str, Any]) -> dict[str, str]:
        """Send a code; the answer is the same for every number."""
        ends_at = self._codes.send(wanted["to"], request_language())
        return {"ends_at": ends_at.isoformat(timespec="seconds")}

    @routes.post("/public/petitions")
    @routes.asked_by(known_caller)
    @routes.arguments(OnlinePetition)
    @routes.unstored
    @routes.response(201, PetitionWithReceipt)
    @routes.alt_response(429)
    @routes.doc(summary="网上登记信访事项 / hand in a petition in a browser", security=[])
    def hand_in_online(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Register a petition; the same id twice is one petition, and needs no second code."""
        reception = self._reception(said["reception"])
        _check_phone(said)
        if not self._hall.intake.knows(reception.id, said["id"]):
            self._codes.prove(said["to"], said["code"], key_of(reception.id, said["id"]))
        # Another code for the same item makes no other item of it.
        raw = read_json(request)
        content = {name: value for name, value in raw.items() if name != "code"}
        received = self._hall.intake.take(
            reception, said, content, request_language(), origin=reception.id
        )
        return {**received.case, "receipt": shown_receipt(received)}

    @routes.post("/public/corrections")
    @routes.asked_by(known_caller)
    @routes.arguments(OnlineCorrection)
    @routes.response(201, OnlineCorrectionTaken)
    @routes.alt_response(404)
    @routes.alt_response(429)
    @routes.doc(
        summary="十分钟内更正（网上） / correct within ten minutes, in a browser", security=[]
    )
    def correct_online(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Correct within ten minutes what was handed in, by its receipt."""
        item = self._hall.receipts.item(said["receipt_code"], said["phone_tail"])
        self._hall.corrections.put(item, said)
        return {"id": said["id"]}

    def _reception(self, reception_id: str) -> Terminal:
        found = [each for each in self._hall.terminals.online() if each.id == reception_id]
        if not found:
            raise invalid({"reception": [_NO_RECEPTION]})
        return found[0]


def _check_phone(said: Mapping[str, Any]) -> None:
    """Refuse a petition with another telephone than the one that was proven."""
    phone = said["petitioners"][0].get("phone")
    if "@" not in said["to"] and phone and first_number(phone) != said["to"]:
        raise invalid({"petitioners.0.phone": [_OTHER_PHONE]})
