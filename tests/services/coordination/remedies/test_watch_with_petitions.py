"""A petition about an act: while it is handled its officer learns, once, when the rights end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from services.coordination.assembly import Coordination
from services.petitions import track
from shared.casework.calendar_shelf import CalendarShelf
from shared.casework.casework import Casework
from shared.casework.reacting import SystemDesk, standing_reactions
from shared.casework.recounting import Recounting
from shared.casework.store import CaseStore
from shared.events.envelope import Event
from shared.events.outlet import Outlet
from shared.law import load_rules, official_calendar
from shared.legal_day import today
from shared.storage.database import Database
from tests.services.coordination.telling import Case, a_party, announced, tell
from tests.services.petitions.builders import ID_NUMBER, OFFICER, identity_index, registration
from tests.support.casework import asked, keys


def petitions_on(database: Database) -> Casework:
    petitions = track()
    store = CaseStore(database, petitions.procedure.collection)
    store.prepare()
    return Casework(petitions, store, keys(), load_rules(), official_calendar)


def a_registered_petition(casework: Casework, known_days_ago: int) -> str:
    known = today() - timedelta(days=known_days_ago)
    raw = registration(
        received_on=today().isoformat(),
        act={"number": "示市监罚〔2026〕7号", "known_on": known.isoformat()},
    )
    request = asked(casework, "register", raw, OFFICER)
    return str(casework.open_case(request).case["_id"])


def hear(coordination: Coordination, database: Database) -> None:
    outlet = Outlet(database, "petitions", "petitions")
    events = [event for item in outlet.pending(10) for event in item.events]
    tell(coordination, *(replace(each, sequence=n) for n, each in enumerate(events, start=1)))


def deliver(casework: Casework, database: Database) -> None:
    desk, shelf = SystemDesk(casework), CalendarShelf(database, official_calendar())
    handlers = standing_reactions(desk, Recounting(desk, shelf))
    for envelope in announced(database, "matter.finding_announced", "matter.finding_withdrawn"):
        event = Event.from_cloudevent(envelope)
        handlers[event.type](event)


def warnings_of(casework: Casework, case_id: str) -> list[dict[str, Any]]:
    warnings = casework.get(case_id)["warnings"]
    return [each for each in warnings if each["code"] == "limitation-running-out"]


def test_the_officer_sees_once_what_to_tell_the_petitioner(
    coordination: Coordination, database: Database
) -> None:
    casework = petitions_on(database)
    case_id = a_registered_petition(casework, known_days_ago=54)
    hear(coordination, database)

    assert coordination.sweep.run(today()).limitation_warned == 1
    deliver(casework, database)
    deliver(casework, database)
    hear(coordination, database)
    assert coordination.sweep.run(today()).limitation_warned == 0

    (warning,) = warnings_of(casework, case_id)
    assert warning["basis"] == "行政复议法20¶1"
    assert warning["text"]["zh"].startswith("请告知当事人：针对示市监罚〔2026〕7号，申请行政复议")
    assert "信访不停止计算" in warning["text"]["zh"]
    (row,) = [
        row
        for row in coordination.watch.rows(casework.get(case_id)["matter_id"], today())
        if row["right"] == "reconsideration"
    ]
    assert row["status"] == "open"
    assert row["last_on"] in warning["text"]["zh"]


def test_the_finding_is_lifted_from_the_petition_once_the_person_has_applied(
    coordination: Coordination, database: Database
) -> None:
    casework = petitions_on(database)
    case_id = a_registered_petition(casework, known_days_ago=54)
    hear(coordination, database)
    coordination.sweep.run(today())
    deliver(casework, database)
    assert len(warnings_of(casework, case_id)) == 1

    review = Case(
        matter_id=casework.get(case_id)["matter_id"],
        act={"number": "示市监罚[2026]第7号"},
        parties=[a_party("applicant", id_number_index=identity_index(ID_NUMBER))],
    )
    tell(coordination, review.step("file", on=today().isoformat()))
    deliver(casework, database)

    assert warnings_of(casework, case_id) == []
    lifted = casework.get(case_id)["history"][-1]
    assert lifted["command"] == "lift_finding"


def test_nothing_is_said_while_the_end_is_far(
    coordination: Coordination, database: Database
) -> None:
    casework = petitions_on(database)
    case_id = a_registered_petition(casework, known_days_ago=5)
    hear(coordination, database)

    assert coordination.sweep.run(today()).limitation_warned == 0
    deliver(casework, database)
    assert warnings_of(casework, case_id) == []
