"""Acts of long ago: watched, advised on, listed; nothing raised, no limit of then invented."""

from __future__ import annotations

from datetime import date

import pytest

from services.coordination.assembly import Coordination
from shared.casework.case_events import CaseEvent
from shared.remedies.plain_words import advice
from shared.remedies.track_rules import Path
from tests.services.coordination.asking import Desk
from tests.services.coordination.following import a_petition, office_on
from tests.services.coordination.remedies.asked import an_act, an_inaction, ask
from tests.services.coordination.telling import a_clock

SUITS = (
    Path.LITIGATION,
    Path.LITIGATION_AFTER_RECONSIDERATION,
    Path.LITIGATION_AFTER_NO_DECISION,
)


@pytest.mark.parametrize("made_on", ["1949-10-01", "1983-05-18", "1989-12-31", "2000-06-01"])
def test_a_matter_about_an_old_act_is_taken_in_and_shown(
    coordination: Coordination, desk: Desk, made_on: str
) -> None:
    office = office_on(coordination)
    act = {"number": "县政〔1983〕4号", "kind": "penalty", "made_on": made_on, "known_on": made_on}
    petition = a_petition(act=act)
    clock = a_clock("XF-02", "1984-01-31", started_on="1984-01-01")
    step = petition.step("register", clocks=[clock])
    office.hears(step)
    coordination.watch.record(CaseEvent.read(step))
    coordination.watch.warn(date(2026, 9, 1))
    coordination.sweep.run(date(2026, 9, 1))

    matter = desk.get(f"/api/v1/matters/{petition.matter_id}").get_json()
    rights = {each["right"]: each for each in matter["limitation_watch"]}
    assert {each["status"] for each in rights.values()} == {"lapsed"}
    assert all(each["last_on"] < "2006" for each in rights.values())
    (row,) = desk.get("/api/v1/clocks").get_json()["items"]
    assert (row["due_on"], row["level"]) == ("1984-01-31", "red")


@pytest.mark.parametrize("path", SUITS)
def test_before_october_1990_there_was_no_suit(path: Path) -> None:
    found = ask("1990-09-30", an_act(served_on="1990-09-01"))[path]

    assert found.state == "closed"
    assert any("1990年10月1日" in reason.zh for reason in found.reasons)
    assert found.last_on is None


@pytest.mark.parametrize("on", ["1990-10-01", "2026-11-21"])
def test_an_act_from_before_the_law_can_be_sued_on_only_where_a_statute_said_so(on: str) -> None:
    found = ask(on, an_act(served_on="1990-09-01"))[Path.LITIGATION]

    assert found.state == "closed"
    assert any("此前作出的行为" in reason.zh for reason in found.reasons)


def test_no_day_is_told_by_a_text_that_is_not_held() -> None:
    found = ask("1992-10-01", an_act(served_on="1992-09-01"))[Path.RECONSIDERATION]

    assert found.state == "open"
    assert (found.last_on, found.span.version, found.competent) == (None, None, ())
    assert any("1999年10月1日" in text.zh for text in found.explanation)
    assert "不作计算" in advice(found).zh
    assert "没有申请期限" not in advice(found).zh


def test_a_wait_under_a_text_that_is_not_held_is_not_computed() -> None:
    asked = an_inaction(requested_on="1995-01-05")
    for path in (Path.LITIGATION, Path.RECONSIDERATION):
        found = ask("1995-06-01", an_act(kind=None), inaction=asked)[path]
        assert (found.opens_on, found.last_on) == (None, None)
