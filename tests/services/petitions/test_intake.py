"""A petition as it comes in: registration, classification, acceptance, refusal."""

from __future__ import annotations

from typing import Any

import pytest

from shared.casework.guarding import Actor
from tests.services.petitions.builders import (
    OFFICE,
    OTHER_ID_NUMBER,
    Petition,
    accepted,
    classified,
    earlier_petition,
    entry,
    people,
    referred,
    refused_registration,
    transferred,
)
from tests.support.case_in_memory import refuses_field, said


def test_the_petition_office_has_fifteen_days_to_register_and_route() -> None:
    petition = Petition(received_on="2026-07-01")

    assert petition.running() == {"XF-01"}
    assert petition.clock("XF-01")["due_on"] == "2026-07-16"
    assert petition.clock("XF-01")["started_on"] == "2026-07-01"


def test_an_agencys_own_day_does_not_move_off_a_holiday() -> None:
    assert Petition(received_on="2026-09-18").clock("XF-01")["due_on"] == "2026-10-03"


def test_an_agency_that_received_it_directly_has_fifteen_days_to_tell_the_petitioner() -> None:
    petition = Petition(received_as="agency")

    assert petition.running() == {"XF-02"}
    assert petition.clock("XF-02")["due_on"] == "2026-07-16"


def test_nobody_can_be_told_whose_name_or_address_is_unclear() -> None:
    assert Petition(received_as="agency", address_unclear=True).running() == set()


def test_before_may_2022_the_old_regulation_gave_the_clock() -> None:
    petition = Petition(received_on="2022-04-20")

    assert petition.clock("XF-01")["rule_version"] == "2005"
    assert petition.clock("XF-01")["due_on"] == "2022-05-05"


def test_registration_keeps_who_petitions_against_whom_about_what() -> None:
    act = {"number": "示住建罚〔2026〕7号", "made_on": "2026-06-01"}
    petition = Petition(act=act, opponents=[{"name": "某物业公司", "kind": "organisation"}])

    assert [party["role"] for party in petition.case["parties"]] == [
        "petitioner",
        "respondent",
        "respondent",
    ]
    assert petition.case["act"]["number"] == "示住建罚〔2026〕7号"
    assert petition.case["milestones"] == {"received": "2026-07-01", "registered": "2026-07-01"}
    assert petition.facts["content"] == "楼道年久失修，多次反映无果"
    assert petition.event["channel"] == "visit"


def test_a_petition_is_not_received_before_the_act_it_complains_of() -> None:
    problem = refused_registration(act={"made_on": "2026-07-02"})

    assert said(problem)[:2] == (422, "date-out-of-order")


def test_five_people_need_no_representatives() -> None:
    assert Petition(petitioners=people(5)).status == "registered"


def test_more_than_five_people_who_come_in_person_need_representatives() -> None:
    problem = refused_registration(petitioners=people(6))

    assert refuses_field(problem) == ("representatives", "信访工作条例20¶3")


def test_more_than_five_representatives_are_refused() -> None:
    problem = refused_registration(petitioners=people(8), representatives=people(6))

    assert refuses_field(problem) == ("representatives", "信访工作条例20¶3")


def test_a_joint_petition_with_five_representatives_is_registered() -> None:
    petition = Petition(petitioners=people(30), representatives=people(5))

    roles = [party["role"] for party in petition.case["parties"]]
    assert roles.count("representative") == 5


@pytest.mark.parametrize("channel", ["letter", "web", "phone", "email"])
def test_those_who_do_not_come_in_person_choose_nobody(channel: str) -> None:
    assert Petition(channel=channel, petitioners=people(6)).status == "registered"


def test_no_sixth_representative_joins() -> None:
    petition = Petition(petitioners=people(30), representatives=people(5))

    problem = petition.refuses(
        "join_party", on="2026-07-02", role="representative", party={"name": "第六代表"}
    )

    assert refuses_field(problem) == ("role", "信访工作条例20¶3")
    petition.does("join_party", on="2026-07-02", role="petitioner", party={"name": "又一信访人"})


def test_one_representative_is_not_followed_by_two_where_there_are_five() -> None:
    petition = Petition(petitioners=people(30), representatives=people(5))
    step: dict[str, Any] = {"party": "p31", "ground": "death", "happened_on": "2026-07-02"}

    problem = petition.refuses("succeed_party", on="2026-07-03", successors=people(2), **step)
    petition.does("succeed_party", on="2026-07-03", successors=people(1), **step)

    assert refuses_field(problem) == ("successors", "信访工作条例20¶3")


