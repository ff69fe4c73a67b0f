"""The web application of the petitions service, for gunicorn."""

from __future__ import annotations

from flask import Flask

from services.petitions import track
from shared.casework.application import create_track_application
from shared.http.settings import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """Return the WSGI application; settings come from the environment when not given."""
    return create_track_application(track(), settings)
