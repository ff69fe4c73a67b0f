"""What others are told at the end of a mediation that a court assigned."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.mediation.builders import BOTH, COURTLY, SIGNED, Mediation, accepted, consent

ENDS: dict[str, dict[str, Any]] = {
    "agree": {"form": "written", "terms": "修复排水沟", "effective_on": "2026-07-20", **SIGNED},
    "fail": {"reason": "双方意见分歧"},
    "terminate": {"reason": "一方不再参加"},
}


def reference(mediation: Mediation) -> list[Any]:
    names = ("kind", "assigned_by", "assigned_case_no")
    return [mediation.event.get(name) for name in names]


@pytest.mark.parametrize("command", list(ENDS))
def test_the_outcome_names_the_court_and_its_number(command: str) -> None:
    mediation = accepted("court_assigned").does(command, on="2026-07-20", **ENDS[command])

    assert reference(mediation) == ["court_assigned", COURTLY["court"], COURTLY["court_case_no"]]


def test_a_mediation_that_is_not_taken_up_names_them_too() -> None:
    mediation = Mediation("court_assigned").does("decline", on="2026-07-06", ground="unsuitable")

    assert reference(mediation) == ["court_assigned", COURTLY["court"], COURTLY["court_case_no"]]


def test_the_number_under_which_a_court_confirms_is_not_that_of_the_assignment() -> None:
    mediation = accepted("court_assigned").does("agree", on="2026-07-20", **ENDS["agree"])
    mediation.does("apply_confirmation", on="2026-07-21", jointly=True, court="另一法院")
    mediation.does("record_court_acceptance", on="2026-07-22", court_case_no="（2026）司确1号")
    mediation.does("record_performance", on="2026-07-30")

    assert mediation.facts["court_case_no"] == "（2026）司确1号"
    assert reference(mediation) == ["court_assigned", COURTLY["court"], COURTLY["court_case_no"]]


def test_a_mediation_that_the_parties_asked_for_names_no_court() -> None:
    mediation = Mediation().does("accept", on="2026-07-06", consents=consent(*BOTH))
    mediation.does("fail", on="2026-07-20", reason="双方意见分歧")

    assert reference(mediation) == ["people", None, None]