@pytest.mark.parametrize(
    ("status", "basis"),
    [
        ("accepted", "信访工作条例19¶3"),
        ("in_review", "信访工作条例19¶3"),
        ("finalized", "信访工作条例36¶3"),
    ],
)
def test_a_repeat_by_the_same_person_is_linked_and_gets_no_clock(status: str, basis: str) -> None:
    petition = Petition(known=[earlier_petition(status)], matter_id="matter-1")

    assert petition.codes() == ["repeat-petition"]
    assert petition.found[0].basis == basis
    assert petition.case["relations"] == [
        {
            "track": "petition",
            "id": f"petition-{status}",
            "kind": "repeat_of",
            "number": "petition〔2026〕9号",
        }
    ]
    assert petition.rules() == set()


def test_a_petition_finalized_and_closed_since_is_still_recognised() -> None:
    closed = earlier_petition("closed", milestones={"finalized": "2026-01-05"})

    assert Petition(known=[closed]).found[0].basis == "信访工作条例36¶3"


@pytest.mark.parametrize("status", ["registered", "declined", "withdrawn", "closed"])
def test_a_petition_that_was_not_handled_makes_no_repeat(status: str) -> None:
    petition = Petition(known=[earlier_petition(status)])

    assert petition.codes() == []
    assert petition.running() == {"XF-01"}


def test_another_persons_petition_on_the_matter_is_no_repeat() -> None:
    petition = Petition(known=[earlier_petition("accepted", OTHER_ID_NUMBER)])

    assert petition.codes() == []
    assert petition.running() == {"XF-01"}


def test_without_identity_a_repeat_is_only_suspected_and_the_clock_runs() -> None:
    petition = Petition(known=[earlier_petition("accepted")], petitioners=people(1))

    assert petition.codes() == ["possible-repeat"]
    assert petition.running() == {"XF-01"}
    assert petition.case["relations"] == []


def test_an_appeal_is_classified_with_its_item_and_path() -> None:
    petition = classified(4)

    assert (petition.facts["kind"], petition.facts["article31_item"]) == ("appeal", 4)
    assert petition.facts["confidential_reporter"] is False
    assert (petition.event["kind"], petition.event["article31_item"]) == ("appeal", 4)


def test_an_appeal_without_its_item_is_refused() -> None:
    problem = Petition().refuses("classify", on="2026-07-03", kind="appeal", legal_path="复议")

    assert refuses_field(problem) == ("article31_item", "信访工作条例31")


def test_an_appeal_without_its_path_is_refused() -> None:
    problem = Petition().refuses("classify", on="2026-07-03", kind="appeal", article31_item=4)

    assert refuses_field(problem) == ("legal_path", "信访工作条例31")


def test_a_suggestion_has_no_item_of_article_31() -> None:
    problem = Petition().refuses("classify", kind="suggestion", article31_item=6)

    assert refuses_field(problem) == ("article31_item", "信访工作条例31")


def test_an_item_seven_does_not_exist() -> None:
    problem = Petition().refuses("classify", kind="appeal", article31_item=7, legal_path="无")

    assert said(problem)[:2] == (422, "validation")


def test_a_reporter_is_confidential() -> None:
    assert classified(kind="report").facts["confidential_reporter"] is True


def test_the_mark_of_a_confidential_reporter_cannot_be_sent() -> None:
    problem = Petition().refuses("classify", kind="report", confidential_reporter=False)

    assert said(problem)[:2] == (422, "validation")


def test_the_receiver_of_a_transfer_may_classify_anew() -> None:
    petition = transferred().does(
        "classify", on="2026-07-09", kind="appeal", article31_item=5, legal_path="履职"
    )

    assert petition.status == "transferred"
    assert petition.facts["article31_item"] == 5


def test_acceptance_of_item_six_starts_the_sixty_days() -> None:
    petition = accepted()

    assert petition.status == "accepted"
    assert petition.clock("XF-01")["status"] == "met"
    assert petition.clock("XF-05")["due_on"] == "2026-09-04"
    assert petition.case["milestones"]["accepted"] == "2026-07-06"
    assert petition.event_type == "petition.accepted"


@pytest.mark.parametrize("item", [1, 2, 3, 4, 5])
def test_acceptance_of_another_item_starts_no_clock_and_says_why(item: int) -> None:
    petition = accepted(item)

    assert "XF-05" not in petition.rules()
    assert petition.codes() == ["other-time-limits"]
    assert petition.found[0].basis == f"信访工作条例31({item})"


def test_acceptance_by_the_receiver_meets_its_notice_and_ends_its_time_to_object() -> None:
    petition = transferred().does("accept", on="2026-07-14")

    assert petition.clock("XF-03")["status"] == "met"
    assert petition.clock("XF-04")["status"] == "cancelled"
    assert petition.running() == {"XF-05"}


def test_a_late_acceptance_is_recorded_as_missed_with_the_article() -> None:
    petition = classified(received_as="agency").does("accept", on="2026-07-17")

    assert petition.clock("XF-02")["status"] == "missed"
    assert petition.found[0].code == "notified-late"
    assert petition.found[0].basis == "信访工作条例44(3)"


