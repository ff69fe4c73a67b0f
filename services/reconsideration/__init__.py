"""Administrative reconsideration (行政复议): the review of an act by the agency above it."""

from services.reconsideration.answer_words import ANSWER_WORDS
from services.reconsideration.publication_resource import publication_routes
from shared.casework.track import Track, load_track


def track() -> Track:
    """Return the reconsideration track, checked."""
    return load_track(__name__, publication_routes, ANSWER_WORDS)
