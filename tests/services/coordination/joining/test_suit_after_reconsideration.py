"""A suit that follows a reconsideration: who is sued, and that it was brought (X4, X7)."""

from __future__ import annotations

import pytest

from tests.services.coordination.joining.owners import AGENCY, Owners, a_party, a_suit
from tests.services.coordination.joining.owners import a_reconsideration as a_review
from tests.services.coordination.telling import Case


def decided(owners: Owners, kind: str) -> Case:
    review = a_review(status="decided", phase="ended")
    owners.tell(review, "decide", kind=kind, milestones={"decided": "2024-05-20"})
    return review


def findings(owners: Owners) -> dict[tuple[str, str], str]:
    return {
        (each["subject_case_id"], each["payload"]["code"]): each["payload"]["text"]["zh"]
        for each in owners.told("matter.finding_announced")
    }


@pytest.mark.parametrize("kind", ["uphold", "reject_request"])
def test_after_an_upheld_act_the_reconsideration_organ_is_joint_defendant(
    owners: Owners, kind: str
) -> None:
    review = decided(owners, kind)
    suit = a_suit(act={})
    owners.tell(suit, "receive_notice", reconsideration_number=review.number, court_case_no="津9号")
    owners.follow()

    told = findings(owners)
    assert set(told) == {(suit.case_id, "joint-defendant"), (review.case_id, "suit-linked")}
    assert AGENCY["name"] in told[suit.case_id, "joint-defendant"]
    assert "津9号" in told[review.case_id, "suit-linked"]
    (link,) = owners.matter(review.matter_id)["links"]
    assert (link["code"], link["status"]) == ("suit-after-reconsideration", "open")
    assert owners.matter(review.matter_id)["conflicts"] == []


@pytest.mark.parametrize("kind", ["revoke", "dismiss"])
def test_after_any_other_decision_the_suit_is_linked_and_no_more(owners: Owners, kind: str) -> None:
    review = decided(owners, kind)
    owners.tell(a_suit(), "receive_notice")
    owners.follow()

    assert set(findings(owners)) == {(review.case_id, "suit-linked")}


def test_the_suit_of_another_person_is_not_theirs(owners: Owners) -> None:
    decided(owners, "uphold")
    stranger = [a_party("plaintiff", id_number_index="blind-2"), a_suit().parties[1]]
    owners.tell(a_suit(parties=stranger), "receive_notice")
    owners.follow()

    assert findings(owners) == {}


def test_a_suit_that_is_withdrawn_takes_its_findings_back(owners: Owners) -> None:
    review = decided(owners, "uphold")
    suit = a_suit()
    owners.tell(suit, "receive_notice")
    owners.follow()
    suit.status, suit.phase = "withdrawn", "ended"
    owners.tell(suit, "plaintiff_withdraws", milestones={"withdrawn": "2024-06-20"})

    lifted = [
        (each["subject_case_id"], each["payload"]["code"])
        for each in owners.told("matter.finding_withdrawn")
    ]
    assert lifted == [(suit.case_id, "joint-defendant"), (review.case_id, "suit-linked")]


def test_a_decision_after_the_suit_was_brought_is_linked_then(owners: Owners) -> None:
    """Decided late: the person sued when the review period had ended."""
    review = a_review(status="accepted")
    owners.tell(review, "accept")
    owners.tell(a_suit(), "receive_notice")
    owners.follow()
    review.status, review.phase = "decided", "ended"
    owners.tell(review, "decide", kind="uphold", milestones={"decided": "2024-06-20"})

    assert ("018f0000c2", "joint-defendant") in findings(owners)
    assert [each["status"] for each in owners.matter(review.matter_id)["conflicts"]] == ["over"]
