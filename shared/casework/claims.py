"""What one case of a track alone may hold, so that of two opened at one moment one is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.casework.case import is_withdrawn
from shared.http.problems import Problem

Holder = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Claim:
    """
    One thing that a case holds alone, by its `key`.

    The commands `at` which another case must not come to hold it are refused with what `refusal`
    says of the holder, unless the payload has the field `lifted_by`. Any other step goes on without
    holding it.
    """

    key: str
    at: frozenset[str]
    refusal: Callable[[Holder], Problem]
    lifted_by: str | None = None

    def refuses(self, command: str, payload: Mapping[str, Any]) -> bool:
        """Say whether a command may not be carried out where another case holds this."""
        return command in self.at and not (self.lifted_by and payload.get(self.lifted_by))


Claims = Callable[[Mapping[str, Any]], Iterable[Claim]]
"""What a case holds by its state; pure."""


def key_of(*parts: str) -> str:
    """Return the key that stands for these parts together."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def claims_of(held: Sequence[Claims], case: Mapping[str, Any]) -> Mapping[str, Claim]:
    """Return all that a case holds, by key; nothing where it was entered by mistake."""
    if is_withdrawn(case):
        return {}
    return {claim.key: claim for of in held for claim in of(case)}
