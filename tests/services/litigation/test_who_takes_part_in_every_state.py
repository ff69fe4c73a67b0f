"""Whoever takes part on whatever side may change while a suit is in any state (行诉法25–31)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.litigation.builders import STAFF, Response
from tests.services.litigation.states import STATES

JOINED: dict[str, Any] = {"on": "2025-04-01", "role": "third_party", "party": {"name": "赵六"}}
DIED: dict[str, Any] = {"on": "2025-04-03", "ground": "death", "happened_on": "2025-04-02"}
REORGANISED: dict[str, Any] = {
    "on": "2025-04-03",
    "party": "p2",
    "ground": "agency_reorganised",
    "happened_on": "2025-04-01",
    "successors": [{"name": "示范区综合执法局", "kind": "agency"}],
}
in_every_state = pytest.mark.parametrize("state", STATES)


def with_a_third_party(state: str) -> Response:
    """The plaintiff is p1, the defendant p2, the third party p3."""
    return STATES[state]().does("join_party", **JOINED)


def parties(suit: Response, role: str) -> list[str]:
    return [each["id"] for each in suit.case["parties"] if each["role"] == role]


@in_every_state
@pytest.mark.parametrize(("party", "role"), [("p1", "plaintiff"), ("p3", "third_party")])
def test_heirs_step_in_for_one_who_died(state: str, party: str, role: str) -> None:
    suit = with_a_third_party(state)
    before = suit.status

    suit.does("succeed_party", party=party, successors=[{"name": "王小强"}], **DIED)

    assert parties(suit, role) == ["p4"]
    assert [each["id"] for each in suit.case["former_parties"]] == [party]
    assert suit.status == before


@in_every_state
def test_the_agency_that_goes_on_steps_in_for_one_that_was_dissolved(state: str) -> None:
    suit = with_a_third_party(state).does("succeed_party", **REORGANISED)

    assert parties(suit, "defendant") == ["p4"]


@in_every_state
def test_each_is_reached_at_a_new_address(state: str) -> None:
    suit = with_a_third_party(state)

    for party in ("p1", "p2", "p3"):
        suit.does("change_party", on="2025-04-03", party=party, address="示范区新街1号")

    assert {str(each["address"]) for each in suit.case["parties"]} == {"示范区新街1号"}


@in_every_state
def test_each_is_represented_by_other_agents(state: str) -> None:
    suit = with_a_third_party(state)

    for party in ("p1", "p3"):
        suit.does("change_party", on="2025-04-03", party=party, agents=["张律师"])

    agents = {each["id"]: each.get("agents") for each in suit.case["parties"]}
    assert [[str(one) for one in agents[party]] for party in ("p1", "p3")] == [["张律师"]] * 2


@in_every_state
def test_nobody_steps_in_for_one_who_lives(state: str) -> None:
    heir = {**DIED, "on": "2025-04-03", "happened_on": "2025-05-06"}

    problem = with_a_third_party(state).refuses(
        "succeed_party", party="p1", successors=[{"name": "王小强"}], **heir
    )

    assert problem.status == 422


@pytest.mark.parametrize("state", sorted(set(STATES) - {"withdrawn"}))
def test_the_agency_has_its_agents_while_anything_may_follow(state: str) -> None:
    suit = STATES[state]().does("assign_agents", on="2025-04-01", agents=[STAFF])

    assert suit.facts["agents"]


@pytest.mark.parametrize("state", ["judged", "appealed", "appeal suspended"])
def test_an_heir_is_served_with_a_judgment_that_is_not_in_force(state: str) -> None:
    suit = STATES[state]().does(
        "succeed_party",
        on="2024-09-10",
        party="p1",
        ground="death",
        happened_on="2024-09-10",
        successors=[{"name": "王小强"}],
    )

    suit.does("serve_judgment", on="2024-09-12", party="p3", served_on="2024-09-12")

    assert suit.clock("SS-16", "p3")["due_on"] == "2024-09-27"
