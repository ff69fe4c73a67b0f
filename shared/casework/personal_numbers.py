"""Numbers of people inside a text that is shown to many: identity cards, telephones, bank cards."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

from stdnum import luhn

from shared.casework.disguised_numbers import in_digits, joined_digits
from shared.casework.organisation_codes import read_organisation_code

NumberKind = Literal["identity", "telephone", "card"]

# What people write between the digits of a number, and what nobody sees there.
BETWEEN = r"[\s\-\u2010-\u2015\u2212_.·•*/~\u301c|\u200b-\u200f\u2060\ufeff\u00ad]{0,3}"
_MONTH_AND_DAY = "(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_IDENTITY = re.compile(rf"[1-9][0-9]{{5}}(?:18|19|20)[0-9]{{2}}{_MONTH_AND_DAY}[0-9]{{3}}[0-9X]")
_FORMER_IDENTITY = re.compile(rf"[1-9][0-9]{{5}}[0-9]{{2}}{_MONTH_AND_DAY}[0-9]{{3}}")
_MOBILE = re.compile(
    rf"(?<![0-9])(?:(?:\+|00)?{BETWEEN}8{BETWEEN}6{BETWEEN})?"
    rf"1{BETWEEN}[3-9](?:{BETWEEN}[0-9]){{9}}(?![0-9])"
)
_FIXED_LINE = re.compile(
    r"(?<![0-9])(?:\(0[1-9][0-9]{1,2}\)|0[1-9][0-9]{1,2}\)?)"
    r"[\s\-]{0,2}[1-9][0-9]{2,3}[\s\-]?[0-9]{4}(?![0-9])"
)
_DAY = re.compile(
    r"(?<![0-9])(?:1[89]|20)[0-9]{2}[-./](?:0?[1-9]|1[0-2])[-./](?:0?[1-9]|[12][0-9]|3[01])(?![0-9])"
)
# Codes of organisations have letters among their digits; they are nobody's own.
_RUN = re.compile(
    rf"(?<![0-9A-Z])[0-9](?:{BETWEEN}[0-9])*(?:{BETWEEN}X)?(?![0-9A-Z])", re.IGNORECASE
)
_CARD_LENGTHS = range(16, 20)
_CARD_GROUP = 4
_OWN_PREFIX = "62"
"""With what the cards of the country's banks begin."""


def compact(text: str) -> str:
    """Return a text as it is compared: one width, one case, nothing but letters and digits."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def holds_personal_number(text: str) -> bool:
    """
    Say whether a text holds what looks like somebody's identity, telephone or card number.

    Blanks, dashes and dots between the digits do not hide one, nor 、 and brackets, nor digits in
    Chinese. A number need not be true: one with a slip of the pen gives its owner away as well.
    """
    return next(numbers_in(unicodedata.normalize("NFKC", text)), None) is not None


def numbers_in(plain: str) -> Iterator[tuple[int, int, NumberKind]]:
    """
    Yield from where to where such numbers stand in a text in NFKC, and whose they are by form.

    One that is disguised in more than one way may come twice.
    """
    for text in dict.fromkeys((plain, in_digits(plain))):
        yield from _undisguised(text)
        for start, end, joined in joined_digits(text):
            # What follows tells the number of a document from that of a card.
            found = next(_undisguised(joined + text[end : end + 1]), None)
            if found is not None:
                yield start, end, found[2]


def _undisguised(plain: str) -> Iterator[tuple[int, int, NumberKind]]:
    without_days = _DAY.sub(lambda found: "日" * len(found[0]), plain)
    for form in (_MOBILE, _FIXED_LINE):
        for found in form.finditer(without_days):
            yield *found.span(), "telephone"
    for found in _RUN.finditer(without_days):
        kind = _kind_of(found[0], without_days[found.end() :])
        if kind is not None:
            yield *found.span(), kind


def _kind_of(written: str, behind: str) -> NumberKind | None:
    number = "".join(re.findall("[0-9X]", written.upper()))
    if _IDENTITY.search(number) or _FORMER_IDENTITY.fullmatch(number):
        return "identity"
    if not number.isdecimal() or len(number) not in _CARD_LENGTHS:
        return None
    if read_organisation_code(number):
        return None
    is_true = luhn.is_valid(number)
    if number == written:
        # Decisions of the police have numbers as long as those of cards.
        is_card = not behind.startswith("号") or (is_true and number.startswith(_OWN_PREFIX))
    else:
        is_card = is_true or _is_grouped_as_on_a_card(re.findall("[0-9]+", written))
    return "card" if is_card else None


def _is_grouped_as_on_a_card(groups: list[str]) -> bool:
    """Say whether digits stand one by one, or by fours that are not years."""
    if all(len(group) == 1 for group in groups):
        return True
    *whole, last = (len(group) for group in groups)
    by_fours = all(length == _CARD_GROUP for length in whole) and last <= _CARD_GROUP
    return by_fours and not all(group.startswith(("19", "20")) for group in groups)
