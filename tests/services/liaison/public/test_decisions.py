"""Published decisions: found by day, agency, kind and words, and gone when they are withdrawn."""

from __future__ import annotations

from typing import Any

import pytest

from services.liaison.public.decisions import DecisionQuestion, Decisions, place_of
from shared.storage.database import Database

GOVERNMENT = {"code": "11120101000000001H", "name": "示范区人民政府"}
COUNTY = {"code": "11310000000000002A", "name": "东城县人民政府"}


@pytest.fixture
def decisions(database: Database) -> Decisions:
    decisions = Decisions(database)
    decisions.prepare()
    return decisions


def told(**changes: Any) -> dict[str, Any]:
    """Return what the reconsideration service says of a published decision."""
    return {
        "version": 9,
        "number": "示复〔2024〕7号",
        "state": "published",
        "agency": GOVERNMENT,
        "kind": "revoke",
        "decided_on": "2024-06-20",
        "published_on": "2024-07-15",
        "withdrawn_on": None,
        "text": "申请人王某不服责令限期拆除决定，本机关撤销该决定。",
        **changes,
    }


def found(decisions: Decisions, *terms: str, **asked: Any) -> list[str]:
    page = decisions.page(DecisionQuestion(terms, **asked), size=50, after=None)
    return [row["_id"] for row in page]


class TestFinding:
    def test_the_latest_decision_comes_first(self, decisions: Decisions) -> None:
        for month in (3, 1, 2):
            decisions.record(f"case-{month}", told(decided_on=f"2024-0{month}-10"))

        assert found(decisions) == ["case-3", "case-2", "case-1"]

    @pytest.mark.parametrize(
        "terms",
        [
            ("限期拆除",),
            ("拆除", "撤销"),
            ("示复〔2024〕7号",),
            ("示复2024 7号",),
            ("示范区人民政府",),
        ],
    )
    def test_words_numbers_and_agencies_find_it(
        self, decisions: Decisions, terms: tuple[str, ...]
    ) -> None:
        decisions.record("case-1", told())
        decisions.record("case-2", told(number="示复〔2024〕8号", text="维持。", agency=COUNTY))

        assert found(decisions, *terms) == ["case-1"]

    @pytest.mark.parametrize("terms", [("强制执行",), ("拆除", "执行"), ("除限",), ("7",)])
    def test_all_words_must_be_there_as_they_are_asked_for(
        self, decisions: Decisions, terms: tuple[str, ...]
    ) -> None:
        decisions.record("case-1", told())

        assert found(decisions, *terms) == []

    @pytest.mark.parametrize("terms", [(), ("拆除",)])
    def test_agency_kind_and_days_narrow_the_list(
        self, decisions: Decisions, terms: tuple[str, ...]
    ) -> None:
        decisions.record("case-1", told())
        decisions.record("case-2", told(agency=COUNTY, decided_on="2023-12-31"))
        decisions.record("case-3", told(kind="uphold", decided_on="2025-01-01"))

        assert found(decisions, *terms, agency_code=COUNTY["code"]) == ["case-2"]
        assert found(decisions, *terms, decision_kind="uphold") == ["case-3"]
        assert found(decisions, *terms, first="2024-01-01", last="2024-12-31") == ["case-1"]
        assert found(decisions, *terms, first="2024-06-20") == ["case-3", "case-1"]
        assert found(decisions, *terms, last="2024-06-20") == ["case-1", "case-2"]
        assert found(decisions, *terms, first="2024-06-21") == ["case-3"]
        assert found(decisions, *terms, last="2024-06-19") == ["case-2"]

    @pytest.mark.parametrize("terms", [(), ("拆除",)])
    def test_pages_follow_each_other_without_loss(
        self, decisions: Decisions, terms: tuple[str, ...]
    ) -> None:
        for number in range(60):
            day = f"20{20 + number % 5}-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
            decisions.record(f"case-{number:02d}", told(decided_on=day))

        seen: list[dict[str, Any]] = []
        after = None
        while page := decisions.page(DecisionQuestion(terms), size=7, after=after):
            seen += page
            after = place_of(page[-1])

        assert len(seen) == len({row["_id"] for row in seen}) == 60
        assert seen == sorted(seen, key=place_of, reverse=True)

    def test_the_agencies_with_public_decisions_are_told(self, decisions: Decisions) -> None:
        decisions.record("case-1", told())
        decisions.record("case-2", told(agency=COUNTY, state="withdrawn", text=None))

        assert decisions.agencies() == [GOVERNMENT]


class TestWithdrawal:
    def test_a_withdrawn_decision_keeps_its_address_and_loses_text_and_words(
        self, decisions: Decisions, database: Database
    ) -> None:
        decisions.record("case-1", told())
        decisions.record("case-1", told(version=10, state="withdrawn", withdrawn_on="2024-08-01"))

        row = decisions.find("case-1") or {}
        assert (row["state"], row["withdrawn_on"], row["text"]) == ("withdrawn", "2024-08-01", None)
        assert found(decisions) == found(decisions, "拆除") == []
        assert database["decision_words"].count_documents({}) == 0

    def test_what_comes_late_or_again_brings_nothing_back(
        self, decisions: Decisions, database: Database
    ) -> None:
        decisions.record("case-1", told(version=10, state="withdrawn", text=None))
        decisions.record("case-1", told(version=9))
        decisions.record("case-1", told(version=9))

        assert found(decisions) == []
        assert database["decision_words"].count_documents({}) == 0

    def test_it_may_become_public_anew_with_another_text(self, decisions: Decisions) -> None:
        decisions.record("case-1", told())
        decisions.record("case-1", told(version=10, state="withdrawn", text=None))
        decisions.record("case-1", told(version=11, text="更正后的公开文本。"))

        assert found(decisions, "更正后") == ["case-1"]
        assert found(decisions, "拆除") == []

    def test_a_case_that_was_never_public_has_no_address(self, decisions: Decisions) -> None:
        decisions.record("case-1", told(state="withheld", text=None))
        decisions.record("case-2", told(state=None, text=None))

        assert decisions.find("case-1") is decisions.find("case-2") is None
