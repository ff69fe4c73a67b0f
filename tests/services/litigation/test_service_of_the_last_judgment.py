"""What a second instance or a retrial decided is served on each, whatever state the case is in."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.litigation.builders import COURT, Response, appealed, notified, warned

PLAINTIFFS = [{"name": "王小明"}, {"name": "李小红"}]
OWED: dict[str, Any] = {"outcome": "ordered_to_pay", "lost": True}
SERVED_ON_P1: dict[str, Any] = {"on": "2025-03-20", "party": "p1", "served_on": "2025-03-12"}
SERVED_ON_P2: dict[str, Any] = {"on": "2025-03-20", "party": "p2", "served_on": "2025-03-18"}


def windows(response: Response, rule: str) -> dict[str, tuple[str, str]]:
    """Return of a rule whose window ends when and how it stands; the last of each counts."""
    clocks = [each for each in response.case["clocks"] if each["rule"] == rule]
    return {each["party"]: (each["due_on"], each["status"]) for each in clocks}


def first_judgment(**changes: Any) -> Response:
    """Two plaintiffs; judged on 2024-08-01, served on both sides on 08-05."""
    response = notified(plaintiffs=PLAINTIFFS)
    response.does("submit_answer", on="2024-05-24", evidence=["处罚决定书"], documents=["处罚法"])
    both: dict[str, Any] = {"served_on": "2024-08-05", "opponent_served_on": "2024-08-05"}
    told = {"kind": "judgment", "outcome": "revoked", "lost": True, **both, **changes}
    return response.does("record_judgment", on="2024-08-01", **told)


def second_instance(first: Response | None = None, **changes: Any) -> Response:
    """Judged on appeal on 2024-09-20; the agency was served on 09-23, the plaintiffs not yet."""
    told: dict[str, Any] = {"outcome": "upheld", "lost": True, "served_on": "2024-09-23", **changes}
    return appealed(first or first_judgment()).does(
        "record_final_judgment", on="2024-09-20", **told
    )


def retried(response: Response, instance: str = "second", on: str = "2024-11-11") -> Response:
    order: dict[str, Any] = {"initiated_by": "court", "instance": instance}
    return response.does("order_retrial", on=on, actor=COURT, **order)


def judged_again(response: Response | None = None, **changes: Any) -> Response:
    """The retrial's judgment of 2025-03-10, by the procedure of second instance."""
    told: dict[str, Any] = {**OWED, "served_on": "2025-03-11", **changes}
    return retried(response or second_instance()).does(
        "record_final_judgment", on="2025-03-10", **told
    )


class TestRemand:
    def test_its_service_is_recorded_and_begins_no_six_months(self) -> None:
        response = second_instance(outcome="remanded", lost=False)

        response.does("serve_final_judgment", on="2024-10-10", party="p1", served_on="2024-09-25")

        assert windows(response, "SS-20") == {}
        assert windows(response, "SS-24") == {}
        assert "final-service-unknown" not in warned(response)

    def test_the_slip_of_another_may_come_after_the_file_was_closed(self) -> None:
        response = second_instance(outcome="remanded", lost=False)
        response.does("close", on="2024-10-09")

        response.does("serve_final_judgment", on="2024-10-10", party="p2", served_on="2024-09-26")

        services = response.facts["final_services"]
        assert [(each["party"], each["served_on"]) for each in services] == [("p2", "2024-09-26")]


