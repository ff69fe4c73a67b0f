"""An officer says that an old file is complete, where something waits for it."""

from __future__ import annotations

import pytest

from shared.http.problems import Problem
from shared.storage.database import Database
from tests.casework.test_reacting import Office
from tests.support.casework import opened, performed


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def test_a_file_whose_period_has_ended_is_said_to_be_complete(office: Office) -> None:
    case_id = opened(office.casework, received_on="2024-05-08")

    case = performed(office.casework, case_id, "complete_file")

    assert case["status"] == "filed"
    assert case["history"][-1]["command"] == "complete_file"


def test_where_nothing_waits_there_is_nothing_to_say(office: Office) -> None:
    today = office.casework.today()
    case_id = opened(office.casework, received_on=today.isoformat(), on=today.isoformat())

    with pytest.raises(Problem) as caught:
        performed(office.casework, case_id, "complete_file")

    assert (caught.value.status, caught.value.code) == (409, "conflict")
