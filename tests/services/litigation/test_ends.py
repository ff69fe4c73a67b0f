"""Ends that are none, or come on appeal: late appeals, withdrawals at second instance."""

from __future__ import annotations

from typing import Any

import pytest

from shared.http.problems import Problem
from shared.storage.database import Database
from tests.services.litigation.builders import (
    COURT,
    Response,
    appealed,
    lost,
    notified,
    warned,
    won,
)
from tests.services.litigation.offices import Office

COPY = "2024-09-18"


def performed() -> Response:
    """The windows ended on 2024-08-20, and the judgment was performed on 09-02."""
    response = lost(performance_due_on="2024-10-08").does("take_effect", on="2024-08-21")
    return response.does("record_performance", on="2024-09-02", outcome="partly_performed")


class TestAppealAfterTheEffect:
    def test_one_that_the_court_tells_of_is_taken_in(self) -> None:
        response = performed().does(
            "appeal",
            actor=COURT,
            on="2024-09-12",
            by="opponent",
            copy_served_on=COPY,
            court_received_on="2024-09-16",
        )

        assert response.status == "appealed"
        assert response.basis_of("appeal-taken-up-after-effect") == "行诉法85、101，民诉法86"
        assert response.due("SS-18") == "2024-10-08"  # 10-03 lies in the holidays
        assert response.due("SS-19") == "2024-12-16"
        assert response.state_of("POLICY-performance") == "cancelled"

    def test_an_officer_says_that_the_court_took_it_up(self) -> None:
        late: dict[str, Any] = {"on": "2024-09-12", "by": "opponent", "copy_served_on": COPY}

        problem = performed().refuses("appeal", **late)
        assert (problem.code, problem.basis) == ("conflict", "行诉法85、101，民诉法86")
        assert performed().does("appeal", **late, taken_up_by_court=True).status == "appealed"

    def test_a_closed_case_is_opened_again_by_it(self) -> None:
        response = won().does("take_effect", on="2024-08-21").does("close", on="2024-08-22")

        response.does("appeal", actor=COURT, on="2024-09-12", by="opponent")

        assert response.status == "appealed"

    def test_a_final_judgment_is_not_open_to_appeal(self) -> None:
        response = appealed().does(
            "record_final_judgment", on="2024-11-20", outcome="upheld", lost=False
        )

        problem = response.refuses("appeal", actor=COURT, on="2024-11-25", by="agency")
        assert problem.basis == "行诉法85、90"

    def test_nor_is_a_suit_that_was_withdrawn(self) -> None:
        response = notified().does("plaintiff_withdraws", on="2024-05-20")
        response.does("close", on="2024-05-21")

        problem = response.refuses("appeal", actor=COURT, on="2024-08-12", by="opponent")
        assert problem.basis == "行诉法85、90"

    def test_nor_is_a_suit_that_was_ended(self) -> None:
        response = won(kind="ruling", outcome="terminated")

        problem = response.refuses("appeal", actor=COURT, on="2024-08-12", by="opponent")
        assert problem.basis == "行诉法85、90"


def test_what_was_done_on_the_strength_of_the_effect_does_not_keep_the_court_out(
    database: Database,
) -> None:
    """Posted in time, it would take the effect back; the performance on record stays."""
    office = Office(database)
    case_id = office.judged(
        on="2026-09-20", served_on="2026-09-22", opponent_served_on="2026-09-22"
    )
    for party in ("agency", "opponent"):
        office.hears_of_expiry(case_id, "SS-16", party)
    office.does(case_id, "record_performance", on="2026-10-12", outcome="performed")
    posted = {"on": "2026-10-16", "posted_on": "2026-10-08", "posted_by": "express_mail"}

    with pytest.raises(Problem) as refused:
        office.does(case_id, "appeal", by="opponent", **posted)
    assert "taken_up_by_court" in refused.value.detail.en
    office.does(case_id, "appeal", by="opponent", taken_up_by_court=True, **posted)

    assert office.case(case_id)["status"] == "appealed"
    assert "record_performance" in office.history_of(case_id)


class TestWithdrawalOnAppeal:
    def both(self) -> Response:
        return appealed(lost()).does("appeal", on="2024-08-16", by="agency")

    def test_of_one_appeal_leaves_the_other_to_be_tried(self) -> None:
        response = self.both().does("withdraw_appeal", on="2024-09-02", by="opponent")

        assert (response.status, response.state_of("SS-19")) == ("appealed", "running")
        assert response.state_of("SS-18") == "cancelled"

    def test_of_the_last_one_ends_the_second_instance(self) -> None:
        response = self.both().does("withdraw_appeal", on="2024-09-02", by="opponent")

        problem = response.refuses("withdraw_appeal", on="2024-09-12", by="agency")
        assert (problem.code, problem.basis) == ("conflict", "行诉法62、85")
        response.does(
            "record_final_judgment",
            on="2024-09-12",
            kind="ruling",
            outcome="appeal_withdrawn",
            lost=True,
        )
        assert response.status == "final"

    def test_of_an_appeal_that_is_none_is_refused(self) -> None:
        problem = appealed().refuses("withdraw_appeal", on="2024-09-02", by="agency")

        assert list(problem.errors or {}) == ["by"]

    def test_of_the_suit_undoes_the_judgment(self) -> None:
        response = appealed(lost()).does("plaintiff_withdraws", on="2024-09-12")

        assert (response.status, response.facts["lost"]) == ("withdrawn", False)
        assert response.basis_of("first-judgment-set-aside") == "行诉法62、101，民诉解释336"
        assert {response.state_of(rule) for rule in ("SS-16", "SS-18")} <= {
            "cancelled",
            "met",
            "missed",
        }
        assert response.state_of("SS-19") == "met"
        assert response.does("close", on="2024-09-13").status == "closed"

    def test_of_a_suit_not_judged_yet_undoes_nothing(self) -> None:
        response = notified().does("plaintiff_withdraws", on="2024-05-20")

        assert "first-judgment-set-aside" not in warned(response)