class TestRetrial:
    def test_each_has_two_years_from_the_service_of_its_judgment_and_no_six_months(self) -> None:
        response = judged_again()

        response.does("serve_final_judgment", **SERVED_ON_P1)
        response.does("serve_final_judgment", **SERVED_ON_P2)

        assert windows(response, "SS-24") == {
            "p1": ("2027-03-12", "running"),
            "p2": ("2027-03-18", "running"),
        }
        assert {state for _, state in windows(response, "SS-20").values()} == {"cancelled"}
        assert "final-service-unknown" not in warned(response)

    def test_a_service_on_all_of_the_other_side_is_one_window(self) -> None:
        response = judged_again(opponent_served_on="2025-03-12")

        assert windows(response, "SS-24") == {"opponent": ("2027-03-12", "running")}

    def test_what_was_enforced_before_does_not_stand_in_its_way(self) -> None:
        before = second_instance(**OWED, opponent_served_on="2024-09-23")
        before.does("record_enforcement_application", on="2024-10-21", by="opponent")
        assert windows(before, "SS-24") == {"opponent": ("2026-09-23", "met")}

        response = judged_again(before).does("serve_final_judgment", **SERVED_ON_P1)

        assert windows(response, "SS-24")["p1"] == ("2027-03-12", "running")

    def test_a_day_that_the_judgment_before_named_is_not_its_day(self) -> None:
        first = first_judgment(**OWED, performance_due_on="2024-12-31")

        response = judged_again(second_instance(first)).does("serve_final_judgment", **SERVED_ON_P1)

        running = {
            party for party, (_, at) in windows(response, "SS-24").items() if at == "running"
        }
        assert running == {"p1"}

    def test_what_it_upholds_is_enforced_as_before(self) -> None:
        first = first_judgment(**OWED, performance_due_on="2024-12-31")

        response = judged_again(second_instance(first), outcome="upheld")
        response.does("serve_final_judgment", **SERVED_ON_P1)

        assert windows(response, "SS-24") == {"opponent": ("2026-12-31", "running")}

    @pytest.mark.parametrize("instance", ["first", "second"])
    def test_a_slip_of_the_judgment_before_may_come_while_it_is_tried_again(
        self, instance: str
    ) -> None:
        response = retried(second_instance(**OWED), instance)

        response.does("serve_final_judgment", on="2024-11-20", party="p2", served_on="2024-09-26")

        assert response.status == f"retrial_{instance}"
        assert windows(response, "SS-24") == {"p2": ("2026-09-28", "running")}  # 09-25 to 27 rest
        # Who asks within the six months is heard with it (解释120¶2).
        assert windows(response, "SS-20")["p2"] == ("2025-03-26", "running")

    @pytest.mark.parametrize("instance", ["first", "second"])
    def test_a_slip_that_comes_after_it_was_ended_begins_the_six_months(
        self, instance: str
    ) -> None:
        response = retried(second_instance(**OWED), instance)
        response.does("end_retrial", on="2024-11-18", ground="121(1)")
        assert "final-service-unknown" in warned(response)

        response.does("serve_final_judgment", on="2024-11-20", party="p1", served_on="2024-09-25")
        response.does("serve_final_judgment", on="2024-11-20", party="p2", served_on="2024-09-26")

        windows_of_six_months = windows(response, "SS-20")
        assert windows_of_six_months["p1"] == ("2025-03-25", "running")
        assert windows_of_six_months["p2"] == ("2025-03-26", "running")
        assert "final-service-unknown" not in warned(response)

    def test_what_a_retrial_decided_stands_when_another_retrial_is_ended(self) -> None:
        response = retried(judged_again(), on="2025-04-14")
        response.does("end_retrial", on="2025-06-03", ground="121(1)")

        response.does("serve_final_judgment", on="2025-06-10", party="p1", served_on="2025-03-12")

        assert set(windows(response, "SS-20")) == {"agency"}  # that of the judgment before

    def test_while_it_is_tried_again_nobody_waits_for_a_slip_of_the_judgment_before(self) -> None:
        response = second_instance()
        response.does("serve_final_judgment", on="2024-10-10", party="p1", served_on="2024-09-25")
        assert "final-service-unknown" in warned(response)

        assert "final-service-unknown" not in warned(retried(response))

    def test_what_the_first_instance_decided_anew_is_served_as_a_first_judgment(self) -> None:
        response = retried(second_instance(), "first")
        again: dict[str, Any] = {"kind": "judgment", **OWED}
        response.does("record_judgment", on="2025-03-10", **again)

        response.does("serve_judgment", **SERVED_ON_P1)
        response.does("serve_judgment", on="2025-03-20", party="p2", served_on="2025-03-18")
        response.does("serve_judgment", on="2025-03-20", party="p3", served_on="2025-03-11")
        response.does("take_effect", on="2025-04-03")

        assert windows(response, "SS-24") == {
            "p1": ("2027-03-12", "running"),
            "p2": ("2027-03-18", "running"),
        }
        problem = response.refuses("serve_final_judgment", on="2025-04-07", served_on="2025-04-07")
        assert problem.code == "missing-fact"  # no judgment of second instance stands any more


