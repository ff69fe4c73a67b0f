"""The path advisor: every remedy, open or closed, for one act and what was done about it."""

from __future__ import annotations

from shared.remedies.contesting import (
    direct_suit,
    reconsideration,
    suit_after_no_decision,
    suit_after_reconsideration,
)
from shared.remedies.facts import Facts
from shared.remedies.question import Law, Question
from shared.remedies.remedy import Remedy
from shared.remedies.settling import (
    judicial_confirmation,
    mediation,
    petition,
    petition_review,
)

_WAYS = (
    reconsideration,
    direct_suit,
    suit_after_reconsideration,
    suit_after_no_decision,
    petition,
    petition_review,
    mediation,
    judicial_confirmation,
)


def remedies(facts: Facts, law: Law) -> tuple[Remedy, ...]:
    """
    Return every remedy as of `facts.on`, in a fixed order, one for each path.

    The version of the law in force on that day governs. Raises PauseError for a step that ends
    before it begins.
    """
    question = Question.about(facts, law)
    return tuple(way(question) for way in _WAYS)
