"""Those who petition together receive an opinion each on their own day (信访工作条例35, 36¶1)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.services.petitions.builders import (
    BUREAU,
    OFFICER,
    OPINION,
    Petition,
    accepted,
    finalized,
    in_reexamination,
)
from tests.support.case_in_memory import field_of, refuses_field, said

REVIEWER = replace(OFFICER, agency_code=BUREAU["code"], agency_name=BUREAU["name"])
TOGETHER = [{"name": "王小明"}, {"name": "李小红"}]


def unserved() -> Petition:
    """Return the petition of p1 and p2 against p3, concluded on 2026-09-14."""
    petition = accepted(petitioners=TOGETHER)
    return petition.does("conclude", on="2026-09-14", outcome="not_supported", opinion=OPINION)


def served_on_both() -> Petition:
    petition = unserved()
    for party, day in (("p1", "2026-09-16"), ("p2", "2026-09-28")):
        petition.does("serve_opinion", on="2026-09-29", party=party, served_on=day)
    return petition


def window(petition: Petition, rule: str, party: str) -> dict[str, Any]:
    found = (each for each in petition.case["clocks"] if each["rule"] == rule)
    return next(each for each in found if each["party"] == party)


def warned(petition: Petition) -> list[str]:
    return [warning["code"] for warning in petition.case["warnings"]]


def test_each_has_thirty_days_of_their_own() -> None:
    petition = served_on_both()

    assert window(petition, "XF-06", "p1")["due_on"] == "2026-10-16"
    assert window(petition, "XF-06", "p2")["due_on"] == "2026-10-28"


def test_who_was_not_served_is_pointed_out_until_they_are() -> None:
    petition = unserved().does("serve_opinion", on="2026-09-29", party="p1", served_on="2026-09-16")
    assert "opinion-not-served-on-all" in warned(petition)

    petition.does("serve_opinion", on="2026-09-29", party="p2", served_on="2026-09-28")

    assert not {"opinion-not-served-on-all", "missing-fact"} & set(warned(petition))


def test_the_request_of_one_is_judged_by_their_own_window() -> None:
    late = served_on_both()
    problem = late.refuses("request_review", on="2026-10-20", party="p1")
    assert (problem.code, problem.basis) == ("reason-required", "信访工作条例35")

    petition = served_on_both().does("request_review", on="2026-10-20", party="p2")

    assert petition.status == "in_review"
    assert window(petition, "XF-06", "p2")["status"] == "met"
    assert window(petition, "XF-06", "p1")["status"] == "running"


def test_of_all_who_ask_together_one_in_time_is_enough() -> None:
    petition = served_on_both().does("request_review", on="2026-10-20")

    assert petition.status == "in_review"
    assert "requested-late" not in petition.codes()


def test_who_received_it_first_need_not_wait_for_the_other() -> None:
    petition = served_on_both().does("request_review", on="2026-09-29", party="p1")

    assert window(petition, "XF-06", "p1")["status"] == "met"


def test_a_review_opinion_is_served_on_each_too() -> None:
    petition = served_on_both().does("request_review", on="2026-09-29")
    petition.does("conclude_review", on="2026-10-12", outcome="upheld", opinion="维持")
    for party, day in (("p1", "2026-10-13"), ("p2", "2026-10-20")):
        petition.does("serve_opinion", on="2026-10-21", party=party, served_on=day)

    assert window(petition, "XF-08", "p1")["due_on"] == "2026-11-12"
    assert window(petition, "XF-08", "p2")["due_on"] == "2026-11-19"
    petition.does("request_reexamination", on="2026-11-18", party="p2")
    assert window(petition, "XF-08", "p2")["status"] == "met"


def test_a_day_without_addressee_stands_for_all() -> None:
    petition = unserved().does("serve_opinion", on="2026-09-29", served_on="2026-09-16")

    assert not {"opinion-not-served-on-all", "missing-fact"} & set(warned(petition))
    petition.does("request_review", on="2026-10-16", party="p2")
    assert petition.clock("XF-06")["status"] == "met"


@pytest.mark.parametrize("party", ["p3", "p9"])
def test_nobody_else_is_served_or_asks(party: str) -> None:
    assert refuses_field(
        unserved().refuses("serve_opinion", on="2026-09-29", party=party, served_on="2026-09-16")
    ) == ("party", "信访工作条例35")
    assert refuses_field(
        served_on_both().refuses("request_review", on="2026-09-30", party=party)
    ) == ("party", "信访工作条例35")


def test_a_day_on_record_is_corrected_and_not_told_again() -> None:
    problem = served_on_both().refuses(
        "serve_opinion", on="2026-09-30", party="p2", served_on="2026-09-29"
    )

    assert said(problem) == (409, "conflict", "信访工作条例35")


def test_an_opinion_is_not_contested_before_it_was_received() -> None:
    problem = served_on_both().refuses("request_review", on="2026-09-25", party="p2")

    assert (problem.code, field_of(problem)) == ("date-out-of-order", "on")


def test_no_request_was_posted_before_the_opinion_was_received() -> None:
    petition = served_on_both()
    posted: dict[str, Any] = {"posted_on": "2026-09-15", "posted_by": "express_mail"}

    problem = petition.refuses("request_review", on="2026-10-08", party="p1", **posted)

    assert said(problem) == (422, "date-out-of-order", "信访工作条例35")
    assert field_of(problem) == "posted_on"


def test_the_last_opinion_starts_no_period() -> None:
    petition = finalized().does("serve_opinion", on="2026-11-10", served_on="2026-11-10")

    assert (petition.status, petition.codes()) == ("finalized", ["no-further-review"])
    assert petition.running() == set()


def asked_by_the_first() -> Petition:
    """Return the petition of which p1 received the opinion and asked for review; p2 did not yet."""
    petition = unserved().does("serve_opinion", on="2026-09-17", party="p1", served_on="2026-09-16")
    return petition.does("request_review", on="2026-09-21", party="p1", to_agency=BUREAU)


class TestWhileTheReviewOfAnotherRuns:
    def test_the_opinion_is_served_and_begins_the_thirty_days_of_its_addressee(self) -> None:
        petition = asked_by_the_first()

        # The slip comes back to who sent the opinion, not to the agency that reviews it.
        petition.does("serve_opinion", on="2026-09-29", party="p2", served_on="2026-09-28")

        assert petition.status == "in_review"
        assert window(petition, "XF-06", "p2")["due_on"] == "2026-10-28"
        assert window(petition, "XF-07", "p1")["status"] == "running"
        assert petition.case["agency"] == BUREAU
        assert "opinion-not-served-on-all" not in warned(petition)

    def test_the_other_may_join_it_in_their_own_time_and_it_is_answered_in_thirty_days(
        self,
    ) -> None:
        petition = asked_by_the_first()
        petition.does("serve_opinion", on="2026-09-29", party="p2", served_on="2026-09-28")

        petition.does("request_review", on="2026-10-20", party="p2", actor=REVIEWER)

        assert window(petition, "XF-06", "p2")["status"] == "met"
        assert window(petition, "XF-07", "p1")["due_on"] == "2026-10-21"
        assert window(petition, "XF-07", "p2")["due_on"] == "2026-11-19"
        petition.does(
            "conclude_review", on="2026-10-21", outcome="upheld", opinion="维持", actor=REVIEWER
        )
        assert {each["status"] for each in petition.case["clocks"] if each["rule"] == "XF-07"} == {
            "met"
        }

    @pytest.mark.parametrize("party", ["p1", None])
    def test_nobody_asks_twice(self, party: str | None) -> None:
        named = {"party": party} if party else {}
        problem = asked_by_the_first().refuses(
            "request_review", on="2026-09-22", actor=REVIEWER, **named
        )

        assert said(problem) == (409, "conflict", "信访工作条例35")

    def test_the_review_opinion_takes_the_place_of_what_the_other_could_ask_for(self) -> None:
        petition = asked_by_the_first()
        petition.does("serve_opinion", on="2026-09-29", party="p2", served_on="2026-09-28")

        petition.does(
            "conclude_review",
            on="2026-10-12",
            outcome="upheld",
            opinion="维持",
            served_on="2026-10-13",
            actor=REVIEWER,
        )

        assert window(petition, "XF-06", "p2")["status"] == "cancelled"
        problem = petition.refuses("request_review", on="2026-10-14", party="p2", actor=REVIEWER)
        assert problem.status == 409
        petition.does("request_reexamination", on="2026-11-10", party="p2", actor=REVIEWER)
        assert petition.status == "in_reexamination"


class TestASlipOfAnOpinionThatAnotherHasFollowed:
    def after_the_review(self) -> Petition:
        petition = asked_by_the_first()
        return petition.does(
            "conclude_review", on="2026-10-12", outcome="upheld", opinion="维持", actor=REVIEWER
        )

    def test_it_is_recorded_and_says_what_may_be_asked_for_now(self) -> None:
        petition = self.after_the_review()
        assert "opinion-not-served-on-all" not in warned(petition)

        petition.does(
            "serve_opinion",
            on="2026-10-14",
            document="opinion",
            party="p2",
            served_on="2026-09-28",
        )

        assert "review-opinion-stands" in petition.codes()
        assert {each["party"] for each in petition.case["clocks"] if each["rule"] == "XF-06"} == {
            "p1"
        }

    def test_without_saying_which_it_is_the_last_and_cannot_be_older(self) -> None:
        problem = self.after_the_review().refuses(
            "serve_opinion", on="2026-10-14", party="p2", served_on="2026-09-28"
        )

        assert (problem.code, field_of(problem)) == ("date-out-of-order", "served_on")

    def test_an_opinion_that_is_not_given_is_not_served(self) -> None:
        problem = asked_by_the_first().refuses(
            "serve_opinion",
            on="2026-09-29",
            document="review_opinion",
            party="p2",
            served_on="2026-09-28",
        )

        assert refuses_field(problem) == ("document", "信访工作条例36¶1")


def test_a_review_opinion_is_served_on_another_while_it_is_re_examined() -> None:
    petition = asked_by_the_first()
    petition.does(
        "conclude_review", on="2026-10-12", outcome="upheld", opinion="维持", actor=REVIEWER
    )
    petition.does("serve_opinion", on="2026-10-14", party="p1", served_on="2026-10-13")
    petition.does("request_reexamination", on="2026-10-15", party="p1")

    petition.does("serve_opinion", on="2026-10-21", party="p2", served_on="2026-10-20")

    assert petition.status == "in_reexamination"
    assert window(petition, "XF-08", "p2")["due_on"] == "2026-11-19"
    petition.does("request_reexamination", on="2026-11-18", party="p2", actor=REVIEWER)
    assert window(petition, "XF-08", "p2")["status"] == "met"
    assert window(petition, "XF-09", "p1")["status"] == "running"


def succeeded(petition: Petition, party: str = "p1") -> Petition:
    return petition.does(
        "succeed_party",
        on="2026-10-05",
        party=party,
        ground="death",
        happened_on="2026-10-02",
        successors=[{"name": "王小强"}],
    )


def test_the_window_of_who_died_ends_when_the_heir_steps_in() -> None:
    petition = succeeded(served_on_both())
    assert window(petition, "XF-06", "p1")["status"] == "cancelled"
    assert window(petition, "XF-06", "p2")["status"] == "running"

    petition.does("serve_opinion", on="2026-10-12", party="p4", served_on="2026-10-12")
    assert window(petition, "XF-06", "p4")["due_on"] == "2026-11-11"


def test_one_window_of_all_goes_on_for_those_who_are_left() -> None:
    together: dict[str, Any] = {"on": "2026-09-29", "served_on": "2026-09-28"}
    petition = succeeded(unserved().does("serve_opinion", **together))
    (window_of_all,) = [c for c in petition.case["clocks"] if c["rule"] == "XF-06"]
    assert (window_of_all["party"], window_of_all["status"]) == (None, "running")

    succeeded(petition, "p2")
    assert petition.case["clocks"][-1]["status"] == "cancelled"


class TestARequestIsWithdrawn:
    """Of several who ask, each withdraws for themselves; the petition and the others go on."""

    def test_by_one_while_the_other_goes_on(self) -> None:
        petition = served_on_both().does("request_review", on="2026-10-08", party="p1")
        petition.does("request_review", on="2026-10-12", party="p2")

        petition.does("withdraw_request", on="2026-10-15", party="p1", reason="接受处理意见")

        assert petition.status == "in_review"
        assert window(petition, "XF-07", "p1")["status"] == "cancelled"
        assert window(petition, "XF-07", "p2")["status"] == "running"

    def test_by_the_only_one_the_opinion_stands_and_the_other_may_still_ask(self) -> None:
        petition = served_on_both().does("request_review", on="2026-10-08", party="p1")

        problem = petition.refuses("withdraw_request", on="2026-10-15", party="p1", reason="接受")
        assert said(problem) == (409, "conflict", "信访工作条例35")
        petition.does("withdraw_requests", on="2026-10-15", reason="接受处理意见")

        assert petition.status == "concluded"
        assert petition.running() == {"XF-06"}
        petition.does("request_review", on="2026-10-28", party="p2")
        assert window(petition, "XF-06", "p2")["status"] == "met"

    def test_who_withdrew_may_ask_again_in_time(self) -> None:
        petition = served_on_both().does("request_review", on="2026-10-08", party="p1")
        petition.does("withdraw_requests", on="2026-10-12", reason="接受处理意见")

        petition.does("request_review", on="2026-10-16", party="p1")

        assert petition.status == "in_review"
        late = served_on_both().does("request_review", on="2026-10-08", party="p1")
        late.does("withdraw_requests", on="2026-10-12", reason="接受处理意见")
        problem = late.refuses("request_review", on="2026-10-19", party="p1")
        assert said(problem)[:2] == (428, "reason-required")

    def test_of_all_by_one(self) -> None:
        petition = served_on_both().does("request_review", on="2026-10-08")

        petition.does("withdraw_request", on="2026-10-15", party="p1", reason="接受处理意见")

        assert petition.running() == {"XF-07"}

    def test_by_nobody_who_did_not_ask(self) -> None:
        petition = served_on_both().does("request_review", on="2026-10-08", party="p1")

        problem = petition.refuses("withdraw_request", on="2026-10-15", party="p2", reason="接受")

        assert refuses_field(problem) == ("party", "信访工作条例35")

    def test_of_re_examination_leaves_the_review_opinion(self) -> None:
        petition = in_reexamination().does("withdraw_requests", on="2026-10-20", reason="接受")

        assert (petition.status, petition.running()) == ("reviewed", set())

    def test_and_no_petition_is_withdrawn_after_the_opinion(self) -> None:
        petition = served_on_both().does("request_review", on="2026-10-08", party="p1")

        problem = petition.refuses("withdraw", on="2026-10-15", reason="接受处理意见")

        assert said(problem) == (409, "conflict", "信访工作条例35")


def test_a_hearing_was_held_before_another_joined() -> None:
    petition = served_on_both().does("request_review", on="2026-10-08", party="p1")
    petition.does("conclude_review", on="2026-10-12", outcome="upheld", opinion="维持")
    for party, day in (("p1", "2026-10-13"), ("p2", "2026-10-23")):
        petition.does("serve_opinion", on="2026-10-23", party=party, served_on=day)
    petition.does("request_reexamination", on="2026-10-24", party="p1")
    petition.does("request_reexamination", on="2026-11-02", party="p2")

    petition.does(
        "record_hearing", on="2026-11-05", hearing_from="2026-10-28", hearing_to="2026-11-04"
    )

    # Eight days of the first, and of the other those after the day of their request.
    assert window(petition, "XF-09", "p1")["due_on"] == "2026-12-01"
    assert window(petition, "XF-09", "p2")["due_on"] == "2026-12-04"
