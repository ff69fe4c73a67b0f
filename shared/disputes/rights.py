"""The rights that run out in a matter: for every act, every person, and every remedy."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from shared.casework.act_parts import INACTION
from shared.casework.official_numbers import normalised
from shared.disputes.case_entry import reference
from shared.disputes.people import MERGED, People
from shared.remedies.contesting import (
    direct_suit,
    is_of_interest,
    reconsideration,
    suit_after_no_decision,
    suit_after_reconsideration,
)
from shared.remedies.earlier_cases import addressees, as_earlier, still_going_on
from shared.remedies.facts import Act, Earlier, Facts, Inaction
from shared.remedies.question import Law, Question
from shared.remedies.remedy import Remedy
from shared.remedies.settling import judicial_confirmation
from shared.remedies.track_rules import Path
from shared.storage.database import Document

Case = Mapping[str, Any]
RightStatus = Literal["open", "not_yet", "lapsed", "used", "closed"]

_OWN = frozenset({"petitioner", "applicant", "plaintiff"})
_USED_BY = {
    Path.RECONSIDERATION: "reconsideration",
    Path.LITIGATION: "litigation",
    Path.LITIGATION_AFTER_RECONSIDERATION: "litigation",
    Path.LITIGATION_AFTER_NO_DECISION: "litigation",
}


@dataclass(frozen=True, slots=True)
class RightHolder:
    """Whose right it is: one party, known in each case by the id it has there."""

    mark: str
    party_ids: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Right:
    """One right of one person against one act, as of a day."""

    id: str
    act_number: str | None
    person: RightHolder
    remedy: Remedy
    status: RightStatus
    used_by: Case | None
    cases: Sequence[Case]

    @property
    def warns_by(self) -> date | None:
        """
        The day by which to warn: the last day, or the safe one.

        While time is being taken out there is no last day yet; the safe day is the one that
        needs no proof.
        """
        if self.status != "open":
            return None
        return self.remedy.last_on or self.remedy.safe_on

    @property
    def against_inaction(self) -> bool:
        """Whether a duty was not performed, so that there is no act to name."""
        return any(is_inaction(case) for case in self.cases)

    @property
    def open_cases(self) -> list[Case]:
        """The cases of the person that are being handled at present."""
        return [case for case in self.cases if case["phase"] == "open"]


def rights_in(
    cases: Mapping[str, Case], law: Law, on: date, decisions: Sequence[Document] = ()
) -> list[Right]:
    """
    Return every right in a matter as of a day; `cases` as `watched_case` keeps them.

    `decisions` are those of officers on who is one person, as a matter keeps them.
    """
    ordered = [case for _, case in sorted(cases.items())]
    found: list[Right] = []
    for key, about in _by_act(ordered).items():
        for person in _persons(about, decisions):
            found += _rights_of(person, key, about, law, on)
    found += _confirmations(ordered, law, on)
    return found


def may_be_one(cases: Mapping[str, Case]) -> bool:
    """Say whether there are two whom an officer may have said to be one, or not to be."""
    people = (p for case in cases.values() for p in case["parties"] if p["kind"] != "agency")
    return len(list(people)) > 1


def _by_act(cases: Sequence[Case]) -> dict[str, list[Case]]:
    """Group the cases by the act they are about; without a number, by the only one there is."""
    numbers = {normalised(case["act"]["number"]) for case in cases if _numbered(case)}
    lone = next(iter(numbers)) if len(numbers) == 1 else ""
    groups: dict[str, list[Case]] = {}
    for case in cases:
        number = normalised(case["act"]["number"]) if _numbered(case) else lone
        groups.setdefault(number, []).append(case)
    return {number: group for number, group in groups.items() if any(case["act"] for case in group)}


def _numbered(case: Case) -> bool:
    return bool(case["act"].get("number"))


def _persons(cases: Sequence[Case], decisions: Sequence[Document]) -> Iterator[RightHolder]:
    """
    Yield the persons who contest the act, each once over all cases.

    Who has no number to be told by is the same person where each case has only one such party.
    What officers decided goes before both.
    """
    own = {case["case_id"]: [p for p in case["parties"] if _contests(case, p)] for case in cases}
    marks = {party["mark"] for parties in own.values() for party in parties if party["mark"]}
    alone = all(len(parties) <= 1 for parties in own.values()) and len(marks) <= 1
    people = People(
        (_as_entry(case, own[case["case_id"]]) for case in cases),
        [*([_all_one(own)] if alone else []), *decisions],
    )
    persons = people.persons()
    if not persons:
        yield RightHolder("nobody", {case["case_id"]: None for case in cases})
    taken: set[str] = set()
    for person in persons:
        unmarked = "sole" if alone and len(persons) == 1 else person.person_id.replace("/", ":")
        mark = min(
            (each.id_number_index for each in person.entries if each.id_number_index),
            default=unmarked,
        )
        # Two whom an officer held apart in spite of one number.
        mark = person.person_id if mark in taken else mark
        taken.add(mark)
        yield RightHolder(mark, _ids_in_cases(person.names, cases))


def _as_entry(case: Case, parties: Sequence[Mapping[str, Any]]) -> Document:
    """Return a case as officers' decisions see it; a mark tells who somebody is."""
    told = {"phone_index": None, "code": None}
    return {
        "case_id": case["case_id"],
        "track": case["track"],
        "parties": [{**party, **told, "id_number_index": party["mark"]} for party in parties],
    }


def _all_one(own: Mapping[str, Sequence[Mapping[str, Any]]]) -> Document:
    entries = [f"{case_id}/{party['id']}" for case_id, parties in own.items() for party in parties]
    return {"what": MERGED, "entries": entries, "others": []}


