"""What belongs together: matters with proof of one dispute become one, likely ones are proposed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from services.coordination.joining.proposals import Proposals, connects
from services.coordination.matters.shelf import MatterShelf
from shared.casework.case_events import CaseEvent
from shared.disputes.case_entry import reference
from shared.disputes.likeness import LikenessPolicy, best_pair
from shared.disputes.matter_changes import MOST_CASES, MatterChange, state_with
from shared.disputes.strong_keys import Proof, proof_of_one_dispute
from shared.events.announcements import Announcement
from shared.events.names import CASE_JOINED
from shared.storage.database import Document
from shared.storage.desk import until_written

Matter = Mapping[str, Any]
_MOVED_BEFORE = "争议事项已并入 the matter was joined to another"


class Settlement:
    """
    Settles which matters are one.

    The younger matter always goes to the older, so two processes that find the same pair at the
    same time, or a matter that is itself on its way, come to one end. Deciding is one write, of
    the matter that goes; its cases follow when their owners have moved them.
    """

    def __init__(self, shelf: MatterShelf, proposals: Proposals, policy: LikenessPolicy) -> None:
        self._shelf = shelf
        self._proposals = proposals
        self._policy = policy

    def settle(self, matter_id: str, event: CaseEvent) -> None:
        """Look where the cases of a matter belong, after `event`; may be repeated at any time."""
        until_written(matter_id, lambda: self._settled(matter_id, event) or None)

    def _settled(self, matter_id: str, event: CaseEvent) -> bool:
        matter = self._shelf.find(matter_id)
        if matter is None or not matter["cases"]:
            return True
        if matter["moved_to"] is not None:
            return self._go(matter, self._shelf.root(matter), _MOVED_BEFORE, event)
        proven = self._proven(matter)
        if not proven:
            self._propose(matter, event)
            return True
        family = sorted([matter, *(each for each, _ in proven)], key=_age)
        reasons = {each["_id"]: proof for each, proof in proven}
        oldest = family[0]
        return all(
            self._go(younger, oldest, _reason(reasons, younger, oldest), event)
            for younger in family[1:]
            if not are_apart(younger, oldest)
        )

    def _proven(self, matter: Matter) -> list[tuple[Document, Proof]]:
        """Return the other matters that are proven to be about the same dispute, and why."""
        found: dict[str, tuple[Document, Proof]] = {}
        for candidate in self._shelf.with_keys(matter["keys"]):
            proof = proof_of_one_dispute(_staying(matter), _staying(candidate))
            if proof is None:
                continue
            target = self._shelf.root(candidate)
            if target["_id"] == matter["_id"]:
                continue
            if len({*matter["cases"], *target["cases"]}) > MOST_CASES:
                continue
            if not are_apart(matter, candidate) and not are_apart(matter, target):
                found.setdefault(target["_id"], (target, proof))
        return list(found.values())

    def _go(self, matter: Document, target: Document, reason: str, event: CaseEvent) -> bool:
        """Send every case of `matter` that is not on its way yet to `target`, in one write."""
        waiting = [entry for name, entry in matter["cases"].items() if name not in matter["moving"]]
        if not waiting and matter["moved_to"]:
            return True
        asked = {
            entry["case_id"]: asking(target["_id"], reason, on=event.on, at=self._shelf.now())
            for entry in waiting
        }
        change = MatterChange(
            state_with(
                matter,
                matter["cases"],
                moving={**matter["moving"], **asked},
                moved_to=target["_id"],
            ),
            [joined(matter["_id"], entry, target["_id"], reason) for entry in waiting],
            notes=[
                {
                    "kind": "joined",
                    "on": event.on,
                    "cases": [reference(entry) for entry in waiting],
                    "to_matter_id": target["_id"],
                    "reason": reason,
                    "event": event.id,
                }
            ],
        )
        return self._shelf.write(matter, matter["_id"], change, traceparent=event.traceparent)

    def _propose(self, matter: Matter, event: CaseEvent) -> None:
        entry = matter["cases"].get(event.case_id)
        if entry is None or not matter["likeness_keys"]:
            return
        known = self._proposals.about(matter["cases"])
        seen = {matter["_id"]}
        for candidate in self._shelf.alike(matter["likeness_keys"]):
            other = self._shelf.root(candidate)
            if other["_id"] in seen or are_apart(matter, other):
                continue
            seen.add(other["_id"])
            if any(connects(pair, matter["cases"], other["cases"]) for pair in known):
                continue
            pair = best_pair([entry], _staying(other), self._policy)
            if pair is not None:
                one, theirs, likeness = pair
                self._proposals.propose(one, theirs, likeness, on=event.on, at=self._shelf.now())


def are_apart(one: Matter, other: Matter) -> bool:
    """Say whether an officer has taken a case of one matter out of the other's."""
    return any(
        name in entry["apart"]
        for entries, names in ((one["cases"], other["cases"]), (other["cases"], one["cases"]))
        for entry in entries.values()
        for name in names
    )


def asking(
    target_id: str,
    reason: str,
    *,
    on: str,
    at: datetime,
    by: Mapping[str, Any] | None = None,
) -> Document:
    """Return the mark of a case that is asked to move: where to, why, since when, by whom."""
    asked = {"to": target_id, "reason": reason, "on": on, "at": at}
    return asked if by is None else {**asked, "by": dict(by)}


def joined(matter_id: str, entry: Mapping[str, Any], target_id: str, reason: str) -> Announcement:
    """Return the event that asks the owner of a case to move it to another matter."""
    payload = {"matter_id": target_id, "from_matter_id": matter_id, "reason": reason}
    data = {"track": entry["track"], "subject_case_id": entry["case_id"], "payload": payload}
    return Announcement(CASE_JOINED, entry["case_id"], matter_id, data, entry["number"])


def _staying(matter: Matter) -> Iterable[Mapping[str, Any]]:
    """Return the cases by which a matter is known: not those that an officer is taking out."""
    if matter["moved_to"]:
        return list(matter["cases"].values())
    return [entry for name, entry in matter["cases"].items() if name not in matter["moving"]]


def _age(matter: Matter) -> tuple[Any, str]:
    return matter["born_at"], matter["_id"]


def _reason(reasons: Mapping[str, Proof], younger: Matter, oldest: Matter) -> str:
    proof = reasons.get(younger["_id"]) or reasons[oldest["_id"]]
    return f"{proof.text.zh} {proof.text.en}"
