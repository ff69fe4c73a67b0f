"""What the watch of an earlier release knew of cases stands in their matters after the start."""

from __future__ import annotations

from datetime import date

import pytest

from services.coordination.assembly import Coordination
from services.coordination.remedies.bringing_over import bring_over_once
from shared.records.relisting import BUILT
from shared.storage.database import Database, Document
from tests.services.coordination.remedies.watched import (
    Watching,
    a_petition,
    a_review,
)
from tests.services.coordination.telling import a_clock

DECIDED = a_clock("FY-29", "2026-12-01", started_on="2026-11-17")


@pytest.fixture
def watching(database: Database, coordination: Coordination) -> Watching:
    watching = Watching(database, coordination, "2026-10-07")
    petition, review = a_petition(), a_review(status="decided")
    watching.take(petition.step("accept"), review.step("decide", clocks=[DECIDED], kind="maintain"))
    watching.watch.warn(date(2026, 10, 7))
    return watching


def as_kept_before(database: Database) -> None:
    """Let the watch have the cases, as it had, and the matter know nothing of what it knew."""
    matter = database["matters"].find_one({"_id": "matter-0001"})
    assert matter is not None
    database["limitation_watch"].update_one(
        {"_id": matter["_id"]}, {"$set": {"cases": matter["cases"]}, "$unset": {"attention": ""}}
    )
    paths = [f"cases.{name}.{fact}" for name in matter["cases"] for fact in ("told", "clocks")]
    database["matters"].update_one({"_id": matter["_id"]}, {"$unset": dict.fromkeys(paths, "")})
    database[BUILT].delete_one({"_id": "limitation_watch"})


def test_the_rights_of_a_matter_are_those_of_before(database: Database, watching: Watching) -> None:
    rows, kept = watching.rows(), list(database["limitation_watch"].find())
    as_kept_before(database)
    assert watching.rows() != rows

    bring_over_once(database)

    assert watching.rows() == rows
    assert list(database["limitation_watch"].find()) == kept


def test_a_start_that_was_interrupted_is_made_up_for(
    database: Database, watching: Watching
) -> None:
    rows = watching.rows()
    as_kept_before(database)
    bring_over_once(database)
    known: Document = {"told": {}, "clocks": [], "agency": None}
    database["limitation_watch"].update_many({}, {"$set": {"cases": {"018f0000aa": known}}})
    database[BUILT].delete_one({"_id": "limitation_watch"})

    bring_over_once(database)

    assert watching.rows() == rows
    assert database["limitation_watch"].count_documents({"cases": {"$exists": True}}) == 0
