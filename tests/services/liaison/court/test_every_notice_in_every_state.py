"""Each notice of a court in each state of a suit: taken as what it is, or refused with a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from services.liaison.court.commands import order_for
from services.liaison.court.orders import Known
from services.liaison.court.registry import LITIGATION, MEDIATION, Case, Track
from services.liaison.partners.addressees import Addressee
from shared.http.problems import Problem
from tests.services.litigation.builders import (
    BUREAU,
    COURT,
    Response,
    answered,
    appealed,
    notice,
    notified,
)
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

    def test_of_several_on_one_side_the_officer_says_whose(self) -> None:
        with pytest.raises(Problem) as refused:
            order_for(
                {**self.LEAVE, "by": "opponent"}, AGENCY, _finding(self.one_of_two(p2_appeals=True))
            )

        assert list(refused.value.errors or {}) == ["by"]


@pytest.mark.parametrize("kind", ["confirmation_docketed", "confirmation_decided"])
def test_what_is_of_a_mediation_touches_no_suit(kind: str) -> None:
    asked: list[Track] = []
    with pytest.raises(Problem) as refused:
        order_for(
            told(kind, mediation_number="调解〔2024〕1号", result="confirmed"),
            AGENCY,
            _finding(None, asked),
        )

    assert (refused.value.status, asked) == (404, [MEDIATION])


def _finding(suit: Response | None, asked: list[Track] | None = None) -> Callable[..., Case | None]:
    """Return what finds one suit by whatever number, and keeps the tracks that it was asked for."""

    def find(_number: str, track: Track = LITIGATION) -> Case | None:
        if asked is not None:
            asked.append(track)
        if suit is None or track is not LITIGATION:
            return None
        return {**suit.case, "id": suit.case["_id"]}

    return find
