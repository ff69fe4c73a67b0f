"""One of several plaintiffs, or of several appellants, withdraws: what the others have goes on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from shared.storage.database import Database
from tests.services.litigation.builders import Response, notice, notified, warned
from tests.services.litigation.offices import Office

PLAINTIFFS = [{"name": "王小明"}, {"name": "李小红"}]
WITHDRAWS: dict[str, Any] = {"on": "2024-06-20", "party": "p1"}
JUDGMENT: dict[str, Any] = {
    "on": "2024-08-01",
    "kind": "judgment",
    "outcome": "claims_dismissed",
    "lost": False,
    "served_on": "2024-08-05",
}
SERVED: dict[str, Any] = {**JUDGMENT, "opponent_served_on": "2024-08-05"}
RULING: dict[str, Any] = {"kind": "ruling", "outcome": "appeal_withdrawn", "lost": False}


def brought_by_two() -> Response:
    return notified(plaintiffs=PLAINTIFFS)


def appealed_by_both(*, each_alone: bool) -> Response:
    response = brought_by_two().does("record_judgment", **SERVED)
    if not each_alone:
        return response.does("appeal", on="2024-08-15", by="opponent")
    for party in ("p1", "p2"):
        response.does("appeal", on="2024-08-15", by="opponent", party=party)
    return response


class TestOfTwoPlaintiffs:
    def test_the_suit_of_the_other_goes_on(self) -> None:
        response = brought_by_two().does("one_plaintiff_withdraws", **WITHDRAWS)

        assert response.status == "notified"
        assert [each["id"] for each in response.case["parties"]] == ["p2", "p3"]
        (left,) = response.case["former_parties"]
        assert (left["id"], left["left_on"], left["ground"]) == ("p1", "2024-06-20", "withdrew")
        assert response.facts["withdrawn_plaintiffs"][0]["party"] == "p1"

    def test_the_judgment_is_served_on_the_other_alone(self) -> None:
        response = brought_by_two().does("one_plaintiff_withdraws", **WITHDRAWS)
        response.does("record_judgment", **JUDGMENT)
        assert "opponent-service-unknown" in warned(response)

        response.does("serve_judgment", on="2024-08-06", party="p2", served_on="2024-08-05")

        assert "opponent-service-unknown" not in warned(response)
        gone = response.refuses(
            "serve_judgment", on="2024-08-06", party="p1", served_on="2024-08-05"
        )
        assert list(gone.errors or {}) == ["party"]

    def test_the_last_one_withdraws_the_suit_itself(self) -> None:
        response = brought_by_two().does("one_plaintiff_withdraws", **WITHDRAWS)

        alone = response.refuses("one_plaintiff_withdraws", on="2024-06-21", party="p2")

        assert (alone.code, alone.basis) == ("conflict", "行诉法27、62")
        assert response.does("plaintiff_withdraws", on="2024-06-21").status == "withdrawn"

    def test_nobody_but_a_plaintiff_withdraws_a_suit(self) -> None:
        defendant = brought_by_two().refuses("one_plaintiff_withdraws", on="2024-06-20", party="p3")

        assert list(defendant.errors or {}) == ["party"]

    def test_at_second_instance_the_appeal_goes_with_who_withdrew(self) -> None:
        response = appealed_by_both(each_alone=True)
        response.does("one_plaintiff_withdraws", on="2024-09-10", party="p1")

        assert (response.status, "first-judgment-set-aside" in warned(response)) == (
            "appealed",
            True,
        )
        response.does("record_final_judgment", on="2024-09-12", **RULING)
        assert response.status == "final"

    def test_a_withdrawal_that_was_a_slip_brings_the_plaintiff_back(
        self, database: Database
    ) -> None:
        office = Office(database)
        case_id = office.opens(notice(plaintiffs=PLAINTIFFS))
        office.does(case_id, "one_plaintiff_withdraws", **WITHDRAWS)

        slip = {"reason": "误登记", "approved_by": "法制科长"}
        office.does(case_id, "correct_entry", entry=2, withdrawn=True, **slip)

        case = office.case(case_id)
        assert [each["id"] for each in case["parties"]] == ["p1", "p2", "p3"]
        assert case.get("former_parties", []) == []


@pytest.mark.parametrize("each_alone", [True, False])
class TestOfTwoAppellants:
    """Whether each appealed alone, or both did as one side."""

    def test_the_appeal_of_the_other_is_tried(self, each_alone: bool) -> None:
        response = appealed_by_both(each_alone=each_alone)

        response.does("withdraw_appeal", on="2024-09-10", by="opponent", party="p1")

        assert (response.status, "final" in response.milestones) == ("appealed", False)

    def test_with_the_last_one_the_judgment_takes_effect(self, each_alone: bool) -> None:
        response = appealed_by_both(each_alone=each_alone)
        response.does("withdraw_appeal", on="2024-09-10", by="opponent", party="p1")

        not_the_last = response.refuses(
            "withdraw_appeal", on="2024-09-12", by="opponent", party="p2"
        )
        twice = response.refuses("withdraw_appeal", on="2024-09-12", by="opponent", party="p1")
        response.does("record_final_judgment", on="2024-09-12", **RULING)

        assert (not_the_last.code, list(twice.errors or {})) == ("conflict", ["party"])
        assert response.status == "final"

    def test_an_heir_withdraws_what_who_died_had_lodged(self, each_alone: bool) -> None:
        response = appealed_by_both(each_alone=each_alone)
        response.does(
            "succeed_party",
            on="2024-09-04",
            party="p1",
            ground="death",
            happened_on="2024-09-01",
            successors=[{"name": "王小强"}],
        )

        response.does("withdraw_appeal", on="2024-09-10", by="opponent", party="p4")

        assert response.status == "appealed"


class TestOfTwoApplicantsForRetrial:
    APPLIES: Mapping[str, Any] = {"on": "2024-10-08", "by": "opponent"}

    def tried_again(self) -> Response:
        response = brought_by_two().does("record_judgment", **SERVED)
        response.does("take_effect", on="2024-08-21")
        for party in ("p1", "p2"):
            response.does("record_retrial_application", **self.APPLIES, party=party)
        return response.does(
            "order_retrial", on="2024-11-11", initiated_by="application", instance="first"
        )

    def test_the_retrial_goes_on_for_the_other(self) -> None:
        response = self.tried_again()

        response.does("withdraw_retrial_application", on="2024-12-02", by="opponent", party="p1")

        assert response.status == "retrial_first"

    def test_with_the_last_one_it_ends(self) -> None:
        response = self.tried_again()
        response.does("withdraw_retrial_application", on="2024-12-02", by="opponent", party="p1")

        last = response.refuses(
            "withdraw_retrial_application", on="2024-12-03", by="opponent", party="p2"
        )

        assert (last.code, last.basis) == ("conflict", "解释121")
        assert response.does("end_retrial", on="2024-12-03", ground="121(1)").status == "final"

    def test_one_that_was_refused_is_not_there_to_be_withdrawn(self) -> None:
        response = brought_by_two().does("record_judgment", **SERVED)
        response.does("take_effect", on="2024-08-21")
        response.does("record_retrial_application", **self.APPLIES, party="p1")
        response.does("refuse_retrial", on="2024-11-11")

        gone = response.refuses(
            "withdraw_retrial_application", on="2024-12-02", by="opponent", party="p1"
        )

        assert list(gone.errors or {}) == ["party"]
