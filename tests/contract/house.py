"""The contracts of all events of the house, wherever they stand."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from deploy.events_page import written_contracts
from shared.casework.step_contracts import step_contracts
from shared.events.contract import EventContract
from tests.contract.leading import TRACKS


@cache
def step_contracts_of_all() -> Mapping[str, EventContract]:
    """Return the contract of every step of every track, by type."""
    found: dict[str, EventContract] = {}
    for track in TRACKS:
        found |= step_contracts(track.track().procedure)
    return found


@cache
def contracts() -> Mapping[str, EventContract]:
    """Return the contract of every event, by type."""
    return {**step_contracts_of_all(), **{each.type: each for each in written_contracts()}}
