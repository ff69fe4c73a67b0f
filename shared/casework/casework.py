"""Casework: commands carried out on stored cases, each at most once, each in one write."""

from __future__ import annotations

import hmac
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from shared.casework.amended_case import Amended
from shared.casework.amending import Amending
from shared.casework.assigning import check_assignee, officers_of
from shared.casework.case import Case, Changes, empty_case, plain
from shared.casework.clocks import recorded_version
from shared.casework.condensing import RECENT_ITEMS, condensed, state_after
from shared.casework.correcting import CORRECT, TAKE_BACK
from shared.casework.decision import Circumstances, Decision, decide
from shared.casework.entry import Document, EntryWriter, Request
from shared.casework.fields import today as legal_today
from shared.casework.findable import TOLD, Findable, is_told_elsewhere
from shared.casework.guarding import SYSTEM, SYSTEM_ROLE, Actor
from shared.casework.history import Verification, verify
from shared.casework.keys import CaseworkKeys
from shared.casework.numbering import next_number
from shared.casework.procedure import FACT, Command, Procedure
from shared.casework.quoting import quoted_versions, spelled_out, without_quotations
from shared.casework.store import (
    SPARSE_MARKS,
    CaseStore,
    KeyInUseError,
    StaleVersionError,
    has_provisional_clock,
    next_due_on,
)
from shared.casework.track import Track
from shared.http.problems import Problem, not_found
from shared.language import Text
from shared.law import Calendar, Rules, RuleVersion