def test_an_unclassified_petition_is_not_accepted() -> None:
    problem = Petition().refuses("accept", on="2026-07-06")

    assert said(problem) == (422, "missing-fact", "信访工作条例31")
    assert problem.errors is not None
    assert set(problem.errors) == {"kind"}


@pytest.mark.parametrize(
    ("kind", "basis"), [("suggestion", "信访工作条例29"), ("report", "信访工作条例30¶1")]
)
def test_only_appeals_are_accepted(kind: str, basis: str) -> None:
    problem = classified(kind=kind).refuses("accept", on="2026-07-06")

    assert said(problem) == (409, "conflict", basis)


@pytest.mark.parametrize(
    ("status", "basis"),
    [
        ("accepted", "信访工作条例19¶3"),
        ("reviewed", "信访工作条例19¶3"),
        ("finalized", "信访工作条例36¶3"),
    ],
)
def test_a_repeat_without_anything_new_is_not_accepted(status: str, basis: str) -> None:
    petition = classified(known=[earlier_petition(status)])

    assert said(petition.refuses("accept", on="2026-07-06")) == (409, "conflict", basis)


def test_a_repeat_with_new_facts_is_accepted_and_stays_linked() -> None:
    petition = classified(known=[earlier_petition("finalized")])
    petition.does("accept", on="2026-07-06", new_facts="新发现的鉴定报告")

    assert petition.status == "accepted"
    assert petition.clock("XF-05")["due_on"] == "2026-09-04"
    assert [relation["kind"] for relation in petition.case["relations"]] == ["repeat_of"]


def test_a_suspected_repeat_is_accepted_with_a_warning() -> None:
    petition = classified(known=[earlier_petition("accepted", number=None)])
    petition.does("accept", on="2026-07-06")

    assert "possible-repeat" in petition.codes()


@pytest.mark.parametrize(
    ("track", "status", "basis"),
    [
        ("reconsideration", "accepted", "信访工作条例31(4)"),
        ("reconsideration", "decided", "信访工作条例31(4)"),
        ("litigation", "notified", "信访工作条例31(1)"),
        ("litigation", "closed", "信访工作条例31(1)"),
    ],
)
def test_facts_in_a_statutory_procedure_are_accepted_only_for_a_reason(
    track: str, status: str, basis: str
) -> None:
    petition = classified(known=[entry(track, status)])

    problem = petition.refuses("accept", on="2026-07-06")
    assert said(problem) == (409, "conflict", basis)
    assert f"{track}〔2026〕9号" in problem.detail.en

    petition.does("accept", on="2026-07-06", reason="另有未经处理的事实")
    assert petition.status == "accepted"
    assert "statutory-procedure" in petition.codes()


def test_an_invitation_to_apply_is_no_statutory_procedure_yet() -> None:
    petition = classified(known=[entry("reconsideration", "invited")])

    assert petition.does("accept", on="2026-07-06").status == "accepted"


@pytest.mark.parametrize("ground", ["accepted_elsewhere", "finalized"])
def test_a_repeat_is_declined_and_its_notice_met(ground: str) -> None:
    petition = Petition(received_as="agency").does("decline", on="2026-07-10", ground=ground)

    assert petition.status == "declined"
    assert petition.clock("XF-02")["status"] == "met"
    assert petition.running() == set()


@pytest.mark.parametrize(
    ("ground", "basis"),
    [
        ("outside_jurisdiction", "信访工作条例23¶1"),
        ("in_statutory_procedure", "信访工作条例28¶2"),
    ],
)
def test_whoever_is_turned_away_is_told_where_to_turn(ground: str, basis: str) -> None:
    petition = Petition()

    problem = petition.refuses("decline", on="2026-07-10", ground=ground)
    assert refuses_field(problem) == ("advice", basis)

    petition.does("decline", on="2026-07-10", ground=ground, advice="请向区人民法院起诉")
    assert petition.status == "declined"


def test_a_transfer_puts_the_petition_into_the_inbox_of_whoever_gets_it() -> None:
    assert transferred().case["assignee"] is None


def test_the_receiver_of_a_transfer_may_decline() -> None:
    petition = transferred(mode="assign").does("decline", on="2026-07-10", ground="finalized")

    assert petition.clock("XF-03")["status"] == "met"
    # What was assigned is reported on all the same (22¶1(3)).
    assert petition.running() == {"XF-10"}


def test_a_mediator_may_not_register_a_petition() -> None:
    mediator = Actor("officer-9", "mediator", OFFICE["code"], OFFICE["name"])
    problem = Petition().refuses("classify", actor=mediator, kind="suggestion")

    assert said(problem)[:2] == (403, "forbidden")


def test_what_is_over_cannot_be_accepted() -> None:
    problem = referred().refuses("accept", on="2026-07-11")

    assert said(problem)[:2] == (409, "command-not-allowed")
    assert problem.allowed is not None
    assert "resume_handling" in problem.allowed
