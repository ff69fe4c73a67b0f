"""Values that get past the first check: generated bodies with dates, numbers and ids that exist."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.support.stack import Officers, accepted, days_ago
from tests.system.cases import OPENINGS, a_notice, an_act

ID_NUMBER = "110101199003070011"
AGENCY_CODE = "11310000000000002A"
COLLECTIONS_OF_TRACKS = {
    "petition": "petitions",
    "mediation": "mediations",
    "reconsideration": "reconsiderations",
    "litigation": "litigations",
}
BODIES: dict[str, Any] = {
    "/api/v1/rules/{rule_id}/compute": {"started_on": days_ago(30)},
    "/api/v1/calendar/days": {"from": days_ago(30), "to": days_ago(1)},
    "/api/v1/advice/paths": {"act": an_act(), "known_on": days_ago(38), "on": days_ago(1)},
    "/api/v1/clocks/sweep": {},
}
"""What is sent as it is, because its parts have to fit each other."""
BODIES |= {f"/api/v1/{name}": body() for name, body in OPENINGS.items()}
_CASES = Path(__file__).parent.parent / "cases"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def replayed(collection: str, command: str) -> list[dict[str, Any]]:
    """Return what the published cases and the flows sent with a command."""
    return [
        {**step.get("assumed", {}), **step.get("payload", {})}
        for step in _steps()
        if step.get("command") == command
        and COLLECTIONS_OF_TRACKS.get(str(step.get("track"))) == collection
    ]


@cache
def _steps() -> list[dict[str, Any]]:
    return [
        step
        for file in sorted(_CASES.glob("*.yaml"))
        for step in yaml.load(file.read_text("utf-8"), yaml.BaseLoader)["steps"]  # noqa: S506
    ]


@dataclass
class Known:
    """What exists in the installation, as the answers tell: cases by what they allow, ids."""

    pick: random.Random
    cases: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    ids: dict[str, list[str]] = field(default_factory=dict)

    def learn(self, answer: Any) -> None:
        """Remember the cases and ids that an answer shows."""
        shown = answer.get("case", answer) if isinstance(answer, dict) else answer
        if isinstance(shown, dict) and "allowed" in shown and "track" in shown:
            collection = COLLECTIONS_OF_TRACKS.get(shown["track"])
            if collection and isinstance(shown.get("id"), str) and shown.get("number"):
                self.cases.setdefault(collection, {})[shown["id"]] = shown["allowed"]
                self.add("matter_id", shown["matter_id"])
        for item in shown.get("items", ()) if isinstance(shown, dict) else ():
            self.learn(item)

    def add(self, name: str, *values: str) -> None:
        """Remember ids of one kind."""
        known = self.ids.setdefault(name, [])
        known += [value for value in values if value not in known]

    def value_of(self, name: str, path: str) -> str | None:
        """Return an id that exists for a parameter of a path, the best one, or None."""
        if name != "case_id":
            found = self.ids.get(name)
            return self.pick.choice(found) if found else None
        collection, command = path.split("/")[3], path.rpartition("/")[2]
        cases = self.cases.get(collection, {})
        ready = [each for each, allowed in cases.items() if command in allowed]
        return self.pick.choice(ready or list(cases)) if cases else None

    def plausible(self, name: str, value: Any) -> Any:
        """Return a generated value with its dates, numbers and ids made such that they could be."""
        if isinstance(value, Mapping):
            return {key: self.plausible(key, inner) for key, inner in self._fitting(value)}
        if isinstance(value, list):
            return [self.plausible(name.removesuffix("s"), inner) for inner in value]
        return _FIXED.get(name) or self._plausible_scalar(name, value)

    def _plausible_scalar(self, name: str, value: Any) -> Any:
        if isinstance(value, str) and (name.endswith("_on") or _DATE.match(value)):
            ahead = name in _AHEAD or (name in _MAYBE_AHEAD and self.pick.random() < 0.5)
            return days_ago(-20 if ahead else self.pick.choice((0, 0, 0, 1, 5, 30)))
        if name in {"party", "attendance"}:
            return self.pick.choice(("p1", "p2"))
        if isinstance(value, float) and value.is_integer():
            return int(value)
        if isinstance(value, str) and name in _TEXTS:
            return self.pick.choice(("经过核实", "同意", value.strip() or "无"))
        return value

    def body_for(self, path: str, generated: Any) -> Any:
        """Return a body for an operation: one that fits, one that was sent once, or generated."""
        chance, (collection, command) = self.pick.random(), _last_parts(path)
        if chance < 0.7 and path in BODIES:
            return BODIES[path]
        sent = replayed(collection, command)
        if chance < 0.6 and sent:
            return self.plausible("", read_as_typed(self.pick.choice(sent)))
        return self.plausible("", generated) if isinstance(generated, dict) else generated

    def _fitting(self, value: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
        # A legal date in the body moves the whole step; most commands are given for today.
        left_out = _SELDOM if self.pick.random() < 0.8 else frozenset()
        return [(key, inner) for key, inner in value.items() if key not in left_out]


def read_as_typed(value: Any) -> Any:
    """Return a value of YAML in its types, with its dates as texts."""
    if isinstance(value, Mapping):
        return {key: read_as_typed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [read_as_typed(inner) for inner in value]
    if value in {"true", "false"}:
        return value == "true"
    return int(value) if re.fullmatch(r"[1-9]\d{0,8}|0", value) else value


def _last_parts(path: str) -> tuple[str, str]:
    parts = path.split("/")
    return parts[3], parts[-1]


_FIXED: dict[str, Any] = {
    "id_number": ID_NUMBER,
    "organisation_code": AGENCY_CODE,
    "phone": "13800001111",
    "region": "120101",
    "act": an_act(),
    "made_on": days_ago(60),
    "served_on": days_ago(58),
    "docketed_on": days_ago(80),
    "known_on": days_ago(58),
    "year": 2027,
    "code": AGENCY_CODE,
}
_AHEAD = frozenset({"until", "hearing_on", "session_on", "performance_due_on", "reply_due_on"})
_MAYBE_AHEAD = frozenset({"due_on", "feedback_due_on", "redo_due_on", "decision_due_on"})
_TEXTS = frozenset({"reason", "content", "record", "terms", "text", "title", "name", "place"})
_SELDOM = frozenset({"on", "origin", "agency", "matter_id", "field", "inaction", "assignee"})


def opened(officers: Officers, known: Known, each: int) -> None:
    """Open so many cases of every track, and learn the ids that reading tells."""
    for collection, body in OPENINGS.items():
        for _ in range(each):
            known.learn(officers.open(collection, body()))
    rules = accepted(officers.get("supervisor", "/rules"))["items"]
    known.add("rule_id", *(rule["id"] for rule in rules))
    known.add("court_case_no", a_notice()["court_case_no"])
    known.add("service", "petitions", "coordination")
