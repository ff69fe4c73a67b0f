"""Casework: commands carried out on stored cases, each at most once, each in one write."""

from __future__ import annotations

import hmac
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

from shared.casework.amended_case import Amended
from shared.casework.amending import Amending
from shared.casework.assigning import check_assignee, officers_of
from shared.casework.case import Case, Changes, empty_case, is_withdrawn, plain
from shared.casework.claiming import Claiming
from shared.casework.condensing import condensed, state_after
from shared.casework.deciding import Deciding
from shared.casework.decision import Decision
from shared.casework.earlier_clocks import earlier_clocks, leaving, without
from shared.casework.entry import Document, EntryWriter, Request
from shared.casework.hiding import plain_title, told_title
from shared.casework.keys import CaseworkKeys
from shared.casework.may_act import check_may_act, check_origin, check_own_agency
from shared.casework.numbering import CaseNumbers
from shared.casework.store import (
    SPARSE_MARKS,
    CaseStore,
    KeyInUseError,
    StaleVersionError,
    has_provisional_clock,
    next_due_on,
)
from shared.casework.track import Track
from shared.casework.withdrawn_cases import WithdrawnCases
from shared.events.doorbell import Rings
from shared.http.problems import Problem
from shared.language import Text
from shared.law import Calendar, Rules
from shared.legal_day import today as legal_today
from shared.storage.desk import until_written

