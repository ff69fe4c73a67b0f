"""Cases that are proven to be about one dispute come into one matter by themselves."""

from __future__ import annotations

from typing import Any

import pytest

from shared.casework.case_events import CaseEvent
from shared.disputes.matter_changes import MOST_CASES
from tests.services.coordination.joining.owners import (
    OTHER_AGENCY,
    PENALISED_BY,
    Owners,
    a_party,
    a_petition,
    a_reconsideration,
    a_suit,
)
from tests.services.coordination.telling import ACT, Case, a_clock, tell

ANOTHER_ACT: dict[str, Any] = {
    "number": "另决〔2024〕8号",
    "kind": "penalty",
    "made_on": "2024-04-01",
}
BY_NAME = {"code": None, "name": "示范区 市场监督管理局"}
WITH_AGENCY: dict[str, Any] = {**ACT} | {"agency": BY_NAME}
UNKNOWN_ACT: dict[str, Any] = {}


def test_a_suit_on_the_same_act_joins_the_matter_of_the_reconsideration(owners: Owners) -> None:
    owners.tell(a_reconsideration(), "file")
    owners.tell(a_suit(), "receive_notice")

    (asked,) = owners.asked()
    assert (asked["type"], asked["subject"]) == ("matter.case_joined", "018f0000c2")
    assert asked["data"] == {
        "track": "litigation",
        "subject_case_id": "018f0000c2",
        "payload": {
            "matter_id": "matter-recon",
            "from_matter_id": "matter-suit0",
            "reason": "行政行为文号与机关相同 same act number and same agency",
        },
    }

    owners.follow()

    assert owners.standing() == {"matter-recon": ["018f0000c1", "018f0000c2"]}


@pytest.mark.parametrize(
    ("first", "second", "data"),
    [
        pytest.param({"act": {"number": "示市监罚[2024]第007号"}}, {}, {}, id="another spelling"),
        pytest.param(
            {},
            {
                "act": WITH_AGENCY,
                "parties": [a_party("plaintiff", id_number_index="blind-9")],
            },
            {},
            id="act and name of the agency",
        ),
        pytest.param(
            {"act": UNKNOWN_ACT},
            {"act": UNKNOWN_ACT},
            {"reconsideration_number": "行复〔2024〕1号"},
            id="reconsideration number",
        ),
        pytest.param(
            {"act": UNKNOWN_ACT},
            {"act": UNKNOWN_ACT},
            {"origin": {"track": "reconsideration", "case_id": "018f0000c1", "kind": "referral"}},
            id="origin",
        ),
        pytest.param(
            {"act": {"kind": "penalty", "made_on": "2024-04-01"}},
            {},
            {},
            id="same person, agency, day and kind of act",
        ),
    ],
)
def test_one_dispute_is_known_by(
    owners: Owners, first: dict[str, Any], second: dict[str, Any], data: dict[str, Any]
) -> None:
    respondent = a_party("respondent", kind="agency", **PENALISED_BY)
    applicant = a_party("applicant", id_number_index="blind-1")
    owners.tell(a_reconsideration(**{"parties": [applicant, respondent], **first}), "file")
    owners.tell(a_suit(**second), "receive_notice", **data)

    owners.follow()

    assert owners.standing() == {"matter-recon": ["018f0000c1", "018f0000c2"]}


def test_two_cases_of_one_court_number_are_one_dispute(owners: Owners) -> None:
    number = "(2024)津0101行初9号"
    mediation = Case(
        case_id="018f0000c4", track="mediation", matter_id="matter-media", act={}, parties=[]
    )
    owners.tell(mediation, "request", court_case_no="（2024）津0101行初 9号")
    owners.tell(a_suit(), "receive_notice", court_case_no=number)

    owners.follow()

    assert owners.standing() == {"matter-media": ["018f0000c2", "018f0000c4"]}


@pytest.mark.parametrize(
    "second",
    [
        pytest.param({"act": ANOTHER_ACT}, id="another act of the same day and kind"),
        pytest.param(
            {
                "parties": [
                    a_party("plaintiff", id_number_index="blind-1"),
                    a_party("defendant", kind="agency", code="11990000000000009Z"),
                ]
            },
            id="another agency",
        ),
        pytest.param(
            {"act": {"made_on": "2024-04-01"}}, id="an act of which the kind is not known"
        ),
    ],
)
def test_what_is_not_proven_stays_apart(owners: Owners, second: dict[str, Any]) -> None:
    owners.tell(a_reconsideration(), "file")
    owners.tell(a_suit(**second), "receive_notice")

    assert owners.asked() == []
    assert len(owners.standing()) == 2


