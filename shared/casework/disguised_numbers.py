"""Digits that are written otherwise: in Chinese, or parted as the items of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator

# 幺 is how a one is spoken in a number of a telephone.
_IN_CHINESE = str.maketrans("〇零○一壹幺二贰三叁四肆五伍六陆七柒八捌九玖", "0001112233445566778899")
# What parts the items of a list, or stands around one.
_PARTED = r"[\s、，,;；:：()\[\]{}<>〔〕【】「」『』《》〈〉“”\"'|—-]{1,4}"
_RUN = re.compile(
    rf"(?<![0-9A-Z])[0-9]+(?:{_PARTED}[0-9]+)+(?:{_PARTED}X|X)?(?![0-9A-Z])", re.IGNORECASE
)
# The groups in which numbers of telephones, identity cards and bank cards are written.
_AS_WRITTEN = frozenset(
    {(3, 4, 4), (3, 8), (7, 4), (6, 8, 4), (6, 4, 4, 4), (6, 6, 3), (4, 4, 4, 4), (4, 4, 4, 4, 3)}
)


def in_digits(plain: str) -> str:
    """Return a text with each digit that is written in Chinese as a digit, in its place."""
    return plain.translate(_IN_CHINESE)


def joined_digits(plain: str) -> Iterator[tuple[int, int, str]]:
    """
    Yield from where to where digits are parted, and how one would read them aloud.

    A list of amounts is nobody's number: what parts items is left out only between digits that
    stand one by one, or in groups as such numbers are written.
    """
    for found in _RUN.finditer(plain):
        groups = re.findall("[0-9]+X?|X", found[0].upper())
        lengths = tuple(len(group) for group in groups)
        are_years = all(group.startswith(("19", "20")) for group in groups)
        if set(lengths) == {1} or (lengths in _AS_WRITTEN and not are_years):
            yield *found.span(), "".join(groups)
