"""Which command of which service each type of notice amounts to."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from gateway.court.registry import LITIGATION, MEDIATION, Addressee, Case, Track
from shared.casework.official_numbers import normalised, same_number
from shared.http.problems import Problem, invalid, not_found
from shared.language import Text

_NAMING = frozenset({"court", "court_case_no", "mediation_number"})
# What a suit is known by beside its number; the text of the claims may be typed otherwise.
_TOLD = ("served_on", "docketed_on", "procedure", "role", "reconsideration_number")
_RECEIVED = ("served_on", "docketed_on")
_ENDED = frozenset({"declined", "failed", "terminated", "performed", "closed"})
_DECIDED = ("judged", "withdrawn", "final")
_OPEN_ALREADY = Text(
    "该机关已有此案号的案件，内容与通知不一致；更正后请重新发送。",
    "The agency has a case of this number, and it says otherwise; send the notice again once one "
    "of both is corrected.",
)
_SAY_WHAT = Text(
    "本案在二审：请写明撤回的是起诉（suit）还是上诉（appeal）。",
    "The case is on appeal: say whether the suit or an appeal is withdrawn.",
)
_UNKNOWN_CASE = Text(
    "该机关没有此案号的案件。", "The agency has no case of this number of the court."
)


class FindCase(Protocol):
    """What finds cases at the agency that a notice is for."""

    def __call__(self, number: str, track: Track = LITIGATION) -> Case | None:
        """Return the case of a number of the court in a track, or None."""


@dataclass(frozen=True, slots=True)
class Order:
    """
    One command for one service.

    One that opens a case carries `once`, the same for the same number of the court at an agency.
    """

    service: str
    path: str
    payload: Mapping[str, Any]
    once: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A case to which a notice adds nothing: it is open already, or what is newer stands there."""

    case: Case


def order_for(notice: Mapping[str, Any], agency: Addressee, find: FindCase) -> Order | Known:
    """
    Return what a valid notice (as it was sent) orders; 404 when it is about an unknown case.

    Only what the court said travels on: agency and type have done their work here.
    """
    said = {name: value for name, value in notice.items() if name not in {"type", "agency"}}
    return _ORDERS[notice["type"]](said, agency, find)


def _docketed(said: dict[str, Any], agency: Addressee, find: FindCase) -> Order | Known:
    number = said["court_case_no"]
    if (case := find(number)) is not None:
        _check_told_alike(said, case)
        missing = {
            name: said[name] for name in _RECEIVED if said.get(name) and not _has(case, name)
        }
        return _receipt(missing, said, case) if missing else Known(case)
    said.setdefault("defendant", {"code": agency.code, "name": agency.name})
    return _opening(LITIGATION, "", said, _once(agency, number))


def _receipt(missing: dict[str, Any], said: Mapping[str, Any], case: Case) -> Order:
    """Return the order of days that a case lacked, as of the court's own day where that can be."""
    if said.get("on", "") >= case["milestones"]["notified"]:
        missing["on"] = said["on"]
    return _on_case("record_notice_receipt", missing, case)


def _assigned(said: dict[str, Any], agency: Addressee, find: FindCase) -> Order | Known:
    number = said["court_case_no"]
    case = find(number, MEDIATION)
    if case is not None and case["status"] not in _ENDED:
        return Known(case)
    payload = {"kind": "court_assigned", **said, "initiated_by": "court"}
    # A dispute may be sent to mediation again after the first one ended.
    before = case["id"] if case else ""
    return _opening(MEDIATION, "", payload, _once(agency, number, before))


def _suggested(said: dict[str, Any], agency: Addressee, find: FindCase) -> Order:
    del agency
    payload: dict[str, Any] = {"kind": "judicial", **said}
    court, number = payload.pop("court", None), payload.pop("court_case_no", None)
    if court is not None:
        payload.setdefault("issuer", court)
    if number is None:
        return _opening(LITIGATION, "/receive_suggestion", payload)
    return _on_case("receive_suggestion", payload, _known(find, number))


def _scheduled(said: dict[str, Any], agency: Addressee, find: FindCase) -> Order | Known:
    del agency
    return _latest("schedule_hearing", said, find, "hearing_notified")


def _suspended(said: dict[str, Any], agency: Addressee, find: FindCase) -> Order | Known:
    del agency
    return _latest("suspend", said, find, "suspended", "resumed")


def _resumed(said: dict[str, Any], agency: Addressee, find: FindCase) -> Order | Known:
    del agency
    return _latest("resume", said, find, "suspended", "resumed")


def _judged(said: dict[str, Any], agency: Addressee, find: FindCase) -> Order:
    del agency
    case = _known(find, said["court_case_no"])
    appealed = "appealed" in case["milestones"]
    command = "record_final_judgment" if appealed else "record_judgment"
    return _on_case(command, _details(said), case)


def _withdrawn(said: dict[str, Any], agency: Addressee, find: FindCase) -> Order:
    del agency
    case, payload = _known(find, said["court_case_no"]), _details(said)
    what, by = payload.pop("withdrawn", None), payload.pop("by", None)
    if what == "appeal":
        return _appeal_withdrawn(payload, by, case)
    if what is None and case["status"] == "appealed":
        raise invalid({"withdrawn": [_SAY_WHAT]})
    return _on_case("plaintiff_withdraws", payload, case)


