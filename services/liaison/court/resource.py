"""The routes of the court: notices in, submissions out."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import partial
from typing import Any

import requests
from flask import request

from services.liaison.court.commands import order_for
from services.liaison.court.orders import Known
from services.liaison.court.registry import LITIGATION, MEDIATION, CourtCases
from services.liaison.court.schemas import (
    NOTICES,
    AnyNotice,
    NoticeTaken,
    PaperOfCourt,
    Submissions,
)
from services.liaison.partners.addressees import Addressee, addressed, all_addressees
from services.liaison.partners.answers import read_answer
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
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.bodies import json_object, read_json
from shared.http.partner_kinds import COURT_NOTICES, PAPERS, SUBMISSIONS
from shared.http.passing_on import accepted
from shared.http.problems import forbidden, not_found
from shared.http.schemas import load
from shared.language import Text

_TRIES = 5
_PAUSE_SECONDS = 0.1
_REFUSED = frozenset({409, 422})
# Somebody wrote at the same moment, or opened the case of this number: look again.
_MEANWHILE = frozenset({"changed-meanwhile", "idempotency-key-reused"})
_NAMING = ("court", "issuer")
_OTHER_COURT = Text("不能以其他法院的名义发送。", "Not in the name of another court.")
_NO_CASE = Text("没有此案号的案件。", "There is no case of this number.")


class CourtResource:
    """
    Takes the notices of courts, and shows a court what was filed in its cases.

    Each route proves its caller by the signature of the message; a paper has at most `most_bytes`.
    """

    routes = DocumentedBlueprint(
        "court", __name__, url_prefix=f"{API}/court", description="法院 The court"
    )

    def __init__(self, door: Door, most_bytes: int) -> None:
        self._door = door
        self._most_bytes = most_bytes
        self._cases = CourtCases(door.client)

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        return self.routes.bound_to(self)

    @routes.post("/notices")
    @routes.headers(*SIGNATURE_HEADERS)
    @routes.reads(*NOTICES.values())
    @routes.response(202, NoticeTaken)
    @routes.doc(
        summary="法院通知 / a notice of the court", operationId="court.take_notice", security=[]
    )
    def take_notice(self) -> Mapping[str, Any]:
        """Take a signed notice: 202 with the case, and the same for the same message again."""
        message = SignedMessage.read(request)
        court = self._door.speakers.proven(message, COURT_NOTICES)
        notice = _read_notice()

        def carry_out(what: str) -> dict[str, Any]:
            done = self._carry_out(notice, self._addressee(notice, court), what, court)
            if isinstance(done, Known):
                return _taken(done.case, recorded=False)
            return _taken(read_answer(accepted(done)), recorded=True)

        return self._door.take(message, notice, court, carry_out)

    @routes.post("/papers")
    @routes.headers(*PAPER_HEADERS)
    @routes.response(202, PaperTaken)
    @routes.doc(
        summary="随案材料 / a paper of a case",
        operationId="court.take_paper",
        security=[],
        requestBody=CONTENT_BODY,
    )
    def take_paper(self) -> dict[str, str]:
        """Take a paper of a court into the file of its case."""
        with read_to_its_end(self._most_bytes):
            return self._take_paper()

    def _take_paper(self) -> dict[str, str]:
        message = message_with_notice(request)
        court = self._door.speakers.proven(message, PAPERS)
        notice = load(PaperOfCourt(), json_object(message.body))
        agency = self._addressee(notice, court)
        find = partial(self._cases.find, notice["court_case_no"], court=court, agency=agency)
        for track in (LITIGATION, MEDIATION):
            if (case := find(track)) is not None:
                place = CaseOfPaper(track.service, track.collection, case["track"], case["id"])
                caller = agency.as_seen_by(court)
                return take_paper(self._door.client, place, caller, notice, self._most_bytes)
        raise not_found(_NO_CASE)

    @routes.get("/cases/<court_case_no>/submissions")
    @routes.headers(*SIGNATURE_HEADERS)
    @routes.response(200, Submissions)
    @routes.doc(
        summary="已提交的答辩和证据 / answers and evidence filed",
        operationId="court.read_submissions",
        security=[],
    )
    def read_submissions(self, court_case_no: str) -> dict[str, Any]:
        """Return the answers and lists of evidence that agencies filed in a case of the court."""
        court = self._door.speakers.proven(SignedMessage.without_body(request), SUBMISSIONS)
        found = [
            (agency, case)
            for agency in all_addressees()
            if (case := self._cases.find(court_case_no, court=court, agency=agency)) is not None
        ]
        if not found:
            raise not_found(_NO_CASE)
        cases = [_submissions(agency, case) for agency, case in found]
        return {"court_case_no": court_case_no, "cases": cases}

    def _addressee(self, notice: Mapping[str, Any], court: Speaker) -> Addressee:
        if not all(court.may_speak_for(notice.get(name)) for name in _NAMING):
            raise forbidden(_OTHER_COURT)
        return addressed(notice)

    def _carry_out(
        self, notice: Mapping[str, Any], agency: Addressee, what: str, court: Speaker
    ) -> requests.Response | Known:
        find = partial(self._cases.find, court=court, agency=agency)
        refused: tuple[PartnerOrder, requests.Response] | None = None
        for _ in range(_TRIES):
            order = order_for(notice, agency, find=find)
            if isinstance(order, Known):
                return order
            if refused is not None and refused[0] == order:
                return refused[1]
            answer = self._door.send(order, agency, court, what)
            if answer.status_code not in _REFUSED:
                return answer
            if _says_meanwhile(read_answer(answer)):
                time.sleep(_PAUSE_SECONDS)
            else:
                # What another notice changed meanwhile may make it another order, or none.
                refused = order, answer
        return answer


def _read_notice() -> dict[str, Any]:
    raw = read_json(request)
    load(AnyNotice(unknown="include"), raw)
    load(NOTICES[raw["type"]](), raw)
    return raw


def _says_meanwhile(refusal: Mapping[str, Any]) -> bool:
    """Say whether a service refuses what was not there yet when the door looked."""
    opened = "court_case_no" in refusal.get("errors", {}) and refusal.get("status") == 409
    return opened or refusal.get("code") in _MEANWHILE


def _taken(case: Mapping[str, Any], *, recorded: bool) -> dict[str, Any]:
    taken: dict[str, Any] = NoticeTaken().dump({**case, "recorded": recorded})
    return taken


def _submissions(agency: Addressee, case: Mapping[str, Any]) -> dict[str, Any]:
    return {**case, "agency": agency, "submissions": case["facts"].get("answers", [])}
