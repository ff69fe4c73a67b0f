"""Parts of a case sealed for the service to which it is referred."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from shared.casework.keys import CaseworkKeys

_FIELD = "shared"
# What a party is in the case that shares it, and in no other.
_OWN_MARKS = frozenset({"id", "id_number_index", "phone_index", "joined_on", "succeeds"})


class Sharing:
    """Seal and open parts of a case, bound to the one event that carries them."""

    def __init__(self, keys: CaseworkKeys) -> None:
        self._referrals = keys.referrals

    def seal(self, case: Mapping[str, Any], parts: Sequence[str], *, event_id: str) -> str:
        """Return the named parts of `case` (parties, act, title or facts) as one sealed text."""
        content = {name: value for name in parts if (value := _part(case, name)) is not None}
        text = json.dumps(content, ensure_ascii=False)
        return self._referrals.seal(text, document=event_id, field=_FIELD)

    def open(self, sealed: str, *, event_id: str) -> dict[str, Any]:
        """Return the parts by name; `UnsealError` when they were not sealed for this event."""
        content: dict[str, Any] = json.loads(
            self._referrals.open(sealed, document=event_id, field=_FIELD)
        )
        return content


def as_payload(party: Mapping[str, Any]) -> dict[str, Any]:
    """Return a shared party as a payload has it: an agency's code is its organisation code."""
    kept = {name: value for name, value in party.items() if value is not None and name != "role"}
    if code := kept.pop("code", None):
        kept["organisation_code"] = code
    return kept


def _part(case: Mapping[str, Any], name: str) -> Any:
    if name == "parties":
        return [
            {key: value for key, value in party.items() if key not in _OWN_MARKS}
            for party in case["parties"]
        ]
    return case.get(name) if name in {"act", "title"} else case["facts"].get(name)
