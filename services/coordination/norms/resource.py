"""Objections to normative documents over HTTP."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, jsonify, request

from services.coordination.norms.answers import ObjectionPage, WholeObjectionAnswer
from services.coordination.norms.objection import RECEIVED
from services.coordination.norms.schemas import Answer, NewObjection, ObjectionQuery
from services.coordination.norms.store import NormObjections
from services.coordination.norms.view import shown_objection
from services.coordination.referrals.view import shown_history
from services.coordination.requests_once import check_same_request, fingerprint, new_id
from shared.casework.case import plain
from shared.casework.personal import Sealer
from shared.http.callers import officer
from shared.http.identity import Identity
from shared.http.openapi import DocumentedBlueprint
from shared.http.paging import page, page_request
from shared.http.problems import Problem, not_found
from shared.http.routes import Route, blueprint_of, body_of
from shared.http.schemas import load_query
from shared.language import Text
from shared.legal_day import today
from shared.records.records import RecordEntry, actor_of
from shared.storage.database import Document
from shared.storage.keys import place

_NOT_THERE = Text("没有此异议，或与您的机关无关。", "No such objection, or not your agency's.")


class NormObjectionsResource:
    """Serves the objections that the caller's agency received, or whose document it made."""

    def __init__(self, objections: NormObjections, sealer: Sealer) -> None:
        self._objections = objections
        self._sealer = sealer

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        return blueprint_of(
            "norm_objections",
            Text("规范性文件异议", "objections to normative documents"),
            Route(
                "GET",
                "/norm-objections",
                self.list_objections,
                Text("规范性文件异议", "objections of the caller's agency"),
                ObjectionPage,
                query=ObjectionQuery,
            ),
            Route(
                "POST",
                "/norm-objections",
                self.receive_objection,
                Text("登记异议", "record an objection"),
                WholeObjectionAnswer,
                body=NewObjection,
                statuses=(201,),
                once=True,
            ),
            Route(
                "GET",
                "/norm-objections/<objection_id>",
                self.read_objection,
                Text("一件异议", "one objection with its history"),
                WholeObjectionAnswer,
            ),
            Route(
                "POST",
                "/norm-objections/<objection_id>/answer",
                self.answer_objection,
                Text("答复异议", "answer an objection"),
                WholeObjectionAnswer,
                body=Answer,
            ),
        )

    def list_objections(self) -> Response:
        """List objections, the latest first."""
        caller = officer()
        asked = load_query(ObjectionQuery(), request.args)
        wanted = page_request(request.args, sort="received", key_length=1)
        narrowed: dict[str, str] = {
            name: asked[name] for name in ("state", "overdue") if name in asked
        }
        after = str(wanted.after[0]) if wanted.after else None
        found = self._objections.page(
            caller.agency_code, narrowed, after=after, size=wanted.limit + 1
        )
        return jsonify(
            page(
                found,
                wanted,
                key=lambda each: (each["listed_index"],),
                show=lambda each: self._shown(each, caller),
            )
        )

    def receive_objection(self) -> Response:
        """Record an objection that came in at the caller's agency."""
        caller = officer()
        payload = body_of(NewObjection())
        objection_id, mark = new_id(caller), fingerprint(self._sealer, payload)
        on = payload.get("on") or payload["received_on"]
        if on < payload["received_on"]:
            text = Text("不能早于收到之日。", "Must not be before its receipt.")
            raise Problem(422, "date-out-of-order", text, errors={"on": [text]})
        state = _new_objection(objection_id, payload, caller) | {"request_mark": mark}
        sealed = self._sealer.seal_all(state, document=objection_id)
        entry = RecordEntry(RECEIVED, on.isoformat(), actor_of(caller))
        if self._objections.receive(objection_id, sealed, entry) is None:
            check_same_request(self._visible(objection_id, caller), mark)
        response = self._answer(objection_id, caller)
        response.status_code = 201
        response.headers["Location"] = f"/api/v1/norm-objections/{objection_id}"
        return response

    def read_objection(self, objection_id: str) -> Response:
        """Return one objection with its history."""
        return self._answer(objection_id, officer())

    def answer_objection(self, objection_id: str) -> Response:
        """Record the answer, in time or late."""
        caller = officer()
        self._visible(objection_id, caller)
        payload = body_of(Answer())
        on: date = payload.pop("on", None) or today()
        sealed = self._sealer.seal_all(plain(payload), document=objection_id)
        entry = RecordEntry("answered", on.isoformat(), actor_of(caller), details=sealed)
        self._objections.answer(objection_id, sealed, entry)
        return self._answer(objection_id, caller)

    def _answer(self, objection_id: str, caller: Identity) -> Response:
        objection = self._visible(objection_id, caller)
        history = shown_history(objection, self._sealer)
        response = jsonify({**self._shown(objection, caller), "history": history})
        response.headers["Cache-Control"] = "no-store"
        return response

    def _shown(self, objection: Document, caller: Identity) -> dict[str, Any]:
        clock = self._objections.clock
        return shown_objection(objection, clock, self._sealer, caller.agency_code, today())

    def _visible(self, objection_id: str, caller: Identity) -> Document:
        objection = self._objections.records.get(objection_id)
        if objection is None or caller.agency_code not in objection["agencies"]:
            raise not_found(_NOT_THERE)
        return objection


def _new_objection(objection_id: str, payload: dict[str, Any], caller: Identity) -> Document:
    maker, agency = payload["maker"], {"code": caller.agency_code, "name": caller.agency_name}
    received_on = payload["received_on"].isoformat()
    return {
        "state": RECEIVED,
        "document": plain(payload["document"]),
        "maker": maker,
        "objector": plain(payload["objector"]),
        "grounds": payload["grounds"],
        "received_on": received_on,
        "matter_id": payload.get("matter_id"),
        "agency": agency,
        "agencies": sorted({agency["code"], maker.get("code", agency["code"])}),
        "overdue_since": None,
        "answer": None,
        "listed_index": place(received_on, objection_id),
    }
