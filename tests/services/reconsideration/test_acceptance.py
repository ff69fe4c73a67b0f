"""Acceptance: corrections, the review period, the choice of procedure, refusal."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from shared.casework.expiring import effect_on
from shared.law import load_rules
from tests.services.reconsideration.builders import (
    APPLICANT,
    GOVERNMENT,
    ID_NUMBER,
    OFFICER,
    OTHER_ID_NUMBER,
    PROCEDURE,
    Review,
    accepted,
    act,
    filed,
    people,
    plaintiff,
    suit,
)

ORGANISATION = "91110000600037341L"
ITEMS = ["身份证明", "处罚决定书"]


def asked(review: Review | None = None, **more: Any) -> Review:
    payload = {"on": "2024-05-10", "items": ITEMS, "served_on": "2024-05-10", **more}
    return (review or filed()).does("request_correction", **payload)


class TestCorrection:
    def test_the_request_stops_the_review_and_gives_ten_working_days(self) -> None:
        review = asked()

        assert review.status == "correction_requested"
        assert review.state_of("FY-09") == "met"
        assert review.state_of("FY-08") == "cancelled"
        assert review.due("FY-10") == "2024-05-23"

    def test_the_notice_lists_what_is_lacking(self) -> None:
        problem = filed().refuses("request_correction", on="2024-05-10", items=[])

        assert list(problem.errors or {}) == ["items"]

    def test_without_service_no_time_runs_and_the_fact_is_named(self) -> None:
        review = filed().does("request_correction", on="2024-05-10", items=ITEMS)

        assert not review.has_clock("FY-10")
        assert review.codes() == ["missing-fact"]
        assert "received the notice" in review.found[0].text.en

    def test_correction_is_asked_once(self) -> None:
        review = asked().does("correct", on="2024-05-17")

        problem = review.refuses("request_correction", on="2024-05-20", items=ITEMS)
        assert (problem.status, problem.basis) == (409, "复议法31¶1")

    def test_until_2023_the_regulation_did_not_say_once(self) -> None:
        review = filed(received_on="2023-05-08", act=act(made_on="2023-05-01", served_on=None))
        asked(review, on="2023-05-09", served_on="2023-05-09").does("correct", on="2023-05-20")

        assert (
            asked(review, on="2023-05-22", served_on="2023-05-22").status == "correction_requested"
        )

    def test_after_the_review_period_it_is_too_late_to_ask(self) -> None:
        problem = filed().refuses("request_correction", on="2024-05-15", items=ITEMS)

        assert (problem.status, problem.basis) == (409, "复议法30¶3")

    def test_corrections_start_the_review_anew(self) -> None:
        review = asked().does("correct", on="2024-05-17")

        assert review.status == "filed"
        assert review.state_of("FY-10") == "met"
        assert review.due("FY-11") == "2024-05-24"

    def test_late_corrections_are_marked_late(self) -> None:
        review = asked().does("correct", on="2024-05-24")

        assert review.state_of("FY-10") == "missed"
        assert review.basis_of("corrected-late") == "复议法31¶2"

    @pytest.mark.parametrize(
        ("slips", "on", "codes"),
        [
            ({"p1": "2024-05-10", "p2": "2024-05-20"}, "2024-05-30", []),
            ({"p1": "2024-05-10", "p2": "2024-05-20"}, "2024-06-04", ["corrected-late"]),
            ({"p1": "2024-05-10"}, "2024-06-04", []),
        ],
        ids=["in the time of the second", "after that", "the second not served yet"],
    )
    def test_whose_time_runs_last_is_waited_for(
        self, slips: dict[str, str], on: str, codes: list[str]
    ) -> None:
        """Ten working days each: to 05-23 for the first, to 06-03 for the second."""
        review = filed(applicants=people(2))
        review.does("request_correction", on="2024-05-10", items=ITEMS)
        for party, day in slips.items():
            review.does("serve_correction_notice", on=day, party=party, served_on=day)

        assert review.does("correct", on=on).codes() == codes

    def test_a_just_reason_lengthens_the_time(self) -> None:
        review = asked().does(
            "extend_correction", on="2024-05-20", until="2024-06-14", reason="申请人住院"
        )

        assert review.due("FY-10") == "2024-06-14"

    def test_it_cannot_be_shortened_that_way(self) -> None:
        problem = asked().refuses(
            "extend_correction", on="2024-05-20", until="2024-05-23", reason="无"
        )

        assert list(problem.errors or {}) == ["until"]
        assert problem.basis == "复议法31¶2"

    def test_nothing_runs_nothing_is_lengthened(self) -> None:
        review = filed().does("request_correction", on="2024-05-10", items=ITEMS)

        problem = review.refuses(
            "extend_correction", on="2024-05-20", until="2024-06-14", reason="x"
        )
        assert problem.code == "missing-fact"
        assert list(problem.errors or {}) == ["served_on"]

    def test_without_corrections_the_application_lapses(self) -> None:
        review = asked().does("lapse", on="2024-05-23")

        assert review.status == "lapsed"
        assert review.state_of("FY-10") == "missed"

    def test_only_the_system_lets_it_lapse(self) -> None:
        assert asked().refuses("lapse", actor=OFFICER).status == 403

    def test_the_old_notice_set_its_own_time(self) -> None:
        review = filed(received_on="2023-05-08", act=act(made_on="2023-05-01", served_on=None))
        asked(review, on="2023-05-09", served_on="2023-05-09", due_on="2023-05-24")

        assert review.due("FY-10") == "2023-05-24"


class TestAcceptance:
    def test_acceptance_meets_the_review_and_starts_the_case(self) -> None:
        review = accepted()

        assert review.status == "accepted"
        assert review.state_of("FY-08") == "met"
        assert review.due("FY-13") == "2024-05-22"
        assert review.due("FY-18") == "2024-07-12"
        assert review.event["procedure"] == "ordinary"

    def test_acceptance_after_the_review_period_is_refused_with_the_date(self) -> None:
        problem = filed().refuses("accept", on="2024-05-15", procedure="ordinary")

        assert list(problem.errors or {}) == ["on"]
        assert problem.basis == "复议法30¶3"
        assert "2024-05-14" in problem.detail.en

    def test_an_application_out_of_time_is_pointed_out_again(self) -> None:
        review = filed(act=act(made_on="2024-01-02", served_on="2024-01-03"))

        assert (
            review.does("accept", on="2024-05-13", procedure="ordinary").basis_of(
                "accepted-out-of-time"
            )
            == "复议法33"
        )

    def test_until_2023_the_day_of_receipt_was_the_day_of_acceptance(self) -> None:
        review = filed(
            received_on="2023-05-08", act=act(made_on="2023-05-01", served_on="2023-05-01")
        )
        review.does("accept", on="2023-05-11", procedure="ordinary")

        assert review.clock("FY-18")["started_on"] == "2023-05-08"
        assert review.clock("FY-13")["started_on"] == "2023-05-08"

    def test_a_late_acceptance_was_possible_for_what_came_in_until_2023(self) -> None:
        review = filed(
            received_on="2023-12-28", act=act(made_on="2023-12-01", served_on="2023-12-01")
        )
        review.does("accept", on="2024-01-08", procedure="ordinary")

        assert review.state_of("FY-08") == "missed"


class TestCourt:
    def test_a_suit_on_the_same_act_bars_acceptance(self) -> None:
        problem = filed(known=[suit()]).refuses("accept", on="2024-05-13", procedure="ordinary")

        assert (problem.status, problem.code, problem.basis) == (409, "conflict", "复议法29¶2")

    def test_even_one_that_was_withdrawn(self) -> None:
        review = filed(known=[suit("withdrawn")])

        assert review.refuses("accept", on="2024-05-13", procedure="ordinary").status == 409

    def test_before_2024_it_rested_on_the_old_law(self) -> None:
        review = filed(
            known=[suit()],
            received_on="2023-05-08",
            act=act(made_on="2023-05-01", served_on="2023-05-01"),
        )

        problem = review.refuses("accept", on="2023-05-09", procedure="ordinary")
        assert problem.basis == "2017法16¶2"

    def test_another_organisations_suit_bars_nobody(self) -> None:
        code = "91110000100000000X"
        company = {"kind": "organisation", "name": "甲公司", "organisation_code": ORGANISATION}
        other = {"role": "plaintiff", "kind": "organisation", "code": code}
        own = {"role": "plaintiff", "kind": "organisation", "code": ORGANISATION}
        acceptance: dict[str, Any] = {"on": "2024-05-13", "procedure": "ordinary"}

        review = filed(known=[suit(parties=[other])], applicants=[company])
        assert review.does("accept", **acceptance).status == "accepted"
        barred = filed(known=[suit(parties=[other, own])], applicants=[company])
        assert barred.refuses("accept", **acceptance).status == 409

    def test_another_persons_suit_bars_nobody(self) -> None:
        review = filed(known=[suit(parties=[plaintiff(OTHER_ID_NUMBER)])])

        review.does("accept", on="2024-05-13", procedure="ordinary")
        assert "suit-on-the-same-act" in review.codes()

    def test_the_applicants_own_suit_does(self) -> None:
        review = filed(known=[suit(parties=[plaintiff(ID_NUMBER)])])

        assert review.refuses("accept", on="2024-05-13", procedure="ordinary").status == 409

    def test_a_suit_whose_act_is_not_known_is_only_shown(self) -> None:
        review = filed(known=[suit(act_number=None)])

        review.does("accept", on="2024-05-13", procedure="ordinary")
        assert review.codes() == ["suit-in-the-same-matter"]

    def test_a_suggestion_is_no_suit(self) -> None:
        review = filed(known=[suit("suggested")])

        assert review.does("accept", on="2024-05-13", procedure="ordinary").codes() == []


class TestDeemedAcceptance:
    def test_acceptance_is_deemed_when_the_review_period_ends(self) -> None:
        review = filed().does("deem_accepted", on="2024-05-14")

        assert review.status == "accepted"
        assert review.milestones["accepted"] == "2024-05-14"
        assert review.facts["procedure"] == "ordinary"
        assert review.facts["deemed_accepted"] is True
        assert review.state_of("FY-08") == "missed"
        assert review.due("FY-13") == "2024-05-23"
        assert review.due("FY-18") == "2024-07-15"

    def test_it_follows_corrections_as_well(self) -> None:
        review = asked().does("correct", on="2024-05-17").does("deem_accepted", on="2024-05-24")

        assert review.state_of("FY-11") == "missed"
        assert review.clock("FY-18")["started_on"] == "2024-05-24"

    def test_until_2023_it_counted_from_the_receipt(self) -> None:
        review = filed(
            received_on="2023-05-08", act=act(made_on="2023-05-01", served_on="2023-05-01")
        )
        review.does("deem_accepted", on="2023-05-08")

        assert review.clock("FY-18")["started_on"] == "2023-05-08"
        assert review.clock("FY-13")["rule_version"] == "2017"

    def test_until_2023_it_follows_corrections_from_their_receipt(self) -> None:
        review = filed(received_on="2023-05-08", act=act(made_on="2023-05-01", served_on=None))
        asked(review, on="2023-05-09", served_on="2023-05-09").does("correct", on="2023-05-22")

        assert review.due("FY-08") == "2023-05-29"
        day = effect_on(load_rules(), review.case, review.clock("FY-08"))
        review.does("deem_accepted", on=day.isoformat())
        assert review.status == "accepted"
        assert review.clock("FY-18")["started_on"] == "2023-05-22"

    def test_a_correction_received_since_2024_is_reviewed_by_the_new_law(self) -> None:
        review = filed(received_on="2023-12-25", act=act(made_on="2023-12-01", served_on=None))
        asked(review, on="2023-12-27", served_on="2023-12-27").does("correct", on="2024-01-05")

        assert review.due("FY-11") == "2024-01-12"
        assert review.state_of("FY-08") == "cancelled"

    def test_it_is_the_effect_of_both_review_clocks(self) -> None:
        effects = {rule: effect.command for rule, effect in PROCEDURE.expiry.items()}
        assert effects["FY-08"] == effects["FY-11"] == "deem_accepted"
        assert effects["FY-10"] == "lapse"

    def test_a_suit_is_shown_and_does_not_stop_it(self) -> None:
        review = filed(known=[suit()]).does("deem_accepted", on="2024-05-14")

        assert review.codes() == ["suit-on-the-same-act"]


class TestRefusalToAccept:
    refusal: ClassVar[dict[str, Any]] = {
        "on": "2024-05-13",
        "ground": "30(2)",
        "reason": "没有利害关系",
    }

    def test_a_refusal_meets_the_review_and_opens_the_way_to_court(self) -> None:
        review = filed().does("reject", **self.refusal, served_on="2024-05-15", party=APPLICANT)

        assert review.status == "rejected"
        assert review.state_of("FY-08") == "met"
        window = review.clock("FY-29")
        assert (window["party"], window["due_on"]) == (APPLICANT, "2024-05-30")

    def test_without_service_no_suit_window_runs(self) -> None:
        review = filed().does("reject", **self.refusal)

        assert not review.has_clock("FY-29")
        assert review.codes() == ["missing-fact"]

    def test_it_states_its_ground_and_reasons(self) -> None:
        assert list(filed().refuses("reject", on="2024-05-13").errors or {}) == ["ground", "reason"]

    def test_lack_of_jurisdiction_names_the_competent_organ(self) -> None:
        refusal = {**self.refusal, "ground": "30(6)"}

        problem = filed().refuses("reject", **refusal)
        assert list(problem.errors or {}) == ["competent_agency"]
        assert problem.basis == "复议法30¶2"
        review = filed().does("reject", **refusal, competent_agency=GOVERNMENT)
        assert review.facts["rejections"][0]["competent_agency"]["name"] == GOVERNMENT["name"]

    def test_after_the_review_period_only_dismissal_is_left(self) -> None:
        problem = filed().refuses("reject", **{**self.refusal, "on": "2024-05-15"})

        assert (problem.status, problem.basis) == (409, "复议法30¶3")

    def test_it_is_served_on_a_party_of_the_case(self) -> None:
        problem = filed().refuses("reject", **self.refusal, party="p9")

        assert list(problem.errors or {}) == ["party"]