def _ids_in_cases(names: Collection[str], cases: Sequence[Case]) -> dict[str, str | None]:
    """Return the id of a person in each case: of two, the one on whom a decision was served."""
    found: dict[str, str | None] = {}
    for case in cases:
        ids = [p["id"] for p in case["parties"] if f"{case['case_id']}/{p['id']}" in names]
        if ids:
            served = addressees(case)
            found[case["case_id"]] = next((each for each in ids if each in served), ids[0])
    return found


def _contests(case: Case, party: Mapping[str, Any]) -> bool:
    """Say whether a party has a right against the act: who asked, or who was served."""
    if party["kind"] == "agency":
        return False
    return party["role"] in _OWN or (case["act"] != {} and party["id"] in addressees(case))


def _rights_of(
    person: RightHolder, key: str, about: Sequence[Case], law: Law, on: date
) -> Iterator[Right]:
    number = next((case["act"]["number"] for case in about if _numbered(case)), None)
    cases = [case for case in still_going_on(about) if case["case_id"] in person.party_ids]
    if not cases:
        return
    question = Question.about(_facts(person, cases, on), law)
    only_served = not any(_asked(case, person) for case in cases)
    for way in (reconsideration, direct_suit, suit_after_reconsideration, suit_after_no_decision):
        found = way(question)
        if is_of_interest(found.path, question.facts) and not (only_served and _is_direct(found)):
            used_by = _user_of(found.path, cases, question.facts)
            yield Right(
                id="|".join((key, person.mark, found.path)),
                act_number=number,
                person=person,
                remedy=found,
                status=_status(found, used_by),
                used_by=used_by,
                cases=cases,
            )


def _facts(person: RightHolder, cases: Sequence[Case], on: date) -> Facts:
    steps = [as_earlier(case, person.party_ids[case["case_id"]]) for case in cases]
    earlier = tuple(step for step in steps if step is not None)
    return Facts(on, _merged_act(cases), _merged_inaction(cases), earlier)


def _merged_act(cases: Iterable[Case]) -> Act:
    """Join what the cases of one person know of the act; the first that knows a fact tells it."""
    known: dict[str, Any] = {}
    for case in cases:
        for name, value in case["act"].items():
            known.setdefault(name, value)
    return Act.stored(known)


def is_inaction(case: Case) -> bool:
    """Say whether a case is about a duty that was not performed (不履行法定职责)."""
    return bool(case["act"].get("kind") == INACTION or case["told"].get("performance_ended_on"))


def _merged_inaction(cases: Sequence[Case]) -> Inaction | None:
    """Join what the cases know of a duty not performed; None: the cases are about an act."""
    if not any(is_inaction(case) for case in cases):
        return None
    known: dict[str, Any] = {}
    for case in cases:
        for name, value in (case["act"].get("inaction") or {}).items():
            if (name, value) != ("answer", "none"):  # an answer that came later tells more
                known.setdefault(name, value)
    for case in cases:
        if ended_on := case["told"].get("performance_ended_on"):
            known.setdefault("performance_due_on", ended_on)
    return Inaction.stored(known)


def _asked(case: Case, person: RightHolder) -> bool:
    own = person.party_ids[case["case_id"]]
    return own is None or any(
        party["id"] == own and party["role"] in _OWN for party in case["parties"]
    )


def _is_direct(found: Remedy) -> bool:
    return found.path in {Path.RECONSIDERATION, Path.LITIGATION}


def _user_of(path: Path, cases: Sequence[Case], facts: Facts) -> Case | None:
    """Return the case by which the right was used, if there is one."""
    track = _USED_BY[path]
    decided = path is Path.LITIGATION and any(
        step.track == "reconsideration" and step.status in {"decided", "dismissed", "rejected"}
        for step in facts.prior
    )
    if decided:
        return None  # a suit then is one against the decision
    taken = (case for case in cases if case["track"] == track)
    return next((case for case in taken if _is_taken(as_earlier(case, None))), None)


def _is_taken(step: Earlier | None) -> bool:
    """Say whether a step used up the right: one that came to nothing can be taken again."""
    if step is None or step.status in {"withdrawn", "lapsed"}:
        return False
    if step.status == "rejected":
        return step.ground != "30(6)"
    return (step.track, step.status) != ("litigation", "dismissed")


def _status(found: Remedy, used_by: Case | None) -> RightStatus:
    if used_by is not None:
        return "used"
    if found.state == "closed":
        return "lapsed" if found.span.ended_on is not None else "closed"
    return found.state


def _confirmations(cases: Sequence[Case], law: Law, on: date) -> Iterator[Right]:
    """Yield the joint right to have each mediation agreement confirmed."""
    for case in cases:
        step = as_earlier(case, None) if case["track"] == "mediation" else None
        if step is None or "agreed" not in case["milestones"]:
            continue
        found = judicial_confirmation(Question.about(Facts(on, prior=(step,)), law))
        applied = "confirmation_applied" in case["milestones"]
        yield Right(
            id="|".join((case["case_id"], "all", found.path)),
            act_number=case["act"].get("number"),
            person=RightHolder("all", {case["case_id"]: None}),
            remedy=found,
            status=_status(found, case if applied else None),
            used_by=case if applied else None,
            cases=[case],
        )


def parties_of(right: Right) -> list[dict[str, Any]]:
    """Return the ids that the person has in the cases, the earliest case first."""
    return [
        {
            **reference(case),
            "party": right.person.party_ids[case["case_id"]],
        }
        for case in right.cases
        if case["case_id"] in right.person.party_ids
    ]
