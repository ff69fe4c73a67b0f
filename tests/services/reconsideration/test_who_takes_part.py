"""Heirs and successors step in, third parties join, agents and addresses change."""

from __future__ import annotations

from typing import Any

import pytest

from shared.casework.case import Case
from shared.legal_day import today as this_day
from shared.storage.database import Database
from tests.services.reconsideration.builders import (
    ID_NUMBER,
    OTHER_ID_NUMBER,
    accepted,
    revoked,
    warned,
)
from tests.services.reconsideration.offices import Office

HEIR = {"name": "王小强", "id_number": OTHER_ID_NUMBER, "phone": "13900139000"}
DEATH: dict[str, Any] = {
    "on": "2024-05-27",
    "party": "p1",
    "ground": "death",
    "happened_on": "2024-05-20",
    "successors": [HEIR],
}
SUCCESSOR_ORGAN = {"kind": "agency", "name": "示范区市场监督管理委员会"}


def roles(case: Case) -> list[tuple[str, str]]:
    return [(each["id"], each["role"]) for each in case["parties"]]


def test_an_heir_steps_in_for_an_applicant_who_died() -> None:
    review = accepted().does("succeed_party", **DEATH)

    assert roles(review.case) == [("p3", "applicant"), ("p2", "respondent")]
    heir = review.case["parties"][0]
    assert (heir["name"], heir["succeeds"], heir["joined_on"]) == ("王小强", "p1", "2024-05-27")
    (former,) = review.case["former_parties"]
    assert (former["id"], former["left_on"], former["ground"]) == ("p1", "2024-05-20", "death")
    assert review.event_type == "reconsideration.party_succeeded"
    assert [each["role"] for each in review.event["parties"]] == ["applicant", "respondent"]


def test_several_heirs_step_in_at_the_place_of_one() -> None:
    review = accepted().does("succeed_party", **DEATH | {"successors": [HEIR, {"name": "王小丽"}]})

    assert roles(review.case) == [("p3", "applicant"), ("p4", "applicant"), ("p2", "respondent")]


def test_an_heir_of_the_only_one_who_was_served_is_still_to_be_served() -> None:
    served: dict[str, Any] = {"party": "p1", "method": "direct", "served_on": "2024-06-25"}
    review = revoked().does("serve_decision", on="2024-06-25", **served)
    died = {"on": "2024-07-01", "happened_on": "2024-06-28"}
    review.does("succeed_party", **DEATH | died)

    # Nothing runs for anybody, and nothing becomes final, until the heir is served.
    assert (review.codes(), review.running()) == (["addressee-not-served"], set())
    assert review.refuses("become_final", on="2024-07-11").basis == "复议法75¶2"

    review.does(
        "serve_decision", on="2024-07-03", **served | {"party": "p3", "served_on": "2024-07-03"}
    )
    assert ("addressee-not-served" in warned(review), review.due("FY-29")) == (False, "2024-07-18")


def test_a_living_person_has_no_heir() -> None:
    problem = accepted().refuses("succeed_party", **DEATH | {"ground": "organisation_ended"})

    assert (problem.status, problem.basis) == (422, "复议法14¶2；复议法14¶3；复议法19¶4")
    assert list(problem.errors or {}) == ["ground"]


def test_a_death_has_its_day_and_comes_before_the_succession() -> None:
    review = accepted()
    without = {name: value for name, value in DEATH.items() if name != "happened_on"}

    assert list(review.refuses("succeed_party", **without).errors or {}) == ["happened_on"]
    late = review.refuses("succeed_party", **DEATH | {"happened_on": "2024-05-28"})
    assert (late.status, late.code) == (422, "date-out-of-order")


def test_who_left_is_succeeded_no_more() -> None:
    review = accepted().does("succeed_party", **DEATH)

    assert list(review.refuses("succeed_party", **DEATH).errors or {}) == ["party"]
    assert list(review.refuses("change_party", party="p9", phone="13700137000").errors or {}) == [
        "party"
    ]


def test_an_agency_that_was_reorganised_is_followed_by_the_one_that_goes_on() -> None:
    review = accepted().does(
        "succeed_party",
        on="2024-05-27",
        party="p2",
        ground="agency_reorganised",
        happened_on="2024-05-20",
        successors=[SUCCESSOR_ORGAN],
    )

    respondent = review.case["parties"][1]
    assert (respondent["role"], respondent["name"]) == ("respondent", SUCCESSOR_ORGAN["name"])
    assert respondent["kind"] == "agency"


@pytest.mark.parametrize(
    ("party", "ground", "successor"),
    [
        ("p1", "death", SUCCESSOR_ORGAN),
        ("p2", "agency_reorganised", {"name": "示范区市场监督管理委员会"}),
    ],
)
def test_a_body_is_followed_by_a_body_and_a_person_by_no_agency(
    party: str, ground: str, successor: dict[str, str]
) -> None:
    change = {"party": party, "ground": ground, "successors": [successor]}

    problem = accepted().refuses("succeed_party", **DEATH | change)

    assert (problem.status, list(problem.errors or {})) == (422, ["successors.0.kind"])