class TestAfterAnApplicationOnASpecialGround:
    def asked(self, first: Response | None = None) -> Response:
        """The first plaintiff applies on a ground of 2024-10-08; no slip of hers is back."""
        ground: dict[str, Any] = {"ground": "110(1)", "known_on": "2024-10-08"}
        return second_instance(first).does(
            "record_retrial_application", on="2024-10-14", by="opponent", party="p1", **ground
        )

    def test_the_slip_that_comes_back_later_begins_the_six_months_from_the_effect(self) -> None:
        response = self.asked()
        assert "final-service-unknown" in warned(response)

        response.does("serve_final_judgment", on="2024-10-21", party="p1", served_on="2024-09-25")
        response.does("serve_final_judgment", on="2024-10-21", party="p2", served_on="2024-09-26")

        windows_of_p1 = {
            each["variant"]: (each["due_on"], each["status"])
            for each in response.case["clocks"]
            if (each["rule"], each["party"]) == ("SS-20", "p1")
        }
        assert windows_of_p1 == {
            "special_ground": ("2025-04-08", "met"),
            "effect": ("2025-03-25", "running"),
        }
        assert "retrial-asked-late" not in response.codes()
        assert "final-service-unknown" not in warned(response)

    def test_the_two_years_to_enforce_begin_with_it(self) -> None:
        response = self.asked(first_judgment(**OWED))

        response.does("serve_final_judgment", on="2024-10-21", party="p1", served_on="2024-09-25")

        assert windows(response, "SS-24")["p1"] == ("2026-09-28", "running")  # 09-25 to 27 rest

    def test_the_wrong_day_of_a_service_is_still_corrected_and_not_told_again(self) -> None:
        response = self.asked()
        response.does("serve_final_judgment", on="2024-10-21", party="p1", served_on="2024-09-25")

        problem = response.refuses(
            "serve_final_judgment", on="2024-10-22", party="p1", served_on="2024-09-26"
        )

        assert problem.code == "conflict"


class TestChangedOnAppeal:
    def test_without_a_day_of_its_own_the_two_years_run_from_its_service(self) -> None:
        first = first_judgment(**OWED, performance_due_on="2024-12-31")
        response = second_instance(first, outcome="compensation")

        response.does("serve_final_judgment", on="2024-10-10", party="p1", served_on="2024-09-25")

        assert windows(response, "SS-24") == {"p1": ("2026-09-28", "running")}  # 09-25 to 27 rest

    def test_its_instalments_are_not_those_of_the_first(self) -> None:
        plan = [{"due_on": "2024-10-31"}, {"due_on": "2025-01-31"}]
        response = second_instance(first_judgment(**OWED, instalments=plan), **OWED)

        assert response.facts["instalments"] is None


@pytest.mark.parametrize("party", ["p1", None])
@pytest.mark.parametrize("kind", ["remand", "retrial"])
def test_who_was_served_is_not_served_on_another_day(kind: str, party: str | None) -> None:
    remand = kind == "remand"
    response = second_instance(outcome="remanded", lost=False) if remand else judged_again()
    response.does("serve_final_judgment", **SERVED_ON_P1)

    named: dict[str, Any] = {"party": party} if party else {}
    problem = response.refuses(
        "serve_final_judgment", on="2025-03-21", served_on="2025-03-13", **named
    )

    assert (problem.code, problem.basis) == ("conflict", "行诉法101、民诉法87–95")


def test_after_a_retrial_its_judgment_is_served_on_who_was_served_with_the_one_before() -> None:
    before = second_instance()
    before.does("serve_final_judgment", on="2024-10-10", party="p1", served_on="2024-09-25")

    response = judged_again(before).does("serve_final_judgment", **SERVED_ON_P1)

    assert windows(response, "SS-24")["p1"] == ("2027-03-12", "running")


def test_who_was_told_of_with_the_judgment_is_not_served_again() -> None:
    response = judged_again(opponent_served_on="2025-03-12")

    problem = response.refuses("serve_final_judgment", **SERVED_ON_P1)

    assert problem.code == "conflict"
