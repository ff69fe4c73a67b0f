"""Which command of which service each type of notice amounts to."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from services.liaison.court.after_the_judgment import (
    enforcement_docketed,
    retrial_docketed,
    retrial_ordered,
    retrial_refused,
)
from services.liaison.court.orders import (
    FindCase,
    Known,
    details,
    known,
    on_case,
    opening,
    ruling,
)
from services.liaison.court.party_meant import party_meant, with_its_party
from services.liaison.court.registry import LITIGATION, MEDIATION, Case
from services.liaison.court.told_before import (
    appeal_told,
    brings_a_service,
    contradicts_the_judgment,
    has_begun,
    has_happened,
    is_older,
    is_served,
    says_a_known_judgment,
    says_the_hearing_that_is_set,
    whose,
)
from services.liaison.court.withdrawals import withdrawn
from services.liaison.partners.addressees import Addressee
from services.liaison.partners.door import PartnerOrder
from shared.casework.appeals import RETRIALS, SECOND, instance_of
from shared.casework.official_numbers import normalised, same_number
from shared.http.problems import Problem, invalid
from shared.language import Text

# What a suit is known by beside its number; the text of the claims may be typed otherwise.
_TOLD = ("served_on", "docketed_on", "procedure", "role", "reconsideration_number")
_RECEIVED = ("served_on", "docketed_on")
_ENDED = frozenset({"declined", "failed", "terminated", "performed", "closed"})
_PAUSED = frozenset({"suspended", "retrial_suspended"})
_SERVES = {"first": "serve_judgment", "final": "serve_final_judgment"}
_DECIDED = ("judged", "withdrawn", "final")
_OPEN_ALREADY = Text(
    "该机关已有此案号的案件，内容与通知不一致；更正后请重新发送。",
    "The agency has a case of this number, and it says otherwise; send the notice again once one "
    "of both is corrected.",
)
_SAY_WHEN = Text(
    "本案已有裁判：请写明本次裁判的日期。",
    "The case has a judgment already: say on which day this one was made.",
)
_OTHER_OUTCOME = Text(
    "本案当日的裁判结果与通知不一致；更正后请重新发送。",
    "The case has a judgment of that day with another outcome; send the notice again once one of "
    "both is corrected.",
)
_SERVE_EACH = Text(
    "该裁判已登记；向各当事人送达的日期请逐一通知（service_proved），或者由承办人登记。",
    "This judgment is on record; tell the service on each party (service_proved), or have the "
    "officer record it.",
)


def order_for(notice: Mapping[str, Any], agency: Addressee, find: FindCase) -> PartnerOrder | Known:
    """
    Return what a valid notice (as it was sent) orders; 404 when it is about an unknown case.

    Only what the court said travels on: agency and type have done their work here.
    """
    said = {name: value for name, value in notice.items() if name not in {"type", "agency"}}
    return _ORDERS[notice["type"]](said, agency, find)


def _docketed(said: dict[str, Any], agency: Addressee, find: FindCase) -> PartnerOrder | Known:
    number = said["court_case_no"]
    if (case := find(number)) is not None:
        _check_told_alike(said, case)
        missing = {
            name: said[name] for name in _RECEIVED if said.get(name) and not _has(case, name)
        }
        return _receipt(missing, said, case) if missing else Known(case)
    said.setdefault("defendant", {"code": agency.code, "name": agency.name})
    return opening(LITIGATION, "", said, _once(agency, number))


def _receipt(missing: dict[str, Any], said: Mapping[str, Any], case: Case) -> PartnerOrder:
    """Return the order of days that a case lacked, as of the court's own day where that can be."""
    if said.get("on", "") >= case["milestones"]["notified"]:
        missing["on"] = said["on"]
    return on_case("record_notice_receipt", missing, case)


def _assigned(said: dict[str, Any], agency: Addressee, find: FindCase) -> PartnerOrder | Known:
    number = said["court_case_no"]
    case = find(number, MEDIATION)
    if case is not None and case["status"] not in _ENDED:
        return Known(case)
    payload = {"kind": "court_assigned", **said, "initiated_by": "court"}
    # A dispute may be sent to mediation again after the first one ended.
    before = case["id"] if case else ""
    return opening(MEDIATION, "", payload, _once(agency, number, before))


def _suggested(said: dict[str, Any], agency: Addressee, find: FindCase) -> PartnerOrder:
    del agency
    payload: dict[str, Any] = {"kind": "judicial", **said}
    court, number = payload.pop("court", None), payload.pop("court_case_no", None)
    if court is not None:
        payload.setdefault("issuer", court)
    case = None if number is None else known(find, number)
    # To a file that is closed nothing is added: what comes after it is a case of its own.
    if case is None or case["status"] == "closed":
        return opening(LITIGATION, "/receive_suggestion", payload)
    return on_case("receive_suggestion", payload, case)


def _scheduled(said: dict[str, Any], agency: Addressee, find: FindCase) -> PartnerOrder | Known:
    del agency
    case = known(find, said["court_case_no"])
    if says_the_hearing_that_is_set(said, case):
        return Known(case)
    return _latest("schedule_hearing", said, case, "hearing_notified")


def _suspended(said: dict[str, Any], agency: Addressee, find: FindCase) -> PartnerOrder | Known:
    del agency
    case = known(find, said["court_case_no"])
    if case["status"] in _PAUSED and has_happened(said, case, "suspended"):
        return Known(case)
    return _latest("suspend", said, case, "suspended", "resumed")


