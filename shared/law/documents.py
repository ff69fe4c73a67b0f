"""The data files of the package: YAML in which no key may stand twice."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import yaml

from shared.language import Text
from shared.law.errors import RuleDataError


class _Loader(yaml.CSafeLoader):
    """YAML forbids duplicate keys and its readers accept them; a rule must not vanish that way."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                line = key.start_mark.line + 1
                raise RuleDataError(
                    Text(
                        f"第 {line} 行：“{key.value}”重复", f"line {line}: {key.value} stands twice"
                    )
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def read_document(text: str) -> Any:
    """Read one YAML document; raises RuleDataError for a key that stands twice."""
    return _Loader(text).get_single_data()


def documents_in(folder: str) -> Iterator[tuple[str, Any]]:
    """Yield name and content of every YAML file in a data folder of this package."""
    for entry in sorted((files("shared.law") / folder).iterdir(), key=lambda each: each.name):
        if entry.name.endswith(".yaml"):
            yield entry.name, read_document(entry.read_text("utf-8"))
