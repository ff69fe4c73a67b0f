"""What each operation of a procedure does to the clocks of a case."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from shared.casework.clocks import ClockLedger
from shared.casework.procedure import ClockOperation, StandingNotice
from shared.http.problems import Problem
from shared.language import Text
from shared.law import load_rules, official_calendar

ACCEPTED, DUE, DUE_EXTENDED = "2024-01-11", "2024-03-11", "2024-04-10"
LATE = StandingNotice("decided-late", "行政复议法62", Text("逾期决定", "decided late"))


def an_operation(verb: Any, *rules: str, **options: Any) -> ClockOperation:
    """Return an operation; what is no field of one is the name of a path."""
    own = {field.name for field in fields(ClockOperation)}
    paths = {name: (path,) for name, path in options.items() if name not in own}
    told = {name: option for name, option in options.items() if name in own}
    return ClockOperation(verb, rules, paths=paths, **told)


START = an_operation("start", "FY-18", day_zero="on")


class ClocksOfACase:
    """The clocks of a case, led through operations, day by day."""

    def __init__(self) -> None:
        self.clocks: list[dict[str, Any]] = []
        self.told: list[str] = []

    def on(self, day: str, *operations: ClockOperation, **scope: Any) -> ClocksOfACase:
        """Let operations happen on a day."""
        on = date.fromisoformat(day)
        ledger = ClockLedger(self.clocks, load_rules(), official_calendar(), on)
        ledger.run(operations, {"on": on, **scope})
        self.clocks = ledger.clocks()
        self.told = [finding.code for finding in ledger.findings]
        return self

    def the(self, rule: str) -> dict[str, Any]:
        """Return the clock of a rule that began last."""
        return [clock for clock in self.clocks if clock["rule"] == rule][-1]

    def how(self, rule: str) -> tuple[str, str | None]:
        """Return how a clock stands, and the day on which it ended."""
        return self.the(rule)["status"], self.the(rule)["ended_on"]


@pytest.fixture
def running() -> ClocksOfACase:
    """Return a case accepted on 2024-01-11, with sixty days for its decision."""
    return ClocksOfACase().on(ACCEPTED, START)


def test_a_clock_that_starts_runs_from_its_day_zero_to_its_last_day(
    running: ClocksOfACase,
) -> None:
    clock = running.the("FY-18")

    assert (clock["status"], clock["started_on"], clock["due_on"]) == ("running", ACCEPTED, DUE)


def test_without_its_day_zero_no_clock_starts_and_the_fact_is_asked_for() -> None:
    case = ClocksOfACase().on(ACCEPTED, an_operation("start", "FY-18", day_zero="milestones.none"))

    assert case.clocks == []
    assert case.told == ["missing-fact"]


def test_a_limit_that_did_not_exist_yet_starts_nothing_and_says_nothing() -> None:
    case = ClocksOfACase().on("2020-05-11", an_operation("start", "FY-11", day_zero="on"))

    assert (case.clocks, case.told) == ([], [])


@pytest.mark.parametrize(
    ("day", "how", "told"),
    [(DUE, ("met", DUE), []), ("2024-03-12", ("missed", "2024-03-12"), ["decided-late"])],
)
def test_who_acts_by_the_last_day_has_met_the_limit(
    running: ClocksOfACase, day: str, how: tuple[str, str], told: list[str]
) -> None:
    running.on(day, an_operation("meet", "FY-18", late=LATE))

    assert (running.how("FY-18"), running.told) == (how, told)


def test_an_act_counts_from_its_own_day_and_not_from_the_entry(running: ClocksOfACase) -> None:
    posted = an_operation("meet", "FY-18", at="payload.posted_on", late=LATE)

    running.on("2024-03-20", posted, payload={"posted_on": DUE})

    assert (running.how("FY-18"), running.told) == (("met", DUE), [])


def test_who_acts_after_a_limit_has_lapsed_by_itself_is_told_so(running: ClocksOfACase) -> None:
    running.on("2024-03-12", an_operation("miss", "FY-18"))
    assert running.how("FY-18") == ("missed", DUE)

    running.on("2024-03-20", an_operation("meet", "FY-18", late=LATE))

    assert (running.how("FY-18"), running.told) == (("missed", DUE), ["decided-late"])


def test_cancelling_does_not_hide_what_is_overdue(running: ClocksOfACase) -> None:
    running.on("2024-03-12", an_operation("cancel", "all"))

    assert running.how("FY-18") == ("missed", "2024-03-12")


def test_what_should_never_have_begun_is_cancelled_overdue_or_not(running: ClocksOfACase) -> None:
    running.on("2024-03-12", an_operation("void", "FY-18"))

    assert running.how("FY-18") == ("cancelled", "2024-03-12")


def test_cancelling_all_leaves_what_is_spared(running: ClocksOfACase) -> None:
    running.on(ACCEPTED, an_operation("start", "FY-13", day_zero="on"))

    running.on("2024-01-15", an_operation("cancel", "all", spared=frozenset({"FY-18"})))

    assert running.how("FY-18") == ("running", None)
    assert running.how("FY-13") == ("cancelled", "2024-01-15")


def test_a_pause_moves_the_last_day_by_as_many_days(running: ClocksOfACase) -> None:
    running.on(
        "2024-01-21",
        an_operation("pause", "FY-18", reason="payload.ground"),
        payload={"ground": "39(9)"},
    )
    assert running.the("FY-18")["status"] == "paused"

    running.on("2024-01-31", an_operation("resume", "FY-18"))

    clock = running.the("FY-18")
    assert (clock["status"], clock["due_on"]) == ("running", "2024-03-21")
    assert clock["pauses"] == [{"from": "2024-01-21", "to": "2024-01-31", "reason": "39(9)"}]


def test_an_expired_clock_is_not_shown_as_paused(running: ClocksOfACase) -> None:
    running.on("2024-03-12", an_operation("pause", "FY-18"))

    assert running.the("FY-18")["status"] == "running"
    assert running.told == ["suspended-after-the-end"]


def test_days_that_do_not_count_are_left_out_with_the_first_and_the_last(
    running: ClocksOfACase,
) -> None:
    appraised = {"from": "payload.begun_on", "to": "payload.done_on"}
    days = {"begun_on": "2024-01-22", "done_on": "2024-01-31"}

    running.on("2024-02-01", an_operation("exclude", "FY-18", **appraised), payload=days)

    assert running.the("FY-18")["due_on"] == "2024-03-21"


def test_what_is_excluded_needs_both_its_days(running: ClocksOfACase) -> None:
    appraised = {"from": "payload.begun_on", "to": "payload.done_on"}

    running.on(
        "2024-02-01",
        an_operation("exclude", "FY-18", **appraised),
        payload={"begun_on": "2024-01-22"},
    )

    assert running.the("FY-18")["due_on"] == DUE


def test_an_extension_is_counted_from_the_last_day(running: ClocksOfACase) -> None:
    running.on(
        "2024-03-01", an_operation("extend", "FY-18", by="payload.days"), payload={"days": 30}
    )

    clock = running.the("FY-18")
    assert (clock["due_on"], clock["extended_by"]) == (DUE_EXTENDED, 30)


def test_an_extension_beyond_what_the_law_allows_is_refused(running: ClocksOfACase) -> None:
    with pytest.raises(Problem) as caught:
        running.on(
            "2024-03-01", an_operation("extend", "FY-18", by="payload.days"), payload={"days": 31}
        )

    assert list(caught.value.errors or {}) == ["days"]
    assert running.the("FY-18")["due_on"] == DUE


def test_a_limit_that_is_set_to_a_day_ends_on_it(running: ClocksOfACase) -> None:
    until = an_operation("extend", "FY-18", until="payload.until")

    running.on("2024-03-01", until, payload={"until": "2024-03-29"})

    assert running.the("FY-18")["due_on"] == "2024-03-29"


def test_a_day_before_the_limit_began_is_refused_at_its_field(running: ClocksOfACase) -> None:
    until = an_operation("extend", "FY-18", until="payload.until")

    with pytest.raises(Problem) as caught:
        running.on("2024-03-01", until, payload={"until": "2024-01-10"})

    assert list(caught.value.errors or {}) == ["until"]


@pytest.mark.parametrize(("granted", "stays"), [("2024-02-29", "FY-10"), ("2024-01-19", "FY-18")])
def test_of_two_limits_one_within_the_other_the_first_to_end_stays(
    granted: str, stays: str
) -> None:
    case = ClocksOfACase().on(ACCEPTED, an_operation("start", "FY-10", day_zero="on"))
    due = an_operation("start", "FY-18", day_zero="on", due="payload.until", within=("FY-10",))

    case.on("2024-01-12", due, payload={"until": granted})

    assert [clock["rule"] for clock in case.clocks if clock["status"] == "running"] == [stays]


def test_another_rule_takes_the_place_of_one_with_its_beginning_and_its_pauses(
    running: ClocksOfACase,
) -> None:
    running.on("2024-01-21", an_operation("pause", "FY-18"))

    running.on("2024-01-25", an_operation("replace", "FY-18", with_rule="FY-19"))

    assert running.how("FY-18") == ("cancelled", "2024-01-25")
    simplified = running.the("FY-19")
    assert (simplified["started_on"], simplified["status"]) == (ACCEPTED, "paused")
    assert [pause["from"] for pause in simplified["pauses"]] == ["2024-01-21"]


def test_a_clock_that_is_taken_up_again_keeps_what_was_granted_to_it(
    running: ClocksOfACase,
) -> None:
    running.on(
        "2024-03-01", an_operation("extend", "FY-18", by="payload.days"), payload={"days": 30}
    )
    running.on("2024-03-05", an_operation("cancel", "FY-18"))

    running.on("2024-03-15", an_operation("reopen", "FY-18"))

    assert running.how("FY-18") == ("running", None)
    assert running.the("FY-18")["due_on"] == DUE_EXTENDED


def test_one_clock_lapses_by_its_own_name(running: ClocksOfACase) -> None:
    lapses = an_operation("lapse", clock="payload.clock", late=LATE)

    running.on("2024-03-12", lapses, payload={"clock": running.the("FY-18")["id"]})

    assert (running.how("FY-18"), running.told) == (("missed", DUE), ["decided-late"])


def test_what_has_ended_does_not_lapse(running: ClocksOfACase) -> None:
    running.on("2024-03-01", an_operation("meet", "FY-18"))

    lapses = an_operation("lapse", clock="payload.clock", late=LATE)
    running.on("2024-03-12", lapses, payload={"clock": running.the("FY-18")["id"]})

    assert (running.how("FY-18"), running.told) == (("met", "2024-03-01"), [])


def test_an_operation_happens_where_its_conditions_hold() -> None:
    ordinary = an_operation("start", "FY-18", day_zero="on", when={"facts.procedure": "ordinary"})
    other = an_operation("start", "FY-13", day_zero="on", unless={"facts.procedure": "ordinary"})

    case = ClocksOfACase().on(ACCEPTED, ordinary, other, facts={"procedure": "ordinary"})

    assert [clock["rule"] for clock in case.clocks] == ["FY-18"]


def test_each_item_of_a_list_has_a_clock_of_its_own() -> None:
    windows = an_operation(
        "start", "FY-29", day_zero="item.served_on", party="item.party", each="facts.services"
    )
    served = [
        {"party": "p1", "served_on": "2026-09-16"},
        {"party": "p2", "served_on": "2026-09-28"},
    ]

    case = ClocksOfACase().on("2026-09-28", windows, facts={"services": served})

    ends = {clock["party"]: clock["due_on"] for clock in case.clocks}
    assert ends == {"p1": "2026-10-08", "p2": "2026-10-13"}


def test_of_those_who_take_part_each_who_fits_has_a_clock_of_their_own() -> None:
    owed = an_operation(
        "start",
        "FY-13",
        each="parties",
        day_zero="on",
        party="item.id",
        when={"item.role": "respondent"},
    )
    parties = [{"id": "p1", "role": "applicant"}, {"id": "p2", "role": "respondent"}]
    parties.append({"id": "p3", "role": "respondent"})

    case = ClocksOfACase().on(ACCEPTED, owed, parties=parties)

    assert [clock["party"] for clock in case.clocks] == ["p2", "p3"]


def test_one_act_that_is_late_for_several_is_told_once() -> None:
    window = an_operation("start", "FY-29", day_zero="on", party="payload.party")
    case = ClocksOfACase()
    for party in ("p1", "p2"):
        case.on("2026-09-16", window, payload={"party": party})

    case.on("2026-10-30", an_operation("meet", "FY-29", late=LATE))

    assert [clock["status"] for clock in case.clocks] == ["missed", "missed"]
    assert case.told == ["decided-late"]


def test_one_of_two_who_acts_meets_no_clock_of_the_other() -> None:
    window = an_operation("start", "FY-29", day_zero="on", party="payload.party")
    case = ClocksOfACase()
    for party in ("p1", "p2"):
        case.on("2026-09-16", window, payload={"party": party})

    sues = an_operation("meet", "FY-29", party="payload.party")
    case.on("2026-09-20", sues, payload={"party": "p1"})

    assert {clock["party"]: clock["status"] for clock in case.clocks} == {
        "p1": "met",
        "p2": "running",
    }


def test_where_it_has_begun_for_somebody_it_does_not_begin_again_for_them() -> None:
    window = an_operation("start", "FY-29", day_zero="on", party="payload.party", unless_begun=True)
    case = ClocksOfACase()
    for day in ("2026-09-16", "2026-09-20"):
        case.on(day, window, payload={"party": "p1"})

    assert [clock["started_on"] for clock in case.clocks] == ["2026-09-16"]


def test_only_clocks_begun_by_a_day_are_concerned() -> None:
    case = ClocksOfACase()
    for day in ("2024-01-11", "2024-01-22"):
        case.on(day, an_operation("start", "FY-13", day_zero="on"))

    case.on(
        "2024-01-23",
        an_operation("cancel", "FY-13", begun="payload.by"),
        payload={"by": "2024-01-15"},
    )

    assert [clock["status"] for clock in case.clocks] == ["missed", "running"]
