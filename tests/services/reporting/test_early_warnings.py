"""Early warnings: rises against the own past, groups of five, causes of loss that return."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.assembly import Reporting
from services.reporting.early_warnings import (
    History,
    early_warnings,
    since,
)
from services.reporting.rises import p_of_at_least, windows_of_history
from services.reporting.warning_policy import STANDARD_POLICY
from shared.events.envelope import Event
from tests.services.coordination.telling import ACT, AGENCY, OTHER_AGENCY, a_party
from tests.services.reporting.world import a_petition, a_suit, days_before, ended, tell

ON = date(2024, 9, 30)
LONG_AGO = "2020-01-01"


def warnings(
    reporting: Reporting, began_on: str | None = LONG_AGO, on: date = ON
) -> dict[str, Any]:
    cases = reporting.cases.of_agency(AGENCY["code"], since(on).isoformat())
    return early_warnings(History(AGENCY["code"], cases, began_on), on)


def found(reporting: Reporting, kind: str) -> dict[str, list[str]]:
    items = warnings(reporting)["items"]
    return {
        f"{item['dimension']}:{item['key']}": sorted(item["case_ids"])
        for item in items
        if item["kind"] == kind
    }


def registered(prefix: str, days: list[int], **told: Any) -> Iterator[Event]:
    """Yield petitions that came in so many days before, each of another person."""
    for number, days_ago in enumerate(days):
        case = a_petition(f"{prefix}-{number}")
        yield case.step("register", on=days_before(ON, days_ago), **told)


def test_the_chance_is_that_of_the_binomial_written_out() -> None:
    by_hand = sum(math.comb(9, k) * (1 / 9) ** k * (8 / 9) ** (9 - k) for k in range(5, 10))

    assert p_of_at_least(5, 4, 8) == pytest.approx(by_hand)
    assert p_of_at_least(0, 10, 8) == pytest.approx(1)
    assert p_of_at_least(3, 0, 8) == pytest.approx((1 / 9) ** 3)


@given(st.integers(0, 4000), st.integers(0, 4000), st.integers(1, 52))
def test_a_chance_is_a_chance_and_falls_as_the_window_fills(
    count: int, past: int, windows: int
) -> None:
    chance = p_of_at_least(count, past, windows)

    assert 0 <= chance <= 1
    assert p_of_at_least(count + 1, past, windows) <= chance + 1e-9


def test_a_burst_in_one_field_is_a_rise_and_steady_business_is_none(
    reporting: Reporting,
) -> None:
    steady = [days for week in range(9) for days in (7 * week, 7 * week + 2, 7 * week + 4)]
    tell(
        reporting,
        *registered("labour", [0, 1, 2, 3, 4, 6, 20], field="labour", region="120103"),
        *registered("price", steady, field="price", region="120104"),
    )

    rises = found(reporting, "rise")

    assert rises["field:labour"] == [f"labour-{n}" for n in range(6)]
    assert rises["region:120103"] == rises["field:labour"]
    assert "field:price" not in rises
    assert "region:120104" not in rises


def test_a_rise_says_what_was_expected_and_how_likely_it_was(reporting: Reporting) -> None:
    tell(reporting, *registered("labour", [0, 1, 2, 3, 4, 6, 20], field="labour"))

    answer = warnings(reporting)
    (rise,) = [item for item in answer["items"] if item["key"] == "labour"]

    assert (rise["count"], rise["mean"]) == (6, 0.12)
    assert rise["p_value"] == pytest.approx(p_of_at_least(6, 1, 8), rel=0.01)
    assert rise["name"] == {"zh": "劳动争议", "en": "labour"}
    assert "6件" in rise["text"]["zh"]
    assert answer["past_windows"] == 8
    assert answer["policy"]["significance"] == STANDARD_POLICY.significance
    assert "0.01" in answer["method"]["zh"]
    assert "0.01" in answer["method"]["en"]


def test_fewer_cases_than_the_policy_asks_for_are_no_rise(reporting: Reporting) -> None:
    few = STANDARD_POLICY.least_count - 1
    tell(reporting, *registered("labour", [0] * few, field="labour"))

    assert found(reporting, "rise") == {}
    assert p_of_at_least(few, 0, 8) < STANDARD_POLICY.significance


def test_key_groups_and_agencies_concerned_are_series_of_their_own(
    reporting: Reporting,
) -> None:
    veterans = [a_party("petitioner", key_group="veterans")]
    act = {"number": None, "agency": {"code": "11120101MB0000009X", "name": "某局"}}
    for number in range(5):
        case = a_petition(f"v-{number}", parties=veterans, act=act)
        tell(reporting, case.step("register", on=ON.isoformat()))

    rises = found(reporting, "rise")
    named = {item["key"]: item["name"]["zh"] for item in warnings(reporting)["items"]}

    assert set(rises) >= {"key_group:veterans", "agency:11120101MB0000009X", "all:all"}
    assert named["11120101MB0000009X"] == "某局"
    assert named["veterans"] == "退役军人"
    (whole,) = [item for item in warnings(reporting)["items"] if item["key"] == "all"]
    assert whole["text"]["zh"].startswith("各类案件合计新收5件")
    assert whole["text"]["en"].startswith("cases of all kinds together: 5 new")


def test_the_key_groups_stand_in_the_policy_that_every_answer_carries(
    reporting: Reporting,
) -> None:
    told = warnings(reporting)["policy"]["key_groups"]

    veterans = {"key": "veterans", "name": {"zh": "退役军人", "en": "veterans"}}
    assert veterans in told


def test_a_dispute_that_goes_on_elsewhere_is_counted_once(reporting: Reporting) -> None:
    origin = {"track": "petition", "case_id": "x", "kind": "referral"}
    tell(reporting, *registered("moved", [0] * 6, field="labour", origin=origin))

    assert found(reporting, "rise") == {}


def test_cases_that_another_agency_opened_are_its_own_rise(reporting: Reporting) -> None:
    for number in range(6):
        case = a_petition(f"theirs-{number}", agency=dict(OTHER_AGENCY))
        opened = case.step("register", on=ON.isoformat())
        case.agency = dict(AGENCY)
        tell(reporting, opened, case.step("transfer", on=ON.isoformat()))

    assert found(reporting, "rise") == {}


@pytest.mark.parametrize(
    ("began_on", "windows"),
    [
        (None, 0),
        (LONG_AGO, 8),
        (days_before(ON, 7 * 9 - 1), 8),
        (days_before(ON, 7 * 9 - 2), 7),
        (days_before(ON, 7 * 5 - 1), 4),
        (days_before(ON, 7 * 5 - 2), 0),
        (ON.isoformat(), 0),
    ],
)
def test_only_full_windows_of_history_are_held_against(began_on: str | None, windows: int) -> None:
    assert windows_of_history(began_on, ON, STANDARD_POLICY) == windows


def test_a_new_agency_is_told_no_rise_and_is_told_so(reporting: Reporting) -> None:
    tell(reporting, *registered("labour", [0] * 9, field="labour"))

    answer = warnings(reporting, began_on=ON.isoformat())

    assert answer["items"] == []
    assert (answer["past_windows"], answer["series_tested"]) == (0, 0)


def joint(case_id: str, people: int, first: int = 0, **changes: Any) -> Event:
    parties = [
        a_party("petitioner", id=f"p{n}", id_number_index=f"blind-{first + n}")
        for n in range(people)
    ]
    case = a_petition(case_id, parties=parties, **changes)
    return case.step("register", on=changes.get("on", "2024-09-01"))


def test_five_people_in_one_case_are_a_group_and_four_are_none(
    reporting: Reporting,
) -> None:
    tell(reporting, joint("five", 5), joint("four", 4, first=10))

    assert found(reporting, "group_joint") == {"act:None": ["five"]}


def test_five_people_over_cases_on_one_act_are_a_group_whoever_repeats_counts_once(
    reporting: Reporting,
) -> None:
    act = dict(ACT)
    tell(reporting, joint("three", 3, act=act), joint("same-three", 3, act=act))
    assert found(reporting, "group_same_act") == {}

    tell(reporting, joint("two-more", 2, first=3, act=act))

    assert found(reporting, "group_same_act") == {
        f"act:{ACT['number']}": ["same-three", "three", "two-more"]
    }
    (group,) = [each for each in warnings(reporting)["items"] if each["kind"] != "rise"]
    assert (group["people"], group["on"], group["count"]) == (5, "2024-09-01", 3)


def test_a_group_whose_cases_have_all_ended_calls_for_no_attention(
    reporting: Reporting,
) -> None:
    tell(reporting, joint("five", 5))
    case = ended(a_petition("five", sequence=1), "withdrawn")
    parties = [a_party("petitioner", id=f"p{n}") for n in range(5)]
    tell(reporting, case.step("withdraw", on="2024-09-02", parties=parties))

    assert found(reporting, "group_joint") == {}


def lose(
    case_id: str, *causes: str, on: str = "2024-08-01", undone: bool = False, **of: Any
) -> Iterator[Event]:
    suit = a_suit(case_id, **of)
    yield suit.step("record_judgment", on="2024-07-01", outcome="revoked", lost=True)
    yield suit.step("analyse_loss", on=on, causes=list(causes))
    if undone:
        yield suit.step("record_final_judgment", on="2024-09-01", outcome="x", lost=False)


def test_a_cause_of_two_lost_cases_in_a_year_is_a_warning(reporting: Reporting) -> None:
    tell(
        reporting,
        *lose("one", "procedure_violated", "evidence_late"),
        *lose("two", "procedure_violated"),
        *lose("long-ago", "evidence_late", on="2023-07-01"),
        *lose("undone", "evidence_late", undone=True),
    )

    assert found(reporting, "repeated_loss_cause") == {"cause:procedure_violated": ["one", "two"]}


def test_a_cause_is_repeated_by_one_agency_or_by_several_and_says_which(
    reporting: Reporting,
) -> None:
    bureau: dict[str, Any] = {"act": {"agency": {"code": "11120101MB0000003X", "name": "市场局"}}}
    schools: dict[str, Any] = {"act": {"agency": {"code": "11120101MB0000009X", "name": "教育局"}}}
    tell(
        reporting,
        *lose("one", "procedure_violated", **bureau),
        *lose("two", "procedure_violated", **bureau),
        *lose("three", "procedure_violated", **schools),
    )

    repeated = [each for each in warnings(reporting)["items"] if each["key"] != "all"]

    shown = [
        (each["agency"] and each["agency"]["name"], sorted(each["case_ids"])) for each in repeated
    ]
    assert shown == [(None, ["one", "three", "two"]), ("市场局", ["one", "two"])]
    assert "市场局" in repeated[1]["text"]["zh"]


def test_one_act_whose_number_is_written_in_two_ways_is_one_group(
    reporting: Reporting,
) -> None:
    other = {**ACT, "number": ACT["number"].replace("〔", "[").replace("〕", "]")}
    assert other["number"] != ACT["number"]
    tell(
        reporting,
        joint("three", 3, act=dict(ACT)),
        joint("two-more", 2, first=3, act=other),
    )

    assert found(reporting, "group_same_act") == {f"act:{ACT['number']}": ["three", "two-more"]}
