"""Bad input to every command of every track: a clear refusal, and nothing changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from pymongo import MongoClient

from shared.casework.correcting import AMENDING
from shared.casework.withdrawing import WITHDRAW_CASE
from tests.support.stack import API, OFFICER, Officers, Reply, accepted, database_of
from tests.system.cases import OPENINGS
from tests.system.invariants import COLLECTIONS, settle

Client = MongoClient[dict[str, Any]]
LANGUAGES = ("zh-CN", "en")
FIVE_MEGABYTES = 5 * 1024 * 1024
BESIDE_COMMANDS = frozenset({"assign", "preview", "reveal", "search", "verification"})
"""What is posted to a track and is no step of its procedure; it has tests of its own."""
MALFORMED = (b"{", b"[]", b'"text"', b"", b'{"on": NaN}', b'{"on": "x", "on": "y"}', b"\xff\xfe{}")


@dataclass(frozen=True)
class Command:
    """One command as the API documents it: where it is sent, and the schema of its body."""

    path: str
    collection: str
    properties: Mapping[str, Any]

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


@pytest.fixture(scope="module")
def document(officers: Officers) -> dict[str, Any]:
    found: dict[str, Any] = accepted(officers.get("admin", "/openapi.json"))
    return found


@pytest.fixture(scope="module")
def subjects(officers: Officers) -> dict[str, str]:
    """One case of each track, to be left as it is."""
    return {name: officers.open(name, body())["id"] for name, body in OPENINGS.items()}


@pytest.fixture(scope="module")
def commands(document: Mapping[str, Any], subjects: Mapping[str, str]) -> list[Command]:
    return list(documented_commands(document, subjects))


def documented_commands(
    document: Mapping[str, Any], subjects: Mapping[str, str]
) -> Iterator[Command]:
    for path, operations in document["paths"].items():
        collection = path.removeprefix(f"{API}/").partition("/")[0]
        body = operations.get("post", {}).get("requestBody", {}).get("content", {})
        offered = path.rpartition("/")[2]
        # Papers are handed in as a form of files.
        if collection in OFFICER and "application/json" in body and offered not in BESIDE_COMMANDS:
            content = body["application/json"]
            own = path.removeprefix(API).replace("{case_id}", subjects[collection])
            yield Command(own, collection, properties(document, content["schema"]))


def resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = schema.get("$ref") or next(
        (each["$ref"] for each in schema.get("allOf", ()) if "$ref" in each), None
    )
    if reference is None:
        return schema
    found: Mapping[str, Any] = document["components"]["schemas"][reference.rpartition("/")[2]]
    return found


def properties(document: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that a caller may send, each with its schema."""
    found = resolved(document, schema).get("properties", {})
    return {
        name: resolved(document, inner)
        for name, inner in found.items()
        if not inner.get("readOnly")
    }


def types_of(schema: Mapping[str, Any]) -> set[str]:
    stated = schema.get("type", "object")
    return {stated} if isinstance(stated, str) else set(stated)


def wrong_value(schema: Mapping[str, Any]) -> Any:
    """Return a value of another type than the schema asks for."""
    return {"string": 7, "integer": "7", "boolean": "true", "array": {"a": 1}, "object": ["a"]}[
        next(iter(types_of(schema) - {"null"}))
    ]


def is_date(schema: Mapping[str, Any]) -> bool:
    return schema.get("format") == "date"


@dataclass(frozen=True)
class Probe:
    """One bad request, and the fields that its refusal has to name."""

    command: Command
    body: Any = None
    raw: bytes | None = None
    fields: frozenset[str] = frozenset()
    statuses: frozenset[int] = frozenset({422})


def refused(officers: Officers, probe: Probe) -> list[str]:
    """Send the probe in both languages; return what is wrong with the refusals."""
    role = OFFICER[probe.command.collection]
    replies = [
        officers.send(
            role,
            "POST",
            probe.command.path,
            body=probe.body,
            raw=probe.raw,
            # A connection each: a server may close one after a body it did not care to read.
            headers={"Accept-Language": language, "Connection": "close"},
        )
        for language in LANGUAGES
    ]
    wrongs = [wrong for reply in replies for wrong in unclear(probe, reply)]
    if not wrongs and replies[0].body["title"] == replies[1].body["title"]:
        wrongs = ["the same text in both languages"]
    return [f"{probe.command.path}: {wrong}" for wrong in wrongs]


def unclear(probe: Probe, reply: Reply) -> Iterator[str]:
    system_only = reply.status == 403 and probe.command.name == "invite"
    if reply.status not in probe.statuses and not system_only:
        yield f"{reply.status} {reply.body}"
    if reply.media_type != "application/problem+json":
        yield f"answered as {reply.media_type}"
        return
    absent = {"type", "title", "status", "detail", "code"} - reply.body.keys()
    if absent or reply.body["status"] != reply.status:
        yield f"no {absent}"
    unnamed = probe.fields - {name.partition(".")[0] for name in reply.body.get("errors", {})}
    if unnamed and not system_only:
        yield f"does not name {sorted(unnamed)}"


def stored(client: Client) -> dict[str, dict[str, int]]:
    """Return the version of every document, by collection."""
    return {
        name: {each["_id"]: each["version"] for each in database_of(client, track)[name].find()}
        for track, name in COLLECTIONS.items()
    }


