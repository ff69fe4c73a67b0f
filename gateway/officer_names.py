"""
The names of officers beside their usernames, in answers of services that know none.

The services tell each other of officers by username alone, so that no name lies in their events.
Who may read a username may read the name that belongs to it; it is the name of today. The places
are the same in answers and in the document that describes them:

- `assignee`, `created_by` and `by`, where they are a username without a name beside it, get
  `assignee_name`, `created_by_name` and `by_name`;
- an officer who acted (`id`, `role`, `agency`) gets `name`, where there is none, and `agency_name`;
- a row that says who came in charge, field by field, gets the name as its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import requests
from flask import current_app

from gateway.accounts import Account, RecentAccounts
from gateway.answer_words import ANSWER_WORDS
from shared.casework.answer_words import ANSWER_WORDS as CASE_WORDS
from shared.house import tracks

Node: TypeAlias = dict[str, Any]
Known: TypeAlias = Mapping[str, Account]

_NAMED = ("assignee", "created_by", "by")
_ACTOR = frozenset({"id", "role", "agency"})
_SAID = frozenset({"field", "value", "words"})
_WORDS = CASE_WORDS | ANSWER_WORDS
# What somebody sent is shown as it was sent.
_AS_SENT = frozenset({"payload", "details", "facts"})
# A track names the assignee of a case itself; most of its answers need not even be read.
_TRACK_SERVICES = frozenset(each.service for each in tracks() if not each.is_guest)
_BETWEEN_TRACKS = re.compile(rb'"(?:assignee|created_by|actor|by)"')
_IN_A_TRACK = re.compile(rb'"(?:actor|set_aside)"|"field":\s*"assignee"')


class OfficerNames:
    """Adds the names of officers to an answer: one question for all of them."""

    def __init__(self, accounts: RecentAccounts) -> None:
        self._accounts = accounts

    def content_of(self, service: str, answer: requests.Response) -> bytes:
        """Return the content of an answer of `service`, with names where it has usernames."""
        if not answer.ok or not self._may_name(service, answer.content):
            return answer.content
        return f"{current_app.json.dumps(self.added(answer.json()))}\n".encode()

    def read(self, service: str, answer: requests.Response) -> Any:
        """Return the JSON of an answer of `service`, with names where it has usernames."""
        found = answer.json()
        return self.added(found) if self._may_name(service, answer.content) else found

    def added(self, found: Any) -> Any:
        """Return `found`, changed: with the names of all officers who stand in it."""
        places = list(_places(found))
        wanted = {name for place in places if isinstance(name := _username(place), str)}
        known = self._accounts.find_all(wanted) if wanted else {}
        for place in places:
            _name(place, known)
        return found

    def _may_name(self, service: str, content: bytes) -> bool:
        marks = _IN_A_TRACK if service in _TRACK_SERVICES else _BETWEEN_TRACKS
        return marks.search(content) is not None


Place: TypeAlias = tuple[Node, str]


def _places(value: Any) -> Iterator[Place]:
    """Yield each object in which a username stands, with the key under which it does."""
    if isinstance(value, list):
        for each in value:
            yield from _places(each)
    elif isinstance(value, dict):
        yield from ((value, key) for key in _NAMED if _is_alone(value, key))
        if _is_actor(value):
            yield value, "id"
        if value.keys() >= _SAID and value["field"] == "assignee":
            yield value, "value"
        for key, each in value.items():
            if key not in _AS_SENT:
                yield from _places(each)


def _is_alone(value: Mapping[str, Any], key: str) -> bool:
    named = key in value and f"{key}_name" not in value
    return named and isinstance(value[key], str | None)


def _is_actor(value: Mapping[str, Any]) -> bool:
    return value.keys() >= _ACTOR and isinstance(value["agency"], str | None)


def _username(place: Place) -> Any:
    node, key = place
    return node[key]


def _name(place: Place, known: Known) -> None:
    node, key = place
    account = known.get(node[key])
    name = account.name if account else None
    if key == "value":
        if name and node["words"] is None:
            node["words"] = {"zh": name, "en": name}
    elif key == "id":
        if node.get("name") is None:
            node["name"] = name
        own = account is not None and account.agency_code == node["agency"]
        node["agency_name"] = account.agency_name if account and own else None
    else:
        node[f"{key}_name"] = name


def describe_names(document: Node) -> Node:
    """Return `document`, changed: its answers say of names what `OfficerNames` adds."""
    schemas = document.get("components", {}).get("schemas", {})
    for name in _answered(document, schemas):
        _describe(schemas[name])
    return document


def _answered(document: Node, schemas: Mapping[str, Node]) -> set[str]:
    """Return the names of the schemas that answers consist of."""
    found: set[str] = set()
    waiting = [
        operation["responses"]
        for item in document["paths"].values()
        for operation in item.values()
        if isinstance(operation, dict) and "responses" in operation
    ]
    while waiting:
        for name in _references(waiting.pop()):
            if name in schemas and name not in found:
                found.add(name)
                waiting.append(schemas[name])
    return found


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"].rpartition("/")[2]
        for each in value.values():
            yield from _references(each)
    elif isinstance(value, list):
        for each in value:
            yield from _references(each)


def _describe(schema: Node) -> None:
    properties = schema.get("properties", {})
    added = [f"{key}_name" for key in _NAMED if "type" in properties.get(key, {})]
    if properties.keys() >= _ACTOR and "type" in properties["agency"]:
        added += ["name", "agency_name"]
    for name in added:
        text = _WORDS[name]
        said = {"type": ["string", "null"], "description": f"{text.zh} {text.en}"}
        properties.setdefault(name, said)