def test_an_heir_does_not_die_before_they_stepped_in() -> None:
    review = accepted().does("succeed_party", **DEATH)
    again = {"on": "2024-05-28", "party": "p3", "successors": [{"name": "王小丽"}]}

    problem = review.refuses("succeed_party", **DEATH | again)

    assert list(problem.errors or {}) == ["happened_on"]


@pytest.mark.parametrize("party", ["p1", "p2", "p9"])
def test_nobody_sues_after_they_left_nor_who_has_no_right_to(party: str) -> None:
    served: dict[str, Any] = {"party": "p1", "method": "direct", "served_on": "2024-06-24"}
    review = revoked().does("serve_decision", on="2024-06-24", **served)
    review.does("succeed_party", **DEATH | {"on": "2024-07-04", "happened_on": "2024-07-01"})
    suit: dict[str, Any] = {"on": "2024-07-08", "docketed_on": "2024-07-05", "party": party}

    assert list(review.refuses("record_suit", **suit).errors or {}) == ["party"]
    review.does("record_suit", **suit | {"party": "p1", "sued_on": "2024-07-01"})
    assert review.clock("FY-29")["ended_on"] == "2024-07-01"


def test_close_relatives_step_in_for_a_person_each_once() -> None:
    company = {"kind": "organisation", "name": "某公司"}

    of_a_body = accepted().refuses("succeed_party", **DEATH | {"successors": [company]})
    twice = accepted().refuses("succeed_party", **DEATH | {"successors": [HEIR, HEIR]})

    assert list(of_a_body.errors or {}) == ["successors.0.kind"]
    assert list(twice.errors or {}) == ["successors.1"]
    assert of_a_body.basis == "复议法14¶2；复议法14¶3；复议法19¶4"


def test_a_third_party_joins_and_is_known_by_their_number() -> None:
    third: dict[str, Any] = {"on": "2024-05-27", "role": "third_party", "party": HEIR}
    review = accepted().does("join_party", **third, reason="与处罚决定有利害关系")

    assert roles(review.case)[-1] == ("p3", "third_party")
    assert list(review.refuses("join_party", **third).errors or {}) == ["party"]
    applicant = {**third, "party": {"name": "王小明", "id_number": ID_NUMBER}}
    assert review.refuses("join_party", **applicant).status == 422


def test_nobody_joins_in_a_role_that_the_procedure_does_not_open() -> None:
    problem = accepted().refuses("join_party", role="plaintiff", party=HEIR)

    assert list(problem.errors or {}) == ["role"]


def test_agents_and_addresses_change_and_the_rest_stays() -> None:
    review = accepted().does(
        "change_party", on="2024-05-27", party="p1", phone="13700137000", agents=["李律师"]
    )

    party = review.case["parties"][0]
    assert (party["name"], party["agents"]) == ("王小明", ["李律师"])
    assert party["id_number"] == ID_NUMBER
    assert party["phone"] == "13700137000"
    assert party["phone_index"] != accepted().case["parties"][0]["phone_index"]
    assert review.does("change_party", party="p1", agents=[]).case["parties"][0]["agents"] == []
    assert review.refuses("change_party", party="p1").status == 422


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def accepted_case(office: Office) -> str:
    case_id = office.opens()
    office.does(case_id, "accept", on="2024-05-13", procedure="ordinary")
    return case_id


def test_a_correction_of_the_day_of_death_works_the_case_out_anew(office: Office) -> None:
    case_id = accepted_case(office)
    office.does(case_id, "succeed_party", **DEATH)
    entry = office.case(case_id)["version"]
    change = {"field": "happened_on", "value": "2024-05-19"}

    office.does(case_id, "correct_entry", entry=entry, corrected=[change], reason="日期写错")

    case = office.case(case_id)
    assert case["former_parties"][0]["left_on"] == "2024-05-19"
    assert roles(case) == [("p3", "applicant"), ("p2", "respondent")]


def test_a_succession_that_was_taken_back_leaves_nobody_who_left(office: Office) -> None:
    office.casework.today = this_day
    case_id = accepted_case(office)
    office.does(case_id, "succeed_party", **DEATH)

    office.does(case_id, "take_back_entry", reason="误录")

    case = office.case(case_id)
    assert roles(case) == [("p1", "applicant"), ("p2", "respondent")]
    assert case["former_parties"] == []


def test_the_name_of_who_left_lies_sealed(office: Office, database: Database) -> None:
    case_id = accepted_case(office)
    office.does(case_id, "succeed_party", **DEATH)

    assert "王小明" not in str(database["cases"].find_one({"_id": case_id}))
