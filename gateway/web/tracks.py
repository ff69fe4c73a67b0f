"""The four tracks as the pages name them."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.routes import TRACKS as ROUTED
from shared.casework.payload_parts import TRACKS
from shared.http.identity import Identity
from shared.http.problems import not_found
from shared.language import Text

# The service of petitions is named by their plural; its cases call their track by the singular.
_CODES = {"petitions": "petition"}


@dataclass(frozen=True, slots=True)
class Track:
    """One track: its part of the address, its service, its code, its officers' role, its name."""

    collection: str
    service: str
    code: str
    role: str
    label: Text


def _track(collection: str, service: str, role: str) -> Track:
    code = _CODES.get(service, service)
    return Track(collection, service, code, role, TRACKS.get(code, Text(code, code)))


BY_COLLECTION = {name: _track(name, service, role) for name, (service, role) in ROUTED.items()}
BY_CODE = {track.code: track for track in BY_COLLECTION.values()}
_SERVICES = {
    "coordination": Text("统筹协调", "coordination"),
    **{track.service: track.label for track in BY_COLLECTION.values()},
}


def track_at(collection: str) -> Track:
    """Return the track of an address; 404 when there is none."""
    track = BY_COLLECTION.get(collection)
    if track is None:
        raise not_found()
    return track


def service_label(name: str) -> Text:
    """Return what a service is called in words; its name when it is unknown."""
    return _SERVICES.get(name, Text(name, name))


def tracks_of(officer: Identity) -> list[Track]:
    """Return the tracks whose cases the officer works with; all for supervisor and admin."""
    own = [track for track in BY_COLLECTION.values() if track.role == officer.role]
    return own or list(BY_COLLECTION.values())
