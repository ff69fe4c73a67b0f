"""The processes of a track: which one, the settings say. `python -m` runs its worker."""

from __future__ import annotations

import importlib

from flask import Flask

from shared.casework.application import create_track_application
from shared.casework.track import Track
from shared.casework.worker import run_track_worker
from shared.http.settings import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """Return the WSGI application; settings come from the environment when not given."""
    settings = settings or Settings.from_environment()
    return create_track_application(track_of(settings.service), settings)


def track_of(service: str) -> Track:
    """Return the track that a service keeps; `ProcedureError` names what is wrong with it."""
    track: Track = importlib.import_module(f"services.{service}").track()
    return track


def main() -> int:
    """Run the worker until told to stop; return the exit code."""
    settings = Settings.from_environment()
    reactions = importlib.import_module(f"services.{settings.service}.reactions").reactions
    return run_track_worker(track_of(settings.service), reactions, settings)


if __name__ == "__main__":
    raise SystemExit(main())
