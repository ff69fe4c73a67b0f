"""Which organ and which court, by the agency whose act it is."""

from __future__ import annotations

from datetime import date

import pytest

from shared.remedies.competence import court, reconsideration_organ
from shared.remedies.facts import ActingAgency
from tests.services.coordination.remedies.asked import day


@pytest.mark.parametrize(
    ("agency", "article"),
    [
        (ActingAgency(level="county"), "24¶1(1)"),
        (ActingAgency(level="county", government=True), "24¶1(2)"),
        (ActingAgency(level="province", government=True), "24¶2"),
        (ActingAgency(level="state_department"), "25"),
        (ActingAgency(level="county", system="tax"), "27"),
        (ActingAgency(level="city", system="justice"), "28"),
        (ActingAgency(), "24"),
    ],
)
def test_the_organ_follows_from_level_and_system(agency: ActingAgency, article: str) -> None:
    assert f"行政复议法{article}" in reconsideration_organ(agency, day("2026-08-01")).zh


@pytest.mark.parametrize(
    ("agency", "article"),
    [
        (ActingAgency(level="county"), "12¶1"),
        (ActingAgency(level="county", government=True), "13"),
        (ActingAgency(level="province", government=True), "14"),
        (ActingAgency(system="customs"), "12¶2"),
    ],
)
def test_until_2023_a_department_left_the_choice(agency: ActingAgency, article: str) -> None:
    assert f"2017法{article}" in reconsideration_organ(agency, day("2023-12-31")).zh


@pytest.mark.parametrize(
    ("agency", "level"),
    [
        (ActingAgency(level="county"), "基层"),
        (ActingAgency(level="township", government=True), "基层"),
        (ActingAgency(level="county", government=True), "中级"),
        (ActingAgency(level="state_department"), "中级"),
        (ActingAgency(system="customs", level="city"), "中级"),
    ],
)
def test_the_level_of_the_court_follows_the_agency(agency: ActingAgency, level: str) -> None:
    assert next(court(agency, date(2026, 8, 10))).zh.startswith(level)
