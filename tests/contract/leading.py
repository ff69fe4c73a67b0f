"""Real cases of each track, led through every one of its commands, and what they tell."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

from services import litigation, mediation, norms, petitions, reconsideration
from shared.casework.casework import Casework
from shared.casework.entry import Request
from shared.casework.guarding import SYSTEM, Actor
from shared.casework.store import CaseStore
from shared.casework.system_commands import NOTE_EXPIRY
from shared.casework.track import Track
from shared.house import tracks
from shared.http.schemas import load
from shared.law import load_rules, official_calendar
from shared.legal_day import today as this_day
from shared.storage.database import Database
from tests.support.casework import AGENCY, TODAY, keys

FOLDER = Path(__file__).parent / "courses"
TRACKS: tuple[ModuleType, ...] = (petitions, mediation, reconsideration, litigation, norms)
MATTER = "matter-0001"
CASE, NUMBER, SEALED = "case-0001", "案〔2024〕1号", "sealed"
PAPER = {"id": "0" * 32, "sha256": "0" * 64, "kind": "pdf", "size": 1024, "name": "申请书.pdf"}
_ABOUT_A_STEP = frozenset({"by", "of", "learns", "answers"})


@dataclass(frozen=True, slots=True)
class Told:
    """The type of an event and its data."""

    type: str
    data: Mapping[str, Any]


def told_by(track: ModuleType, database: Database) -> Iterator[Told]:
    """Yield what the cases of a track tell, step by step, with ids that are always the same."""
    desk = Desk(track, database)
    for course in (*written_courses(track), *courses_of_every_track(track)):
        yield from desk.leads(course)


def written_courses(track: ModuleType) -> Sequence[Mapping[str, Any]]:
    """Return the courses written for a track: `steps` of `{command: payload, by: role}`."""
    name = track.__name__.rpartition(".")[2]
    courses: list[Mapping[str, Any]] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    return courses


def courses_of_every_track(track: ModuleType) -> Iterator[Mapping[str, Any]]:
    """Yield courses through the commands that each track has by itself."""
    opening, second = written_courses(track)[0]["steps"][:2]
    finding = {"code": "limitation-running-out", "basis": "行政诉讼法46"}
    yield {
        "steps": [
            _with_all_beginnings(opening),
            second,
            {"assign": {"assignee": "officer-8", "reason": "轮岗"}, "by": "supervisor"},
            {"complete_file": {}},
            {"attach": PAPER},
            {"withdraw_attachment": {"attachment": PAPER["id"], "reason": "放错案件"}},
            {"join_matter": {"matter_id": "matter-0002", "reason": "同一争议"}, "by": "system"},
            {
                "join_matter": {
                    "matter_id": MATTER,
                    "from_matter_id": "matter-0002",
                    "reason": "同一争议",
                },
                "by": "system",
            },
            {
                "note_finding": {**finding, "text": {"zh": "将届满", "en": "runs out"}},
                "by": "system",
            },
            {"lift_finding": {"code": finding["code"], "reason": "已起诉"}, "by": "system"},
            {"recompute_clocks": {"edition": "国办发明电〔2025〕7号"}, "by": "system"},
        ]
    }
    corrected = [{"field": "field", "value": "property_management"}]
    yield {
        "steps": [
            opening,
            {"correct_entry": {"entry": 1, "reason": "录入有误", "corrected": corrected}},
        ]
    }
    yield {
        "today": True,
        "steps": [opening, second, {"complete_file": {}}, {"take_back_entry": {"reason": "误记"}}],
    }
    yield {"steps": [opening, second, {NOTE_EXPIRY: {}, "by": "system"}]}
    yield {"steps": [opening, {"withdraw_case": {"reason": "重复登记", "approved_by": "负责人"}}]}
    noted = {"track": "mediation", "case_id": "case-0002", "number": "调〔2024〕2号", "entry": 2}
    yield {"steps": [opening, second, {"note_withdrawal": noted, "by": "system"}]}


def _with_all_beginnings(opening: Mapping[str, Any]) -> dict[str, Any]:
    command, payload = next(iter(opening.items()))
    more = {"region": "120101", "field": "property_management", "title": "一件争议"}
    more["assignee"] = "officer-9"
    return {**opening, command: {**payload, **more}}


def casework_of(
    track: ModuleType, database: Database, today: Callable[[], date] = this_day
) -> Casework:
    """Return the casework of a track on a database."""
    loaded: Track = track.track()
    store = CaseStore(database, loaded.procedure.collection)
    store.prepare()
    return Casework(loaded, store, keys(), load_rules(), official_calendar, today=today)


class Desk:
    """The casework of one track on a database, where its officers and the system act."""

    def __init__(self, track: ModuleType, database: Database) -> None:
        self._database = database
        self._today = casework_of(track, database)
        self._on_a_fixed_day = casework_of(track, database, lambda: TODAY)
        own = self._today.procedure.track
        self._officer = next(each.officer for each in tracks() if each.track == own)

    def leads(self, course: Mapping[str, Any]) -> Iterator[Told]:
        """Lead one new case through a course and yield what it tells."""
        casework = self._today if course.get("today") else self._on_a_fixed_day
        self._learns(course.get("matter", ()))
        # Courses are other courses of one dispute: what one case alone may hold is free again.
        self._database["claims"].delete_many({})
        case_id = None
        for step in course["steps"]:
            if "learns" in step:
                self._learns(step["learns"])
            request = self._asked(casework, step, case_id)
            if case_id is None:
                case_id = str(casework.open_case(request).case["_id"])
            else:
                casework.perform(case_id, request)
            known = casework.get(case_id)
            (entry,) = casework.store.history.entries_at(known, {known["version"]})
            (event,) = entry["events"]
            yield Told(event["type"], _always_the_same(event["data"]))

    def _learns(self, others: Sequence[Mapping[str, Any]]) -> None:
        self._today.store.set_matter_view(MATTER, {"cases": list(others)})

    def _asked(self, casework: Casework, step: Mapping[str, Any], case_id: str | None) -> Request:
        name, payload = next(
            (key, value) for key, value in step.items() if key not in _ABOUT_A_STEP
        )
        role = step.get("by", self._officer)
        actor = SYSTEM if role == "system" else self._actor(role, step.get("of", AGENCY))
        if case_id is None:
            payload = {"matter_id": MATTER, **payload}
            if actor is SYSTEM:
                payload = {"agency": AGENCY, **payload}
        if name == NOTE_EXPIRY:
            clock = casework.get(str(case_id))["clocks"][0]
            payload = {"clock_id": clock["id"], "rule": clock["rule"]}
        command = casework.command(name)
        named = payload.get("assignee")
        return Request(
            command,
            load(command.schema(), payload),
            actor,
            key=f"{step['answers']}:{name}" if "answers" in step else None,
            assignee=replace(self._actor(self._officer), subject=named) if named else None,
        )

    def _actor(self, role: str, agency: Mapping[str, str] = AGENCY) -> Actor:
        return Actor(f"{role}-1", role, agency["code"], agency["name"], region="120101")


def _always_the_same(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data with what differs from run to run replaced: id, number, today, seal."""
    text = json.dumps({**data, **({"sealed": SEALED} if "sealed" in data else {})})
    for found, kept in (
        (data["case_id"], CASE),
        (json.dumps(data["number"])[1:-1], json.dumps(NUMBER)[1:-1]),
        (this_day().isoformat(), TODAY.isoformat()),
    ):
        text = text.replace(found, kept)
    same: dict[str, Any] = json.loads(text)
    return same
