"""Whose particulars a case keeps from an agency that is itself a party."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from shared.casework.paths import holds, scope_of
from shared.casework.procedure import Procedure


def hides_from(procedure: Procedure, case: Mapping[str, Any], agency_code: str | None) -> bool:
    """Say whether the procedure keeps the particulars of this case from an agency."""
    hiding = procedure.hides
    if hiding is None or not holds(hiding.when, scope_of(case, {}, date.min)):
        return False
    accused = {party.get("code") for party in case["parties"] if party["role"] == hiding.from_role}
    return agency_code in accused


def hidden_roles(
    procedure: Procedure, case: Mapping[str, Any], agency_code: str | None
) -> frozenset[str]:
    """Return the roles of the parties that are kept from an agency."""
    if procedure.hides is None or not hides_from(procedure, case, agency_code):
        return frozenset()
    return procedure.hides.roles
