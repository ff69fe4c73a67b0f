"""Which steps end a period that runs: what a page offers first."""

from __future__ import annotations

from datetime import date

from shared.casework.actions import actions
from tests.services.reconsideration.builders import OFFICER, PROCEDURE, accepted


def test_the_reply_ends_its_period_and_the_receipt_that_begins_it_does_not() -> None:
    review = accepted().does("serve_respondent", on="2024-05-14", party="p2")

    now = actions(PROCEDURE, review.case, OFFICER, "zh", today=date(2024, 5, 15))["now"]

    meets = {step["command"]: step["meets"] for step in now}
    assert meets["reply"] == ["FY-14"]
    assert meets["record_copy_receipt"] == []
