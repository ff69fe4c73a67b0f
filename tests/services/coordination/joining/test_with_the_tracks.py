"""Joining with the real procedures: from the officer's entry to what the other case shows."""

from __future__ import annotations

import pytest

from services.coordination.assembly import Coordination
from shared.http.problems import Problem
from tests.services.coordination.joining.services import Services
from tests.support.casework import ID_NUMBER

AGENCY_SUED = {"name": "示范区市场监督管理局"}
PERSON = {"name": "王小明", "id_number": ID_NUMBER}
ACT = {"number": "示市监罚〔2026〕7号", "made_on": "2026-07-20", "served_on": "2026-07-22"}


@pytest.fixture
def services(coordination: Coordination) -> Services:
    return Services(coordination)


def a_filed_reconsideration(services: Services) -> str:
    return services.reconsiderations.open(
        "file",
        received_on="2026-08-10",
        applicants=[PERSON],
        respondent=AGENCY_SUED,
        act=ACT,
        requests="请求撤销处罚决定",
    )


def a_suit(services: Services) -> str:
    return services.litigations.open(
        "receive_notice",
        court="示范区人民法院",
        court_case_no="(2026)津0101行初9号",
        plaintiffs=[PERSON],
        defendant=AGENCY_SUED,
        # As the court writes the number.
        act={**ACT, "number": "示市监罚[2026]第7号"},
        docketed_on="2026-08-12",
        served_on="2026-08-14",
    )


def a_petition(services: Services) -> str:
    petition = services.petitions.open(
        "register",
        channel="visit",
        received_on="2026-08-20",
        received_as="agency",
        petitioners=[PERSON],
        against=AGENCY_SUED,
        act=ACT,
        content="处罚不公",
    )
    classified = {"kind": "appeal", "article31_item": 6}
    services.petitions.perform(petition, "classify", on="2026-08-21", **classified)
    return petition


def codes(case: dict[str, list[dict[str, str]]]) -> set[str]:
    return {warning["code"] for warning in case["warnings"]}


def test_the_suit_joins_and_the_reconsideration_is_refused_with_the_article(
    services: Services,
) -> None:
    """X4, X5: neither officer named the other's case; the number of the act did."""
    review, suit = a_filed_reconsideration(services), a_suit(services)
    services.exchange()

    assert services.litigations.commands(suit) == ["receive_notice", "join_matter"]
    assert (
        services.litigations.case(suit)["matter_id"]
        == services.reconsiderations.case(review)["matter_id"]
    )
    with pytest.raises(Problem) as refusal:
        services.reconsiderations.perform(review, "accept", procedure="ordinary", on="2026-08-14")
    assert (refusal.value.status, refusal.value.code) == (409, "conflict")
    assert "29" in str(refusal.value.basis)


def test_the_race_stands_on_both_cases_until_the_suit_is_withdrawn(services: Services) -> None:
    """X5: both were accepted before either could know of the other."""
    review, suit = a_filed_reconsideration(services), a_suit(services)
    services.reconsiderations.perform(review, "accept", procedure="ordinary", on="2026-08-13")
    services.exchange()

    code = "parallel-reconsideration-and-suit"
    assert code in codes(services.reconsiderations.case(review))
    assert code in codes(services.litigations.case(suit))

    services.litigations.perform(suit, "plaintiff_withdraws", on="2026-08-28")
    services.exchange()

    assert code not in codes(services.reconsiderations.case(review))
    assert code not in codes(services.litigations.case(suit))
    found = services.coordination.matters.get(services.litigations.case(suit)["matter_id"])
    assert found is not None
    (conflict,) = found["conflicts"]
    assert (conflict["status"], conflict["ended"]["case_id"]) == ("over", suit)


def test_a_petition_on_facts_before_the_court_is_accepted_for_a_reason_only(
    services: Services,
) -> None:
    """X6 before the fact: 409 from the service's own view, and with a reason no conflict."""
    suit, petition = a_suit(services), a_petition(services)
    services.exchange()

    with pytest.raises(Problem) as refusal:
        services.petitions.perform(petition, "accept", on="2026-08-25")
    assert refusal.value.code == "conflict"
    services.petitions.perform(petition, "accept", on="2026-08-25", reason="诉求另含信息公开")
    services.exchange()

    found = services.coordination.matters.get(services.litigations.case(suit)["matter_id"])
    assert found is not None
    assert len(found["cases"]) == 2
    assert found["conflicts"] == []


def test_a_petition_that_was_accepted_in_the_race_shows_it(services: Services) -> None:
    """X6 after the fact."""
    suit, petition = a_suit(services), a_petition(services)
    services.petitions.perform(petition, "accept", on="2026-08-25")
    services.exchange()

    assert "petition-in-statutory-procedure" in codes(services.petitions.case(petition))
    assert "petition-in-statutory-procedure" in codes(services.litigations.case(suit))
