"""Text in the two languages of the house: Chinese first, English second."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """One statement in Chinese and in English."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh

    def in_language(self, language: Language) -> str:
        """Return the statement in `language`."""
        return self.en if language == "en" else self.zh

    def as_dict(self) -> dict[str, str]:
        """Return `{"zh": …, "en": …}`, the shape stored and sent."""
        return {"zh": self.zh, "en": self.en}

    @classmethod
    def from_dict(cls, value: dict[str, str]) -> Text:
        """Read the shape that `as_dict` writes."""
        return cls(value["zh"], value["en"])
