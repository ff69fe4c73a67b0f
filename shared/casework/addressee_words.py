"""Whose a period is, or whom it answers, in words: a party, a side of a suit, an instalment."""

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
    name: str | None, parties: Iterable[Mapping[str, Any]], answered: Text | None = None
) -> dict[str, str] | None:
    """
    Return whom the `party` of a clock names; None where it names nobody or somebody not shown.

    A clock may carry another name than that of a party: of an agency, a document's number, or that
    of an instalment. `answered` is what they lodged that is answered within it, of such a clock.
    """
    who = None if name is None else _named(name, parties)
    if who is None:
        return None
    if answered is not None:
        who = Text(f"就{who.zh}的{answered.zh}", f"on the {answered.en} of {who.en}")
    return who.as_dict()


def _named(name: str, parties: Iterable[Mapping[str, Any]]) -> Text | None:
    party = next((each for each in parties if each.get("id") == name), None)
    if party is not None:
        role, who = party_role(party["role"]), party.get("name") or party.get("masked_name")
        return Text(f"{role.zh}{who or ''}", f"{role.en} {who or ''}".strip())
    if name in SIDES:
        return SIDES[name]
    if name.isdecimal():
        return Text(f"第{name}期", f"instalment {name}")
    is_hidden = name[:1] == "p" and name[1:].isdecimal()
    return None if is_hidden else Text(name, name)
