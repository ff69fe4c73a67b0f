"""Objections to normative documents (规范性文件异议): received, answered, closed."""

from shared.casework.track import Track, load_track


def track() -> Track:
    """Return the track of objections, checked."""
    return load_track(__name__)
