"""Petitions (信访): registered, routed, handled, reviewed and re-examined, or led elsewhere."""

from shared.casework.track import Track, load_track


def track() -> Track:
    """Return the petition track, checked."""
    return load_track(__name__)
