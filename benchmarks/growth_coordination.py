"""
What coordination reads: how many cases there are must not matter to a page, an event, a report.

Two fifths of the cases are of one agency, a quarter of their clocks are due on one and the same
day. A month's report counts the same few hundred cases at every size: all others ended before it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from benchmarks.growing import Listed, Measured
from services.coordination.assembly import Coordination
from services.coordination.docket.docket import ClockFilter
from services.coordination.docket.rows import new_row
from services.coordination.follow_up import FollowUp, follow_up_on
from services.coordination.referrals.referral import ReferralPolicy, listing, referral_state
from services.coordination.referrals.saga import ReferralFilter
from services.liaison.webhooks.deliveries import COLLECTION as DELIVERIES
from services.liaison.webhooks.deliveries import Deliveries, listed_keys
from services.reporting.case_facts import facts_after
from services.reporting.cases import ReportedCases
from shared.casework.case_events import CaseEvent
from shared.disputes.matter_changes import matter_after, new_matter
from shared.disputes.strong_keys import own_key
from shared.law import load_rules, official_calendar
from shared.records.due import due_rows
from shared.storage.database import Database, Document
from tests.services.coordination.telling import AGENCY, Case, a_clock, a_party, prepared

PAGE = 20
BATCH = 1_000
RECENT = 300  # the cases that the report counts
DUE = 100
TODAY = date(2026, 11, 25)
THIS_MONTH = date(2026, 11, 1)
CODE = AGENCY["code"]
RULES = ("XF-02", "XF-05", "FY-08", "FY-18", "SS-02")
TRACKS = ("petition", "mediation", "reconsideration", "litigation")
FIRST_SENT = datetime(2026, 1, 1, tzinfo=UTC)
_UNTOLD = {"published": 0, "history": []}


def fill(database: Database, cases: int) -> None:
    """Write what coordination keeps of `cases` cases, with referrals and deliveries."""
    prepared(database)
    follow_up_on(prepared(database)).prepare()
    Deliveries(database).prepare()
    _reported_on(database)
    chance = random.Random(1)
    for start in range(0, cases, BATCH):
        numbers = range(start, min(start + BATCH, cases))
        steps = [_step(chance, number) for number in numbers]
        database["docket"].insert_many([row for step in steps for row in _rows(step)])
        database["matters"].insert_many([_matter(step) for step in steps])
        database["limitation_watch"].insert_many([_watched(step) for step in steps])
        reported = [_reported(step, n) for n, step in zip(numbers, steps, strict=True)]
        database["reported_cases"].insert_many(reported)
        database["referrals"].insert_many([_referral(chance, step) for step in steps])
        database[DELIVERIES].insert_many([_delivery(chance, n) for n in numbers])


def lists(database: Database, cases: int) -> Sequence[Listed]:
    """Return lists with and without filters, and what else should cost the same at any size."""
    coordination = prepared(database)
    follow_up = follow_up_on(coordination)
    soon = str(TODAY + timedelta(days=14))
    narrowed: dict[str, dict[str, Any]] = {
        "docket": {},
        "docket, red": {"level": "red"},
        "docket, amber": {"level": "amber"},
        "docket, green": {"level": "green"},
        "docket, track": {"track": "litigation"},
        "docket, track and green": {"track": "litigation", "level": "green"},
        "docket, assignee": {"assignee": "officer-1"},
        "docket, obligor": {"obligor": "agency"},
        "docket, due in 14 days": {"due_before": soon},
        "docket, status": {"status": "met"},
    }
    return [
        *(_docket(coordination, name, each) for name, each in narrowed.items()),
        *_records(follow_up, Deliveries(database)),
        *_single(coordination, follow_up, cases),
    ]


def _docket(coordination: Coordination, name: str, narrowed: dict[str, Any]) -> Listed:
    def read(after: Any) -> list[Document]:
        wanted = ClockFilter(CODE, **narrowed)
        return coordination.docket.page(wanted, today=str(TODAY), after=after, size=PAGE + 1)

    return _paged(name, read, "due_index")


def _records(follow_up: FollowUp, deliveries: Deliveries) -> Sequence[Listed]:
    def referrals(state: str | None) -> Callable[[Any], list[Document]]:
        wanted = ReferralFilter(CODE, state=state)
        return lambda after: follow_up.referrals.page(wanted, after=after, size=PAGE + 1)

    def sent(**asked: str) -> Callable[[Any], list[Document]]:
        return lambda after: deliveries.page(**asked, after=after, size=PAGE + 1)

    return [
        _paged("referrals", referrals(None), "listed_index"),
        _paged("referrals, state", referrals("overdue"), "listed_index"),
        _paged("deliveries", sent(), "listed"),
        _paged("deliveries, receiver and state", sent(endpoint="e1", state="dead"), "listed"),
    ]


def _single(coordination: Coordination, follow_up: FollowUp, cases: int) -> Sequence[Listed]:
    """Return what has no pages: one matter, one event, one sweep, one report."""
    fresh, shelf = count(cases), coordination.matters.shelf
    reported = _reported_on(coordination.database)
    chance = random.Random(2)
    middle = _case(chance, cases // 2).case_id
    effects: dict[str, Callable[[CaseEvent], None]] = {
        "an event: docket": coordination.docket.record,
        "an event: matters": coordination.matters.record,
        "an event: limitation watch": coordination.watch.record,
        "an event: reports": reported.record,
        "an event: calendar moves": follow_up.moves.record,
        "an event: referrals": follow_up.referrals.record,
    }

    def taking_in(record: Callable[[CaseEvent], None]) -> Callable[[Any], None]:
        return lambda _cursor: record(_step(chance, next(fresh)))

    def told(ask: Callable[[], object]) -> Callable[[Any], None]:
        return lambda _cursor: (ask(), None)[1]

    return [
        *(Listed(name, taking_in(record)) for name, record in effects.items()),
        Listed("matters by key", told(lambda: shelf.with_keys([own_key(middle)]))),
        Listed("clocks of a case", told(lambda: coordination.docket.open_clocks(middle))),
        Listed(f"sweep: what is due, {DUE}", told(lambda: _due(coordination))),
        Listed(
            "report: cases of a month",
            told(lambda: reported.of_agency(CODE, str(THIS_MONTH), today=TODAY)),
        ),
    ]


def _reported_on(database: Database) -> ReportedCases:
    """Return what reporting keeps, beside coordination's own: they share no collection."""
    reported = ReportedCases(database, load_rules(), official_calendar)
    reported.prepare()
    return reported


