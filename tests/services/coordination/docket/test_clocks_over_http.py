"""The docket over HTTP: what officers see, filter and page through, and the sweep on demand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.coordination.app import create_app
from services.coordination.assembly import Coordination
from shared.http.settings import Settings
from shared.law import load_rules
from shared.legal_day import today
from shared.storage.database import Database, connect
from tests.services.coordination.asking import Desk, refused
from tests.services.coordination.telling import (
    AGENCY,
    OTHER_AGENCY,
    Case,
    a_clock,
    a_suit,
    announced,
    prepared,
    tell,
)

# Of calendar days, so that what is near its end does not depend on the weekday of the test.
TEN_DAYS = {"value": 10, "unit": "calendar_day", "direction": "forward"}


def days_from_now(days: int) -> str:
    return (today() + timedelta(days=days)).isoformat()


def items(desk: Desk, query: str = "", **caller: str) -> list[dict[str, Any]]:
    answer = desk.get(f"/api/v1/clocks{query}", **caller)
    assert answer.status_code == 200, answer.get_json()
    found: list[dict[str, Any]] = answer.get_json()["items"]
    return found


def rules_of(found: list[dict[str, Any]]) -> list[str]:
    return [item["rule"] for item in found]


def fill(coordination: Coordination) -> None:
    """Write four running clocks, one paused, one met, and one of another agency."""
    case, suit = Case(), a_suit(assignee="officer-2")
    tell(
        coordination,
        case.step(
            "accept",
            at=datetime.now(UTC),
            clocks=[
                a_clock("FY-18", days_from_now(40)),
                a_clock("FY-14", days_from_now(3), length=TEN_DAYS),
                a_clock("FY-13", days_from_now(0)),
                a_clock("FY-28", None, status="paused"),
                a_clock("FY-08", days_from_now(-9), status="met", ended_on=days_from_now(-10)),
            ],
        ),
        suit.step("receive_notice", clocks=[a_clock("SS-09", days_from_now(-2))]),
        a_suit(case_id="018f0000ee", agency=dict(OTHER_AGENCY)).step(
            "receive_notice", clocks=[a_clock("SS-13", days_from_now(1))]
        ),
    )


@pytest.fixture(scope="module")
def filled(shared_settings: Settings, secrets: Path) -> Desk:
    """A desk before a docket that the tests only read."""
    fill(prepared(connect(shared_settings)))
    return Desk(create_app(shared_settings).test_client(), secrets)


def test_running_clocks_of_the_own_agency_come_by_due_date(filled: Desk) -> None:
    found = items(filled)

    assert rules_of(found) == ["SS-09", "FY-13", "FY-14", "FY-18"]
    first = found[1]
    version = load_rules()["FY-13"].versions[-1]
    assert (first["name"], first["basis"]) == (version.name.as_dict(), version.basis)
    assert (first["level"], first["days_left"], first["expired"]) == ("red", 0, False)
    # Red since the day before its last; the second was recorded today, when it was red already.
    assert [clock["escalated_on"] for clock in found] == [
        days_from_now(-3),
        days_from_now(0),
        None,
        None,
    ]
    assert first["agency"] == AGENCY
    assert first["track"] == "reconsideration"


def test_a_clock_shows_the_level_that_was_announced_for_its_present_last_day(
    desk: Desk, coordination: Coordination
) -> None:
    case = Case()
    tell(
        coordination,
        case.step("accept", clocks=[a_clock("FY-14", days_from_now(3), length=TEN_DAYS)]),
    )
    assert items(desk)[0]["warned"] is None

    coordination.sweep.run(today())
    assert items(desk)[0]["warned"] == "amber"
    coordination.sweep.run(today() + timedelta(days=2))
    assert items(desk)[0]["warned"] == "red"

    tell(
        coordination,
        case.step("extend", clocks=[a_clock("FY-14", days_from_now(33), length=TEN_DAYS)]),
    )
    assert items(desk)[0]["warned"] is None


@pytest.mark.parametrize(
    ("query", "rules"),
    [
        ("?level=red", ["SS-09", "FY-13"]),
        ("?level=amber", ["FY-14"]),
        ("?level=green", ["FY-18"]),
        (f"?due_before={days_from_now(0)}", ["SS-09", "FY-13"]),
        ("?track=litigation", ["SS-09"]),
        ("?assignee=officer-1", ["FY-13", "FY-14", "FY-18"]),
        ("?obligor=respondent", ["FY-14"]),
        ("?status=paused", ["FY-28"]),
        ("?status=met", ["FY-08"]),
        ("?status=cancelled", []),
        (f"?agency={AGENCY['code']}&track=litigation", ["SS-09"]),
        (f"?agency={OTHER_AGENCY['code']}", []),
    ],
)
def test_filters_narrow_the_docket(filled: Desk, query: str, rules: list[str]) -> None:
    assert rules_of(items(filled, query)) == rules


def test_another_agency_sees_its_own_clocks_only(filled: Desk) -> None:
    assert rules_of(items(filled, agency=OTHER_AGENCY["code"])) == ["SS-13"]
    assert rules_of(items(filled, agency="11990000000000009Z")) == []


def test_pages_follow_each_other_without_gap_or_repeat(
    desk: Desk, coordination: Coordination
) -> None:
    fill(coordination)
    first = desk.get("/api/v1/clocks?limit=2").get_json()
    tell(coordination, a_suit(case_id="018f0000a9").step(clocks=[a_clock("SS-09", "2020-01-01")]))
    second = desk.get(f"/api/v1/clocks?limit=2&cursor={first['next_cursor']}").get_json()

    assert rules_of(first["items"] + second["items"]) == ["SS-09", "FY-13", "FY-14", "FY-18"]
    assert second["next_cursor"] is None


def test_clocks_due_on_one_day_are_paged_through_one_by_one(
    desk: Desk, coordination: Coordination
) -> None:
    same_day = [a_clock(id=f"FY-08.{n}", due_on=days_from_now(5)) for n in range(1, 6)]
    tell(coordination, Case().step("file", clocks=same_day))
    seen, cursor = [], ""
    while cursor is not None:
        page = desk.get(
            f"/api/v1/clocks?limit=1&due_before={days_from_now(5)}"
            + (f"&cursor={cursor}" if cursor else "")
        ).get_json()
        seen += [item["clock_id"] for item in page["items"]]
        cursor = page["next_cursor"]

    assert seen == [f"FY-08.{n}" for n in range(1, 6)]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("?status=sleeping", "status"),
        ("?level=purple", "level"),
        ("?level=red&status=met", "level"),
        ("?due_before=2024-02-30", "due_before"),
        ("?due_before=tomorrow", "due_before"),
        ("?obligor=nobody", "obligor"),
        ("?limit=0", "limit"),
        ("?limit=101", "limit"),
        ("?cursor=abc", "cursor"),
        ("?colour=red", "colour"),
        ("?track=a&track=b", "track"),
        ("?track=petitions", "track"),
        ("/counts?track=petitions", "track"),
        ("/days?from=2024-05-01&to=2024-05-02&track=petitions", "track"),
    ],
)
def test_a_query_that_cannot_be_meant_names_its_parameter(
    filled: Desk, query: str, field: str
) -> None:
    status, code, errors = refused(filled.get(f"/api/v1/clocks{query}"))

    assert (status, code, list(errors)) == (422, "validation", [field])


@pytest.mark.parametrize("role", ["terminal", "court", "public"])
def test_the_docket_is_for_officers(filled: Desk, role: str) -> None:
    assert refused(filled.get("/api/v1/clocks", role=role))[:2] == (403, "forbidden")


def test_an_officer_without_an_agency_has_no_docket(filled: Desk) -> None:
    assert refused(filled.get("/api/v1/clocks", agency=""))[:2] == (403, "forbidden")


@pytest.mark.parametrize("identity", [None, "forged"])
def test_a_caller_who_is_not_proven_learns_nothing(desk: Desk, identity: str | None) -> None:
    headers = {"Concord-Identity": identity} if identity else {}
    for path in ("/api/v1/clocks", "/api/v1/matters/matter-0001"):
        answer = desk.client.get(path, headers=headers)
        assert refused(answer)[:2] == (401, "unauthenticated")


def test_the_administrator_sweeps_at_once_as_of_today(
    desk: Desk, coordination: Coordination, database: Database
) -> None:
    late = a_clock(due_on="2024-05-15")
    tell(coordination, Case().step("file", at=datetime.now(UTC), clocks=[late]))
    near = a_clock("FY-18", days_from_now(2))
    tell(coordination, Case(case_id="018f0000cc", matter_id="matter-0002").step(clocks=[near]))

    answer = desk.post("/api/v1/clocks/sweep", role="admin")

    assert answer.get_json() == {
        "as_of": days_from_now(0),
        "warned": 1,
        "expired": 1,
        "limitation_warned": 0,
        "referrals_overdue": 0,
    }
    types = {event["type"] for event in announced(database)}
    assert {each for each in types if each.startswith("clock.")} == {
        "clock.warned",
        "clock.expired",
    }
    assert items(desk)[0]["expired"] is True
    again = desk.post("/api/v1/clocks/sweep", {}, role="admin")
    assert again.get_json() == {
        "as_of": days_from_now(0),
        "warned": 0,
        "expired": 0,
        "limitation_warned": 0,
        "referrals_overdue": 0,
    }


def test_a_sweep_as_of_an_earlier_day_sees_what_was_due_then(
    desk: Desk, coordination: Coordination
) -> None:
    tell(
        coordination,
        Case().step(clocks=[a_clock(due_on="2024-05-15"), a_clock("FY-13", "2025-05-15")]),
    )

    answer = desk.post("/api/v1/clocks/sweep", {"as_of": "2024-05-16"}, role="admin")

    assert answer.get_json() == {
        "as_of": "2024-05-16",
        "warned": 0,
        "expired": 1,
        "limitation_warned": 0,
        "referrals_overdue": 0,
    }


def test_a_sweep_cannot_look_into_the_future(
    desk: Desk, coordination: Coordination, database: Database
) -> None:
    tell(coordination, Case().step(clocks=[a_clock(due_on=days_from_now(-1))]))

    answer = desk.post("/api/v1/clocks/sweep", {"as_of": days_from_now(1)}, role="admin")

    assert refused(answer) == (
        422,
        "date-in-future",
        {"as_of": ["The date must not be in the future."]},
    )
    assert announced(database) == []


@pytest.mark.parametrize("role", ["supervisor", "reconsideration_officer", "court"])
def test_only_the_administrator_sweeps(desk: Desk, role: str) -> None:
    assert refused(desk.post("/api/v1/clocks/sweep", {}, role=role))[:2] == (403, "forbidden")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"as_of": "2024-02-30"}, "as_of"),
        ({"as_of": 20240516}, "as_of"),
        ({"until": "2024-05-16"}, "until"),
    ],
)
def test_a_sweep_order_that_cannot_be_meant_names_its_field(
    desk: Desk, body: dict[str, Any], field: str
) -> None:
    status, code, errors = refused(desk.post("/api/v1/clocks/sweep", body, role="admin"))

    assert (status, code, list(errors)) == (422, "validation", [field])


def test_a_body_that_is_no_json_is_refused(desk: Desk) -> None:
    headers = desk.headers(role="admin")
    for content_type, status in (("application/json", 400), ("text/plain", 415)):
        answer = desk.client.post(
            "/api/v1/clocks/sweep", data="{as_of", content_type=content_type, headers=headers
        )
        assert refused(answer)[0] == status


def test_a_clock_says_what_case_it_is_about_and_names_nobody(
    desk: Desk, coordination: Coordination
) -> None:
    applicant = {"role": "applicant", "kind": "person", "masked_name": "张某", "code": None}
    agency = {"role": "respondent", "kind": "agency", "name": "示范区城管局", "code": None}
    numbers = {"id_number_index": None, "id": "p1"}
    case = Case(parties=[applicant | numbers, agency | numbers, applicant | numbers])
    words = {"status": {"zh": "已受理", "en": "accepted"}}
    tell(coordination, case.step("accept", clocks=[a_clock()], words=words))

    clock = items(desk)[0]
    assert clock["title"] == f"案件 {case.number}"
    assert clock["case_status_label"] == words["status"]
    assert clock["parties"]["zh"] == "张某、示范区城管局等 3 方"


def test_counts_and_days_are_of_the_own_agency(filled: Desk) -> None:
    counts = filled.get("/api/v1/clocks/counts").get_json()
    assert (counts["total"], counts["by_status"]["paused"]) == (5, 1)
    assert counts["by_level"] == {"overdue": 1, "red": 1, "amber": 1, "green": 1}
    assert counts["by_track"]["litigation"] == 1
    assert (
        filled.get(f"/api/v1/clocks/counts?agency={OTHER_AGENCY['code']}").get_json()["total"] == 0
    )

    span = f"from={days_from_now(-5)}&to={days_from_now(5)}"
    days = filled.get(f"/api/v1/clocks/days?{span}").get_json()
    assert {day["on"]: day["total"] for day in days["items"] if day["total"]} == {
        days_from_now(-2): 1,
        days_from_now(0): 1,
        days_from_now(3): 1,
    }


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("days?to=2024-05-07", "from"),
        ("days?from=2024-05-08&to=2024-05-07", "to"),
        ("days?from=2024-05-01&to=2024-09-07", "to"),
        ("counts?level=red", "level"),
    ],
)
def test_what_cannot_be_counted_is_named(filled: Desk, query: str, field: str) -> None:
    status, code, errors = refused(filled.get(f"/api/v1/clocks/{query}"))
    assert (status, code, list(errors)) == (422, "validation", [field])


def test_the_docket_is_narrowed_to_a_span_to_nobody_and_to_provisional(
    desk: Desk, coordination: Coordination
) -> None:
    fill(coordination)
    provisional = a_clock("SS-23", days_from_now(9), provisional=True)
    tell(
        coordination,
        a_suit(case_id="018f0000ab", assignee=None).step("assign", clocks=[provisional]),
    )

    span = f"?due_from={days_from_now(0)}&due_before={days_from_now(3)}"
    assert rules_of(items(desk, span)) == ["FY-13", "FY-14"]
    assert rules_of(items(desk, "?assignee=none")) == ["SS-23"]
    assert rules_of(items(desk, "?provisional=true")) == ["SS-23"]
