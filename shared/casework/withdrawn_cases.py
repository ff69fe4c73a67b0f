"""Registrations that are withdrawn (撤销登记), of a case itself and of one that it had opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from shared.casework.amended_case import Amended
from shared.casework.amending import Amending
from shared.casework.case import Case, is_withdrawn
from shared.casework.correcting import TAKE_BACK
from shared.casework.course import Step
from shared.casework.deciding import Deciding
from shared.casework.decision import Decision
from shared.casework.entry import Request
from shared.casework.guarding import SYSTEM, SYSTEM_ROLE, Actor
from shared.casework.reliance import check_approved, check_nobody_relies
from shared.casework.withdrawing import (
    NOTE_WITHDRAWAL,
    OPENED_BY,
    WITHDRAW_CASE,
    answered_event,
)
from shared.http.problems import Problem
from shared.language import Text


class WithdrawnCases:
    """Decides on the commands about registrations, and says what stands against them."""

    def __init__(self, deciding: Deciding, amending: Amending) -> None:
        self._deciding = deciding
        self._amending = amending

    def decided(self, case: Case, request: Request) -> tuple[Decision, Amended | None]:
        """Return the decision on any command, and how it amends the course where it does."""
        if request.command.name == WITHDRAW_CASE:
            return self._withdrawal(case, request), None
        if request.command.name == NOTE_WITHDRAWAL:
            return self._noted(case, request)
        return self._amending.decided(case, request)

    def hindrances(self, case: Case, actor: Actor) -> dict[str, Text]:
        """
        Return by command why the actor may not take the last entry back, or withdraw the case.

        Only what the end of the history tells, which lies in the case, is looked at.
        """
        found: dict[str, Text] = {}
        try:
            self._amending.check_last_entry(case, case["history"][-1], actor)
        except Problem as problem:
            found[TAKE_BACK] = problem.detail
        if len(case["history"]) == case["version"] and not is_withdrawn(case):
            try:
                self._check_nobody_relies(case, self._amending.course(case))
            except Problem as problem:
                found[WITHDRAW_CASE] = problem.detail
        return found

    def _withdrawal(self, case: Case, request: Request) -> Decision:
        """
        Return the decision to withdraw the registration of a case.

        Raises `Problem`: 403 for an agency from which the case is hidden, 409 `conflict` with
        whoever relies on it, 428 without approval where that is needed.
        """
        course = self._amending.course_to_correct(case, request.actor)
        decision = self._deciding.decide(case, request)
        self._check_nobody_relies(case, course)
        own_of_today = self._is_own_of_today(case, course[0], request.actor)
        check_approved(request.payload, own_of_today=own_of_today)
        told = {**decision.event_data, OPENED_BY: answered_event(case)}
        return replace(decision, event_data=told)

    def _is_own_of_today(self, case: Case, opening: Step, actor: Actor) -> bool:
        """Say whether the actor opened the case today, and nobody recorded anything since."""
        if opening.actor.subject != actor.subject or opening.recorded_on != self._deciding.today():
            return False
        since = self._deciding.history(case, after=opening.version)
        return all(entry["actor"]["role"] == SYSTEM_ROLE for entry in since)

    def _noted(self, case: Case, request: Request) -> tuple[Decision, Amended | None]:
        """
        Return the note of a case that had been opened from here, without what it had told.

        What somebody has relied on since stands; the note says what became of its ground.
        """
        answers = frozenset(self._answers_to(case, request.payload["case_id"]))
        if answers:
            try:
                amended = self._amending.without(case, request, sorted(answers))
            except Problem as problem:
                if problem.code != "conflict":
                    raise
            else:
                return amended.decision, amended
        return self._deciding.decide(case, request), None

    def _answers_to(self, case: Case, other: str) -> Iterator[int]:
        """Yield the steps that count which the system took as a case told of itself."""
        counting = {step.version for step in self._amending.course(case)}
        for entry in self._deciding.history(case):
            key = entry["idempotency"]["key"] or ""
            if entry["version"] in counting and key.startswith(f"{SYSTEM.subject}:{other}."):
                yield entry["version"]

    def _check_nobody_relies(self, case: Case, course: Sequence[Step]) -> None:
        matter = self._deciding.store.matter_view(case["matter_id"])
        check_nobody_relies(self._deciding.procedure, case, course, matter)
