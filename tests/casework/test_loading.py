"""A procedure that is not sound is not served."""

from __future__ import annotations

import re

import pytest

from shared.casework.checking import ProcedureError
from shared.casework.diagrams import procedure_page
from tests.support.casework import PROCEDURE, procedure


def changed(old: str, new: str) -> str:
    assert old in PROCEDURE, old
    return PROCEDURE.replace(old, new, 1)


def test_the_trial_procedure_loads_with_every_state_and_command() -> None:
    loaded = procedure()

    named = ["filed", "accepted", "suspended", "decided", "closed"]
    # Every track has the state of a case that was entered by mistake, in words of its own.
    assert list(loaded.states) == [*named, "entered_by_mistake"]
    assert loaded.commands["note"].from_states == {"filed", "accepted", "suspended", "decided"}
    assert [command.name for command in loaded.creating()] == ["file"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("to: accepted", "to: nowhere", "unknown state 'nowhere'"),
        ("from: [filed]", "from: [lost]", "unknown state 'lost'"),
        (
            "closed: {label: {zh: 已结案, en: closed}, phase: closed}",
            "closed: {label: {zh: 已结案, en: closed}, phase: closed}\n"
            "  island: {label: {zh: 孤岛, en: island}, phase: open}",
            "states.island cannot be reached",
        ),
        ("    roles: [system]\n", "", "has no role"),
        ("roles: [system]", "roles: [janitor]", "unknown role 'janitor'"),
        ("{meet: [FY-08]}", "{meet: [FY-99]}", "a rule that the law has not: 'FY-99'"),
        ("  accept:\n", "  file:\n", "the key 'file' is given twice"),
        ("payload: Accept", "payload: Unheard", "unknown schema 'Unheard'"),
        ("[simplified_needs_a_ground]", "[no_such_guard]", "unknown guard 'no_such_guard'"),
        ("by: payload.days", "by: payload.weeks", "'payload.weeks', which Extend has not"),
        ("day_zero: on,", "day_zero: nowhere.on,", "unknown path 'nowhere.on'"),
        ("{command: deem_accepted}", "{command: accept}", "needs a command with the role system"),
        ("    event: accepted\n", "", "has no event"),
        ("event: noted", "event: : noted", "not YAML"),
        (
            "label: {zh: 已申请, en: filed}",
            "label: {zh: 已申请}",
            "zh and en",
        ),
        ("phase: ended", "phase: over", "phase must be one of"),
        ("    creates: true\n", "", "states.accepted cannot be reached"),
        ("event: noted", "event: noted\n    colour: red", "unknown key 'colour'"),
        ("[channel]", "[facts.weather]", "'facts.weather', which no command records"),
        ("event_data: [channel]", "event_data: [title]", "'title', which every step tells"),
        ("{meet: [FY-08]}", "{meet: [FY-08], pause: [FY-18]}", "exactly one of"),
        (
            "event: noted",
            "event: noted\n    leaves: {roles: [applicant], last: withdraw, basis: '41'}",
            "names 'payload.party', which Note has not",
        ),
        (
            "event: served",
            "event: served\n    leaves: {roles: [applicant], last: go_home, basis: '41'}",
            "leaves.last names an unknown command 'go_home'",
        ),
        (
            "event: served",
            "event: served\n    leaves: {roles: [guest], last: close, basis: '41'}",
            "leaves.roles names an unknown role 'guest'",
        ),
    ],
)
def test_an_unsound_procedure_is_refused_and_the_fault_named(old: str, new: str, said: str) -> None:
    with pytest.raises(ProcedureError, match=re.escape(said)):
        procedure(changed(old, new))


def test_the_drawing_shows_every_state_and_command() -> None:
    page = procedure_page(procedure())

    assert "filed --> accepted: accept, deem_accepted" in page
    assert "[*] --> filed: file" in page
    assert "closed --> [*]" in page
    assert "行政复议法30¶3" in page
