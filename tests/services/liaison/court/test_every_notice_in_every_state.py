"""Each notice of a court in each state of a suit: taken as what it is, or refused with a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from services.liaison.court.commands import order_for
from services.liaison.court.orders import Known
from services.liaison.court.registry import LITIGATION, MEDIATION, Case, CourtTrack
from services.liaison.partners.addressees import Addressee
from services.liaison.partners.door import PartnerOrder
from shared.http.problems import Problem
from shared.storage.database import Database
from tests.services.litigation.builders import (
    BUREAU,
    COURT,
    HEAD,
    Response,
    answered,
    appealed,
    notice,
    notified,
)
from tests.services.litigation.offices import Office
from tests.services.litigation.states import DEPENDS, STATES, final, judged

ON = "2025-03-03"
AGENCY = Addressee(code=BUREAU["code"], name=BUREAU["name"], region="110101")


def told(notice_type: str, **changes: Any) -> dict[str, Any]:
    return {
        "type": notice_type,
        "agency": {"code": AGENCY.code},
        "court": "示范区人民法院",
        "court_case_no": notice()["court_case_no"],
        "on": ON,
        **changes,
    }


DOCKETED = {name: value for name, value in notice().items() if name != "defendant"}
RULING: dict[str, Any] = {"kind": "ruling", "outcome": "terminated", "lost": False}
JUDGMENT: dict[str, Any] = {"kind": "judgment", "outcome": "claims_dismissed", "lost": False}
NOTICES: Mapping[str, dict[str, Any]] = {
    "docketed": {**DOCKETED, "type": "case_docketed", "agency": {"code": AGENCY.code}},
    "hearing": told("hearing_scheduled", hearing_on="2025-03-20", place="法庭", head_notice="none"),
    "judgment": told("judgment_served", **JUDGMENT),
    "terminated": told("judgment_served", **RULING),
    "appeal": told("appeal_filed", by="agency"),
    "withdrawal": told("withdrawal_allowed"),
    "suit withdrawn": told("withdrawal_allowed", withdrawn="suit"),
    "appeal withdrawn": told("withdrawal_allowed", withdrawn="appeal"),
    "retrial withdrawn": told("withdrawal_allowed", withdrawn="retrial"),
    "settled": told("settlement_reached", scope="compensation", signed_on=ON),
    "suspended": told("proceedings_suspended", **DEPENDS),
    "resumed": told("proceedings_resumed"),
    "retrial asked": told("retrial_docketed", by="agency"),
    "retrial refused": told("retrial_refused"),
    "retrial ordered": told("retrial_ordered", initiated_by="court", instance="first"),
    "enforcement": told("enforcement_docketed", by="opponent"),
    "suggestion": told("suggestion_sent", suggestion_number="9号", content="改", served_on=ON),
}

FIRST = {"notified", "answered", "suspended"}
SECOND = {"appealed", "appeal suspended"}
RETRIAL_FIRST = {"retrial first", "retrial first suspended"}
RETRIAL_SECOND = {"retrial second", "retrial second suspended"}
RETRIAL = RETRIAL_FIRST | RETRIAL_SECOND
PAUSED = {each for each in STATES if each.endswith("suspended")}
TRIED = FIRST | SECOND | RETRIAL
IN_FORCE = {"judged", "final", "closed"}


def each_of(states: set[str], command: str, status: str | None = None) -> dict[str, str]:
    """Return that a notice is that command in those states, and where it leads; else it stays."""
    return {state: f"{command} -> {status or STATES[state]().status}" for state in states}


def going_on(states: set[str]) -> dict[str, str]:
    where = {"suspended": "answered", "appeal suspended": "appealed"}
    where |= {f"retrial {each} suspended": f"retrial_{each}" for each in ("first", "second")}
    return {state: f"resume -> {where[state]}" for state in states}


TAKEN: Mapping[str, dict[str, str]] = {
    "docketed": dict.fromkeys(STATES, "known"),
    "hearing": each_of(TRIED, "schedule_hearing"),
    "judgment": each_of(FIRST | RETRIAL_FIRST, "record_judgment", "judged")
    | each_of(SECOND | RETRIAL_SECOND, "record_final_judgment", "final"),
    "terminated": each_of(FIRST, "record_judgment", "final")
    | each_of(SECOND, "record_final_judgment", "final")
    | each_of(RETRIAL, "end_retrial", "final"),
    "appeal": each_of({"judged", "appealed", "final", "closed"}, "appeal", "appealed")
    | each_of({"appeal suspended"}, "appeal"),
    "withdrawal": each_of(FIRST, "plaintiff_withdraws", "withdrawn"),
    "suit withdrawn": each_of(TRIED, "plaintiff_withdraws", "withdrawn"),
    "appeal withdrawn": each_of(SECOND, "record_final_judgment", "final"),
    "retrial withdrawn": each_of(RETRIAL, "end_retrial", "final"),
    "settled": each_of(TRIED, "record_mediation_statement", "final"),
    "suspended": each_of({"notified", "answered", "appealed"}, "suspend", "suspended")
    | each_of(RETRIAL - PAUSED, "suspend", "retrial_suspended"),
    "resumed": going_on(PAUSED),
    "retrial asked": each_of(IN_FORCE | RETRIAL, "record_retrial_application"),
    "retrial refused": each_of(IN_FORCE, "refuse_retrial"),
    "retrial ordered": each_of(IN_FORCE, "order_retrial", "retrial_first"),
    "enforcement": each_of(IN_FORCE | RETRIAL, "record_enforcement_application"),
    # What comes after a file was closed is a case of its own.
    "suggestion": each_of(set(STATES) - {"closed"}, "receive_suggestion")
    | {"closed": "opens /api/v1/litigations/receive_suggestion"},
}
REFUSALS = {"command-not-allowed", "conflict", "missing-fact", "validation"}


def outcome(notice: Mapping[str, Any], suit: Response) -> str:
    """Return what became of a notice: `known`, what it opens, a command and its state, a code."""
    try:
        order = order_for(notice, AGENCY, _finding(suit))
        if isinstance(order, Known):
            return "known"
        if f"/{suit.case['_id']}/" not in order.path:
            return f"opens {order.path}"
        command = order.path.rpartition("/")[2]
        return f"{command} -> {suit.does(command, actor=COURT, **order.payload).status}"
    except Problem as problem:
        return problem.code if problem.detail.zh else "refused without a reason"


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("kind", NOTICES)
def test_it_is_taken_for_what_it_is_or_refused(kind: str, state: str) -> None:
    suit = STATES[state]()
    before = suit.case

    became = outcome(NOTICES[kind], suit)

    if state in TAKEN[kind]:
        assert became == TAKEN[kind][state]
    else:
        assert became in REFUSALS
        assert suit.case is before


TAKEN_ONCE = [(kind, state) for kind in TAKEN for state in TAKEN[kind] if kind != "suggestion"]
"""A suggestion is told apart by its number: the track refuses it or takes it for another."""


@pytest.mark.parametrize(("kind", "state"), TAKEN_ONCE)
def test_told_again_under_a_new_id_it_is_known(kind: str, state: str) -> None:
    suit = STATES[state]()
    outcome(NOTICES[kind], suit)

    assert outcome(NOTICES[kind], suit) == "known"


CHANGES_COURSE = sorted(set(NOTICES) - {"docketed", "appeal", "enforcement", "suggestion"})


@pytest.mark.parametrize("state", sorted(set(STATES) - FIRST))
@pytest.mark.parametrize("kind", CHANGES_COURSE)
def test_what_the_court_said_before_it_decided_overwrites_nothing(kind: str, state: str) -> None:
    suit = STATES[state]()
    before = suit.case
    older = {**NOTICES[kind], "on": "2024-05-20"}
    older |= {"signed_on": "2024-05-20"} if "signed_on" in older else {}
    older |= {"hearing_on": "2024-06-12"} if "hearing_on" in older else {}

    assert outcome(older, suit) in {"known", "date-out-of-order", *REFUSALS}
    assert suit.case is before


@pytest.mark.parametrize("kind", ["suit withdrawn", "settled"])
@pytest.mark.parametrize("state", sorted(set(STATES) - FIRST - {"withdrawn"}))
def test_an_end_that_is_older_than_the_judgment_is_answered_as_older(kind: str, state: str) -> None:
    older = {**NOTICES[kind], "on": "2024-05-20"}

    assert outcome(older, STATES[state]()) == "known"


def remanded() -> Response:
    return appealed(judged()).does(
        "record_final_judgment", on="2024-11-20", outcome="remanded", lost=False
    )


@pytest.mark.parametrize(
    "kind", ["hearing", "judgment", "appeal", "suit withdrawn", "suspended", "resumed", "settled"]
)
def test_what_is_remanded_goes_on_under_another_number_alone(kind: str) -> None:
    suit = remanded()
    before = suit.case

    assert outcome(NOTICES[kind], suit) in REFUSALS
    assert suit.case is before
    anew = {**NOTICES["docketed"], "court_case_no": "（2024）津0101行初77号"}
    order = order_for(anew, AGENCY, _finding(None))
    assert isinstance(order, PartnerOrder)
    assert order.path == "/api/v1/litigations"


class TestAfterACorrection:
    """The state of a suit is that of its facts as they were put right."""

    LEAVE: Mapping[str, Any] = {**NOTICES["appeal withdrawn"], "on": "2024-11-20"}

    def suspended_on_appeal(self, office: Office) -> str:
        case_id = office.judged()
        office.does(case_id, "appeal", on="2024-08-15", by="opponent")
        office.does(case_id, "suspend", on="2024-09-04", ground="87(6)")
        return case_id

    def withdraws(self, office: Office, case_id: str, entry: int) -> None:
        slip = {"reason": "误登记", "approved_by": "法制科长"}
        office.does(case_id, "correct_entry", entry=entry, withdrawn=True, **slip)

    def told_of(self, office: Office, case_id: str, notice: Mapping[str, Any]) -> str:
        order = order_for(notice, AGENCY, lambda *_: {**office.case(case_id), "id": case_id})
        assert isinstance(order, PartnerOrder)
        return order.path.rpartition("/")[2]

    def test_an_appeal_goes_on_without_its_suspension(self, database: Database) -> None:
        office = Office(database)
        case_id = self.suspended_on_appeal(office)
        assert self.told_of(office, case_id, self.LEAVE) == "record_final_judgment"

        self.withdraws(office, case_id, 5)

        assert office.case(case_id)["status"] == "appealed"
        assert self.told_of(office, case_id, self.LEAVE) == "record_final_judgment"

    def test_without_its_appeal_there_is_none_to_be_withdrawn(self, database: Database) -> None:
        office = Office(database)
        case_id = self.suspended_on_appeal(office)
        self.withdraws(office, case_id, 5)
        self.withdraws(office, case_id, 4)

        assert office.case(case_id)["status"] == "judged"
        with pytest.raises(Problem) as refused:
            self.told_of(office, case_id, self.LEAVE)
        assert (refused.value.code, refused.value.basis) == ("conflict", "行诉法62、85")


def test_an_appeal_of_one_is_not_taken_for_that_of_another() -> None:
    suit = STATES["judged"]().does("appeal", on=ON, by="opponent", party="p1")

    assert outcome(told("appeal_filed", by="opponent"), suit) == "conflict"


class TestTheFirstJudgmentIsToldAgain:
    """With its own day, another sender's id and more words, after an appeal or in a retrial."""

    AGAIN: Mapping[str, Any] = told(
        "judgment_served", kind="judgment", outcome="ordered_to_pay", lost=True, on="2024-08-01"
    )

    @pytest.mark.parametrize("state", ["judged", *sorted(SECOND | RETRIAL), "final"])
    def test_it_is_taken_for_no_other(self, state: str) -> None:
        assert outcome({**self.AGAIN, "document_number": "判9号"}, STATES[state]()) == "known"

    def test_a_day_of_service_that_it_brings_is_not_lost(self) -> None:
        suit = STATES["appealed"]()

        assert outcome({**self.AGAIN, "opponent_served_on": "2024-08-09"}, suit) == "conflict"


