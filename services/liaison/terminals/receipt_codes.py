"""The codes on receipts: drawn at random, told by check digit, written in groups of four. Pure."""

from __future__ import annotations

import re
import secrets

from stdnum.iso7064 import mod_11_10

RANDOM_DIGITS = 15
_SEPARATORS = re.compile(r"[\s\-‐-―]")
_CODE = re.compile(rf"[0-9]{{{RANDOM_DIGITS + 1}}}", re.ASCII)


def new_code() -> str:
    """
    Return a new code of sixteen digits: fifteen random ones and a check digit.

    Digits alone, because they are read out on the telephone and typed on a pad of ten keys.
    """
    drawn = f"{secrets.randbelow(10**RANDOM_DIGITS):0{RANDOM_DIGITS}d}"
    return drawn + mod_11_10.calc_check_digit(drawn)


def in_groups(code: str) -> str:
    """Return a code as it is printed, in groups of four."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def read_code(written: str) -> str | None:
    """Return the code that somebody wrote, None where the check digit tells that none is meant."""
    digits = _SEPARATORS.sub("", written)
    return digits if _CODE.fullmatch(digits) and mod_11_10.is_valid(digits) else None


def read_tail(written: str) -> str:
    """Return the last four characters by which a receipt is asked for, as they are compared."""
    return _SEPARATORS.sub("", written).upper()[-4:]
