"""What one suit alone may hold: the number under which the court has it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from shared.casework.claims import Claim, Holder, key_of
from shared.casework.correcting import CORRECT
from shared.casework.official_numbers import normalised
from shared.http.problems import Problem
from shared.language import Text

_COURTS_NUMBERING = "关于人民法院案件案号的若干规定3¶2"
_AT = frozenset({"receive_notice", CORRECT})


def one_suit_of_a_number(case: Mapping[str, Any]) -> Iterator[Claim]:
    """An agency has one suit of a number of the court, in whatever brackets (案号规定3¶2)."""
    number = case["facts"].get("court_case_no")
    code = (case.get("agency") or {}).get("code")
    if number and code:
        yield Claim(key_of("suit", code, normalised(number)), _AT, _is_there_already)


def _is_there_already(holder: Holder) -> Problem:
    text = Text(
        f"本机关已有此案号的案件（{holder['number']}）：每个案件的案号是唯一的，"
        "请在该案办理；案号有误的，请更正。",
        f"The agency has a case of this number already ({holder['number']}): a court gives each "
        "case a number of its own. Go on with that case, or correct the number.",
    )
    errors = {"court_case_no": [text]}
    return Problem(409, "conflict", text, errors=errors, basis=_COURTS_NUMBERING)