def _due(coordination: Coordination) -> None:
    found = len(list(due_rows(coordination.docket.rows, date(2020, 1, 1))))
    if found != DUE:
        raise AssertionError(found)


def _paged(name: str, read: Callable[[Any], list[Document]], place: str) -> Listed:
    def ask(after: Any) -> Any:
        # One more than is shown tells that another page follows, as over HTTP.
        page = read(after)
        return page[PAGE - 1][place] if len(page) > PAGE else None

    return Listed(name, ask)


def _case(chance: random.Random, number: int) -> Case:
    agency = dict(AGENCY) if number % 5 < 2 else {"code": f"A{number % 39:02d}", "name": "机关"}
    return Case(
        case_id=f"{1_700_000_000_000 + number * 10_000:012x}{number:020x}",
        track=TRACKS[number % 4],
        matter_id=f"matter-{number}",
        number=f"试案〔2024〕{number}号",
        agency=agency,
        assignee=f"officer-{chance.randrange(200)}",
        act={"number": f"示罚〔2024〕{number}号", "kind": "penalty", "made_on": "2024-04-01"},
        parties=[a_party("applicant", id_number_index=f"blind-{number}")],
        sequence=number,
    )


def _step(chance: random.Random, number: int) -> CaseEvent:
    due = TODAY + timedelta(days=20 if number % 4 == 0 else chance.randrange(-10, 80))
    status = chance.choice(["running", "running", "met"])
    clock = a_clock(chance.choice(RULES), str(due), status=status)
    on = str(date(2020, 1, 1) + timedelta(days=number % 2000))
    return CaseEvent.read(_case(chance, number).step(on=on, clocks=[clock]))


def _rows(step: CaseEvent) -> list[Document]:
    rules = load_rules()
    rows = [new_row(step, clock, rules, official_calendar()) for clock in step.clocks]
    for row in rows:
        row.pop("check_index", None)
        if step.sequence <= DUE:
            row["check_index"] = f"2019-01-01|{row['_id']}"
    return rows


def _matter(step: CaseEvent) -> Document:
    change = matter_after(None, step)
    born = {"born_at": step.at, "version": 1, **_UNTOLD, "published": 1}
    return {**new_matter(step.matter_id), **born, **change.state}


def _watched(step: CaseEvent) -> Document:
    said: Document = {"warned": [], "standing": []}
    return {"_id": step.matter_id, "version": 0, **_UNTOLD, "revision": 1, **said}


def _reported(step: CaseEvent, number: int) -> Document:
    """Return a case as reports count it: one of the month, or one that ended years before."""
    facts = facts_after(None, step, load_rules(), official_calendar()) or {}
    if number < RECENT:
        return facts
    ended = f"20{20 + number % 5}-{1 + number % 12:02d}"
    marks = [f"{code}|{ended}" for code in facts["agency_codes"]]
    return {**facts, "phase": "closed", "latest_on": f"{ended}-15", "counted_in": marks}


def _referral(chance: random.Random, step: CaseEvent) -> Document:
    name = f"r-{step.case_id}"
    agency = step.data["agency"]
    origin = {"track": step.track, "case_id": step.case_id, "agency": agency, "sequence": 1}
    to = {"target": "mediation", "track": "mediation", "agency": agency, "body": None, "case": None}
    state = referral_state(
        name,
        matter_id=step.matter_id,
        origin=origin,
        to=to,
        offered_on=step.on,
        policy=ReferralPolicy(),
    )
    state["state"] = chance.choice(["concluded"] * 9 + ["overdue"])
    state.pop("check_index")
    whole = {"_id": name, **state, "version": 1, "recorded_at": step.at, **_UNTOLD}
    return whole | listing(whole)


def _delivery(chance: random.Random, number: int) -> Document:
    at = (FIRST_SENT + timedelta(seconds=number)).isoformat(timespec="milliseconds")
    delivery: Document = {
        "_id": f"{number:032x}",
        "endpoint": f"e{number % 3}",
        "court": None,
        "state": chance.choice(["delivered"] * 9 + ["dead"]),
        "tries": 1,
        "listed": f"{at} {number:032x}",
    }
    return delivery | listed_keys(delivery)


COORDINATION = Measured("coordination", fill, lists)
