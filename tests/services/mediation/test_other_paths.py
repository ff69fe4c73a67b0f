"""What stays open when a mediation fails, and until when."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.mediation.builders import KINDS, Mediation, accepted
from tests.support.case_in_memory import field_of

ACT: dict[str, Any] = {"made_on": "2026-05-10", "known_on": "2026-05-12"}


def failed(kind: str = "administrative", on: str = "2026-07-10", **changes: Any) -> Mediation:
    return accepted(kind, **changes).does("fail", on=on, reason="分歧较大")


def reconsideration(mediation: Mediation) -> tuple[str, str, str]:
    return next(
        told for told in mediation.told() if told[2].startswith("Administrative reconsideration")
    )


def suit(mediation: Mediation) -> tuple[str, str, str]:
    return next(told for told in mediation.told() if told[2].startswith("Direct suit"))


@pytest.mark.parametrize("command", ["fail", "terminate"])
def test_a_mediation_that_ends_in_time_meets_its_clock(command: str) -> None:
    mediation = accepted().does(command, on="2026-08-06", reason="当事人要求终止")

    assert mediation.status == {"fail": "failed", "terminate": "terminated"}[command]
    assert mediation.clock("TJ-01")["status"] == "met"


@pytest.mark.parametrize("command", ["fail", "terminate"])
def test_a_mediation_ends_with_a_reason(command: str) -> None:
    assert field_of(accepted().refuses(command, on="2026-07-10")) == "reason"


def test_a_mediation_that_drags_on_is_missed() -> None:
    mediation = accepted().does("fail", on="2026-08-07", reason="分歧较大")

    assert mediation.clock("TJ-01")["status"] == "missed"


@pytest.mark.parametrize(
    ("kind", "basis"),
    [
        ("people", "人民调解法26"),
        ("industry", "人民调解法26"),
        ("labour", "劳动争议调解仲裁法5、27"),
        ("court_assigned", "特邀调解规定21¶1"),
        ("court_entrusted", "特邀调解规定21¶2"),
    ],
)
def test_each_kind_tells_where_to_turn(kind: str, basis: str) -> None:
    assert ("path-open", basis) in [told[:2] for told in failed(kind).told()]


@pytest.mark.parametrize("kind", KINDS)
def test_a_declined_request_tells_where_to_turn_too(kind: str) -> None:
    declined = Mediation(kind).does("decline", on="2026-07-03", ground="unsuitable")

    assert [told[:2] for told in declined.told()] == [told[:2] for told in failed(kind).told()]


@pytest.mark.parametrize(
    ("track", "basis"),
    [
        ("petition", "信访工作条例31(6)"),
        ("reconsideration", "行政复议法73¶2"),
        ("litigation", "行政诉讼法60"),
    ],
)
def test_what_it_came_from_goes_on(track: str, basis: str) -> None:
    mediation = failed(origin={"track": track, "case_id": "case-1"})

    assert mediation.told()[0][:2] == ("path-open", basis)


def test_the_last_days_to_apply_and_to_sue_are_told() -> None:
    mediation = failed(act=ACT)

    assert reconsideration(mediation) == (
        "path-open",
        "行政复议法20¶1",
        "Administrative reconsideration: last day 2026-07-13.",
    )
    assert suit(mediation)[0] == "path-open"
    # The four days of mediation do not count (法释〔2026〕3号4¶1(3)), if the person proves them.
    assert suit(mediation)[2] == (
        "Direct suit: last day 2026-11-16; to be safe, act by 2026-11-12."
    )


def test_a_window_that_has_ended_is_told_as_ended() -> None:
    found = reconsideration(failed(act=ACT, on="2026-07-14"))

    assert found == (
        "path-closed",
        "行政复议法20¶1",
        "Administrative reconsideration: The time ended on 2026-07-13.",
    )


def test_the_last_day_itself_is_still_open() -> None:
    assert reconsideration(failed(act=ACT, on="2026-07-13"))[0] == "path-open"


def test_the_day_of_service_serves_where_knowledge_is_not_stated() -> None:
    act = {"made_on": "2026-05-10", "served_on": "2026-05-12"}

    assert "2026-07-13" in reconsideration(failed(act=act))[2]


def test_without_any_day_zero_no_last_day_is_told() -> None:
    mediation = failed(act={"number": "示住建罚〔2026〕7号"})

    assert [told[0] for told in mediation.told()] == ["missing-fact", "missing-fact"]
    assert all("known" in told[2] for told in mediation.told())


def test_where_remedies_were_not_told_a_year_is_the_limit() -> None:
    mediation = failed(
        act={**ACT, "known_on": "2025-09-01", "made_on": "2025-08-20", "remedies_told": False}
    )

    assert reconsideration(mediation) == (
        "path-open",
        "行政复议法20¶3",
        "Administrative reconsideration: last day 2026-09-01.",
    )
    assert "2026-09-01" in suit(mediation)[2]


def test_a_suit_that_reconsideration_comes_before_is_not_offered() -> None:
    mediation = failed(act={**ACT, "kind": "on_the_spot_penalty"})

    assert reconsideration(mediation)[0] == "path-open"
    assert suit(mediation)[:2] == ("path-closed", "行政复议法23¶1(1)")


def test_a_suit_that_another_case_of_the_matter_shuts_is_not_offered() -> None:
    number = "示市监罚〔2026〕7号"
    mediation = accepted(act={**ACT, "number": number})
    pending = {
        "track": "reconsideration",
        "case_id": "review-1",
        "status": "accepted",
        "act_number": number,
        "milestones": {"accepted": "2026-06-01"},
        "parties": [],
    }
    mediation.known = [pending]
    mediation.does("fail", on="2026-07-10", reason="分歧较大")

    assert suit(mediation)[:2] == ("path-closed", "行政复议法29¶1")
    (later,) = (told for told in mediation.told() if "without a decision" in told[2])
    assert "from 2026-08-01, last day 2026-08-17" in later[2]


def test_once_the_remedies_are_known_their_own_time_runs() -> None:
    act = {**ACT, "remedies_told": False, "remedies_known_on": "2026-06-01"}
    mediation = failed(act=act)

    assert "2026-07-31" in reconsideration(mediation)[2]
    assert "2026-12-01" in suit(mediation)[2]


def test_before_2024_there_was_no_year_for_those_who_were_not_told() -> None:
    act = {"made_on": "2023-08-20", "known_on": "2023-09-01", "remedies_told": False}
    mediation = Mediation("people", received_on="2023-10-09", act=act)
    mediation.does("accept", on="2023-10-10").does("fail", on="2023-10-20", reason="分歧较大")

    assert reconsideration(mediation)[1] == "行政复议法9"
    assert "2023-10-31" in reconsideration(mediation)[2]


def test_five_years_after_the_act_everything_is_over() -> None:
    act = {"made_on": "2021-06-01", "known_on": "2026-05-12"}

    assert reconsideration(failed(act=act))[0] == "path-closed"
    assert "2026-06-01" in reconsideration(failed(act=act))[2]


def test_acts_on_real_estate_have_twenty_years() -> None:
    act = {"made_on": "2021-06-01", "known_on": "2026-05-12", "concerns_real_estate": True}

    assert "2026-07-13" in reconsideration(failed(act=act))[2]


def test_a_last_day_beyond_the_published_calendar_is_marked() -> None:
    act = {**ACT, "remedies_told": False}

    assert "2027-05-12 (provisional)" in reconsideration(failed(act=act))[2]


def test_where_the_procedure_goes_on_no_second_remedy_is_offered() -> None:
    mediation = failed(act=ACT, origin={"track": "reconsideration", "case_id": "case-1"})

    assert len(mediation.told()) == 1


def test_the_open_paths_travel_with_the_event_and_stay_on_the_case() -> None:
    mediation = failed(act=ACT)

    assert mediation.event_type == "mediation.failed"
    assert [told["code"] for told in mediation.event["warnings"]] == ["path-open", "path-open"]
    assert [warning["code"] for warning in mediation.case["warnings"]] == [
        "path-open",
        "path-open",
    ]
