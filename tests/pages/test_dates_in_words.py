"""Dates and turns on the pages are said as an officer here says them."""

from __future__ import annotations

from datetime import UTC, datetime

from gateway.web.dates import OBLIGORS, here_at, here_on
from gateway.web.facts import facts_of
from shared.law.rule import Obligor


def test_whoever_may_have_to_act_has_a_name_on_the_pages() -> None:
    assert {str(obligor) for obligor in Obligor} <= OBLIGORS.keys()


def test_an_instant_belongs_to_the_day_that_it_is_here() -> None:
    assert here_on("2026-11-26T15:59:59+00:00") == "2026-11-26"
    assert here_on("2026-11-26T16:00:00Z") == "2026-11-27"


def test_an_instant_is_shown_by_the_clocks_of_here() -> None:
    assert here_at("2026-11-26T15:59:59+00:00") == "2026-11-26 23:59"
    assert here_at(datetime(2026, 11, 26, 16, 0, tzinfo=UTC)) == "2026-11-27 00:00"


def test_what_is_recorded_stands_in_sections_and_no_section_is_empty() -> None:
    said = [{"field": "milestones.served"}, {"field": "facts.court"}, {"field": "facts.place"}]

    sections = facts_of(said)

    assert [section["name"].en for section in sections] == ["Facts", "Milestones"]
    assert len(sections[0]["said"]) == 2
