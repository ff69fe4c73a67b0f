"""What a suit is before, whose appeals stand, and who may still appeal."""

from __future__ import annotations

from typing import Any

import pytest

from shared.casework.appeals import (
    appeals_in_time,
    appellants,
    applicants,
    instance_of,
    may_still_appeal,
    people_of,
    standing_appeals,
    standing_applications,
)

OWN = "11120101000000001H"
PARTIES = [
    {"id": "p1", "role": "plaintiff"},
    {"id": "p2", "role": "plaintiff"},
    {"id": "p3", "role": "third_party"},
    {"id": "p4", "role": "defendant", "code": OWN},
]


def a_suit(
    *,
    status: str = "judged",
    parties: list[dict[str, Any]] | None = None,
    former: list[dict[str, Any]] | None = None,
    clocks: list[dict[str, Any]] | None = None,
    milestones: dict[str, str] | None = None,
    **facts: Any,
) -> dict[str, Any]:
    """Return a suit of two plaintiffs and a third party, judged on 2026-09-14."""
    return {
        "status": status,
        "agency": {"code": OWN},
        "parties": PARTIES if parties is None else parties,
        "former_parties": former or [],
        "clocks": clocks or [],
        "milestones": {"judged": "2026-09-14", **(milestones or {})},
        "facts": facts,
    }


def a_window(party: str | None, due_on: str, **changes: Any) -> dict[str, Any]:
    """Return a party's time to appeal against the judgment."""
    begun = {"rule": "SS-16", "variant": None, "status": "running", "started_on": "2026-09-16"}
    return {**begun, "party": party, "due_on": due_on, "ended_on": None, **changes}


def an_appeal(by: str, on: str, party: str | None = None) -> dict[str, Any]:
    """Return an appeal, or its withdrawal: they are kept alike."""
    return {"by": by, "on": on, "party": party}


@pytest.mark.parametrize(
    ("status", "told", "instance"),
    [
        ("notified", {}, "first"),
        ("answered", {}, "first"),
        ("appealed", {}, "second"),
        ("suspended", {}, "first"),
        ("suspended", {"milestones": {"appealed": "2026-09-28"}}, "second"),
        ("retrial_first", {}, "retrial_first"),
        ("retrial_suspended", {"suspended_in": "retrial_second"}, "retrial_second"),
        ("judged", {}, None),
        ("final", {}, None),
        ("closed", {}, None),
    ],
)
def test_the_state_says_what_a_suit_is_before(
    status: str, told: dict[str, Any], instance: str | None
) -> None:
    assert instance_of(a_suit(status=status, **told)) == instance


def test_an_appeal_of_a_side_is_one_of_all_its_parties() -> None:
    suit = a_suit(appeals=[an_appeal("opponent", "2026-09-28")])

    assert appellants(suit) == {"p1", "p2", "p3"}


def test_an_appeal_of_one_is_their_own() -> None:
    suit = a_suit(appeals=[an_appeal("opponent", "2026-09-28", "p2")])

    assert appellants(suit) == {"p2"}


def test_of_a_side_of_which_nobody_is_known_its_name_appeals() -> None:
    suit = a_suit(parties=[], appeals=[an_appeal("opponent", "2026-09-28")])

    assert appellants(suit) == {"opponent"}


def test_an_appeal_against_an_earlier_judgment_no_longer_stands() -> None:
    suit = a_suit(appeals=[an_appeal("opponent", "2026-03-02")])

    assert standing_appeals(suit) == []
    assert appellants(suit) == frozenset()


def test_an_appeal_stands_until_the_last_of_those_who_lodged_it_withdraws() -> None:
    lodged = [an_appeal("opponent", "2026-09-28")]
    withdrawn = [an_appeal("opponent", "2026-10-12", name) for name in ("p1", "p2")]

    suit = a_suit(appeals=lodged, withdrawn_appeals=withdrawn)
    assert standing_appeals(suit) == lodged
    assert appellants(suit) == {"p3"}

    withdrawn.append(an_appeal("opponent", "2026-10-13", "p3"))
    assert standing_appeals(a_suit(appeals=lodged, withdrawn_appeals=withdrawn)) == []


def test_a_withdrawal_ends_no_appeal_of_the_other_side_and_none_lodged_after_it() -> None:
    agency, again = an_appeal("agency", "2026-09-28"), an_appeal("opponent", "2026-10-09", "p1")
    withdrawn = [an_appeal("opponent", "2026-09-30")]

    suit = a_suit(appeals=[agency, again], withdrawn_appeals=withdrawn)

    assert standing_appeals(suit) == [agency, again]
    assert appellants(suit) == {"p1", "p4"}


