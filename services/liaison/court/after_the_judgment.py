"""Which commands the notices of retrial and enforcement amount to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.liaison.court.orders import FindCase, Known, details, known, on_case
from services.liaison.court.registry import Case
from services.liaison.partners.addressees import Addressee
from services.liaison.partners.door import PartnerOrder
from shared.casework.appeals import RETRIALS, instance_of
from shared.http.problems import invalid
from shared.language import Text

_BOTH_ASKED = Text(
    "双方均申请再审：请写明撤回的是哪一方（by）。",
    "Both sides applied for retrial: say who withdraws (by).",
)


def retrial_docketed(
    said: dict[str, Any], agency: Addressee, find: FindCase
) -> PartnerOrder | Known:
    """Return the order of an application, or of the day of its copy that was lacking."""
    del agency
    case = known(find, said["court_case_no"])
    if not _is_recorded("retrial_applications", said, case):
        return on_case("record_retrial_application", details(said), case)
    copy = said.get("copy_served_on")
    if copy is None or any(each["rule"] == "SS-21" for each in case["clocks"]):
        return Known(case)
    return on_case("record_retrial_receipt", {"copy_served_on": copy}, case)


def retrial_refused(
    said: dict[str, Any], agency: Addressee, find: FindCase
) -> PartnerOrder | Known:
    """Return the order of a refusal."""
    del agency
    return _after_the_effect("refuse_retrial", said, find, "retrial_refused", "retrial_ordered")


def retrial_ordered(
    said: dict[str, Any], agency: Addressee, find: FindCase
) -> PartnerOrder | Known:
    """Return the order of a retrial."""
    del agency
    return _after_the_effect("order_retrial", said, find, "retrial_ordered")


def retrial_withdrawn(payload: Mapping[str, Any], by: str | None, case: Case) -> PartnerOrder:
    """Return what a withdrawn application orders: the end of the retrial, if one was ordered."""
    told: dict[str, Any] = {
        name: payload[name] for name in ("on", "document_number", "reason") if name in payload
    }
    if instance_of(case) in RETRIALS:
        return on_case("end_retrial", {**told, "ground": "121(1)"}, case)
    asked = {each["by"] for each in case["facts"].get("retrial_applications", [])}
    if by is None and len(asked) > 1:
        raise invalid({"by": [_BOTH_ASKED]})
    whose = by or next(iter(asked), "opponent")
    return on_case("withdraw_retrial_application", {**told, "by": whose}, case)


def enforcement_docketed(
    said: dict[str, Any], agency: Addressee, find: FindCase
) -> PartnerOrder | Known:
    """Return the order of an application for enforcement that is not on the case."""
    del agency
    case = known(find, said["court_case_no"])
    if _is_recorded("enforcements", said, case):
        return Known(case)
    return on_case("record_enforcement_application", details(said), case)


def _after_the_effect(
    command: str, said: Mapping[str, Any], find: FindCase, *milestones: str
) -> PartnerOrder | Known:
    """Return the order of a ruling on retrial, unless one of that day or a later one is known."""
    case = known(find, said["court_case_no"])
    recorded = [case["milestones"][each] for each in milestones if each in case["milestones"]]
    if any(day >= said["on"] for day in recorded):
        return Known(case)
    return on_case(command, details(said), case)


def _is_recorded(name: str, said: Mapping[str, Any], case: Case) -> bool:
    """Say whether an application of the same side, day and instalment is on the case already."""
    return any(
        all(each.get(field) == said.get(field) for field in ("by", "on", "performance_ended_on"))
        for each in case["facts"].get(name, [])
    )
