"""Applications for reconsideration: who files, how, and within which window."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from tests.services.reconsideration.builders import (
    BUREAU,
    OTHER_ROLE,
    Review,
    act,
    application,
    filed,
    people,
    suit,
)


def test_an_application_is_filed_on_the_day_it_was_received() -> None:
    review = filed()

    assert review.status == "filed"
    assert review.milestones == {"received": "2024-05-08", "filed": "2024-05-08"}
    assert review.event_type == "reconsideration.filed"
    assert [party["role"] for party in review.case["parties"]] == ["applicant", "respondent"]
    assert review.event["received_on"] == "2024-05-08"


def test_the_acceptance_review_counts_a_make_up_saturday() -> None:
    review = filed()

    assert review.due("FY-08") == "2024-05-14"
    assert review.state_of("FY-08") == "running"


def test_another_role_may_not_file() -> None:
    assert Review().refuses("file", actor=OTHER_ROLE, **application()).status == 403


@pytest.mark.parametrize("field", ["applicants", "respondent", "act", "requests", "received_on"])
def test_an_application_lacks_nothing_that_the_law_asks_for(field: str) -> None:
    problem = Review().refuses("file", **application(**{field: None}))

    assert problem.code == "validation"
    assert list(problem.errors or {}) == [field]


def test_an_act_cannot_be_made_after_the_application_was_received() -> None:
    problem = Review().refuses("file", **application(act=act(made_on="2024-05-09", served_on=None)))

    assert problem.code == "date-out-of-order"


class TestWindow:
    def test_an_application_within_sixty_days_of_service_is_in_time(self) -> None:
        review = filed(act=act(served_on="2024-03-11", made_on="2024-03-01"))

        window = review.clock("FY-01")
        assert (window["status"], window["due_on"]) == ("met", "2024-05-10")
        assert window["explanation"]

    def test_an_application_out_of_time_is_registered_with_a_warning(self) -> None:
        review = filed(act=act(served_on="2024-03-01", made_on="2024-03-01"))

        assert review.status == "filed"
        assert review.state_of("FY-01") == "missed"
        assert review.basis_of("application-out-of-time") == "复议法30¶1(4)"

    def test_knowledge_counts_where_nothing_was_served(self) -> None:
        review = filed(act=act(served_on=None, known_on="2024-04-20"))

        assert review.clock("FY-01")["started_on"] == "2024-04-20"

    def test_nobody_contests_what_they_do_not_know_yet(self) -> None:
        payload = application(act=act(served_on=None, known_on="2024-05-09"))
        problem = Review().refuses("file", **payload)

        assert (problem.code, list(problem.errors or {})) == ("date-out-of-order", ["received_on"])

    def test_an_act_made_on_the_spot_is_known_when_it_is_made(self) -> None:
        review = filed(act=act(kind="on_the_spot_penalty", served_on=None))

        assert review.clock("FY-01")["started_on"] == "2024-04-01"

    def test_without_service_or_knowledge_there_is_no_window_and_the_fact_is_named(self) -> None:
        review = filed(act=act(served_on=None))

        assert not review.has_clock("FY-01")
        finding = next(each for each in review.found if each.code == "missing-fact")
        assert "the act was served" in finding.text.en
        assert finding.basis == "复议法20¶1"

    def test_untold_remedies_open_a_window_from_knowing_them_within_a_year(self) -> None:
        told_late = act(
            served_on=None,
            known_on="2023-06-01",
            made_on="2023-05-20",
            remedies_told=False,
            remedies_known_on="2024-04-20",
        )
        review = filed(act=told_late)

        windows = {
            each["variant"]: each for each in review.case["clocks"] if each["rule"] == "FY-02"
        }
        assert windows["window"]["due_on"] == "2024-06-19"
        assert windows["cap"]["due_on"] == "2024-06-03"
        assert {each["status"] for each in windows.values()} == {"met"}
        assert not review.has_clock("FY-01")

    def test_untold_remedies_do_not_help_after_a_year(self) -> None:
        told_late = act(
            served_on=None,
            known_on="2023-04-01",
            made_on="2023-03-20",
            remedies_told=False,
            remedies_known_on="2024-04-20",
        )
        review = filed(act=told_late)

        states = {
            each["variant"]: each["status"]
            for each in review.case["clocks"]
            if each["rule"] == "FY-02"
        }
        assert states == {"window": "met", "cap": "missed"}
        assert "application-out-of-time" in review.codes()

    def test_nor_after_a_year_from_an_act_made_on_the_spot(self) -> None:
        """Made and so known on 2024-04-01: the year ends on 2025-04-01."""
        on_the_spot = act(
            kind="on_the_spot_penalty",
            served_on=None,
            remedies_told=False,
            remedies_known_on="2025-09-01",
        )
        review = filed(act=on_the_spot, received_on="2025-09-10")

        cap = next(each for each in review.case["clocks"] if each["variant"] == "cap")
        assert (cap["due_on"], cap["status"]) == ("2025-04-01", "missed")
        assert "application-out-of-time" in review.codes()

    @pytest.mark.parametrize("day", ["2024-03-31", "2024-04-03"])
    def test_nobody_knows_the_remedies_before_the_act(self, day: str) -> None:
        known = act(
            served_on=None, known_on="2024-04-04", remedies_told=False, remedies_known_on=day
        )
        problem = Review().refuses("file", **application(act=known))

        assert (problem.code, list(problem.errors or {})) == (
            "date-out-of-order",
            ["act.remedies_known_on"],
        )

    def test_before_2024_untold_remedies_change_nothing(self) -> None:
        review = filed(
            received_on="2023-05-08",
            act=act(made_on="2023-04-01", served_on="2023-04-03", remedies_told=False),
        )

        assert review.state_of("FY-01") == "met"
        assert not review.has_clock("FY-02")
        assert not review.has_clock("FY-03b")

    @pytest.mark.parametrize(
        ("real_estate", "rule", "status"), [(False, "FY-03b", "missed"), (True, "FY-03a", "met")]
    )
    def test_the_longest_window_is_twenty_years_for_real_estate_else_five(
        self, real_estate: bool, rule: str, status: str
    ) -> None:
        review = filed(
            act=act(
                made_on="2018-01-10",
                served_on=None,
                known_on="2024-04-20",
                concerns_real_estate=real_estate,
            )
        )

        assert review.state_of("FY-01") == "met"
        assert review.state_of(rule) == status

    def test_inaction_is_contested_within_sixty_days_of_the_end_of_the_duty(self) -> None:
        review = filed(
            act={"number": "履职申请", "kind": "inaction"}, performance_ended_on="2024-04-01"
        )

        assert review.due("FY-05") == "2024-05-31"
        assert review.state_of("FY-05") == "met"
        assert "missing-fact" not in review.codes()


class TestRepresentatives:
    def test_eleven_applicants_act_through_two_to_five_of_them(self) -> None:
        crowd: dict[str, Any] = {"received_on": "2026-07-08", "applicants": people(11)}
        crowd["act"] = act(made_on="2026-07-01", served_on="2026-07-02")

        problem = Review().refuses("file", **application(**crowd))
        assert list(problem.errors or {}) == ["representatives"]
        assert problem.basis == "2026条例17¶1"
        one = Review().refuses("file", **application(**crowd, representatives=["申请人1"]))
        assert one.basis == "2026条例17¶1"
        review = filed(**crowd, representatives=["申请人1", "申请人2"])
        assert review.facts["representatives"] == ["申请人1", "申请人2"]

    def test_ten_applicants_need_none_since_2026(self) -> None:
        review = filed(
            received_on="2026-07-08",
            applicants=people(10),
            act=act(made_on="2026-07-01", served_on="2026-07-02"),
        )

        assert review.status == "filed"

    def test_before_july_2026_six_applicants_need_one_to_five(self) -> None:
        problem = Review().refuses("file", **application(applicants=people(6)))

        assert problem.basis == "2007条例8"
        assert filed(applicants=people(6), representatives=["申请人3"]).status == "filed"
        six = [f"申请人{number}" for number in range(1, 7)]
        refused = Review().refuses("file", **application(applicants=people(6), representatives=six))
        assert list(refused.errors or {}) == ["representatives"]

    def test_a_representative_is_one_of_the_applicants(self) -> None:
        problem = Review().refuses(
            "file", **application(applicants=people(6), representatives=["外人"])
        )

        assert list(problem.errors or {}) == ["representatives.0"]


class TestThroughTheRespondent:
    penalty: ClassVar[dict[str, Any]] = {
        "via_respondent": True,
        "act": act(kind="on_the_spot_penalty"),
    }

    def test_only_penalties_on_the_spot_or_by_camera_are_filed_through_the_agency(self) -> None:
        problem = Review().refuses("file", **application(via_respondent=True))

        assert list(problem.errors or {}) == ["via_respondent"]
        assert problem.basis == "复议法32¶1"

    def test_no_such_way_before_2024(self) -> None:
        problem = Review().refuses(
            "file",
            **application(
                via_respondent=True,
                received_on="2023-05-08",
                act=act(kind="on_the_spot_penalty", made_on="2023-05-01", served_on=None),
            ),
        )

        assert list(problem.errors or {}) == ["via_respondent"]

    def test_the_agency_has_five_working_days_to_forward(self) -> None:
        review = filed(**self.penalty)

        assert review.due("FY-07") == "2024-05-14"
        assert not review.has_clock("FY-08")

    def test_the_review_runs_from_the_arrival_at_the_organ(self) -> None:
        review = filed(**self.penalty).does(
            "record_forwarding", on="2024-05-14", forwarded_on="2024-05-13"
        )

        assert review.state_of("FY-07") == "met"
        assert review.clock("FY-08")["started_on"] == "2024-05-13"
        assert review.due("FY-08") == "2024-05-20"

    def test_forwarding_may_be_known_at_once(self) -> None:
        review = filed(**self.penalty, forwarded_on="2024-05-16")

        assert review.state_of("FY-07") == "missed"
        assert review.basis_of("forwarded-late") == "复议法32¶2"
        assert review.clock("FY-08")["started_on"] == "2024-05-16"

    def test_forwarding_is_recorded_once(self) -> None:
        review = filed(**self.penalty, forwarded_on="2024-05-10")

        problem = review.refuses("record_forwarding", forwarded_on="2024-05-13", on="2024-05-13")
        assert (problem.status, problem.basis) == (409, "复议法32¶2")

    def test_who_posted_it_in_time_forwarded_it_in_time(self) -> None:
        """Handed in on 05-08, five working days to Tuesday 05-14; the post takes till 05-17."""
        posted: dict[str, Any] = {"posted_on": "2024-05-14", "posted_by": "registered_mail"}
        review = filed(**self.penalty)
        review.does("record_forwarding", on="2024-05-17", forwarded_on="2024-05-17", **posted)

        assert (review.codes(), review.state_of("FY-07")) == ([], "met")
        assert review.due("FY-08") == "2024-05-24"

    @pytest.mark.parametrize(
        ("posted_on", "field"), [("2024-05-07", "posted_on"), ("2024-05-18", "forwarded_on")]
    )
    def test_it_is_posted_between_its_two_arrivals(self, posted_on: str, field: str) -> None:
        posted: dict[str, Any] = {"posted_on": posted_on, "posted_by": "registered_mail"}
        problem = filed(**self.penalty).refuses(
            "record_forwarding", on="2024-05-20", forwarded_on="2024-05-17", **posted
        )

        assert (problem.code, list(problem.errors or {})) == ("date-out-of-order", [field])

    def test_a_direct_application_is_not_forwarded(self) -> None:
        assert filed().refuses("record_forwarding", forwarded_on="2024-05-09").status == 409
        problem = Review().refuses("file", **application(forwarded_on="2024-05-09"))
        assert list(problem.errors or {}) == ["forwarded_on"]


class TestScope:
    def test_petition_handling_is_pointed_out_as_not_reviewable_since_2026(self) -> None:
        review = filed(
            received_on="2026-07-08",
            act=act(kind="petition_handling", made_on="2026-07-01", served_on="2026-07-02"),
        )

        assert review.basis_of("not-reviewable") == "2026条例36(5)"

    def test_before_that_only_by_analogy(self) -> None:
        review = filed(act=act(kind="petition_handling"))

        assert review.basis_of("probably-not-reviewable") == "法释〔2018〕1号1¶2(9)"

    def test_a_court_case_on_the_act_is_shown_already_at_filing(self) -> None:
        assert "suit-on-the-same-act" in filed(known=[suit()]).codes()

    def test_an_earlier_application_on_the_act_is_shown(self) -> None:
        earlier = suit(
            "decided", track="reconsideration", case_id="case-0", number="行复〔2024〕1号"
        )
        itself = suit("filed", track="reconsideration", case_id="case-1")

        assert filed(known=[earlier]).basis_of("earlier-application") == "复议法30¶1(7)、74¶2"
        assert "earlier-application" not in filed(known=[itself]).codes()


class TestInvitation:
    invitation: ClassVar[dict[str, Any]] = {
        "on": "2024-05-06",
        "agency": {"code": "11120101000000001H", "name": "示范区人民政府"},
        "applicants": [{"name": "王小明"}],
        "respondent": BUREAU,
        "act": act(),
        "origin": {"track": "petition", "case_id": "petition-1"},
    }

    def test_a_referral_waits_for_the_applicants_own_application(self) -> None:
        review = Review().does("invite", **self.invitation)

        assert review.status == "invited"
        assert review.case["clocks"] == []
        assert review.case["relations"] == [
            {"track": "petition", "id": "petition-1", "kind": "referral"}
        ]

    def test_the_application_fills_the_invited_case(self) -> None:
        review = Review().does("invite", **self.invitation).does("file", **application())

        assert review.status == "filed"
        assert review.due("FY-08") == "2024-05-14"
        assert review.case["origin"]["case_id"] == "petition-1"

    def test_an_officer_cannot_invite(self) -> None:
        problem = Review().refuses("invite", actor=OTHER_ROLE, **self.invitation)

        assert problem.status == 403


class TestWindowsOfTheirOwn:
    def test_a_dispute_over_tax_counts_from_payment(self) -> None:
        review = filed(act=act(kind="tax_assessment", tax_settled_on="2024-04-22"))

        assert review.due("FY-31") == "2024-06-21"
        assert not review.has_clock("FY-01")

    def test_a_dispute_over_tax_that_is_not_paid_names_the_fact(self) -> None:
        review = filed(act=act(kind="tax_assessment"))

        assert not review.has_clock("FY-31")
        assert "missing-fact" in review.codes()

    def test_silence_on_information_has_the_general_sixty_days(self) -> None:
        review = filed(
            act={"kind": "inaction", "inaction": {"duty": "11(14)"}},
            performance_ended_on="2024-04-01",
        )

        assert review.due("FY-01") == "2024-05-31"
        assert not review.has_clock("FY-05")

    def test_silence_of_which_the_remedies_were_not_told_has_the_year(self) -> None:
        review = filed(
            act={"kind": "inaction", "remedies_told": False}, performance_ended_on="2023-06-01"
        )

        assert review.state_of("FY-02") == "met"
        assert not review.has_clock("FY-05")
