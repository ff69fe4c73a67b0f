"""Mediation (调解): requested or referred, agreed or failed, confirmed by a court, performed."""

from shared.casework.track import Track, load_track


def track() -> Track:
    """Return the mediation track, checked."""
    return load_track(__name__)
