"""A referral is followed from offer to outcome, in whatever order its two ends are heard."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

import pytest

from services.coordination.assembly import Coordination
from services.coordination.docket.entry_grace import EntryGrace
from services.coordination.referrals.referral import ReferralPolicy
from services.coordination.settings import CoordinationSettings
from shared.http.settings import SettingsError
from shared.law import official_calendar
from tests.services.coordination.following import (
    Office,
    a_petition,
    a_target,
    office_on,
    referred,
    step_of,
)
from tests.services.coordination.telling import AGENCY, OTHER_AGENCY, Case


@pytest.fixture
def office(coordination: Coordination) -> Office:
    return office_on(coordination)


def types(office: Office) -> list[str]:
    return [each["type"] for each in office.told() if each["type"].startswith("referral.")]


def test_a_petition_led_to_mediation_is_offered_arrives_is_taken_and_ends(office: Office) -> None:
    petition, mediation = a_petition(), a_target("mediation")
    office.hears(referred(petition, "mediation", to_agency=OTHER_AGENCY))

    assert office.referral()["state"] == "offered"

    office.hears(step_of(mediation, petition, "requested"))

    assert office.referral()["state"] == "offered"
    assert office.referral()["to"]["case"]["number"] == mediation.number

    office.hears(
        step_of(mediation, petition, "accepted", milestones={"accepted": "2024-05-10"}),
        step_of(mediation, petition, "agreed", "ended", on="2024-05-20"),
        step_of(mediation, petition, "performed", "ended", on="2024-06-20"),
        step_of(mediation, petition, "closed", "closed", on="2024-06-21"),
    )

    referral = office.referral()
    assert (referral["state"], referral["taken_on"]) == ("concluded", "2024-05-10")
    assert referral["outcome"] == {"outcome": "performed", "on": "2024-06-20"}
    assert referral["agencies"] == sorted([AGENCY["code"], OTHER_AGENCY["code"]])
    assert types(office) == [
        "referral.offered",
        "referral.arrived",
        "referral.taken",
        "referral.concluded",
        "referral.concluded",
    ]
    # A mediation tells the petition of itself: no finding repeats it.
    assert office.findings(petition.case_id) == []


@pytest.mark.parametrize("order", tuple(permutations(range(3))))
def test_whichever_end_is_heard_first_the_referral_comes_to_the_same(
    office: Office, order: tuple[int, int, int]
) -> None:
    petition, mediation = a_petition(), a_target("mediation")
    events = [
        referred(petition, "mediation"),
        step_of(mediation, petition, "requested"),
        step_of(mediation, petition, "accepted", milestones={"accepted": "2024-05-10"}),
    ]

    office.hears(*(events[place] for place in order))

    referral = office.referral()
    assert (referral["state"], referral["taken_on"]) == ("taken", "2024-05-10")
    assert referral["to"]["case"]["case_id"] == mediation.case_id


def test_a_mediation_that_is_declined_declines_the_referral_with_its_ground(office: Office) -> None:
    petition, mediation = a_petition(), a_target("mediation")

    office.hears(
        referred(petition, "mediation"),
        step_of(mediation, petition, "requested"),
        step_of(mediation, petition, "declined", "ended", ground="party_refuses", on="2024-05-12"),
    )

    assert office.referral()["state"] == "declined"
    assert office.referral()["outcome"] == {
        "outcome": "declined",
        "on": "2024-05-12",
        "ground": "party_refuses",
    }


def test_two_referrals_of_one_petition_each_follow_their_own_mediation(office: Office) -> None:
    petition = a_petition()
    first, second = a_target("mediation"), a_target("mediation", case_id="018f0000me2")
    office.hears(
        referred(petition, "mediation"),
        step_of(first, petition, "requested"),
        step_of(first, petition, "failed", "ended", on="2024-05-20"),
        referred(petition, "mediation", on="2024-06-01"),
        step_of(second, petition, "requested", on="2024-06-01"),
        step_of(second, petition, "accepted", on="2024-06-03"),
    )

    found = office.follow_up.referrals.in_matter(petition.matter_id)

    assert [(each["to"]["case"]["case_id"], each["state"]) for each in found] == [
        (first.case_id, "concluded"),
        (second.case_id, "taken"),
    ]


def test_an_invitation_is_taken_up_when_the_person_applies(office: Office) -> None:
    petition, invited = a_petition(), a_target("reconsideration")
    office.hears(
        referred(petition, "reconsideration", to_agency=OTHER_AGENCY),
        step_of(invited, petition, "invited"),
    )

    assert (office.referral()["state"], office.referral()["policy_days"]) == ("offered", 60)
    assert office.findings(petition.case_id) == ["referred-case-opened"]

    office.hears(step_of(invited, petition, "filed", on="2024-05-30"))
    office.hears(step_of(invited, petition, "decided", "ended", on="2024-07-30"))

    assert office.referral()["taken_on"] == "2024-05-30"
    assert office.referral()["outcome"] == {"outcome": "decided", "on": "2024-07-30"}
    assert office.findings(petition.case_id) == ["referred-case-opened", "referral-concluded"]


def test_an_application_of_its_own_takes_up_the_referral_beside_the_invited_case(
    office: Office,
) -> None:
    petition, invited = a_petition(), a_target("reconsideration")
    own = a_target("reconsideration", case_id="018f0000own", number="行复〔2024〕10号")

    office.hears(
        referred(petition, "reconsideration"),
        step_of(invited, petition, "invited"),
        step_of(own, None, "filed", on="2024-05-30"),
    )

    assert office.referral()["state"] == "taken"
    assert office.referral()["to"]["case"]["case_id"] == own.case_id


def test_a_suit_in_the_matter_takes_up_the_referral_to_the_court(office: Office) -> None:
    petition, suit = a_petition(), a_target("litigation")
    earlier = a_target("litigation", case_id="018f0000old")
    office.hears(
        step_of(earlier, None, "notified", on="2024-01-02"),
        referred(petition, "litigation"),
        step_of(earlier, None, "answered", on="2024-04-02"),
    )

    assert office.referral()["state"] == "offered"

    office.hears(step_of(suit, None, "notified", on="2024-06-01"))

    assert office.referral()["state"] == "taken"
    assert office.referral()["to"]["case"]["case_id"] == suit.case_id


def test_the_mediation_of_a_reconsideration_is_a_referral_as_well(office: Office) -> None:
    review, mediation = Case(), a_target("mediation", agency=dict(AGENCY))
    started = replace(review.step("start_mediation"), type="reconsideration.mediation_started")

    office.hears(started, step_of(mediation, review, "accepted"))

    referral = office.referral()
    assert (referral["from"]["track"], referral["state"]) == ("reconsideration", "taken")


def test_a_mediation_that_the_court_assigns_is_followed_until_its_outcome(office: Office) -> None:
    mediation = a_target("mediation")
    requested = step_of(
        mediation,
        None,
        "requested",
        initiated_by="court",
        court="示范区人民法院",
        court_case_no="(2024)津0101诉前调1号",
    )
    office.hears(requested)
    office.hears(
        step_of(mediation, None, "accepted"),
        step_of(mediation, None, "agreed", "ended", on="2024-05-20"),
    )

    (_, _, concluded) = [e for e in office.told() if e["type"].startswith("referral.")]
    assert concluded["type"] == "referral.concluded"
    assert concluded["data"]["from"]["number"] == "(2024)津0101诉前调1号"
    assert concluded["data"]["outcome"] == {"outcome": "agreed", "on": "2024-05-20"}


def test_a_petition_that_goes_on_alone_takes_back_what_nobody_took_up(office: Office) -> None:
    petition = a_petition()
    office.hears(referred(petition, "arbitration"))
    petition.status, petition.phase = "registered", "open"
    resumed = petition.step("resume_handling", on="2024-05-20")

    office.hears(resumed)

    assert (office.referral()["state"], office.referral()["ended_on"]) == (
        "withdrawn",
        "2024-05-20",
    )


def test_a_referral_goes_with_its_case_to_another_matter_and_officer(office: Office) -> None:
    petition = a_petition()
    office.hears(referred(petition, "mediation"))
    petition.matter_id, petition.assignee = "matter-0002", "officer-9"

    office.hears(petition.step("join_matter"))

    assert office.referral()["from"]["assignee"] == "officer-9"
    assert len(office.follow_up.referrals.in_matter("matter-0002")) == 1


def test_what_is_not_taken_up_in_time_is_said_once_on_both_cases_and_taken_back(
    office: Office,
) -> None:
    petition, mediation = a_petition(), a_target("mediation")
    office.hears(referred(petition, "mediation"), step_of(mediation, petition, "requested"))
    last_day = date(2024, 5, 8) + timedelta(days=15)

    assert office.follow_up.run(last_day).referrals == 0
    assert office.follow_up.run(last_day + timedelta(days=1)).referrals == 1
    assert office.follow_up.run(last_day + timedelta(days=2)).referrals == 0

    assert office.referral()["state"] == "overdue"
    (overdue,) = office.told("referral.overdue")
    assert overdue["data"]["take_up_due_on"] == "2024-05-23"
    assert office.findings(petition.case_id) == ["referral-overdue"]
    assert office.findings(mediation.case_id) == ["referral-overdue"]

    office.hears(step_of(mediation, petition, "accepted", on="2024-06-01"))

    assert office.referral()["state"] == "taken"
    assert office.findings(petition.case_id) == ["referral-overdue", "-referral-overdue"]
    assert office.findings(mediation.case_id) == ["referral-overdue", "-referral-overdue"]


def test_a_referral_from_an_old_file_is_left_alone_while_it_may_still_be_in_entry(
    office: Office,
) -> None:
    office.hears(referred(a_petition(), "mediation"))
    day = date(2026, 11, 20)

    assert office.follow_up.run(day, grace=EntryGrace(1, official_calendar)).referrals == 0
    assert office.follow_up.run(day, grace=EntryGrace(0, official_calendar)).referrals == 1


def test_a_watch_that_is_stopped_says_so_and_the_next_one_goes_on(office: Office) -> None:
    office.hears(referred(a_petition(), "mediation"))

    stopped = office.follow_up.run(date(2026, 1, 1), go_on=lambda: False)

    assert (stopped.referrals, stopped.complete) == (0, False)
    assert office.follow_up.run(date(2026, 1, 1)).referrals == 1


@pytest.mark.parametrize(
    ("target", "days"), [("mediation", 15), ("party_discipline", 15), ("arbitration", 60)]
)
def test_the_days_are_policy_and_longer_where_the_person_has_to_act(target: str, days: int) -> None:
    assert ReferralPolicy().days_for(target) == days
    assert ReferralPolicy(3, 5).take_up_due_on("mediation", "2024-02-27") == "2024-03-01"


def test_the_environment_sets_the_days() -> None:
    said = {"REFERRAL_DAYS": "3", "REFERRAL_OWN_APPLICATION_DAYS": "5"}

    assert CoordinationSettings.from_environment(said).referrals == ReferralPolicy(3, 5)
    with pytest.raises(SettingsError, match="REFERRAL_DAYS"):
        CoordinationSettings.from_environment({"REFERRAL_DAYS": "0"})


def test_a_referral_outside_without_a_body_asks_for_one(office: Office) -> None:
    petition = a_petition()

    office.hears(referred(petition, "arbitration"))

    assert office.referral()["outside"]
    assert office.findings(petition.case_id) == ["referral-needs-a-body"]


def test_a_referral_outside_that_names_its_receiver_asks_for_nothing(office: Office) -> None:
    petition = a_petition()

    office.hears(referred(petition, "arbitration", to_agency={"name": "示范区劳动仲裁委"}))

    assert office.findings(petition.case_id) == []
    assert office.referral()["to"]["agency"] == {"name": "示范区劳动仲裁委"}


def test_a_case_that_was_entered_by_mistake_leaves_the_referral_open(office: Office) -> None:
    petition, mediation = a_petition(), a_target("mediation")
    office.hears(referred(petition, "mediation", to_agency=OTHER_AGENCY))
    office.hears(
        step_of(mediation, petition, "requested"),
        step_of(mediation, petition, "accepted", milestones={"accepted": "2024-05-10"}),
        step_of(mediation, petition, "entered_by_mistake", "void", on="2024-05-11"),
    )

    referral = office.referral()
    assert (referral["state"], referral["taken_on"]) == ("offered", None)
    assert referral["to"]["case"] is None

    right = replace(a_target("mediation"), case_id="018f0000ff", number="调解〔2024〕2号")
    office.hears(step_of(right, petition, "accepted", milestones={"accepted": "2024-05-12"}))

    referral = office.referral()
    assert (referral["state"], referral["to"]["case"]["number"]) == ("taken", right.number)


def test_a_referral_that_never_was_is_withdrawn(office: Office) -> None:
    petition = a_petition()
    refers = referred(petition, "mediation", to_agency=OTHER_AGENCY)
    office.hears(refers)

    petition.status, petition.phase = "registered", "open"
    version = int(refers.id.split(".")[-2])
    gone = {"command": "refer", "on": "2024-05-08", "version": version}
    office.hears(petition.step("correct_entry", on="2024-05-09", taken_back=[gone]))

    assert office.referral()["state"] == "withdrawn"


def test_a_referral_of_a_petition_that_was_entered_by_mistake_is_withdrawn(office: Office) -> None:
    petition = a_petition()
    office.hears(referred(petition, "mediation", to_agency=OTHER_AGENCY))

    petition.status, petition.phase = "entered_by_mistake", "void"
    office.hears(petition.step("withdraw_case", on="2024-05-09"))

    assert office.referral()["state"] == "withdrawn"
