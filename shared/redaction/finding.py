"""All marks that rules put on the text of a decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from shared.redaction.addresses import address_of_party, addresses_in
from shared.redaction.folded import Folded
from shared.redaction.marks import Mark, apart
from shared.redaction.names import names_in
from shared.redaction.numbers import numbers_of, numbers_of_party


def find_marks(text: str, parties: Sequence[Mapping[str, Any]], on: date) -> list[Mark]:
    """
    Return what of a text is hidden by rule, in order and apart from each other.

    `parties` are those of the case, in clear; `on` is the day by which somebody is of age.
    """
    folded = Folded.of(text)
    marks = [*names_in(folded, parties, on), *numbers_of(folded, on), *addresses_in(folded)]
    for party in parties:
        marks += [*numbers_of_party(folded, party), *address_of_party(folded, party)]
    return apart(marks)
