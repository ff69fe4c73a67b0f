"""Vouching to a track for the officer whom a request names as assignee."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gateway.accounts import RecentAccounts
from shared.http.bodies import MalformedJsonError, parse_json
from shared.http.identity import Identity

_FIELD = "assignee"


class Vouching:
    """
    Says who an officer is: the gateway alone knows accounts, and a track alone its cases.

    Nothing is refused here. A track refuses an assignee for whom nobody vouches, or who may not
    have the case, in its own words and at the field where the name stands.
    """

    def __init__(self, accounts: RecentAccounts) -> None:
        self._accounts = accounts

    def named_in(self, body: bytes) -> Identity | None:
        """Return the officer whom the JSON of a request names, None for nobody of ours."""
        if _FIELD.encode() not in body:
            return None
        try:
            read = parse_json(body)
        except MalformedJsonError:
            return None
        return self.named(read) if isinstance(read, dict) else None

    def named(self, payload: Mapping[str, Any]) -> Identity | None:
        """Return the officer whom a payload names: an open account."""
        username = payload.get(_FIELD)
        account = self._accounts.find(username) if isinstance(username, str) else None
        return None if account is None or account.disabled else account.as_identity()