def test_both_matters_tell_what_became_of_them(owners: Owners) -> None:
    owners.tell(a_reconsideration(), "file")
    owners.tell(a_suit(), "receive_notice")
    owners.follow()

    told = {}
    for event in owners.coordination.database["event_log"].find().sort("_id", 1):
        envelope = event["envelope"]
        if envelope["type"] == "matter.changed":
            told[envelope["matterid"]] = [each["case_id"] for each in envelope["data"]["cases"]]
    assert told == {"matter-recon": ["018f0000c1", "018f0000c2"], "matter-suit0": []}


def test_the_docket_follows(owners: Owners) -> None:
    suit = a_suit()
    owners.tell(a_reconsideration(), "file")
    owners.tell(suit, "receive_notice", clocks=[a_clock("SS-09", "2024-05-25")])
    owners.follow()

    (row,) = owners.coordination.docket.open_clocks(suit.case_id)
    assert row["matter_id"] == "matter-recon"


def test_an_old_id_answers_with_the_matter_as_it_is_now(owners: Owners) -> None:
    owners.tell(a_reconsideration(), "file")
    owners.tell(a_suit(), "receive_notice")
    owners.follow()

    found = owners.coordination.matters.get("matter-suit0")
    assert found is not None
    assert found["_id"] == "matter-recon"
    assert owners.matter("matter-suit0")["moved_to"] == "matter-recon"


def test_a_case_keeps_what_it_was_when_it_moves(owners: Owners) -> None:
    suit = a_suit()
    owners.tell(suit, "receive_notice", milestones={"served": "2024-05-10"}, court_case_no="津9号")
    owners.tell(suit, "submit_answer", milestones={"answered": "2024-05-20"})
    owners.tell(a_reconsideration(matter_id="matter-late0"), "file")
    owners.follow()

    (moved,) = owners.standing().values()
    assert moved == ["018f0000c1", "018f0000c2"]
    assert list(owners.standing()) == ["matter-suit0"]
    owners.tell(a_petition(act=ACT), "register")
    owners.follow()
    entry = owners.matter("matter-suit0")["cases"]["018f0000c2"]
    assert entry["milestones"] == {"served": "2024-05-10", "answered": "2024-05-20"}
    assert entry["court_case_no"] == "津9号"


def test_a_number_that_becomes_known_later_joins_then(owners: Owners) -> None:
    petition = a_petition(act={})
    owners.tell(a_reconsideration(), "file")
    owners.tell(petition, "register")
    assert owners.asked() == []

    petition.act = dict(ACT)
    owners.tell(petition, "classify")
    owners.follow()

    assert owners.standing() == {"matter-recon": ["018f0000c1", "018f0000c3"]}


def test_a_whole_matter_goes_with_the_case_that_proves_it(owners: Owners) -> None:
    """What was led from the petition to mediation follows, though it knows no act."""
    petition = a_petition(act={})
    origin = {"track": "petition", "case_id": petition.case_id, "kind": "referral"}
    mediation = Case(
        case_id="018f0000c4", track="mediation", matter_id="matter-petit", act={}, parties=[]
    )
    owners.tell(a_reconsideration(), "file")
    owners.tell(petition, "register")
    owners.tell(mediation, "request", origin=origin)
    petition.act = dict(ACT)
    owners.tell(petition, "classify")

    owners.follow()

    assert owners.standing() == {"matter-recon": ["018f0000c1", "018f0000c3", "018f0000c4"]}


def test_the_younger_matter_always_goes_to_the_older(owners: Owners) -> None:
    """Three that learn of each other in any order end in the one that was there first."""
    suit, petition, review = a_suit(act={}), a_petition(act={}), a_reconsideration(act={})
    for case in (suit, petition, review):
        owners.tell(case)
    for case in (review, petition, suit):
        case.act = dict(ACT)
        owners.tell(case)

    owners.follow()

    assert list(owners.standing()) == ["matter-suit0"]


def test_a_matter_that_is_itself_joining_takes_what_comes_to_it_along(owners: Owners) -> None:
    """The petition opens in a matter that has just been told to go, before its owner moved it."""
    owners.tell(a_reconsideration(), "file")
    owners.tell(a_suit(), "receive_notice")
    owners.tell(a_petition(matter_id="matter-suit0", act={}), "register")

    owners.follow()

    assert owners.standing() == {"matter-recon": ["018f0000c1", "018f0000c2", "018f0000c3"]}


def test_a_case_that_arrives_where_everything_has_left_is_sent_after_it(owners: Owners) -> None:
    owners.tell(a_reconsideration(), "file")
    owners.tell(a_suit(), "receive_notice")
    owners.follow()
    owners.tell(a_petition(matter_id="matter-suit0", act={}), "register")

    owners.follow()

    assert owners.standing() == {"matter-recon": ["018f0000c1", "018f0000c2", "018f0000c3"]}


