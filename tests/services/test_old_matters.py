"""Acts of long ago and steps of the past: filed in every track; nothing invented or raised."""

from __future__ import annotations

from typing import Any

import pytest

from shared.casework.case import apply, empty_case
from tests.services.litigation import builders as litigation
from tests.services.mediation import builders as mediation
from tests.services.petitions import builders as petitions
from tests.services.reconsideration import builders as reconsideration
from tests.support.casework import decided

LONG_AGO = {"name": "宅基地批复", "made_on": "1983-05-18", "known_on": "1983-06-01"}
TRACKS: dict[str, tuple[Any, Any, str, dict[str, Any]]] = {
    "petition": (
        petitions.PROCEDURE,
        petitions.OFFICER,
        "register",
        petitions.registration(act=LONG_AGO),
    ),
    "mediation": (
        mediation.PROCEDURE,
        mediation.OFFICER,
        "request",
        mediation.request("administrative", act=LONG_AGO),
    ),
    "reconsideration": (
        reconsideration.PROCEDURE,
        reconsideration.OFFICER,
        "file",
        reconsideration.application(act=LONG_AGO),
    ),
    "litigation": (
        litigation.PROCEDURE,
        litigation.OFFICER,
        "receive_notice",
        litigation.notice(act=LONG_AGO),
    ),
}
RECEIVED = {
    "petition": ("received_on",),
    "mediation": ("received_on",),
    "reconsideration": ("received_on",),
    "litigation": ("docketed_on", "served_on"),
}


def opened(track: str, **changes: Any) -> dict[str, Any]:
    procedure, actor, command, raw = TRACKS[track]
    case = {**empty_case(), "_id": f"{track}-1", "matter_id": "matter-1"}
    decision = decided(procedure, case, command, {**raw, **changes}, actor=actor)
    return apply(case, decision.changes)


@pytest.mark.parametrize("track", TRACKS)
def test_an_act_of_1983_is_filed(track: str) -> None:
    case = opened(track)

    assert case["act"]["made_on"] == "1983-05-18"


def test_the_time_to_apply_about_an_act_of_1983_is_counted_and_marked() -> None:
    case = opened("reconsideration")

    clock = next(each for each in case["clocks"] if each["rule"] == "FY-01")
    assert (clock["due_on"], clock["provisional"]) == ("1983-08-01", True)
    assert any("未收录 2001 年之前的放假安排" in step["zh"] for step in clock["explanation"])
    warning = next(each for each in case["warnings"] if each["code"] == "calendar-not-held")
    assert "复议申请期限" in warning["text"]["zh"]
    assert warning["basis"].startswith("行政复议法")


@pytest.mark.parametrize("track", TRACKS)
@pytest.mark.parametrize("year", [1901, 1983, 1996, 2004])
def test_a_step_under_a_text_that_is_not_held_starts_no_statutory_clock(
    track: str, year: int
) -> None:
    then = f"{year}-03-04"
    received = dict.fromkeys(RECEIVED[track], then)

    case = opened(track, **received, on=then, act={"made_on": f"{year}-01-05"})

    policies = {each["rule"] for each in case["clocks"]}
    started = {rule for rule in policies if not rule.startswith("POLICY-")}
    governed = {("reconsideration", 2004), ("mediation", 2004)}
    if (track, year) not in governed:
        assert started == set()
    if track != "mediation":
        not_held = [each for each in case["warnings"] if each["code"] == "rule-not-held"]
        assert not_held or (track, year) in governed
        for warning in not_held:
            assert f"{then} 时" in warning["text"]["zh"]
            assert f"on {then}" in warning["text"]["en"]
