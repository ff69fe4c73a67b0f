"""Numbers that lead to a person: of cards, telephones, accounts and vehicles; addresses of mail."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from shared.casework.identity_numbers import read_number
from shared.casework.personal_numbers import BETWEEN, NumberKind, numbers_in
from shared.casework.telephones import dialled_digits
from shared.redaction.folded import Folded
from shared.redaction.marks import Mark, Rule

_RULE_OF: Mapping[NumberKind, Rule] = {
    "identity": "identity_number",
    "telephone": "telephone",
    "card": "account",
}
_ACCOUNT = re.compile(
    r"(?:账号|帐号|账户|帐户|卡号|银行卡)(?:号码|号)?\s*(?:为|是)?\s*[:：]?\s*"
    r"(?P<part>[0-9](?:[0-9 \-]{5,38})[0-9])"
)
_REGIONS = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE = re.compile(
    rf"[{_REGIONS}]{BETWEEN}[A-Z](?:{BETWEEN}[A-HJ-NP-Z0-9]){{4,5}}"
    rf"{BETWEEN}[A-HJ-NP-Z0-9挂学警港澳领使](?![A-Z0-9])",
    re.IGNORECASE,
)
_PLATE_DIGITS = 2
_EMAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+\-]*@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+")
_SOCIAL = re.compile(
    r"(?:微信|QQ|微博|抖音)(?:账号|帐号|号码|号|ID)?\s*(?:为|是)?\s*[:：]?\s*"
    r"(?P<part>[A-Za-z0-9][A-Za-z0-9_\-]{4,29})",
    re.IGNORECASE,
)

_FORMS: tuple[tuple[re.Pattern[str], Rule], ...] = (
    (_ACCOUNT, "account"),
    (_SOCIAL, "social_account"),
    (_EMAIL, "email"),
)


def numbers_of(folded: Folded, on: date) -> Iterator[Mark]:
    """Yield a mark for what is somebody's number by its form, whoever it is."""
    for start, end, kind in numbers_in(folded.plain):
        written = folded.plain[start:end]
        true = kind == "identity" and read_number(_bare(written), None, on) is not None
        yield Mark(
            *folded.span(start, end), _RULE_OF[kind], liftable=not (true and _is_long(written))
        )
    for form, rule in _FORMS:
        for found in form.finditer(folded.plain):
            part = "part" if "part" in form.groupindex else 0
            yield Mark(*folded.span(*found.span(part)), rule)
    for found in _PLATE.finditer(folded.plain):
        if sum(letter.isdigit() for letter in found[0]) >= _PLATE_DIGITS:
            yield Mark(*folded.span(*found.span()), "plate")


def numbers_of_party(folded: Folded, party: Mapping[str, Any]) -> Iterator[Mark]:
    """Yield a mark for each number that the case has of a person who takes part."""
    if party.get("kind") != "person":
        return
    numbers: list[tuple[str, Rule]] = []
    if party.get("id_number"):
        numbers.append((str(party["id_number"]), "identity_number"))
    if party.get("phone"):
        numbers += [(digits, "telephone") for digits in dialled_digits(str(party["phone"]))]
    for number, rule in numbers:
        for start, end in folded.occurrences(number):
            yield Mark(start, end, rule, liftable=False)


def _bare(written: str) -> str:
    return "".join(re.findall(r"[0-9Xx]", written))


def _is_long(written: str) -> bool:
    return len(_bare(written)) == 18
