"""
Which services there are: each is a folder below `services/` that says of itself what others need.

A folder with a `procedure.yaml` is a track, one with a `service.yaml` another service. Processes,
routes, roles, accounts, containers, drawings and the tables of other services follow from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from shared.language import Text
from shared.strict_yaml import read_yaml

FOLDER = Path(__file__).resolve().parent.parent / "services"
PROCEDURE, SERVICE = "procedure.yaml", "service.yaml"
LIAISON = "liaison"
"""The service that lets terminals and partners in, and has seen their proof."""
_LAST = 1000
"""The place of a folder that claims none: after all others, by name."""


@dataclass(frozen=True, slots=True)
class TrackProfile:
    """
    What the others need to know of a track.

    `package` is its folder, `service` whose processes serve it: mostly its own, or those of another
    service, where it is a guest. `track` is its code in cases and events, `collection` its part of
    the address, `officer` the role of those who handle its cases. While a case is in a state of
    `not_yet`, nobody has taken it up; `taken_since` is the milestone of the day on which somebody
    did, None where no other procedure refers cases to the track. Where `own_application`, the
    person has to apply or sue. `served` is said of each document that is served on everybody.
    """

    package: str
    service: str
    track: str
    collection: str
    label: Text
    officer: str
    officer_label: Text
    not_yet: frozenset[str]
    taken_since: str | None
    own_application: bool
    served: Mapping[str, Any]

    @property
    def is_guest(self) -> bool:
        """Tell whether another service's processes serve it."""
        return self.package != self.service


@dataclass(frozen=True, slots=True)
class ServiceProfile:
    """
    What the others need to know of a service that is no track.

    `routes` are its paths below `/api/v1`, as `METHOD path` with `*` for any rest, by who may
    call them: `every_officer`, `oversight` or `admin`. `calls_outside` names those of its
    processes (`web`, `worker`) that call addresses outside of the installation, `own_settings`
    the variables that are for this service alone.
    """

    service: str
    label: Text
    routes: Mapping[str, tuple[str, ...]]
    calls_outside: frozenset[str]
    own_settings: tuple[str, ...]


@cache
def tracks() -> tuple[TrackProfile, ...]:
    """Return the tracks in the order in which they are shown."""
    return tuple(_track(name, said) for name, said in _folders(PROCEDURE))


@cache
def other_services() -> tuple[ServiceProfile, ...]:
    """Return the services that are no tracks, in their order."""
    return tuple(_service(name, said) for name, said in _folders(SERVICE))


def services() -> tuple[str, ...]:
    """Return the names of all services, tracks first."""
    own = (each.service for each in tracks() if not each.is_guest)
    return (*own, *(each.service for each in other_services()))


def track_labels() -> dict[str, Text]:
    """Return what each track is called, by its code."""
    return {each.track: each.label for each in tracks()}


def officer_labels() -> dict[str, Text]:
    """Return what the officers of tracks are called, by role; two tracks may share a role."""
    found: dict[str, Text] = {}
    for each in tracks():
        found.setdefault(each.officer, each.officer_label)
    return found


def _folders(file: str) -> list[tuple[str, dict[str, Any]]]:
    found = {path.parent.name: _said(path) for path in FOLDER.glob(f"*/{file}")}
    return sorted(found.items(), key=lambda each: (each[1].get("place", _LAST), each[0]))


def _said(path: Path) -> dict[str, Any]:
    """Return what a folder says of itself: of a procedure, what stands above its states."""
    said, _, _procedure = path.read_text("utf-8").partition("\nstates:\n")
    found: dict[str, Any] = read_yaml(said)
    return found


def _track(package: str, said: Mapping[str, Any]) -> TrackProfile:
    officer = said["officer"]
    return TrackProfile(
        package=package,
        service=said["service"],
        track=said["track"],
        collection=said["collection"],
        label=Text(**said["label"]),
        officer=officer["role"],
        officer_label=Text(**officer["label"]),
        not_yet=frozenset(said.get("not_yet", ())),
        taken_since=said.get("taken_since"),
        own_application=said.get("own_application", False),
        served=said.get("served", {}),
    )


def _service(name: str, said: Mapping[str, Any]) -> ServiceProfile:
    routes = {who: tuple(paths) for who, paths in said.get("routes", {}).items()}
    outside = frozenset(said.get("calls_outside", ()))
    own = tuple(said.get("own_settings", ()))
    return ServiceProfile(name, Text(**said["label"]), routes, outside, own)
