"""The tracks and other services as the pages name them."""

from __future__ import annotations

from dataclasses import dataclass

from shared.house import other_services, tracks
from shared.http.identity import Identity
from shared.http.problems import not_found
from shared.language import Text


@dataclass(frozen=True, slots=True)
class TrackPages:
    """One track: its part of the address, its service, its code, its officers' role, its name."""

    collection: str
    service: str
    code: str
    role: str
    label: Text


BY_COLLECTION = {
    each.collection: TrackPages(each.collection, each.service, each.track, each.officer, each.label)
    for each in tracks()
}
BY_CODE = {track.code: track for track in BY_COLLECTION.values()}
_SERVICES = {
    **{each.service: each.label for each in tracks()},
    **{each.service: each.label for each in other_services()},
}


def track_at(collection: str) -> TrackPages:
    """Return the track of an address; 404 when there is none."""
    track = BY_COLLECTION.get(collection)
    if track is None:
        raise not_found()
    return track


def service_label(name: str) -> Text:
    """Return what a service is called in words; its name when it is unknown."""
    return _SERVICES.get(name, Text(name, name))


def tracks_of(officer: Identity) -> list[TrackPages]:
    """Return the tracks whose cases the officer works with; all for supervisor and admin."""
    own = [track for track in BY_COLLECTION.values() if track.role == officer.role]
    return own or list(BY_COLLECTION.values())
