"""The cases of a scenario in a running installation, by their alias."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from deploy.demo.client import HttpAnswer, InstallationError, Officers
from deploy.demo.comparison import Document, Observation
from deploy.demo.scenario import ScenarioStep
from shared.house import tracks
from shared.language import Language, Text

COLLECTIONS = {each.track: each.collection for each in tracks()}
READERS = {each.track: each.officer for each in tracks()}
# The command by which a case is opened at the collection itself; others are named in the path.
_FIRST_COMMANDS = {
    "petition": "register",
    "mediation": "request",
    "reconsideration": "file",
    "litigation": "receive_notice",
}


class Cases:
    """Knows which case of the installation is which of the scenario, and reads them."""

    def __init__(self, officers: Officers) -> None:
        self._officers = officers
        self._ids: dict[str, str] = {}
        self._last: dict[str, Document] = {}

    def last(self, alias: str) -> Document | None:
        """Return the case as it was read last."""
        return self._last.get(alias)

    def is_known(self, alias: str) -> bool:
        """Say whether the case has been opened, or found, by now."""
        return alias in self._ids

    def bind(self, alias: str, case_id: str) -> None:
        """Remember which case goes by that alias."""
        self._ids[alias] = case_id

    def path(self, step: ScenarioStep, *, template: bool = False) -> str:
        """Return the path of the step's command; as the API documents it, for a `template`."""
        root = f"/{COLLECTIONS[step.track]}"
        if step.case in self._ids:
            case_id = "{case_id}" if template else self._ids[step.case]
            return f"{root}/{case_id}/{step.command}"
        return root if step.command == _FIRST_COMMANDS[step.track] else f"{root}/{step.command}"

    def matter_of(self, alias: str) -> str:
        """Return the id of the matter to which the case belongs."""
        return self.particular("matter", alias)

    def particular(self, kind: str, alias: str) -> str:
        """Return the id of a case (`case`), of its `matter`, or its `number`."""
        if kind == "case":
            return self._ids[alias]
        return str(self._last[alias][{"matter": "matter_id", "number": "number"}[kind]])

    def find(self, step: ScenarioStep) -> None:
        """Bind the step's alias to a case of its track that appeared in the matter of `beside`."""
        if step.beside is None or step.case in self._ids:
            return
        for case in self._members(step.track, self.matter_of(step.beside)):
            if case["track"] == step.track and case["case_id"] not in self._ids.values():
                self._ids[step.case] = case["case_id"]

    def observe(self, step: ScenarioStep, answer: HttpAnswer | None = None) -> Observation:
        """
        Return what the step's case shows now, as far as the step expects something of it.

        `answer` is what came back where something was sent or looked at.
        """
        refusal = answer.body if answer and not answer.ok else None
        answered = answer.body if answer and answer.ok and step.path else None
        if step.case not in self._ids:
            return Observation(None, refusal, cases=self._ids, answer=answered)
        before = self._last.get(step.case)
        # A command answers with the case as it stands then.
        shown = answer.body if answer and answer.ok and "clocks" in answer.body else None
        case = shown or self.read(step)
        self._last[step.case] = case
        expect = step.expect
        return Observation(
            case,
            refusal,
            unchanged=before is not None and before["version"] == case["version"],
            history=self._history(step) if expect.history else (),
            members=self._member_ids(step, case) if expect.matter else (),
            cases=self._ids,
            answer=answered,
        )

    def read(self, step: ScenarioStep, language: Language = "zh") -> Document:
        """Return the step's case as its officer reads it."""
        case: Document = self._get(step, "", language)
        return case

    def _history(self, step: ScenarioStep) -> Sequence[str]:
        return [entry["command"] for entry in self._get(step, "/history", "zh")]

    def _member_ids(self, step: ScenarioStep, case: Document) -> Sequence[str]:
        return [each["case_id"] for each in self._members(step.track, case["matter_id"])]

    def _members(self, track: str, matter_id: str) -> list[Document]:
        """Return the cases of a matter; none while coordination has not heard of it yet."""
        answer = self._officers.get(READERS[track], f"/matters/{matter_id}")
        return list(answer.body["cases"]) if answer.ok else []

    def _get(self, step: ScenarioStep, rest: str, language: Language) -> Any:
        path = f"/{COLLECTIONS[step.track]}/{self._ids[step.case]}{rest}"
        answer = self._officers.get(READERS[step.track], path, language)
        if not answer.ok:
            told = f"{path}: {answer.status} {answer.body.get('detail', '')}"
            raise InstallationError(Text(told, told))
        return answer.body
