"""What is read of an event of a track, and whose facts it tells when it corrects a step."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.casework.case_events import CaseEvent, step_event, tells_of_a_case, version_of_step
from shared.events.envelope import Event

CASE = "01a222aee1ad590a1aa66a7c4710a3c5"
CORRECTED = {"version": 1, "command": "file", "on": "2026-11-02", "corrected_on": "2026-11-03"}


def an_event(version: int = 1, **data: Any) -> Event:
    """Return the event of an entry of a reconsideration."""
    told = {
        "track": "reconsideration",
        "number": "行复〔2026〕7号",
        "command": "file",
        "on": "2026-11-02",
        "status": "filed",
        "phase": "open",
        "clocks": [],
    }
    return Event(
        id=step_event(CASE, version),
        type="reconsideration.filed",
        source="reconsideration",
        sequence=12,
        subject=CASE,
        time=datetime(2026, 11, 2, 9, tzinfo=UTC),
        matter_id="m1",
        case_number="行复〔2026〕7号",
        traceparent=None,
        schema_version=1,
        data={**told, **data},
    )


def read(version: int = 1, **data: Any) -> CaseEvent:
    """Return what is read of the event of an entry."""
    return CaseEvent.read(an_event(version, **data))


def a_correction(**data: Any) -> CaseEvent:
    """Return what is read of the fourth entry, which corrects the first."""
    return read(4, command="correct_entry", on="2026-11-20", corrects=CORRECTED, **data)


def test_a_step_tells_its_own_facts() -> None:
    step = read(3, command="accept", on="2026-11-05")

    assert (step.told_command, step.told_on, step.told_version) == ("accept", "2026-11-05", 3)
    assert step.told_id == step.id == f"{CASE}.3.1"
    assert step.gone == []


def test_a_correction_tells_the_facts_of_the_step_that_it_corrects() -> None:
    step = a_correction()

    assert (step.told_command, step.told_on, step.told_version) == ("file", "2026-11-03", 1)
    assert step.told_id == f"{CASE}.1.1"
    assert step.gone_ids == {f"{CASE}.1.1"}


def test_the_first_entry_opens_its_case_and_no_correction_does() -> None:
    assert read().opens
    assert not read(2, command="accept").opens
    assert not a_correction().opens
    assert a_correction().corrects_the_beginning


def test_a_case_was_opened_on_the_day_of_its_first_entry_as_that_is_corrected() -> None:
    assert read().opened_on_after(None) == "2026-11-02"
    assert read(2, command="accept", on="2026-11-05").opened_on_after("2026-11-02") == "2026-11-02"
    assert a_correction().opened_on_after("2026-11-02") == "2026-11-03"


def test_what_a_step_takes_back_is_gone_for_good() -> None:
    step = a_correction(taken_back=[{"version": 3, "command": "become_final", "on": "2026-11-19"}])

    assert step.takes_back("become_final")
    assert not step.takes_back("file")
    assert step.taken_back_ids == {f"{CASE}.3.1"}
    assert step.gone_ids == {f"{CASE}.1.1", f"{CASE}.3.1"}


def test_milestones_are_kept_moved_and_withdrawn_by_a_step() -> None:
    before = {"filed": "2026-11-02", "accepted": "2026-11-05", "final": "2026-11-19"}

    step = a_correction(milestones={"filed": "2026-11-03"}, withdrawn_milestones=["final"])

    assert step.milestones_after(before) == {"filed": "2026-11-03", "accepted": "2026-11-05"}


def test_a_case_without_a_matter_is_one_of_its_own() -> None:
    assert read().matter_id == "m1"
    assert CaseEvent.read(replace(an_event(), matter_id=None)).matter_id == CASE


def test_a_case_entered_by_mistake_is_void() -> None:
    assert read(2, command="withdraw_case", phase="void").is_void
    assert not read().is_void


@pytest.mark.parametrize("name", ["track", "number", "command", "on", "status", "phase", "clocks"])
def test_an_event_that_lacks_what_every_step_tells_is_refused_by_its_name(name: str) -> None:
    event = an_event()
    data = {each: told for each, told in event.data.items() if each != name}

    with pytest.raises(KeyError, match=name):
        CaseEvent.read(replace(event, data=data))


def test_only_the_first_event_of_an_entry_of_the_case_names_the_entry() -> None:
    assert version_of_step(step_event(CASE, 12), CASE) == 12
    for other in (None, "", f"{CASE}.12.2", f"{CASE}.0.1", f"{CASE}.１.1", f"x{CASE}.1.1", CASE):
        assert version_of_step(other, CASE) is None


@pytest.mark.parametrize(
    ("kind", "tells"),
    [("reconsideration.filed", True), ("matter.joined", False), ("reconsiderations.filed", False)],
)
def test_an_event_tells_of_a_case_by_the_track_in_its_type(kind: str, tells: bool) -> None:
    assert tells_of_a_case(replace(an_event(), type=kind)) is tells
