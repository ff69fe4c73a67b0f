"""A hearing stands in the calendar of the agency that handles the case, until it is off."""

from __future__ import annotations

from typing import Any

from services.coordination.assembly import Coordination
from shared.casework.assigning import NOBODY
from shared.events.envelope import Event
from tests.services.coordination.telling import AGENCY, OTHER_AGENCY, Case, a_suit, tell


def heard_in_june(
    coordination: Coordination, agency: str = AGENCY["code"], **narrowed: str
) -> list[tuple[str, str | None]]:
    found = coordination.hearings.between(agency, "2024-06-01", "2024-06-30", narrowed)
    return [(each["on"], each["time"]) for each in found]


def scheduled(case: Case, on: str, **more: Any) -> Event:
    return case.step("schedule_hearing", hearing_on=on, place="第三法庭", **more)


def test_hearings_come_by_day_and_hour(coordination: Coordination) -> None:
    late, early = a_suit(), a_suit(case_id="018f0000cc", assignee=None)
    tell(
        coordination,
        scheduled(late, "2024-06-12", hearing_time="14:30"),
        scheduled(early, "2024-06-12", hearing_time="09:00"),
        Case(case_id="018f0000dd", track="mediation").step(
            "schedule_session", session_on="2024-06-30", time="10:00", place="调解室"
        ),
    )

    assert heard_in_june(coordination) == [
        ("2024-06-12", "09:00"),
        ("2024-06-12", "14:30"),
        ("2024-06-30", "10:00"),
    ]
    assert heard_in_june(coordination, assignee=NOBODY) == [("2024-06-12", "09:00")]
    assert heard_in_june(coordination, track="mediation") == [("2024-06-30", "10:00")]


def test_a_hearing_set_anew_replaces_the_one_before(coordination: Coordination) -> None:
    suit = a_suit()
    first, second = scheduled(suit, "2024-06-12"), scheduled(suit, "2024-06-20")
    tell(coordination, first, second, first)

    assert heard_in_june(coordination) == [("2024-06-20", None)]


def test_a_hearing_that_was_held_stays_when_another_is_set(coordination: Coordination) -> None:
    suit = a_suit()
    tell(coordination, scheduled(suit, "2024-06-12"))
    held = suit.step("record_hearing", on="2024-06-12")
    object.__setattr__(held, "type", "litigation.hearing_held")
    tell(coordination, held, scheduled(suit, "2024-06-26"))

    assert heard_in_june(coordination) == [("2024-06-12", None), ("2024-06-26", None)]


def _gone(command: str, version: int, **more: str) -> dict[str, Any]:
    return {"command": command, "on": "2024-05-08", "version": version, **more}


def test_a_hearing_whose_setting_is_taken_back_is_off(coordination: Coordination) -> None:
    suit = a_suit()
    tell(coordination, scheduled(suit, "2024-06-12"))
    tell(coordination, suit.step("take_back_entry", taken_back=[_gone("schedule_hearing", 1)]))

    assert heard_in_june(coordination) == []


def test_a_hearing_that_was_not_held_after_all_is_still_to_come(
    coordination: Coordination,
) -> None:
    suit = a_suit()
    tell(coordination, scheduled(suit, "2024-06-12"))
    held = suit.step("record_hearing", on="2024-06-12")
    object.__setattr__(held, "type", "litigation.hearing_held")
    tell(coordination, held)
    tell(coordination, suit.step("take_back_entry", taken_back=[_gone("record_hearing", 2)]))

    (row,) = coordination.hearings.rows.find({})
    assert row["held"] is False
    tell(coordination, scheduled(suit, "2024-06-26"))
    assert heard_in_june(coordination) == [("2024-06-26", None)]


def test_a_hearing_is_where_its_corrected_entries_say(coordination: Coordination) -> None:
    suit = a_suit()
    tell(coordination, scheduled(suit, "2024-06-12"))
    held = suit.step("record_hearing", on="2024-06-12")
    object.__setattr__(held, "type", "litigation.hearing_held")
    tell(coordination, held)
    corrects = _gone("schedule_hearing", 1, corrected_on="2024-05-08")
    for day, hour in (("2024-06-13", None), ("2024-06-13", "09:30"), ("2024-06-11", "09:30")):
        told: dict[str, Any] = {"hearing_on": day, "corrects": corrects}
        tell(coordination, suit.step("correct_entry", hearing_time=hour, **told))
        assert heard_in_june(coordination) == [(day, hour)]

    # It was held, so another one does not replace it.
    tell(coordination, scheduled(suit, "2024-06-26"))
    assert heard_in_june(coordination) == [("2024-06-11", "09:30"), ("2024-06-26", None)]


def test_a_hearing_goes_with_its_case_to_another_agency(coordination: Coordination) -> None:
    suit = a_suit()
    tell(coordination, scheduled(suit, "2024-06-12"))
    suit.agency = dict(OTHER_AGENCY)
    tell(coordination, suit.step("assign"))

    assert heard_in_june(coordination) == []
    assert heard_in_june(coordination, OTHER_AGENCY["code"]) == [("2024-06-12", None)]


def test_a_case_that_ended_before_it_has_no_hearing(coordination: Coordination) -> None:
    suit = a_suit()
    set_once = scheduled(suit, "2024-06-12")
    suit.phase = "ended"
    tell(coordination, set_once, suit.step("plaintiff_withdraws"), set_once)

    assert heard_in_june(coordination) == []


def test_a_case_entered_by_mistake_has_no_hearing_until_it_is_restored(
    coordination: Coordination,
) -> None:
    suit = a_suit()
    tell(coordination, scheduled(suit, "2024-06-12"))
    state, phase = suit.status, suit.phase

    suit.status, suit.phase = "entered_by_mistake", "void"
    tell(coordination, suit.step("withdraw_case", on="2024-06-03"))
    assert heard_in_june(coordination) == []

    suit.status, suit.phase = state, phase
    tell(coordination, suit.step("take_back_entry", on="2024-06-03"))
    assert heard_in_june(coordination) == [("2024-06-12", None)]
