"""What a track's procedure says: states, commands, clock operations, effects of expiry."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from marshmallow import Schema

from shared.casework.case import Changes
from shared.casework.claims import Claims
from shared.casework.guarding import SYSTEM_ROLE, Attempt, Guard
from shared.casework.payloads import without_beginnings
from shared.language import Text

__all__ = [
    "FACT",
    "ITEM",
    "PHASES",
    "POSTED",
    "SYSTEM_ROLE",
    "VOID",
    "ClockOperation",
    "Command",
    "Conditions",
    "Expiry",
    "Hiding",
    "Opening",
    "Phase",
    "Procedure",
    "Served",
    "Setting",
    "StandingNotice",
    "State",
    "Target",
    "Verb",
]

Phase = Literal["open", "ended", "closed", "void"]
VOID: Phase = "void"
"""The phase of a case that was entered by mistake; no procedure file says it."""
PHASES: tuple[Phase, ...] = tuple(each for each in get_args(Phase) if each != VOID)
Verb = Literal[
    "start",
    "meet",
    "cancel",
    "pause",
    "resume",
    "extend",
    "exclude",
    "replace",
    "reopen",
    "miss",
    "lapse",
    "warn",
    "recompute",
    "leave",
    "void",
]
"""What a step does to clocks."""
OWN_VERBS: frozenset[Verb] = frozenset({"lapse", "warn", "recompute", "leave", "void"})
"""What only the commands do that every track has by itself."""
Conditions = Mapping[str, Any]
ITEM = "item."
"""The beginning of a path that names an item of the list for each of which a step is done."""
FACT = "facts."
"""The beginning of a path that names a fact of the case and not a field of the payload."""


POSTED = ("payload.posted_on",)
"""The day by which an act that was posted is in time."""


@dataclass(frozen=True, slots=True)
class State:
    """
    One state of a case.

    `phase`: work goes on, an outcome is reached, all is over, or it was entered by mistake.
    """

    name: str
    label: Text
    phase: Phase


@dataclass(frozen=True, slots=True)
class Target:
    """A state that a command leads to when its conditions hold."""

    state: str
    when: Conditions = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StandingNotice:
    """A warning that the procedure itself puts on a case."""

    code: str
    basis: str
    text: Text


@dataclass(frozen=True, slots=True)
class Served:
    """
    A document that is served (送达) on several, from whose day each has periods of their own.

    It is served on the parties with these `roles`; the periods of `rules` count from it, by the
    law of `basis`; of a rule in `variants` those of that variant alone. `rights` are rules whose
    periods are those of the same people and their heirs, from whatever day. `others` get it too,
    without such a period. `sides` are names that stand for all parties of some roles, of which
    `own_side` is that of the handling agency itself. `made` are the paths of the day on which it
    was made, `unserved` is what the case shows while somebody's day of service is not known.
    Where one of the conditions `barred` holds, no period counts from it.
    """

    roles: frozenset[str]
    rules: frozenset[str]
    basis: str
    made: tuple[str, ...]
    variants: Mapping[str, str] = field(default_factory=dict)
    rights: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    sides: Mapping[str, frozenset[str]] = field(default_factory=dict)
    own_side: str | None = None
    unserved: StandingNotice | None = None
    barred: tuple[Conditions, ...] = ()


@dataclass(frozen=True, slots=True)
class ClockOperation:
    """
    One step on clocks: `verb` with the rules it concerns and the paths of its facts.

    `spared` are rules that it leaves alone where it concerns all. With `each`, the path of a list,
    it is done for every item: paths name it as `item`, which has its `number` from 1 beside; a
    command that waits for a document has its `services` by side as such lists, and the day of its
    effect as `effect.on`.
    With `unless_begun` no clock is started for people for whom one of the rule and `variant` began
    already, on the day of the path `since` or later. With `begun`, the path of a day, it concerns
    the clocks that began by that day; what is met is of the `variant`, if it names one.
    """

    verb: Verb
    rules: tuple[str, ...]
    when: Conditions = field(default_factory=dict)
    unless: Conditions = field(default_factory=dict)
    paths: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    variant: str | None = None
    with_rule: str | None = None
    within: tuple[str, ...] = ()
    spared: frozenset[str] = frozenset()
    each: str | None = None
    unless_begun: bool = False
    late: StandingNotice | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """
    What a command writes down on the case, as names of payload fields or paths of dates.

    `lifts` is the path of the code of a warning that no longer stands; `settles` are warnings that
    no longer do, by code and basis. `voids` are facts that hold no longer unless the conditions
    `stays` hold, or the payload says them anew; a list that steps add to begins anew.
    """

    facts: tuple[str, ...] = ()
    append: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    constants: Mapping[str, Any] = field(default_factory=dict)
    copies: Mapping[str, str] = field(default_factory=dict)
    milestones: Mapping[str, str] = field(default_factory=dict)
    agency: str | None = None
    assignee: str | None = None
    lifts: str | None = None
    voids: tuple[str, ...] = ()
    stays: Conditions = field(default_factory=dict)
    settles: tuple[tuple[str, str], ...] = ()
    matter: str | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """
    How a creating command turns its payload into parties and act.

    `read_by` names the field of an agency that may read the case without handling it.
    """

    parties: Mapping[str, str]
    act: str | None = None
    read_by: str | None = None


@dataclass(frozen=True, slots=True)
class Leaving:
    """
    Who of several may leave alone: parties of these roles, but not the last one of the first role.

    For the last one there is the command `last`, which ends the case. `basis` is the article.
    """

    roles: tuple[str, ...]
    last: str
    basis: str


@dataclass(frozen=True, slots=True)
class Command:
    """
    One act of procedure: from where to where, by whom, with what, and what follows.

    `event_data` names payload fields, and facts of the case as `facts.name`.
    `by_involved`: agencies that handled the case before may give the command too.
    `counts_from`: the paths of the day by which a period judges the act, where it is not `on`.
    `takes_back`: the rules whose expiry has no effect beside this act, whenever it was done.
    `serves`: the documents whose service on one addressee, or on all, the command may record.
    `supplies`: the rules whose facts were unknown before: each begins once, on the day of the path
    `supplies_since` or later where there is one.
    `awaits`: the document that has to be served on everybody first.
    `comes_late`: its day may be before the case came into its state; `order` says what it follows.
    `told_later`: the states in which it may still be recorded with an earlier day, in its place
    among what has happened since.
    `parties`: what the command changes of who takes part. `leaving`: it is one of several who goes.
    `own_route`: it is given by a route of its own, and no form is offered for it.
    """

    name: str
    label: Text
    from_states: frozenset[str]
    targets: tuple[Target, ...]
    roles: frozenset[str]
    schema: type[Schema]
    articles: tuple[str, ...]
    event: str
    creates: bool = False
    event_data: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()
    guards: tuple[Guard, ...] = ()
    opens: Opening | None = None
    sets: Setting = field(default_factory=Setting)
    order: tuple[tuple[str, str], ...] = ()
    requires: tuple[str, ...] = ()
    clocks: tuple[ClockOperation, ...] = ()
    by_involved: bool = False
    counts_from: tuple[str, ...] = POSTED
    takes_back: frozenset[str] = frozenset()
    serves: tuple[str, ...] = ()
    supplies: frozenset[str] = frozenset()
    supplies_since: tuple[str, ...] = ()
    awaits: str | None = None
    comes_late: bool = False
    told_later: frozenset[str] = frozenset()
    parties: Callable[[Attempt], Changes] | None = None
    leaving: Leaving | None = None
    own_route: bool = False

    def is_only_told_in(self, status: str | None) -> bool:
        """Say whether in a state it cannot be done any more, and may be recorded as done before."""
        return status in self.told_later and status not in self.from_states

    def owes_its_day(self, status: str | None, payload: Mapping[str, Any]) -> bool:
        """Say whether it may only be recorded as done before, and the payload names no day."""
        return self.is_only_told_in(status) and payload.get("on") is None

    @property
    def schema_on_case(self) -> type[Schema]:
        """The schema of the payload where the command is given on a case that exists already."""
        return without_beginnings(self.schema) if self.creates else self.schema


@dataclass(frozen=True, slots=True)
class Expiry:
    """
    What the passing of a due date does: a command of the system, a warning, the end of a right.

    With `after`, the command waits until no clock of those rules is running any more.
    """

    command: str | None = None
    after: tuple[str, ...] = ()
    warning: StandingNotice | None = None
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Hiding:
    """
    Whose particulars are kept from an agency that is itself a party (`from_role`).

    Until the fact at `until_known` decides `when`, others hear no title of the case.
    """

    roles: frozenset[str]
    from_role: str
    when: Conditions
    until_known: str | None = None


@dataclass(frozen=True, slots=True)
class Procedure:
    """
    The law of one track as data, checked when it was loaded.

    Of a list of facts a case keeps the last items, and its history all. `keeps` names the lists of
    which guards and reactions ask for more: every item, or one of each value of the fields named.
    `alone` tells what one case alone may hold, `earlier` what steps record by now and did not in an
    earlier release, from what else a case holds.
    """

    track: str
    collection: str
    service: str
    number: str
    label: Text
    states: Mapping[str, State]
    commands: Mapping[str, Command]
    expiry: Mapping[str, Expiry]
    hides: Hiding | None = None
    keeps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    served: Mapping[str, Served] = field(default_factory=dict)
    alone: tuple[Claims, ...] = ()
    earlier: Callable[[Mapping[str, Any]], Changes] | None = None

    def creating(self) -> Sequence[Command]:
        """Return the commands that open a case, in the order of the file."""
        return [command for command in self.commands.values() if command.creates]

    def keeps_list(self, fact: str) -> bool:
        """Say whether a fact is a list to which steps add."""
        return any(fact in command.sets.append for command in self.commands.values())

    def closed_states(self) -> frozenset[str]:
        """Return the states in which nothing remains to be done."""
        over = {"closed", VOID}
        return frozenset(name for name, state in self.states.items() if state.phase in over)

    def is_told_of_a_closed_file(self, command: Command, case: Mapping[str, Any]) -> bool:
        """Say whether a command may be told later of a closed file: that it was ends no right."""
        status = case.get("status")
        may_be = command.told_later & command.from_states
        return status in may_be and self.states[status].phase == "closed"

    def allowed_from(self, status: str | None, role: str | None = None) -> list[str]:
        """Return the names of the commands possible in `status`, for `role` where one is given."""
        return [
            command.name
            for command in self.commands.values()
            if status in command.from_states
            and not command.own_route
            and (role is None or role in command.roles)
        ]