def _appeal_withdrawn(payload: dict[str, Any], by: str | None, case: Case) -> Order:
    """Return what the withdrawal of an appeal orders: the end, unless another is to be tried."""
    sides = {
        name: {each["by"] for each in case["facts"].get(name, [])}
        for name in ("appeals", "withdrawn_appeals")
    }
    told: dict[str, Any] = {
        name: payload[name] for name in ("on", "document_number") if name in payload
    }
    if len(sides["appeals"] - sides["withdrawn_appeals"]) > 1:
        return _on_case("withdraw_appeal", {**told, **({"by": by} if by else {})}, case)
    ruling = {"kind": "ruling", "outcome": "appeal_withdrawn"}
    lost = bool(case["facts"].get("lost"))
    return _on_case("record_final_judgment", {**told, **ruling, "lost": lost}, case)


def _settled(said: dict[str, Any], agency: Addressee, find: FindCase) -> Order:
    del agency
    case = _known(find, said["court_case_no"])
    return _on_case("record_mediation_statement", _details(said), case)


def _appealed(said: dict[str, Any], agency: Addressee, find: FindCase) -> Order:
    del agency
    return _on_case("appeal", _details(said), _known(find, said["court_case_no"]))


def _confirmation_docketed(said: dict[str, Any], agency: Addressee, find: FindCase) -> Order:
    del agency
    case = _known(find, said["mediation_number"], MEDIATION)
    payload = _details(said) | {"court_case_no": said["court_case_no"]}
    return _on_case("record_court_acceptance", payload, case, MEDIATION)


def _confirmation_decided(said: dict[str, Any], agency: Addressee, find: FindCase) -> Order:
    del agency
    case = _known(find, said.get("mediation_number") or said["court_case_no"], MEDIATION)
    payload = _details(said)
    result = payload.pop("result")
    if "court" in said:
        payload["court"] = said["court"]
    command = "confirm" if result == "confirmed" else "refuse_confirmation"
    return _on_case(command, payload, case, MEDIATION)


_ORDERS: Mapping[str, Callable[[dict[str, Any], Addressee, FindCase], Order | Known]] = {
    "case_docketed": _docketed,
    "hearing_scheduled": _scheduled,
    "judgment_served": _judged,
    "appeal_filed": _appealed,
    "withdrawal_allowed": _withdrawn,
    "settlement_reached": _settled,
    "proceedings_suspended": _suspended,
    "proceedings_resumed": _resumed,
    "mediation_assigned": _assigned,
    "confirmation_docketed": _confirmation_docketed,
    "confirmation_decided": _confirmation_decided,
    "suggestion_sent": _suggested,
}


def _check_told_alike(said: Mapping[str, Any], case: Case) -> None:
    """Refuse (409) what a notice says of a suit otherwise than the case that is open already."""
    facts = case["facts"]
    differing = {
        name: [Text(f"本案记录为：{facts[name]}。", f"The case says: {facts[name]}.")]
        for name in _TOLD
        if said.get(name) and _has(case, name) and not _same(said[name], facts[name])
    }
    if differing:
        raise Problem(409, "conflict", _OPEN_ALREADY, errors=differing)


def _has(case: Case, fact: str) -> bool:
    return case["facts"].get(fact) is not None


def _same(one: str, other: str) -> bool:
    return one == other or bool(same_number(one, other))


def _latest(
    command: str, said: Mapping[str, Any], find: FindCase, *milestones: str
) -> Order | Known:
    """
    Return the order of a notice, unless the case has one of a later day by the court's date.

    What was said before the court decided, and comes after, says nothing that is still to be done.
    """
    case = _known(find, said["court_case_no"])
    later = (*milestones, *_DECIDED)
    recorded = [case["milestones"][each] for each in later if each in case["milestones"]]
    if "on" in said and any(day > said["on"] for day in recorded):
        return Known(case)
    return _on_case(command, _details(said), case)


def _opening(
    track: Track, command: str, payload: Mapping[str, Any], once: str | None = None
) -> Order:
    return Order(track.service, f"/api/v1/{track.collection}{command}", payload, once)


def _on_case(
    command: str, payload: Mapping[str, Any], case: Case, track: Track = LITIGATION
) -> Order:
    return Order(track.service, f"/api/v1/{track.collection}/{case['id']}/{command}", payload)


def _once(agency: Addressee, number: str, before: str = "") -> str:
    """Return the key under which one case is opened, however often and in whatever words."""
    named = "\n".join((agency.code, normalised(number), before))
    return f"number-{hashlib.sha256(named.encode()).hexdigest()}"


def _details(said: Mapping[str, Any]) -> dict[str, Any]:
    # The case has its numbers and its court already.
    return {name: value for name, value in said.items() if name not in _NAMING}


def _known(find: FindCase, number: str, track: Track = LITIGATION) -> Case:
    case = find(number, track)
    if case is None:
        raise not_found(_UNKNOWN_CASE)
    return case
