"""Objections to normative documents that an earlier release kept by hand become cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog

from shared.casework.casework import Casework
from shared.casework.entry import Request
from shared.casework.guarding import SYSTEM
from shared.casework.payloads import load_payload
from shared.http.problems import Problem
from shared.http.texts import cleaned
from shared.storage.database import Database, Document

COLLECTION = "norm_objections"
_PERSONAL = ("objector", "grounds", "answer")
_log = structlog.get_logger(__name__)


def bring_over(database: Database, casework: Casework) -> None:
    """
    Open a case for each objection that has none, and answer it where it was answered.

    Both under keys of their own, so that it may be cut off anywhere and begun again. The document
    stays as it was, with who did what, and names its case. One that the procedure refuses stays,
    is said in the log, and is tried again at the next start.
    """
    left = database[COLLECTION]
    for number in [each["_id"] for each in left.find({}, {"case_id": 1}) if "case_id" not in each]:
        objection = left.find_one({"_id": number})
        if objection is None:
            continue
        try:
            case_id = _as_case(objection, casework)
        except Problem as problem:
            _log.error("objection_not_brought_over", objection=number, reason=problem.code)
            continue
        left.update_one({"_id": number}, {"$set": {"case_id": case_id}})


def _as_case(objection: Document, casework: Casework) -> str:
    sealed = {name: objection.get(name) for name in _PERSONAL}
    clear = casework.keys.sealer.open_all(sealed, document=objection["_id"])
    received = {
        "on": _day_of("received", objection) or objection["received_on"],
        "agency": objection["agency"],
        "objector": clear["objector"],
        "grounds": clear["grounds"],
        **{name: objection.get(name) for name in ("document", "maker", "received_on", "matter_id")},
    }
    opened = casework.open_case(_request("receive", received, objection, casework))
    case_id = str(opened.case["_id"])
    if answer := clear["answer"]:
        given = {name: answer.get(name) for name in ("on", "outcome", "text", "referred_to")}
        casework.perform_as_system(case_id, _request("answer", given, objection, casework))
    return case_id


def _day_of(step: str, objection: Document) -> str | None:
    return next((each["on"] for each in objection["history"] if each["step"] == step), None)


def _request(name: str, raw: Mapping[str, Any], objection: Document, casework: Casework) -> Request:
    command = casework.command(name)
    said = {field: value for field, value in raw.items() if value is not None}
    payload = load_payload(command.schema(), cleaned(said))
    return Request(command, payload, SYSTEM, key=f"{objection['_id']}:{name}")
