"""Reports over HTTP: whose they are, of which days, and what they refuse."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from services.coordination.assembly import Coordination
from services.reporting.assembly import Reporting
from shared.legal_day import today
from tests.services.coordination.asking import Desk, refused
from tests.services.coordination.telling import AGENCY, OTHER_AGENCY, a_party
from tests.services.coordination.telling import tell as tell_coordination
from tests.services.reporting.world import a_petition, a_suit, ended, met, running, tell

REPORTS = ("daily", "weekly", "monthly", "quarterly")
TODAY = today()
TOMORROW = (TODAY + timedelta(days=1)).isoformat()


def answered(desk: Desk, path: str, **caller: str) -> dict[str, Any]:
    answer = desk.get(f"/api/v1/reports/{path}", **caller)
    assert answer.status_code == 200, answer.get_json()
    found: dict[str, Any] = answer.get_json()
    return found


def indicator(found: dict[str, Any], name: str) -> dict[str, Any]:
    listed = found["items"] if "items" in found else found["indicators"]
    (item,) = [item for item in listed if item["id"] == name]
    shown: dict[str, Any] = item
    return shown


@pytest.fixture
def filled(reporting: Reporting) -> None:
    """Two petitions accepted in May 2024, one late; one of another area; one of strangers."""
    in_time = [met("XF-02", "2024-05-16", "2024-05-08")]
    late = [met("XF-02", "2024-05-16", "2024-05-20")]
    tell(
        reporting,
        a_petition("good").step("accept", clocks=in_time, field="labour"),
        a_petition("late").step("accept", on="2024-05-20", clocks=late),
        a_petition("elsewhere").step("accept", clocks=in_time, region="120102"),
        a_petition("strange", agency=dict(OTHER_AGENCY)).step("accept", clocks=in_time),
    )


@pytest.mark.usefixtures("filled")
def test_an_indicator_names_the_cases_of_the_own_agency_alone(desk: Desk) -> None:
    path = "indicators/acceptance_on_time?from=2024-05-01&to=2024-05-31"

    own = [item["case_id"] for item in answered(desk, path)["items"]]
    theirs = answered(desk, path, agency=OTHER_AGENCY["code"])["items"]

    assert sorted(own) == ["elsewhere", "good", "late"]
    assert [item["case_id"] for item in theirs] == ["strange"]


def test_an_unknown_indicator_is_not_found(desk: Desk) -> None:
    assert refused(desk.get("/api/v1/reports/indicators/happiness"))[0] == 404


@pytest.mark.usefixtures("filled")
def test_indicators_are_those_of_the_own_agency_with_the_cases_behind_them(desk: Desk) -> None:
    found = answered(desk, "indicators?from=2024-05-01&to=2024-05-31")

    assert found["period"] == {"from": "2024-05-01", "to": "2024-05-31"}
    assert found["agency"] == AGENCY["code"]
    shown = indicator(found, "acceptance_on_time")
    assert (shown["numerator"], shown["denominator"], shown["rate"]) == (2, 3, 0.6667)
    assert sorted(shown["case_ids"]["denominator"]) == ["elsewhere", "good", "late"]
    assert shown["name"] == {"zh": "按期受理率", "en": "acceptance on time"}
    assert indicator(found, "litigation_loss")["rate"] is None


@pytest.mark.usefixtures("filled")
def test_an_area_narrows_every_figure(desk: Desk) -> None:
    found = answered(desk, "indicators?from=2024-05-01&to=2024-05-31&region=120102")
    month = answered(desk, "monthly?on=2024-05-31&region=120102")

    assert indicator(found, "acceptance_on_time")["case_ids"]["denominator"] == ["elsewhere"]
    assert found["region"] == month["region"] == "120102"
    assert month["open"]["case_ids"] == ["elsewhere"]


@pytest.mark.usefixtures("filled")
def test_a_period_has_its_first_and_its_last_day(desk: Desk) -> None:
    def counted(span: str) -> int:
        count: int = indicator(answered(desk, f"indicators?{span}"), "acceptance_on_time")[
            "denominator"
        ]
        return count

    assert counted("from=2024-05-08&to=2024-05-08") == 2
    assert counted("from=2024-05-09&to=2024-05-15") == 0
    assert counted("from=2024-05-16&to=2024-05-16") == 1


def test_indicators_are_of_this_year_so_far_unless_said_otherwise(desk: Desk) -> None:
    found = answered(desk, "indicators")

    assert found["period"] == {"from": f"{TODAY.year}-01-01", "to": TODAY.isoformat()}


@pytest.mark.usefixtures("filled")
def test_the_monthly_report_puts_a_month_on_one_page(desk: Desk) -> None:
    found = answered(desk, "monthly?on=2024-05-10")

    assert found["name"] == {"zh": "月汇总", "en": "monthly summary"}
    assert found["period"] == {"from": "2024-05-01", "to": "2024-05-31"}
    assert found["complete"] is True
    assert sorted(found["in"]["case_ids"]) == ["elsewhere", "good", "late"]
    assert found["out"]["count"] == 0
    assert found["previous"]["period"] == {"from": "2024-04-01", "to": "2024-04-30"}
    assert found["previous"]["in"]["count"] == 0
    assert indicator(found, "acceptance_on_time")["denominator"] == 3
    assert found["warnings"]["past_windows"] == 0


@pytest.mark.parametrize("name", REPORTS)
def test_a_period_that_is_not_over_is_reported_until_today(desk: Desk, name: str) -> None:
    found = answered(desk, name)

    assert found["period"]["to"] == TODAY.isoformat()
    assert found["in"] == {"count": 0, "case_ids": [], "by_track": [], "by_field": []}
    assert (found["overdue"]["count"], found["new_groups"]) == (0, [])


def test_a_group_is_new_in_the_period_in_which_it_became_one(
    desk: Desk, reporting: Reporting
) -> None:
    parties = [a_party("petitioner", id=f"p{n}") for n in range(5)]
    tell(reporting, a_petition("five", parties=parties).step("register", on="2024-05-08"))

    (group,) = answered(desk, "monthly?on=2024-05-31")["new_groups"]
    assert (group["kind"], group["people"], group["case_ids"]) == ("group_joint", 5, ["five"])
    assert answered(desk, "monthly?on=2024-06-30")["new_groups"] == []


def test_an_agency_with_a_past_is_compared_over_all_its_windows(
    desk: Desk, reporting: Reporting
) -> None:
    old = a_petition("old")
    tell(
        reporting,
        old.step("register", on="2020-01-01"),
        ended(old, "withdrawn").step("withdraw", on="2020-02-01"),
    )
    for number in range(6):
        tell(reporting, a_petition(f"new-{number}").step("register", on=TODAY.isoformat()))

    found = answered(desk, "warnings")

    assert found["on"] == TODAY.isoformat()
    assert found["past_windows"] == 8
    assert {item["kind"] for item in found["items"]} == {"rise"}
    assert found["items"][0]["count"] == 6


@pytest.mark.parametrize(
    ("path", "code", "field"),
    [
        ("indicators?from=2024-05-02&to=2024-05-01", "validation", "to"),
        ("indicators?from=2010-01-01&to=2024-05-01", "validation", "from"),
        (f"indicators?to={TOMORROW}", "date-in-future", "to"),
        ("indicators?from=2024-02-30", "validation", "from"),
        ("indicators?from=lately", "validation", "from"),
        ("indicators?region=Tianjin", "validation", "region"),
        ("indicators?regoin=120101", "validation", "regoin"),
        ("indicators?from=2024-05-01&from=2024-05-02", "validation", "from"),
        (f"daily?on={TOMORROW}", "date-in-future", "on"),
        ("weekly?on=2024-13-01", "validation", "on"),
        ("monthly?month=5", "validation", "month"),
        (f"quarterly?on={TOMORROW}", "date-in-future", "on"),
        (f"warnings?on={TOMORROW}", "date-in-future", "on"),
        ("supervision?on=2024-01-01", "validation", "on"),
    ],
)
def test_a_question_that_cannot_be_meant_names_its_field(
    desk: Desk, path: str, code: str, field: str
) -> None:
    status, found, errors = refused(desk.get(f"/api/v1/reports/{path}"))

    assert (status, found, list(errors)) == (422, code, [field])


@pytest.mark.parametrize("path", ["indicators", *REPORTS, "warnings", "supervision"])
def test_reports_are_of_the_own_agency_and_for_officers(desk: Desk, path: str) -> None:
    other = desk.get(f"/api/v1/reports/{path}?agency={OTHER_AGENCY['code']}")
    own = desk.get(f"/api/v1/reports/{path}?agency={AGENCY['code']}")

    assert refused(other)[:2] == (403, "forbidden")
    assert own.status_code == 200
    for role in ("terminal", "court", "public"):
        assert refused(desk.get(f"/api/v1/reports/{path}", role=role))[0] == 403


@pytest.mark.parametrize("role", ["mediator", "petition_officer", "litigation_officer"])
def test_supervision_is_for_supervisors(desk: Desk, role: str) -> None:
    assert refused(desk.get("/api/v1/reports/supervision", role=role))[:2] == (403, "forbidden")
    assert desk.get("/api/v1/reports/indicators", role=role).status_code == 200


def test_an_unknown_report_is_not_found(desk: Desk) -> None:
    assert refused(desk.get("/api/v1/reports/yearly"))[0] == 404


def test_supervision_shows_clocks_that_are_red_or_over_since_when(
    desk: Desk, coordination: Coordination
) -> None:
    over = (TODAY - timedelta(days=9)).isoformat()
    tell_coordination(
        coordination,
        a_suit("over").step("receive_notice", clocks=[running("SS-09", over)]),
        a_suit("calm").step("receive_notice", clocks=[running("SS-09", "2099-01-01")]),
    )

    escalated = answered(desk, "supervision")["escalated"]

    assert (escalated["count"], escalated["more"]) == (1, False)
    (clock,) = escalated["items"]
    assert (clock["case_id"], clock["level"]) == ("over", "red")
    assert clock["escalated_on"] == (TODAY - timedelta(days=10)).isoformat()