def all_refused(officers: Officers, client: Client, probes: list[Probe]) -> None:
    """Every probe is refused clearly, and afterwards every case is as it was."""
    assert len(probes) > 60
    settle(client)
    before = stored(client)

    with ThreadPoolExecutor(max_workers=4) as pool:
        wrongs = [
            wrong for found in pool.map(partial(refused, officers), probes) for wrong in found
        ]

    assert wrongs == []
    assert stored(client) == before


def test_malformed_json_is_refused(
    officers: Officers, databases: Client, commands: list[Command]
) -> None:
    statuses = frozenset({400})
    all_refused(
        officers,
        databases,
        [
            Probe(command, raw=MALFORMED[n % len(MALFORMED)], statuses=statuses)
            for n, command in enumerate(commands)
        ],
    )


def test_a_field_that_no_command_has_is_refused(
    officers: Officers, databases: Client, commands: list[Command]
) -> None:
    extra = {"_id": "1", "status": "closed", "history": [], "$set": {}}
    probes = [Probe(command, body=extra, fields=frozenset(extra)) for command in commands]
    all_refused(officers, databases, probes)


def test_values_of_the_wrong_type_are_refused_field_by_field(
    officers: Officers, databases: Client, commands: list[Command]
) -> None:
    bodies = [
        (command, {name: wrong_value(schema) for name, schema in command.properties.items()})
        for command in commands
    ]
    probes = [Probe(command, body=body, fields=frozenset(body)) for command, body in bodies]
    all_refused(officers, databases, probes)


def test_operators_in_place_of_values_are_refused_field_by_field(
    officers: Officers, databases: Client, commands: list[Command]
) -> None:
    bodies = [
        (command, {name: {"$ne": None} for name in command.properties}) for command in commands
    ]
    probes = [Probe(command, body=body, fields=frozenset(body)) for command, body in bodies]
    all_refused(officers, databases, probes)


@pytest.mark.parametrize("day", ["2026-02-30", "2026-2-3", "20260203", "0000-01-01", "今天"])
def test_dates_that_do_not_exist_are_refused_field_by_field(
    officers: Officers, databases: Client, commands: list[Command], day: str
) -> None:
    bodies = [
        (command, {name: day for name, schema in command.properties.items() if is_date(schema)})
        for command in commands
    ]
    # What amends other entries, or withdraws a paper, is done today, and names no day of its own.
    assert all("on" in body for command, body in bodies if not _amends(command))
    probes = [Probe(command, body=body, fields=frozenset(body)) for command, body in bodies if body]
    all_refused(officers, databases, probes)


def _amends(command: Command) -> bool:
    name = command.path.rpartition("/")[2]
    return name in AMENDING or name == WITHDRAW_CASE or "/attachments/" in command.path


def test_a_body_of_five_megabytes_is_refused(
    officers: Officers, databases: Client, commands: list[Command]
) -> None:
    raw = b'{"title": "' + b"x" * FIVE_MEGABYTES + b'"}'
    probes = [Probe(command, raw=raw, statuses=frozenset({413})) for command in commands]
    all_refused(officers, databases, probes)


def test_a_body_that_is_no_json_by_its_own_word_is_refused(
    officers: Officers, subjects: Mapping[str, str]
) -> None:
    for collection, case_id in subjects.items():
        reply = officers.send(
            OFFICER[collection],
            "POST",
            f"/{collection}/{case_id}/close",
            raw=b"on=2026-01-01",
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )
        assert (reply.status, reply.media_type) == (415, "application/problem+json")


@pytest.mark.parametrize("collection", OPENINGS)
@pytest.mark.parametrize(
    ("party", "field"),
    [
        ({"name": "某", "id_number": "110105194912310021"}, "id_number"),
        ({"name": "某", "id_number": "1"}, "id_number"),
        ({"kind": "organisation", "name": "某", "organisation_code": "91110000000000000A"}, "code"),
        ({"name": "某", "phone": "call me"}, "phone"),
        ({"name": ""}, "name"),
    ],
)
def test_numbers_with_wrong_check_digits_are_refused_in_every_track(
    officers: Officers, collection: str, party: dict[str, Any], field: str
) -> None:
    body = OPENINGS[collection]()
    name = next(name for name in ("petitioners", "applicants", "plaintiffs") if name in body)

    reply = officers.post(OFFICER[collection], f"/{collection}", body | {name: [party]})

    assert (reply.status, reply.body["code"]) == (422, "validation")
    assert any(path.startswith(f"{name}.0") and field in path for path in reply.body["errors"])


def test_an_unknown_command_case_or_path_is_told_apart_from_nothing(
    officers: Officers, subjects: Mapping[str, str]
) -> None:
    unknown = ["/nowhere", "/petitions/../events", "/events"]
    for collection, case_id in subjects.items():
        unknown += [f"/{collection}/{case_id}/fly", f"/{collection}/nobody/close"]
        reply = officers.post(OFFICER[collection], f"/{collection}/{case_id}/fly")
        assert reply.status == 404
        assert officers.get(OFFICER[collection], f"/{collection}/nobody").status == 404
    for path in unknown:
        reply = officers.post("petition_officer", path)
        assert reply.status in {403, 404}, path
        assert reply.media_type == "application/problem+json"


def test_a_command_that_the_state_does_not_allow_names_those_that_it_does(
    officers: Officers, subjects: Mapping[str, str]
) -> None:
    for collection, case_id in subjects.items():
        reply = officers.post(OFFICER[collection], f"/{collection}/{case_id}/close", {})
        assert (reply.status, reply.body["code"]) == (409, "command-not-allowed")
        assert reply.body["allowed"]
