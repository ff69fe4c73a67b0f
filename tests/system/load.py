"""Officers at work: a steady load across the tracks, every request under a key of its own."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import requests

from tests.support.stack import OFFICER, Case, Officers, Reply, days_ago
from tests.system.cases import REFERRAL, a_petition, all_consent, an_application
from tests.system.invariants import Installation

# Looks and tries are counted, not timed: on a busy machine each of them takes longer too.
MOST_TRIES = 600
MOST_LOOKS = 240
BETWEEN_TRIES_SECONDS = 0.1
BETWEEN_CASES_SECONDS = 1.2
BETWEEN_LOOKS_SECONDS = 0.25
_REFERRING = ("refer", "start_mediation")
REQUEST_TIMEOUT = (2.0, 10.0)


@dataclass(frozen=True)
class Acknowledged:
    """A command that the gateway said was done; `opens` when it opened the case."""

    collection: str
    case_id: str
    command: str
    key: str
    opens: bool


@dataclass
class Ledger:
    """What the officers were told, to be compared with what is stored."""

    acknowledged: list[Acknowledged] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    repeats: Counter[str] = field(default_factory=Counter)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def note(self, done: Acknowledged) -> None:
        """Write down an acknowledged command."""
        with self._changed:
            self.acknowledged.append(done)
            self._changed.notify_all()

    def await_more(self, count: int) -> None:
        """Return when so many more commands have been acknowledged; fail at the first refusal."""
        with self._changed:
            wanted = len(self.acknowledged) + count
            self._changed.wait_for(lambda: len(self.acknowledged) >= wanted or self.refusals)
            assert self.refusals == []

    def count(self, command: str) -> int:
        """Return how many commands of that name were acknowledged."""
        with self._changed:
            return sum(done.command == command for done in self.acknowledged)

    def referred(self) -> set[str]:
        """Return the cases that were led to mediation."""
        with self._changed:
            return {done.case_id for done in self.acknowledged if done.command in _REFERRING}

    def wrongs(self, installation: Installation) -> Iterator[str]:
        """Yield every acknowledged command that did not take effect exactly once."""
        cases = {case["_id"]: case for _, case in installation.cases()}
        opened = Counter(case.get("creation_key") for case in cases.values())
        for done in self.acknowledged:
            key = f"{OFFICER[done.collection]}:{done.key}"
            case = cases.get(done.case_id)
            if case is None:
                yield f"lost: {done}"
                continue
            effects = sum(entry["idempotency"]["key"] == key for entry in case["history"])
            if effects != 1:
                yield f"{effects} effects: {done}"
            if done.opens and opened[key] != 1:
                yield f"{opened[key]} cases opened: {done}"
        yield from self.refusals


class Office:
    """
    Four officers who work until they are told to stop.

    Two refer petitions to mediation, one suspends reviews for mediation, and one mediates
    whatever arrives. A request that is not answered, or answered by an error of the server, is
    sent again under its key until it is.
    """

    def __init__(self, officers: Officers, seed: int) -> None:
        self.ledger = Ledger()
        self._officers = officers
        self._random = random.Random(seed)
        self._run = uuid4().hex[:8]
        self._clerks_go_home = threading.Event()
        self._mediator_goes_home = threading.Event()
        self._pool = ThreadPoolExecutor(max_workers=4)
        self._at_work: list[Future[None]] = []

    def __enter__(self) -> Self:
        for work in (self._petition, self._petition, self._review):
            self._at_work.append(self._pool.submit(self._until_evening, work))
        self._at_work.append(self._pool.submit(self._mediate))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._clerks_go_home.set()
        self._mediator_goes_home.set()
        self._pool.shutdown()

    def close(self) -> None:
        """Let the clerks finish what they began, and the mediator all that was referred."""
        self._clerks_go_home.set()
        for clerk in self._at_work[:-1]:
            clerk.result()
        self._await_all_mediated()
        self._mediator_goes_home.set()
        self._at_work[-1].result()

    def referrals(self) -> int:
        """Return how many cases were led to mediation."""
        return sum(self.ledger.count(command) for command in _REFERRING)

    def mediations(self) -> int:
        """Return how many mediations came to an end."""
        return self.ledger.count("agree") + self.ledger.count("fail")

    def _await_all_mediated(self) -> None:
        """Return when each referral was mediated; fail when look after look nothing gets on."""
        seen, looks = -1, 0
        while (done := self.mediations()) != self.referrals():
            self._fail_early()
            seen, looks = done, looks + 1 if done == seen else 0
            waiting = [case["id"] for case in self._waiting()]
            assert looks < MOST_LOOKS, (
                f"{done} of {self.referrals()} referrals mediated, listed as waiting: {waiting}"
            )
            time.sleep(BETWEEN_LOOKS_SECONDS)

    def _fail_early(self) -> None:
        for work in self._at_work:
            if work.done():
                work.result()

    def _until_evening(self, work: Callable[[], None]) -> None:
        while not self._clerks_go_home.wait(BETWEEN_CASES_SECONDS):
            work()

    def _petition(self) -> None:
        case = self._open("petitions", a_petition())
        self._act("petitions", case, "refer", REFERRAL)

    def _review(self) -> None:
        case = self._open("reconsiderations", an_application(received_on=days_ago(1)))
        self._act("reconsiderations", case, "accept", {"procedure": "ordinary"})
        self._act("reconsiderations", case, "start_mediation", {"consent_to_suspend": True})

    def _mediate(self) -> None:
        while not self._mediator_goes_home.wait(BETWEEN_LOOKS_SECONDS):
            for case in self._waiting():
                self._act("mediations", case, "accept", all_consent(case))
                if self._random.random() < 0.5:
                    terms = {"form": "oral", "terms": "各退一步"}
                    self._act("mediations", case, "agree", terms)
                else:
                    self._act("mediations", case, "fail", {"reason": "分歧过大"})

    def _waiting(self) -> list[Case]:
        # What others referred in this installation is not theirs, and not in the ledger.
        path = "/mediations?status=requested&sort=created&limit=100"
        cases: list[Case] = self._answered("mediator", "GET", path).body["items"]
        referred = self.ledger.referred()
        return [case for case in cases if (case["origin"] or {}).get("case_id") in referred]

    def _open(self, collection: str, body: Mapping[str, Any]) -> Case:
        return self._done(collection, "", "open", body)

    def _act(self, collection: str, case: Case, command: str, body: Mapping[str, Any]) -> Case:
        return self._done(collection, f"/{case['id']}/{command}", command, body)

    def _done(self, collection: str, rest: str, command: str, body: Mapping[str, Any]) -> Case:
        key = f"{self._run}-{uuid4().hex}"
        path = f"/{collection}{rest}"
        reply = self._answered(OFFICER[collection], "POST", path, body=dict(body), key=key)
        if not reply.ok:
            self.ledger.refusals.append(f"{path}: {reply.status} {reply.body}")
            raise AssertionError(self.ledger.refusals[-1])
        case: Case = reply.body
        self.ledger.note(Acknowledged(collection, case["id"], command, key, not rest))
        return case

    def _answered(self, role: str, method: str, path: str, **request: Any) -> Reply:
        """Send the same request until somebody answers it for good."""
        trouble = ""
        for _ in range(MOST_TRIES):
            reply, trouble = self._tried(role, method, path, request)
            if reply is not None:
                return reply
            self.ledger.repeats[trouble] += 1
            self._mediator_goes_home.wait(BETWEEN_TRIES_SECONDS)
        raise AssertionError(f"{path}: {trouble} after {MOST_TRIES} tries")

    def _tried(
        self, role: str, method: str, path: str, request: Mapping[str, Any]
    ) -> tuple[Reply | None, str]:
        try:
            reply = self._officers.send(role, method, path, timeout=REQUEST_TIMEOUT, **request)
        except requests.RequestException as error:
            return None, type(error).__name__
        if reply.status >= 500:
            return None, str(reply.status)
        if reply.status == 409 and reply.body["code"] == "changed-meanwhile":
            return None, "409"
        return reply, ""
