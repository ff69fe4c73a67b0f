"""The routes of partners that are no courts: signed notices in, what is theirs out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from flask import request

from services.liaison.partner_door.answers import (
    HandedInProgress,
    PartnerNoticeTaken,
    SuggestionReplies,
)
from services.liaison.partner_door.notices import (
    CONCLUDED,
    DECLINED,
    NOTICES,
    PETITION,
    RIGHT_OF,
    SUGGESTION,
    TAKEN,
    AnyNotice,
    PaperOfOwnCase,
)
from services.liaison.partner_door.sent_cases import SentCase, SentCases
from services.liaison.partners.addressees import addressed
from services.liaison.partners.answers import read_answer, usable
from services.liaison.partners.door import Door, PartnerOrder
from services.liaison.partners.papers import (
    CONTENT_BODY,
    PAPER_HEADERS,
    CaseOfPaper,
    PaperTaken,
    message_with_notice,
    read_to_its_end,
    take_paper,
)
from services.liaison.partners.signatures import SIGNATURE_HEADERS, SignedMessage, Speaker
from shared.casework.official_numbers import same_number
from shared.casework.petition_parts import PetitionSaid
from shared.casework.referral_answers import ReferredToBodies
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.bodies import json_object, read_json
from shared.http.identity import Identity
from shared.http.partner_kinds import PAPERS, PETITION_PROGRESS, REFERRALS, SUGGESTION_REPLIES
from shared.http.passing_on import accepted, checked
from shared.http.problems import forbidden
from shared.http.schemas import load
from shared.language import Text

Notice: TypeAlias = Mapping[str, Any]
_OPENING = ("title", "region", "field")
_OTHER_NAME = Text("不能以其他机关的名义发送。", "Not in the name of another body.")
_KEPT_BY = {
    PETITION: ("petitions", "petitions", "petition"),
    SUGGESTION: ("litigation", "litigations", "litigation"),
}
_COMMANDS = {TAKEN: "take", DECLINED: "decline", CONCLUDED: "outcome"}
# A 409 is about the moment: another try of the same may be under way.
_REFUSED = frozenset({400, 403, 422})


class PartnerDoor:
    """
    Takes the notices of partners, and shows each of them what is its own.

    Each route proves its caller by the signature of the message; a paper has at most `most_bytes`.
    """

    routes = DocumentedBlueprint(
        "partner_door", __name__, url_prefix=API, description="合作方 partners"
    )

    def __init__(self, door: Door, sent: SentCases, most_bytes: int) -> None:
        self._door = door
        self._most_bytes = most_bytes
        self._sent = sent
        self._by_type: Mapping[str, Callable[[Notice, str, Speaker], dict[str, Any]]] = {
            PETITION: self._petition,
            SUGGESTION: self._suggestion,
            **dict.fromkeys(_COMMANDS, self._referral),
        }

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        return self.routes.bound_to(self)

    @routes.post("/partner/notices")
    @routes.headers(*SIGNATURE_HEADERS)
    @routes.reads(*NOTICES.values())
    @routes.response(202, PartnerNoticeTaken)
    @routes.doc(summary="合作方通知 / a notice of a partner", security=[])
    def take_notice(self) -> Mapping[str, Any]:
        """Take a signed notice: 202 with what it led to, and the same for the same again."""
        message = SignedMessage.read(request)
        speaker = self._door.speakers.proven(message)
        notice = _read_notice()
        speaker.check_right(RIGHT_OF[notice["type"]])
        carry_out = self._by_type[notice["type"]]
        return self._door.take(
            message, notice, speaker, lambda what: carry_out(notice, what, speaker)
        )

    @routes.post("/partner/papers")
    @routes.headers(*PAPER_HEADERS)
    @routes.response(202, PaperTaken)
    @routes.doc(
        summary="随案材料 / a paper of a case that the partner opened",
        security=[],
        requestBody=CONTENT_BODY,
    )
    def take_paper(self) -> dict[str, str]:
        """Take a paper into the file of a case that the partner opened."""
        with read_to_its_end(self._most_bytes):
            return self._take_paper()

    def _take_paper(self) -> dict[str, str]:
        message = message_with_notice(request)
        speaker = self._door.speakers.proven(message, PAPERS)
        notice = load(PaperOfOwnCase(), json_object(message.body))
        sent = self._sent.find(speaker, notice["case"])
        case = CaseOfPaper(*_KEPT_BY[sent.kind], notice["case"])
        caller = sent.agency.as_seen_by(speaker)
        return take_paper(self._door.client, case, caller, notice, self._most_bytes)

    @routes.get("/partner/petitions/<case_id>")
    @routes.headers(*SIGNATURE_HEADERS)
    @routes.unstored
    @routes.response(200, HandedInProgress)
    @routes.doc(
        summary="转来信访事项的进度 / how a petition stands that was handed in", security=[]
    )
    def read_petition(self, case_id: str) -> dict[str, Any]:
        """Return how a petition stands that the partner handed in."""
        sent, found = self._asked(PETITION, case_id, "/progress")
        return {"id": case_id, "number": sent.number, "received_on": sent.received_on, **found}

    @routes.get("/partner/suggestions/<case_id>")
    @routes.headers(*SIGNATURE_HEADERS)
    @routes.unstored
    @routes.response(200, SuggestionReplies)
    @routes.doc(summary="对建议的回复 / replies to a suggestion", security=[])
    def read_suggestion(self, case_id: str) -> dict[str, Any]:
        """Return what was replied to a suggestion of the partner."""
        sent, case = self._asked(SUGGESTION, case_id)
        replies = [
            each
            for each in case["facts"].get("suggestion_replies", [])
            if same_number(each.get("suggestion_number") or sent.number, sent.number)
        ]
        return {
            "id": case_id,
            "case_number": case["number"],
            "number": sent.number,
            "received_on": sent.received_on,
            "replies": replies,
        }

    @routes.get("/partner/referrals")
    @routes.headers(*SIGNATURE_HEADERS)
    @routes.unstored
    @routes.response(200, ReferredToBodies)
    @routes.doc(summary="移送给合作方的事项 / what was referred to the partner", security=[])
    def list_referrals(self) -> dict[str, Any]:
        """Return what is open of that which was referred to the partner."""
        speaker = self._door.speakers.proven(SignedMessage.read(request), REFERRALS)
        return self._ask_coordination("/search", {}, speaker)

    def _petition(self, notice: Notice, what: str, speaker: Speaker) -> dict[str, Any]:
        sent = self._written_down(PETITION, notice["number"], notice, what, speaker)
        names = (*_OPENING, *PetitionSaid().fields, "received_as")
        payload = {
            **{name: notice[name] for name in names if name in notice},
            "channel": notice.get("channel", "phone"),
            "received_on": sent.received_on,
            "sender_number": sent.number,
        }
        order = PartnerOrder("petitions", "/api/v1/petitions", payload, sent.once)
        return self._opened(sent, order, speaker, what)

    def _suggestion(self, notice: Notice, what: str, speaker: Speaker) -> dict[str, Any]:
        issuer = notice.get("issuer")
        if not speaker.may_speak_for(issuer):
            raise forbidden(_OTHER_NAME)
        sent = self._written_down(SUGGESTION, notice["suggestion_number"], notice, what, speaker)
        said = {name: value for name, value in notice.items() if name not in {"type", "agency"}}
        payload = {"issuer": issuer or speaker.name, **said}
        path = "/api/v1/litigations/receive_suggestion"
        order = PartnerOrder("litigation", path, payload, sent.once)
        return self._opened(sent, order, speaker, what)

    def _written_down(
        self, kind: str, number: str, notice: Notice, what: str, speaker: Speaker
    ) -> SentCase:
        agency = addressed(notice)
        return self._sent.write_down(speaker, kind, number, agency, what)

    def _opened(
        self, sent: SentCase, order: PartnerOrder, speaker: Speaker, what: str
    ) -> dict[str, Any]:
        """Have a case opened; what is refused is forgotten, what is not answered is tried again."""
        answer = self._door.send(order, sent.agency, speaker, what)
        if answer.status_code in _REFUSED:
            self._sent.refused(sent)
        case = read_answer(accepted(answer))
        self._sent.opened(sent, case["id"])
        return _taken(case["id"], case["status"], case["number"], case["track"])

    def _referral(self, notice: Notice, what: str, speaker: Speaker) -> dict[str, Any]:
        del what
        command = _COMMANDS[notice["type"]]
        said = {name: value for name, value in notice.items() if name not in {"type", "referral"}}
        referral = self._ask_coordination(f"/{notice['referral']}/{command}", said, speaker)
        return _taken(referral["id"], referral["state"])

    def _ask_coordination(
        self, path: str, said: Mapping[str, Any], speaker: Speaker
    ) -> dict[str, Any]:
        answer = self._door.client.request(
            "coordination",
            "POST",
            f"/api/v1/body-referrals{path}",
            identity=Identity(speaker.id, speaker.name, speaker.kind),
            json={"names": sorted(speaker.speaks_for), **said},
        )
        found: dict[str, Any] = read_answer(accepted(checked("coordination", answer)))
        return found

    def _asked(self, kind: str, case_id: str, rest: str = "") -> tuple[SentCase, Any]:
        service, collection, _ = _KEPT_BY[kind]
        right = {PETITION: PETITION_PROGRESS, SUGGESTION: SUGGESTION_REPLIES}[kind]
        speaker = self._door.speakers.proven(SignedMessage.read(request), right)
        sent = self._sent.find(speaker, case_id, kind)
        answer = self._door.client.request(
            service,
            "GET",
            f"/api/v1/{collection}/{sent.case_id}{rest}",
            identity=sent.agency.as_seen_by(speaker),
        )
        return sent, usable(answer)


def _read_notice() -> dict[str, Any]:
    raw = read_json(request)
    load(AnyNotice(unknown="include"), raw)
    load(NOTICES[raw["type"]](), raw)
    return raw


def _taken(
    found: str, status: str, number: str | None = None, track: str | None = None
) -> dict[str, Any]:
    told = {"id": found, "number": number, "status": status, "track": track, "recorded": True}
    taken: dict[str, Any] = PartnerNoticeTaken().dump(told)
    return taken
