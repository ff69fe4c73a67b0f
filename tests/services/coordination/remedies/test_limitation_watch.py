"""The limitation watch: which right of a person ends when, from the events of the tracks alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.coordination.assembly import Coordination
from services.coordination.remedies.watch import LimitationWatch
from services.coordination.sweep import Sweep
from shared.casework.fields import today
from shared.events.database import Database
from shared.law import CalendarEdition
from tests.services.coordination.asking import Desk
from tests.services.coordination.remedies.watched import (
    ACT,
    LAST_TO_APPLY,
    SERVED,
    WatchOnADay,
    a_petition,
    a_review,
)
from tests.services.coordination.telling import AGENCY, Case, a_clock, a_party, announced, tell
from tests.support.casework import application as an_application
from tests.support.casework import decided, procedure


class Watching(WatchOnADay):
    """The rows that a watch shows, by right and party."""

    def rows(self, matter: str = "matter-0001") -> dict[tuple[str, str | None], dict[str, Any]]:
        found = self.watch.rows(matter, self.day)
        return {(row["right"], row["party"]): row for row in found}


@pytest.fixture
def watching(database: Database, coordination: Coordination) -> Watching:
    return Watching(database, coordination, "2026-08-10")


def test_a_petition_about_an_act_shows_the_last_day_of_every_remedy_against_it(
    watching: Watching,
) -> None:
    watching.take(a_petition().step("accept", on="2026-08-05"))

    rows = watching.rows()
    assert set(rows) == {("reconsideration", "p1"), ("litigation", "p1")}
    apply = rows["reconsideration", "p1"]
    assert (apply["status"], apply["last_on"], apply["days_left"]) == ("open", "2026-10-08", 59)
    assert apply["rule"] == "FY-01"
    assert apply["act_number"] == ACT["number"]
    assert apply["explanation"]
    assert "最后一日是 2026-10-08，还有 59 天。信访不停止计算这一期限。" in apply["told"]["zh"]
    assert rows["litigation", "p1"]["last_on"] == "2027-02-03"


def test_petitioning_does_not_move_the_last_day(watching: Watching) -> None:
    petition = a_petition()
    watching.take(petition.step("register", on="2026-08-05"))
    before = watching.rows()["reconsideration", "p1"]["last_on"]
    watching.take(petition.step("conclude", on="2026-08-09"))

    assert watching.rows()["reconsideration", "p1"]["last_on"] == before


def test_an_act_of_which_no_day_is_known_says_what_to_find_out(watching: Watching) -> None:
    watching.take(a_petition(act={"number": "示罚〔2026〕1号"}).step("register"))

    row = watching.rows()["reconsideration", "p1"]
    assert (row["status"], row["last_on"]) == ("open", None)
    assert [each["fact"] for each in row["missing"]] == ["act.served_on"]
    assert row["told"]["zh"].startswith("请先查明")


def test_a_dispute_without_an_act_has_no_rights_against_one(watching: Watching) -> None:
    watching.take(a_petition(act={}).step("register"))

    assert watching.rows() == {}


def test_the_same_person_in_two_tracks_is_one_addressee(watching: Watching) -> None:
    watching.take(
        a_petition(status="referred", phase="ended").step("refer", on="2026-08-05"),
        a_review(status="invited").step("invite", on="2026-08-05"),
    )

    row = watching.rows()["reconsideration", "p7"]
    assert row["status"] == "open"
    assert [each["party"] for each in row["parties"]] == ["p1", "p7"]


def test_an_application_uses_the_right_and_shuts_the_court_meanwhile(watching: Watching) -> None:
    watching.take(a_petition().step("register"), a_review().step("accept", on="2026-08-06"))

    rows = watching.rows()
    assert rows["reconsideration", "p7"]["status"] == "used"
    assert rows["reconsideration", "p7"]["used_by"]["number"] == "行复〔2026〕1号"
    assert rows["litigation", "p7"]["status"] == "closed"
    assert "行政复议法29¶1" in rows["litigation", "p7"]["articles"]


def test_a_review_without_decision_says_when_the_court_opens(watching: Watching) -> None:
    clock = a_clock("FY-18", "2026-10-08", started_on="2026-08-06")
    watching.take(a_review().step("accept", on="2026-08-06", clocks=[clock]))

    row = watching.rows()["litigation_after_no_decision", "p7"]
    assert (row["status"], row["opens_on"]) == ("not_yet", "2026-10-09")
    watching.day = date(2026, 10, 12)
    row = watching.rows()["litigation_after_no_decision", "p7"]
    assert (row["status"], row["last_on"]) == ("open", "2026-10-23")


def test_each_addressee_of_a_decision_has_fifteen_days_from_own_service(
    watching: Watching,
) -> None:
    parties = [
        a_party("applicant", id="p1", id_number_index="blind-1"),
        a_party("applicant", id="p2", id_number_index="blind-2"),
        a_party("third_party", id="p3", id_number_index="blind-3"),
        a_party("respondent", id="p4", kind="agency"),
    ]
    review = a_review(parties=parties, status="decided", phase="ended", act=dict(SERVED))
    services = [
        a_clock("FY-29", due, id=f"FY-29.{n}", party=party, started_on=served)
        for n, (party, served, due) in enumerate(
            [("p1", "2026-09-01", "2026-09-16"), ("p3", "2026-09-04", "2026-09-20")], start=1
        )
    ]
    watching.day = date(2026, 9, 8)
    watching.take(
        review.step("decide", on="2026-08-31", kind="uphold"),
        review.step("serve_decision", on="2026-09-04", clocks=services),
    )

    rows = watching.rows()
    suit = {party: row for (right, party), row in rows.items() if right.startswith("litigation_a")}
    assert {party: row["last_on"] for party, row in suit.items()} == {
        "p1": "2026-09-16",
        "p2": None,
        "p3": "2026-09-20",  # a Sunday, worked to make up for the National Day holiday
    }
    assert [each["fact"] for each in suit["p2"]["missing"]] == ["prior.served_on"]
    assert ("reconsideration", "p3") not in rows
    assert rows["litigation", "p1"]["status"] == "closed"


def test_a_suit_against_the_decision_uses_the_right_to_it(watching: Watching) -> None:
    review = a_review(status="decided", phase="ended", act=dict(SERVED))
    served = a_clock("FY-29", "2026-09-16", party="p7", started_on="2026-09-01")
    suit = Case(
        case_id="018f0000bb",
        track="litigation",
        number="行诉〔2026〕1号",
        status="notified",
        act=dict(ACT),
        parties=[a_party("plaintiff", id="p1", id_number_index="blind-1")],
    )
    watching.day = date(2026, 9, 20)
    watching.take(
        review.step("decide", on="2026-08-31", kind="uphold"),
        review.step("serve_decision", on="2026-09-01", clocks=[served]),
        suit.step("receive_notice", on="2026-09-18", milestones={"docketed": "2026-09-14"}),
    )

    rows = watching.rows()
    assert rows["litigation_after_reconsideration", "p1"]["status"] == "used"


def test_mediation_of_the_administrative_dispute_gives_time_to_sue(watching: Watching) -> None:
    mediation = Case(
        case_id="018f0000cc",
        track="mediation",
        number="调解〔2026〕1号",
        status="failed",
        phase="ended",
        act=dict(ACT),
        parties=[
            a_party("applicant", id="p1", id_number_index="blind-1"),
            a_party("respondent", id="p2", kind="agency"),
        ],
    )
    watching.take(
        a_petition().step("register"),
        mediation.step("accept", milestones={"accepted": "2026-08-05"}),
        mediation.step("fail", on="2026-09-04", milestones={"failed": "2026-09-04"}),
    )
    watching.day = date(2026, 9, 10)

    row = watching.rows()["litigation", "p1"]
    assert (row["last_on"], row["safe_on"]) == ("2027-03-05", "2027-02-03")
    assert "2027-02-03" in row["told"]["zh"]


def test_an_agreement_shows_until_when_it_can_be_confirmed_and_that_it_was(
    watching: Watching,
) -> None:
    mediation = Case(
        case_id="018f0000cc",
        track="mediation",
        number="调解〔2026〕1号",
        status="agreed",
        phase="ended",
        act={},
        parties=[a_party("applicant"), a_party("respondent", id="p2")],
    )
    clock = a_clock("TJ-02", "2026-09-02", started_on="2026-08-03")
    watching.take(mediation.step("agree", clocks=[clock], milestones={"agreed": "2026-08-03"}))
    row = watching.rows()["judicial_confirmation", None]
    assert (row["status"], row["last_on"]) == ("open", "2026-09-02")

    applied = {"confirmation_applied": "2026-08-07"}
    watching.take(mediation.step("apply_confirmation", milestones=applied))
    assert watching.rows()["judicial_confirmation", None]["status"] == "used"


def test_rights_that_are_over_say_so(watching: Watching) -> None:
    watching.take(a_petition().step("register"))
    watching.day = LAST_TO_APPLY + timedelta(days=1)

    row = watching.rows()["reconsideration", "p1"]
    assert (row["status"], row["last_on"], row["days_left"]) == ("lapsed", "2026-10-08", None)
    assert "届满" in row["told"]["zh"]


def test_an_event_that_comes_again_changes_nothing(database: Database, watching: Watching) -> None:
    petition = a_petition()
    first, second = petition.step("register"), petition.step("accept")
    watching.take(first, second)
    before = database["limitation_watch"].find_one({"_id": "matter-0001"})

    watching.take(first, second, first)

    assert database["limitation_watch"].find_one({"_id": "matter-0001"}) == before


def test_a_case_that_joins_another_matter_takes_its_rights_along(watching: Watching) -> None:
    review = a_review(status="decided", phase="ended", matter_id="matter-0009", act=dict(SERVED))
    served = a_clock("FY-29", "2026-09-16", party="p7", started_on="2026-09-01")
    watching.day = date(2026, 9, 8)
    watching.take(
        a_petition().step("register"),
        review.step("serve_decision", kind="uphold", clocks=[served]),
    )
    review.matter_id = "matter-0001"
    joined = review.step("join_matter", from_matter_id="matter-0009")
    watching.take(joined, joined)

    assert watching.rows("matter-0009") == {}
    row = watching.rows()["litigation_after_reconsideration", "p7"]
    assert row["last_on"] == "2026-09-16"


def test_the_watch_reads_what_a_real_decision_tells(watching: Watching) -> None:
    real = decided(procedure(), {}, "file", an_application()).event_data
    event = replace(a_review().step("file"), data={**real, "case_id": "x", "number": "n"})

    watching.take(event)

    rows = watching.rows()
    assert {right for right, _ in rows} >= {"reconsideration", "litigation"}
    assert all(row["status"] == "used" for (right, _), row in rows.items() if right[0] == "r")


# ------------------------------------------------------------------------------------ warnings


def warned_days(database: Database) -> list[tuple[str, int, int]]:
    return [
        (event["data"]["right"], event["data"]["threshold"], event["data"]["days_left"])
        for event in announced(database, "limitation.warned")
    ]


def sweep_daily(watching: Watching, first: date, days: int) -> None:
    for n in range(days):
        watching.watch.warn(first + timedelta(days=n))


def test_the_handling_officer_is_warned_fifteen_five_and_one_days_before(
    database: Database, watching: Watching
) -> None:
    watching.take(a_petition().step("accept"))
    sweep_daily(watching, date(2026, 8, 10), 70)

    assert warned_days(database) == [
        ("reconsideration", 15, 15),
        ("reconsideration", 5, 5),
        ("reconsideration", 1, 1),
    ]
    event = announced(database, "limitation.warned")[0]
    assert event["subject"] == event["matterid"] == "matter-0001"
    assert event["data"]["last_on"] == "2026-10-08"
    assert event["data"]["basis"] == "行政复议法20¶1"
    assert event["data"]["cases"] == [
        {
            "track": "petition",
            "case_id": "018f0000a0",
            "number": "信访〔2026〕1号",
            "assignee": "officer-1",
            "agency": AGENCY,
        }
    ]
    assert "blind-1" not in str(event)


def test_each_warning_becomes_a_finding_on_the_open_case_that_says_what_to_tell(
    database: Database, watching: Watching
) -> None:
    watching.take(a_petition().step("accept"))
    sweep_daily(watching, date(2026, 8, 10), 70)

    findings = announced(database, "matter.finding_announced")
    assert [each["subject"] for each in findings] == ["018f0000a0"] * 3
    data = findings[0]["data"]
    assert (data["track"], data["subject_case_id"]) == ("petition", "018f0000a0")
    assert data["payload"]["code"] == "limitation-running-out"
    assert data["payload"]["basis"] == "行政复议法20¶1"
    assert data["payload"]["text"]["zh"].startswith("请告知当事人：针对示市监罚〔2026〕7号")
    assert "还有 15 天" in data["payload"]["text"]["zh"]


def test_a_day_that_was_missed_is_made_up_for_with_the_nearest_warning_only(
    database: Database, watching: Watching
) -> None:
    watching.take(a_petition().step("accept"))
    assert watching.watch.warn(date(2026, 10, 5)) == 1
    assert watching.watch.warn(date(2026, 10, 5)) == 0

    assert warned_days(database) == [("reconsideration", 5, 3)]


def test_nobody_is_warned_once_the_right_is_used_or_no_case_is_open(
    database: Database, watching: Watching
) -> None:
    closed = a_petition(status="withdrawn", phase="ended", matter_id="matter-0002")
    watching.take(
        a_petition().step("accept"),
        a_review().step("file"),
        closed.step("withdraw"),
    )
    sweep_daily(watching, date(2026, 9, 20), 25)

    assert warned_days(database) == []


def test_an_invited_case_is_warned_that_the_own_application_is_still_missing(
    database: Database, watching: Watching
) -> None:
    watching.take(
        a_petition(status="referred", phase="ended").step("refer"),
        a_review(status="invited").step("invite"),
    )
    watching.watch.warn(date(2026, 10, 7))

    (finding,) = announced(database, "matter.finding_announced")
    assert finding["data"]["track"] == "reconsideration"
    assert finding["subject"] == "018f0000aa"


def test_a_last_day_that_moved_is_warned_of_anew(database: Database, watching: Watching) -> None:
    petition = a_petition()
    watching.take(petition.step("accept"))
    watching.watch.warn(date(2026, 10, 7))
    petition.act = {**SERVED, "served_on": "2026-08-10"}
    watching.day = date(2026, 10, 7)
    watching.take(petition.step("note"))
    watching.watch.warn(date(2026, 10, 8))

    assert warned_days(database) == [("reconsideration", 1, 1), ("reconsideration", 1, 1)]
    assert [event["data"]["last_on"] for event in announced(database, "limitation.warned")] == [
        "2026-10-08",
        "2026-10-09",
    ]


def test_while_mediation_stops_the_time_the_safe_day_is_warned_of(
    database: Database, watching: Watching
) -> None:
    mediation = Case(
        case_id="018f0000cc",
        track="mediation",
        number="调解〔2026〕1号",
        status="accepted",
        act={**SERVED, "served_on": "2026-05-06"},
        parties=[a_party("applicant", id_number_index="blind-1")],
    )
    watching.take(mediation.step("accept", milestones={"accepted": "2026-08-05"}))
    watching.watch.warn(date(2026, 11, 5))

    assert warned_days(database) == [("litigation", 1, 1)]
    assert "须由本人举证" in announced(database, "limitation.warned")[0]["data"]["text"]["zh"]


def test_the_sweep_of_the_clocks_warns_of_the_rights_as_well(
    coordination: Coordination, database: Database, watching: Watching
) -> None:
    watching.take(a_petition().step("accept"))
    sweep = Sweep(coordination.docket, limitation=watching.watch.warn)

    assert sweep.run(date(2026, 10, 7)).limitation_warned == 1
    assert sweep.run(date(2026, 10, 7)).limitation_warned == 0
    assert len(announced(database, "limitation.warned")) == 1


def test_a_sweep_that_is_told_to_stop_leaves_the_rest_for_the_next(watching: Watching) -> None:
    watching.take(a_petition().step("accept"))

    assert watching.watch.warn(date(2026, 10, 7), lambda: False) == 0
    assert watching.watch.warn(date(2026, 10, 7)) == 1


# ---------------------------------------------------------------------------------------- HTTP


def test_the_matter_shows_its_limitation_watch(coordination: Coordination, desk: Desk) -> None:
    served = (today() - timedelta(days=90)).isoformat()
    act = {"number": ACT["number"], "kind": "penalty", "served_on": served}
    tell(coordination, a_petition(act=act).step("accept"))

    answer = desk.get("/api/v1/matters/matter-0001")
    rows = answer.get_json()["limitation_watch"]
    assert [(row["right"], row["status"]) for row in rows] == [
        ("reconsideration", "lapsed"),
        ("litigation", "open"),
    ]
    assert rows[1]["days_left"] >= 90
    assert rows[1]["told"]["en"].startswith("Tell the person")
    assert "blind-1" not in answer.get_data(as_text=True)


def test_days_to_warn_are_worked_out_anew_when_the_calendar_changes(
    database: Database, coordination: Coordination, watching: Watching
) -> None:
    watching.take(a_petition().step("accept"))
    before = database["limitation_watch"].find_one({})
    notice = CalendarEdition(2026, "测试版放假通知", (date(2026, 10, 8), date(2026, 10, 9)), ())
    law = coordination.law()
    later = replace(law, calendar=law.calendar.with_edition(notice))
    watch = LimitationWatch(database, lambda: later, today=lambda: watching.day)

    watch.recompute()

    after = database["limitation_watch"].find_one({})
    assert before is not None
    assert after is not None
    assert before["check_index"].startswith("2026-09-23|")
    # In the made-up notice 2 October is worked, so the sixtieth day stays where it falls.
    assert after["check_index"].startswith("2026-09-17|")
