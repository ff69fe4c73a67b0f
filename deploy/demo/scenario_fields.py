"""What a scenario file says, read field by field: no key that nobody asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from shared.language import Text
from shared.strict_yaml import StrictYamlError, read_yaml

RELATIVE_DAY = re.compile(r"\{today(?:[+-]\d{1,4})?\}")
"""A day counted from the day of the replay, such as `{today-3}`."""


class ScenarioError(ValueError):
    """A scenario file says something that cannot be meant; the message says where."""


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

    @classmethod
    def read(cls, text: str, where: str) -> Fields:
        """Return the fields of the mapping that a file is."""
        try:
            return cls(read_yaml(text), where)
        except StrictYamlError as error:
            raise ScenarioError(f"{where}: {error}") from error

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
