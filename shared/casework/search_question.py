"""What is typed to find a case, read as terms that must all be on it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from shared.casework.search_words import KINDS, asked_words, compact, plain_identifier
from shared.http.problems import Problem, invalid
from shared.language import Text

LONGEST_QUESTION = 120
MOST_TERMS = 8
_FEWEST_CHARACTERS = 2
_LONGEST_NUMBER = 20
# A citizen's number, or as many digits as a telephone number has: official numbers have fewer.
_PERSONAL = re.compile(r"\d{17}[\dX]|\d{11}")
_TOO_SHORT = Text(
    "至少输入两个字、字母或数字。标点和符号不能用来查找。",
    "At least two characters, letters or digits. Punctuation and symbols find nothing.",
)
_TOO_MANY = Text(f"最多{MOST_TERMS}个词。", f"At most {MOST_TERMS} words.")
_SINGLE = Text(
    "每个词只有一个字，无法查找。请把姓名或者号码连着写。",
    "Each word is a single character. Write the name or number without spaces.",
)
_NOT_IN_ADDRESS = Text(
    "证件号码、电话号码不得写入网址。请用 POST 提交，写在请求内容中。",
    "A personal or telephone number must not stand in an address. Send it in the body of a POST.",
)


@dataclass(frozen=True, slots=True)
class SearchQuestion:
    """What is looked for: every term must be on the case, each in whatever place."""

    terms: tuple[str, ...]


def read_question(written: str) -> SearchQuestion:
    """
    Return what is asked for; 422 naming `q` for what could find nothing.

    Terms are parted by spaces, but the number of a person may be written with some.
    """
    plain = unicodedata.normalize("NFKC", written)
    terms = (plain,) if holds_personal_number(plain) and _is_one_number(plain) else _terms(plain)
    if len(compact(plain)) < _FEWEST_CHARACTERS:
        raise _refused(_TOO_SHORT)
    if len(terms) > MOST_TERMS:
        raise _refused(_TOO_MANY)
    if not any(asked_words(term, kind) for term in terms for kind in KINDS):
        raise _refused(_SINGLE)
    return SearchQuestion(terms)


def check_address(written: str) -> None:
    """Refuse (422) a full number of a person in an address, which others keep and see."""
    if holds_personal_number(written):
        raise _refused(_NOT_IN_ADDRESS)


def holds_personal_number(written: str) -> bool:
    """Say whether a text holds what looks like the full number of a person or a telephone."""
    plain = re.sub(r"[\s\-()]", "", unicodedata.normalize("NFKC", written)).upper()
    return _PERSONAL.search(plain) is not None


def _is_one_number(plain: str) -> bool:
    number = plain_identifier(plain)
    return number is not None and number.isascii() and len(number) <= _LONGEST_NUMBER


def _terms(plain: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(term for term in plain.split() if compact(term)))


def _refused(text: Text) -> Problem:
    return invalid({"q": [text]})
