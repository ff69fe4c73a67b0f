"""The parties of a case on one line of a list, masked as published judgments mask them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shared.casework.vocabulary import party_role

_NAMED = 2


def parties_in_short(parties: Sequence[Mapping[str, Any]]) -> dict[str, str] | None:
    """Return the first two of the parties told of, and how many there are; None for nobody."""
    if not parties:
        return None
    named = [_named(party) for party in parties[:_NAMED]]
    zh, en = ("、".join(each["zh"] for each in named), ", ".join(each["en"] for each in named))
    if (more := len(parties) - _NAMED) > 0:
        return {"zh": f"{zh}等 {len(parties)} 方", "en": f"{en} and {more} more"}
    return {"zh": zh, "en": en}


def _named(party: Mapping[str, Any]) -> dict[str, str]:
    """Return the name that was told; a party of an earlier release goes by its role."""
    name = party.get("name") or party.get("masked_name")
    return {"zh": name, "en": name} if name else party_role(party["role"]).as_dict()
