"""Officers link cases, take them out and refuse proposals, with a reason."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.coordination.asking import Desk, refused
from tests.services.coordination.joining.deciding import (
    OFFICER,
    PETIT,
    RECON,
    THE_PETITION,
    WHY,
    done,
    history,
    matter,
)
from tests.services.coordination.joining.owners import (
    AGENCY,
    OTHER_AGENCY,
    Owners,
    a_party,
    a_petition,
    a_reconsideration,
    a_suit,
)

STRANGER = "11990000000000009Z"


@pytest.fixture
def alike(owners: Owners) -> Owners:
    """A reconsideration, and a petition of the same person against the same agency soon after."""
    owners.tell(a_reconsideration(), "file", on="2024-05-08")
    owners.tell(a_petition(act={}), "register", on="2024-05-20")
    return owners


@pytest.mark.usefixtures("alike")
def test_a_likeness_is_proposed_on_both_matters_and_says_by_which_policy(desk: Desk) -> None:
    on_one, on_other = matter(desk)["proposals"], matter(desk, PETIT)["proposals"]

    (proposal,), (mirrored,) = on_one, on_other
    assert proposal["id"] == mirrored["id"]
    assert (proposal["case_id"], proposal["matter_id"]) == ("018f0000c3", "matter-petit")
    assert (mirrored["case_id"], mirrored["matter_id"]) == ("018f0000c1", "matter-recon")
    assert [each["what"] for each in proposal["likeness"]] == ["party", "agency", "date"]
    # The petition names no act: its day is compared with the day of the act, 2024-04-01.
    assert "49 days" in proposal["likeness"][2]["en"]
    assert proposal["status"] == "proposed"
    assert matter(desk)["likeness_policy"] == {
        "status": "policy",
        "days": 90,
        "wording_percent": 50,
    }


@pytest.mark.parametrize(
    "petition",
    [
        pytest.param(
            {
                "parties": [
                    a_party("petitioner", id_number_index="blind-2"),
                    a_petition().parties[1],
                ]
            },
            id="another person",
        ),
        pytest.param(
            {"parties": [a_petition().parties[0], a_party("respondent", kind="agency", code="9")]},
            id="another agency",
        ),
    ],
)
def test_another_person_or_agency_is_not_even_proposed(
    owners: Owners, desk: Desk, petition: dict[str, Any]
) -> None:
    owners.tell(a_reconsideration(), "file")
    owners.tell(a_petition(act={}, **petition), "register")

    assert matter(desk)["proposals"] == []


def test_similar_words_are_proposed_however_long_ago(owners: Owners, desk: Desk) -> None:
    owners.tell(a_reconsideration(), "file", title="不服示范区市场监管局无照经营处罚")
    words = "示范区市场监管局无照经营处罚不公"
    owners.tell(a_petition(act={}), "register", on="2024-09-20", title=words)

    (proposal,) = matter(desk)["proposals"]
    assert [each["what"] for each in proposal["likeness"]] == ["party", "agency", "wording"]


def test_long_ago_and_about_something_else_is_not_proposed(owners: Owners, desk: Desk) -> None:
    owners.tell(a_reconsideration(), "file", title="不服市场监管处罚")
    owners.tell(a_petition(act={}), "register", on="2024-09-20", title="要求公开会议纪要")

    assert matter(desk)["proposals"] == []


@pytest.mark.usefixtures("alike")
def test_a_refused_proposal_is_refused_on_both_matters_and_not_made_again(
    alike: Owners, desk: Desk
) -> None:
    (proposal,) = matter(desk)["proposals"]

    done(desk, f"{RECON}/proposals/{proposal['id']}/refuse", {"reason": "另一处罚"})

    for path in (RECON, PETIT):
        (shown,) = matter(desk, path)["proposals"]
        assert (shown["status"], shown["refused"]["reason"]) == ("refused", "另一处罚")
        assert ("refused", "另一处罚") in history(desk, path)
    alike.tell(a_petition(act={}, matter_id="matter-petit", case_id="018f0000c8"), "register")
    proposed = [each for each in matter(desk)["proposals"] if each["status"] == "proposed"]
    assert proposed == []


def test_an_officer_links_a_case_and_its_owner_moves_it(alike: Owners, desk: Desk) -> None:
    shown = done(desk, f"{RECON}/link", THE_PETITION | {"reason": WHY})

    (moving,) = shown["moving"]
    assert (moving["case_id"], moving["from_matter_id"], moving["reason"]) == (
        "018f0000c3",
        "matter-petit",
        WHY,
    )
    alike.follow()

    after = matter(desk)
    assert [case["case_id"] for case in after["cases"]] == ["018f0000c1", "018f0000c3"]
    assert after["moving"] == []
    assert [each["status"] for each in after["proposals"]] == ["linked"]
    said = [each for each in history(desk) if each[0] in {"linked", "arrived"}]
    assert said == [("linked", WHY), ("arrived", WHY)]
    # The id by which the petition was known goes on answering.
    assert matter(desk, PETIT)["id"] == "matter-recon"


def test_a_case_is_unlinked_gets_a_matter_of_its_own_and_stays_apart(
    alike: Owners, desk: Desk
) -> None:
    done(desk, f"{RECON}/link", THE_PETITION | {"reason": WHY})
    alike.follow()
    done(desk, f"{RECON}/unlink", THE_PETITION | {"reason": "实为另一处罚"})
    alike.follow()

    standing = alike.standing()
    (own,) = [name for name in standing if name != "matter-recon"]
    assert standing == {"matter-recon": ["018f0000c1"], own: ["018f0000c3"]}
    assert ("unlinked", "实为另一处罚") in history(desk)
    # The number of the act becomes known, which alone would join it again.
    alike.tell(a_petition(matter_id=own, sequence=9), "classify")
    assert alike.asked() == []
    assert [each["status"] for each in matter(desk)["proposals"]] == ["refused"]


def test_what_was_unlinked_may_be_linked_again(alike: Owners, desk: Desk) -> None:
    for decision in ("link", "unlink", "link"):
        done(desk, f"{RECON}/{decision}", THE_PETITION | {"reason": decision})
        alike.follow()

    assert alike.standing() == {"matter-recon": ["018f0000c1", "018f0000c3"]}
    entries = alike.matter("matter-recon")["cases"]
    assert [entry["apart"] for entry in entries.values()] == [[], []]
    kinds = [kind for kind, _ in history(desk)]
    assert kinds.count("linked") == 2
    assert kinds.count("unlinked") == 1
    timeline = desk.get(f"{RECON}/timeline").get_json()["items"]
    assert [fact["name"] for fact in timeline].count("register") == 1


def test_what_is_being_taken_out_draws_nobody_in(alike: Owners, desk: Desk) -> None:
    """A suit on the petition's act opens before the owner has moved the petition."""
    act = {"number": "另决〔2024〕8号"}
    done(desk, f"{RECON}/link", THE_PETITION | {"reason": WHY})
    alike.follow()
    alike.tell(a_petition(matter_id="matter-recon", sequence=5, act=act), "classify")
    done(desk, f"{RECON}/unlink", THE_PETITION | {"reason": "实为另一处罚"})
    alike.tell(a_suit(act=act), "receive_notice")
    assert [each["subject"] for each in alike.asked()] == ["018f0000c3"]

    alike.follow()

    assert sorted(alike.standing().values()) == [["018f0000c1"], ["018f0000c2", "018f0000c3"]]


