"""Receipts verify years later and name the input that differs."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from shared.law import (
    CalendarEdition,
    DueDate,
    Pause,
    ReceiptError,
    ReceiptInputs,
    ReceiptVerification,
    compute,
    verify,
)
from tests.law.builders import CALENDAR, RULES, a_version, by_rule, day, length

PAUSES = (Pause(day("2025-05-10"), day("2025-05-20"), "鉴定"),)


def a_due_date() -> DueDate:
    return by_rule("FY-18", "2025-05-07", pauses=PAUSES, extended_by=30)


def test_a_receipt_is_a_hash_followed_by_short_digests() -> None:
    assert re.match(r"sha256:[0-9a-f]{64};rule=[0-9a-f]{8};", a_due_date().receipt)


def test_the_same_facts_verify() -> None:
    assert verify(a_due_date().receipt, a_due_date().inputs) == ReceiptVerification(True, ())


@pytest.mark.parametrize(
    ("changes", "differing"),
    [
        ({"rule": "FY-19"}, "rule"),
        ({"version": "2017"}, "version"),
        ({"variant": "window"}, "variant"),
        ({"started_on": day("2025-05-08")}, "started_on"),
        ({"pauses": ()}, "pauses"),
        ({"pauses": (Pause(day("2025-05-10")),)}, "pauses"),
        ({"extended_by": 29}, "extended_by"),
        ({"length": length("60 wd")}, "length"),
        ({"specified": day("2025-08-18")}, "specified"),
        ({"calendar": "CN-2025-00000000"}, "calendar"),
        ({"due_on": day("2025-08-16")}, "due_on"),
        ({"due_on": None}, "due_on"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_input_that_differs_is_named(changes: dict[str, Any], differing: str) -> None:
    stored = a_due_date()

    assert verify(stored.receipt, replace(stored.inputs, **changes)) == ReceiptVerification(
        False, (differing,)
    )


def test_recomputing_from_another_day_names_the_day_and_the_result() -> None:
    other = by_rule("FY-18", "2025-05-12", pauses=PAUSES, extended_by=30)

    assert verify(a_due_date().receipt, other.inputs).differing == ("started_on", "due_on")


def test_the_reason_and_the_splitting_of_a_pause_are_no_inputs() -> None:
    split = (
        Pause(day("2025-05-15"), day("2025-05-20")),
        Pause(day("2025-05-10"), day("2025-05-15")),
    )
    again = by_rule("FY-18", "2025-05-07", pauses=split, extended_by=30)

    assert verify(a_due_date().receipt, again.inputs).valid


def test_a_notice_for_a_later_year_leaves_old_receipts_valid() -> None:
    notice = CalendarEdition(2027, "某号", (day("2027-01-01"),))
    revised = CALENDAR.with_edition(notice)
    version = RULES.in_force("FY-18", day("2025-05-07"))
    again = compute(version, day("2025-05-07"), revised, pauses=PAUSES, extended_by=30)

    assert revised.edition != CALENDAR.edition
    assert verify(a_due_date().receipt, again.inputs).valid


def test_a_notice_for_the_year_consulted_makes_the_receipt_differ() -> None:
    notice = CalendarEdition(2027, "某号", (day("2027-01-01"), day("2027-02-08")))
    version = a_version(length=length("10 wd"))
    before = compute(version, day("2027-02-02"), CALENDAR)
    after = compute(version, day("2027-02-02"), CALENDAR.with_edition(notice))

    assert verify(before.receipt, after.inputs).differing == ("calendar", "due_on")


def test_a_tampered_hash_is_found_even_when_every_part_agrees() -> None:
    due = a_due_date()
    digit = "1" if due.receipt[7] == "0" else "0"
    tampered = f"{due.receipt[:7]}{digit}{due.receipt[8:]}"

    assert verify(tampered, due.inputs) == ReceiptVerification(False, ("receipt",))


@pytest.mark.parametrize("stored", ["", "sha256:abc", "md5:" + "0" * 64, "sha256:" + "0" * 64])
def test_what_is_no_receipt_is_refused(stored: str) -> None:
    with pytest.raises(ReceiptError):
        verify(stored, a_due_date().inputs)


def test_every_input_is_part_of_the_receipt() -> None:
    parts = [part.split("=")[0] for part in a_due_date().receipt.split(";")[1:]]

    assert parts == list(ReceiptInputs.__dataclass_fields__)
