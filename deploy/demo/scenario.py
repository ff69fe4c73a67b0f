"""A published case as a scenario: what was done, what its source says, what is expected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from deploy.demo.expectation import Expectation, read_expectation
from deploy.demo.placeholders import KEEP, KEPT, OF_A_CASE, Filling, Place, places_in
from deploy.demo.scenario_fields import Fields, ScenarioError
from shared.house import track_labels
from shared.http.identity import OFFICER_ROLES
from shared.language import Text

FOLDER = Path(__file__).resolve().parents[2] / "tests" / "cases"
OFFICERS = frozenset(OFFICER_ROLES)
SYSTEM, COURT = "system", "court"
TRACKS = frozenset(track_labels())
GRADES: Mapping[str, Text] = {
    "official": Text("官方公布", "official"),
    "reprint": Text("转载", "reprint"),
    "invented": Text("虚构流程演示", "invented, shows a flow"),
}
LONGEST_WAIT_SECONDS = 60
_WAIT_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Publication:
    """Where a case was published, and how good that copy is."""

    address: str
    grade: Text


@dataclass(frozen=True, slots=True)
class Statement:
    """What the source says, with the day it names."""

    on: str | None
    text: Text


class StepKind(StrEnum):
    """What a step does: a command on a case, a wait, a look at a view, a post to another path."""

    COMMAND = "command"
    WAIT = "wait"
    LOOK = "look"
    POST = "post"


@dataclass(frozen=True, slots=True)
class ScenarioStep:
    """
    One act on one case, or, with `who` = system, what another service does by itself.

    `payload` holds what the source states and what the form of the command asks for; `assumed`
    holds what the source does not give and the API needs. `beside` names the case in whose matter
    a new case is opened, or is to appear. `path` is what is looked at, or where to is posted, in
    place of a command. `dry_run` tries a command that writes nothing until it comes out as
    expected. Empty: `track` and `case` of a look, and of a post that is about no case.
    """

    number: int
    act: Text
    who: str
    kind: StepKind
    track: str
    case: str
    command: str | None
    path: str
    dry_run: bool
    on: str | None
    payload: Mapping[str, Any]
    assumed: Mapping[str, Any]
    beside: str | None
    within_seconds: int
    states: Sequence[Statement]
    expect: Expectation

    @property
    def is_wait(self) -> bool:
        """Whether nothing is written, and what is expected may still be on its way."""
        return self.kind in {StepKind.WAIT, StepKind.LOOK} or self.dry_run

    def body(self) -> dict[str, Any]:
        """Return everything that is sent."""
        stated = {"on": self.on, **self.payload} if self.on else dict(self.payload)
        return combined(stated, self.assumed)

    def keeps(self) -> set[str]:
        """Return the names under which parts of the answer are kept for later steps."""
        return {place.name for place in places_in(self.expect.answer) if place.kind == KEEP}

    def places(self) -> Iterator[Place]:
        """Yield every placeholder of the step."""
        expect = self.expect
        days = [*expect.milestones.values(), *(clock.due_on for clock in expect.clocks)]
        for part in (self.path, self.on, self.payload, self.assumed, expect.answer, days):
            yield from places_in(part)

    def filled(self, filling: Filling) -> ScenarioStep:
        """Return the step with every placeholder filled."""
        expect = self.expect
        return replace(
            self,
            path=filling.text(self.path),
            on=filling.filled(self.on),
            payload=filling.filled(self.payload),
            assumed=filling.filled(self.assumed),
            expect=replace(
                expect,
                answer=filling.filled(expect.answer),
                milestones=filling.filled(expect.milestones),
                clocks=tuple(
                    replace(clock, due_on=filling.filled(clock.due_on)) for clock in expect.clocks
                ),
            ),
        )


@dataclass(frozen=True, slots=True)
class Scenario:
    """One case from its file."""

    id: str
    title: Text
    source: Publication
    checks: Text
    notes: Sequence[Text]
    steps: Sequence[ScenarioStep]


def load_all(folder: Path = FOLDER) -> list[Scenario]:
    """Return every scenario of a folder, by id; `ScenarioError` names file and place."""
    return [load(path) for path in sorted(folder.glob("*.yaml"))]


def load(path: Path) -> Scenario:
    """Return the scenario of one file, which is named after its id."""
    scenario = parse(path.read_text("utf-8"), path.name)
    if path.stem != scenario.id:
        raise ScenarioError(f"{path.name}: holds the case {scenario.id}")
    return scenario


def parse(text: str, where: str) -> Scenario:
    """Return the scenario that `text` writes down, checked."""
    root = Fields.read(text, where)
    source = root.fields("source")
    scenario = Scenario(
        id=root.words("id"),
        title=root.text("title"),
        source=Publication(
            source.words("address"), GRADES[source.word_of("grade", frozenset(GRADES))]
        ),
        checks=root.text("checks"),
        notes=tuple(_texts(root.each("notes"))),
        steps=tuple(_step(fields, n) for n, fields in enumerate(root.each("steps"), start=1)),
    )
    source.end()
    root.end()
    _check_aliases(scenario, where)
    return scenario


def combined(stated: Mapping[str, Any], assumed: Mapping[str, Any]) -> dict[str, Any]:
    """Return both mappings as one; `ValueError` when a value is stated and assumed at once."""
    whole = dict(stated)
    for key, value in assumed.items():
        if isinstance(value, Mapping) and isinstance(whole.get(key), Mapping):
            whole[key] = combined(whole[key], value)
        elif key in whole:
            raise ValueError(f"{key} is stated and assumed at once")
        else:
            whole[key] = value
    return whole


def _texts(nodes: Iterator[Fields]) -> Iterator[Text]:
    for fields in nodes:
        yield fields.both_languages()
        fields.end()


def _step(fields: Fields, number: int) -> ScenarioStep:
    who = fields.word_of("who", OFFICERS | {SYSTEM, COURT})
    kind = _kind(fields, who)
    about_a_case = kind in {StepKind.COMMAND, StepKind.WAIT} or fields.has("case")
    step = ScenarioStep(
        number=number,
        act=fields.text("act"),
        who=who,
        kind=kind,
        track=fields.word_of("track", TRACKS) if about_a_case else "",
        case=fields.words("case") if about_a_case else "",
        command=fields.words("command") if kind is StepKind.COMMAND else None,
        path=fields.words(str(kind)) if kind in {StepKind.LOOK, StepKind.POST} else "",
        dry_run=fields.truth("dry_run"),
        on=fields.day("on"),
        payload=fields.mapping("payload"),
        assumed=fields.mapping("assumed"),
        beside=fields.take("beside"),
        within_seconds=int(fields.take("within_seconds", _WAIT_SECONDS)),
        states=tuple(_statement(each) for each in fields.each("states")),
        expect=read_expectation(fields.fields("expect")),
    )
    fields.end()
    _check_step(step, fields)
    return step


def _kind(fields: Fields, who: str) -> StepKind:
    named = [kind for kind in (StepKind.LOOK, StepKind.POST) if fields.has(str(kind))]
    if len(named) > 1:
        raise fields.error("post", "stands beside look: a step does one thing")
    if who == SYSTEM:
        return StepKind.WAIT
    return named[0] if named else StepKind.COMMAND


def _check_kind(step: ScenarioStep, fields: Fields) -> None:
    sends = bool(step.on or step.payload or step.assumed)
    if step.kind is StepKind.WAIT and (sends or step.expect.refused):
        raise fields.error("who", "is the system: nothing is sent, nothing is refused")
    if step.kind is StepKind.LOOK and (sends or step.case):
        raise fields.error("look", "sends nothing and opens no case")
    if step.kind is StepKind.COMMAND and step.who == COURT:
        raise fields.error("who", "is the court: it posts, looks, and has no commands of its own")
    if step.path and not step.path.startswith("/"):
        raise fields.error(str(step.kind), "is no path")
    if step.dry_run and step.kind is not StepKind.COMMAND:
        raise fields.error("dry_run", "is for a command")


def _check_step(step: ScenarioStep, fields: Fields) -> None:
    _check_kind(step, fields)
    if step.expect.answer is not None and step.kind in {StepKind.COMMAND, StepKind.WAIT}:
        raise fields.error("expect.answer", "is for a look or a post")
    if step.expect.is_about_a_case and not step.case:
        raise fields.error("expect", "speaks of a case, and the step names none")
    if not 0 < step.within_seconds <= LONGEST_WAIT_SECONDS:
        raise fields.error("within_seconds", f"is not within 1..{LONGEST_WAIT_SECONDS}")
    if "on" in step.payload:
        raise fields.error("payload", "holds `on`, which stands beside it")
    try:
        step.body()
    except ValueError as error:
        raise fields.error("assumed", str(error)) from error
    try:
        list(step.places())
    except ScenarioError as error:
        raise ScenarioError(f"{fields.where}: {error}") from error


def _statement(fields: Fields) -> Statement:
    statement = Statement(fields.day("on"), fields.both_languages())
    fields.end()
    return statement


def _check_aliases(scenario: Scenario, where: str) -> None:
    known: dict[str, str] = {}
    kept: set[str] = set()
    for step in scenario.steps:
        track = known.setdefault(step.case, step.track) if step.case else ""
        for alias in _mentioned(step):
            if alias not in known:
                raise ScenarioError(f"{where}: step {step.number} names the unknown case {alias}")
        for place in step.places():
            if place.kind == KEPT and place.name not in kept:
                raise ScenarioError(f"{where}: step {step.number}: nobody kept {place.name}")
        if track != step.track:
            raise ScenarioError(f"{where}: step {step.number}: {step.case} is a {track}")
        kept |= step.keeps()
    if not scenario.steps:
        raise ScenarioError(f"{where}: no steps")


def _mentioned(step: ScenarioStep) -> Iterator[str]:
    if step.beside:
        yield step.beside
    yield from step.expect.matter
    yield from (relation.case for relation in step.expect.relations)
    yield from (place.name for place in step.places() if place.kind in OF_A_CASE)
