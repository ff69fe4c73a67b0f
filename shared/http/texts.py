"""What a text may hold: what people can read, and nothing that only machines or tricks need."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from shared.language import Text

# Controls other than tab and line feed, line and paragraph separators, marks that turn the
# direction of what follows (UAX 9), lone surrogates, noncharacters. CR only before LF.
_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plane * 0x10000 + end) for plane in range(1, 17) for end in (0xFFFE, 0xFFFF))
    + "]|\r(?!\n)"
)
# Letters and symbols of Unicode that have no glyph.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_UNSEEN = frozenset({"Cf", "Cc", "Zs", "Mn"})


def complaint(text: str) -> Text | None:
    """Return why a text cannot be taken, or None."""
    found = _REFUSED.search(text)
    if found is not None:
        code = f"U+{ord(found[0]):04X}"
        return Text(
            f"含有不允许的字符（{code}）。", f"It holds a character that is refused ({code})."
        )
    if text.strip() and all(map(_is_unseen, text)):
        return Text("没有可见的字符。", "It holds nothing that can be seen.")
    return None


def complaints(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Text]]:
    """Yield the path of every text anywhere in JSON that cannot be taken, and why."""
    if isinstance(value, str):
        if (text := complaint(value)) is not None:
            yield path, text
    elif isinstance(value, Mapping):
        for name, item in value.items():
            # A name that cannot be shown is blamed on the object that holds it.
            if (text := complaint(name)) is not None:
                yield path, text
            else:
                yield from complaints(item, (*path, name))
    elif isinstance(value, list | tuple):
        for place, item in enumerate(value):
            yield from complaints(item, (*path, str(place)))


def cleaned(value: Any) -> Any:
    """
    Return `value` without refused characters.

    For what was stored before they were refused, and for words that quote what was asked for.
    """
    if isinstance(value, str):
        return _REFUSED.sub("", value) if _REFUSED.search(value) else value
    if isinstance(value, Mapping):
        return {name: cleaned(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(item) for item in value]
    return value


def _is_unseen(character: str) -> bool:
    return character in _BLANK or unicodedata.category(character) in _UNSEEN