def test_a_link_said_twice_is_one_link(alike: Owners, desk: Desk) -> None:
    done(desk, f"{RECON}/link", THE_PETITION | {"reason": WHY})
    alike.follow()
    done(desk, f"{RECON}/link", THE_PETITION | {"reason": WHY})

    assert alike.asked() == []
    assert [kind for kind, _ in history(desk)].count("linked") == 1


@pytest.mark.usefixtures("alike")
def test_a_case_on_its_way_is_not_sent_elsewhere(desk: Desk) -> None:
    done(desk, f"{RECON}/link", THE_PETITION | {"reason": WHY})
    answer = desk.post(f"{RECON}/link", THE_PETITION | {"reason": WHY}, **OFFICER)

    assert refused(answer)[:2] == (409, "conflict")


def everything(owners: Owners) -> Any:
    found = owners.database["matters"].find().sort("_id", 1)
    proposals = owners.database["matter_proposals"].find().sort("_id", 1)
    return list(found), list(proposals)


LINK = THE_PETITION | {"reason": WHY}


THE_REVIEW = {"track": "reconsideration", "case_id": "018f0000c1"}


@pytest.mark.parametrize(
    ("asked", "caller", "refusal"),
    [
        (("link", THE_PETITION), {}, (428, "reason-required")),
        (("unlink", THE_PETITION), {}, (428, "reason-required")),
        (("proposals/none/refuse", {}), {}, (428, "reason-required")),
        (("people/merge", {"entries": ["a"]}), {}, (428, "reason-required")),
        (("link", {"track": "petition", "reason": WHY}), {}, (422, "validation")),
        (("link", LINK | {"force": True}), {}, (422, "validation")),
        (("link", LINK | {"case_id": "nobody"}), {}, (404, "not-found")),
        (("link", LINK | {"track": "mediation"}), {}, (404, "not-found")),
        (("link", LINK), {"agency": STRANGER}, (404, "not-found")),
        (("link", LINK), {"role": "terminal"}, (403, "forbidden")),
        (("unlink", LINK), {}, (404, "not-found")),
        (("unlink", THE_REVIEW | {"reason": WHY}), {}, (409, "conflict")),
        (("proposals/none/refuse", {"reason": WHY}), {}, (404, "not-found")),
        (("conflicts/none/resolve", {"reason": WHY}), {}, (404, "not-found")),
        (
            ("people/merge", {"entries": ["018f0000c1/p9"], "reason": WHY}),
            {},
            (422, "validation"),
        ),
        (("people/split", {"entries": ["018f0000c1/p1"], "reason": WHY}), {}, (409, "conflict")),
    ],
)
def test_what_may_not_be_is_refused_and_changes_nothing(
    alike: Owners,
    desk: Desk,
    asked: tuple[str, dict[str, Any]],
    caller: dict[str, str],
    refusal: tuple[int, str],
) -> None:
    before = everything(alike)
    path, body = asked

    answer = desk.post(f"{RECON}/{path}", body, **(OFFICER | caller))

    assert refused(answer)[:2] == refusal
    assert everything(alike) == before


