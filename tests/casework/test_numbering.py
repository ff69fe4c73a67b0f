"""Case numbers: by the year in which a case came in, and by agency where an office says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shared.casework.casework import Casework
from shared.casework.guarding import Actor
from shared.casework.numbering import agency_marks, read_agency_marks
from shared.casework.store import CaseStore
from shared.casework.track import Track
from shared.http.settings import SettingsError
from shared.law import load_rules, official_calendar
from shared.storage.database import Database
from tests.casework.calling import Caller
from tests.support.casework import (
    AGENCY,
    OFFICER,
    OTHER_AGENCY,
    TODAY,
    application,
    keys,
    opened,
    performed,
    procedure,
)

OWN, OTHER = AGENCY["code"], "11310000000000002A"


def number_of(casework: Casework, actor: Actor = OFFICER, **changes: object) -> str:
    """Open a case and return its number."""
    return str(casework.get(opened(casework, actor, **changes))["number"])


def numbering_by(database: Database, marks: dict[str, str]) -> Casework:
    track = Track(procedure(), Path())
    store = CaseStore(database, track.procedure.collection)
    store.prepare()
    return Casework(
        track,
        store,
        keys(),
        load_rules(),
        official_calendar,
        today=lambda: TODAY,
        agency_marks=marks,
    )


def test_the_year_is_that_of_the_receipt_whenever_the_case_is_entered(casework: Casework) -> None:
    late: dict[str, Any] = {"received_on": "2025-12-30", "act": {}}

    assert number_of(casework, **late, on="2026-01-05") == "试案〔2025〕1号"
    assert number_of(casework, **late) == "试案〔2025〕2号"
    assert number_of(casework, received_on="2026-01-05", act={}) == "试案〔2026〕1号"


def test_a_number_stays_when_the_receipt_is_corrected_into_another_year(
    casework: Casework,
) -> None:
    case_id = opened(casework, received_on="2025-12-30", act={})
    right = [{"field": "received_on", "value": "2026-01-02"}]
    performed(
        casework,
        case_id,
        "correct_entry",
        entry=1,
        corrected=right,
        reason="录入有误",
        approved_by="负责人",
    )

    assert casework.get(case_id)["number"] == "试案〔2025〕1号"


def test_an_agency_with_a_mark_counts_for_itself(database: Database) -> None:
    casework = numbering_by(database, {OTHER: "津住"})

    numbers = [
        number_of(casework, actor, received_on="2026-03-02", act={})
        for actor in (OFFICER, OTHER_AGENCY, OFFICER, OTHER_AGENCY)
    ]

    assert numbers == [
        "试案〔2026〕1号",
        "津住试案〔2026〕1号",
        "试案〔2026〕2号",
        "津住试案〔2026〕2号",
    ]


@pytest.fixture
def _own_agency_is_marked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("AGENCY_MARKS", f"{OWN}=津政")
    agency_marks.cache_clear()
    yield
    agency_marks.cache_clear()


# Named before the application that reads it.
@pytest.mark.usefixtures("_own_agency_is_marked", "caller")
def test_the_application_numbers_by_the_marks_of_its_environment(caller: Caller) -> None:
    opened = caller.post("", application(received_on="2026-03-02", act={}))

    assert opened.status_code == 201, opened.text
    assert opened.get_json()["number"] == "津政试案〔2026〕1号"


def test_marks_are_read_by_the_code_of_their_agency() -> None:
    assert read_agency_marks({"AGENCY_MARKS": f"{OWN}=津政, {OTHER}=津住"}) == {
        OWN: "津政",
        OTHER: "津住",
    }
    assert read_agency_marks({}) == agency_marks() == {}


@pytest.mark.parametrize(
    "written",
    [
        "津政",
        f"{OWN}",
        f"{OWN}=",
        f"{OWN}=津 政",
        f"{OWN}=津政〔1〕",
        "11120101000000001K=津政",
        f"{OWN}=津政,{OTHER}=津政",
        f"{OWN}=津政,{OWN}=津住",
    ],
)
def test_marks_that_cannot_be_meant_end_the_start(written: str) -> None:
    with pytest.raises(SettingsError, match="AGENCY_MARKS"):
        read_agency_marks({"AGENCY_MARKS": written})
