"""Living cases: what an office has on its desks today, entered over the API by its officers."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from deploy.demo.cases import COLLECTIONS
from deploy.demo.client import COURT, HttpAnswer, InstallationError, Officers
from deploy.demo.memory import Memory
from deploy.demo.named_officers import admit, read_office
from deploy.demo.placeholders import Filling
from deploy.demo.scenario_fields import Fields, ScenarioError
from shared.language import Text
from shared.legal_day import today

FOLDER = Path(__file__).parent / "living"
_OFFICERS_FILE = "officers.yaml"
_PATIENCE_SECONDS = 60
_LOOK_SECONDS = 0.2
_DONE = "living"
_NOTICES = "/court/notices"
_OPENING = {
    "petition": "register",
    "mediation": "request",
    "reconsideration": "file",
    "litigation": "receive_notice",
}


@dataclass(frozen=True, slots=True)
class CaseCommand:
    """One command: by whom (else the officer of the case), and with what."""

    by: str
    command: str
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LivingCase:
    """
    A case and everything done on it so far.

    `appears_beside` names the case in whose matter it appears by itself; `opened_by_court`: its
    first act is a notice of the court.
    """

    alias: str
    track: str
    officer: str
    appears_beside: str | None
    opened_by_court: bool
    acts: Sequence[CaseCommand]


def read_living(folder: Path = FOLDER) -> list[LivingCase]:
    """Return the cases of every file but that of the officers; `ScenarioError` names the place."""
    found = [
        case
        for path in sorted(folder.glob("*.yaml"))
        if path.name != _OFFICERS_FILE
        for case in _cases_in(path)
    ]
    known: set[str] = set()
    for case in found:
        if case.alias in known:
            raise ScenarioError(f"{case.alias} stands twice")
        if case.appears_beside and case.appears_beside not in known:
            raise ScenarioError(f"{case.alias} appears beside an unknown case")
        known.add(case.alias)
    return found


def enter_living_cases(officers: Officers, memory: Memory, say: Callable[[Text], None]) -> None:
    """Make the officers their accounts and fill their desks, where that was not done before."""
    office = read_office()
    admit(office, officers, memory)
    if _DONE in memory.done:
        return
    cases = read_living()
    say(
        Text(
            f"{office.agency['name']}：以人员名义录入 {len(cases)} 个在办案件",
            f"entering {len(cases)} living cases in the name of their officers",
        )
    )
    desks = Desks(officers, memory, office.agency["code"])
    for case in cases:
        desks.enter(case)
    memory.finish(_DONE)


def _cases_in(path: Path) -> Iterator[LivingCase]:
    root = Fields.read(path.read_text("utf-8"), path.name)
    for fields in root.each("cases"):
        case = LivingCase(
            alias=fields.words("case"),
            track=fields.word_of("track", frozenset(COLLECTIONS)),
            officer=fields.words("officer"),
            appears_beside=fields.take("appears_beside"),
            opened_by_court=fields.truth("opened_by_court"),
            acts=tuple(_act(each) for each in fields.each("acts")),
        )
        fields.end()
        yield case
    root.end()


def _act(fields: Fields) -> CaseCommand:
    act = CaseCommand(fields.take("by", ""), fields.words("do"), fields.mapping("with"))
    fields.end()
    return act


class Desks:
    """Enters living cases, each step once, however often it is told to."""

    def __init__(self, officers: Officers, memory: Memory, agency: str) -> None:
        if not memory.mark:
            memory.mark, memory.day = uuid.uuid4().hex[:12], today().isoformat()
            memory.save()
        self._officers = officers
        self._mark = memory.mark
        self._cases: dict[str, Mapping[str, Any]] = {}
        self._filling = Filling(
            memory.mark, date.fromisoformat(memory.day), self._particular, {"agency": agency}
        )

    def enter(self, case: LivingCase) -> None:
        """Do everything on the case that is to be done; `InstallationError` tells a refusal."""
        acts = list(enumerate(case.acts))
        if case.appears_beside:
            self._cases[case.alias] = self._appeared(case, case.appears_beside)
        else:
            self._open(case, *acts.pop(0))
        for number, act in acts:
            path = f"/{COLLECTIONS[case.track]}/{self._cases[case.alias]['id']}/{act.command}"
            self._send(case, number, act, act.by or case.officer, path)

    def _open(self, case: LivingCase, number: int, act: CaseCommand) -> None:
        collection = COLLECTIONS[case.track]
        if case.opened_by_court:
            notice = self._send(case, number, act, COURT, _NOTICES).body
            self._cases[case.alias] = self._read(case, notice["id"])
            return
        opening = act.command == _OPENING[case.track]
        path = f"/{collection}" if opening else f"/{collection}/{act.command}"
        self._cases[case.alias] = self._send(case, number, act, act.by or case.officer, path).body

    def _appeared(self, case: LivingCase, beside: str) -> Mapping[str, Any]:
        """Return the case of that track which appears in the matter of another one."""
        known = {each["id"] for each in self._cases.values()}
        until = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < until:
            matter = self._officers.get(case.officer, f"/matters/{self._matter(beside)}")
            for member in matter.body["cases"] if matter.ok else ():
                if member["track"] == case.track and member["case_id"] not in known:
                    return self._read(case, member["case_id"])
            time.sleep(_LOOK_SECONDS)
        told = f"{case.alias} 没有出现", f"{case.alias} did not appear"
        raise InstallationError(Text(*told))

    def _read(self, case: LivingCase, case_id: str) -> Mapping[str, Any]:
        found = self._officers.get(case.officer, f"/{COLLECTIONS[case.track]}/{case_id}")
        return dict(self._accepted(case, found).body)

    def _send(
        self, case: LivingCase, number: int, act: CaseCommand, who: str, path: str
    ) -> HttpAnswer:
        key = f"demo-{self._mark}-{case.alias}-{number}"
        sent = self._officers.post(who, path, self._filling.filled(act.payload), key)
        return self._accepted(case, sent, act.command)

    @staticmethod
    def _accepted(case: LivingCase, answer: HttpAnswer, command: str = "") -> HttpAnswer:
        if not answer.ok:
            told = f"{case.alias} {command}: {answer.status} {answer.body}"
            raise InstallationError(Text(told, told))
        return answer

    def _matter(self, alias: str) -> str:
        return self._particular("matter", alias)

    def _particular(self, kind: str, alias: str) -> str:
        return str(self._cases[alias][{"matter": "matter_id", "case": "id"}.get(kind, kind)])
