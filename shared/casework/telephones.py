"""Telephone numbers as people write them: areas in brackets, extensions, several of them."""

from __future__ import annotations

import re
import unicodedata

_DASHES = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2013": "-", "\u2014": "-"})
_MOBILE = "1[3-9][0-9]{9}"
# A blank may stand inside a number; between two whole mobile numbers, and between the remark to
# one and the next, it parts them.
_BETWEEN = re.compile(
    rf"\s*(?:[、,;/]|或)\s*|(?<=\b{_MOBILE})\s+(?={_MOBILE}(?![0-9]))"
    r"|(?<=[^()0-9]\))\s+(?=[+(]?[0-9])",
    re.ASCII,
)
_NUMBER = re.compile(
    r"\+?(?:\(\+?[0-9]{1,5}\)|[0-9])(?:[ -]{0,2}(?:[0-9]|\([0-9]{1,5}\)))*"
    r"(?P<extension>\s*(?:转接?|分机|ext\.?|x|#)\s*[0-9]{1,6})?"
    r"(?P<remark>\s*\([^()0-9]{1,20}\))?",
    re.IGNORECASE,
)
# What follows a whole number behind a dash is its extension.
_BEHIND_DASH = re.compile(r"(?P<number>.+?)[ -]*-[ -]*[0-9]{1,6}\Z")
_AREA_AND_NUMBER = "[1-9][0-9]{1,2}[0-9]{7,8}"
_WHOLE = re.compile(rf"(?:(?:00)?86)?{_MOBILE}|0{_AREA_AND_NUMBER}|(?:00)?860?{_AREA_AND_NUMBER}")
_MOST = 5
_COUNTRY = re.compile(r"(?:00)?86(?=1[3-9][0-9]{9}\Z|0[0-9]{9,11}\Z)")


def read_telephones(written: str) -> str | None:
    """Return the numbers in their one form, or None where one of them cannot be dialled."""
    plain = unicodedata.normalize("NFKC", written).translate(_DASHES).strip()
    numbers = [each for each in _BETWEEN.split(plain) if each]
    if not 1 <= len(numbers) <= _MOST or not all(map(_can_be_dialled, numbers)):
        return None
    return "、".join(numbers)


def first_number(telephones: str) -> str:
    """Return the digits of the first number, without country and extension, to compare by."""
    return _COUNTRY.sub("", dialled_digits(telephones)[0])


def dialled_digits(telephones: str) -> list[str]:
    """Return the digits of each number, without extension and remark."""
    return [_digits(number) for number in _BETWEEN.split(telephones)]


def one_number(written: str) -> str | None:
    """
    Return the digits to compare by where exactly one telephone number is written, and no remark.

    The number of a permit may end with a letter in brackets.
    """
    read = read_telephones(written)
    found = _NUMBER.fullmatch(read) if read is not None else None
    return first_number(found[0]) if found and found["remark"] is None else None


def _digits(number: str) -> str:
    found = _NUMBER.match(number)
    if found is None:
        return ""
    end = found.start("extension") if found["extension"] else found.start("remark")
    dialled = found[0][: end if end >= 0 else len(found[0])].strip()
    parted = _BEHIND_DASH.match(dialled)
    if parted and _WHOLE.fullmatch(_only_digits(parted["number"])):
        dialled = parted["number"]
    return _only_digits(dialled)


def _only_digits(text: str) -> str:
    return "".join(re.findall(r"[0-9]", text))


def _can_be_dialled(number: str) -> bool:
    found = _NUMBER.fullmatch(number)
    if found is None:
        return False
    end = found.start("extension") if found["extension"] else len(number)
    return 5 <= sum(each.isdigit() for each in number[:end]) <= 20
