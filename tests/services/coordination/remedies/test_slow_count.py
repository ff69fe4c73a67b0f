"""No answer is later than a slow count, and nobody in the house gives another answer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.almanac.advice_schemas import PathQuestion
from services.reconsideration import track
from shared.disputes.rights import rights_in
from shared.http.schemas import load
from shared.law.duties import load_duties
from shared.remedies.advisor import remedies
from shared.remedies.facts import Facts
from shared.remedies.remedy import Remedy
from shared.remedies.track_rules import Path
from tests.services.coordination.remedies.asked import law
from tests.services.coordination.remedies.slow_count import (
    Law,
    days,
    last_day,
    months,
    moved,
    working_days,
    years,
)
from tests.services.mediation.builders import accepted
from tests.services.reconsideration.builders import application
from tests.support.casework import decided

PROCEDURE = track().procedure
ALWAYS = date(1990, 10, 1)
TODAY = date(2026, 11, 21)
APPLY: Law = [(ALWAYS, days(60))]
APPLY_UNTOLD: Law = [(ALWAYS, days(60)), (date(2024, 1, 1), years(1))]
YEAR: Law = [(ALWAYS, years(1))]
SUE: Law = [(ALWAYS, months(3)), (date(2015, 5, 1), months(6))]
SUE_UNTOLD: Law = [
    (ALWAYS, months(3)),
    (date(1991, 7, 11), months(15)),
    (date(2000, 3, 10), years(2)),
    (date(2018, 2, 8), years(1)),
]
SUE_OVER_A_BREACH: Law = [(date(2015, 5, 1), years(2)), (date(2017, 10, 1), years(3))]


def told(question: dict[str, Any], on: date) -> dict[Path, Remedy]:
    """Return the remedies for a question as it comes over HTTP."""
    asked = load(PathQuestion(), {**question, "on": on.isoformat()})
    return {each.path: each for each in remedies(Facts.read(asked, on), law())}


def never_later(
    found: Remedy,
    slow: Law,
    start: date,
    on: date,
    *,
    bound: date = date.max,
    generous: Law | None = None,
) -> None:
    """Hold an answer against the law known on a day; `generous` is how it may be read too."""
    known = [(since, end) for since, end in slow if since <= on]
    strict = min(last_day(known, start, strict=True), bound)
    lenient = min(last_day(generous or known, start, strict=False), bound)
    assert found.last_on is not None
    assert found.last_on <= lenient
    assert found.open is (found.last_on >= on)
    if found.safe_on is not None:
        assert found.safe_on <= strict
    if not found.span.doubts:
        assert found.last_on == strict


@st.composite
def acts(draw: st.DrawFn, first: date, last: date) -> tuple[dict[str, Any], date]:
    """Return an act that became known, what else is known of it, and the day of the question."""
    known = draw(st.dates(first, last))
    act: dict[str, Any] = {"served_on": known.isoformat()}
    if draw(st.booleans()):
        made = known - timedelta(days=draw(st.integers(0, 3000)))
        act |= {"made_on": made.isoformat(), "concerns_real_estate": draw(st.booleans())}
    if (said := draw(st.sampled_from([True, False, None]))) is not None:
        act["remedies_told"] = said
    on = min(known + timedelta(days=draw(st.integers(0, 1200))), TODAY)
    return act, on


def longest(act: dict[str, Any], since: date) -> date:
    """Return the longest time from the making, where it did not end before there was one."""
    if "made_on" not in act:
        return date.max
    end = years(20 if act["concerns_real_estate"] else 5)(date.fromisoformat(act["made_on"]))
    return end if end >= since else date.max


@given(given_act=acts(date(1999, 10, 1), date(2025, 10, 1)))
def test_no_day_to_apply_is_later_than_the_slow_count(
    given_act: tuple[dict[str, Any], date],
) -> None:
    act, on = given_act
    found = told({"act": act}, on)[Path.RECONSIDERATION]

    slow = APPLY_UNTOLD if act.get("remedies_told") is False else APPLY
    bound = longest(act, date(2024, 1, 1)) if on >= date(2024, 1, 1) else date.max
    year = YEAR if slow is APPLY_UNTOLD and on >= date(2024, 1, 1) else None
    never_later(found, slow, date.fromisoformat(act["served_on"]), on, bound=bound, generous=year)


@given(given_act=acts(date(1991, 8, 1), date(2025, 5, 1)))
def test_no_day_to_sue_is_later_than_the_slow_count(
    given_act: tuple[dict[str, Any], date],
) -> None:
    act, on = given_act
    if "made_on" in act and act["made_on"] < "1990-10-01":
        assert told({"act": act}, on)[Path.LITIGATION].state == "closed"
        return
    found = told({"act": act}, on)[Path.LITIGATION]

    slow = SUE_UNTOLD if act.get("remedies_told") is False else SUE
    bound = longest(act, date(2000, 3, 10)) if on >= date(2000, 3, 10) else date.max
    never_later(found, slow, date.fromisoformat(act["served_on"]), on, bound=bound)


@given(known=st.dates(date(2015, 5, 1), date(2023, 10, 1)), after=st.integers(0, 1200))
def test_no_day_to_sue_over_a_breach_is_later_than_the_slow_count(known: date, after: int) -> None:
    on = min(known + timedelta(days=after), TODAY)
    act = {"kind": "agreement_breach", "known_on": known.isoformat()}

    never_later(told({"act": act}, on)[Path.LITIGATION], SUE_OVER_A_BREACH, known, on)


@given(
    asked=st.dates(date(2019, 5, 15), date(2025, 6, 1)),
    duty=st.sampled_from([*load_duties(), None]),
    untold=st.booleans(),
    after=st.integers(0, 900),
)
def test_no_day_against_silence_is_later_than_the_slow_count(
    asked: date, duty: str | None, untold: bool, after: int
) -> None:
    on = min(asked + timedelta(days=after), TODAY)
    question: dict[str, Any] = {"act": {}, "inaction": {"requested_on": asked.isoformat()}}
    question["inaction"] |= {"duty": duty} if duty else {}
    question |= {"remedies_told": False} if untold else {}
    found = told(question, on)[Path.RECONSIDERATION]

    statutory = duty in {"11(3)", "11(14)", None}
    ended = (working_days(20) if statutory else days(60))(asked)
    if duty is None:
        assert found.last_on is None
        assert found.safe_on is not None
        assert found.safe_on <= last_day(APPLY, ended, strict=True)
        return
    slow = YEAR if untold and on >= date(2024, 1, 1) else APPLY
    assert found.last_on is not None
    assert found.last_on <= last_day(slow, ended, strict=False)
    assert found.safe_on is None or found.safe_on <= last_day(APPLY, ended, strict=True)
    assert (found.state == "closed") is (found.last_on < on)
    assert (found.state == "not_yet") is (on <= ended)


def test_the_slow_count_knows_the_days_of_published_cases() -> None:
    assert days(60)(date(2025, 5, 7)) == date(2025, 7, 7)
    assert working_days(20)(date(2026, 9, 24)) == date(2026, 10, 29)
    assert months(6)(date(2025, 8, 31)) == date(2026, 2, 28)
    assert months(3)(date(2014, 12, 1)) == date(2015, 3, 2)
    assert moved(date(2026, 10, 1)) == date(2026, 10, 8)
    assert last_day(SUE, date(2015, 2, 2), strict=True) == date(2015, 8, 3)
    assert last_day(SUE_UNTOLD, date(2017, 6, 1), strict=True) == date(2018, 6, 1)
    assert last_day(SUE_UNTOLD, date(2017, 6, 1), strict=False) == date(2019, 6, 3)


# ------------------------------------------------------------------------- one answer in the house


def a_case(act: dict[str, Any]) -> dict[str, Any]:
    """Return a petition about an act as the limitation watch keeps it."""
    return {
        "track": "petition",
        "case_id": "018f0000a0",
        "number": "信访〔2026〕1号",
        "status": "accepted",
        "phase": "open",
        "sequence": 1,
        "assignee": None,
        "agency": None,
        "act": act,
        "parties": [{"id": "p1", "role": "petitioner", "kind": "person", "mark": "blind-1"}],
        "milestones": {"accepted": "2026-07-06"},
        "told": {},
        "clocks": [],
    }


KINDS = (
    None,
    "penalty",
    "on_the_spot_penalty",
    "government_information",
    "tax_assessment",
    "agreement_breach",
    "agreement_change",
    "petition_handling",
)
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.sampled_from([each for each in KINDS if each]),
        "served_on": st.dates(date(2025, 1, 2), date(2026, 7, 3)).map(date.isoformat),
        "remedies_told": st.booleans(),
        "not_disclosed_under": st.sampled_from(["14", "other"]),
        "infringes_resource_right": st.booleans(),
        "tax_settled_on": st.dates(date(2026, 1, 2), date(2026, 7, 3)).map(date.isoformat),
        "told_to_sue_until": st.dates(date(2026, 7, 3), date(2027, 1, 4)).map(date.isoformat),
    },
)


@given(facts=FACTS)
def test_advisor_and_limitation_watch_never_disagree(facts: dict[str, Any]) -> None:
    on = date(2026, 7, 10)
    act = {"number": "示决〔2026〕1号", **facts}
    petition = {"track": "petition", "status": "accepted", "accepted_on": "2026-07-06"}
    advised = told({"act": act, "prior": [petition]}, on)

    watched = {each.remedy.path: each for each in rights_in({"a": a_case(act)}, law(), on)}

    for path in (Path.RECONSIDERATION, Path.LITIGATION):
        mine, theirs = advised[path], watched[path].remedy
        assert (mine.state, mine.last_on, mine.safe_on) == (
            theirs.state,
            theirs.last_on,
            theirs.safe_on,
        )
        assert mine.missing == theirs.missing


@given(facts=FACTS.filter(bool))
def test_advisor_and_a_mediation_that_fails_never_disagree(facts: dict[str, Any]) -> None:
    on = date(2026, 7, 10)
    failed = accepted(act=facts).does("fail", on=on.isoformat(), reason="分歧较大")
    ended = {
        "track": "mediation",
        "status": "failed",
        "filed_on": "2026-07-01",
        "accepted_on": "2026-07-06",
        "ended_on": on.isoformat(),
        "in_centre": True,
    }
    advised = told({"act": facts, "prior": [ended]}, on)

    said = {text.partition(":")[0]: (code, text) for code, _, text in failed.told()}
    for path, name in (
        (Path.RECONSIDERATION, "Administrative reconsideration"),
        (Path.LITIGATION, "Direct suit"),
    ):
        code, text = said[name]
        assert (code == "path-closed") is (advised[path].state == "closed")
        if code == "path-open":
            assert str(advised[path].last_on) in text


WINDOWS = {"FY-01", "FY-02", "FY-03a", "FY-03b", "FY-05", "FY-31"}


@given(
    facts=FACTS,
    duty=st.sampled_from([None, "11(11)", "11(14)"]),
    ended=st.dates(date(2025, 1, 2), date(2026, 7, 3)).map(date.isoformat),
    received=st.dates(date(2026, 7, 3), date(2026, 7, 10)).map(date.isoformat),
)
def test_advisor_and_the_window_of_an_application_never_disagree(
    facts: dict[str, Any], duty: str | None, ended: str, received: str
) -> None:
    act: dict[str, Any] = {"name": "行政行为", **facts}
    question: dict[str, Any] = {"act": dict(act)}
    more: dict[str, Any] = {}
    if duty is not None:
        act = {"kind": "inaction", "inaction": {"duty": duty}}
        act |= {name: facts[name] for name in ("remedies_told",) if name in facts}
        question = {"act": {name: act[name] for name in ("remedies_told",) if name in act}}
        question["inaction"] = {"duty": duty, "performance_due_on": ended}
        more = {"performance_ended_on": ended}
    filed = decided(PROCEDURE, {}, "file", application(act=act, received_on=received, **more))
    windows = [each for each in filed.event_data["clocks"] if each["rule"] in WINDOWS]
    advised = told(question, date.fromisoformat(received))[Path.RECONSIDERATION]

    assert any(each["status"] == "missed" for each in windows) is (
        advised.span.ended_on is not None
    )
    if advised.last_on is not None:
        assert advised.last_on.isoformat() == min(each["due_on"] for each in windows)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_asked_of_all_three(kind: str | None) -> None:
    act = {"served_on": "2026-06-01"} | ({"kind": kind} if kind else {})

    assert told({"act": act}, date(2026, 7, 10))
    assert rights_in({"a": a_case(act)}, law(), date(2026, 7, 10))
    assert accepted(act=act).does("fail", on="2026-07-10", reason="分歧较大").told()
