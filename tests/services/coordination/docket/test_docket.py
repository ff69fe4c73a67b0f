"""The docket follows what the owners of the clocks tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.coordination.assembly import Coordination
from services.coordination.docket.sweep import SweepResult
from shared.casework.case_events import CaseEvent
from shared.events.outlet import Outlet
from shared.law import Length, Level, Unit, level, official_calendar
from shared.law.attention import Attention
from shared.storage.database import Database
from tests.services.coordination.telling import AGENCY, OTHER_AGENCY, Case, a_clock, a_party, tell
from tests.support.casework import application as an_application
from tests.support.casework import casework_on, decided, opened, performed, procedure


def row(database: Database, clock_id: str = "FY-08.1", case_id: str = "018f0000aa") -> Any:
    return database["docket"].find_one({"_id": f"{case_id}:{clock_id}"})


def test_a_started_clock_becomes_a_row_with_all_that_lists_need(
    coordination: Coordination, database: Database
) -> None:
    tell(coordination, Case().step("file", clocks=[a_clock()]))

    found = row(database)
    assert found["track"] == "reconsideration"
    assert found["number"] == "行复〔2024〕1号"
    assert found["matter_id"] == "matter-0001"
    assert found["status"] == "running"
    assert (found["started_on"], found["due_on"]) == ("2024-05-08", "2024-05-15")
    assert found["agency"] == AGENCY
    assert found["assignee"] == "officer-1"
    assert found["obligor"] == "agency"
    assert found["recorded_at"] == datetime(2024, 5, 8, 1, 0, tzinfo=UTC)
    assert (found["version"], found["published"], found["history"]) == (0, 0, [])
    assert "pending" not in found


def test_a_row_says_in_words_whose_period_it_is(
    coordination: Coordination, database: Database
) -> None:
    review = Case(parties=[a_party("applicant", id="p1", masked_name="王某某")])
    clocks = [a_clock(party="p1"), a_clock(id="FY-08.2", party=None)]
    tell(coordination, review.step("file", clocks=clocks))

    assert row(database)["addressee"]["zh"] == "申请人王某某"
    assert row(database, "FY-08.2")["addressee"] is None


def test_a_row_that_ended_follows_the_title_of_its_case(
    coordination: Coordination, database: Database
) -> None:
    report = Case(parties=[a_party("petitioner", id="p1", masked_name="王某某")])
    met = a_clock(party="p1", status="met", ended_on="2024-05-10")
    tell(coordination, report.step("file", clocks=[met], title="举报某局长"))
    assert row(database)["addressee"]["zh"] == "信访人王某某"
    report.parties = [a_party("petitioner", id="p1")]

    tell(coordination, report.step("assign", title="信访 7号"))

    found = row(database)
    assert (found["title"], found["status"]) == ("信访 7号", "met")
    assert "王某某" not in str(found)


def test_the_builders_tell_what_a_real_decision_tells() -> None:
    real = decided(procedure(), {}, "file", an_application()).event_data
    built = Case().step("file", clocks=[a_clock()]).data

    assert set(real) - {"channel", "words"} <= set(built)
    assert set(real["clocks"][0]) == set(a_clock())
    assert {"id", "role", "kind", "id_number_index"} <= set(real["parties"][0])


def test_the_docket_follows_a_real_case_through_pause_resumption_extension_and_end(
    coordination: Coordination, database: Database
) -> None:
    casework = casework_on(database)
    told = 0

    def catch_up() -> None:
        nonlocal told
        outlet = Outlet(database, "reconsiderations", "reconsideration")
        events = [event for item in outlet.pending(10) for event in item.events]
        for number, event in enumerate(events[told:], start=told + 1):
            tell(coordination, replace(event, sequence=number))
        told = len(events)

    case_id = opened(casework, received_on="2026-02-10")
    catch_up()
    assert row(database, "FY-08.1", case_id)["due_on"] == "2026-02-24"

    performed(casework, case_id, "accept", on="2026-02-24")
    catch_up()
    assert row(database, "FY-08.1", case_id)["status"] == "met"
    assert "check_index" not in row(database, "FY-08.1", case_id)
    assert row(database, "FY-18.1", case_id)["due_on"] == "2026-04-27"

    performed(casework, case_id, "suspend", on="2026-03-01", ground="调解")
    catch_up()
    assert row(database, "FY-18.1", case_id)["status"] == "paused"
    assert row(database, "FY-18.1", case_id)["due_on"] is None
    assert "check_index" not in row(database, "FY-18.1", case_id)

    performed(casework, case_id, "resume", on="2026-03-11")
    catch_up()
    assert row(database, "FY-18.1", case_id)["status"] == "running"
    assert row(database, "FY-18.1", case_id)["due_on"] == "2026-05-06"
    assert "check_index" in row(database, "FY-18.1", case_id)

    performed(casework, case_id, "extend", on="2026-03-12", days=30)
    catch_up()
    assert row(database, "FY-18.1", case_id)["extended_by"] == 30
    assert row(database, "FY-18.1", case_id)["due_on"] > "2026-06-01"

    performed(casework, case_id, "decide", on="2026-05-20")
    catch_up()
    assert row(database, "FY-18.1", case_id)["status"] == "met"
    assert row(database, "FY-18.1", case_id)["ended_on"] == "2026-05-20"


def test_a_cancelled_clock_is_watched_no_more(
    coordination: Coordination, database: Database
) -> None:
    case = Case()
    tell(coordination, case.step("file", clocks=[a_clock()]))
    ended = a_clock(status="cancelled", ended_on="2024-05-09")
    tell(coordination, case.step("close", clocks=[ended]))

    assert row(database)["status"] == "cancelled"
    assert "check_index" not in row(database)


def test_an_event_that_comes_again_changes_nothing(
    coordination: Coordination, database: Database
) -> None:
    case = Case()
    first = case.step("file", clocks=[a_clock()])
    second = case.step("accept", clocks=[a_clock(status="met", ended_on="2024-05-10")])
    tell(coordination, first, second)
    before = row(database)

    tell(coordination, first, second, first)

    assert row(database) == before


def test_open_rows_move_with_their_case_to_another_agency_and_officer(
    coordination: Coordination, database: Database
) -> None:
    case = Case()
    running, done = a_clock(), a_clock("FY-09", id="FY-09.1", status="met")
    tell(coordination, case.step("file", clocks=[running, done]))
    case.agency, case.assignee = dict(OTHER_AGENCY), "officer-9"
    tell(coordination, case.step("assign"))

    assert row(database)["agency"] == OTHER_AGENCY
    assert row(database)["assignee"] == "officer-9"
    assert row(database, "FY-09.1")["agency"] == AGENCY


def test_a_late_repeat_does_not_take_a_case_back_to_its_former_agency(
    coordination: Coordination, database: Database
) -> None:
    case = Case()
    first = case.step("file", clocks=[a_clock()])
    case.agency = dict(OTHER_AGENCY)
    tell(coordination, first, case.step("assign"), first)

    assert row(database)["agency"] == OTHER_AGENCY


def test_each_addressee_has_a_row_of_its_own(coordination: Coordination) -> None:
    one = a_clock("FY-29", "2024-06-03", id="FY-29.1", party="p1")
    other = a_clock("FY-29", "2024-06-11", id="FY-29.2", party="p2")
    tell(coordination, Case().step("serve_decision", clocks=[one, other]))

    rows = coordination.docket.open_clocks("018f0000aa")
    assert [(each["party"], each["due_on"]) for each in rows] == [
        ("p1", "2024-06-03"),
        ("p2", "2024-06-11"),
    ]


def test_a_broken_event_is_refused_so_that_it_is_parked(coordination: Coordination) -> None:
    event = Case().step("file")
    data = {name: value for name, value in event.data.items() if name != "clocks"}

    with pytest.raises(KeyError, match="clocks"):
        tell(coordination, replace(event, data=data))


def test_what_is_no_step_of_a_case_is_passed_over(
    coordination: Coordination, database: Database
) -> None:
    added = replace(Case().step(), type="calendar.edition_added", data={"edition": {}})
    tell(coordination, added)

    assert database["matters"].count_documents({}) == 0


@pytest.mark.parametrize(
    "length",
    [
        None,
        Length(5, Unit.WORKING_DAY),
        Length(60, Unit.CALENDAR_DAY),
        Length(6, Unit.MONTH),
        Length(20, Unit.YEAR),
    ],
)
def test_amber_and_red_begin_where_the_policy_says(length: Length | None) -> None:
    due = date(2026, 6, 30)
    calendar = official_calendar()
    found = Attention.before(due, length, calendar)

    for first, reached in ((found.amber_on, Level.AMBER), (found.red_on, Level.RED)):
        day_before = date.fromordinal(first.toordinal() - 1)
        assert level(due, first, length, calendar) is reached
        assert level(due, day_before, length, calendar) is not reached
    assert found.amber_on < found.red_on <= due


def test_a_row_that_a_sweep_wrote_meanwhile_is_read_again(
    coordination: Coordination, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = Case()
    tell(coordination, case.step("file", clocks=[a_clock()]))
    writes = coordination.docket._writes
    swept: list[SweepResult] = []

    def sweep_in_between(event: CaseEvent, known: Any) -> Any:
        planned = list(writes(event, known))
        if not swept:
            swept.append(coordination.sweep.run(date(2024, 5, 15)))
        return planned

    monkeypatch.setattr(coordination.docket, "_writes", sweep_in_between)
    tell(coordination, case.step("extend", clocks=[a_clock(due_on="2024-05-20")]))

    assert swept[0].warned == 1
    found = row(database)
    assert found["due_on"] == "2024-05-20"
    assert found["warned"] == {"due_on": "2024-05-15", "level": "red"}
    assert found["version"] == 1
