"""Officers link, unlink and refuse, say who is one person, and resolve conflicts, with a reason."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.coordination.asking import Desk, refused
from tests.services.coordination.joining.owners import (
    AGENCY,
    OTHER_AGENCY,
    Owners,
    a_party,
    a_petition,
    a_reconsideration,
    a_suit,
)
from tests.services.coordination.telling import Case

RECON, PETIT, SUIT = "/api/v1/matters/matter-recon", "/api/v1/matters/matter-petit", "matter-suit0"
WHY = "同一处罚引起的纠纷"
OFFICER = {"role": "petition_officer"}
STRANGER = "11990000000000009Z"
THE_PETITION = {"track": "petition", "case_id": "018f0000c3"}


@pytest.fixture
def alike(owners: Owners) -> Owners:
    """A reconsideration, and a petition of the same person against the same agency soon after."""
    owners.tell(a_reconsideration(), "file", on="2024-05-08")
    owners.tell(a_petition(act={}), "register", on="2024-05-20")
    return owners


def matter(desk: Desk, path: str = RECON, **caller: str) -> dict[str, Any]:
    answer = desk.get(path, **caller)
    assert answer.status_code == 200, answer.get_json()
    shown: dict[str, Any] = answer.get_json()
    return shown


def done(desk: Desk, path: str, body: dict[str, Any], **caller: str) -> dict[str, Any]:
    answer = desk.post(path, body, **(OFFICER | caller))
    assert answer.status_code == 200, answer.get_json()
    shown: dict[str, Any] = answer.get_json()
    return shown


def history(desk: Desk, path: str = RECON) -> list[tuple[str, str | None]]:
    items = desk.get(f"{path}/history").get_json()["items"]
    return [(item["kind"], item.get("reason")) for item in items]


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
    assert people[0]["roles"] == [
        {"track": "reconsideration", "case_id": "018f0000c1", "role": "applicant"},
        {"track": "petition", "case_id": "018f0000c3", "role": "petitioner"},
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
    owners.tell(suit, "plaintiff_withdraw", milestones={"withdrawn": "2024-06-01"})
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
