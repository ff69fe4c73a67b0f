"""Questions whose wrong answer would cost a citizen the right, asked over HTTP, with their days."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.coordination.asking import Desk

PENALTY = {"kind": "penalty"}
LATE_DECISION = {
    "track": "reconsideration",
    "status": "decided",
    "accepted_on": "2026-03-02",
    "decided_on": "2026-06-15",
    "served_on": "2026-06-17",
    "remedies_told": True,
}
EXAMPLES: dict[str, tuple[dict[str, Any], str, str | None, bool]] = {
    # 政府信息公开条例33¶2: 20 working days to 10-29; then 行政复议法20¶1
    "silence on a request for information": (
        {
            "act": {},
            "inaction": {"requested_on": "2026-09-24", "duty": "11(14)"},
            "on": "2026-11-02",
        },
        "reconsideration",
        "2026-12-28",
        True,
    ),
    # 行政协议规定25; 民法典188: three years
    "breach of an agreement": (
        {
            "act": {"kind": "agreement_breach", "made_on": "2024-05-31"},
            "known_on": "2024-06-03",
            "on": "2026-08-10",
        },
        "litigation",
        "2027-06-03",
        True,
    ),
    # 行政协议规定25; 行政诉讼法46¶1: six months
    "an agreement changed by one side": (
        {
            "act": {
                "kind": "agreement_change",
                "made_on": "2026-06-01",
                "served_on": "2026-06-03",
            },
            "on": "2026-08-10",
        },
        "litigation",
        "2026-12-03",
        True,
    ),
    # 行政诉讼法（1989年）39: three months; 2015-03-01 is a Sunday
    "an act under the law of 1989": (
        {
            "act": {**PENALTY, "served_on": "2014-12-01"},
            "remedies_told": True,
            "on": "2026-11-21",
        },
        "litigation",
        "2015-03-02",
        False,
    ),
    # 法释〔2000〕8号41: two years
    "an act of 2005 that told no limit": (
        {
            "act": PENALTY,
            "known_on": "2005-06-01",
            "remedies_told": False,
            "on": "2026-11-21",
        },
        "litigation",
        "2007-06-01",
        False,
    ),
    # 行政复议法20¶3: a year at most
    "inaction of which the remedies were not told": (
        {
            "act": {},
            "remedies_told": False,
            "inaction": {
                "requested_on": "2025-01-08",
                "performance_due_on": "2025-03-10",
                "duty": "11(11)",
            },
            "on": "2025-11-03",
        },
        "reconsideration",
        "2026-03-10",
        True,
    ),
    # 行政诉讼法45: fifteen days from receipt, though the review was late
    "a late review that upheld": (
        {
            "act": {**PENALTY, "served_on": "2026-02-02"},
            "prior": [LATE_DECISION],
            "on": "2026-06-22",
        },
        "litigation_after_reconsideration",
        "2026-07-02",
        True,
    ),
    # 税收征收管理法88¶1: from payment
    "a dispute over tax that was paid": (
        {
            "act": {
                "kind": "tax_assessment",
                "served_on": "2026-08-03",
                "tax_settled_on": "2026-08-17",
            },
            "on": "2026-08-24",
        },
        "reconsideration",
        "2026-10-16",
        True,
    ),
    # 行政诉讼法 is in force since 1990-10-01
    "an act from before the law of suits": (
        {"act": {**PENALTY, "made_on": "1990-09-28"}, "known_on": "2026-10-12", "on": "2026-11-21"},
        "litigation",
        None,
        False,
    ),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_answer_has_the_day_of_the_text(desk: Desk, name: str) -> None:
    asked, path, last_on, is_open = EXAMPLES[name]

    answer = desk.post("/api/v1/advice/paths", {"prior": [], **asked}, role="petition_officer")

    assert answer.status_code == 200, answer.get_json()
    found = next(each for each in answer.get_json()["paths"] if each["path"] == path)
    assert (found["last_on"], found["open"]) == (last_on, is_open)


def test_a_duty_that_is_not_told_is_asked_for_and_the_earlier_day_is_safe(desk: Desk) -> None:
    asked = {"act": {}, "inaction": {"requested_on": "2026-09-24"}, "on": "2026-11-02"}

    answer = desk.post("/api/v1/advice/paths", {"prior": [], **asked}, role="petition_officer")

    [found] = [each for each in answer.get_json()["paths"] if each["path"] == "reconsideration"]
    assert (found["last_on"], found["safe_on"]) == (None, "2026-12-28")
    assert [each["fact"] for each in found["missing"]] == ["inaction.duty"]
