"""A text in one width, with the place of each of its characters in the text as it was written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from shared.casework.personal_numbers import BETWEEN


@dataclass(frozen=True, slots=True)
class Folded:
    """`plain` is the text in NFKC; `places` tells where each of its characters comes from."""

    plain: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Folded:
        """Fold a text character by character, so that places stay known."""
        letters: list[str] = []
        places: list[int] = []
        for place, letter in enumerate(text):
            for part in unicodedata.normalize("NFKC", letter):
                letters.append(part)
                places.append(place)
        return cls("".join(letters), tuple(places))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return from where to where a part of `plain` stands in the text itself."""
        return self.places[start], self.places[end - 1] + 1

    def occurrences(self, wanted: str) -> Iterator[tuple[int, int]]:
        """Yield where a name or number stands, however its characters are set apart."""
        letters = unicodedata.normalize("NFKC", wanted)
        known = [re.escape(each) for each in letters if each.isalnum()]
        if len(known) < 2:
            return
        for found in re.finditer(BETWEEN.join(known), self.plain, re.IGNORECASE):
            yield self.span(*found.span())
