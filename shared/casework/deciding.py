"""Decisions on stored cases: what a decision rests on is read, what it comes to is not written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from shared.casework.clock_dates import recorded_version
from shared.casework.decision import Circumstances, Decision, decide
from shared.casework.entry import Request
from shared.casework.guarding import Actor
from shared.casework.keys import CaseworkKeys
from shared.casework.procedure import Command, Procedure
from shared.casework.store import CaseStore
from shared.casework.stored_cases import StoredCases
from shared.casework.telling import told_facts
from shared.law import Calendar, Rules, RuleVersion
from shared.legal_day import today as legal_today


class Deciding(StoredCases):
    """The cases of one track, the law that is in force for them, and the day."""

    def __init__(
        self,
        procedure: Procedure,
        store: CaseStore,
        keys: CaseworkKeys,
        rules: Rules,
        calendars: Callable[[], Calendar],
        *,
        today: Callable[[], date] = legal_today,
    ) -> None:
        super().__init__(procedure, store, keys)
        self.rules = rules
        self._calendars = calendars
        self.today = today

    @property
    def calendar(self) -> Calendar:
        """The calendar in use at this moment."""
        return self._calendars()

    def command(self, name: str) -> Command:
        """Return a command of the procedure by name."""
        return self.procedure.commands[name]

    def recorded_version(self, clock: Mapping[str, Any]) -> RuleVersion:
        """Return the version of the rule under which a clock was started."""
        return recorded_version(self.rules, clock)

    def circumstances(
        self,
        case: Mapping[str, Any],
        actor: Actor,
        on: date,
        assignee: Actor | None = None,
        *,
        matter_is_new: bool = False,
    ) -> Circumstances:
        """
        Return all that a decision on a case rests on today, beside the act itself.

        Of a matter that begins with the case nobody can have told anything yet.
        """
        return Circumstances(
            on=on,
            today=self.today(),
            actor=actor,
            rules=self.rules,
            calendar=self.calendar,
            index=lambda field, value: self.keys.sealer.index(value, field=field),
            matter={} if matter_is_new else self.store.matter_view(case.get("matter_id")),
            assignee=assignee,
        )

    def decide(
        self, case: Mapping[str, Any], request: Request, *, matter_is_new: bool = False
    ) -> Decision:
        """
        Decide what a request asks for on a case; raises what the pure `decide` raises.

        Those texts of the case are spelled out that the event of the act tells or shares.
        """
        names = told_facts(case, request.command)
        spelled = self.with_texts(case, *names) if names else case
        on = request.on(self.today())
        circumstances = self.circumstances(
            case, request.actor, on, request.assignee, matter_is_new=matter_is_new
        )
        return decide(self.procedure, spelled, request.command, request.payload, circumstances)
