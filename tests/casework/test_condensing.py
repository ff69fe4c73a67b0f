"""What an entry keeps of a change is less than the change, and makes the same of the case."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.casework.case import amended, apply, empty_case
from shared.casework.checking import ProcedureError
from shared.casework.condensing import condensed, delta
from shared.casework.personal import Personal
from shared.casework.quoting import is_quotation, quoting, spelled_out
from tests.support.casework import PROCEDURE, procedure

LONG = "述" * 300
items = st.lists(st.integers(0, 3), max_size=6)


@given(items, items)
def test_a_difference_makes_of_the_one_list_the_other(before: list[int], after: list[int]) -> None:
    assert amended(before, delta(before, after)) == after


def recorded(keeps: dict[str, tuple[str, ...]], *hearings: dict[str, Any]) -> dict[str, Any]:
    """Return the case after these hearings, each recorded by a step of its own."""
    case = empty_case()
    for hearing in hearings:
        whole = [*case["facts"].get("hearings", []), hearing]
        changes = condensed(
            case, {"facts": {"hearings": whole}}, {}, records=["hearings"], keeps=keeps
        )
        case = apply(case, changes) | {"version": case["version"] + 1}
    return case


def hearings(count: int) -> list[dict[str, Any]]:
    return [{"on": f"2024-06-{day:02}", "head": day % 2 == 0} for day in range(1, count + 1)]


def test_a_case_keeps_the_last_ten_items_of_a_list() -> None:
    case = recorded({}, *hearings(14))

    assert case["facts"]["hearings"] == hearings(14)[4:]
    assert case["earlier_items"] == {"hearings": 4}


def test_a_list_of_which_all_is_asked_for_is_kept_whole() -> None:
    assert recorded({"hearings": ()}, *hearings(14))["facts"]["hearings"] == hearings(14)


def test_of_older_items_one_of_each_kind_asked_for_is_kept() -> None:
    first, *others = hearings(30)
    odd = [first | {"head": None}, *others]

    case = recorded({"hearings": ("head",)}, *odd)

    assert case["facts"]["hearings"] == [odd[0], *odd[20:]]
    assert case["earlier_items"] == {"hearings": 19}


def test_the_same_words_stay_personal_where_they_are_and_plain_where_they_are_not() -> None:
    payload = {"plain": LONG, "told": Personal(LONG), "short": "述"}

    quoted = quoting(dict(payload), payload, 7)
    back = spelled_out(quoted, {7: payload})

    assert [is_quotation(quoted[name]) for name in payload] == [True, True, False]
    assert [type(back[name]) for name in payload] == [str, Personal, str]
    assert back == payload


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ("keeps: {hearings: all}\n", "no command adds to"),
        ("keeps: {notes: [place]}\n", "a field it has not"),
        ("keeps: {notes: 3}\n", "keeps.notes"),
    ],
)
def test_a_procedure_that_keeps_what_there_is_not_is_refused(added: str, said: str) -> None:
    with pytest.raises(ProcedureError, match=said):
        procedure(PROCEDURE + added)
