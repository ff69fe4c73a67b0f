"""How much each officer of an agency has, and how much of it is late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gateway.accounts import Account, Accounts
from gateway.routes import TRACKS
from gateway.web.asking import Services
from shared.casework.assigning import NOBODY

# A question for each officer: more than so many are not asked one after the other.
MOST_OFFICERS = 100
BAR_LENGTH = 240
"""The length of the longest bar, in units of its drawing."""
PARTS = ("overdue", "red", "amber", "green", "paused")
_ROLES = frozenset(role for _service, role in TRACKS.values())


@dataclass(frozen=True, slots=True)
class Load:
    """The open time limits of one officer by level; `bars` are the parts of a drawn bar."""

    username: str
    name: str | None
    disabled: bool
    counts: Mapping[str, int]
    total: int
    exact: bool
    bars: Sequence[tuple[str, int, int]] = ()


def officers_with_cases(accounts: Accounts, agency_code: str) -> list[Account]:
    """Return the officers of an agency who handle cases, those who left among them."""
    return [each for each in accounts.of_agency(agency_code) if each.role in _ROLES]


def load_of_officers(services: Services, officers: Sequence[Account]) -> list[Load]:
    """Return the load of each officer and of nobody, the most late first."""
    asked: list[tuple[str, Account | None]] = [(NOBODY, None)]
    asked += [(each.username, each) for each in officers[:MOST_OFFICERS]]
    counted = [
        (
            username,
            account,
            services.get("coordination", "/clocks/counts", {"assignee": username}),
        )
        for username, account in asked
    ]
    most = max((counts["total"] for _, _, counts in counted), default=0)
    found = [_load(username, account, counts, most) for username, account, counts in counted]
    return sorted(found, key=lambda each: (-each.counts["overdue"], -each.total, each.username))


def _load(username: str, account: Account | None, counts: Mapping[str, Any], most: int) -> Load:
    levels = {name: int(counts["by_level"].get(name, 0)) for name in PARTS if name != "paused"}
    levels["paused"] = int(counts["by_status"]["paused"])
    return Load(
        username,
        account.name if account else None,
        account.disabled if account else False,
        levels,
        int(counts["total"]),
        bool(counts["exact"]),
        bar_of(levels, most),
    )


def bar_of(counts: Mapping[str, int], most: int) -> list[tuple[str, int, int]]:
    """Return the parts of a bar, each with its name, where it begins and how long it is."""
    parts: list[tuple[str, int, int]] = []
    begins = 0
    for name in PARTS:
        if counts[name] and most:
            length = max(round(counts[name] * BAR_LENGTH / most), 1)
            parts.append((name, begins, length))
            begins += length
    return parts