def test_an_heir_stands_in_the_place_of_who_appealed() -> None:
    heirs = [
        {"id": "p5", "role": "plaintiff", "succeeds": "p2", "joined_on": "2026-10-08"},
        {"id": "p6", "role": "plaintiff", "succeeds": "p2", "joined_on": "2026-10-08"},
    ]
    left = [{"id": "p2", "role": "plaintiff", "ground": "died"}]

    suit = a_suit(
        parties=[PARTIES[0], *heirs, PARTIES[3]],
        former=left,
        appeals=[an_appeal("opponent", "2026-09-28", "p2")],
    )

    assert appellants(suit) == {"p5", "p6"}


def test_the_appeal_of_one_who_left_without_an_heir_stands_no_more() -> None:
    left = [{"id": "p2", "role": "plaintiff", "ground": "withdrew"}]

    suit = a_suit(
        parties=[PARTIES[0], PARTIES[3]],
        former=left,
        appeals=[an_appeal("opponent", "2026-09-28", "p2")],
    )

    assert standing_appeals(suit) == []


def test_who_joins_after_an_appeal_has_not_lodged_it() -> None:
    joined = {"id": "p5", "role": "third_party", "joined_on": "2026-10-09"}

    suit = a_suit(parties=[*PARTIES, joined], appeals=[an_appeal("opponent", "2026-09-28")])

    assert appellants(suit) == {"p1", "p2", "p3"}


def test_an_application_for_retrial_stands_until_a_court_has_decided_on_it() -> None:
    asked = [an_appeal("opponent", "2027-01-11", "p1")]

    assert standing_applications(a_suit(retrial_applications=asked)) == asked
    for decision in ("retrial_refused", "retrial_ended"):
        decided = a_suit(retrial_applications=asked, milestones={decision: "2027-03-01"})
        assert standing_applications(decided) == []
        assert applicants(decided) == frozenset()


def test_one_of_several_who_asked_for_a_retrial_may_withdraw_alone() -> None:
    suit = a_suit(
        retrial_applications=[an_appeal("opponent", "2027-01-11")],
        withdrawn_retrial_applications=[an_appeal("opponent", "2027-02-01", "p1")],
    )

    assert applicants(suit) == {"p2", "p3"}


def test_a_side_means_who_takes_part_and_a_party_itself() -> None:
    suit = a_suit()

    assert people_of(suit, "opponent", None) == {"p1", "p2", "p3"}
    assert people_of(suit, "agency", None) == {"p4"}
    assert people_of(suit, "opponent", "p3") == {"p3"}


def test_whoever_was_not_served_may_still_appeal() -> None:
    suit = a_suit(clocks=[a_window("p1", "2026-10-08"), a_window("agency", "2026-10-08")])

    assert may_still_appeal(suit, "2026-10-09") == ["p2", "p3"]


def test_each_may_appeal_to_the_end_of_their_own_window() -> None:
    windows = [
        a_window("p1", "2026-10-08"),
        a_window("p2", "2026-10-13"),
        a_window("p3", "2026-10-08"),
        a_window("agency", "2026-10-08"),
    ]

    assert may_still_appeal(a_suit(clocks=windows), "2026-10-08") == ["p1", "p2", "p3", "p4"]
    assert may_still_appeal(a_suit(clocks=windows), "2026-10-09") == ["p2"]
    assert may_still_appeal(a_suit(clocks=windows), "2026-10-14") == []


def test_who_appealed_has_used_their_time_also_when_they_withdraw() -> None:
    windows = [a_window(name, "2026-10-08") for name in ("p1", "p2", "p3", "agency")]

    suit = a_suit(
        clocks=windows,
        appeals=[an_appeal("opponent", "2026-09-20", "p1")],
        withdrawn_appeals=[an_appeal("opponent", "2026-09-21", "p1")],
    )

    assert may_still_appeal(suit, "2026-09-22") == ["p2", "p3", "p4"]


@pytest.mark.parametrize(
    ("appellant", "day", "in_time"),
    [
        ("p1", "2026-10-08", True),
        ("p1", "2026-10-09", False),
        ("p2", "2026-10-13", True),
        ("p3", "2026-10-08", False),  # not served: no window yet
    ],
)
def test_an_appeal_is_judged_by_the_appellants_own_window(
    appellant: str, day: str, in_time: bool
) -> None:
    suit = a_suit(clocks=[a_window("p1", "2026-10-08"), a_window("p2", "2026-10-13")])

    assert appeals_in_time(suit, appellant, day) is in_time


def test_a_window_of_an_earlier_judgment_lets_nobody_appeal_against_a_later_one() -> None:
    earlier = a_window("p1", "2026-12-31", started_on="2026-03-02")

    assert appeals_in_time(a_suit(clocks=[earlier]), "p1", "2026-09-20") is False
