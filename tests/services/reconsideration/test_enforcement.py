"""Enforcement of what nobody sued on: demand, application to the court, its rulings."""

from __future__ import annotations

from typing import Any

import pytest

from shared.storage.database import Database
from tests.services.reconsideration.builders import (
    APPLICANT,
    NEW_OFFICERS,
    RESPONDENT,
    Review,
    act,
    ready,
    revoked,
)
from tests.services.reconsideration.offices import Office
from tests.services.reconsideration.test_after_the_decision import delivered, upheld

APPLICATION: dict[str, Any] = {"party": APPLICANT, "by": "respondent", "court": "示范区人民法院"}


def final(review: Review | None = None) -> Review:
    """An upheld act on which nobody sued: final on 2024-07-10, SS-25 to 10-10."""
    return delivered(review or upheld()).does("become_final", on="2024-07-10")


def demanded(review: Review | None = None, served_on: str | None = "2024-08-05") -> Review:
    """Demanded on Monday 2024-08-05: ten working days to 08-19."""
    told: dict[str, Any] = {"served_on": served_on} if served_on else {}
    return (review or final()).does("demand_performance", on="2024-08-05", party=APPLICANT, **told)


def asked(**changes: Any) -> Review:
    return demanded().does(
        "apply_for_enforcement", **{"on": "2024-08-20", **APPLICATION, **changes}
    )


def taken_up() -> Review:
    return asked().does(
        "record_enforcement_docketing",
        on="2024-08-26",
        outcome="accepted",
        enforcement_case_no="（2024）津0101行审7号",
    )


def refused(on: str = "2024-09-20", **changes: Any) -> Review:
    ruling = {"on": on, "outcome": "refused", "served_on": on, **changes}
    return taken_up().does("record_enforcement_ruling", **ruling)


class TestDemand:
    def test_ten_working_days_run_from_its_service(self) -> None:
        review = demanded()

        assert (review.due("SS-26"), review.clock("SS-26")["party"]) == ("2024-08-19", APPLICANT)

    def test_its_day_of_service_may_come_later(self) -> None:
        review = demanded(served_on=None)
        assert "missing-fact" in review.codes()
        assert not review.has_clock("SS-26")

        review.does(
            "record_demand_receipt", on="2024-08-12", party=APPLICANT, served_on="2024-08-08"
        )
        assert review.due("SS-26") == "2024-08-22"

    def test_nobody_asks_the_court_by_post_before_it_has_run_out(self) -> None:
        posted: dict[str, Any] = {"posted_on": "2024-08-19", "posted_by": "express_mail"}
        problem = demanded().refuses(
            "apply_for_enforcement", on="2024-08-20", **{**APPLICATION, **posted}
        )

        assert problem.basis == "行政强制法54、69"

    def test_before_the_decision_is_final_nothing_is_demanded(self) -> None:
        problem = delivered(upheld()).refuses(
            "demand_performance", on="2024-07-08", party=APPLICANT, served_on="2024-07-08"
        )

        assert (problem.status, problem.basis) == (409, "行诉法97；行政强制法53")

    def test_after_a_revocation_the_applicant_has_nothing_to_perform(self) -> None:
        problem = final(revoked()).refuses("demand_performance", on="2024-08-05", party=APPLICANT)

        assert problem.basis == "复议法78"

    def test_against_the_respondent_performance_is_ordered(self) -> None:
        problem = final().refuses("demand_performance", on="2024-08-05", party=RESPONDENT)

        assert (list(problem.errors or {}), problem.basis) == (["party"], "复议法77、78")

    def test_what_was_performed_is_not_demanded(self) -> None:
        review = final().does("record_performance", on="2024-08-01", outcome="performed")

        assert review.refuses("demand_performance", on="2024-08-05", party=APPLICANT).status == 409


class TestApplication:
    def test_the_day_after_the_ten_days_the_court_may_be_asked(self) -> None:
        early = demanded().refuses("apply_for_enforcement", on="2024-08-19", **APPLICATION)
        assert (early.status, early.basis) == (409, "行政强制法54、69")

        review = asked()
        assert (review.state_of("SS-25"), review.state_of("SS-26")) == ("met", "missed")
        assert review.due("SS-27") == "2024-08-26"  # 08-25 is a Sunday

    def test_without_a_demand_it_is_not_asked(self) -> None:
        problem = final().refuses("apply_for_enforcement", on="2024-08-20", **APPLICATION)

        assert (problem.status, problem.basis) == (409, "行政强制法54")

    def test_an_upheld_act_is_enforced_by_its_agency_a_changed_one_by_the_organ(self) -> None:
        wrong = demanded().refuses(
            "apply_for_enforcement", on="2024-08-20", **{**APPLICATION, "by": "organ"}
        )
        assert (list(wrong.errors or {}), wrong.basis) == (["by"], "复议法78")

        changed = demanded(final(revoked(kind="change", articles=["63¶1(1)"])))
        by_organ = {**APPLICATION, "by": "organ"}
        assert changed.does("apply_for_enforcement", on="2024-08-20", **by_organ)

    def test_posted_on_the_last_day_of_the_three_months_it_is_in_time(self) -> None:
        review = asked(on="2024-10-14", posted_on="2024-10-10", posted_by="express_mail")

        assert review.state_of("SS-25") == "met"
        assert not review.has_clock("SS-27")  # when the court received it is not known

    def test_after_them_it_needs_a_just_reason(self) -> None:
        problem = demanded().refuses("apply_for_enforcement", on="2024-10-11", **APPLICATION)
        assert (problem.status, problem.basis) == (428, "行政强制法53、解释156")

        late = asked(on="2024-10-11", reason="自然灾害致道路中断")
        assert (late.state_of("SS-25"), "enforcement-applied-late" in late.codes()) == (
            "missed",
            True,
        )

    def test_a_mediation_statement_is_enforced_by_the_organ(self) -> None:
        review = ready().does(
            "issue_mediation_statement",
            on="2024-06-20",
            terms="六月三十日前缴清罚款",
            signed_by_all=True,
        )
        demanded(review)

        by_organ = {**APPLICATION, "by": "organ"}
        assert review.does("apply_for_enforcement", on="2024-08-20", **by_organ).has_clock("SS-27")


