"""Who is one person over all cases: by number, or because an officer says so."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.coordination.joining.views import shown_people, shown_proposals
from shared.disputes.people import People


def a_case(case_id: str, *parties: dict[str, Any]) -> dict[str, Any]:
    return {
        "case_id": case_id,
        "track": "petition",
        "number": f"信访〔2026〕{case_id}号",
        "parties": [
            {
                "id": f"p{number}",
                "role": "petitioner",
                "kind": "person",
                "id_number_index": None,
                "phone_index": None,
                "code": None,
                **party,
            }
            for number, party in enumerate(parties, start=1)
        ],
    }


def proposed(people: People) -> list[dict[str, Any]]:
    cases = {entry.case_id: a_case(entry.case_id) for p in people.persons() for entry in p.entries}
    return shown_proposals(people, cases)


def groups(people: People) -> list[list[str]]:
    return [sorted(person.names) for person in people.persons()]


def merged(*entries: str) -> dict[str, Any]:
    return {"what": "merged", "entries": list(entries), "others": []}


def split(*entries: str, others: tuple[str, ...]) -> dict[str, Any]:
    return {"what": "split", "entries": list(entries), "others": list(others)}


SAME = {"id_number_index": "blind-1"}
PHONE = {"phone_index": "phone-1"}


def test_one_number_is_one_person_in_every_case() -> None:
    cases = {"a": a_case("a", SAME), "b": a_case("b", {}, SAME)}
    people = People(cases.values(), [])

    assert groups(people) == [["a/p1", "b/p2"], ["b/p1"]]
    (person, other) = shown_people(people, cases)
    assert (person["person_id"], person["recognised"]) == ("a/p1", "number")
    assert [role["case_id"] for role in person["roles"]] == ["a", "b"]
    assert [role["number"] for role in person["roles"]] == [
        case["number"] for case in cases.values()
    ]
    assert other["recognised"] is None


def test_one_telephone_is_only_proposed() -> None:
    people = People([a_case("a", PHONE), a_case("b", PHONE)], [])

    assert len(groups(people)) == 2
    (proposal,) = proposed(people)
    assert proposal["entries"] == ["a/p1", "b/p1"]
    assert [role["number"] for role in proposal["roles"]] == ["信访〔2026〕a号", "信访〔2026〕b号"]
    assert [each["what"] for each in proposal["likeness"]] == ["phone"]


def test_the_earliest_of_many_who_may_be_one_are_proposed_first() -> None:
    people = People([a_case(name, PHONE) for name in "abc"], [])

    assert [proposal["entries"] for proposal in proposed(people)] == [
        ["a/p1", "b/p1"],
        ["a/p1", "c/p1"],
        ["b/p1", "c/p1"],
    ]


def test_one_social_credit_code_is_only_proposed() -> None:
    firm = {"kind": "organisation", "code": "91110000X"}
    people = People([a_case("a", firm), a_case("b", firm)], [])

    (proposal,) = proposed(people)
    assert [each["what"] for each in proposal["likeness"]] == ["code"]


def test_two_numbers_on_one_telephone_are_two_people_and_not_even_proposed() -> None:
    people = People([a_case("a", SAME | PHONE), a_case("b", {"id_number_index": "x"} | PHONE)], [])

    assert proposed(people) == []


def test_agencies_are_not_people() -> None:
    people = People([a_case("a", {"kind": "agency", "code": "1112"})], [])

    assert people.persons() == []


def test_an_officer_merges_and_splits_again() -> None:
    cases = [a_case("a", PHONE), a_case("b", PHONE), a_case("c", {})]
    together = [merged("a/p1", "b/p1", "c/p1")]
    apart = [*together, split("b/p1", others=("a/p1", "c/p1"))]

    assert groups(People(cases, together)) == [["a/p1", "b/p1", "c/p1"]]
    by_id = {case["case_id"]: case for case in cases}
    assert shown_people(People(cases, together), by_id)[0]["recognised"] == "officer"
    assert groups(People(cases, apart)) == [["a/p1", "c/p1"], ["b/p1"]]
    # What an officer split is not proposed again.
    assert proposed(People(cases, apart)) == []


def test_a_new_entry_of_the_same_number_does_not_bring_together_what_was_split() -> None:
    cases = [a_case("a", SAME), a_case("b", SAME), a_case("c", SAME)]

    found = groups(People(cases, [split("b/p1", others=("a/p1",))]))

    assert found == [["a/p1", "c/p1"], ["b/p1"]]


def test_a_decision_about_a_case_that_has_left_decides_nothing() -> None:
    assert groups(People([a_case("a", {})], [merged("a/p1", "gone/p1")])) == [["a/p1"]]


def test_whoever_has_neither_number_nor_decision_is_not_known() -> None:
    cases = [a_case("a", SAME, PHONE), a_case("b", PHONE)]
    unknown, decided = People(cases, []), People(cases, [merged("a/p2", "b/p1")])

    assert unknown.known(cases[0], "petitioner") == frozenset()
    assert decided.known(cases[0], "petitioner") == {"a/p1", "a/p2"}
    assert decided.known(cases[1], "petitioner") == {"a/p2"}


def test_one_code_is_one_organisation_for_the_law_before_an_officer_says_so() -> None:
    firm = {"kind": "organisation", "code": "91110000X"}
    cases = [a_case("a", firm), a_case("b", firm)]
    mine, theirs = (People(cases, []).known(case, "petitioner") for case in cases)
    assert mine & theirs

    split_up = People(cases, [split("a/p1", others=("b/p1",))])
    mine, theirs = (split_up.known(case, "petitioner") for case in cases)
    assert not mine & theirs


ENTRIES = [f"{case}/p1" for case in "abcdef"]


@given(
    st.lists(st.sampled_from(["n1", "n2", None]), min_size=6, max_size=6),
    st.lists(
        st.tuples(st.booleans(), st.sets(st.sampled_from(ENTRIES), min_size=2, max_size=4)),
        max_size=4,
    ),
)
def test_every_entry_is_in_one_person_and_what_was_split_last_is_apart(
    numbers: list[str | None], asked: list[tuple[bool, set[str]]]
) -> None:
    cases = [
        a_case(name, {"id_number_index": number})
        for name, number in zip("abcdef", numbers, strict=True)
    ]
    decisions = []
    for is_merge, entries in asked:
        first, *others = sorted(entries)
        decisions.append(merged(*entries) if is_merge else split(first, others=tuple(others)))
    people = People(cases, decisions)

    assert sorted(name for group in groups(people) for name in group) == ENTRIES
    if decisions and decisions[-1]["what"] == "split":
        person = people.person_with(decisions[-1]["entries"][0])
        assert person is not None
        assert not person.names & set(decisions[-1]["others"])
