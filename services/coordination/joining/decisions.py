"""What officers decide about matters: link, unlink, refuse, who is one person, conflicts."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from services.coordination.joining.proposals import PROPOSED, Proposals
from services.coordination.joining.rights import check_may_decide, check_may_link, visible_matter
from services.coordination.joining.settlement import asking, joined
from services.coordination.matters.shelf import MatterShelf
from shared.disputes.case_entry import reference
from shared.disputes.discoveries import (
    OVER,
    RESOLVED,
    Cause,
    withdrawn,
)
from shared.disputes.matter_changes import MatterChange, state_with, with_discoveries
from shared.disputes.people import MERGED, SPLIT, People, Person, differ_by_number
from shared.events.announcements import Announcement
from shared.events.names import CONFLICT_RESOLVED
from shared.http.identity import Identity
from shared.http.problems import Problem, invalid, not_found
from shared.http.tracing import new_traceparent
from shared.language import Text
from shared.legal_day import today as legal_today
from shared.storage.database import Document
from shared.storage.desk import until_written

# An owner that was asked to move a case has done so within seconds; after this, ask again.
PATIENCE = timedelta(minutes=10)
_ON_ITS_WAY = Text(
    "该案正在转入另一争议事项，请稍后再试。",
    "The case is on its way to another matter; try again soon.",
)
_NO_CASE = Text("没有此案。", "No such case.")
_NO_PROPOSAL = Text("没有此项建议。", "No such proposal.")
_NO_CONFLICT = Text("没有此项冲突。", "No such conflict.")
_ALONE = Text(
    "该争议只有此一案，无从分出。", "It is the only case of the matter: nothing to unlink."
)
_IS_OVER = Text("该冲突已自行消除。", "The conflict is over by itself.")
_ALREADY_LINKED = Text(
    "两案已在同一争议中，请使用“分出”。", "Both cases are in one matter already; unlink instead."
)
_TWO_NUMBERS = Text(
    "身份证号不同，是两个人，不能合并。",
    "Two identity numbers are two people; they are not merged.",
)
_A_PAIR = 2
_NO_PAIR = Text("请列出恰好两个人的条目。", "Name entries of two people, no more and no fewer.")
_NOTHING_TO_DO = Text("所列条目没有变化可言。", "There is nothing to change about these entries.")


class ConcernedByPeople(Protocol):
    """Whoever reckons with who is one person, and looks again when officers decide it."""

    def look_again(self, matter_id: str) -> None:
        """Note, before the decision is written, that a matter is to be looked at again."""

    def regroup(self, matter_id: str) -> None:
        """Reckon with the decision that was written."""


@dataclass(frozen=True, slots=True)
class JoiningDecision:
    """Who decides, when, and why."""

    caller: Identity
    reason: str
    on: date

    @property
    def by(self) -> Document:
        """Who decides, as a history keeps it: no name."""
        caller = self.caller
        return {"id": caller.subject, "role": caller.role, "agency": caller.agency_code}

    def note(self, kind: str, **details: Any) -> Document:
        """Return the entry of the matter's history."""
        said = {"on": self.on.isoformat(), "by": self.by, "reason": self.reason}
        return {"kind": kind, **said, **details}


