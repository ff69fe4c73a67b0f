"""One of several petitioners withdraws: the petition of the others goes on."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.petitions.builders import OPINION, PROCEDURE, Petition, accepted, people

TOGETHER = [{"name": "王小明"}, {"name": "李小红"}]
HOUSE_RULE = "内部管理规定·撤回信访事项"
LEAVES: dict[str, Any] = {"on": "2026-08-20", "party": "p1", "reason": "不再要求处理"}


def of_two() -> Petition:
    return accepted(petitioners=TOGETHER)


def ids(petition: Petition) -> list[str]:
    return [each["id"] for each in petition.case["parties"]]


def test_the_petition_of_the_other_is_handled_on() -> None:
    petition = of_two()
    before = [(each["id"], each["status"]) for each in petition.case["clocks"]]

    petition.does("one_petitioner_withdraws", **LEAVES)

    assert petition.status == "accepted"
    assert "p1" not in ids(petition)
    assert [(each["id"], each["status"]) for each in petition.case["clocks"]] == before
    (left,) = petition.case["former_parties"]
    assert (left["id"], left["left_on"], left["ground"]) == ("p1", "2026-08-20", "withdrew")


def test_the_opinion_is_served_on_the_other_alone() -> None:
    petition = of_two().does("one_petitioner_withdraws", **LEAVES)
    petition.does("conclude", on="2026-09-14", outcome="not_supported", opinion=OPINION)
    served: dict[str, Any] = {"on": "2026-09-29", "served_on": "2026-09-16"}

    gone = petition.refuses("serve_opinion", party="p1", **served)
    petition.does("serve_opinion", party="p2", **served)

    assert list(gone.errors or {}) == ["party"]
    assert not [
        each for each in petition.case["warnings"] if each["code"] == "opinion-not-served-on-all"
    ]


def test_the_last_one_withdraws_the_petition() -> None:
    petition = of_two().does("one_petitioner_withdraws", **LEAVES)

    alone = petition.refuses("one_petitioner_withdraws", **{**LEAVES, "party": "p2"})

    assert (alone.code, alone.basis) == ("conflict", HOUSE_RULE)
    assert petition.does("withdraw", on="2026-08-21", reason="都不再要求").status == "withdrawn"


def test_nobody_leaves_who_is_complained_of() -> None:
    refused = of_two().refuses("one_petitioner_withdraws", **{**LEAVES, "party": "p3"})

    assert list(refused.errors or {}) == ["party"]


def test_after_the_opinion_requests_are_withdrawn_instead() -> None:
    petition = of_two().does("conclude", on="2026-09-14", outcome="not_supported", opinion=OPINION)

    refused = petition.refuses("one_petitioner_withdraws", **{**LEAVES, "on": "2026-09-15"})

    assert refused.code == "command-not-allowed"


def test_another_takes_the_place_of_a_representative_who_steps_down() -> None:
    petition = Petition(petitioners=people(30), representatives=people(5))
    (first, *_) = [each["id"] for each in petition.case["parties"] if each["role"] != "petitioner"]

    petition.does("one_petitioner_withdraws", **{**LEAVES, "party": first})
    petition.does("join_party", on="2026-08-21", role="representative", party={"name": "周小方"})

    chosen = [each for each in petition.case["parties"] if each["role"] == "representative"]
    assert (len(chosen), first in ids(petition)) == (5, False)


@pytest.mark.parametrize(
    "command", ["withdraw", "one_petitioner_withdraws", "withdraw_request", "withdraw_requests"]
)
def test_no_article_of_the_regulations_is_said_to_name_a_withdrawal(command: str) -> None:
    """Article 17 says who may petition, 35 and 36 who may ask; none says that it is withdrawn."""
    articles = PROCEDURE.commands[command].articles

    assert articles[0] == HOUSE_RULE
    assert not [each for each in articles if each.startswith("信访工作条例17")]