_NOT_STATE = frozenset(
    # `search_terms` stand in documents of before cases were found by tokens.
    {"history", "_id", "version", "published", "pending", "number", "search_terms", *SPARSE_MARKS}
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command led to: the case in clear, the decision, and whether it was done before."""

    case: Case
    decision: Decision | None
    repeated: bool = False


class Casework(Deciding):
    """The cases of one track: open them, act on them, read them."""

    def __init__(
        self,
        track: Track,
        store: CaseStore,
        keys: CaseworkKeys,
        rules: Rules,
        calendars: Callable[[], Calendar],
        *,
        today: Callable[[], date] = legal_today,
        wake_relay: Rings = lambda *_: None,
        agency_marks: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        super().__init__(track.procedure, store, keys, rules, calendars, today=today)
        self.officers = officers_of(track.procedure.commands.values())
        self.wake_relay = wake_relay
        self._numbers = CaseNumbers(store.counters, track.procedure.number, agency_marks)
        self.entries = EntryWriter(keys)
        self.amending = Amending(self)
        self.withdrawals = WithdrawnCases(self, self.amending)
        self._claiming = Claiming(store.claims, track.procedure.alone, self._stored)

    def open_case(self, request: Request) -> Outcome:
        """
        Open a case; under a key used before, return the case that was opened then.

        Raises `Problem`: 422 when the same key comes with another body, 403 for another agency,
        and what `decide` raises.
        """
        known = self._opened_before(request)
        if known is not None:
            return known
        check_own_agency(request)
        check_origin(request)
        named = request.payload.get("agency") or {"code": request.actor.agency_code}
        self._check_assignee(request, named)
        case: Case = {
            **empty_case(),
            "_id": new_case_id(),
            "matter_id": request.payload.get("matter_id") or uuid.uuid4().hex,
        }
        is_new = request.payload.get("matter_id") is None
        decision = self.decide(case, request, matter_is_new=is_new)
        decision.changes["matter_id"] = case["matter_id"]
        said = (empty_case(), decision.case, request.command.name, request.payload)
        if request.dry_run:
            self._claiming.check(*said)
            preview: Case = {"number": None, "title": None, "version": 0, "history": []}
            return Outcome({**preview, **decision.case}, decision)
        try:
            # Before a number is taken, which would be lost.
            with self._claiming.holding(*said):
                document = self._first_document(request, decision)
                carded = self.store.insert(document)
        except (KeyInUseError, Problem):
            # Two requests with one key at the same moment: the other one opened the case.
            known = self._opened_before(request)
            if known is None:
                raise
            return known
        self._ring_for(document, carded)
        return Outcome(self.in_clear(document), decision)

    def perform(self, case_id: str, request: Request) -> Outcome:
        """
        Carry out one command on a stored case.

        Raises `Problem`: 404, 412 when the version is none of the `expected`, 409 `conflict` when
        somebody else changed the case at the same moment, 422 for a key used with another body,
        and what `decide` raises. A refusal changes nothing.
        """
        case = self.find(case_id, request.actor)
        if request.scoped_key:
            entry = self.store.history.entry_of_key(case, request.scoped_key)
            if entry is not None:
                return self._same_request(case, entry, request)
        check_may_act(case, request)
        self._check_assignee(request, case["agency"])
        if request.expected is not None and not request.expected.holds(case["version"]):
            raise _stale(412, "precondition-failed")
        decision, amended = self.withdrawals.decided(case, request)
        said = (case, {**case, **decision.case}, *self._claiming_as(case, request))
        if request.dry_run:
            self._claiming.check(*said)
            return Outcome({**case, **decision.case}, decision)
        changes = amended.changes if amended else self._condensed(case, request, decision)
        before = self.with_all_clocks(case) if amended else self._lightened(case)
        after = {**before, **state_after(before, changes, decision.changes)}
        told = self._told({**case, **decision.case})
        entry = self.entries.write(
            told,
            case["history"],
            request,
            decision,
            changes,
            amendment=amended.amendment if amended else None,
            said=amended.said if amended else None,
        )
        entries = [entry, *(self._further(told, entry, request, amended) if amended else ())]
        self.store.history.make_room(case)
        try:
            with self._claiming.holding(*said):
                sealed = self._sealed_state(after)
                carded = self.store.append(case_id, sealed, entries, before=case)
        except StaleVersionError as error:
            if request.expected is not None:
                raise _stale(412, "precondition-failed") from error
            raise _stale(409, "changed-meanwhile") from error
        reached = case["version"] + len(entries)
        after |= {"version": reached, "history": [*case["history"], *entries]}
        self._ring_for(after, carded)
        return Outcome(after, decision)

    def _claiming_as(self, case: Case, request: Request) -> tuple[str, Mapping[str, Any]]:
        """Return the command, with its payload, that takes what one case alone may hold."""
        if not is_withdrawn(case):
            return request.command.name, request.payload
        # What is restored takes anew what it took as it was opened: another may have it by now.
        (opening,) = self.store.history.entries_at(case, {1})
        return opening["command"], self.payload(case["_id"], opening)

    def _ring_for(self, case: Mapping[str, Any], carded: bool) -> None:
        """Ring for a case just written, and say that it has its cards, where it has."""
        self.wake_relay(self.procedure.collection, case["_id"], case["version"] if carded else 0)

    def perform_as_system(self, case_id: str, request: Request) -> Outcome:
        """Carry out a command of the system, again when an officer writes at the same moment."""

        def attempt() -> Outcome | None:
            try:
                return self.perform(case_id, request)
            except Problem as problem:
                if problem.code != "changed-meanwhile":
                    raise
                return None

        return until_written(case_id, attempt)

    def _stored(self, case_id: str) -> Case | None:
        document = self.store.get(case_id)
        return self.in_clear(document) if document else None

    def _check_assignee(self, request: Request, agency: Mapping[str, Any] | None) -> None:
        check_assignee(
            request.payload,
            actor=request.actor,
            vouched=request.assignee,
            agency=agency,
            officers=self.officers,
        )

    def _lightened(self, case: Case) -> Case:
        """Return the case without the clocks that may lie beside it, where they are from now on."""
        gone = leaving(case["clocks"])
        if not gone:
            return case
        sealed = self.keys.sealer.seal_all(gone, document=case["_id"])
        self.store.clocks.write(case["_id"], earlier_clocks(case), sealed)
        return without(case, gone)

    def _condensed(self, case: Mapping[str, Any], request: Request, decision: Decision) -> Changes:
        return condensed(
            case,
            decision.changes,
            plain(dict(request.payload)),
            records=request.command.sets.append,
            keeps=self.procedure.keeps,
        )

    def _further(
        self, told: Case, entry: Document, request: Request, amended: Amended
    ) -> Iterator[Document]:
        """Yield the entries that are written with one that amends the course, which is the last."""
        for further in amended.further:
            step, case = further.step, {**told, "version": further.step.version - 1}
            asked = Request(
                self.command(step.command),
                step.payload,
                step.actor,
                traceparent=request.traceparent,
                expired=step.expired,
            )
            decision, changes = further.decision, further.changes
            entry = self.entries.write(
                case, [entry], asked, decision, changes, amendment=further.amendment
            )
            yield entry

    def _first_document(self, request: Request, decision: Decision) -> Document:
        code = (decision.case.get("agency") or {}).get("code")
        number = self._numbers.next(request.payload, decision.on, code)
        decision.changes.setdefault("title", plain_title(self.procedure, number))
        told = {**decision.case, "number": number, "title": decision.changes["title"]}
        changes = self._condensed(empty_case(), request, decision)
        after = state_after(empty_case(), changes, decision.changes)
        case = {**told, **after}
        key = {"creation_key": request.scoped_key} if request.scoped_key else {}
        return {
            **self._sealed_state(case),
            **key,
            "_id": case["_id"],
            "number": number,
            "version": 1,
            "published": 0,
            "pending": True,
            "history": [self.entries.write(self._told(told), [], request, decision, changes)],
        }

    def _told(self, case: Case) -> Case:
        return {**case, "title": told_title(self.procedure, case)}

    def _sealed_state(self, case: Mapping[str, Any]) -> Document:
        state = {name: value for name, value in case.items() if name not in _NOT_STATE}
        state["next_due_on"] = next_due_on(state)
        state["agencies"] = _agency_codes(state)
        if has_provisional_clock(state):
            state["provisional"] = True
        if state["next_due_on"] is not None:
            state["due_index"] = f"{state['next_due_on']} {case['_id']}"
        sealed: Document = self.keys.sealer.seal_all(state, document=case["_id"])
        return sealed

    def _opened_before(self, request: Request) -> Outcome | None:
        if request.scoped_key is None:
            return None
        known = self.store.by_creation_key(request.scoped_key)
        if known is None:
            return None
        first = self.store.history.entries_at(known, {1})[0]
        return self._same_request(self.in_clear(known), first, request)

    def _same_request(self, case: Case, entry: Mapping[str, Any], request: Request) -> Outcome:
        fingerprint = request.fingerprint(self.keys.history_key)
        if not hmac.compare_digest(entry["idempotency"]["fingerprint"], fingerprint):
            text = Text(
                "此幂等键已用于另一请求。", "This idempotency key was used with another request."
            )
            raise Problem(422, "idempotency-key-reused", text, errors={"Idempotency-Key": [text]})
        return Outcome(case, None, repeated=True)


def new_case_id() -> str:
    """Return an id that sorts by time of creation: milliseconds, then 80 random bits."""
    milliseconds = int(datetime.now(UTC).timestamp() * 1000)
    return f"{milliseconds:012x}{uuid.uuid4().hex[:20]}"


def _agency_codes(state: Mapping[str, Any]) -> list[str]:
    agencies = [state["agency"], *state["involved_agencies"]]
    return sorted({agency["code"] for agency in agencies if agency and agency.get("code")})


def _stale(status: int, code: str) -> Problem:
    text = Text(
        "案件已被他人更新，请刷新后再试。",
        "The case was changed meanwhile; read it again and retry.",
    )
    return Problem(status, code, text)