class Decisions:
    """
    Carries out what officers decide; each decision is one write, and a refusal changes nothing.

    A case that is linked or unlinked is asked to move, and stands in its new matter when its
    owner has moved it.
    """

    def __init__(
        self,
        shelf: MatterShelf,
        proposals: Proposals,
        concerned: ConcernedByPeople,
        *,
        today: Callable[[], date] = legal_today,
    ) -> None:
        self._shelf = shelf
        self._proposals = proposals
        self._concerned = concerned
        self._today = today

    def decision(self, caller: Identity, reason: str) -> JoiningDecision:
        """Return a decision of today."""
        return JoiningDecision(caller, reason, self._today())

    def link(self, matter_id: str, track: str, case_id: str, decision: JoiningDecision) -> None:
        """Let a case join a matter. It clears what held them apart."""

        def write(target: Document) -> bool:
            if case_id in target["cases"] and case_id not in target["moving"]:
                return True
            holder = self._holder(track, case_id)
            entry = holder["cases"][case_id]
            check_may_link(entry, decision.caller)
            _check_at_rest(holder, case_id, self._shelf.now())
            home = self._shelf.root(target)
            return self._ask(holder, entry, home["_id"], "linked", decision)

        self._decide(matter_id, decision, write)

    def unlink(self, matter_id: str, track: str, case_id: str, decision: JoiningDecision) -> None:
        """Give a case a matter of its own again; it does not come back by itself."""
        own_matter = uuid.uuid4().hex

        def write(matter: Document) -> bool:
            entry = matter["cases"].get(case_id)
            if entry is None or entry["track"] != track:
                raise not_found(_NO_CASE)
            if len(matter["cases"]) == 1:
                raise _conflict(_ALONE)
            _check_at_rest(matter, case_id, self._shelf.now())
            others = [name for name in matter["cases"] if name != case_id]
            apart = {**entry, "apart": sorted({*entry["apart"], *others})}
            return self._ask(matter, apart, own_matter, "unlinked", decision)

        self._decide(matter_id, decision, write)

    def refuse(self, matter_id: str, proposal_id: str, decision: JoiningDecision) -> None:
        """Refuse a proposal for good, at both matters."""
        matter = self._decidable(matter_id, decision.caller)
        pair = self._proposals.get(proposal_id)
        if pair is None or not set(pair["case_ids"]) & set(matter["cases"]):
            raise not_found(_NO_PROPOSAL)
        if set(pair["case_ids"]) <= set(matter["cases"]):
            raise _conflict(_ALREADY_LINKED)
        refusal = {
            "by": decision.by,
            "reason": decision.reason,
            "on": decision.on.isoformat(),
            "at": self._shelf.now(),
        }
        if pair["status"] == PROPOSED:
            self._proposals.refuse(proposal_id, refusal)

    def resolve(self, matter_id: str, conflict_id: str, decision: JoiningDecision) -> None:
        """Resolve a conflict: its findings are withdrawn, and it is not found again."""

        def write(matter: Document) -> bool:
            found = (each for each in matter["conflicts"] if each["id"] == conflict_id)
            conflict = next(found, None)
            if conflict is None:
                raise not_found(_NO_CONFLICT)
            if conflict["status"] == OVER:
                raise _conflict(_IS_OVER)
            return conflict["status"] == RESOLVED or self._resolve(matter, conflict, decision)

        self._decide(matter_id, decision, write)

    def merge(self, matter_id: str, entries: Sequence[str], decision: JoiningDecision) -> None:
        """Let entries of parties be one person."""

        def write(matter: Document) -> bool:
            persons = _persons(_people(matter), entries)
            if len(persons) < 2:
                raise _conflict(_NOTHING_TO_DO)
            if differ_by_number(persons):
                raise _conflict(_TWO_NUMBERS)
            names = sorted(name for person in persons for name in person.names)
            return self._decide_people(matter, MERGED, names, (), decision)

        self._decide(matter_id, decision, write)

    def split(self, matter_id: str, entries: Sequence[str], decision: JoiningDecision) -> None:
        """Let entries of parties be a person of their own."""

        def write(matter: Document) -> bool:
            names = {name for person in _persons(_people(matter), entries) for name in person.names}
            others = sorted(names - set(entries))
            if not others:
                raise _conflict(_NOTHING_TO_DO)
            return self._decide_people(matter, SPLIT, sorted(set(entries)), others, decision)

        self._decide(matter_id, decision, write)

    def hold_apart(self, matter_id: str, entries: Sequence[str], decision: JoiningDecision) -> None:
        """Let two people, named by any of their entries, be two: they are not proposed again."""

        def write(matter: Document) -> bool:
            people = _people(matter)
            persons = _persons(people, entries)
            if len(persons) != _A_PAIR:
                raise invalid({"entries": [_NO_PAIR]})
            if people.are_apart(*persons):
                raise _conflict(_NOTHING_TO_DO)
            first, second = (sorted(person.names) for person in persons)
            return self._decide_people(matter, SPLIT, first, second, decision)

        self._decide(matter_id, decision, write)

    def _decide(
        self, matter_id: str, decision: JoiningDecision, write: Callable[[Document], bool]
    ) -> None:
        """Write on the matter as it stands, and once more where it has changed meanwhile."""

        def decided() -> bool | None:
            return write(self._decidable(matter_id, decision.caller)) or None

        until_written(matter_id, decided)

    def _decidable(self, matter_id: str, caller: Identity) -> Document:
        matter = visible_matter(self._shelf, matter_id, caller)
        check_may_decide(matter, caller)
        return matter

    def _holder(self, track: str, case_id: str) -> Document:
        for matter in self._shelf.holding(case_id):
            if matter["cases"][case_id]["track"] == track:
                return matter
        raise not_found(_NO_CASE)

    def _ask(
        self,
        holder: Document,
        entry: Mapping[str, Any],
        target_id: str,
        kind: str,
        decision: JoiningDecision,
    ) -> bool:
        """Ask the owner to move a case: mark, note and event in one write of its matter."""
        name = entry["case_id"]
        asked = asking(
            target_id,
            decision.reason,
            on=decision.on.isoformat(),
            at=self._shelf.now(),
            by=decision.by,
        )
        moving = {**holder["moving"], name: asked}
        cases = {**holder["cases"], name: dict(entry)}
        everything = kind == "linked" and set(cases) <= set(moving)
        moved_to = {"moved_to": target_id} if everything else {}
        change = MatterChange(
            state_with(holder, cases, moving=moving, **moved_to),
            [joined(holder["_id"], entry, target_id, decision.reason)],
            notes=[decision.note(kind, cases=[reference(entry)], to_matter_id=target_id)],
        )
        return self._write(holder, change)

    def _resolve(self, matter: Document, conflict: Document, decision: JoiningDecision) -> bool:
        cause = Cause(decision.on.isoformat(), self._shelf.now(), decision.reason, by=decision.by)
        resolved = {**conflict, "status": RESOLVED, "ended": cause.as_dict()}
        conflicts = [
            resolved if each["id"] == conflict["id"] else each for each in matter["conflicts"]
        ]
        told = {name: value for name, value in resolved.items() if name != "found_at"}
        change = MatterChange(
            {"conflicts": conflicts},
            [
                Announcement(CONFLICT_RESOLVED, matter["_id"], matter["_id"], told),
                *withdrawn(matter["_id"], resolved, [*conflicts, *matter["links"]]),
            ],
            notes=[
                decision.note(
                    "conflict_resolved",
                    conflict_id=conflict["id"],
                    code=conflict["code"],
                    cases=conflict["cases"],
                )
            ],
        )
        return self._write(matter, change)

    def _decide_people(
        self,
        matter: Document,
        what: str,
        entries: Sequence[str],
        others: Sequence[str],
        decision: JoiningDecision,
    ) -> bool:
        at = self._shelf.now()
        decided = {
            "id": uuid.uuid4().hex,
            "what": what,
            "entries": list(entries),
            "others": list(others),
            "at": at.isoformat(),
        }
        # Whether two cases are of one person decides what the law forbids side by side.
        cause = Cause(decision.on.isoformat(), at, decision.reason, by=decision.by)
        decisions = [*matter["people"], decided]
        state, announcements, notes = with_discoveries(matter, matter["cases"], decisions, cause)
        note = decision.note(f"people_{what}", entries=list(entries))
        # Noted before as well: whoever is killed between the two writes leaves it to the sweep.
        self._concerned.look_again(matter["_id"])
        written = self._write(matter, MatterChange(state, announcements, notes=[note, *notes]))
        if written:
            self._concerned.regroup(matter["_id"])
        return written

    def _write(self, matter: Document, change: MatterChange) -> bool:
        return self._shelf.write(matter, matter["_id"], change, traceparent=new_traceparent())


def _people(matter: Mapping[str, Any]) -> People:
    return People(matter["cases"].values(), matter["people"])


def _persons(people: People, entries: Sequence[str]) -> list[Person]:
    found = {name: people.person_with(name) for name in entries}
    unknown = [name for name, person in found.items() if person is None]
    if unknown:
        text = Text(f"没有此条目：{unknown[0]}", f"There is no entry {unknown[0]}.")
        raise invalid({"entries": [text]})
    return list({person.person_id: person for person in found.values() if person}.values())


def _check_at_rest(matter: Mapping[str, Any], case_id: str, now: datetime) -> None:
    asked = matter["moving"].get(case_id)
    if asked is not None and now - asked["at"] < PATIENCE:
        raise _conflict(_ON_ITS_WAY)


def _conflict(text: Text) -> Problem:
    return Problem(409, "conflict", text)
