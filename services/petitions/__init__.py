"""Petitions (信访): registered, routed, handled, reviewed and re-examined, or led elsewhere."""

from pathlib import Path

from services.petitions import guards, schemas
from shared.casework.track import Track, load_track


def track() -> Track:
    """Return the petition track, checked."""
    return load_track(Path(__file__).parent, schemas, guards)
