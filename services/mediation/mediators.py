"""The checks on who mediates, and on the sessions they hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from services.mediation.case_reading import COURT_KINDS, kind_of, refuse_unknown_parties
from shared.casework.guarding import Attempt, Finding, conflict, index_of, invalid
from shared.language import Text

Found = Iterable[Finding]
Person = Mapping[str, Any]


def mediators_are_not_assigned_yet(attempt: Attempt) -> Found:
    """Mediators are assigned once; after that somebody is replaced, with a reason."""
    if attempt.case["facts"].get("mediators"):
        raise conflict(
            Text("已指定调解员；如需更换，请办理更换。", "Mediators are assigned; replace one."),
            basis=_impartiality_basis(attempt),
        )
    return []


def mediators_are_impartial(attempt: Attempt) -> Found:
    """No mediator is a party, or tied to one unless both sides agree (特邀调解规定15)."""
    basis = _impartiality_basis(attempt)
    for index, mediator in enumerate(attempt.payload["mediators"]):
        for party in attempt.case["parties"]:
            _refuse_party_as_mediator(attempt, f"mediators.{index}", mediator, party, basis)
        if not mediator.get("parties_agree"):
            _refuse_tied_mediator(attempt, f"mediators.{index}", mediator, basis)
    return []


def _impartiality_basis(attempt: Attempt) -> str:
    return "特邀调解规定15" if kind_of(attempt) in COURT_KINDS else "人民调解法21¶1"


def _refuse_party_as_mediator(
    attempt: Attempt, field: str, mediator: Person, party: Person, basis: str
) -> None:
    index = index_of(mediator, attempt.index)
    known = party.get("id_number_index")
    if index is not None and index == known:
        raise invalid(
            f"{field}.id_number",
            Text("当事人不能担任本案调解员。", "A party cannot mediate in their own case."),
            basis=basis,
        )
    if _is_named(mediator, party) and (index is None or known is None):
        raise invalid(
            f"{field}.name",
            Text(
                "调解员与当事人或其代理人同名，请核对并填写双方身份证号码。",
                "A mediator bears the name of a party or agent; give both identity numbers.",
            ),
            basis=basis,
        )


def _is_named(mediator: Person, party: Person) -> bool:
    names = {party["name"], party.get("legal_representative"), *(party.get("agents") or ())}
    return mediator["name"] in names


def _refuse_tied_mediator(attempt: Attempt, field: str, mediator: Person, basis: str) -> None:
    if mediator.get("relation"):
        raise invalid(
            f"{field}.relation",
            Text(
                "调解员与当事人有利害关系，应当回避；双方当事人同意的除外。",
                "A mediator tied to a party steps back, unless both sides agree to them.",
            ),
            basis=basis,
        )
    employers = {party["name"] for party in attempt.case["parties"] if party["kind"] != "person"}
    if mediator.get("employer") in employers:
        raise invalid(
            f"{field}.employer",
            Text(
                "调解员所在单位是本案当事人，应当回避；双方当事人同意的除外。",
                "The mediator works for a party and steps back, unless both sides agree.",
            ),
            basis=basis,
        )


def session_lies_ahead(attempt: Attempt) -> Found:
    """A session is scheduled for the day of the act or later (特邀调解规定14¶2)."""
    if attempt.payload["session_on"] < attempt.on:
        raise invalid(
            "session_on",
            Text("调解时间不能早于安排之日。", "A session cannot be before it is scheduled."),
            basis="特邀调解规定14¶2",
        )
    return []


def attendance_names_parties(attempt: Attempt) -> Found:
    """Those who attended are parties of the case."""
    refuse_unknown_parties(attempt, "attendance", attempt.payload["attendance"])
    return []
