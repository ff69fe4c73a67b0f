"""Which commands the notices of retrial and enforcement amount to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.liaison.court.orders import FindCase, Known, details, known, on_case
from services.liaison.court.party_meant import with_its_party
from services.liaison.court.registry import Case
from services.liaison.court.told_before import has_begun, whose
from services.liaison.partners.addressees import Addressee
from services.liaison.partners.door import PartnerOrder


def retrial_docketed(
    said: dict[str, Any], agency: Addressee, find: FindCase
) -> PartnerOrder | Known:
    """Return the order of an application, or of the day of its copy that was lacking."""
    del agency
    case = known(find, said["court_case_no"])
    said = with_its_party(said, case)
    application = _recorded("retrial_applications", said, case)
    if application is None:
        return on_case("record_retrial_application", details(said), case)
    copy = said.get("copy_served_on")
    if copy is None or has_begun(case, "SS-21", application):
        return Known(case)
    return on_case("record_retrial_receipt", {"copy_served_on": copy, **whose(application)}, case)


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


def enforcement_docketed(
    said: dict[str, Any], agency: Addressee, find: FindCase
) -> PartnerOrder | Known:
    """Return the order of an application for enforcement that is not on the case."""
    del agency
    case = known(find, said["court_case_no"])
    said = with_its_party(said, case)
    if _recorded("enforcements", said, case) is not None:
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


def _recorded(name: str, said: Mapping[str, Any], case: Case) -> Mapping[str, Any] | None:
    """Return the application of that side or party, day and instalment that is on the case."""
    told = (
        each
        for each in case["facts"].get(name, [])
        if all(each.get(field) == said.get(field) for field in ("by", "on", "performance_ended_on"))
        and each.get("party") in {None, said.get("party", each.get("party"))}
    )
    return next(told, None)
