"""Of an answer only the expected part is compared, and every value of it."""

from typing import Any

from deploy.demo.answers import match


def wrong(expected: Any, answer: Any) -> list[tuple[str, str, str]]:
    leaves = match(expected, answer, {}).leaves
    return [(leaf.path, leaf.expected, leaf.actual) for leaf in leaves if not leaf.ok]


def test_what_is_not_named_is_not_compared() -> None:
    assert not wrong({"state": "open"}, {"state": "open", "on": "2025-03-10"})


def test_another_value_is_told_with_its_path() -> None:
    expected, answer = {"outcome": {"on": "2025-04-02"}}, {"outcome": {"on": "2025-04-03"}}

    assert wrong(expected, answer) == [("outcome.on", "2025-04-02", "2025-04-03")]


def test_a_value_that_is_missing_is_no_null() -> None:
    assert not wrong({"case": None}, {"case": None})
    assert wrong({"case": None}, {}) == [("case", "null", "—")]
    assert wrong({"case": {"id": "c1"}}, {"case": None}) == [("case.id", "c1", "—")]


def test_numbers_and_truths_are_compared_as_they_are_written() -> None:
    assert not wrong({"days_left": 3, "expired": False}, {"days_left": 3, "expired": False})
    assert wrong({"expired": False}, {"expired": 0}) == [("expired", "false", "0")]


def test_a_list_holds_an_item_for_each_expected_one_in_any_order() -> None:
    rows = [{"right": "litigation", "last_on": "2025-08-20"}, {"right": "reconsideration"}]

    assert not wrong([{"right": "reconsideration"}, {"right": "litigation"}], rows)


def test_no_two_expected_items_are_the_same_one() -> None:
    steps = [{"step": "offered"}]

    assert wrong([{"step": "offered"}, {"step": "offered"}], steps) == [("step", "offered", "—")]


def test_where_no_item_fits_the_nearest_one_is_told() -> None:
    rows = [{"right": "litigation", "status": "used"}, {"right": "reconsideration"}]

    assert wrong([{"right": "litigation", "status": "open"}], rows) == [("status", "open", "used")]


def test_an_empty_list_is_empty() -> None:
    assert not wrong({"conflicts": []}, {"conflicts": []})
    assert wrong({"conflicts": []}, {"conflicts": [{}, {}]}) == [("conflicts", "[]", "2 …")]
    assert wrong({"conflicts": []}, {}) == [("conflicts", "[]", "—")]


def test_a_part_is_kept_only_where_it_is_there() -> None:
    expected = {"items": [{"id": "{keep:referral}", "state": "offered"}]}

    found = match(expected, {"items": [{"id": "r1", "state": "offered"}]}, {})
    assert (dict(found.kept), found.wrong) == ({"referral": "r1"}, 0)
    missing = match(expected, {"items": []}, {})
    assert (dict(missing.kept), missing.wrong) == ({}, 2)
