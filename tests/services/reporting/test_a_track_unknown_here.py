"""A track that no table of the reports names is counted under its own name."""

from __future__ import annotations

from typing import Any

import pytest

from services.coordination.assembly import Coordination
from services.reporting.assembly import Reporting
from tests.services.coordination.asking import Desk
from tests.services.coordination.following import a_petition, office_on, referred
from tests.services.coordination.test_a_track_unknown_here import an_arbitration, its_life
from tests.services.reporting.world import tell


def answered(desk: Desk, report: str) -> dict[str, Any]:
    answer = desk.get(f"/api/v1/reports/{report}")
    assert answer.status_code == 200, answer.get_json()
    found: dict[str, Any] = answer.get_json()
    return found


@pytest.mark.parametrize("report", ["daily", "weekly", "monthly", "quarterly"])
def test_it_is_counted_in_every_report_under_its_own_name(
    reporting: Reporting, desk: Desk, report: str
) -> None:
    tell(reporting, its_life(an_arbitration())[0])

    (counted,) = answered(desk, report)["open"]["by_track"]
    assert (counted["key"], counted["count"]) == ("arbitration", 1)
    assert counted["name"] == {"zh": "arbitration", "en": "arbitration"}


@pytest.mark.parametrize("steps", range(1, 6))
def test_no_report_fails_at_any_point_of_its_life(
    reporting: Reporting, desk: Desk, steps: int
) -> None:
    tell(reporting, *its_life(an_arbitration())[:steps])

    for report in ("indicators", "warnings", "supervision"):
        answered(desk, report)


def test_where_a_petition_is_led_may_be_a_word_that_is_not_known_here(
    coordination: Coordination, desk: Desk
) -> None:
    office_on(coordination).hears(referred(a_petition(), "ombudsman"))

    (followed,) = answered(desk, "supervision")["referrals"]["items"]
    assert followed["details"]["target"] == "ombudsman"
    assert followed["details"]["target_name"] == {"zh": "ombudsman", "en": "ombudsman"}
