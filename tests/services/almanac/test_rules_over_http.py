"""The law over HTTP: read a rule, compute a date, check a receipt, look at the calendar."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from shared.law import load_rules
from tests.services.coordination.asking import Desk, refused


def computed(desk: Desk, rule: str, language: str = "en", **facts: Any) -> dict[str, Any]:
    answer = desk.client.post(
        f"/api/v1/rules/{rule}/compute", json=facts, headers=desk.headers(language=language)
    )
    assert answer.status_code == 200, answer.get_json()
    found: dict[str, Any] = answer.get_json()
    return found


def not_computed(desk: Desk, rule: str, **facts: Any) -> tuple[int, str, dict[str, Any]]:
    return refused(desk.post(f"/api/v1/rules/{rule}/compute", facts))


def test_every_rule_is_listed_with_versions_articles_and_status(desk: Desk) -> None:
    listed = desk.get("/api/v1/rules").get_json()["items"]

    assert [rule["id"] for rule in listed] == [rule.id for rule in load_rules()]
    assert all(
        version["law"] and version["article"] and version["status"] and version["day_zero"]["fact"]
        for rule in listed
        for version in rule["versions"]
    )


def test_a_rule_shows_the_version_that_was_in_force_on_a_day(desk: Desk) -> None:
    old = desk.get("/api/v1/rules/FY-14?on=2023-12-31").get_json()
    new = desk.get("/api/v1/rules/FY-14?on=2024-01-01").get_json()

    assert len(old["versions"]) == 2
    assert old["in_force"]["length"] == {"value": 10, "unit": "calendar_day"}
    assert new["in_force"]["length"] == {"value": 10, "unit": "working_day"}
    assert "in_force" not in desk.get("/api/v1/rules/FY-14").get_json()


def test_a_rule_that_did_not_exist_on_a_day_was_not_in_force(desk: Desk) -> None:
    assert desk.get("/api/v1/rules/FY-13?on=2024-01-01").get_json()["in_force"] is not None
    assert desk.get("/api/v1/rules/FY-20?on=2024-01-01").get_json()["in_force"] is None


def test_a_rule_with_variants_shows_each(desk: Desk) -> None:
    rule = desk.get("/api/v1/rules/FY-02").get_json()

    assert set(rule["versions"][-1]["variants"]) == {"window", "cap"}


@pytest.mark.parametrize(
    ("rule", "facts", "due_on"),
    [
        # facts.md 5: received 2026-02-10; copy; decision; decision extended.
        ("FY-08", {"started_on": "2026-02-10"}, "2026-02-24"),
        ("FY-13", {"started_on": "2026-02-24"}, "2026-03-04"),
        ("FY-18", {"started_on": "2026-02-24"}, "2026-04-27"),
        ("FY-18", {"started_on": "2026-02-24", "extended_by": 30}, "2026-05-25"),
        # The answer: ten calendar days under the old law, ten working days since.
        ("FY-14", {"started_on": "2023-09-22"}, "2023-10-07"),
        ("FY-14", {"started_on": "2023-09-22", "on": "2024-01-01"}, "2023-10-12"),
        ("SS-16", {"started_on": "2026-09-20"}, "2026-10-08"),
        ("SS-02", {"started_on": "2024-08-31"}, "2025-02-28"),
        ("FY-02", {"started_on": "2026-01-01", "variant": "window"}, "2026-03-02"),
    ],
)
def test_dates_come_out_as_the_sources_say(
    desk: Desk, rule: str, facts: dict[str, Any], due_on: str
) -> None:
    assert computed(desk, rule, **facts)["due_on"] == due_on


def test_an_answer_carries_all_that_a_reader_needs_to_check_it(desk: Desk) -> None:
    found = computed(desk, "FY-18", started_on="2026-02-24")

    assert (found["due_on"], found["raw_due_on"]) == ("2026-04-27", "2026-04-25")
    assert found["basis"]["article"].startswith("62")
    assert found["provisional"] is False
    assert found["length"] == {"value": 60, "unit": "calendar_day"}
    assert found["receipt"].startswith("sha256:")
    assert found["calendar"].startswith("CN-2026")


def test_the_explanation_is_in_the_language_of_the_caller(desk: Desk) -> None:
    chinese = computed(desk, "FY-18", language="zh-CN", started_on="2026-02-24")["explanation"]
    english = computed(desk, "FY-18", language="en", started_on="2026-02-24")["explanation"]

    assert len(chinese) == len(english) > 3
    assert "期限为60日" in chinese
    assert "the length is 60 calendar days" in english


def test_pauses_move_the_due_date_and_an_open_one_leaves_days(desk: Desk) -> None:
    over = [{"from": "2026-03-01", "to": "2026-03-11", "reason": "调解"}]
    still = [{"from": "2026-03-01", "to": None}]

    assert computed(desk, "FY-18", started_on="2026-02-24", pauses=over)["due_on"] == "2026-05-06"
    paused = computed(desk, "FY-18", started_on="2026-02-24", pauses=still)
    assert (paused["due_on"], paused["days_left"]) == (None, 55)


def test_a_date_beyond_the_last_notice_is_provisional(desk: Desk) -> None:
    assert computed(desk, "FY-08", started_on="2026-12-30")["provisional"] is True


@pytest.mark.parametrize("facts", [{}, {"started_on": None}, {"on": "2024-02-01"}])
def test_without_day_zero_the_missing_fact_is_named(desk: Desk, facts: dict[str, Any]) -> None:
    status, code, errors = not_computed(desk, "FY-08", **facts)

    assert (status, code) == (422, "missing-fact")
    assert list(errors) == [load_rules()["FY-08"].versions[-1].day_zero.fact]


def test_the_missing_fact_is_named_in_both_languages(desk: Desk) -> None:
    text = load_rules()["FY-08"].versions[-1].day_zero.text
    for language, words in (("zh-CN", text.zh), ("en", text.en)):
        answer = desk.client.post(
            "/api/v1/rules/FY-08/compute", json={}, headers=desk.headers(language=language)
        )
        assert words in answer.get_json()["detail"]


@pytest.mark.parametrize(
    ("rule", "facts", "field"),
    [
        ("FY-18", {"started_on": "2026-02-24", "extended_by": 31}, "extended_by"),
        ("FY-18", {"started_on": "2026-02-24", "extended_by": -1}, "extended_by"),
        ("FY-08", {"started_on": "2026-02-24", "extended_by": 1}, "extended_by"),
        ("FY-18", {"started_on": "2026-02-24", "extended_by": "30"}, "extended_by"),
        ("FY-02", {"started_on": "2026-02-24"}, "variant"),
        ("FY-02", {"started_on": "2026-02-24", "variant": "other"}, "variant"),
        ("FY-20", {"started_on": "2024-01-01"}, "started_on"),
        ("SS-12", {"started_on": "2024-01-01"}, "length"),
        (
            "FY-08",
            {"started_on": "2024-01-01", "length": {"value": 9, "unit": "calendar_day"}},
            "length",
        ),
        (
            "SS-12",
            {"started_on": "2024-01-01", "length": {"value": 0, "unit": "calendar_day"}},
            "length",
        ),
        (
            "SS-12",
            {"started_on": "2024-01-01", "length": {"value": 1, "unit": "week"}},
            "length.unit",
        ),
        ("FY-18", {"started_on": "1980-01-01"}, "started_on"),
        ("FY-18", {"started_on": "2026-02-30"}, "started_on"),
        (
            "FY-18",
            {"started_on": "2026-02-24", "pauses": [{"from": "2026-03-02", "to": "2026-03-01"}]},
            "pauses",
        ),
        (
            "FY-18",
            {"started_on": "2026-02-24", "pauses": [{"to": "2026-03-01"}]},
            "pauses.0.from",
        ),
        ("FY-18", {"started_on": "2026-02-24", "specified_on": "2026-02-01"}, "specified_on"),
        ("FY-18", {"started_on": "2026-02-24", "days": 60}, "days"),
    ],
)
def test_facts_from_which_no_date_follows_name_their_field(
    desk: Desk, rule: str, facts: dict[str, Any], field: str
) -> None:
    status, code, errors = not_computed(desk, rule, **facts)

    assert (status, code, list(errors)) == (422, "validation", [field])


@pytest.mark.parametrize("path", ["/api/v1/rules/FY-99", "/api/v1/rules/FY-99?on=2024-01-01"])
def test_an_unknown_rule_is_not_found(desk: Desk, path: str) -> None:
    assert refused(desk.get(path))[:2] == (404, "not-found")
    assert not_computed(desk, "FY-99", started_on="2024-01-01")[:2] == (404, "not-found")


FACTS: dict[str, Any] = {
    "started_on": "2026-02-24",
    "pauses": [{"from": "2026-03-01", "to": "2026-03-11"}],
    "extended_by": 30,
}


def test_a_receipt_follows_from_its_inputs(desk: Desk) -> None:
    found = computed(desk, "FY-18", **FACTS)
    check = {**FACTS, "rule": "FY-18", "receipt": found["receipt"], "due_on": found["due_on"]}

    answer = desk.post("/api/v1/rules/verify", check).get_json()

    assert answer == {"valid": True, "differing": [], "due_on": found["due_on"]}


@pytest.mark.parametrize(
    ("changed", "differing"),
    [
        ({"started_on": "2026-02-25"}, {"started_on", "due_on"}),
        ({"due_on": "2026-12-31"}, {"due_on"}),
        ({"pauses": []}, {"pauses", "due_on"}),
        ({"extended_by": 0}, {"extended_by", "due_on"}),
        ({"rule": "FY-19", "extended_by": 0}, {"rule", "length", "extended_by", "due_on"}),
    ],
)
def test_an_input_that_differs_is_named(
    desk: Desk, changed: dict[str, Any], differing: set[str]
) -> None:
    receipt = computed(desk, "FY-18", **FACTS)["receipt"]

    answer = desk.post(
        "/api/v1/rules/verify", {**FACTS, "rule": "FY-18", "receipt": receipt, **changed}
    )

    assert answer.get_json()["valid"] is False
    assert set(answer.get_json()["differing"]) == differing


def test_a_receipt_can_be_checked_under_the_version_it_names(desk: Desk) -> None:
    receipt = computed(desk, "FY-14", started_on="2023-09-22")["receipt"]
    check = {"rule": "FY-14", "started_on": "2023-09-22", "receipt": receipt}

    old = desk.post("/api/v1/rules/verify", {**check, "version": "2017"})
    new = desk.post("/api/v1/rules/verify", {**check, "version": "2023"})

    assert old.get_json()["valid"] is True
    assert "version" in new.get_json()["differing"]
    unknown = desk.post("/api/v1/rules/verify", {**check, "version": "1999"})
    assert list(refused(unknown)[2]) == ["version"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"rule": "FY-18", **FACTS}, "receipt"),
        ({"rule": "FY-18", **FACTS, "receipt": "sha256:nothing"}, "receipt"),
        ({**FACTS, "receipt": "sha256:nothing"}, "rule"),
    ],
)
def test_what_is_no_receipt_is_refused(desk: Desk, body: dict[str, Any], field: str) -> None:
    status, code, errors = refused(desk.post("/api/v1/rules/verify", body))

    assert (status, code, list(errors)) == (422, "validation", [field])


def test_days_are_described_one_by_one(desk: Desk) -> None:
    span = {"from": "2026-02-13", "to": "2026-02-16"}

    days = desk.post("/api/v1/calendar/days", span).get_json()["items"]

    assert [(day["on"], day["working"], day["holiday"], day["make_up"]) for day in days] == [
        ("2026-02-13", True, False, False),
        ("2026-02-14", True, False, True),
        ("2026-02-15", False, True, False),
        ("2026-02-16", False, True, False),
    ]
    assert days[1]["name"] == {"zh": "春节", "en": "Spring Festival"}
    assert not any(day["provisional"] for day in days)


def test_days_of_a_year_without_notice_are_provisional(desk: Desk) -> None:
    span = {"from": "2027-10-01", "to": "2027-10-01"}

    (day,) = desk.post("/api/v1/calendar/days", span).get_json()["items"]

    assert (day["working"], day["provisional"]) == (False, True)


@pytest.mark.parametrize(
    ("span", "field"),
    [
        ({"from": "2026-01-01"}, "to"),
        ({"from": "2026-01-02", "to": "2026-01-01"}, "to"),
        ({"from": "2026-01-01", "to": "2027-02-05"}, "to"),
        ({"from": "2026-13-01", "to": "2026-01-01"}, "from"),
    ],
)
def test_a_span_that_cannot_be_meant_names_its_field(
    desk: Desk, span: dict[str, str], field: str
) -> None:
    status, _, errors = refused(desk.post("/api/v1/calendar/days", span))

    assert (status, list(errors)) == (422, [field])


def test_four_hundred_days_are_answered_at_once(desk: Desk) -> None:
    first = date(2025, 1, 1)
    span = {"from": first.isoformat(), "to": (first + timedelta(days=399)).isoformat()}

    assert len(desk.post("/api/v1/calendar/days", span).get_json()["items"]) == 400


def test_days_beyond_the_held_years_are_told_as_provisional(desk: Desk) -> None:
    old = desk.post("/api/v1/calendar/days", {"from": "1983-05-20", "to": "1983-05-21"})
    new = desk.post("/api/v1/calendar/days", {"from": "2060-12-31", "to": "2061-01-01"})

    for answer in (old, new):
        assert answer.status_code == 200
        days = answer.get_json()["items"]
        assert [(day["working"], day["provisional"]) for day in days] == [
            (True, True),
            (False, True),
        ]


def test_a_text_that_is_not_held_is_told_at_the_date_that_asks_for_it(desk: Desk) -> None:
    path = "/api/v1/rules/SS-13/compute"
    by_day_zero = refused(desk.post(path, {"started_on": "2010-01-04"}))
    by_on = refused(desk.post(path, {"started_on": "2016-01-04", "on": "2010-01-04"}))

    assert (by_day_zero[0], list(by_day_zero[2])) == (422, ["started_on"])
    assert (by_on[0], list(by_on[2])) == (422, ["on"])
    assert "in its text of 1989" in by_on[2]["on"][0]


@pytest.mark.parametrize("role", ["mediator", "court", "public"])
def test_the_law_is_open_to_every_proven_caller(desk: Desk, role: str) -> None:
    assert desk.get("/api/v1/rules/FY-08", role=role, agency="").status_code == 200
