"""Which command of which service each type of notice amounts to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from gateway.court.registry import LITIGATION, MEDIATION, Addressee, Case
from shared.http.problems import not_found
from shared.language import Text

FindCase = Callable[[str], Case | None]
_UNKNOWN_CASE = Text(
    "该机关没有此案号的案件。", "The agency has no case of this number of the court."
)


@dataclass(frozen=True, slots=True)
class Order:
    """One command for one service."""

    service: str
    path: str
    payload: Mapping[str, Any]


def order_for(notice: Mapping[str, Any], agency: Addressee, find: FindCase) -> Order:
    """
    Return what a valid notice (as it was sent) orders; 404 when it is about an unknown case.

    Only what the court said travels on: agency and type have done their work here.
    """
    said = {name: value for name, value in notice.items() if name not in {"type", "agency"}}
    return _ORDERS[notice["type"]](said, agency, find)


def _docketed(said: dict[str, Any], agency: Addressee, find: FindCase) -> Order:
    del find
    said.setdefault("defendant", {"code": agency.code, "name": agency.name})
    return _opening(LITIGATION, "", said)


def _assigned(said: dict[str, Any], agency: Addressee, find: FindCase) -> Order:
    del agency, find
    return _opening(MEDIATION, "", {"kind": "court_assigned", **said, "initiated_by": "court"})


def _suggested(said: dict[str, Any], agency: Addressee, find: FindCase) -> Order:
    del agency
    payload: dict[str, Any] = {"kind": "judicial", **said}
    court, number = payload.pop("court", None), payload.pop("court_case_no", None)
    if court is not None:
        payload.setdefault("issuer", court)
    if number is None:
        return _opening(LITIGATION, "/receive_suggestion", payload)
    return _on_case("receive_suggestion", payload, _known(find, number))


def _scheduled(said: dict[str, Any], agency: Addressee, find: FindCase) -> Order:
    del agency
    return _on_case("schedule_hearing", _details(said), _known(find, said["court_case_no"]))


def _judged(said: dict[str, Any], agency: Addressee, find: FindCase) -> Order:
    del agency
    case = _known(find, said["court_case_no"])
    appealed = "appealed" in case["milestones"]
    return _on_case(
        "record_final_judgment" if appealed else "record_judgment", _details(said), case
    )


_ORDERS: Mapping[str, Callable[[dict[str, Any], Addressee, FindCase], Order]] = {
    "case_docketed": _docketed,
    "hearing_scheduled": _scheduled,
    "judgment_served": _judged,
    "mediation_assigned": _assigned,
    "suggestion_sent": _suggested,
}


def _opening(track: tuple[str, str], command: str, payload: Mapping[str, Any]) -> Order:
    service, collection = track
    return Order(service, f"/api/v1/{collection}{command}", payload)


def _on_case(command: str, payload: Mapping[str, Any], case: Case) -> Order:
    service, collection = LITIGATION
    return Order(service, f"/api/v1/{collection}/{case['id']}/{command}", payload)


def _details(said: Mapping[str, Any]) -> dict[str, Any]:
    # The case has both already.
    return {name: value for name, value in said.items() if name not in {"court", "court_case_no"}}


def _known(find: FindCase, number: str) -> Case:
    case = find(number)
    if case is None:
        raise not_found(_UNKNOWN_CASE)
    return case
