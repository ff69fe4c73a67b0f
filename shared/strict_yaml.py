"""YAML read strictly: no key twice, and a word is a word unless it is `true` or `false`."""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import Any

import yaml

from shared.language import Text

_BOOLEAN, _TIMESTAMP = "tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp"
_MERGE = "tag:yaml.org,2002:merge"
"""The key `<<`, which takes in what another mapping says."""


class StrictYamlError(ValueError):
    """The text is no YAML, or says something twice; `text` says where, in both languages."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class _Words(yaml.CSafeLoader):
    """YAML allows no key twice and its readers do; YAML 1.1 reads `on` as a truth."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _value in node.value:
            if key_node.tag == _MERGE:
                continue
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise _twice(key, key_node.start_mark.line + 1)
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


_Words.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in known if tag not in {_BOOLEAN, _TIMESTAMP}]
    for first, known in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Words.add_implicit_resolver(_BOOLEAN, re.compile(r"^(?:true|false)$"), list("tf"))


class _Dates(_Words):
    """The same, where what is written as a date is one."""


_Dates.yaml_implicit_resolvers = {
    first: [
        *_Words.yaml_implicit_resolvers.get(first, ()),
        *((tag, form) for tag, form in known if tag == _TIMESTAMP),
    ]
    for first, known in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def read_yaml(text: str, *, dates: bool = False) -> Any:
    """Return what one document says; `dates` as dates, or else as written. `StrictYamlError`."""
    loader = (_Dates if dates else _Words)(text)
    try:
        return loader.get_single_data()
    except yaml.YAMLError as error:
        raise StrictYamlError(Text(f"不是有效的 YAML：{error}", f"not YAML: {error}")) from error
    finally:
        loader.dispose()


def _twice(key: Hashable, line: int) -> StrictYamlError:
    return StrictYamlError(
        Text(f"第 {line} 行：“{key}”重复", f"line {line}: the key {key!r} is given twice")
    )
