"""
What must hold in every installation once it is quiet, read from its databases.

Each check returns what is wrong, so that a broken installation shows all of it at once.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pymongo import MongoClient

from deploy.processes import SERVICES
from shared.casework.card_shelf import CARDS
from shared.casework.cards import card_id
from shared.casework.case import is_withdrawn
from shared.casework.clock_shelf import ClockShelf
from shared.casework.earlier_clocks import earlier_clocks, with_all
from shared.casework.history import verify
from shared.casework.outside_mediation import MEDIATION_OUTCOMES
from shared.events.event_log import EventLog
from shared.events.long_history import LongHistory
from shared.events.parked import WAITING
from shared.http.secrets import SecretFolder
from shared.storage.database import Database
from tests.support.stack import database_of

Client = MongoClient[dict[str, Any]]
Document = dict[str, Any]

COLLECTIONS = {
    "petitions": "petitions",
    "mediation": "mediations",
    "reconsideration": "reconsiderations",
    "litigation": "litigations",
    "coordination": "norm-objections",
}
"""The collection of cases of each track, by the service that keeps it."""
HEARS_NOTHING = {"almanac"}
"""Services in which nothing that others tell has an effect: they keep no place in any feed."""
LOOK_SECONDS = 0.25
MOST_LOOKS = 240
# What a mediation may tell the case that it came from, by its own commands.
TOLD_TO_A_PETITION = {
    "accept": "accepted",
    "decline": "declined",
    "agree": "agreed",
    "fail": "failed",
    "terminate": "terminated",
    "confirm": "confirmed",
    "record_performance": "performed",
    "record_breach": "breached",
}


def settle(client: Client) -> None:
    """
    Return when every event is numbered, published and dealt with by everybody.

    Fails when look after look nothing moves: how fast it goes is for the machine to say.
    """
    progress = Progress(client)
    seen: list[str] = []
    looks = 0
    while waiting := progress.unsettled():
        seen, looks = waiting, looks + 1 if waiting == seen else 0
        assert looks < MOST_LOOKS, waiting
        # Looking costs the embedded database time that the services need to get on.
        time.sleep(LOOK_SECONDS)


class Progress:
    """How far the events of an installation have come."""

    def __init__(self, client: Client) -> None:
        self._databases = {service: database_of(client, service) for service in SERVICES}
        self._logs = {name: EventLog(database) for name, database in self._databases.items()}
        self._outlets = {name: outlets(database) for name, database in self._databases.items()}

    def unsettled(self) -> list[str]:
        """Return what is still on its way: unpublished, lagging, or parked to be tried again."""
        return [*self._unpublished(), *self._lagging(), *self._parked()]

    def _unpublished(self) -> Iterator[str]:
        for service, names in self._outlets.items():
            for name in names:
                if self._databases[service][name].find_one({"pending": True}, {"_id": 1}):
                    yield f"{service}.{name} has unpublished documents"

    def _parked(self) -> Iterator[str]:
        for service, database in self._databases.items():
            for row in database.parked.find({"status": WAITING}, {"error": 1}).sort("_id"):
                yield f"{service} parked {row['_id']}: {row['error']}"

    def _lagging(self) -> Iterator[str]:
        last = {service: log.last_sequence() for service, log in self._logs.items()}
        for service, database in self._databases.items():
            if service in HEARS_NOTHING:
                continue
            marks = {mark["_id"]: mark["sequence"] for mark in database.watermarks.find()}
            for producer, sequence in last.items():
                if marks.get(producer, 0) != sequence:
                    yield f"{service} has {producer} at {marks.get(producer, 0)}, not {sequence}"


def outlets(database: Database) -> list[str]:
    """Return the collections whose documents publish events: those that a relay looks through."""
    return [
        name
        for name in sorted(database.list_collection_names())
        if any(index["key"] == [("pending", 1)] for index in _indexes(database, name))
    ]


def whole(database: Database, name: str) -> list[Document]:
    """Return the documents of a collection with the entries and clocks that moved out of them."""
    documents, there = list(database[name].find()), database.list_collection_names()
    if f"{name}_history" in there:
        history = LongHistory(database, name)
        documents = [history.whole(each) for each in documents]
    if f"{name}_clocks" in there:
        shelf = ClockShelf(database, name)
        documents = [
            with_all(each, shelf.read(each["_id"], earlier_clocks(each))) for each in documents
        ]
    return documents


def _indexes(database: Database, name: str) -> Iterable[Mapping[str, Any]]:
    return database[name].index_information().values()


@dataclass(frozen=True)
class Installation:
    """Everything that the services have stored, read once while nothing moves."""

    outlets: Mapping[str, list[str]]
    documents: Mapping[str, list[Document]]
    logs: Mapping[str, list[Document]]
    parked: Mapping[str, list[Document]]
    cards: Mapping[str, Mapping[str, int]]
    history_key: bytes

    @classmethod
    def read(cls, client: Client, secrets: Path) -> Installation:
        """Read all databases."""
        found = {service: outlets(database_of(client, service)) for service in SERVICES}
        return cls(
            outlets=found,
            documents={
                name: whole(database_of(client, service), name)
                for service, names in found.items()
                for name in names
            },
            logs={
                service: sorted(database_of(client, service).event_log.find(), key=_id)
                for service in SERVICES
            },
            parked={
                service: list(database_of(client, service).parked.find()) for service in SERVICES
            },
            cards={
                collection: {
                    card["_id"]: card["version"]
                    for card in database_of(client, service)[CARDS].find(
                        {"version": {"$exists": True}}, {"version": 1}
                    )
                }
                for service, collection in COLLECTIONS.items()
            },
            history_key=SecretFolder(secrets).history_key(),
        )

    def cases(self) -> Iterator[tuple[str, Document]]:
        """Yield every case of every track with its collection."""
        for name in COLLECTIONS.values():
            for case in self.documents[name]:
                yield name, case

    def case(self, collection: str, case_id: str) -> Document:
        """Return one case."""
        return next(case for case in self.documents[collection] if case["_id"] == case_id)

    def wrongs(self) -> list[str]:
        """Return everything that does not hold."""
        checks: Iterable[Callable[[], Iterator[str]]] = (
            self.parked_events,
            self.unpublished_documents,
            self.broken_histories,
            self.broken_logs,
            self.repeated_commands,
            self.referrals_without_one_case,
            self.outcomes_without_one_record,
            self.card_differences,
            self.docket_differences,
            self.matter_differences,
        )
        return [wrong for check in checks for wrong in check()]

    def parked_events(self) -> Iterator[str]:
        """Nothing was put aside because a handler failed on it."""
        for service, rows in self.parked.items():
            for row in rows:
                yield f"{service} parked {row['_id']}: {row['error']}"

    def unpublished_documents(self) -> Iterator[str]:
        """Every version of every document was given to the relay, and done with."""
        for name, documents in self.documents.items():
            for each in documents:
                if each["published"] != each["version"] or "pending" in each:
                    yield f"{name} {each['_id']} at {each['published']} of {each['version']}"

    def broken_histories(self) -> Iterator[str]:
        """Every chain verifies, and is as long as the version says."""
        for name, case in self.cases():
            found = verify(case["history"], self.history_key, version=case["version"])
            if not found.intact:
                yield f"{name} {case['_id']} is broken at {found.broken_version}"

    def broken_logs(self) -> Iterator[str]:
        """Sequences run from 1 without gap; each event of each history is there once, in order."""
        for service, log in self.logs.items():
            if [row["_id"] for row in log] != list(range(1, len(log) + 1)):
                yield f"the log of {service} has gaps"
            numbered = [row["event_id"] for row in log]
            announced = [event for name in self.outlets[service] for event in self._announced(name)]
            if Counter(numbered) != Counter(announced):
                odd = (Counter(numbered) - Counter(announced)) + (
                    Counter(announced) - Counter(numbered)
                )
                yield f"log and histories of {service} differ in {sorted(odd)[:5]}"
            yield from _out_of_order(service, log)

    def _announced(self, name: str) -> Iterator[str]:
        for document in self.documents[name]:
            for entry in document["history"]:
                yield from (event["id"] for event in entry["events"])

    def repeated_commands(self) -> Iterator[str]:
        """No idempotency key had its effect twice, in one case or by two."""
        for name in COLLECTIONS.values():
            keys = Counter(
                (case["_id"], entry["idempotency"]["key"])
                for case in self.documents[name]
                for entry in case["history"]
                if entry["idempotency"]["key"] is not None
            )
            yield from (f"{name} {key} took effect {n} times" for key, n in keys.items() if n > 1)
            opened = Counter(
                case["creation_key"] for case in self.documents[name] if "creation_key" in case
            )
            yield from (f"{name}: {key} opened {n} cases" for key, n in opened.items() if n > 1)

    def referrals_without_one_case(self) -> Iterator[str]:
        """Every referral to mediation led to exactly one mediation, in the same matter."""
        led = Counter(
            (case["origin"]["case_id"], case["matter_id"])
            for case in self.documents["mediations"]
            if case["origin"]
        )
        referred = Counter(
            (case["_id"], case["matter_id"])
            for _, case in self.cases()
            for entry in case["history"]
            if _refers_to_mediation(entry)
        )
        for key in referred | led:
            if referred[key] != led[key]:
                yield f"{key[0]}: {referred[key]} referrals and {led[key]} mediations"

    def outcomes_without_one_record(self) -> Iterator[str]:
        """Every outcome of a referred mediation is recorded on its origin exactly once."""
        for mediation in self.documents["mediations"]:
            origin = mediation["origin"]
            if not origin:
                continue
            told = Counter(_outcomes(mediation, origin["track"]))
            case = self.case(f"{origin['track']}s", origin["case_id"])
            recorded = Counter(_recorded(case, mediation))
            if told != recorded:
                yield f"{case['number']}: told {dict(told)}, recorded {dict(recorded)}"

    def card_differences(self) -> Iterator[str]:
        """Every agency of a case finds it in its lists, at the version that it has."""
        for name, case in self.cases():
            for agency in case["agencies"]:
                version = self.cards[name].get(card_id(agency, case["_id"]))
                if version != case["version"]:
                    yield f"{name} {case['_id']} at {case['version']}, its card at {version}"

    def docket_differences(self) -> Iterator[str]:
        """The docket has a row for every clock of every case, as the case has it."""
        rows = {row["_id"]: (row["status"], row["due_on"]) for row in self.documents["docket"]}
        clocks = {
            f"{case['_id']}:{clock['id']}": (clock["status"], clock["due_on"])
            for _, case in self.cases()
            for clock in case["clocks"]
        }
        for key in sorted(rows.keys() | clocks.keys()):
            if rows.get(key) != clocks.get(key):
                yield f"clock {key}: docket {rows.get(key)}, case {clocks.get(key)}"

    def matter_differences(self) -> Iterator[str]:
        """Every matter knows its cases, each in its present state, and none that never was one."""
        known = {
            case_id: (matter["_id"], case["status"])
            for matter in self.documents["matters"]
            for case_id, case in matter["cases"].items()
        }
        for _, case in self.cases():
            wanted = None if is_withdrawn(case) else (case["matter_id"], case["status"])
            if known.get(case["_id"]) != wanted:
                yield f"{case['_id']} is {case['status']}, its matter says {known.get(case['_id'])}"


def _id(row: Document) -> int:
    return int(row["_id"])


def _out_of_order(service: str, log: Iterable[Document]) -> Iterator[str]:
    """Of one document, the event of a later version has the higher sequence."""
    seen: dict[str, tuple[int, int]] = {}
    for row in log:
        document, version, number = row["event_id"].rsplit(".", 2)
        place = int(version), int(number)
        if place <= seen.get(document, (0, 0)):
            yield f"{service} numbered {row['event_id']} after {seen[document]}"
        seen[document] = place


def _refers_to_mediation(entry: Document) -> bool:
    if entry["command"] == "refer":
        return bool(entry["payload"]["to"] == "mediation")
    return bool(entry["command"] == "start_mediation")


def _outcomes(mediation: Document, track: str) -> Iterator[str]:
    """Yield what the origin of a mediation has to hear of it."""
    for entry in mediation["history"]:
        outcome = TOLD_TO_A_PETITION.get(entry["command"])
        # A review or suit waits for the end of the mediation, not for what comes before or after.
        if outcome and (track == "petition" or outcome in MEDIATION_OUTCOMES):
            yield outcome


def _recorded(case: Document, mediation: Document) -> Iterator[str]:
    for entry in case["history"]:
        payload = entry["payload"]
        if entry["command"] == "record_referral_outcome":
            if payload["case_id"] == mediation["_id"]:
                yield payload["outcome"]
        elif payload.get("mediation_number") == mediation["number"]:
            yield payload.get("outcome") or payload["mediation_outcome"]
