"""Advice over HTTP: for every proven caller, without a case, in plain words."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.coordination.asking import Desk, refused

FINE: dict[str, Any] = {
    "act": {"number": "示市监罚〔2026〕7号", "kind": "penalty", "made_on": "2026-07-30"},
    "known_on": "2026-08-01",
    "remedies_told": True,
    "prior": [],
    "on": "2026-08-10",
}


def paths(desk: Desk, **changes: Any) -> dict[str, Any]:
    answer = desk.post("/api/v1/advice/paths", {**FINE, **changes}, role="petition_officer")
    assert answer.status_code == 200, answer.get_json()
    return {each["path"]: each for each in answer.get_json()["paths"]}


def test_every_remedy_is_told_with_its_last_day_article_and_plain_words(desk: Desk) -> None:
    found = paths(desk)

    assert list(found) == [
        "reconsideration",
        "litigation",
        "litigation_after_reconsideration",
        "litigation_after_no_decision",
        "petition",
        "petition_review",
        "mediation",
        "judicial_confirmation",
    ]
    apply = found["reconsideration"]
    assert (apply["open"], apply["last_on"], apply["days_left"]) == (True, "2026-09-30", 51)
    assert apply["basis"] == {"law": "行政复议法", "article": "20¶1", "version": "2023"}
    assert apply["advice"]["zh"] == "可以申请行政复议，最后一日是 2026-09-30。"
    assert apply["competent"]
    assert apply["explanation"]
    assert found["litigation"]["last_on"] == "2027-02-01"
    assert apply["basis_status"] == "verified"


def test_how_far_the_text_of_a_limit_was_checked_is_told(desk: Desk) -> None:
    breach = paths(desk, act={"kind": "agreement_breach"})["litigation"]

    assert breach["last_on"] == "2029-08-01"
    assert (breach["basis"]["article"], breach["basis_status"]) == (
        "25；民法典188",
        "verified_second_hand",
    )


@pytest.mark.parametrize("duty", ["第十一条", "11(7)", "信息公开"])
def test_a_duty_is_one_of_the_list(desk: Desk, duty: str) -> None:
    body = {**FINE, "act": {}, "known_on": None, "inaction": {"duty": duty}}
    status, _, errors = refused(desk.post("/api/v1/advice/paths", body))

    assert (status, list(errors)) == (422, ["inaction.duty"])


def test_a_prerequisite_and_a_conflict_are_told_with_their_article(desk: Desk) -> None:
    first = paths(desk, act={"kind": "on_the_spot_penalty"})["litigation"]
    assert first["open"] is False
    assert first["prerequisite"]["basis"] == "行政复议法23¶1(1)"

    accepted = {"track": "reconsideration", "status": "accepted", "accepted_on": "2026-08-05"}
    barred = paths(desk, prior=[accepted])["litigation"]
    assert [each["basis"] for each in barred["conflicts"]] == ["行政复议法29¶1"]
    assert barred["last_on"] is None


def test_an_act_without_known_date_names_what_is_missing(desk: Desk) -> None:
    found = paths(desk, act={"number": "示罚〔2026〕1号"}, known_on=None, remedies_told=None)

    assert found["reconsideration"]["last_on"] is None
    assert [each["fact"] for each in found["reconsideration"]["missing"]] == ["act.served_on"]
    assert "还缺" in found["reconsideration"]["advice"]["zh"]


def test_inaction_is_advised_on_too(desk: Desk) -> None:
    asked = {"requested_on": "2026-06-01", "answer": "none", "duty": "11(11)"}
    found = paths(desk, act={}, known_on=None, inaction=asked)

    assert found["reconsideration"]["open"] is True
    assert found["litigation"]["prerequisite"]["basis"].startswith("行政复议法23¶1(3)")


@pytest.mark.parametrize("role", ["mediator", "admin", "terminal"])
def test_any_proven_caller_may_ask(desk: Desk, role: str) -> None:
    assert desk.post("/api/v1/advice/paths", FINE, role=role).status_code == 200


def test_nobody_unknown_may_ask(desk: Desk) -> None:
    assert desk.client.post("/api/v1/advice/paths", json=FINE).status_code == 401


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"on": "2199-01-01"}, "date-in-future", "on"),
        ({"known_on": "2026-08-11"}, "date-out-of-order", "known_on"),
        ({"known_on": "2026-07-01"}, "validation", "known_on"),
        ({"known_on": "08/01/2026"}, "validation", "known_on"),
        ({"known_on": "1899-12-31", "act": {}}, "validation", "known_on"),
        ({"remedies_told": "no"}, "validation", "remedies_told"),
        ({"act": None}, "validation", "act"),
        ({"act": {"surprise": 1}}, "validation", "act.surprise"),
        ({"prior": [{"track": "lawsuit", "status": "filed"}]}, "validation", "prior.0.track"),
        ({"prior": [{"track": "petition", "status": "judged"}]}, "validation", "prior.0.status"),
        ({"prior": {}}, "validation", "prior"),
        (
            {"prior": [{"track": "petition", "status": "accepted", "filed_on": "2026-09-01"}]},
            "date-out-of-order",
            "prior.0.filed_on",
        ),
        (
            {
                "prior": [
                    {
                        "track": "mediation",
                        "status": "failed",
                        "accepted_on": "2026-08-05",
                        "ended_on": "2026-08-04",
                    }
                ]
            },
            "validation",
            "prior.0.ended_on",
        ),
        (
            {"obstacles": [{"kind": "force_majeure", "from": "2026-08-05", "to": "2026-08-04"}]},
            "validation",
            "obstacles.0.to",
        ),
        (
            {"act": {"told_to_sue_until": "2090-01-01"}},
            "date-out-of-order",
            "act.told_to_sue_until",
        ),
    ],
)
def test_bad_questions_are_refused_by_field(
    desk: Desk, changes: dict[str, Any], code: str, field: str
) -> None:
    answer = desk.post("/api/v1/advice/paths", {**FINE, **changes})

    status, found, errors = refused(answer)
    assert (status, found) == (422, code)
    assert field in errors


def test_a_question_without_an_act_is_refused(desk: Desk) -> None:
    status, code, errors = refused(desk.post("/api/v1/advice/paths", {"on": "2026-08-10"}))

    assert (status, code) == (422, "validation")
    assert "act" in errors


def test_the_document_describes_the_advice(desk: Desk) -> None:
    document = desk.get("/openapi.json").get_json()

    assert "post" in document["paths"]["/api/v1/advice/paths"]


def test_a_date_before_the_notices_that_are_held_is_computed_and_marked(desk: Desk) -> None:
    old = {"kind": "penalty", "made_on": "1983-05-18"}
    found = paths(desk, act=old, known_on="1983-06-01")

    for name in ("reconsideration", "litigation"):
        assert (found[name]["open"], found[name]["provisional"]) == (False, True)
        assert found[name]["last_on"] < "1984"


def test_whoever_was_competent_is_told_by_the_text_in_force(desk: Desk) -> None:
    held: Any = paths(desk)["litigation"]
    assert held["competent"]
    older = paths(desk, act={"kind": "penalty"}, known_on="1990-12-01", on="1991-01-01")
    assert older["litigation"]["competent"] == []
