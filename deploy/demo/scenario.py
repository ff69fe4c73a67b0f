"""A published case as a scenario: what was done, what its source says, what is expected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deploy.demo.strict_yaml import Fields, ScenarioError, read_yaml
from shared.language import Text

FOLDER = Path(__file__).resolve().parents[2] / "tests" / "cases"
OFFICERS = frozenset(
    {
        "petition_officer",
        "mediator",
        "reconsideration_officer",
        "litigation_officer",
        "supervisor",
        "admin",
    }
)
SYSTEM = "system"
TRACKS = frozenset({"petition", "mediation", "reconsideration", "litigation"})
GRADES: Mapping[str, Text] = {
    "official": Text("官方公布", "official"),
    "reprint": Text("转载", "reprint"),
    "invented": Text("虚构流程演示", "invented, shows a flow"),
}
_CLOCK_STATES = frozenset({"running", "paused", "met", "missed", "cancelled"})
NO_DUE_DATE = "none"
LONGEST_WAIT_SECONDS = 60
_WAIT_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Source:
    """Where a case was published, and how good that copy is."""

    address: str
    grade: Text


@dataclass(frozen=True, slots=True)
class Statement:
    """What the source says, with the day it names."""

    on: str | None
    text: Text


@dataclass(frozen=True, slots=True)
class ExpectedClock:
    """
    A clock by its rule (or its id); `absent` expects that there is none.

    `due_on` is `NO_DUE_DATE` where no last day is expected, as long as the clock is paused.
    """

    rule: str
    due_on: str | None = None
    status: str | None = None
    absent: bool = False


@dataclass(frozen=True, slots=True)
class ExpectedRefusal:
    """A refusal: HTTP status, problem code, and the field it names."""

    status: int
    code: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """A link from the case to another case of the scenario, by its alias."""

    case: str
    kind: str


@dataclass(frozen=True, slots=True)
class Expectation:
    """What has to hold after a step; what is not named is not checked."""

    status: str | None = None
    refused: ExpectedRefusal | None = None
    clocks: Sequence[ExpectedClock] = ()
    milestones: Mapping[str, str] = field(default_factory=dict)
    warnings: Sequence[str] = ()
    relations: Sequence[Relation] = ()
    history: Sequence[str] = ()
    matter: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """
    One act on one case, or, with `who` = system, what another service does by itself.

    `payload` holds what the source states and what the form of the command asks for; `assumed`
    holds what the source does not give and the API needs. `beside` names the case in whose matter
    a new case is opened, or is to appear.
    """

    number: int
    act: Text
    who: str
    track: str
    case: str
    command: str | None
    on: str | None
    payload: Mapping[str, Any]
    assumed: Mapping[str, Any]
    beside: str | None
    within_seconds: int
    states: Sequence[Statement]
    expect: Expectation

    @property
    def is_wait(self) -> bool:
        """Whether nothing is asked for, only waited for."""
        return self.who == SYSTEM

    def body(self) -> dict[str, Any]:
        """Return everything that is sent."""
        stated = {"on": self.on, **self.payload} if self.on else dict(self.payload)
        return combined(stated, self.assumed)


@dataclass(frozen=True, slots=True)
class Scenario:
    """One case from its file."""

    id: str
    title: Text
    source: Source
    checks: Text
    notes: Sequence[Text]
    steps: Sequence[Step]


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
    root = Fields(read_yaml(text), where)
    source = root.fields("source")
    scenario = Scenario(
        id=root.words("id"),
        title=root.text("title"),
        source=Source(source.words("address"), GRADES[source.word_of("grade", frozenset(GRADES))]),
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


def _step(fields: Fields, number: int) -> Step:
    who = fields.word_of("who", OFFICERS | {SYSTEM})
    step = Step(
        number=number,
        act=fields.text("act"),
        who=who,
        track=fields.word_of("track", TRACKS),
        case=fields.words("case"),
        command=None if who == SYSTEM else fields.words("command"),
        on=fields.day("on"),
        payload=fields.mapping("payload"),
        assumed=fields.mapping("assumed"),
        beside=fields.take("beside"),
        within_seconds=int(fields.take("within_seconds", _WAIT_SECONDS)),
        states=tuple(_statement(each) for each in fields.each("states")),
        expect=_expectation(fields.fields("expect")),
    )
    fields.end()
    _check_step(step, fields)
    return step


def _check_step(step: Step, fields: Fields) -> None:
    if step.is_wait and (step.on or step.payload or step.assumed or step.expect.refused):
        raise fields.error("who", "is the system: nothing is sent, nothing is refused")
    if not 0 < step.within_seconds <= LONGEST_WAIT_SECONDS:
        raise fields.error("within_seconds", f"is not within 1..{LONGEST_WAIT_SECONDS}")
    if "on" in step.payload:
        raise fields.error("payload", "holds `on`, which stands beside it")
    try:
        step.body()
    except ValueError as error:
        raise fields.error("assumed", str(error)) from error


def _statement(fields: Fields) -> Statement:
    statement = Statement(fields.day("on"), fields.both_languages())
    fields.end()
    return statement


def _expectation(fields: Fields) -> Expectation:
    status = fields.take("status")
    expectation = Expectation(
        status=None if status is None else str(status),
        refused=_refusal(fields),
        clocks=tuple(_clocks(fields)),
        milestones={name: str(day) for name, day in fields.mapping("milestones").items()},
        warnings=fields.list_of_words("warnings"),
        relations=tuple(_relation(each) for each in fields.each("relations")),
        history=fields.list_of_words("history"),
        matter=fields.list_of_words("matter"),
    )
    fields.end()
    if expectation == Expectation():
        raise ScenarioError(f"{fields.where}: nothing is expected")
    return expectation


def _refusal(fields: Fields) -> ExpectedRefusal | None:
    node = fields.take("refused")
    if node is None:
        return None
    refused = Fields(node, f"{fields.where}.refused")
    refusal = ExpectedRefusal(
        int(refused.take("status", 0)), refused.words("code"), refused.take("field")
    )
    refused.end()
    return refusal


def _clocks(fields: Fields) -> Iterator[ExpectedClock]:
    for rule, node in fields.mapping("clocks").items():
        if node == "none":
            yield ExpectedClock(rule, absent=True)
            continue
        clock = Fields(node, f"{fields.where}.clocks.{rule}")
        due_on = clock.day_or("due_on", NO_DUE_DATE)
        status = clock.word_of("status", _CLOCK_STATES)
        clock.end()
        yield ExpectedClock(rule, due_on, status)


def _relation(fields: Fields) -> Relation:
    relation = Relation(fields.words("case"), fields.words("kind"))
    fields.end()
    return relation


def _check_aliases(scenario: Scenario, where: str) -> None:
    known: dict[str, str] = {}
    for step in scenario.steps:
        mentioned = [step.beside, *step.expect.matter]
        mentioned += [relation.case for relation in step.expect.relations]
        track = known.setdefault(step.case, step.track)
        for alias in filter(None, mentioned):
            if alias not in known:
                raise ScenarioError(f"{where}: step {step.number} names the unknown case {alias}")
        if track != step.track:
            raise ScenarioError(f"{where}: step {step.number}: {step.case} is a {track}")
    if not scenario.steps:
        raise ScenarioError(f"{where}: no steps")
