"""Publishing a decision: what the public reads, what stays out, and what is taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from services.reconsideration.publication import marks_on, people_of
from shared.casework.personal import Personal
from shared.redaction import redacted
from tests.services.reconsideration.builders import (
    APPLICANT,
    ID_NUMBER,
    OTHER_ROLE,
    Review,
    revoked,
)

ON = "2024-07-15"
DECISION = (
    f"申请人王小明（{ID_NUMBER}）不服，本机关撤销示范区市场监督管理局的决定。热线022-27891234。"
)
PUBLIC = "申请人王某（×××）不服，本机关撤销示范区市场监督管理局的决定。热线×××。"


def served() -> Review:
    return revoked().does(
        "serve_decision", on="2024-06-25", party=APPLICANT, method="direct", served_on="2024-06-25"
    )


def published(**changes: Any) -> Review:
    return served().does("publish", on=ON, **{"original": DECISION, "text": PUBLIC, **changes})


class TestPublishing:
    def test_a_served_decision_is_published_as_the_marks_leave_it(self) -> None:
        review = published()

        assert review.facts["published_text"] == PUBLIC
        assert review.facts["publication"] == "published"
        assert review.case["milestones"]["published"] == ON
        assert review.codes() == []

    def test_the_event_tells_neither_version(self) -> None:
        told = str(published().event)

        assert "王小明" not in told
        assert PUBLIC not in told

    @pytest.mark.parametrize(
        "text",
        [
            DECISION,
            PUBLIC.replace("王某", "王小明"),
            PUBLIC.replace("撤销", "维持"),
            f"{PUBLIC}补充。",
        ],
    )
    def test_nothing_else_is_published_than_the_redacted_decision(self, text: str) -> None:
        problem = served().refuses("publish", on=ON, original=DECISION, text=text)

        assert (list(problem.errors or {}), problem.basis) == (["text"], "复议法79¶1")
        assert "王小明" not in problem.detail.zh

    def test_a_mark_is_lifted_with_a_reason_and_words_are_added(self) -> None:
        lifted = [{"start": DECISION.index("022"), "quoted": "022-27891234", "reason": "公开热线"}]
        added = [{"quoted": "市场监督管理局", "replacement": "某局", "reason": "便于理解"}]
        text = "申请人王某（×××）不服，本机关撤销示范区某局的决定。热线022-27891234。"

        review = published(lifted=lifted, added=added, text=text)

        assert review.facts["published_text"] == text

    @pytest.mark.parametrize("field", ["lifted", "added"])
    def test_every_change_needs_its_reason(self, field: str) -> None:
        change = {"quoted": "王小明"} | ({"start": 3} if field == "lifted" else {})
        both: dict[str, Any] = {"original": DECISION, "text": PUBLIC, field: [change]}

        problem = served().refuses("publish", on=ON, **both)

        assert list(problem.errors or {}) == [f"{field}.0.reason"]

    def test_the_number_of_a_party_cannot_be_lifted(self) -> None:
        lifted = [{"start": DECISION.index(ID_NUMBER), "quoted": ID_NUMBER, "reason": "公开"}]

        problem = served().refuses("publish", on=ON, original=DECISION, text=PUBLIC, lifted=lifted)

        assert list(problem.errors or {}) == ["lifted.0.quoted"]

    def test_a_change_that_concerns_nothing_is_named(self) -> None:
        added = [{"quoted": "不在其中", "reason": "误写"}]

        problem = served().refuses("publish", on=ON, original=DECISION, text=PUBLIC, added=added)

        assert list(problem.errors or {}) == ["added.0.quoted"]

    def test_whoever_left_the_case_is_hidden_as_well(self) -> None:
        case = {"parties": [], "former_parties": [{"kind": "person", "name": "王小明"}]}
        asked = {"original": Personal("王小明曾申请"), "lifted": [], "added": []}

        marks = marks_on(asked, people_of(case), date(2024, 7, 15))

        assert redacted("王小明曾申请", marks) == "王某曾申请"

    def test_publication_before_service_is_pointed_out(self) -> None:
        review = revoked().does("publish", on="2024-06-24", original=DECISION, text=PUBLIC)

        assert review.basis_of("published-before-service") == "复议法75¶2"

    def test_other_roles_publish_nothing(self) -> None:
        problem = served().refuses(
            "publish", actor=OTHER_ROLE, on=ON, original=DECISION, text=PUBLIC
        )

        assert problem.status == 403


class TestWhatStaysOut:
    def test_a_decision_with_a_state_secret_is_never_published(self) -> None:
        review = served().does("withhold_publication", on=ON, ground="state_secret")

        problem = review.refuses("publish", on=ON, original=DECISION, text=PUBLIC)
        assert (problem.status, problem.basis) == (409, "政府信息公开条例14")

    def test_another_ground_may_fall_away(self) -> None:
        review = served().does("withhold_publication", on=ON, ground="commercial_secret")

        assert review.facts["publication"] == "withheld"
        review.does("publish", on="2024-07-16", original=DECISION, text=PUBLIC)
        assert review.facts["publication"] == "published"

    def test_what_is_public_is_withdrawn_before_it_is_withheld(self) -> None:
        problem = published().refuses("withhold_publication", on=ON, ground="state_secret")

        assert (problem.status, problem.basis) == (409, "复议法79¶1")

    @pytest.mark.parametrize("status", ["settled", "terminated", "rejected", "accepted"])
    def test_only_decisions_are_published_and_no_mediation(self, status: str) -> None:
        review = served()
        review.case["status"] = status

        problem = review.refuses("publish", on=ON, original=DECISION, text=PUBLIC)
        assert (problem.code, problem.basis) == ("command-not-allowed", "复议法79¶1")


class TestWithdrawing:
    def test_a_publication_is_withdrawn_with_a_reason_and_its_day(self) -> None:
        review = published().does("withdraw_publication", on="2024-08-01", reason="法院已撤销")

        assert review.facts["publication"] == "withdrawn"
        assert review.case["milestones"]["publication_withdrawn"] == "2024-08-01"
        assert review.event_type == "reconsideration.publication_withdrawn"

    def test_it_may_be_published_anew(self) -> None:
        review = published().does("withdraw_publication", on="2024-08-01", reason="笔误")

        review.does("publish", on="2024-08-02", original=DECISION, text=PUBLIC)
        assert review.facts["publication"] == "published"

    def test_what_is_not_public_cannot_be_withdrawn(self) -> None:
        problem = served().refuses("withdraw_publication", on=ON, reason="误")

        assert (problem.status, problem.basis) == (409, "复议法79¶1")
