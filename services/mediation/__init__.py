"""Mediation (调解): requested or referred, agreed or failed, confirmed by a court, performed."""

from pathlib import Path

from services.mediation import guards, schemas
from shared.casework.track import Track, load_track


def track() -> Track:
    """Return the mediation track, checked."""
    return load_track(Path(__file__).parent, schemas, guards)
