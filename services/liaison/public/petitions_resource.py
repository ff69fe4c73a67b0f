"""Petitions in a browser: whoever hands one in shows by a code that the telephone is theirs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, jsonify, request

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
from services.liaison.terminals.schemas import PetitionWithReceipt
from services.liaison.terminals.terminal import Terminal
from shared.casework.telephones import first_number
from shared.http.blueprint import DocumentedBlueprint, body_of
from shared.http.bodies import read_json
from shared.http.identity import current_identity
from shared.http.language import request_language
from shared.http.problems import invalid
from shared.http.routes import Route, blueprint_of
from shared.http.schemas import load
from shared.language import Text

_BOUNDED = frozenset({429})
_NO_RECEPTION = Text("该机关不在网上受理信访。", "This agency takes no petitions in browsers.")
_OTHER_PHONE = Text(
    "应与收到验证码的手机号码一致。", "It must be the telephone to which the code was sent."
)


class OnlinePetitionsResource:
    """Serves receptions, codes, petitions and corrections; the gateway bounds how often."""

    def __init__(self, hall: Hall, codes: Codes) -> None:
        self._hall = hall
        self._codes = codes

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        return blueprint_of(
            "public_petitions",
            Text("网上信访", "petitions in a browser"),
            Route(
                "GET",
                "/public/receptions",
                self.receptions,
                Text("在网上受理信访的机关", "agencies that take petitions in browsers"),
                ReceptionList,
                refuses=_BOUNDED,
                open=True,
            ),
            Route(
                "POST",
                "/public/codes",
                self.send_code,
                Text("发送验证码", "send a code"),
                CodeSent,
                body=CodeWanted,
                statuses=(202,),
                refuses=_BOUNDED,
                open=True,
            ),
            Route(
                "POST",
                "/public/petitions",
                self.hand_in_online,
                Text("网上登记信访事项", "hand in a petition in a browser"),
                PetitionWithReceipt,
                body=OnlinePetition,
                statuses=(201,),
                located=False,
                refuses=_BOUNDED,
                open=True,
            ),
            Route(
                "POST",
                "/public/corrections",
                self.correct_online,
                Text("十分钟内更正（网上）", "correct within ten minutes, in a browser"),
                OnlineCorrectionTaken,
                body=OnlineCorrection,
                statuses=(201,),
                located=False,
                refuses=_BOUNDED | {404},
                open=True,
            ),
        )

    def receptions(self) -> Response:
        """Return the agencies, and whether codes can be sent."""
        current_identity()
        found = self._hall.terminals.online()
        return jsonify(
            {
                "open": self._codes.hook.is_there and bool(found),
                "items": [
                    {
                        "id": each.id,
                        "place": each.place,
                        "agency": {"code": each.agency_code, "name": each.agency_name},
                    }
                    for each in found
                ],
            }
        )

    def send_code(self) -> Response:
        """Send a code; the answer is the same for every number."""
        current_identity()
        ends_at = self._codes.send(body_of(CodeWanted())["to"], request_language())
        response = jsonify({"ends_at": ends_at.isoformat(timespec="seconds")})
        response.status_code = 202
        return response

    def hand_in_online(self) -> Response:
        """Register a petition; the same id twice is one petition, and needs no second code."""
        current_identity()
        raw = read_json(request)
        said = load(OnlinePetition(), raw)
        reception = self._reception(said["reception"])
        _check_phone(said)
        if not self._hall.intake.knows(reception.id, said["id"]):
            self._codes.prove(said["to"], said["code"], key_of(reception.id, said["id"]))
        # Another code for the same item makes no other item of it.
        content = {name: value for name, value in raw.items() if name != "code"}
        received = self._hall.intake.take(
            reception, said, content, request_language(), origin=reception.id
        )
        response = jsonify({**received.case, "receipt": shown_receipt(received)})
        response.status_code = 201
        response.headers["Cache-Control"] = "no-store"
        return response

    def correct_online(self) -> Response:
        """Correct within ten minutes what was handed in, by its receipt."""
        current_identity()
        said = body_of(OnlineCorrection())
        item = self._hall.receipts.item(said["receipt_code"], said["phone_tail"])
        self._hall.corrections.put(item, said)
        response = jsonify({"id": said["id"]})
        response.status_code = 201
        return response

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
