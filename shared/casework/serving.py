"""The processes of a track: which one, the settings say. `python -m` runs its worker."""

from __future__ import annotations

import importlib
from collections.abc import Callable

from flask import Flask

from shared.casework.application import create_track_application
from shared.casework.assembly import casework_of
from shared.casework.casework import Casework
from shared.casework.track import Track
from shared.casework.worker import Reactions, run_track_worker
from shared.house import tracks
from shared.http.settings import Settings
from shared.storage.database import Database


def create_app(settings: Settings | None = None) -> Flask:
    """Return the WSGI application; settings come from the environment when not given."""
    settings = settings or Settings.from_environment()
    return create_track_application(track_of(settings.service), settings)


def track_of(package: str) -> Track:
    """Return the track of a folder; `ProcedureError` names what is wrong with it."""
    track: Track = importlib.import_module(f"services.{package}").track()
    return track


def reactions_of(package: str) -> Reactions:
    """Return what the track of a folder does when others' events arrive."""
    reactions: Reactions = importlib.import_module(f"services.{package}.reactions").reactions
    return reactions


def earlier_of(package: str) -> Callable[[Database, Casework], None]:
    """Return how the track of a folder takes in what an earlier release kept in another form."""
    bring_over: Callable[[Database, Casework], None]
    bring_over = importlib.import_module(f"services.{package}.earlier").bring_over
    return bring_over


def guest_of(service: str) -> str:
    """
    Return the folder of the track that is the guest of a service which is no track itself.

    It is one: what a track keeps besides its cases has the same names for every track.
    """
    (package,) = (each.package for each in tracks() if each.is_guest and each.service == service)
    return package


def main() -> int:
    """Run the worker until told to stop; return the exit code."""
    settings = Settings.from_environment()
    casework = casework_of(track_of(settings.service), settings)
    return run_track_worker(casework, reactions_of(settings.service), settings)


if __name__ == "__main__":
    raise SystemExit(main())
