"""A stay of enforcement (停止执行, 复议法42): ordered, refused, lifted, while the review lasts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.services.reconsideration.builders import (
    APPLICANT,
    BUREAU,
    ID_NUMBER,
    PROCEDURE,
    Review,
    accepted,
    act,
    filed,
    people,
    revoked,
)
from tests.support.case_in_memory import refuses_field, said

SUPERIOR = {"name": "某省人民政府", "code": "111200000000000021"}
ORDER: dict[str, Any] = {"ground": "42(1)"}
REFUSE: dict[str, Any] = {"party": APPLICANT, "reason": "执行不致造成难以弥补的损失"}
LIFT: dict[str, Any] = {"reason": "停止执行的原因已消除"}
LATE = "2026-09-01"


def correction_requested() -> Review:
    return filed().does("request_correction", on="2024-05-10", items=["身份证明"])


def lapsed() -> Review:
    review = correction_requested()
    review.does("serve_correction_notice", on="2024-05-10", served_on="2024-05-10")
    return review.does("lapse", on="2024-05-25")


def elevated() -> Review:
    review = filed(
        received_on="2026-07-06", act=act(made_on="2026-06-01", served_on="2026-06-03")
    ).does("accept", on="2026-07-08", procedure="ordinary")
    told: dict[str, Any] = {"notice_received_on": "2026-08-04", "superior": SUPERIOR}
    return review.does("record_elevation", on="2026-08-05", **told)


def taken_over(**changes: Any) -> Review:
    payload: dict[str, Any] = {
        "on": "2026-08-05",
        "agency": SUPERIOR,
        "taken_from": {"name": "示范区人民政府"},
        "applicants": [{"name": "王小明", "id_number": ID_NUMBER}],
        "respondent": BUREAU,
        "act": act(made_on="2026-06-01", served_on="2026-06-03"),
        "requests": "请求撤销处罚决定",
        "received_on": "2026-07-06",
        "accepted_on": "2026-07-08",
        **changes,
    }
    return Review().does("take_over", **payload)


def settled() -> Review:
    terms: dict[str, Any] = {"terms": "减轻处罚", "signed_by_all": True}
    return accepted().does("issue_mediation_statement", on="2024-06-21", **terms)


UNDER_REVIEW: dict[str, Callable[[], Review]] = {
    "accepted": accepted,
    "suspended": lambda: accepted().does("suspend", on="2024-05-20", ground="39(8)"),
    "taken_over": taken_over,
}
NOT_UNDER_REVIEW: dict[str, Callable[[], Review]] = {
    "filed": filed,
    "correction_requested": correction_requested,
    "rejected": lambda: filed().does("reject", on="2024-05-13", ground="30(5)", reason="不属于"),
    "lapsed": lapsed,
    "elevated": elevated,
    "handed_up": lambda: elevated().does("hand_file_up", on="2026-08-06"),
    "decided": revoked,
    "settled": settled,
    "terminated": lambda: accepted().does("terminate", on="2024-06-03", ground="41(4)"),
    "closed": lambda: settled().does("close", on="2024-06-24", reason="案卷已齐"),
}


@pytest.mark.parametrize("status", UNDER_REVIEW)
class TestDuringTheReview:
    def test_it_is_ordered_and_lifted(self, status: str) -> None:
        review = UNDER_REVIEW[status]()
        assert said(review.refuses("lift_stay", on=LATE, **LIFT)) == (409, "conflict", "复议法42")

        review.does("stay_enforcement", on=LATE, **ORDER)
        assert (review.status, review.facts["enforcement_stayed"]) == (status, True)
        again = review.refuses("stay_enforcement", on=LATE, ground="42(2)")
        assert said(again) == (409, "conflict", "复议法42")
        assert said(review.refuses("refuse_stay", on=LATE, **REFUSE)) == said(again)

        review.does("lift_stay", on=LATE, **LIFT)
        assert review.facts["enforcement_stayed"] is False
        assert review.milestones["stay_lifted"] == LATE

    def test_what_was_asked_for_is_refused_and_may_be_asked_for_again(self, status: str) -> None:
        review = UNDER_REVIEW[status]().does(
            "refuse_stay", on=LATE, **REFUSE, asked_on="2026-08-31"
        )
        assert review.milestones["stay_refused"] == LATE
        assert not review.facts.get("enforcement_stayed")

        review.does("refuse_stay", on=LATE, **REFUSE)
        review.does("stay_enforcement", on=LATE, ground="42(3)", party=APPLICANT)

        assert [each["party"] for each in review.facts["stays_refused"]] == [APPLICANT] * 2
        assert review.facts["stays"][-1]["party"] == APPLICANT


@pytest.mark.parametrize("status", NOT_UNDER_REVIEW)
@pytest.mark.parametrize(
    ("command", "raw"), [("stay_enforcement", ORDER), ("refuse_stay", REFUSE), ("lift_stay", LIFT)]
)
def test_nothing_is_stayed_when_no_review_is_under_way(
    status: str, command: str, raw: dict[str, Any]
) -> None:
    review = NOT_UNDER_REVIEW[status]()
    assert review.status == status

    problem = review.refuses(command, on=LATE, **raw)

    # Of a review that was under way it is said rather that no stay is left to be lifted.
    told_later = PROCEDURE.commands[command].is_only_told_in(status)
    no_stay_is_left = command == "lift_stay" and told_later
    assert problem.code == ("conflict" if no_stay_is_left else "command-not-allowed")
    assert (problem.basis or "").startswith("复议法42")


class TestWhoAsks:
    @pytest.mark.parametrize("command", ["stay_enforcement", "refuse_stay"])
    def test_applicant_or_third_party_do(self, command: str) -> None:
        raw = ORDER | {"ground": "42(3)"} if command == "stay_enforcement" else REFUSE
        review = filed(third_parties=people(1)).does(
            "accept", on="2024-05-13", procedure="ordinary"
        )
        assert [each["id"] for each in review.case["parties"]] == ["p1", "p2", "p3"]
        third = next(each["id"] for each in review.case["parties"] if each["role"] == "third_party")

        bureau = {"p2", "p3"} - {third}
        problem = review.refuses(command, on=LATE, **raw | {"party": bureau.pop()})

        assert refuses_field(problem) == ("party", "复议法42(3)")
        assert review.does(command, on=LATE, **raw | {"party": third}).codes() == []

    def test_nobody_asks_for_what_the_respondent_holds_needed(self) -> None:
        problem = accepted().refuses("stay_enforcement", on=LATE, **ORDER, party=APPLICANT)

        assert refuses_field(problem) == ("party", "复议法42(3)")

    def test_a_refusal_comes_after_the_request(self) -> None:
        problem = accepted().refuses(
            "refuse_stay", on="2024-05-20", **REFUSE, asked_on="2024-05-21"
        )

        assert problem.code == "date-out-of-order"


ENDS: dict[str, dict[str, Any]] = {
    "decide": {"kind": "uphold", "articles": ["68"], "reason": "无法联系"},
    "terminate": {"ground": "41(4)"},
    "withdraw": {"reason": "已自行履行"},
    "issue_mediation_statement": {"terms": "减轻处罚", "signed_by_all": True},
}


@pytest.mark.parametrize("command", ENDS)
def test_it_ends_with_the_review_and_is_said(command: str) -> None:
    review = accepted().does("stay_enforcement", on="2024-05-15", **ORDER)
    officers = [{"name": f"复议员{each}", "qualification": "法律职业资格"} for each in "甲乙"]
    review.does("assign_officers", on="2024-05-20", officers=officers)

    review.does(command, on="2024-06-20", **ENDS[command])

    assert review.basis_of("stay-ends-with-the-review") == "复议法42"
    assert review.facts["enforcement_stayed"] is None


def test_what_is_decided_again_may_be_stayed_again() -> None:
    review = accepted().does("stay_enforcement", on="2024-05-15", **ORDER)
    review.does("terminate", on="2024-06-03", ground="41(4)")
    order: dict[str, Any] = {
        "court_case_no": "（2024）津0101行初12号",
        "in_effect_on": "2024-10-15",
    }
    review.does("decide_again", on="2024-10-16", **order)

    review.does("stay_enforcement", on="2024-10-17", ground="42(2)")

    assert (review.status, review.facts["enforcement_stayed"]) == ("accepted", True)


def test_what_is_stayed_below_is_so_with_the_superior_which_may_lift_it() -> None:
    review = taken_over(enforcement_stayed=True)
    assert review.facts["enforcement_stayed"] is True

    assert review.does("lift_stay", on=LATE, **LIFT).facts["enforcement_stayed"] is False
