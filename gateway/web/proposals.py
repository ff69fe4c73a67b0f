"""The cases that may be the same dispute as this one, while nobody has decided it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from gateway.web.asking import Services
from shared.http.problems import Problem

_COORDINATION = "coordination"


def open_proposals(matter: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the proposals of a matter that wait for a decision."""
    return [each for each in matter["proposals"] if each["status"] == "proposed"]


def proposals_about(services: Services, case: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return those about the matter of a case; none while coordination does not know or answer."""
    try:
        matter = services.get(_COORDINATION, f"/matters/{quote(case['matter_id'], safe='')}")
    except Problem:
        # A remark beside a step: the step can be taken without it.
        return []
    return open_proposals(matter)
