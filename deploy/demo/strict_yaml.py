"""YAML read strictly: no key twice, no key that nobody asks for, dates left as written."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping
from datetime import date
from typing import Any

import yaml

from shared.language import Text

RELATIVE_DAY = re.compile(r"\{today(?:[+-]\d{1,4})?\}")
"""A day counted from the day of the replay, such as `{today-3}`."""

_BOOLEAN, _TIMESTAMP = "tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp"


class ScenarioError(ValueError):
    """A scenario file says something that cannot be meant; the message says where."""


class _Loader(yaml.CSafeLoader):
    """YAML 1.1 reads `on` as a truth and dates as objects; here both are words, as in the API."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key, _value in node.value:
            if key.value in seen:
                raise ScenarioError(f"line {key.start_mark.line + 1}: {key.value} stands twice")
            seen.add(key.value)
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in known if tag not in {_BOOLEAN, _TIMESTAMP}]
    for first, known in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_BOOLEAN, re.compile(r"^(?:true|false)$"), list("tf"))


def read_yaml(text: str) -> Any:
    """Read one document; `ScenarioError` for a key that stands twice or for broken YAML."""
    try:
        return _Loader(text).get_single_data()
    except yaml.YAMLError as error:
        raise ScenarioError(str(error)) from error


class Fields:
    """
    The fields of one mapping, each taken once.

    `end` refuses what was not taken, so an unknown or misspelt key never passes silently.
    """

    def __init__(self, node: Any, where: str) -> None:
        if not isinstance(node, Mapping):
            raise ScenarioError(f"{where}: a mapping was expected")
        self._left = dict(node)
        self.where = where

    def take(self, key: str, default: Any = None) -> Any:
        """Return what stands under `key`."""
        return self._left.pop(key, default)

    def has(self, key: str) -> bool:
        """Say whether anything stands under `key` that was not taken yet."""
        return key in self._left

    def words(self, key: str) -> str:
        """Return the words under `key`, which must be there."""
        value = self.take(key)
        if not isinstance(value, str) or not value.strip():
            raise self.error(key, "is missing or not text")
        return value.strip()

    def word_of(self, key: str, allowed: frozenset[str]) -> str:
        """Return the word under `key`, one of those allowed."""
        word = self.words(key)
        if word not in allowed:
            raise self.error(key, f"{word!r} is none of {', '.join(sorted(allowed))}")
        return word

    def day(self, key: str) -> str | None:
        """Return the date under `key` as written, or None; it may be counted from today."""
        value = self.take(key)
        if value is None:
            return None
        if RELATIVE_DAY.fullmatch(str(value)):
            return str(value)
        try:
            return date.fromisoformat(str(value)).isoformat()
        except ValueError as error:
            raise self.error(key, f"{value!r} is no date") from error

    def day_or(self, key: str, word: str) -> str | None:
        """Return the date under `key` as written, `word` where that stands there, or None."""
        if self._left.get(key) == word:
            return str(self.take(key))
        return self.day(key)

    def text(self, key: str) -> Text:
        """Return the text in both languages under `key`."""
        fields = self.fields(key)
        text = fields.both_languages()
        fields.end()
        return text

    def both_languages(self) -> Text:
        """Return the text whose `zh` and `en` stand among these very fields."""
        return Text(self.words("zh"), self.words("en"))

    def truth(self, key: str) -> bool:
        """Return the truth under `key`; false where there is none."""
        value = self.take(key, False)
        if not isinstance(value, bool):
            raise self.error(key, "is neither true nor false")
        return value

    def mapping(self, key: str) -> dict[str, Any]:
        """Return the free mapping under `key`, empty when there is none."""
        value = self.take(key, {})
        if not isinstance(value, dict):
            raise self.error(key, "is no mapping")
        return value

    def fields(self, key: str) -> Fields:
        """Return the fields of the mapping under `key`."""
        return Fields(self.take(key), f"{self.where}.{key}")

    def each(self, key: str) -> Iterator[Fields]:
        """Return the fields of every mapping in the list under `key`."""
        for number, node in enumerate(self._list(key), start=1):
            yield Fields(node, f"{self.where}.{key}.{number}")

    def list_of_words(self, key: str) -> tuple[str, ...]:
        """Return the words in the list under `key`."""
        return tuple(str(value) for value in self._list(key))

    def end(self) -> None:
        """Refuse what was not taken."""
        if self._left:
            raise ScenarioError(f"{self.where}: unknown key {', '.join(map(str, self._left))}")

    def error(self, key: str, what: str) -> ScenarioError:
        """Return the error that names `key` of this mapping."""
        return ScenarioError(f"{self.where}.{key} {what}")

    def _list(self, key: str) -> list[Any]:
        value = self.take(key, [])
        if not isinstance(value, list):
            raise self.error(key, "is no list")
        return value
