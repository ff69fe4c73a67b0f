"""Officers say who is one person, and resolve conflicts, with a reason."""

from __future__ import annotations

import pytest

from tests.services.coordination.asking import Desk, refused
from tests.services.coordination.joining.deciding import (
    RECON,
    WHY,
    done,
    history,
    matter,
)
from tests.services.coordination.joining.owners import (
    AGENCY,
    Owners,
    a_party,
    a_petition,
    a_reconsideration,
    a_suit,
)
from tests.services.coordination.telling import Case


@pytest.fixture
def twice(owners: Owners) -> Owners:
    """A person entered three times: with a number, with the telephone only, and as a stranger."""
    phone = {"phone_index": "phone-1"}
    first = [
        a_party("applicant", id="p1", id_number_index="blind-1", **phone),
        a_party("applicant", id="p2", id_number_index="blind-2"),
    ]
    owners.tell(a_reconsideration(parties=first), "file")
    petitioners = [a_party("petitioner", id="p1", **phone)]
    owners.tell(a_petition(matter_id="matter-recon", parties=petitioners), "register")
    return owners


@pytest.mark.usefixtures("twice")
def test_one_person_entered_twice_is_proposed_merged_and_split_again(desk: Desk) -> None:
    (proposal,) = matter(desk)["people_proposals"]
    assert proposal["entries"] == ["018f0000c1/p1", "018f0000c3/p1"]

    body = {"entries": proposal["entries"], "reason": "身份核对一致"}
    people = done(desk, f"{RECON}/people/merge", body)["people"]
    assert [person["entries"] for person in people] == [proposal["entries"], ["018f0000c1/p2"]]
    numbers = {case["case_id"]: case["number"] for case in matter(desk)["cases"]}
    own, other = "018f0000c1", "018f0000c3"
    assert people[0]["roles"] == [
        {
            "track": "reconsideration",
            "case_id": own,
            "number": numbers[own],
            "role": "applicant",
        },
        {"track": "petition", "case_id": other, "number": numbers[other], "role": "petitioner"},
    ]

    body = {"entries": ["018f0000c3/p1"], "reason": "共用电话"}
    shown = done(desk, f"{RECON}/people/split", body)
    assert len(shown["people"]) == 3
    assert shown["people_proposals"] == []
    said = [each for each in history(desk) if each[0].startswith("people")]
    assert said == [("people_merged", "身份核对一致"), ("people_split", "共用电话")]


@pytest.mark.usefixtures("twice")
def test_two_identity_numbers_are_never_merged(desk: Desk) -> None:
    body = {"entries": ["018f0000c1/p1", "018f0000c1/p2"], "reason": "看似一人"}

    assert refused(desk.post(f"{RECON}/people/merge", body))[:2] == (409, "conflict")


@pytest.mark.usefixtures("twice")
def test_nobody_reads_from_a_matter_who_its_people_are(desk: Desk) -> None:
    for path in (RECON, f"{RECON}/history"):
        text = desk.get(path).get_data(as_text=True)
        assert "blind-" not in text
        assert "phone-1" not in text


def in_conflict(owners: Owners) -> tuple[Case, Case]:
    review = a_reconsideration(status="accepted")
    suit = a_suit(matter_id="matter-recon")
    owners.tell(review, "accept")
    owners.tell(suit, "receive_notice")
    return review, suit


def test_an_officer_resolves_a_conflict_and_it_is_not_found_again(
    owners: Owners, desk: Desk
) -> None:
    review, _ = in_conflict(owners)
    (conflict,) = matter(desk)["conflicts"]
    assert (conflict["status"], conflict["ended"]) == ("open", None)

    shown = done(desk, f"{RECON}/conflicts/{conflict['id']}/resolve", {"reason": "申请人已撤诉"})

    (resolved,) = shown["conflicts"]
    assert (resolved["status"], resolved["ended"]["reason"]) == ("resolved", "申请人已撤诉")
    assert resolved["ended"]["by"] == {
        "id": "petition_officer-1",
        "role": "petition_officer",
        "agency": AGENCY["code"],
    }
    (told,) = owners.told("matter.conflict_resolved")
    assert (told["id"], told["status"]) == (conflict["id"], "resolved")
    lifted = [each["payload"] for each in owners.told("matter.finding_withdrawn")]
    assert lifted == [{"code": conflict["code"], "reason": "申请人已撤诉"}] * 2
    owners.tell(review, "hear_parties")
    assert [each["status"] for each in matter(desk)["conflicts"]] == ["resolved"]
    assert len(owners.told("matter.conflict_found")) == 1
    assert [kind for kind, _ in history(desk)] == ["conflict_found", "conflict_resolved"]


def test_a_conflict_that_is_over_by_itself_is_not_resolved_as_well(
    owners: Owners, desk: Desk
) -> None:
    _, suit = in_conflict(owners)
    suit.status, suit.phase = "withdrawn", "ended"
    owners.tell(suit, "plaintiff_withdraws", milestones={"withdrawn": "2024-06-01"})
    (conflict,) = matter(desk)["conflicts"]
    answer = desk.post(f"{RECON}/conflicts/{conflict['id']}/resolve", {"reason": WHY})

    assert refused(answer)[:2] == (409, "conflict")
    assert [kind for kind, _ in history(desk)] == ["conflict_found", "conflict_over"]


def test_a_conflict_ends_when_an_officer_takes_one_of_its_cases_out(
    owners: Owners, desk: Desk
) -> None:
    _, suit = in_conflict(owners)
    body = {"track": "litigation", "case_id": suit.case_id, "reason": "另一行为"}
    done(desk, f"{RECON}/unlink", body)
    owners.follow()

    assert [each["status"] for each in matter(desk)["conflicts"]] == ["over"]
    assert len(owners.told("matter.finding_withdrawn")) == 2


def test_people_said_to_be_two_are_not_in_conflict(owners: Owners, desk: Desk) -> None:
    """An applicant known by number, a plaintiff of whom nothing is known: perhaps the same."""
    owners.tell(a_reconsideration(status="accepted"), "accept")
    plaintiff = a_party("plaintiff", id="p1", phone_index="phone-1")
    owners.tell(a_suit(matter_id="matter-recon", parties=[plaintiff]), "receive_notice")
    assert [each["status"] for each in matter(desk)["conflicts"]] == ["open"]

    entries = ["018f0000c1/p1", "018f0000c2/p1"]
    done(desk, f"{RECON}/people/merge", {"entries": entries, "reason": "同名"})
    body = {"entries": ["018f0000c2/p1"], "reason": "核对后不是一人"}
    shown = done(desk, f"{RECON}/people/split", body)

    assert [each["status"] for each in shown["conflicts"]] == ["over"]
