"""Referrals in MongoDB, moved on by the events of both ends so that neither can lose them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeAlias

from services.coordination.matters.matters import Matters
from services.coordination.referrals.following import (
    FOLLOWED_IN_THE_MATTER,
    belongs_to,
    followed,
    opening_of,
    origin_of,
    seen,
    withdrawn,
)
from services.coordination.referrals.referral import (
    ENDINGS,
    LISTS,
    OFFERED,
    OUTSIDE,
    WAITING,
    ReferralPolicy,
    derived,
    listing,
)
from services.coordination.referrals.telling import on_opening
from shared.casework.case_events import CaseEvent
from shared.records.records import RecordEntry, Records
from shared.storage.database import Database, Document
from shared.storage.desk import Desk, Write
from shared.storage.keys import scope

COLLECTION = "referrals"
FindBody: TypeAlias = Callable[[str, Mapping[str, Any]], Document | None]


@dataclass(frozen=True, slots=True)
class ReferralFilter:
    """What a list of referrals is narrowed by; None means any, `outside` those that leave."""

    agency_code: str
    state: str | None = None
    track: str | None = None
    other_agency: str | None = None
    outside: bool = False


class Referrals:
    """
    Keeps one document a referral; an event that comes again changes nothing.

    The two ends are heard from two services, so the case that a referral led to may be heard of
    first: it then waits in the matter, where the referral finds it.
    """

    def __init__(
        self,
        database: Database,
        matters: Matters,
        policy: ReferralPolicy,
        find_body: FindBody = lambda _kind, _agency: None,
    ) -> None:
        self._find_body = find_body
        self.records = Records(
            database,
            COLLECTION,
            indexes=("case_ids", "matter_id", "to.body.id"),
            lists=LISTS,
            listing=listing,
            # A sending case is followed without an entry in the history.
            guard=("version", "published", "from.sequence"),
        )
        self.policy = policy
        self._matters = matters

    def prepare(self) -> None:
        """Create the indexes."""
        self.records.prepare()
        ENDINGS.prepare(self.records.documents)

    @property
    def desks(self) -> Sequence[Desk]:
        """Where what `record` writes can be gathered."""
        return (self._matters.shelf.desk, self.records.desk)

    def look_ahead(self, steps: Sequence[CaseEvent]) -> None:
        """Read the referrals that cases of the steps sent, or that may have led to them."""
        opened = [step for step in steps if opening_of(step, self.policy)]
        self._matters.shelf.desk.look_up({step.matter_id for step in opened})
        new = (step.case_id for step in steps if step.opens)
        self.records.desk.expect_none("case_ids", new)
        self.records.desk.having("case_ids", {each for step in steps for each in _ends(step)})
        followed_there = [step for step in steps if step.track in FOLLOWED_IN_THE_MATTER]
        self.records.desk.having("matter_id", (step.matter_id for step in followed_there))

    def record(self, step: CaseEvent) -> None:
        """Take in one step of one case; after the matter has."""
        opened = opening_of(step, self.policy)
        if opened is not None:
            self._open(step, *opened)
        near = self._near(step)
        sent = [each for each in near if each["from"]["case_id"] == step.case_id]
        for referral in sent:
            self._keep_sender(referral, step)
        if sent and step.data.get("from_matter_id"):
            self._look_in_matter(step)
        self._follow(seen(step), _by_day(near))

    def offer(self, referral_id: str, state: Document, entry: RecordEntry) -> Document | None:
        """Write a referral that an officer makes; None when it is there already."""
        announcements = on_opening({"_id": referral_id, **state})
        told = replace(entry, announcements=announcements)
        return self.records.insert(referral_id, state, told)

    def in_matter(self, matter_id: str) -> list[Document]:
        """Return the referrals of a matter, the earliest first."""
        found = self.records.where({"matter_id": matter_id})
        return sorted(found, key=lambda each: str(each["listed_index"]))

    def open_at(self, body_ids: Sequence[str], states: Sequence[str]) -> list[Document]:
        """Return what is in one of the states of that which leads to bodies, the earliest first."""
        found = self.records.where(
            {"to.body.id": {"$in": list(body_ids)}, "state": {"$in": list(states)}}
        )
        return sorted(found, key=lambda each: str(each["listed_index"]))

    def page(self, wanted: ReferralFilter, *, after: str | None, size: int) -> list[Document]:
        """Return up to `size` referrals, the latest first, after the key of the page before."""
        asked: dict[str, str] = {}
        rest: Document = {}
        if wanted.state is not None:
            asked["state"] = rest["state"] = wanted.state
        if wanted.outside:
            asked["outside"], rest["outside"] = OUTSIDE, True
        if wanted.track is not None:
            rest["tracks"] = wanted.track
        if wanted.other_agency is not None:
            rest["agencies"] = wanted.other_agency
        return self.records.page(wanted.agency_code, asked, after=after, size=size, rest=rest)

    def not_ended_before(self, agency_code: str, day: date) -> list[Document]:
        """Return what an agency sent or is to take up, but for what ended before a day."""
        return ENDINGS.all_from(self.records.documents, scope(agency_code), day.isoformat())

    def _open(self, step: CaseEvent, referral_id: str, state: Document) -> None:
        self.offer(referral_id, self._with_body(state), RecordEntry(OFFERED, step.on))
        # Again as well after an event that came twice: the first time may have ended here.
        self._look_in_matter(step)

    def _look_in_matter(self, step: CaseEvent) -> None:
        """Let the cases that stand in the matter already take up what the case of a step sent."""
        matter = self._matters.shelf.present(step.matter_id) or {"cases": {}}
        for _, case in sorted(matter["cases"].items()):
            # Beside the earlier ones of the sender, which may have led to that case.
            self._follow(case, _by_day(self._sent_by(step.case_id)))

    def _with_body(self, state: Document) -> Document:
        """Return the referral with the body of the registry that its sender named, if any."""
        to = state["to"]
        if not state["outside"] or not to["agency"]:
            return state
        body = self._find_body(to["target"], to["agency"])
        return {**state, "to": {**to, "body": body}} if body else state

    def _keep_sender(self, referral: Document, step: CaseEvent) -> None:
        """Follow the sending case to another matter, agency or officer."""
        origin = origin_of(step)

        def moved(current: Document) -> Write | None:
            if current["from"]["sequence"] >= step.sequence:
                return None
            seen_by = derived({**current, "from": origin})
            state = {"from": origin, "matter_id": step.matter_id, **seen_by}
            return Write(state | listing({**current, **state}))

        self.records.desk.change(referral["_id"], moved, found=referral)
        self.records.change(referral["_id"], lambda current: withdrawn(current, step))

    def _sent_by(self, case_id: str) -> list[Document]:
        found = self.records.desk.having("case_ids", [case_id])
        return [each for each in found if each["from"]["case_id"] == case_id]

    def _near(self, step: CaseEvent) -> list[Document]:
        """Return the referrals that the case of a step sent, or that may have led to it."""
        found = self.records.desk.having("case_ids", _ends(step))
        if step.track in FOLLOWED_IN_THE_MATTER:
            found += self._waiting_in(step.matter_id, step.track)
        return list({each["_id"]: each for each in found}.values())

    def _waiting_in(self, matter_id: str, track: str) -> list[Document]:
        found = self.records.desk.having("matter_id", [matter_id])
        return [each for each in found if each["to"]["track"] == track and each["state"] in WAITING]

    def _follow(self, case: Mapping[str, Any], referrals: Iterable[Document]) -> None:
        """Move on the one referral that led to `case`: the one that knows it, else the first."""
        fitting = [each for each in referrals if belongs_to(each, case)]
        knowing = [each for each in fitting if _knows(each, case)]
        for referral in (knowing or fitting)[:1]:
            self.records.change(referral["_id"], lambda current: followed(current, case))


def _ends(step: CaseEvent) -> list[str]:
    """Return the cases at which referrals concern a step: its own, and the one it came from."""
    origin = (step.data.get("origin") or {}).get("case_id")
    return [step.case_id, origin] if origin else [step.case_id]


def _by_day(referrals: Iterable[Document]) -> list[Document]:
    return sorted(referrals, key=lambda each: (each["offered_on"], each["recorded_at"]))


def _knows(referral: Mapping[str, Any], case: Mapping[str, Any]) -> bool:
    known = referral["to"]["case"]
    return known is not None and bool(known["case_id"] == case["case_id"])
