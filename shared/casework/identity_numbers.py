"""Numbers that documents give to people: read as people write them, checked by their own rule."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from stdnum.cn import ric

from shared.language import Text

RESIDENT = "resident_identity_card"
FORMER = "former_identity_card"
OTHER = "other"

ID_KINDS: Mapping[str, Text] = MappingProxyType(
    {
        RESIDENT: Text("居民身份证", "resident identity card"),
        FORMER: Text("第一代居民身份证（十五位）", "identity card of before 1999 (15 digits)"),
        "residence_permit": Text(
            "港澳台居民居住证", "residence permit of a Hong Kong, Macau or Taiwan resident"
        ),
        "hong_kong_macau_permit": Text(
            "港澳居民来往内地通行证", "mainland travel permit of a Hong Kong or Macau resident"
        ),
        "taiwan_permit": Text(
            "台湾居民来往大陆通行证", "mainland travel permit of a Taiwan resident"
        ),
        "foreign_permanent_resident_card": Text(
            "外国人永久居留身份证", "foreign permanent resident card"
        ),
        "passport": Text("护照", "passport"),
        "military_id": Text("军人证件", "military identity document"),
        OTHER: Text("其他证件", "another document"),
    }
)
"""The documents by which a natural person may be known."""

_IS_CITIZEN = re.compile(r"[0-9]{17}[0-9X]")
_IS_FORMER = re.compile(r"[0-9]{15}")
_SEPARATORS = re.compile(r"[\s\-()]")
_BIRTHDAY = slice(6, 14)
_EARLIEST_BIRTH = date(1850, 1, 1)


def read_number(written: str, kind: str | None, today: date) -> tuple[str, str | None] | None:
    """
    Return the number in its one form and its kind, or None where the number cannot be true.

    Without a kind a number of 18 is that of a resident identity card, one of 15 digits that of
    the card before it, and nothing else is known. Length, check digit and a real date of birth
    decide (GB 11643), never the area: its codes change while people live.
    """
    number = _plain(written)
    if kind is None:
        if _is_citizen(number, today):
            return number, None
        return (number, FORMER) if _is_former(number, today) else None
    return (number, kind) if _CHECKS[kind](number, today) else None


def mark_of(number: str, kind: str | None) -> str | None:
    """
    Return what a person is known again by: equal for the same person, whatever the card.

    None where equal numbers would say nothing, as those of any other document do.
    """
    if kind == OTHER:
        return None
    if kind == FORMER:
        return _renewed(number)
    return number if _IS_CITIZEN.fullmatch(number) else f"{kind}:{number}"


def _plain(written: str) -> str:
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", written)).upper()


def _is_citizen(number: str, today: date) -> bool:
    if not _IS_CITIZEN.fullmatch(number) or number[-1] != ric.calc_check_digit(number):
        return False
    return _is_birthday(number[_BIRTHDAY], today)


def _is_former(number: str, today: date) -> bool:
    return bool(_IS_FORMER.fullmatch(number)) and _is_birthday(f"19{number[6:12]}", today)


def _is_birthday(digits: str, today: date) -> bool:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return _EARLIEST_BIRTH <= born <= today


def _renewed(number: str) -> str:
    """Return the number of 18 that replaced one of 15: the century and a check digit are added."""
    grown = f"{number[:6]}19{number[6:]}"
    return grown + ric.calc_check_digit(f"{grown}0")


def _matches(pattern: str) -> Callable[[str, date], bool]:
    form = re.compile(pattern)
    return lambda number, _today: form.fullmatch(number) is not None


def _is_permanent_resident(number: str, today: date) -> bool:
    return re.fullmatch(r"[A-Z]{3}[0-9]{12}", number) is not None or _is_citizen(number, today)


_CHECKS: Mapping[str, Callable[[str, date], bool]] = MappingProxyType(
    {
        RESIDENT: _is_citizen,
        FORMER: _is_former,
        "residence_permit": _is_citizen,
        "hong_kong_macau_permit": _matches(r"[HM][0-9]{8}(?:[0-9]{2})?"),
        "taiwan_permit": _matches(r"[0-9]{8}(?:[0-9]{2}[A-Z]?)?"),
        "foreign_permanent_resident_card": _is_permanent_resident,
        "passport": _matches(r"[0-9A-Z]{5,20}"),
        "military_id": _matches(r"[0-9A-Z\u4e00-\u9fff]{4,40}"),
        OTHER: _matches(r"[0-9A-Z\u3400-\u9fff./:_#]{1,40}"),
    }
)