class TestRuling:
    def test_seven_days_run_from_acceptance(self) -> None:
        review = taken_up()

        assert (review.due("SS-27"), review.facts["enforcement_case_no"]) == (
            "2024-09-02",
            "（2024）津0101行审7号",
        )
        review.does("record_enforcement_ruling", on="2024-09-02", outcome="granted")
        assert review.state_of("SS-27") == "met"

    def test_a_late_ruling_is_marked(self) -> None:
        review = taken_up().does("record_enforcement_ruling", on="2024-09-03", outcome="granted")

        assert "enforcement-court-late" in review.codes()

    def test_a_refusal_has_thirty_days_and_is_open_to_objection(self) -> None:
        review = refused()

        assert review.codes() == []
        # 10-05 falls into the week of October.
        assert (review.due("SS-27"), review.clock("SS-27")["variant"]) == ("2024-10-08", "object")
        review.does("record_enforcement_objection", on="2024-10-08", court="某市中级人民法院")
        assert review.state_of("SS-27") == "met"

    def test_a_refusal_to_take_it_up_is_open_to_objection_too(self) -> None:
        review = asked().does(
            "record_enforcement_docketing",
            on="2024-08-26",
            outcome="refused",
            served_on="2024-08-28",
        )

        assert review.due("SS-27") == "2024-09-12"

    def test_against_the_ruling_of_the_court_above_there_is_none(self) -> None:
        review = refused().does("record_enforcement_objection", on="2024-10-08", court="某中院")
        above: dict[str, Any] = {
            "outcome": "refused",
            "on_objection": True,
            "served_on": "2024-11-04",
        }
        review.does("record_enforcement_ruling", on="2024-11-01", **above)

        assert review.state_of("SS-27") == "met"
        again = review.refuses("record_enforcement_objection", on="2024-11-11", court="某高院")
        assert again.basis == "行政强制法56¶2、58¶3"

    def test_without_an_application_no_court_rules(self) -> None:
        problem = demanded().refuses(
            "record_enforcement_docketing", on="2024-08-26", outcome="accepted"
        )

        assert (problem.status, problem.basis) == (409, "解释155")

    def test_performance_ends_it_all(self) -> None:
        review = taken_up().does("record_performance", on="2024-08-28", outcome="performed")

        assert review.state_of("SS-27") == "cancelled"


def test_closing_the_file_ends_none_of_it() -> None:
    review = demanded().does("close", on="2024-08-06", reason="案卷归档，催告期满后申请执行")

    assert (review.state_of("SS-25"), review.state_of("SS-26")) == ("running", "running")
    assert review.does("apply_for_enforcement", on="2024-08-20", **APPLICATION).has_clock("SS-27")


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def test_a_suit_told_later_takes_back_what_the_demand_rests_on(office: Office) -> None:
    disputed = act(made_on="2026-02-20", served_on="2026-02-24")
    case_id = office.opens(act=disputed, received_on="2026-03-02")
    for command, said in (
        ("accept", {"on": "2026-03-05", "procedure": "ordinary"}),
        ("assign_officers", {"on": "2026-03-09", "officers": NEW_OFFICERS}),
        ("hear_parties", {"on": "2026-03-10", "method": "phone"}),
        ("decide", {"on": "2026-04-28", "kind": "uphold", "articles": ["68"]}),
        ("serve_decision", {"on": "2026-05-11", "method": "direct", "served_on": "2026-05-11"}),
    ):
        office.does(case_id, command, **said, **({"party": "p1"} if command[0] == "s" else {}))
    office.hears_of_expiry(case_id, "FY-29", "p1")
    demand = {"on": "2026-05-27", "party": "p1", "served_on": "2026-05-27"}
    office.does(case_id, "demand_performance", **demand)

    # Notices nearly always arrive after the fifteen days.
    suit = {"docketed_on": "2026-05-25", "court_case_no": "（2026）示0101行初5号"}
    office.does(case_id, "record_suit", on="2026-05-29", **suit)

    case = office.case(case_id)
    waiting = {each["status"] for each in case["clocks"] if each["rule"] in {"SS-25", "SS-26"}}
    assert ("final" in case["milestones"], waiting) == (False, {"cancelled"})
    assert case["facts"]["demands"][0]["party"] == "p1"
