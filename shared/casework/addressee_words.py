"""Whose a period is, in words: a party by role and name, a side of a suit, an instalment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from shared.casework.vocabulary import party_role
from shared.language import Text

SIDES: Mapping[str, Text] = MappingProxyType(
    {
        "agency": Text("本机关", "this agency"),
        "opponent": Text("对方当事人", "the other side"),
    }
)


def addressee_words(
    name: str | None, parties: Iterable[Mapping[str, Any]]
) -> dict[str, str] | None:
    """
    Return whom the `party` of a clock names; None where it names nobody or somebody not shown.

    A clock may carry another name than that of a party: of an agency, a document's number, or that
    of an instalment.
    """
    if name is None:
        return None
    party = next((each for each in parties if each.get("id") == name), None)
    if party is not None:
        role, who = party_role(party["role"]), party.get("name") or party.get("masked_name")
        return Text(f"{role.zh}{who or ''}", f"{role.en} {who or ''}".strip()).as_dict()
    if name in SIDES:
        return SIDES[name].as_dict()
    if name.isdecimal():
        return Text(f"第{name}期", f"instalment {name}").as_dict()
    is_hidden = name[:1] == "p" and name[1:].isdecimal()
    return None if is_hidden else Text(name, name).as_dict()