def _resumed(said: dict[str, Any], agency: Addressee, find: FindCase) -> PartnerOrder | Known:
    del agency
    case = known(find, said["court_case_no"])
    if case["status"] not in _PAUSED and has_happened(said, case, "resumed"):
        return Known(case)
    return _latest("resume", said, case, "suspended", "resumed")


def _judged(said: dict[str, Any], agency: Addressee, find: FindCase) -> PartnerOrder | Known:
    del agency
    case = known(find, said["court_case_no"])
    instance = instance_of(case)
    if "judged" in case["milestones"] and "on" not in said:
        # Told again without its day, the first judgment would be taken for that of the second.
        raise invalid({"on": [_SAY_WHEN]})
    if says_a_known_judgment(said, case):
        if brings_a_service(said, case):
            raise Problem(409, "conflict", _SERVE_EACH, basis="行诉法85")
        if contradicts_the_judgment(said, case):
            raise Problem(409, "conflict", _OTHER_OUTCOME, errors={"outcome": [_OTHER_OUTCOME]})
        return Known(case)
    if instance in RETRIALS and said["outcome"] == "terminated":
        return on_case("end_retrial", ruling(said), case)
    second = instance in {SECOND, "retrial_second"}
    return on_case("record_final_judgment" if second else "record_judgment", details(said), case)


def _served(said: dict[str, Any], agency: Addressee, find: FindCase) -> PartnerOrder | Known:
    del agency
    case = known(find, said["court_case_no"])
    payload = details(said)
    party, judgment = party_meant(payload["party"], case), payload.pop("judgment", None)
    payload["party"] = party["id"]
    final = case["milestones"].get("judged_on_appeal", "") >= case["milestones"].get("judged", "_")
    if judgment is None:
        judgment = "final" if final else "first"
    if is_served(judgment, party, payload["served_on"], case):
        return Known(case)
    if any(day > payload.get("on", day) for day in case["milestones"].values()):
        del payload["on"]  # a slip that comes after other news is recorded when it comes
    return on_case(_SERVES[judgment], payload, case)


def _settled(said: dict[str, Any], agency: Addressee, find: FindCase) -> PartnerOrder | Known:
    del agency
    case = known(find, said["court_case_no"])
    if has_happened(said, case, "mediated") or is_older(said, case):
        return Known(case)
    return on_case("record_mediation_statement", details(said), case)


def _appealed(said: dict[str, Any], agency: Addressee, find: FindCase) -> PartnerOrder | Known:
    del agency
    case = known(find, said["court_case_no"])
    said = with_its_party(said, case)
    appeal = appeal_told(said, case)
    if appeal is None:
        return on_case("appeal", details(said), case)
    missing = {
        name: said[name]
        for name, begun in (
            ("copy_served_on", has_begun(case, "SS-18", appeal)),
            ("court_received_on", has_begun(case, "SS-19", appeal)),
        )
        if said.get(name) and not begun
    }
    if not missing or instance_of(case) != SECOND:
        return Known(case)
    return on_case("record_appeal_receipt", {**missing, **whose(appeal)}, case)


def _confirmation_docketed(said: dict[str, Any], agency: Addressee, find: FindCase) -> PartnerOrder:
    del agency
    case = known(find, said["mediation_number"], MEDIATION)
    payload = details(said) | {"court_case_no": said["court_case_no"]}
    return on_case("record_court_acceptance", payload, case, MEDIATION)


def _confirmation_decided(said: dict[str, Any], agency: Addressee, find: FindCase) -> PartnerOrder:
    del agency
    case = known(find, said.get("mediation_number") or said["court_case_no"], MEDIATION)
    payload = details(said)
    result = payload.pop("result")
    if "court" in said:
        payload["court"] = said["court"]
    command = "confirm" if result == "confirmed" else "refuse_confirmation"
    return on_case(command, payload, case, MEDIATION)


_ORDERS: Mapping[str, Callable[[dict[str, Any], Addressee, FindCase], PartnerOrder | Known]] = {
    "case_docketed": _docketed,
    "hearing_scheduled": _scheduled,
    "judgment_served": _judged,
    "service_proved": _served,
    "appeal_filed": _appealed,
    "withdrawal_allowed": withdrawn,
    "settlement_reached": _settled,
    "proceedings_suspended": _suspended,
    "proceedings_resumed": _resumed,
    "retrial_docketed": retrial_docketed,
    "retrial_refused": retrial_refused,
    "retrial_ordered": retrial_ordered,
    "enforcement_docketed": enforcement_docketed,
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
    command: str, said: Mapping[str, Any], case: Case, *milestones: str
) -> PartnerOrder | Known:
    """
    Return the order of a notice, unless the case has one of a later day by the court's date.

    What was said before the court decided, and comes after, says nothing that is still to be done.
    """
    later = (*milestones, *_DECIDED)
    recorded = [case["milestones"][each] for each in later if each in case["milestones"]]
    if "on" in said and any(day > said["on"] for day in recorded):
        return Known(case)
    return on_case(command, details(said), case)


def _once(agency: Addressee, number: str, before: str = "") -> str:
    """Return the key under which one case is opened, however often and in whatever words."""
    named = "\n".join((agency.code, normalised(number), before))
    return f"number-{hashlib.sha256(named.encode()).hexdigest()}"