def test_the_hearing_told_again_leaves_what_was_planned_for_it() -> None:
    suit = STATES["answered"]()
    notice = NOTICES["hearing"]
    outcome(notice, suit)
    suit.does("plan_appearance", on="2025-03-04", head=HEAD)

    assert outcome({**notice, "on": "2025-03-05"}, suit) == "known"
    assert suit.facts["planned_head"]["name"] == HEAD["name"]


def test_the_copy_of_an_appeal_that_is_known_brings_its_day() -> None:
    suit = STATES["judged"]()
    notice = told("appeal_filed", by="opponent")
    outcome(notice, suit)

    more = {**notice, "copy_served_on": "2025-03-05", "court_received_on": "2025-03-10"}
    assert outcome(more, suit) == "record_appeal_receipt -> appealed"
    assert outcome(more, suit) == "known"


def test_after_the_first_instance_the_court_says_what_is_withdrawn() -> None:
    for state in SECOND | RETRIAL:
        suit = STATES[state]()
        with pytest.raises(Problem) as refused:
            order_for(NOTICES["withdrawal"], AGENCY, _finding(suit))
        assert list(refused.value.errors or {}) == ["withdrawn"]


def test_a_judgment_told_again_without_its_day_is_not_taken_for_the_next_one() -> None:
    undated = {name: value for name, value in NOTICES["judgment"].items() if name != "on"}

    with pytest.raises(Problem) as refused:
        order_for(undated, AGENCY, _finding(appealed(judged())))

    assert list(refused.value.errors or {}) == ["on"]


