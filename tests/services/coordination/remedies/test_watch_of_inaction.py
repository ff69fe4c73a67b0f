"""A duty that was not performed is watched as the path advisor counts it (复议法23, 行诉法47)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.coordination.assembly import Coordination
from services.coordination.remedies.limitation_watch import LimitationWatch
from services.reconsideration import track as reconsideration
from shared.casework.act_parts import Act
from shared.casework.case_events import CaseEvent
from shared.events.envelope import Event
from shared.http.problems import Problem
from shared.http.schemas import load
from shared.remedies.track_rules import Path
from shared.storage.database import Database
from tests.services.coordination.remedies.asked import an_inaction, ask
from tests.services.coordination.telling import Case, a_party, announced
from tests.services.petitions.builders import OFFICER, PROCEDURE, registration
from tests.support.casework import decided

SILENT = {"requested_on": "2026-03-02", "duty": "11(11)"}


def about(inaction: dict[str, Any], **changes: Any) -> Case:
    """Return a petition that asks for a duty to be performed."""
    plain: dict[str, Any] = {
        "case_id": "018f0000a0",
        "track": "petition",
        "number": "信访〔2026〕1号",
        "status": "accepted",
        "act": {"kind": "inaction", "inaction": inaction},
        "parties": [a_party("petitioner", id_number_index="blind-1")],
    }
    return Case(**{**plain, **changes})


class Watched:
    """What the watch says of a matter on a day."""

    def __init__(self, database: Database, coordination: Coordination) -> None:
        self.day = date(2026, 3, 3)
        self._matters = coordination.matters
        shelf = self._matters.shelf
        self.watch = LimitationWatch(database, coordination.law, shelf, today=lambda: self.day)

    def take(self, *events: Event) -> None:
        for event in events:
            step = CaseEvent.read(event)
            self._matters.record(step)
            self.watch.record(step)

    def on(self, day: str) -> dict[str, dict[str, Any]]:
        rows = self.watch.rows("matter-0001", date.fromisoformat(day))
        return {row["right"]: row for row in rows}


@pytest.fixture
def watched(database: Database, coordination: Coordination) -> Watched:
    return Watched(database, coordination)


@pytest.mark.parametrize("on", ["2026-04-10", "2026-06-15", "2026-06-30", "2026-07-01"])
@pytest.mark.parametrize(
    "inaction",
    [
        SILENT,
        {"requested_on": "2026-03-02", "duty": "11(15)"},
        {**SILENT, "performance_due_on": "2026-03-23"},
        {**SILENT, "answer": "refused", "answered_on": "2026-04-03"},
        {**SILENT, "answer": "incomplete", "answered_on": "2026-04-03"},
        {**SILENT, "answer": "not_accepted"},
        {**SILENT, "urgent": True},
        {"duty": "11(11)"},
    ],
)
def test_the_watch_counts_as_the_advisor_does(
    watched: Watched, inaction: dict[str, Any], on: str
) -> None:
    watched.take(about(inaction).step("register"))
    advised = ask(on, None, inaction=an_inaction(**inaction))

    rows = watched.on(on)

    for path in (Path.RECONSIDERATION, Path.LITIGATION):
        row, told = rows[str(path)], advised[path]
        opens_on, last_on = told.opens_on, told.last_on
        assert row["opens_on"] == (opens_on.isoformat() if opens_on else None)
        assert row["last_on"] == (last_on.isoformat() if last_on else None)
        assert (row["status"] in {"closed", "lapsed"}) == (told.state == "closed")
        assert [each["fact"] for each in row["missing"]] == [each.fact for each in told.missing]


def test_a_petition_about_silence_tells_until_when_to_apply(watched: Watched) -> None:
    raw = registration(act={"kind": "inaction", "inaction": SILENT})
    real = decided(PROCEDURE, {}, "register", raw, actor=OFFICER).event_data
    event = about(SILENT).step("register")
    told = {**real, "case_id": event.subject, "number": "信访〔2026〕1号"}
    watched.take(replace(event, data=told))

    apply = watched.on("2026-06-15")["reconsideration"]
    # Sixty days after 2 March are 1 May, so the wait ends on 6 May; the window on a Sunday.
    assert (apply["rule"], apply["status"], apply["last_on"]) == ("FY-05", "open", "2026-07-06")
    assert apply["told"]["zh"].startswith("请告知当事人：针对不履行法定职责，申请行政复议")
    sue = watched.on("2026-06-15")["litigation"]
    assert sue["status"] == "closed"
    assert "行政复议法23¶1(3)" in sue["articles"]


def test_a_refusal_opens_the_court_from_july_2026_on(watched: Watched) -> None:
    refused = {**SILENT, "answer": "refused", "answered_on": "2026-06-10"}
    watched.take(about(refused).step("register"))

    assert watched.on("2026-06-30")["litigation"]["status"] == "closed"
    assert watched.on("2026-07-01")["litigation"]["last_on"] == "2026-12-10"
    assert watched.on("2026-07-01")["reconsideration"]["last_on"] == "2026-08-10"


def test_silence_without_the_day_of_the_request_says_what_to_find_out(watched: Watched) -> None:
    watched.take(about({}, act={"kind": "inaction", "number": "履职申请"}).step("register"))

    row = watched.on("2026-06-15")["reconsideration"]
    assert [each["fact"] for each in row["missing"]] == ["inaction.duty", "inaction.requested_on"]


def test_silence_about_an_unknown_duty_asks_for_it_and_tells_the_safe_day(
    watched: Watched,
) -> None:
    watched.take(about({"requested_on": "2026-03-02"}).step("register"))

    row = watched.on("2026-05-15")["reconsideration"]
    # Twenty working days from 2 March end on the 30th; sixty days later is 29 May.
    assert (row["status"], row["last_on"], row["safe_on"]) == ("open", None, "2026-05-29")
    assert [each["fact"] for each in row["missing"]] == ["inaction.duty"]
    assert row["told"]["zh"].startswith("请先查明要求履行的是哪一项法定职责")
    assert "2026-05-29" in row["told"]["zh"]


def test_what_the_law_leaves_open_is_told_with_the_safe_day(watched: Watched) -> None:
    silent = {"performance_due_on": "2025-03-10", "duty": "11(11)"}
    act = {"kind": "inaction", "remedies_told": False, "inaction": silent}
    watched.take(about({}, act=act).step("register"))

    row = watched.on("2025-11-03")["reconsideration"]
    assert (row["status"], row["last_on"], row["safe_on"]) == ("open", "2026-03-10", "2025-05-09")
    assert "法律对此没有明确" in row["told"]["zh"]


def test_an_answer_that_a_later_case_knows_goes_before_silence(watched: Watched) -> None:
    answered = {"answer": "refused", "answered_on": "2026-07-20"}
    watched.take(
        about({**SILENT, "answer": "none"}).step("register"),
        about(answered, case_id="018f0000a1").step("register"),
    )

    assert watched.on("2026-08-03")["reconsideration"]["last_on"] == "2026-09-18"


def test_an_application_uses_the_right_and_tells_when_the_time_to_perform_ended(
    watched: Watched,
) -> None:
    raw = {
        "received_on": "2026-06-15",
        "applicants": [{"name": "王小明"}],
        "respondent": {"name": "示范区住房和建设委员会"},
        "act": {"kind": "inaction"},
        "requests": "请求责令履行法定职责",
        "performance_ended_on": "2026-05-06",
    }
    real = decided(reconsideration().procedure, {}, "file", raw).event_data
    event = about({}).step("register")
    told = {**real, "case_id": event.subject, "number": "行复〔2026〕1号"}
    watched.take(replace(event, data=told))

    row = watched.on("2026-06-20")["reconsideration"]
    assert (row["status"], row["last_on"]) == ("used", "2026-07-06")


def test_silence_is_warned_of_before_the_window_ends(database: Database, watched: Watched) -> None:
    watched.take(about(SILENT).step("accept"))

    assert watched.watch.warn(date(2026, 5, 6)) == 0
    assert watched.watch.warn(date(2026, 6, 20)) == 0
    assert watched.watch.warn(date(2026, 6, 21)) == 1
    (warned,) = announced(database, "limitation.warned")
    assert (warned["data"]["rule"], warned["data"]["days_left"]) == ("FY-05", 15)
    assert warned["data"]["last_on"] == "2026-07-06"


@pytest.mark.parametrize(
    ("act", "field"),
    [
        ({"kind": "penalty", "inaction": SILENT}, "inaction"),
        ({"kind": "inaction", "inaction": {"duty": "第十一条"}}, "inaction.duty"),
        (
            {
                "kind": "inaction",
                "inaction": {"requested_on": "2026-03-02", "answered_on": "2026-03-01"},
            },
            "inaction.answered_on",
        ),
    ],
)
def test_facts_of_inaction_that_contradict_themselves_are_refused(
    act: dict[str, Any], field: str
) -> None:
    with pytest.raises(Problem) as refused:
        load(Act(), act)

    assert list(refused.value.errors or {}) == [field]
