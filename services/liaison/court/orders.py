"""What a notice of a court amounts to: one command for one service, or nothing that is new."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from services.liaison.court.registry import LITIGATION, Case, CourtTrack
from services.liaison.partners.door import PartnerOrder
from shared.http.problems import not_found
from shared.language import Text

_NAMING = frozenset({"court", "court_case_no", "mediation_number"})
_UNKNOWN_CASE = Text(
    "该机关没有此案号的案件。", "The agency has no case of this number of the court."
)


class FindCase(Protocol):
    """What finds cases at the agency that a notice is for."""

    def __call__(self, number: str, track: CourtTrack = LITIGATION) -> Case | None:
        """Return the case of a number of the court in a track, or None."""


@dataclass(frozen=True, slots=True)
class Known:
    """A case to which a notice adds nothing: it is open already, or what is newer stands there."""

    case: Case


def opening(
    track: CourtTrack, command: str, payload: Mapping[str, Any], once: str | None = None
) -> PartnerOrder:
    """Return the order of a command that opens a case."""
    return PartnerOrder(track.service, f"/api/v1/{track.collection}{command}", payload, once)


def on_case(
    command: str, payload: Mapping[str, Any], case: Case, track: CourtTrack = LITIGATION
) -> PartnerOrder:
    """Return the order of a command on a case."""
    return PartnerOrder(
        track.service, f"/api/v1/{track.collection}/{case['id']}/{command}", payload
    )


def details(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a notice says beside the numbers and the court, which the case has already."""
    return {name: value for name, value in said.items() if name not in _NAMING}


def ruling(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a notice says of the ruling alone."""
    return {name: said[name] for name in ("on", "document_number") if name in said}


def known(find: FindCase, number: str, track: CourtTrack = LITIGATION) -> Case:
    """Return the case of a number; 404 when there is none."""
    case = find(number, track)
    if case is None:
        raise not_found(_UNKNOWN_CASE)
    return case
