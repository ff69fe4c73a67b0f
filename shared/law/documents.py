"""The data files of the package: YAML in which no key may stand twice."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from shared.law.errors import RuleDataError
from shared.strict_yaml import StrictYamlError, read_yaml


def read_document(text: str) -> Any:
    """Read one YAML document; raises RuleDataError for a key that stands twice, or for no YAML."""
    try:
        return read_yaml(text, dates=True)
    except StrictYamlError as error:
        raise RuleDataError(error.text) from error


def documents_in(folder: str) -> Iterator[tuple[str, Any]]:
    """Yield name and content of every YAML file in a data folder of this package."""
    for entry in sorted((files("shared.law") / folder).iterdir(), key=lambda each: each.name):
        if entry.name.endswith(".yaml"):
            yield entry.name, read_document(entry.read_text("utf-8"))
