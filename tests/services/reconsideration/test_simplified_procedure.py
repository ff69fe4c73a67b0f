"""An application is taken up in the simplified procedure (简易程序, 复议法53, 54)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.reconsideration.builders import (
    Review,
    act,
    filed,
)


class TestSimplifiedProcedure:
    def of(self, ground: str | None, **act_facts: Any) -> tuple[Review, dict[str, Any]]:
        choice = {"on": "2024-05-13", "procedure": "simplified", "ground": ground}
        raw = {name: value for name, value in choice.items() if value is not None}
        return filed(act=act(**act_facts)), raw

    def test_it_has_shorter_clocks(self) -> None:
        review, raw = self.of("53(4)", kind="government_information")
        review.does("accept", **raw)

        assert review.due("FY-15") == "2024-05-16"
        assert review.due("FY-19") == "2024-06-12"
        assert not review.has_clock("FY-18")
        assert review.codes() == []

    def test_it_needs_its_ground(self) -> None:
        review, raw = self.of(None)

        problem = review.refuses("accept", **raw)
        assert list(problem.errors or {}) == ["ground"]
        assert problem.basis == "复议法53"

    def test_the_ordinary_procedure_has_none(self) -> None:
        problem = filed().refuses("accept", on="2024-05-13", procedure="ordinary", ground="53(1)")

        assert list(problem.errors or {}) == ["ground"]

    def test_it_exists_since_2024(self) -> None:
        review = filed(
            received_on="2023-05-08", act=act(made_on="2023-05-01", served_on="2023-05-01")
        )

        problem = review.refuses("accept", on="2023-05-09", procedure="simplified", ground="53(1)")
        assert list(problem.errors or {}) == ["procedure"]

    @pytest.mark.parametrize(("amount", "fits"), [(3000, True), (3001, False)])
    def test_small_amounts_are_up_to_three_thousand_yuan(self, amount: int, fits: bool) -> None:
        review, raw = self.of("53(3)", amount=amount)

        if fits:
            assert review.does("accept", **raw).status == "accepted"
        else:
            problem = review.refuses("accept", **raw)
            assert list(problem.errors or {}) == ["ground"]
            assert problem.basis == "复议法53¶1(3)"

    def test_the_amount_has_to_be_known(self) -> None:
        review, raw = self.of("53(3)")

        problem = review.refuses("accept", **raw)
        assert (problem.code, list(problem.errors or {})) == ("missing-fact", ["act.amount"])

    def test_other_cases_need_the_agreement_of_all_parties(self) -> None:
        review, raw = self.of("53¶2")

        problem = review.refuses("accept", **raw)
        assert list(problem.errors or {}) == ["parties_agree"]
        assert problem.basis == "复议法53¶2"
        assert review.does("accept", **raw, parties_agree=True).status == "accepted"

    def test_a_ground_that_the_act_does_not_show_is_pointed_out(self) -> None:
        review, raw = self.of("53(1)", kind="licence")

        assert review.does("accept", **raw).basis_of("simplified-ground-to-verify") == "复议法53(1)"
