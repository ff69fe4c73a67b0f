"""The routes of the court: notices in, submissions out."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import partial
from typing import Any

import requests
import structlog
from flask import Response, jsonify, request

from gateway.court.addressees import Addressees
from gateway.court.commands import order_for
from gateway.court.orders import Known, Order
from gateway.court.registry import Addressee, CourtCases, read_answer
from gateway.court.schemas import NOTICES, AnyNotice, NoticeTaken, Submissions
from gateway.court.signatures import Court, Courts, SignedMessage
from gateway.court.taken_notices import TakenNotices, content_of
from gateway.forwarding import checked, returned
from gateway.partners import Partners
from shared.http.bodies import read_json
from shared.http.client import ServiceClient
from shared.http.openapi import DocumentedBlueprint
from shared.http.operations import WRITING, answer, operation
from shared.http.problems import forbidden, invalid, not_found
from shared.http.schemas import load
from shared.language import Text
from shared.storage.database import Database

ENDPOINTS = ("court.take_notice", "court.read_submissions")
_TRIES = 5
_PAUSE_SECONDS = 0.1
# Somebody wrote at the same moment, or opened the case of this number: look again.
_MEANWHILE = frozenset({"changed-meanwhile", "idempotency-key-reused"})
_SHOWN = ("id", "number", "status", "track")
_NAMING = ("court", "issuer")
_FILED = ("on", "evidence", "documents", "answer")
_NO_AGENCY = Text("本系统没有此机关的账号。", "No account here belongs to this agency.")
_OTHER_COURT = Text("不能以其他法院的名义发送。", "Not in the name of another court.")
_NO_CASE = Text("没有此案号的案件。", "There is no case of this number.")
_HEADERS = [
    {"in": "header", "name": name, "required": True, "schema": {"type": "string"}}
    for name in ("webhook-id", "webhook-timestamp", "webhook-signature")
]
_log = structlog.get_logger(__name__)


class CourtResource:
    """Takes the notices of courts, and shows a court what was filed in its cases."""

    def __init__(self, database: Database, partners: Partners, client: ServiceClient) -> None:
        self._courts = Courts(partners)
        self._addressees = Addressees(database)
        self._taken = TakenNotices(database)
        self._cases = CourtCases(client)
        self._client = client

    def take_notice(self) -> Response:
        """Take a signed notice: 202 with the case, and the same for the same message again."""
        message = SignedMessage.read(request)
        court = self._courts.proven(message)
        notice = _read_notice()
        what = content_of(notice)
        answer = self._taken.answer_to(message, what, court)
        if answer is None:
            agency = self._addressee(notice, court)
            done = self._carry_out(notice, agency, what, court)
            if isinstance(done, Known):
                answer = _case(done.case, recorded=False)
            elif done.status_code >= 300:
                return returned(done)
            else:
                answer = _case(read_answer(done), recorded=True)
            self._taken.remember(message, what, court, answer)
            _log.info(
                "court_notice_taken",
                type=notice["type"],
                case_id=answer["id"],
                recorded=answer["recorded"],
            )
        response = jsonify(answer)
        response.status_code = 202
        return response

    def read_submissions(self, court_case_no: str) -> Response:
        """Return the answers and lists of evidence that agencies filed in a case of the court."""
        court = self._courts.proven(SignedMessage.read(request))
        found = [
            (agency, case)
            for agency in self._addressees.all()
            if (case := self._cases.find(court_case_no, court=court, agency=agency)) is not None
        ]
        if not found:
            raise not_found(_NO_CASE)
        cases = [_submissions(agency, case) for agency, case in found]
        return jsonify({"court_case_no": court_case_no, "cases": cases})

    def _addressee(self, notice: Mapping[str, Any], court: Court) -> Addressee:
        if not all(court.may_speak_for(notice.get(name)) for name in _NAMING):
            raise forbidden(_OTHER_COURT)
        agency = self._addressees.find(notice["agency"]["code"])
        if agency is None:
            raise invalid({"agency.code": [_NO_AGENCY]})
        return agency

    def _carry_out(
        self, notice: Mapping[str, Any], agency: Addressee, what: str, court: Court
    ) -> requests.Response | Known:
        find = partial(self._cases.find, court=court, agency=agency)
        for _ in range(_TRIES - 1):
            order = order_for(notice, agency, find=find)
            if isinstance(order, Known):
                return order
            answer = self._send(order, agency, what, court)
            if answer.ok or not _says_meanwhile(read_answer(answer)):
                return answer
            time.sleep(_PAUSE_SECONDS)
        order = order_for(notice, agency, find=find)
        return order if isinstance(order, Known) else self._send(order, agency, what, court)

    def _send(self, order: Order, agency: Addressee, what: str, court: Court) -> requests.Response:
        language = request.headers.get("Accept-Language")
        answer = self._client.request(
            order.service,
            "POST",
            order.path,
            identity=agency.as_seen_by(court),
            json=order.payload,
            headers={
                "Idempotency-Key": order.once or what,
                **({"Accept-Language": language} if language else {}),
            },
        )
        return checked(order.service, answer)


def court_blueprint(
    database: Database, partners: Partners, client: ServiceClient
) -> DocumentedBlueprint:
    """Return the routes; each proves its caller by the signature of the message."""
    blueprint = DocumentedBlueprint(
        "court", __name__, url_prefix="/api/v1/court", description="法院 The court"
    )
    resource = CourtResource(database, partners, client)

    def take_notice() -> Response:
        return resource.take_notice()

    def read_submissions(court_case_no: str) -> Response:
        return resource.read_submissions(court_case_no)

    add = blueprint.add_url_rule
    described = blueprint.doc(
        **operation(
            "court.take_notice",
            "法院通知 / a notice of the court",
            {202: answer(NoticeTaken)},
            refuses=WRITING,
            parameters=_HEADERS,
            body={"oneOf": list(NOTICES.values())},
            security=[],
        )
    )
    add("/notices", view_func=described(take_notice), methods=["POST"])
    described = blueprint.doc(
        **operation(
            "court.read_submissions",
            "已提交的答辩和证据 / answers and evidence filed",
            {200: answer(Submissions)},
            parameters=_HEADERS,
            security=[],
        )
    )
    path = "/cases/<court_case_no>/submissions"
    add(path, view_func=described(read_submissions), methods=["GET"])
    return blueprint


def _read_notice() -> dict[str, Any]:
    raw = read_json(request)
    load(AnyNotice(unknown="include"), raw)
    load(NOTICES[raw["type"]](), raw)
    return raw


def _says_meanwhile(refusal: Mapping[str, Any]) -> bool:
    """Say whether a service refuses what was not there yet when the door looked."""
    opened = "court_case_no" in refusal.get("errors", {}) and refusal.get("status") == 409
    return opened or refusal.get("code") in _MEANWHILE


def _case(case: Mapping[str, Any], *, recorded: bool) -> dict[str, Any]:
    return {**{name: case[name] for name in _SHOWN}, "recorded": recorded}


def _submissions(agency: Addressee, case: Mapping[str, Any]) -> dict[str, Any]:
    answers = case["facts"].get("answers", [])
    return {
        **{name: case[name] for name in _SHOWN},
        "agency": {"code": agency.code, "name": agency.name},
        "submissions": [{name: each[name] for name in _FILED if name in each} for each in answers],
    }
