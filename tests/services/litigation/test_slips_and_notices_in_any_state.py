"""What the court sends, and slips that come back, in states that expect none of it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.litigation.builders import (
    COURT,
    Response,
    answered,
    appealed,
    lost,
    notified,
    warned,
)

PLAINTIFFS = [{"name": "王小明"}, {"name": "李小红"}]
JUDGED: dict[str, Any] = {"kind": "judgment", "outcome": "revoked", "lost": True}
SLIP: dict[str, Any] = {"on": "2024-09-09", "party": "p2", "served_on": "2024-08-30"}


def judged() -> Response:
    """Two plaintiffs; judged on 2024-08-01. The agency and p1 were served on 08-05, p2 not yet."""
    response = notified(plaintiffs=PLAINTIFFS)
    response.does("submit_answer", on="2024-05-24", evidence=["处罚决定书"], documents=["处罚法"])
    response.does("record_judgment", on="2024-08-01", **JUDGED, served_on="2024-08-05")
    return response.does("serve_judgment", on="2024-08-06", party="p1", served_on="2024-08-05")


def appealed_by_one() -> Response:
    return judged().does(
        "appeal", on="2024-08-15", by="opponent", party="p1", court_received_on="2024-09-02"
    )


def suspended_on_appeal() -> Response:
    return appealed_by_one().does("suspend", on="2024-09-04", ground="87(1)")


def window(response: Response, party: str) -> tuple[str, str]:
    clock = response.clock("SS-16", party)
    return clock["due_on"], clock["status"]


class TestServiceOnAnother:
    # 2024-09-14 is a Saturday on which one worked for the Mid-Autumn holiday.
    def test_while_the_appeal_of_the_first_is_tried(self) -> None:
        response = appealed_by_one().does("serve_judgment", **SLIP)

        assert (response.status, window(response, "p2")) == ("appealed", ("2024-09-14", "running"))

    def test_while_the_appeal_of_the_first_is_suspended(self) -> None:
        response = suspended_on_appeal().does("serve_judgment", **SLIP)

        assert (response.status, window(response, "p2")) == ("suspended", ("2024-09-14", "running"))
        assert response.state_of("SS-19") == "paused"

    def test_who_is_served_then_appeals_without_ending_the_suspension(self) -> None:
        response = suspended_on_appeal().does("serve_judgment", **SLIP)

        response.does("appeal", on="2024-09-14", by="opponent", party="p2")

        assert (response.status, window(response, "p2")) == ("suspended", ("2024-09-14", "met"))
        assert response.does("resume", on="2024-11-04").status == "appealed"

    def test_an_appeal_that_was_told_first_is_judged_by_the_slip(self) -> None:
        response = suspended_on_appeal()
        response.does("appeal", on="2024-09-05", by="opponent", party="p2")

        response.does("serve_judgment", **SLIP)

        assert window(response, "p2") == ("2024-09-14", "met")

    @pytest.mark.parametrize("command", ["record_mediation_statement", "plaintiff_withdraws"])
    def test_after_the_suit_ended_otherwise_it_is_a_fact_without_a_period(
        self, command: str
    ) -> None:
        ends: dict[str, dict[str, Any]] = {
            "record_mediation_statement": {"signed_on": "2024-09-06", "scope": "compensation"},
            "plaintiff_withdraws": {},
        }
        response = appealed_by_one().does(command, on="2024-09-06", **ends[command])
        assert "opponent-service-unknown" not in warned(response)

        response.does("serve_judgment", **SLIP)

        served = response.facts["judgment_services"]
        assert [each["served_on"] for each in served] == ["2024-08-05", "2024-08-30"]
        assert {each["party"] for each in response.case["clocks"] if each["rule"] == "SS-16"} == {
            "agency",
            "p1",
        }
        assert "opponent-service-unknown" not in warned(response)

    def test_after_the_judgment_of_second_instance_too(self) -> None:
        response = appealed_by_one().does(
            "record_final_judgment", on="2024-09-06", outcome="upheld", lost=True
        )

        response.does("serve_judgment", **SLIP)

        assert (response.status, response.facts["judgment_services"][-1]["party"]) == (
            "final",
            "p2",
        )

    def test_before_a_judgment_nothing_is_served(self) -> None:
        suspended = answered().does("suspend", on="2024-06-03", ground="87(1)")

        problem = suspended.refuses("serve_judgment", on="2024-06-04", served_on="2024-06-04")

        assert problem.code == "missing-fact"
        assert suspended.refuses("appeal", on="2024-06-04", by="opponent").basis == "行诉法85"


class TestJudgedThoughNobodyToldOfTheResumption:
    def test_in_first_instance(self) -> None:
        response = answered().does("suspend", on="2024-06-03", ground="87(1)")

        response.does("record_judgment", actor=COURT, on="2024-08-01", **JUDGED)

        assert response.status == "judged"
        assert response.basis_of("resumption-not-recorded") == "解释87¶2"
        assert (response.state_of("SS-13"), response.state_of("SS-22")) == ("met", "cancelled")

    def test_on_appeal(self) -> None:
        response = appealed(lost()).does("suspend", on="2024-09-04", ground="87(1)")

        response.does(
            "record_final_judgment", actor=COURT, on="2024-11-20", outcome="upheld", lost=True
        )

        assert (response.status, response.state_of("SS-19")) == ("final", "met")

    def test_a_judgment_of_the_other_instance_is_refused(self) -> None:
        first = answered().does("suspend", on="2024-06-03", ground="87(1)")
        second = suspended_on_appeal()

        final: dict[str, Any] = {"outcome": "upheld", "lost": False}
        assert first.refuses("record_final_judgment", on="2024-08-01", **final).code == "conflict"
        assert second.refuses("record_judgment", on="2024-11-20", **JUDGED).code == "conflict"

    def test_a_settlement_ends_it_as_well(self) -> None:
        response = answered().does("suspend", on="2024-06-03", ground="87(4)")

        response.does(
            "record_mediation_statement",
            on="2024-06-20",
            signed_on="2024-06-18",
            scope="compensation",
        )

        assert response.status == "final"


@pytest.mark.parametrize("instance", ["first", "second"])
def test_a_retrial_has_its_agents_and_its_hearing(instance: str) -> None:
    """Attending an earlier stage does not excuse from the hearing of the retrial (出庭规定1, 7)."""
    response = lost().does("take_effect", on="2024-08-21")
    response.does("order_retrial", on="2024-11-11", initiated_by="court", instance=instance)

    response.does(
        "schedule_hearing",
        on="2024-12-02",
        hearing_on="2024-12-12",
        place="第一法庭",
        head_notice="shall",
        head_notice_ground="food_and_drug_safety",
    )
    response.does("record_hearing", on="2024-12-12", head_attended=True, staff_attended=True)

    assert response.status == f"retrial_{instance}"
    assert response.facts["head_attended"] is True
