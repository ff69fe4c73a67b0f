"""What coordination may not be told: a clear refusal that names the fault, and nothing changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from services.coordination.assembly import Coordination
from shared.legal_day import today
from shared.storage.database import Database
from tests.services.coordination.asking import Desk, refused
from tests.services.coordination.following import office_on
from tests.services.coordination.joining.owners import (
    OTHER_AGENCY,
    Owners,
    a_petition,
    a_reconsideration,
)

TOMORROW = (today() + timedelta(days=1)).isoformat()


def everything(database: Database) -> dict[str, list[Any]]:
    """Return every document there is, but for what processes note of themselves."""
    names = set(database.list_collection_names()) - {"leases", "system.indexes"}
    return {name: list(database[name].find().sort("_id", 1)) for name in sorted(names)}


@pytest.fixture
def across(coordination: Coordination, desk: Desk) -> Owners:
    """A reconsideration, and a petition that another agency handles in another district."""
    office_on(coordination)
    owners = Owners(coordination)
    owners.tell(a_reconsideration(), "file")
    owners.tell(a_petition(act={}, agency=dict(OTHER_AGENCY)), "register")
    assert desk.get("/readyz").status_code == 200
    return owners


@pytest.mark.parametrize(
    "caller",
    [
        {"role": "petition_officer"},
        {"role": "admin", "region": "120101"},
        {"role": "supervisor", "region": "120102"},
    ],
)
def test_a_link_across_agencies_without_the_right(
    across: Owners, desk: Desk, caller: dict[str, str]
) -> None:
    before = everything(across.database)
    body = {"track": "petition", "case_id": "018f0000c3", "reason": "同一处罚引起的纠纷"}

    answer = desk.post("/api/v1/matters/matter-recon/link", body, **caller)

    status, code, errors = refused(answer)
    assert (status, code, list(errors)) == (403, "forbidden", ["case_id"])
    assert "Another agency handles that case" in answer.get_json()["detail"]
    assert everything(across.database) == before


def test_a_sweep_as_of_a_day_in_the_future(across: Owners, desk: Desk) -> None:
    before = everything(across.database)

    answer = desk.post("/api/v1/clocks/sweep", {"as_of": TOMORROW}, role="admin")

    assert refused(answer) == (
        422,
        "date-in-future",
        {"as_of": ["The date must not be in the future."]},
    )
    assert everything(across.database) == before
