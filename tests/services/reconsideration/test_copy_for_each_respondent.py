"""Each respondent is sent the copy of the application in time (复议法48, 54¶1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from shared.casework.procedure import ClockOperation, Procedure
from shared.casework.rendering import CaseView
from shared.law import load_rules, official_calendar
from shared.legal_day import today as this_day
from shared.storage.database import Database
from tests.services.reconsideration.builders import (
    BUREAU,
    NEW_OFFICERS,
    OFFICER,
    PROCEDURE,
    Review,
    act,
    application,
    filed,
    of_two_respondents,
    ready,
    revoked,
    warned,
)
from tests.services.reconsideration.offices import Office
from tests.support.case_in_memory import CaseInMemory
from tests.support.offices import codes

OTHER = {"name": "示范区城市管理局"}
COPY = ("FY-13", "FY-15")
WRONG_DAY = {"reason": "日期写错", "approved_by": "王主任"}
Services = Sequence[tuple[str, str | None]]


def copies(review: Review) -> dict[str | None, str]:
    """Return whose clocks of the copy there are, and how each stands."""
    return {each["party"]: each["status"] for each in review.case["clocks"] if each["rule"] in COPY}


def serves(review: Review, services: Services) -> list[str]:
    """Record the services, each with its day and addressee; return what was found."""
    found: list[str] = []
    for on, party in services:
        named: dict[str, Any] = {"party": party} if party else {}
        review.does("serve_respondent", on=on, **named)
        found += [finding.basis for finding in review.found if finding.code == "copy-sent-late"]
    return found


def succeeded(review: Review, party: str, ground: str, name: str) -> Review:
    """Let a body step in for a respondent on 2024-05-17."""
    kind = "agency" if ground == "agency_reorganised" else "organisation"
    return review.does(
        "succeed_party",
        on="2024-05-17",
        party=party,
        ground=ground,
        happened_on="2024-05-16",
        successors=[{"kind": kind, "name": name}],
    )


@dataclass(frozen=True)
class Acceptance:
    """How a case against p2 and p3 was accepted, and the last day of the copy and the next."""

    accepted: Callable[[], Review]
    rule: str
    last_day: str
    too_late: str
    basis: str


def simplified() -> Review:
    review = filed(co_respondents=[OTHER], act=act(kind="government_information"))
    return review.does("accept", on="2024-05-13", procedure="simplified", ground="53(4)")


def deemed() -> Review:
    return filed(co_respondents=[OTHER]).does("deem_accepted", on="2024-05-15")


def accepted_in_2023() -> Review:
    """Return a review that counted as accepted on the day of its receipt (2017法17¶2)."""
    old = act(made_on="2023-05-01", served_on="2023-05-01")
    review = filed(co_respondents=[OTHER], received_on="2023-05-08", act=old)
    return review.does("accept", on="2023-05-09", procedure="ordinary")


ACCEPTANCES = {
    "ordinary": Acceptance(of_two_respondents, "FY-13", "2024-05-22", "2024-05-23", "复议法48"),
    "simplified": Acceptance(simplified, "FY-15", "2024-05-16", "2024-05-17", "复议法54¶1"),
    "deemed": Acceptance(deemed, "FY-13", "2024-05-24", "2024-05-27", "复议法48"),
    "in 2023": Acceptance(accepted_in_2023, "FY-13", "2023-05-17", "2023-05-18", "复议法48"),
}


@pytest.fixture(params=ACCEPTANCES.values(), ids=list(ACCEPTANCES))
def acceptance(request: pytest.FixtureRequest) -> Acceptance:
    found: Acceptance = request.param
    return found


class TestTwoRespondents:
    def test_each_is_owed_a_copy_from_the_acceptance(self, acceptance: Acceptance) -> None:
        review = acceptance.accepted()

        assert copies(review) == {"p2": "running", "p3": "running"}
        for party in ("p2", "p3"):
            assert review.clock(acceptance.rule, party)["due_on"] == acceptance.last_day

    @pytest.mark.parametrize(
        ("days", "p2", "p3"),
        [
            ({"p2": "last_day", "p3": "last_day"}, "met", "met"),
            ({"p2": "last_day", "p3": "too_late"}, "met", "missed"),
            ({"p3": "last_day", "p2": "too_late"}, "missed", "met"),
            ({"p2": "too_late", "p3": "too_late"}, "missed", "missed"),
            ({"p2": "last_day"}, "met", "running"),
            ({"p3": "too_late"}, "running", "missed"),
            ({None: "last_day"}, "met", "met"),
            ({None: "too_late"}, "missed", "missed"),
        ],
    )
    def test_a_service_is_in_time_for_its_own_respondent(
        self, acceptance: Acceptance, days: Mapping[str | None, str], p2: str, p3: str
    ) -> None:
        review = acceptance.accepted()

        found = serves(review, [(getattr(acceptance, day), who) for who, day in days.items()])

        assert copies(review) == {"p2": p2, "p3": p3}
        assert found == [acceptance.basis] * list(days.values()).count("too_late")

    def test_the_decision_leaves_neither_running(self) -> None:
        review = of_two_respondents()
        serves(review, [("2024-05-15", "p2")])

        revoked(ready(review))

        assert copies(review) == {"p2": "met", "p3": "missed"}

    def test_after_a_conversion_each_is_still_owed_the_copy(self) -> None:
        review = simplified().does(
            "convert_procedure",
            on="2024-05-14",
            reason="案情复杂",
            approved_by="head_of_office",
            approver="王主任",
        )

        serves(review, [("2024-05-16", "p2"), ("2024-05-17", "p3")])

        assert copies(review) == {"p2": "met", "p3": "missed"}


def test_a_single_respondent_need_not_be_named() -> None:
    review = filed().does("accept", on="2024-05-13", procedure="ordinary")

    assert serves(review, [("2024-05-22", None)]) == []
    assert copies(review) == {"p2": "met"}


class TestWhoTakesPartChanges:
    @pytest.mark.parametrize(("on", "state"), [("2024-05-22", "met"), ("2024-05-23", "missed")])
    def test_the_agency_that_goes_on_gets_the_copy_in_the_place_of_the_one_before_it(
        self, on: str, state: str
    ) -> None:
        review = succeeded(of_two_respondents(), "p3", "agency_reorganised", "示范区综合执法局")

        serves(review, [(on, "p4")])

        assert copies(review) == {"p2": "running", "p3": state}

    def test_what_the_one_before_it_got_is_not_late_for_who_goes_on(self) -> None:
        review = of_two_respondents()
        review.does("serve_respondent", on="2024-05-15", party="p3", slip_pending=True)
        succeeded(review, "p3", "agency_reorganised", "示范区综合执法局")

        assert serves(review, [("2024-05-24", "p4")]) == []
        assert copies(review) == {"p2": "running", "p3": "met"}

    def test_so_does_an_organisation_that_takes_over_from_another(self) -> None:
        joining = {"kind": "organisation", "name": "示范区供水公司"}
        review = filed().does("join_party", on="2024-05-10", role="respondent", party=joining)
        review.does("accept", on="2024-05-13", procedure="ordinary")
        succeeded(review, "p3", "organisation_ended", "示范区水务集团")

        serves(review, [("2024-05-22", "p4")])

        assert copies(review) == {"p2": "running", "p3": "met"}

    def test_who_joins_later_is_owed_none_from_the_acceptance_and_answers_for_nobody(self) -> None:
        review = filed().does("accept", on="2024-05-13", procedure="ordinary")
        joining = {"kind": "agency", **OTHER}
        review.does("join_party", on="2024-05-15", role="respondent", party=joining)

        assert serves(review, [("2024-05-27", "p3")]) == []
        assert copies(review) == {"p2": "running"}


def _with_one_clock_for_all(operation: ClockOperation) -> ClockOperation:
    if operation.each != "parties":
        return operation
    when = {path: wanted for path, wanted in operation.when.items() if path != "item.role"}
    paths = {name: known for name, known in operation.paths.items() if name != "party"}
    return replace(operation, each=None, when=when, paths=paths)


def of_an_earlier_release() -> Procedure:
    """Return the procedure as it was: one clock of the copy, whoever the respondents are."""
    commands = {
        name: replace(each, clocks=tuple(map(_with_one_clock_for_all, each.clocks)))
        for name, each in PROCEDURE.commands.items()
    }
    return replace(PROCEDURE, commands=commands)


class TestCasesWithOneClockForAll:
    """They were accepted under an earlier release."""

    @pytest.fixture
    def review(self) -> Review:
        old = CaseInMemory(of_an_earlier_release(), OFFICER, "case-1")
        old.does("file", **application(co_respondents=[OTHER]))
        old.does("accept", on="2024-05-13", procedure="ordinary")
        review = Review()
        review.case = old.case
        assert copies(review) == {None: "running"}
        return review

    @pytest.mark.parametrize(
        ("services", "state", "found"),
        [
            ([("2024-05-15", "p3")], "met", 0),
            ([("2024-05-22", None)], "met", 0),
            ([("2024-05-15", "p3"), ("2024-05-22", "p2")], "met", 0),
            ([("2024-05-15", "p2"), ("2024-05-23", "p3")], "met", 1),
            ([("2024-05-23", "p2")], "missed", 1),
        ],
    )
    def test_the_first_service_meets_it_and_a_late_one_is_told(
        self, review: Review, services: Services, state: str, found: int
    ) -> None:
        assert serves(review, services) == ["复议法48"] * found
        assert copies(review) == {None: state}

    def test_the_service_on_who_goes_on_meets_it(self, review: Review) -> None:
        succeeded(review, "p2", "agency_reorganised", "示范区市场监督管理委员会")

        assert serves(review, [("2024-05-22", "p4")]) == []
        assert copies(review) == {None: "met"}

    def test_a_correction_of_the_acceptance_gives_each_a_clock(self, database: Database) -> None:
        before = Office(database)
        before.casework.procedure = of_an_earlier_release()
        case_id = accepted_case(before)
        entry = before.case(case_id)["version"]
        before.does(case_id, "serve_respondent", on="2024-05-15", party="p2")
        assert stored(before, case_id) == {None: "met"}
        change = {"field": "on", "value": "2024-05-10"}
        office = Office(database)

        office.does(case_id, "correct_entry", entry=entry, corrected=[change], **WRONG_DAY)

        assert stored(office, case_id) == {"p2": "met", "p3": "running"}
        assert office.casework.verify_history(case_id).intact


def accepted_case(office: Office) -> str:
    case_id = office.opens(co_respondents=[OTHER])
    office.does(case_id, "accept", on="2024-05-13", procedure="ordinary")
    return case_id


def stored(office: Office, case_id: str) -> dict[str | None, str]:
    clocks = office.case(case_id)["clocks"]
    return {each["party"]: each["status"] for each in clocks if each["rule"] in COPY}


class TestOnTheRecord:
    @pytest.fixture
    def office(self, database: Database) -> Office:
        return Office(database)

    @pytest.fixture
    def case_id(self, office: Office) -> str:
        """Return a case whose first respondent, p2, got its copy."""
        case_id = accepted_case(office)
        office.does(case_id, "serve_respondent", on="2024-05-15", party="p2")
        return case_id

    def test_the_copy_of_the_second_is_overdue_though_the_first_had_it(
        self, office: Office, case_id: str
    ) -> None:
        office.hears_of_expiry(case_id, "FY-13", "p3")

        assert "copy-overdue" in codes(office, case_id)
        assert stored(office, case_id) == {"p2": "met", "p3": "running"}

    def test_a_service_told_after_the_outcome_is_judged_by_its_own_day(
        self, office: Office, case_id: str
    ) -> None:
        office.does(case_id, "assign_officers", on="2024-05-20", officers=NEW_OFFICERS)
        office.does(case_id, "hear_parties", on="2024-05-24", method="phone")
        office.does(case_id, "decide", on="2024-06-20", kind="revoke", articles=["64¶1(2)"])
        assert stored(office, case_id) == {"p2": "met", "p3": "missed"}

        office.does(case_id, "serve_respondent", on="2024-05-22", party="p3")

        assert stored(office, case_id) == {"p2": "met", "p3": "met"}

    def test_a_service_that_is_taken_back_leaves_its_own_clock_running(
        self, office: Office, case_id: str
    ) -> None:
        office.casework.today = this_day
        office.does(case_id, "serve_respondent", on="2024-05-16", party="p3")

        office.does(case_id, "take_back_entry", reason="误录")

        assert stored(office, case_id) == {"p2": "met", "p3": "running"}

    def test_a_day_that_is_corrected_moves_its_own_clock_alone(
        self, office: Office, case_id: str
    ) -> None:
        office.does(case_id, "serve_respondent", on="2024-05-23", party="p3")
        entry = office.case(case_id)["version"]
        assert stored(office, case_id) == {"p2": "met", "p3": "missed"}
        change = {"field": "on", "value": "2024-05-22"}

        office.does(case_id, "correct_entry", entry=entry, corrected=[change], **WRONG_DAY)

        assert stored(office, case_id) == {"p2": "met", "p3": "met"}
        assert "copy-sent-late" not in codes(office, case_id)


def test_a_case_shows_whose_copy_it_is_that_of_who_left_too() -> None:
    review = succeeded(of_two_respondents(), "p3", "agency_reorganised", "示范区综合执法局")

    view = CaseView(PROCEDURE, load_rules(), official_calendar)
    seen = view.full(review.case, actor=OFFICER, language="zh", today=date(2024, 5, 20))

    whose = [each["addressee"]["zh"] for each in seen["clocks"] if each["rule"] == "FY-13"]
    assert whose == [f"被申请人{BUREAU['name']}", f"被申请人{OTHER['name']}"]


def test_while_a_second_copy_is_out_the_case_says_so() -> None:
    review = of_two_respondents()
    serves(review, [("2024-05-15", "p2")])
    assert "respondent-receipt-unknown" in warned(review)

    serves(review, [("2024-05-22", "p3")])

    assert "respondent-receipt-unknown" not in warned(review)