def test_a_withdrawal_told_again_is_known() -> None:
    suit = answered().does("plaintiff_withdraws", on=ON)

    assert isinstance(order_for(NOTICES["withdrawal"], AGENCY, _finding(suit)), Known)


def test_an_application_that_was_made_is_withdrawn_before_the_retrial() -> None:
    suit = final().does("record_retrial_application", on="2024-10-28", by="opponent")

    assert outcome(NOTICES["retrial withdrawn"], suit) == "withdraw_retrial_application -> final"


class TestAnAppealIsWithdrawn:
    LEAVE: Mapping[str, Any] = {**NOTICES["appeal withdrawn"], "on": "2024-09-09"}

    def one_of_two(self, *, p2_appeals: bool = False) -> Response:
        """Two plaintiffs; the first appealed, the second was served on 2024-08-30."""
        suit = notified(plaintiffs=[{"name": "王小明"}, {"name": "李小红"}])
        suit.does("record_judgment", on="2024-08-01", **JUDGMENT, served_on="2024-08-05")
        for party, day in (("p1", "2024-08-05"), ("p2", "2024-08-30")):
            suit.does("serve_judgment", on="2024-09-02", party=party, served_on=day)
        for party in ("p1", "p2") if p2_appeals else ("p1",):
            suit.does("appeal", on="2024-09-03", by="opponent", party=party)
        return suit

    def test_while_another_may_appeal_the_judgment_waits(self) -> None:
        assert outcome(self.LEAVE, self.one_of_two()) == "withdraw_last_appeal -> judged"

    def test_while_another_is_tried_that_one_goes_on(self) -> None:
        suit = self.one_of_two().does("appeal", on="2024-09-04", by="agency")

        assert outcome({**self.LEAVE, "by": "agency"}, suit) == "withdraw_appeal -> appealed"

    def test_of_several_on_one_side_the_court_says_whose(self) -> None:
        with pytest.raises(Problem) as refused:
            order_for(
                {**self.LEAVE, "by": "opponent"}, AGENCY, _finding(self.one_of_two(p2_appeals=True))
            )

        assert list(refused.value.errors or {}) == ["party"]


@pytest.mark.parametrize("kind", ["confirmation_docketed", "confirmation_decided"])
def test_what_is_of_a_mediation_touches_no_suit(kind: str) -> None:
    asked: list[CourtTrack] = []
    with pytest.raises(Problem) as refused:
        order_for(
            told(kind, mediation_number="调解〔2024〕1号", result="confirmed"),
            AGENCY,
            _finding(None, asked),
        )

    assert (refused.value.status, asked) == (404, [MEDIATION])


def _finding(
    suit: Response | None, asked: list[CourtTrack] | None = None
) -> Callable[..., Case | None]:
    """Return what finds one suit by whatever number, and keeps the tracks that it was asked for."""

    def find(_number: str, track: CourtTrack = LITIGATION) -> Case | None:
        if asked is not None:
            asked.append(track)
        if suit is None or track is not LITIGATION:
            return None
        return {**suit.case, "id": suit.case["_id"]}

    return find
