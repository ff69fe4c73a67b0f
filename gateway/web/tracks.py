"""The four tracks as the pages name them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.routes import TRACKS
from shared.http.identity import Identity
from shared.http.problems import not_found
from shared.language import Text

_LABELS = {
    "petitions": Text("信访", "petition"),
    "mediations": Text("调解", "mediation"),
    "reconsiderations": Text("行政复议", "reconsideration"),
    "litigations": Text("行政应诉", "litigation"),
}
ROLES: Mapping[str, Text] = {
    "mediator": Text("调解员", "mediator"),
    "petition_officer": Text("信访承办人", "petition officer"),
    "reconsideration_officer": Text("复议承办人", "reconsideration officer"),
    "litigation_officer": Text("应诉承办人", "litigation officer"),
    "supervisor": Text("主管", "supervisor"),
    "admin": Text("管理员", "administrator"),
}


@dataclass(frozen=True, slots=True)
class Track:
    """One track: its part of the address, its service, the role of its officers, its name."""

    collection: str
    service: str
    role: str
    label: Text


BY_COLLECTION = {
    name: Track(name, service, role, _LABELS.get(name, Text(name, name)))
    for name, (service, role) in TRACKS.items()
}
# A service tells of its cases under the name of its procedure.
BY_SERVICE = {track.service: track for track in BY_COLLECTION.values()}
BY_SERVICE["petition"] = BY_COLLECTION["petitions"]


def track_at(collection: str) -> Track:
    """Return the track of an address; 404 when there is none."""
    track = BY_COLLECTION.get(collection)
    if track is None:
        raise not_found()
    return track


def tracks_of(officer: Identity) -> list[Track]:
    """Return the tracks whose cases the officer works with; all for supervisor and admin."""
    own = [track for track in BY_COLLECTION.values() if track.role == officer.role]
    return own or list(BY_COLLECTION.values())