_NOT_STATE = frozenset(
    # `search_terms` stand in documents of before cases were found by tokens.
    {"history", "_id", "version", "published", "pending", "number", "search_terms", *SPARSE_MARKS}
)
_SYSTEM_TRIES = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command led to: the case in clear, the decision, and whether it was done before."""

    case: Case
    decision: Decision | None
    repeated: bool = False


class Casework:
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
        wake_relay: Callable[[], None] = lambda: None,
    ) -> None:
        self.procedure: Procedure = track.procedure
        self.officers = officers_of(track.procedure.commands.values())
        self.store = store
        self.keys = keys
        self.rules = rules
        self._calendars = calendars
        self.today = today
        self.wake_relay = wake_relay
        self.entries = EntryWriter(keys)
        self.amending = Amending(self)
        self.findable = Findable(track.procedure, keys.search, self.opened)
        store.cards.found_by = self.findable

    @property
    def calendar(self) -> Calendar:
        """The calendar in use at this moment."""
        return self._calendars()

    def get(self, case_id: str, actor: Actor = SYSTEM) -> Document:
        """Return the case in clear with its texts; 404 when it is not there or not theirs."""
        return self.with_texts(self.find(case_id, actor))

    def find(self, case_id: str, actor: Actor = SYSTEM) -> Document:
        """
        Return the case in clear, its long texts as quotations of the history; 404 as `get`.

        Its `history` is the end of the history, as the document holds it.
        """
        document = self.store.get(case_id)
        if document is None or not may_see(document, actor):
            raise not_found(
                Text("没有此案，或不由您的机关办理。", "No such case, or not your agency's.")
            )
        return self.in_clear(document)

    def in_clear(self, document: Mapping[str, Any]) -> Document:
        """Return a stored document with its personal values opened; its history stays sealed."""
        state = {name: value for name, value in document.items() if name != "history"}
        opened: Document = self.keys.sealer.open_all(state, document=document["_id"])
        return {**opened, "history": document.get("history", [])}

    def opened(self, stored: Mapping[str, Any]) -> Document:
        """Return a stored document in clear, with the texts by which the case is found."""
        case = self.in_clear(stored)
        if not is_told_elsewhere(case):
            return case
        if not case["history"]:
            case["history"] = (self.store.get(case["_id"]) or case)["history"]
        return self.with_texts(case, *TOLD)

    def with_texts(self, case: Mapping[str, Any], *names: str) -> Document:
        """
        Return the case with the long texts of its facts, or of those named, spelled out.

        Of a list that is kept beyond its last items, older items are shown without theirs.
        """
        facts = {name: value for name, value in case["facts"].items() if not names or name in names}
        for name in self.procedure.keeps.keys() & facts.keys():
            older, recent = facts[name][:-RECENT_ITEMS], facts[name][-RECENT_ITEMS:]
            facts[name] = [*(without_quotations(item) for item in older), *recent]
        versions = quoted_versions(facts)
        if not versions:
            return dict(case)
        payloads = {
            entry["version"]: self.payload(case["_id"], entry)
            for entry in self.store.history.entries_at(case, versions)
        }
        return {**case, "facts": case["facts"] | spelled_out(facts, payloads)}

    def payload(self, case_id: str, entry: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the payload of an entry in clear."""
        opened: Mapping[str, Any] = self.keys.sealer.open_all(entry["payload"], document=case_id)
        return opened

    def actor(self, case_id: str, entry: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return who gave the command of an entry, with their name in clear."""
        opened: Mapping[str, Any] = self.keys.sealer.open_all(entry["actor"], document=case_id)
        return opened

    def history(self, case: Mapping[str, Any], *, after: int = 0) -> Iterator[Document]:
        """Yield the entries of a case beyond version `after`, oldest first, still sealed."""
        return self.store.history.entries(case, after=after)

    def history_back(
        self, case: Mapping[str, Any], *, before: int | None = None
    ) -> Iterator[Document]:
        """Yield the entries of a case before version `before`, or all, latest first."""
        return self.store.history.entries_back(case, before=before)

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
        decision = self._decide(case, request)
        decision.changes["matter_id"] = case["matter_id"]
        if request.dry_run:
            preview: Case = {"number": None, "title": None, "version": 0, "history": []}
            return Outcome({**preview, **decision.case}, decision)
        document = self._first_document(request, decision)
        try:
            self.store.insert(document)
        except KeyInUseError:
            # Two requests with one key at the same moment: the other one opened the case.
            known = self._opened_before(request)
            if known is None:
                raise
            return known
        self.wake_relay()
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
        decision, late = self._decided(case, request)
        if request.dry_run:
            return Outcome({**case, **decision.case}, decision)
        changes = late.changes if late else self._condensed(case, request, decision)
        after = {**case, **state_after(case, changes, decision.changes)}
        told = {**case, **decision.case}
        entry = self.entries.write(
            told,
            case["history"],
            request,
            decision,
            changes,
            amendment=late.amendment if late else None,
        )
        self.store.history.make_room(case)
        try:
            self.store.append(case_id, self._sealed_state(after), entry, before=case)
        except StaleVersionError as error:
            if request.expected is not None:
                raise _stale(412, "precondition-failed") from error
            raise _stale(409, "changed-meanwhile") from error
        self.wake_relay()
        after |= {"version": case["version"] + 1, "history": [*case["history"], entry]}
        return Outcome(after, decision)

    def perform_as_system(self, case_id: str, request: Request) -> Outcome:
        """Carry out a command of the system, again when an officer writes at the same moment."""
        for _ in range(_SYSTEM_TRIES - 1):
            try:
                return self.perform(case_id, request)
            except Problem as problem:
                if problem.code != "changed-meanwhile":
                    raise
        return self.perform(case_id, request)

    def verify_history(self, case_id: str) -> Verification:
        """Check the hash chain of a stored case, wherever its entries lie."""
        stored = self.store.get(case_id) or {"_id": case_id, "history": [], "version": 0}
        entries = self.store.history.entries(stored)
        return verify(entries, self.keys.history_key, version=stored["version"])

    def recorded_version(self, clock: Mapping[str, Any]) -> RuleVersion:
        """Return the version of the rule under which a clock was started."""
        return recorded_version(self.rules, clock)

    def command(self, name: str) -> Command:
        """Return a command of the procedure by name."""
        return self.procedure.commands[name]

    def _check_assignee(self, request: Request, agency: Mapping[str, Any] | None) -> None:
        check_assignee(
            request.payload,
            actor=request.actor,
            vouched=request.assignee,
            agency=agency,
            officers=self.officers,
        )

    def circumstances(
        self, case: Mapping[str, Any], actor: Actor, on: date, assignee: Actor | None = None
    ) -> Circumstances:
        """Return all that a decision on a case rests on today, beside the act itself."""
        return Circumstances(
            on=on,
            today=self.today(),
            actor=actor,
            rules=self.rules,
            calendar=self.calendar,
            index=lambda field, value: self.keys.sealer.index(value, field=field),
            matter=self.store.matter_view(case.get("matter_id")),
            assignee=assignee,
        )

    def _decide(self, case: Mapping[str, Any], request: Request) -> Decision:
        on = request.on(self.today())
        circumstances = self.circumstances(case, request.actor, on, request.assignee)
        return decide(self.procedure, case, request.command, request.payload, circumstances)

    def _decided(self, case: Document, request: Request) -> tuple[Decision, Amended | None]:
        """Return the decision on an act, and how it amends the course where it does."""
        if request.command.name == CORRECT:
            correction = self.amending.correction(case, request)
            return correction.decision, correction
        if request.command.name == TAKE_BACK:
            taking_back = self.amending.taking_back(case, request)
            return taking_back.decision, taking_back
        try:
            late = self.amending.late(case, request)
        except Problem as not_then:
            # Not possible on its day: then it is one of the steps that follow what is known now.
            try:
                return self._decide_on(case, request), None
            except Problem as not_now:
                raise (not_now if not_then.code == not_now.code else not_then) from not_now
        if late is not None and late.overtakes:
            return late.decision, late
        try:
            return self._decide_on(case, request), None
        except Problem:
            # Refused as things stand: a step further back may be what stands in the way.
            late = late or self.amending.late(case, request, whole=True)
            if late is None:
                raise
            return late.decision, late

    def _decide_on(self, case: Document, request: Request) -> Decision:
        """Decide an act on a case with those texts spelled out that its event tells or shares."""
        names = self.told_facts(case, request.command)
        return self._decide(self.with_texts(case, *names) if names else case, request)

    def told_facts(self, case: Mapping[str, Any], command: Command) -> list[str]:
        """Return the names of the facts of a case that the event of a command tells or shares."""
        told = [path.removeprefix(FACT) for path in command.event_data if path.startswith(FACT)]
        return [name for name in (*told, *command.shares) if name in case["facts"]]

    def _condensed(self, case: Mapping[str, Any], request: Request, decision: Decision) -> Changes:
        return condensed(
            case,
            decision.changes,
            plain(dict(request.payload)),
            records=request.command.sets.append,
            keeps=self.procedure.keeps,
        )

    def _first_document(self, request: Request, decision: Decision) -> Document:
        number = next_number(self.store.counters, self.procedure.number, decision.on.year)
        decision.changes.setdefault("title", f"{self.procedure.label.zh} {number}")
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
            "history": [self.entries.write(told, [], request, decision, changes)],
        }

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


def may_see(case: Mapping[str, Any], actor: Actor) -> bool:
    """Say whether the actor's agency handles, or has handled, the case."""
    return actor.role == SYSTEM_ROLE or actor.agency_code in case["agencies"]


def check_may_act(case: Mapping[str, Any], request: Request) -> None:
    """Refuse (403) an actor whose agency handled the case before but does not now."""
    actor = request.actor
    if actor.role == SYSTEM_ROLE or request.command.by_involved:
        return
    if actor.agency_code != (case["agency"] or {}).get("code"):
        text = Text("本案现由其他机关办理。", "Another agency handles this case now.")
        raise Problem(403, "forbidden", text)


def check_own_agency(request: Request) -> None:
    """Refuse (403) a case opened in the name of another agency than the officer's own."""
    agency, actor = request.payload.get("agency"), request.actor
    if agency and actor.role != SYSTEM_ROLE and agency.get("code") != actor.agency_code:
        text = Text("只能以本机关名义办理。", "Only in the name of your own agency.")
        raise Problem(403, "forbidden", text, errors={"agency": [text]})


def check_origin(request: Request) -> None:
    """
    Refuse (403) an origin that anybody but the system claims for a new case.

    The outcome of a case is written into the history of its origin. A matter may be named: its
    id cannot be guessed, and only those who handle a case of the matter are told it.
    """
    if request.actor.role != SYSTEM_ROLE and request.payload.get("origin") is not None:
        text = Text("案件来源由系统记录。", "Where a case comes from is recorded by the system.")
        raise Problem(403, "forbidden", text, errors={"origin": [text]})


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
