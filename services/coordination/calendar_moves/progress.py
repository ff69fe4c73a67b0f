"""How far the services are with an edition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from services.coordination.calendar_moves.moves import Moves


def progress_of(
    recount: Mapping[str, Any], services: Iterable[str], moves: Moves
) -> list[dict[str, Any]]:
    """
    Return for each service whether it has counted anew, how many cases, how many are heard of.

    A service that has not answered yet is there with nothing but its name.
    """
    applied = recount.get("applied", {})
    return [
        _one(name, applied.get(name), recount["_id"], moves)
        for name in sorted({*services, *applied})
    ]


def is_complete(progress: Iterable[Mapping[str, Any]]) -> bool:
    """Say whether every service has answered, and all its recomputations have arrived."""
    return all(
        each["applied_at"] is not None and each["heard_of"] >= each["cases"] for each in progress
    )


def _one(
    name: str, applied: Mapping[str, Any] | None, edition: str, moves: Moves
) -> dict[str, Any]:
    if applied is None:
        return {
            "service": name,
            "track": None,
            "applied_at": None,
            "cases": None,
            "heard_of": None,
        }
    return {
        "service": name,
        "track": applied["track"],
        "applied_at": applied["at"],
        "cases": applied["cases"],
        "heard_of": moves.count(edition, applied["track"]),
    }
