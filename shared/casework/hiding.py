"""What a case keeps from an agency that is itself a party, and from all who only hear of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from shared.casework.paths import holds, look_up, scope_of
from shared.casework.personal_numbers import compact
from shared.casework.procedure import Procedure

Case = Mapping[str, Any]


def hides(procedure: Procedure, case: Case) -> bool:
    """Say whether the procedure keeps particulars of this case from one of its parties."""
    hiding = procedure.hides
    return hiding is not None and holds(hiding.when, scope_of(case, {}, date.min))


def hides_from(
    procedure: Procedure, case: Case, agency_code: str | None, agency_name: str | None = None
) -> bool:
    """
    Say whether the procedure keeps the particulars of this case from an agency.

    A party of which no code is known is known by its name: the one by which the agency is called
    now, or was called when it got the case.
    """
    hiding = procedure.hides
    if hiding is None or not hides(procedure, case):
        return False
    names = {compact(name) for name in (agency_name, *_names(case, agency_code)) if name}
    return any(
        _is_the_agency(party, agency_code, names)
        for party in case["parties"]
        if party["role"] == hiding.from_role
    )


def hidden_roles(procedure: Procedure, case: Case, agency_code: str | None) -> frozenset[str]:
    """Return the roles of the parties that are kept from an agency."""
    if procedure.hides is None or not hides_from(procedure, case, agency_code):
        return frozenset()
    return procedure.hides.roles


def untold_roles(procedure: Procedure, case: Case) -> frozenset[str]:
    """Return the roles of the parties whose names are told to no other service."""
    return procedure.hides.roles if procedure.hides and hides(procedure, case) else frozenset()


def plain_title(procedure: Procedure, number: str) -> str:
    """Return the title of a case that says no more than what and which it is."""
    return f"{procedure.label.zh} {number}"


def told_title(procedure: Procedure, case: Case) -> str:
    """
    Return the title under which others hear of a case: of one that hides, the plain one.

    Of one that may turn out to hide, too: what was told cannot be called back.
    """
    hiding = procedure.hides
    waits_for = hiding.until_known if hiding else None
    undecided = waits_for is not None and look_up(waits_for, scope_of(case, {}, date.min)) is None
    hidden = undecided or hides(procedure, case)
    return plain_title(procedure, case["number"]) if hidden else str(case["title"])


def _names(case: Case, agency_code: str | None) -> Iterator[str]:
    for agency in (case.get("agency"), *case.get("involved_agencies", ())):
        if agency and agency_code and agency.get("code") == agency_code:
            yield agency["name"]


def _is_the_agency(party: Mapping[str, Any], code: str | None, names: set[str]) -> bool:
    codes = {party.get("code"), party.get("organisation_code")} - {None}
    return code in codes if codes else compact(party["name"]) in names
