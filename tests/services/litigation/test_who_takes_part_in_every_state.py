"""Who takes part changes on each side in each state; who is new has service and periods of own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.services.litigation.builders import BUREAU, STAFF, Response, notified, warned

ON = "2024-10-21"
LOSS: dict[str, Any] = {"outcome": "ordered_to_pay", "lost": True}
SERVED: dict[str, Any] = {"served_on": "2024-10-08", "opponent_served_on": "2024-10-08"}
COMPANY = {"kind": "organisation", "name": "示范贸易有限公司"}
COUNTY = {"code": "11120101000000000E", "name": "示范区人民政府"}
GOES_ON = {"kind": "agency", "name": "示范区综合行政执法局"}
LOSS_STAYS: dict[str, Any] = {"outcome": "upheld", "lost": True}
ANALYSIS: dict[str, Any] = {"causes": ["procedure_violated"], "measures": "完善取证"}
# The windows of appeal run from 2024-10-08 to 10-23, and no change below comes after that.


def opened() -> Response:
    """p1 sues, the company p2 is a third party, the bureau p3 is sued with the county p4."""
    return notified(third_parties=[COMPANY], co_defendants=[COUNTY])


def answered() -> Response:
    return opened().does("submit_answer", on="2024-05-24", evidence=["处罚决定书"])


def judged() -> Response:
    suit = answered().does("record_judgment", on="2024-10-08", kind="judgment", **LOSS, **SERVED)
    return suit.does("serve_judgment", on="2024-10-09", party="p4", served_on="2024-10-08")


def appealed() -> Response:
    return judged().does("appeal", on="2024-10-10", by="agency", court_received_on="2024-10-14")


def in_force() -> Response:
    """Upheld on appeal, and served on everybody on 2024-10-16."""
    served: dict[str, Any] = dict.fromkeys(SERVED, "2024-10-16")
    suit = appealed().does("record_final_judgment", on="2024-10-15", **LOSS_STAYS, **served)
    return suit.does("serve_final_judgment", on="2024-10-17", party="p4", served_on="2024-10-16")


def retried(instance: str) -> Response:
    order: dict[str, Any] = {"initiated_by": "court", "instance": instance}
    return in_force().does("order_retrial", on="2024-10-18", **order)


def closed() -> Response:
    analysed = in_force().does("analyse_loss", on="2024-10-18", **ANALYSIS)
    return analysed.does("close", on="2024-10-18")


def suspended(suit: Response, on: str) -> Response:
    return suit.does("suspend", on=on, ground="87(1)")


STATES: Mapping[str, Callable[[], Response]] = {
    "notified": opened,
    "answered": answered,
    "suspended": lambda: suspended(answered(), "2024-06-03"),
    "judged": judged,
    "appealed": appealed,
    "appeal suspended": lambda: suspended(appealed(), "2024-10-15"),
    "final": in_force,
    "retrial first": lambda: retried("first"),
    "retrial second": lambda: retried("second"),
    "retrial suspended": lambda: suspended(retried("second"), "2024-10-19"),
    "withdrawn": lambda: answered().does("plaintiff_withdraws", on="2024-06-20"),
    "closed": closed,
}
# On whom something is served that not everybody has: the judgment, or the one in force.
SERVED_WITH: Mapping[str, tuple[str, str, str]] = {
    **dict.fromkeys(
        ("judged", "appealed", "appeal suspended"),
        ("serve_judgment", "SS-16", "opponent-service-unknown"),
    ),
    **dict.fromkeys(
        ("final", "closed"), ("serve_final_judgment", "SS-20", "final-service-unknown")
    ),
}
SIDES: Mapping[str, dict[str, Any]] = {
    "plaintiff": {"party": "p1", "ground": "death", "successors": [{"name": "王小强"}]},
    "third_party": {
        "party": "p2",
        "ground": "organisation_ended",
        "successors": [{"kind": "organisation", "name": "示范控股有限公司"}],
    },
    "defendant": {"party": "p3", "ground": "agency_reorganised", "successors": [GOES_ON]},
}


def succeeded(state: str, side: str) -> Response:
    happened_on = "2024-10-18" if state in SERVED_WITH else "2024-06-21"
    return STATES[state]().does("succeed_party", on=ON, happened_on=happened_on, **SIDES[side])


def the_new_one(suit: Response) -> str:
    return next(str(each["id"]) for each in suit.case["parties"] if each.get("joined_on"))


def lacking(suit: Response) -> set[str]:
    return set(warned(suit)) & {"opponent-service-unknown", "final-service-unknown"}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("side", SIDES)
class TestSomebodyStepsIn:
    def test_with_the_role_of_the_one_before_in_the_same_state(self, side: str, state: str) -> None:
        status = STATES[state]().status

        suit = succeeded(state, side)

        new = next(each for each in suit.case["parties"] if each["id"] == the_new_one(suit))
        assert (suit.status, new["role"], new["joined_on"]) == (status, side, ON)
        assert [each["id"] for each in suit.case["former_parties"]] == [SIDES[side]["party"]]

    def test_and_is_served_anew_unless_they_are_an_agency_that_goes_on(
        self, side: str, state: str
    ) -> None:
        suit = succeeded(state, side)

        if side == "defendant" or state not in SERVED_WITH:
            assert not lacking(suit)
            return
        command, rule, warning = SERVED_WITH[state]
        assert lacking(suit) == {warning}
        new = the_new_one(suit)
        suit.does(command, on="2024-10-28", party=new, served_on="2024-10-28")
        assert not lacking(suit)
        own = suit.clock(rule, new)
        assert (own["started_on"], own["status"]) == ("2024-10-28", "running")

    def test_and_what_ran_for_others_runs_on(self, side: str, state: str) -> None:
        before = {each["id"]: each["status"] for each in STATES[state]().case["clocks"]}

        suit = succeeded(state, side)

        assert {each["id"]: each["status"] for each in suit.case["clocks"]} == before


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("side", SIDES)
def test_somebody_joins_and_is_served_with_what_the_others_have(side: str, state: str) -> None:
    name = {"kind": "organisation", "name": "新参加人"}

    suit = STATES[state]().does("join_party", on=ON, role=side, party=name)

    assert lacking(suit) == ({SERVED_WITH[state][2]} if state in SERVED_WITH else set())
    if state in SERVED_WITH:
        command, rule, _ = SERVED_WITH[state]
        new = the_new_one(suit)
        suit.does(command, on="2024-10-28", party=new, served_on="2024-10-28")
        assert (suit.clock(rule, new)["started_on"], lacking(suit)) == ("2024-10-28", set())


@pytest.mark.parametrize("state", STATES)
def test_nobody_steps_in_for_one_who_lives(state: str) -> None:
    problem = STATES[state]().refuses(
        "succeed_party", on=ON, happened_on="2024-10-22", **SIDES["plaintiff"]
    )

    assert (problem.status, problem.code) == (422, "date-out-of-order")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("party", ["p1", "p2", "p3", "p4"])
def test_agents_come_and_go_and_addresses_change(party: str, state: str) -> None:
    suit = STATES[state]()
    before = suit.case["clocks"]

    suit.does("change_party", on=ON, party=party, agents=["张律师"], address="示范区新街1号")
    suit.does("change_party", on=ON, party=party, agents=[])

    (changed,) = (each for each in suit.case["parties"] if each["id"] == party)
    assert (changed["agents"], changed["address"]) == ([], "示范区新街1号")
    assert suit.case["clocks"] == before


@pytest.mark.parametrize("state", sorted(set(STATES) - {"withdrawn"}))
def test_the_agency_is_represented_by_its_own_staff_in_every_instance(state: str) -> None:
    suit = STATES[state]().does("assign_agents", on=ON, agents=[STAFF])

    assert [each["kind"] for each in suit.facts["agents"]] == ["staff"]


class TestAnAgencyThatGoesOn:
    """行诉法26¶6: it is the defendant, and what was done towards the one before stands."""

    def test_has_no_second_window_of_appeal(self) -> None:
        suit = succeeded("judged", "defendant")

        again = suit.refuses(
            "serve_judgment", on=ON, party=the_new_one(suit), served_on="2024-10-21"
        )

        assert again.status == 409

    def test_its_appeal_is_judged_by_the_window_that_ran(self) -> None:
        suit = succeeded("judged", "defendant")

        suit.does("appeal", on="2024-10-23", by="agency", party=the_new_one(suit))

        assert (suit.state_of("SS-16"), suit.clock("SS-16", "agency")["status"]) == (
            "running",
            "met",
        )

    def test_the_others_who_are_sued_are_served_on_their_own(self) -> None:
        suit = answered().does(
            "record_judgment", on="2024-10-08", kind="judgment", **LOSS, **SERVED
        )
        assert lacking(suit) == {"opponent-service-unknown"}  # the county has it not yet

        suit.does("succeed_party", on=ON, happened_on="2024-10-18", **SIDES["defendant"])

        assert lacking(suit) == {"opponent-service-unknown"}

    def test_two_agencies_may_follow_one_another(self) -> None:
        suit = succeeded("judged", "defendant")
        after = {**SIDES["defendant"], "party": the_new_one(suit)}

        suit.does("succeed_party", on="2024-10-22", happened_on="2024-10-22", **after)

        assert not lacking(suit)


class TestAfterTheEffect:
    def test_an_heir_is_told_what_is_left(self) -> None:
        for state in ("final", "closed"):
            assert "succession-after-effect" in succeeded(state, "plaintiff").codes()

    def test_but_not_while_the_judgment_is_tried_again(self) -> None:
        for state in ("retrial first", "retrial second"):
            assert not succeeded(state, "plaintiff").codes()

    def test_an_heir_of_a_closed_file_asks_for_retrial_in_what_is_left(self) -> None:
        suit = succeeded("closed", "plaintiff")
        heir = the_new_one(suit)

        suit.does("record_retrial_application", on="2025-04-16", by="opponent", party=heir)

        assert "retrial-asked-late" not in suit.codes()

    def test_the_judgment_of_a_retrial_reaches_the_heir_with_the_others(self) -> None:
        suit = succeeded("retrial first", "plaintiff")

        served: dict[str, Any] = dict.fromkeys(SERVED, "2024-11-04")
        suit.does("record_judgment", on="2024-11-01", kind="judgment", **LOSS, **served)
        suit.does("serve_judgment", on="2024-11-04", party="p4", served_on="2024-11-04")

        assert not lacking(suit)
        assert suit.due("SS-16") == "2024-11-19"


def test_the_bureau_is_the_defendant_of_these_cases() -> None:
    assert [each.get("code") for each in opened().case["parties"]][2:] == [
        BUREAU["code"],
        COUNTY["code"],
    ]
