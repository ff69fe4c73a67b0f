"""What the law does not allow side by side is found, stands, and ends with what ended it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.coordination.joining.owners import (
    Owners,
    a_party,
    a_petition,
    a_reconsideration,
    a_suit,
)
from tests.services.coordination.telling import Case

ONE = "matter-recon"


def found(owners: Owners) -> list[tuple[str, str]]:
    return [(each["code"], each["basis"]) for each in owners.told("matter.conflict_found")]


def status(owners: Owners) -> list[tuple[str, str]]:
    return [(each["code"], each["status"]) for each in owners.matter(ONE)["conflicts"]]


def lifted(owners: Owners) -> list[tuple[str, str]]:
    return [
        (each["subject_case_id"], each["payload"]["code"])
        for each in owners.told("matter.finding_withdrawn")
    ]


def an_accepted_petition(owners: Owners, **data: Any) -> Case:
    petition = a_petition(matter_id=ONE, status="accepted")
    milestones = {"accepted": "2024-05-10"}
    owners.tell(petition, "accept", on="2024-05-10", milestones=milestones, **data)
    return petition


def a_pending_suit(owners: Owners, docketed: str = "2024-05-06") -> Case:
    suit = a_suit(matter_id=ONE)
    owners.tell(suit, "receive_notice", milestones={"docketed": docketed})
    return suit


def test_a_petition_accepted_on_facts_before_the_court_without_a_reason(owners: Owners) -> None:
    a_pending_suit(owners)
    an_accepted_petition(owners)

    assert found(owners) == [("petition-in-statutory-procedure", "信访工作条例31(1)、(4)")]
    told = [each["subject_case_id"] for each in owners.told("matter.finding_announced")]
    assert told == ["018f0000c2", "018f0000c3"]


def test_a_petition_accepted_on_facts_that_were_decided(owners: Owners) -> None:
    review = a_reconsideration(status="decided", phase="ended")
    milestones = {"received": "2024-02-01", "decided": "2024-03-20"}
    owners.tell(review, "decide", on="2024-03-20", kind="revoke", milestones=milestones)
    an_accepted_petition(owners)

    assert found(owners) == [("petition-after-statutory-procedure", "信访工作条例31(1)、28¶2")]


@pytest.mark.parametrize(
    "data",
    [
        {"reason": "涉及程序外的补偿诉求"},
        {"warnings": [{"code": "statutory-procedure", "basis": "信访工作条例31(1)", "text": {}}]},
    ],
)
def test_a_stated_reason_explains_the_acceptance(owners: Owners, data: dict[str, Any]) -> None:
    a_pending_suit(owners)
    an_accepted_petition(owners, **data)

    assert found(owners) == []


def test_a_suit_that_came_after_the_acceptance_is_no_fault_of_it(owners: Owners) -> None:
    an_accepted_petition(owners)
    a_pending_suit(owners, docketed="2024-05-11")

    assert found(owners) == []


@pytest.mark.parametrize(
    ("case", "other", "code", "basis"),
    [
        (
            a_reconsideration(status="accepted"),
            a_reconsideration(case_id="018f0000c9", number="行复〔2024〕9号"),
            "duplicate-reconsideration",
            "行政复议法30¶1(7)",
        ),
        (
            a_suit(matter_id=ONE),
            a_suit(matter_id=ONE, case_id="018f0000c9", number="行诉〔2024〕9号"),
            "duplicate-litigation",
            "法释〔2018〕1号69¶1(6)、(9)",
        ),
        (
            a_petition(matter_id=ONE, status="accepted"),
            a_petition(matter_id=ONE, case_id="018f0000c9", number="信访〔2024〕9号"),
            "duplicate-petition",
            "信访工作条例19¶3",
        ),
    ],
)
def test_the_same_track_twice_by_one_person_on_one_act(
    owners: Owners, case: Case, other: Case, code: str, basis: str
) -> None:
    owners.tell(case)
    owners.tell(other)

    assert found(owners) == [(code, basis)]


def test_another_person_may_bring_the_same(owners: Owners) -> None:
    neighbour = [a_party("applicant", id_number_index="blind-2")]
    owners.tell(a_reconsideration(status="accepted"))
    owners.tell(
        a_reconsideration(case_id="018f0000c9", number="行复〔2024〕9号", parties=neighbour)
    )

    assert found(owners) == []


def test_a_suit_that_is_withdrawn_ends_the_conflict_by_itself(owners: Owners) -> None:
    owners.tell(a_reconsideration(status="accepted"), "accept")
    suit = a_pending_suit(owners)
    suit.status, suit.phase = "withdrawn", "ended"
    owners.tell(
        suit, "plaintiff_withdraws", on="2024-06-01", milestones={"withdrawn": "2024-06-01"}
    )

    (conflict,) = owners.matter(ONE)["conflicts"]
    assert (conflict["status"], conflict["ended"]["on"]) == ("over", "2024-06-01")
    assert conflict["ended"]["case_id"] == suit.case_id
    assert conflict["ended"]["event"] == f"{suit.case_id}.2.1"
    assert [each["status"] for each in owners.told("matter.conflict_resolved")] == ["over"]
    code = "parallel-reconsideration-and-suit"
    assert lifted(owners) == [("018f0000c1", code), ("018f0000c2", code)]


def test_a_finding_stays_while_another_conflict_still_says_the_same(owners: Owners) -> None:
    """Two suits beside one reconsideration: withdrawing one does not clear the reconsideration."""
    owners.tell(a_reconsideration(status="accepted"), "accept")
    first = a_pending_suit(owners)
    other_person = [a_party("plaintiff")]
    second = a_suit(matter_id=ONE, case_id="018f0000c9", parties=other_person, number="行诉2号")
    owners.tell(second, "receive_notice")
    first.status, first.phase = "withdrawn", "ended"
    owners.tell(first, "plaintiff_withdraws", milestones={"withdrawn": "2024-06-01"})

    code = "parallel-reconsideration-and-suit"
    assert ("018f0000c1", code) not in lifted(owners)
    assert ("018f0000c2", code) in lifted(owners)


def test_what_was_over_and_is_back_is_found_again(owners: Owners) -> None:
    review = a_reconsideration(status="accepted")
    owners.tell(review, "accept")
    a_pending_suit(owners)
    for state, phase in (("terminated", "ended"), ("accepted", "open")):
        review.status, review.phase = state, phase
        owners.tell(review)

    assert len(found(owners)) == 2
    assert status(owners) == [("parallel-reconsideration-and-suit", "open")]


def test_a_conflict_moves_with_its_cases_and_is_not_announced_again(owners: Owners) -> None:
    """Reconsideration and suit stand in conflict in a matter that joins an older one."""
    petition = a_petition(act={}, status="registered")
    owners.tell(petition, "register")
    owners.tell(a_reconsideration(status="accepted"), "accept")
    a_pending_suit(owners)
    petition.act = dict(a_suit().act)
    owners.tell(petition, "classify")
    owners.follow()

    assert list(owners.standing()) == ["matter-petit"]
    (conflict,) = owners.matter("matter-petit")["conflicts"]
    assert conflict["status"] == "open"
    assert len(found(owners)) == 1
    assert lifted(owners) == []


def test_the_race_that_slips_through_is_found_when_the_two_matters_become_one(
    owners: Owners,
) -> None:
    """Both are accepted in matters of their own; neither service could know of the other (X5)."""
    owners.tell(a_reconsideration(status="accepted"), "accept")
    owners.tell(a_suit(), "receive_notice")
    assert found(owners) == []

    owners.follow()

    assert [code for code, _ in found(owners)] == ["parallel-reconsideration-and-suit"]


def test_the_case_of_a_superior_is_no_second_application(owners: Owners) -> None:
    below = a_reconsideration(status="elevated")
    owners.tell(below, "record_elevation", milestones={"accepted": "2024-05-10"})
    above = a_reconsideration(case_id="018f0000c9", number="省行复〔2024〕2号", status="taken_over")
    owners.tell(above, "take_over", milestones={"accepted": "2024-05-10"})

    assert found(owners) == []
