"""What a case of an earlier release does not say, and what it recorded tells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.casework.appeals import RETRIALS, instance_of


def what_retrials_left(case: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return whether a case is or was tried again, and whether a retrial decided what stands.

    Earlier releases recorded orders and ends of retrials alone; without these facts another
    application would run against what a retrial decided (解释117).
    """
    facts = case["facts"]
    not_ended = len(facts.get("retrials", ())) - len(facts.get("retrial_endings", ()))
    decided = not_ended - (1 if instance_of(case) in RETRIALS else 0)
    counted = {"tried_again": not_ended, "decided_in_retrial": decided}
    return {name: True for name, number in counted.items() if number > 0}
