"""Reading the nodes of a procedure file: every key known, every word in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from shared.casework.checking import ProcedureError
from shared.casework.procedure import StandingNotice
from shared.language import Text

Node = Mapping[str, Any]


def read_text(node: Any, where: str) -> Text:
    """Return words in both languages, refused where one is missing."""
    if not isinstance(node, Mapping) or set(node) != {"zh", "en"}:
        raise ProcedureError(f"{where} needs zh and en")
    return Text(str(node["zh"]), str(node["en"]))


def as_node(value: Any, where: str) -> Node:
    """Return a mapping, refused where it is none."""
    if not isinstance(value, Mapping):
        raise ProcedureError(f"{where} must be a mapping")
    return value


def one_or_more(value: Any, where: str) -> tuple[str, ...]:
    """Return a list of names, written as a list or as the only one."""
    return (value,) if isinstance(value, str) else as_names(value, where)


def as_names(value: Any, where: str) -> tuple[str, ...]:
    """Return a list of names, refused where it is none."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ProcedureError(f"{where} must be a list of names")
    return tuple(value)


def only(node: Node, where: str, known: Iterable[str]) -> None:
    """Refuse a mapping with a key that is not known, and name it."""
    unknown = sorted(set(node) - set(known))
    if unknown:
        raise ProcedureError(f"{where} has an unknown key {unknown[0]!r}")


def read_notice(node: Any, where: str) -> StandingNotice:
    """Return a warning that a procedure writes itself."""
    only(as_node(node, where), where, ["code", "basis", "text"])
    return StandingNotice(
        str(node["code"]), str(node["basis"]), read_text(node["text"], f"{where}.text")
    )
