"""What has to hold after a step of a scenario."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from deploy.demo.scenario_fields import Fields, ScenarioError

_CLOCK_STATES = frozenset({"running", "paused", "met", "missed", "cancelled"})
NO_DUE_DATE = "none"


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
    """A refusal: HTTP status, problem code, the field it names, the article it rests on."""

    status: int
    code: str
    field: str | None = None
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """A link from the case to another case of the scenario, by its alias."""

    case: str
    kind: str


@dataclass(frozen=True, slots=True)
class Expectation:
    """
    What has to hold after a step; what is not named is not checked.

    `no_warnings` are codes that the case must not show (any longer). `answer` is a part of what
    the API answers: of a mapping the values named, of a list an item for each one expected; an
    empty list stands for an empty one.
    """

    status: str | None = None
    refused: ExpectedRefusal | None = None
    clocks: Sequence[ExpectedClock] = ()
    milestones: Mapping[str, str] = field(default_factory=dict)
    warnings: Sequence[str] = ()
    no_warnings: Sequence[str] = ()
    relations: Sequence[Relation] = ()
    history: Sequence[str] = ()
    matter: Sequence[str] = ()
    answer: Any = None

    @property
    def is_about_a_case(self) -> bool:
        """Whether anything is expected of the case itself."""
        alone = Expectation(refused=self.refused, answer=self.answer)
        return self != alone


def read_expectation(fields: Fields) -> Expectation:
    """Return the expectation among the fields; `ScenarioError` where nothing is expected."""
    status = fields.take("status")
    expectation = Expectation(
        status=None if status is None else str(status),
        refused=_refusal(fields),
        clocks=tuple(_clocks(fields)),
        milestones={name: str(day) for name, day in fields.mapping("milestones").items()},
        warnings=fields.list_of_words("warnings"),
        no_warnings=fields.list_of_words("no_warnings"),
        relations=tuple(_relation(each) for each in fields.each("relations")),
        history=fields.list_of_words("history"),
        matter=fields.list_of_words("matter"),
        answer=_answer(fields),
    )
    fields.end()
    if expectation == Expectation():
        raise ScenarioError(f"{fields.where}: nothing is expected")
    return expectation


def _answer(fields: Fields) -> Any:
    answer = fields.take("answer")
    if answer is not None and (not isinstance(answer, Mapping | list) or not answer):
        raise fields.error("answer", "is neither a mapping nor a list of what is expected")
    return answer


def _refusal(fields: Fields) -> ExpectedRefusal | None:
    node = fields.take("refused")
    if node is None:
        return None
    refused = Fields(node, f"{fields.where}.refused")
    refusal = ExpectedRefusal(
        int(refused.take("status", 0)),
        refused.words("code"),
        refused.take("field"),
        refused.take("basis"),
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
