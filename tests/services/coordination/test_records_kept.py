"""What coordination keeps with a history holds to the contract of such documents."""

from __future__ import annotations

from datetime import date

from services.coordination.assembly import coordination_on
from services.coordination.calendar_moves.moves import COLLECTION as MOVES
from services.coordination.follow_up import follow_up_on
from services.coordination.referrals.saga import COLLECTION as REFERRALS
from shared.casework.case_events import CaseEvent
from shared.storage.database import Database
from tests.records.contract import DueContract, RecordsContract, WrittenOnceContract
from tests.services.coordination.following import a_petition, a_target, referred, step_of
from tests.services.coordination.remedies import watched
from tests.services.coordination.telling import Case, a_clock, a_suit, prepared, tell

MATTERS = frozenset({"matters"})


class TestMatters(RecordsContract):
    collection = "matters"

    def begin(self, database: Database) -> str:
        self.case = Case()
        tell(prepared(database), a_suit().step(), self.case.step("file"), to=MATTERS)
        return self.case.matter_id

    def step(self, database: Database, number: int) -> None:
        self.case.sequence = number
        self.case.status = ("accepted", "suspended", "closed")[number - 1]
        tell(coordination_on(database), self.case.step(), to=MATTERS)


class TestRowsOfTheDocket(DueContract):
    collection = "docket"
    at_once = (1, 1)
    due_on = date(2024, 6, 26)
    _DAYS = (due_on, date(2024, 7, 7), date(2024, 7, 9))

    def begin(self, database: Database) -> str:
        case = Case()
        clock = a_clock("FY-18", "2024-07-08")
        tell(prepared(database), case.step("accept", clocks=[clock]))
        return f"{case.case_id}:{clock['id']}"

    def step(self, database: Database, number: int) -> None:
        coordination_on(database).sweep.run(self._DAYS[number - 1])


class TestTheLimitationWatch(DueContract):
    collection = "limitation_watch"
    at_once = (1, 1)
    due_on = date(2026, 9, 23)
    _DAYS = (due_on, date(2026, 10, 3), date(2026, 10, 7))

    def begin(self, database: Database) -> str:
        petition = watched.a_petition()
        watched.WatchOnADay(database, prepared(database), "2026-08-03").take(
            petition.step("accept")
        )
        return petition.matter_id

    def step(self, database: Database, number: int) -> None:
        coordination_on(database).watch.warn(self._DAYS[number - 1])


class TestMovesOfDates(WrittenOnceContract):
    collection = MOVES

    def begin(self, database: Database) -> str:
        case, edition = Case(), "国办发明电〔2026〕7号"
        filed = case.step("file", clocks=[a_clock(due_on="2024-05-15")])
        counted = case.step(
            "recompute_clocks", clocks=[a_clock(due_on="2024-05-16")], edition=edition
        )
        tell(prepared(database), filed, counted, to={"docket", "calendar-moves"})
        return f"{edition}:{case.case_id}"


class TestReferrals(DueContract):
    collection = REFERRALS
    due_on = date(2024, 5, 24)

    def begin(self, database: Database) -> str:
        coordination = prepared(database)
        follow_up = follow_up_on(coordination)
        follow_up.prepare()
        self.petition, self.mediation = a_petition(), a_target("mediation")
        led = CaseEvent.read(referred(self.petition, "mediation"))
        coordination.matters.record(led)
        follow_up.referrals.record(led)
        return str(led.id.replace(".", "-"))

    def step(self, database: Database, number: int) -> None:
        status, phase = (("accepted", "open"), ("agreed", "ended"), ("performed", "ended"))[
            number - 1
        ]
        self.mediation.sequence = number
        step = step_of(self.mediation, self.petition, status, phase, on=f"2024-05-1{number}")
        coordination = coordination_on(database)
        coordination.matters.record(CaseEvent.read(step))
        follow_up_on(coordination).referrals.record(CaseEvent.read(step))
