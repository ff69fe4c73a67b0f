"""Litigation response (行政应诉): an agency sued before a court, and suggestions it answers."""

from shared.casework.track import Track, load_track


def track() -> Track:
    """Return the litigation track, checked."""
    return load_track(__name__)