def test_two_processes_that_find_the_same_pair_ask_for_the_same_move(owners: Owners) -> None:
    """Both matters are written before either process looks for others: a lease changes hands."""
    review, suit = a_reconsideration(), a_suit()
    matters = owners.coordination.matters
    steps = [CaseEvent.read(case.step("assign")) for case in (review, suit)]
    for step in steps:
        matters._take_in(step)
    for step in (*reversed(steps), *steps):
        matters._settlement.settle(step.matter_id, step)

    (asked,) = owners.asked()
    assert asked["data"]["payload"]["matter_id"] == "matter-recon"


def test_steps_that_come_again_after_a_move_change_nothing(owners: Owners) -> None:
    review, suit = a_reconsideration(), a_suit()
    steps = [review.step("file"), suit.step("receive_notice"), suit.step("assign_agents")]
    suit.matter_id = "matter-recon"
    steps.append(suit.step("join_matter", from_matter_id="matter-suit0", reason="同一行为"))
    tell(owners.coordination, *steps)
    before = {name: owners.matter(name)["version"] for name in ("matter-recon", "matter-suit0")}
    told = owners.told()

    tell(owners.coordination, *steps, steps[3])

    after = {name: owners.matter(name)["version"] for name in ("matter-recon", "matter-suit0")}
    assert after == before
    assert owners.told() == told


def test_a_step_from_the_lane_of_the_old_matter_may_come_after_the_move(owners: Owners) -> None:
    """It was parked: the case stays where it is, its clocks, dates and timeline miss nothing."""
    review, suit = a_reconsideration(), a_suit()
    owners.tell(review, "file")
    owners.tell(suit, "receive_notice", clocks=[a_clock("SS-09", "2024-05-25")])
    suit.status = "answered"
    parked = suit.step(
        "submit_answer",
        milestones={"answered": "2024-05-20"},
        clocks=[a_clock("SS-09", "2024-05-25", status="met", ended_on="2024-05-20")],
    )
    owners.follow()

    tell(owners.coordination, parked)
    tell(owners.coordination, parked)

    assert owners.standing() == {"matter-recon": ["018f0000c1", "018f0000c2"]}
    matter = owners.matter("matter-recon")
    assert matter["cases"]["018f0000c2"]["milestones"] == {"answered": "2024-05-20"}
    steps = [entry.get("command") for entry in matter["history"]]
    assert steps.count("submit_answer") == 1
    row = owners.database["docket"].find_one({"_id": f"{suit.case_id}:SS-09.1"})
    assert row is not None
    assert (row["status"], row["matter_id"]) == ("met", "matter-recon")


def test_a_crash_between_the_two_matters_is_made_good_when_the_event_comes_again(
    owners: Owners,
) -> None:
    review, suit = a_reconsideration(), a_suit()
    owners.tell(review, "file")
    owners.tell(suit, "receive_notice")
    kept = owners.matter("matter-suit0")
    suit.matter_id = "matter-recon"
    joined = suit.step("join_matter", from_matter_id="matter-suit0", reason="同一行为")
    tell(owners.coordination, joined)
    owners.database["matters"].replace_one({"_id": "matter-suit0"}, kept)

    tell(owners.coordination, joined)

    assert owners.standing() == {"matter-recon": ["018f0000c1", "018f0000c2"]}


def test_one_act_that_concerns_a_whole_street_fills_more_than_one_matter(owners: Owners) -> None:
    for n in range(MOST_CASES + 2):
        case = a_reconsideration(
            case_id=f"018f00{n:04d}",
            matter_id=f"matter-{n:05d}",
            number=f"行复〔2024〕{n + 100}号",
            parties=[
                a_party("applicant", id_number_index=f"blind-{n}"),
                a_party("respondent", kind="agency", code=PENALISED_BY["code"]),
            ],
        )
        owners.tell(case, "file")
        owners.follow()

    assert [len(cases) for cases in owners.standing().values()] == [MOST_CASES, 2]


def test_the_agency_of_a_case_that_left_sees_the_matter_no_longer(owners: Owners) -> None:
    suit = a_suit(agency=dict(OTHER_AGENCY), matter_id="matter-recon")
    owners.tell(a_reconsideration(), "file")
    owners.tell(suit, "receive_notice")
    suit.matter_id = "matter-apart"
    owners.tell(suit, "join_matter", from_matter_id="matter-recon", reason="分出")

    assert [each["code"] for each in owners.matter("matter-apart")["agencies"]] == [
        OTHER_AGENCY["code"]
    ]
    assert OTHER_AGENCY not in owners.matter("matter-recon")["agencies"]
