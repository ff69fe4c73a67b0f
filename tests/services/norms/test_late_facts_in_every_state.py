"""The answer to an objection, told later: with its own day while it waits, once only."""

from __future__ import annotations

from typing import Any

import pytest

from shared.casework.guarding import Actor
from shared.casework.serving import guest_of, track_of
from tests.services.norms.test_objections_over_http import an_objection
from tests.support.case_in_memory import CaseInMemory, said

AGENCY = ("11120101000000001H", "示范区人民政府")
ANSWER: dict[str, Any] = {"on": "2024-06-07", "outcome": "kept", "text": "文件合法"}
BASIS = "内部管理规定·规范性文件反馈"


def received() -> CaseInMemory:
    """Return an objection received on 2024-05-08: its thirty days end on 06-07."""
    officer = Actor("officer-1", "reconsideration_officer", *AGENCY)
    objection = CaseInMemory(track_of(guest_of("coordination")).procedure, officer, "objection-1")
    return objection.does("receive", **an_objection())


def test_an_answer_of_the_last_day_is_in_time_however_late_it_is_told() -> None:
    objection = received().does("answer", **ANSWER)

    assert (objection.status, objection.state_of("POLICY-norm-objection")) == ("answered", "met")


@pytest.mark.parametrize("closed", [False, True])
def test_it_is_answered_once(*, closed: bool) -> None:
    objection = received().does("answer", **ANSWER)
    if closed:
        objection.does("close", on="2024-07-01")

    problem = objection.refuses("answer", **{**ANSWER, "on": "2024-06-03"})

    assert said(problem) == (409, "command-not-allowed", BASIS)


def test_nothing_is_answered_before_it_was_received() -> None:
    problem = received().refuses("answer", **{**ANSWER, "on": "2024-05-07"})

    assert said(problem) == (422, "date-out-of-order", BASIS)