@pytest.fixture
def across(owners: Owners) -> Owners:
    """The petition is handled by another agency, in the same district."""
    owners.tell(a_reconsideration(), "file")
    owners.tell(a_petition(act={}, agency=dict(OTHER_AGENCY)), "register")
    return owners


@pytest.mark.parametrize(
    ("caller", "status"),
    [
        ({"role": "petition_officer"}, 403),
        ({"role": "admin", "region": "120101"}, 403),
        ({"role": "supervisor", "region": "120102"}, 403),
        ({"role": "supervisor", "region": ""}, 403),
        ({"role": "supervisor", "region": "120101"}, 200),
        ({"role": "supervisor", "region": "120000"}, 200),
    ],
)
def test_a_link_across_agencies_needs_the_right(
    across: Owners, desk: Desk, caller: dict[str, str], status: int
) -> None:
    answer = desk.post(f"{RECON}/link", THE_PETITION | {"reason": WHY}, **caller)

    assert answer.status_code == status
    assert len(across.asked()) == (status == 200)


def test_an_agency_that_handled_a_case_before_sees_and_does_not_decide(
    owners: Owners, desk: Desk
) -> None:
    petition = a_petition(matter_id="matter-recon", act={}, agency=dict(OTHER_AGENCY))
    owners.tell(a_reconsideration(), "file")
    owners.tell(petition, "register")
    petition.agency = dict(AGENCY)
    owners.tell(petition, "transfer")
    former = {"agency": OTHER_AGENCY["code"]}

    assert matter(desk, **former)["id"] == "matter-recon"
    answer = desk.post(f"{RECON}/unlink", THE_PETITION | {"reason": WHY}, **former)
    assert refused(answer)[:2] == (403, "forbidden")
