"""What is typed into the calculator is sent as it is meant, and what is refused is found again."""

from __future__ import annotations

import pytest

from gateway.web.calculator import place_of, question_of

ASKED = {
    "rule": "FY-18",
    "started_on": "2026年3月2日",
    "extended_by": "30",
    "from1": "2026-3-10",
    "to1": "2026-3-12",
    "from3": "2026-4-1",
}


def test_days_are_sent_as_days_numbers_as_numbers_and_empty_rows_not_at_all() -> None:
    assert question_of(ASKED) == {
        "started_on": "2026-03-02",
        "extended_by": 30,
        "pauses": [{"from": "2026-03-10", "to": "2026-03-12"}, {"from": "2026-04-01"}],
    }


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("started_on", "started_on"),
        ("pauses", "from1"),
        ("pauses.0.to", "to1"),
        ("pauses.1.to", "to3"),
        ("pauses.1", "from3"),
    ],
)
def test_what_is_refused_leads_to_the_field_in_which_it_was_typed(path: str, field: str) -> None:
    assert place_of(ASKED, path) == field
