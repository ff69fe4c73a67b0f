"""Coordination and a track together: what one announces, the other carries out, once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.coordination.assembly import Coordination
from services.coordination.matters.timeline import timeline
from services.reporting.cases import ReportedCases
from shared.casework.calendar_shelf import CalendarShelf
from shared.casework.case_events import CaseEvent
from shared.casework.casework import Casework
from shared.casework.reacting import SystemDesk, standing_reactions
from shared.casework.recounting import Recounting
from shared.events.envelope import Event
from shared.law import load_rules, official_calendar
from shared.storage.database import Database
from tests.services.coordination.telling import a_suit, announced, tell
from tests.support.casework import casework_on, opened, performed


class Pair:
    """A track and coordination on one database; events go from hand to hand."""

    def __init__(self, coordination: Coordination) -> None:
        database = coordination.database
        self.coordination = coordination
        self.casework: Casework = casework_on(database)
        shelf = CalendarShelf(database, official_calendar())
        desk = SystemDesk(self.casework)
        self._reactions = standing_reactions(desk, Recounting(desk, shelf))
        self.reported = ReportedCases(database, load_rules(), official_calendar)

    def exchange(self) -> None:
        """Let each hear what the other has said so far; what was said before comes again."""
        self._tell()
        for envelope in announced(self.coordination.database):
            event = Event.from_cloudevent(envelope)
            if event.type in self._reactions:
                self._reactions[event.type](event)
        self._tell()

    def _tell(self) -> None:
        for step in self._steps():
            tell(self.coordination, step)
            self.reported.record(CaseEvent.read(step))

    def case(self, case_id: str) -> dict[str, Any]:
        return self.casework.get(case_id)

    def matter(self, case_id: str) -> Mapping[str, Any]:
        found = self.coordination.matters.get(self.case(case_id)["matter_id"])
        assert found is not None
        return found

    def _steps(self) -> Iterable[Event]:
        for document in self.coordination.database["reconsiderations"].find():
            for entry in document["history"]:
                for stored in entry["events"]:
                    yield _event(stored, sequence=entry["version"])


def _event(stored: dict[str, Any], sequence: int) -> Event:
    step = a_suit().step()
    return replace(
        step,
        id=stored["id"],
        type=stored["type"],
        source="reconsideration",
        sequence=sequence,
        subject=stored["subject"],
        matter_id=stored["matter_id"],
        case_number=stored["case_number"],
        data=stored["data"],
    )


@pytest.fixture
def pair(coordination: Coordination) -> Pair:
    return Pair(coordination)


def deemed_accepted(pair: Pair) -> str:
    """Return a case of 10 February that was deemed accepted on the last day of its review."""
    case_id = opened(pair.casework, received_on="2026-02-10")
    pair.exchange()
    pair.coordination.sweep.run(date(2026, 2, 25))
    pair.exchange()
    pair.exchange()
    return case_id


def corrected(pair: Pair, *, entry: int, field: str, value: str) -> str:
    """Return a case of 10 February, accepted on the 13th, of which one entry was corrected."""
    case_id = opened(pair.casework, received_on="2026-02-10")
    performed(pair.casework, case_id, "accept", on="2026-02-13")
    pair.exchange()
    performed(
        pair.casework,
        case_id,
        "correct_entry",
        entry=entry,
        corrected=[{"field": field, "value": value}],
        reason="日期录入有误",
        approved_by="负责人甲",
    )
    pair.exchange()
    return case_id


def test_an_expired_review_period_becomes_acceptance_on_its_last_day(
    pair: Pair, database: Database
) -> None:
    case_id = deemed_accepted(pair)

    case = pair.case(case_id)
    assert (case["status"], case["entered_on"]) == ("accepted", "2026-02-24")
    assert [entry["command"] for entry in case["history"]] == ["file", "deem_accepted"]
    rows = {row["rule"]: row for row in database["docket"].find()}
    assert (rows["FY-08"]["status"], rows["FY-08"]["ended_on"]) == ("met", "2026-02-24")
    assert (rows["FY-18"]["status"], rows["FY-18"]["due_on"]) == ("running", "2026-04-27")


def test_the_timeline_tells_steps_and_what_they_said_in_the_words_of_their_track(
    pair: Pair,
) -> None:
    case_id = opened(pair.casework, received_on="2026-02-10")
    performed(pair.casework, case_id, "accept", on="2026-02-24")
    pair.exchange()
    matter = pair.matter(case_id)

    facts = {(fact["kind"], fact["name"]): fact for fact in timeline(matter)}

    filed = facts["step", "file"]
    assert filed["label"] == {"zh": "申请", "en": "file"}
    assert filed["status_label"] == {"zh": "已申请", "en": "filed"}
    assert filed["said"] == [
        {
            "field": "channel",
            "label": {"zh": "申请方式", "en": "how it was filed"},
            "value": "counter",
            "words": {"zh": "窗口", "en": "counter"},
        }
    ]
    assert facts["step", "accept"]["status_label"]["zh"] == "已受理"


def test_an_effect_that_is_taken_back_is_gone_from_docket_matter_and_reports(
    pair: Pair, database: Database
) -> None:
    case_id = deemed_accepted(pair)

    performed(pair.casework, case_id, "accept", on="2026-02-20")
    pair.exchange()

    rows = {row["rule"]: row for row in database["docket"].find()}
    assert (rows["FY-08"]["status"], rows["FY-08"]["ended_on"]) == ("met", "2026-02-20")
    assert (rows["FY-18"]["status"], rows["FY-18"]["started_on"]) == ("running", "2026-02-20")
    matter = pair.matter(case_id)
    assert matter["cases"][case_id]["milestones"]["accepted"] == "2026-02-20"
    steps = {fact["name"]: fact for fact in timeline(matter) if fact["kind"] == "step"}
    assert {name: fact["taken_back"] for name, fact in steps.items()} == {
        "file": False,
        "deem_accepted": True,
        "accept": False,
    }
    reported = database["reported_cases"].find_one({"_id": case_id})
    assert reported is not None
    assert [step["command"] for step in reported["steps"]] == ["accept"]


def test_a_refusal_in_time_leaves_nothing_of_the_deemed_acceptance(
    pair: Pair, database: Database
) -> None:
    case_id = deemed_accepted(pair)

    performed(pair.casework, case_id, "refuse", on="2026-02-20")
    pair.exchange()

    rows = {row["rule"]: row["status"] for row in database["docket"].find()}
    assert rows == {"FY-08": "met", "FY-18": "cancelled"}
    matter = pair.matter(case_id)
    assert "accepted" not in matter["cases"][case_id]["milestones"]


def test_a_correction_is_followed_in_docket_matter_timeline_and_reports(
    pair: Pair, database: Database
) -> None:
    case_id = corrected(pair, entry=2, field="on", value="2026-02-12")

    rows = {row["rule"]: row for row in database["docket"].find()}
    assert rows["FY-18"]["started_on"] == "2026-02-12"
    matter = pair.matter(case_id)
    assert matter["cases"][case_id]["milestones"]["accepted"] == "2026-02-12"
    facts = {(fact["kind"], fact["name"]): fact for fact in timeline(matter)}
    assert facts["step", "accept"]["taken_back"]
    assert facts["milestone", "accepted"]["on"] == "2026-02-12"
    reported = database["reported_cases"].find_one({"_id": case_id})
    assert reported is not None
    assert [(step["command"], step["on"]) for step in reported["steps"]] == [
        ("accept", "2026-02-12")
    ]


def test_an_effect_of_a_correction_is_followed_in_docket_matter_and_timeline(
    pair: Pair, database: Database
) -> None:
    case_id = opened(pair.casework, received_on="2026-11-18")
    pair.exchange()
    slip: dict[str, Any] = {"reason": "日期录入有误", "approved_by": "负责人甲"}
    right = [{"field": "received_on", "value": "2026-02-10"}]
    performed(pair.casework, case_id, "correct_entry", entry=1, corrected=right, **slip)
    pair.exchange()

    rows = {row["rule"]: row for row in database["docket"].find()}
    assert (rows["FY-08"]["status"], rows["FY-08"]["ended_on"]) == ("met", "2026-02-24")
    assert (rows["FY-18"]["status"], rows["FY-18"]["due_on"]) == ("running", "2026-04-27")
    matter = pair.matter(case_id)
    assert matter["cases"][case_id]["status"] == "accepted"
    told = [fact["name"] for fact in timeline(matter) if fact["kind"] == "step"]
    assert "deem_accepted" in told
    assert pair.coordination.sweep.run(date(2026, 2, 28)).expired == 0


def test_a_corrected_day_of_receipt_is_the_beginning_in_matter_and_reports(
    pair: Pair, database: Database
) -> None:
    case_id = corrected(pair, entry=1, field="received_on", value="2026-02-09")

    reported = database["reported_cases"].find_one({"_id": case_id})
    assert reported is not None
    assert reported["opened_on"] == "2026-02-09"
    assert pair.matter(case_id)["cases"][case_id]["opened_on"] == "2026-02-09"
    ended_by = {clock["rule"]: clock["ended_by"] for clock in reported["clocks"]}
    assert ended_by == {"FY-08": "accept", "FY-18": None}


def test_a_clock_that_was_met_before_the_news_came_has_no_further_effect(pair: Pair) -> None:
    case_id = opened(pair.casework, received_on="2026-02-10")
    pair.exchange()
    pair.coordination.sweep.run(date(2026, 2, 25))
    performed(pair.casework, case_id, "accept", on="2026-02-24")

    pair.exchange()

    assert [entry["command"] for entry in pair.case(case_id)["history"]] == ["file", "accept"]


def test_a_conflict_stands_on_the_case_and_in_its_view_of_the_matter(pair: Pair) -> None:
    case_id = opened(pair.casework, received_on="2026-02-10", matter_id="matter-0001")
    performed(pair.casework, case_id, "accept", on="2026-02-24")
    suit = a_suit(act={"number": "示市监罚〔2024〕7号"}, parties=[])
    tell(pair.coordination, suit.step("receive_notice", court_case_no="(2026)津01行初9号"))

    pair.exchange()
    pair.exchange()

    case = pair.case(case_id)
    (warning,) = case["warnings"]
    assert (warning["code"], warning["basis"]) == (
        "parallel-reconsideration-and-suit",
        "行政复议法29¶1；行政复议法29¶2、30¶1(7)",
    )
    assert {
        "track": "litigation",
        "id": suit.case_id,
        "kind": warning["code"],
        "number": suit.number,
    } in case["relations"]
    view = pair.casework.store.matter_view("matter-0001")
    assert [each["track"] for each in view["cases"]] == ["litigation", "reconsideration"]
    assert view["cases"][0]["court_case_no"] == "(2026)津01行初9号"
