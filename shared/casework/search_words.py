"""
How texts are cut into the words they are found by, and what is typed into the same words.

Chinese has no spaces: each pair of neighbouring characters is a word, so any two characters of a
name find it. Latin names are found by how they begin, Latin words of a text as a whole, digits as a
whole. Case, width, punctuation and the brackets of a number make no difference. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal

from shared.casework.telephones import one_number

Kind = Literal["party", "identifier", "number", "text"]
KINDS: tuple[Kind, ...] = ("party", "identifier", "number", "text")

_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_IS_HAN = re.compile(f"[{_HAN}]")
_RUN = re.compile(rf"[{_HAN}]+|[0-9]+|[^\W_0-9{_HAN}]+")
# Letters and digits by turns, 5G or A1B2: none of its runs is long enough to be a word.
_BY_TURNS = re.compile(
    rf"(?<![^\W_{_HAN}])(?:[0-9](?=[^\W_0-9{_HAN}])|[^\W_0-9{_HAN}](?=[0-9]))+[^\W_{_HAN}]"
    rf"(?![^\W_{_HAN}])"
)
_NOT_WRITTEN = re.compile(r"[\W_]+")
_LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
# Between two groups of digits alone: elsewhere the bracket of a number adds nothing.
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\W_]+(?=\d)")
_LONGEST_PREFIX = 12
_LONGEST_WORD = 24
# In so many pairs of characters that they would find every text; names keep them.
_PARTICLES = frozenset("的了在是和与及并或其被将把于以之该此而但也都就又还们这那")
_IDENTIFIER = re.compile(rf"(?=.*[0-9])[0-9A-Z{_HAN}]{{5,40}}")


def uniform(text: str) -> str:
    """Return the text in one width and case."""
    return unicodedata.normalize("NFKC", text).casefold()


def runs(text: str) -> list[str]:
    """Return the runs of a text: of Chinese characters, of digits, of other letters."""
    return _RUN.findall(uniform(text))


def compact(text: str) -> str:
    """Return the text without all that is neither letter nor digit, its spaces included."""
    return _NOT_WRITTEN.sub("", uniform(text))


def is_han(run: str) -> bool:
    """Say whether a run is of Chinese characters."""
    return _IS_HAN.match(run) is not None


def name_form(name: str) -> str:
    """Return the form in which names are compared: 阿依古丽·买买提 is 阿依古丽买买提."""
    return " ".join(filter(None, (compact(part) for part in name.split())))


def text_form(text: str) -> str:
    """Return the form in which texts are compared: one space for all between two words."""
    return _NOT_WRITTEN.sub(" ", uniform(text)).strip()


def number_form(number: str) -> str:
    """Return the form in which numbers are compared: 行复〔2024〕第007号 is 行复2024|7号."""
    parted = _BETWEEN_DIGITS.sub("|", uniform(number).replace("第", " "))
    return _LEADING_ZEROS.sub("", re.sub(r"[^\w|]|_", "", parted))


def name_words(name: str) -> set[str]:
    """Return the words by which a name is found."""
    found: set[str] = set()
    for run in _RUN.findall(name_form(name)):
        if is_han(run):
            found |= _pairs(run) or {run}
        elif run.isdigit() or len(run) == 1:
            found.add(run)
        else:
            found |= {run[:length] for length in range(2, min(len(run), _LONGEST_PREFIX) + 1)}
    return found


def text_words(text: str) -> set[str]:
    """Return the words by which a title or what is told in a case is found."""
    by_turns = (written[:_LONGEST_WORD] for written in _BY_TURNS.findall(uniform(text)))
    return {word for run in runs(text) for word in _words_of_run(run)} | {*by_turns}


def number_words(number: str) -> set[str]:
    """Return the words by which an official number is found, with or without its brackets."""
    form = number_form(number)
    found: set[str] = set()
    for written in {form, form.replace("|", "")}:
        for run in _RUN.findall(written):
            found |= _pairs(run) or {run} if is_han(run) else {run[:_LONGEST_WORD]}
    return found


def identifier_words(number: str) -> set[str]:
    """Return the one word of the number of a person or organisation: it is found as a whole."""
    found = plain_identifier(number)
    return {found} if found else set()


def plain_identifier(number: str) -> str | None:
    """
    Return the number without spaces and signs, or None where it could not be one.

    Of a telephone number the digits that are dialled; other documents may hold Chinese characters.
    """
    if telephone := one_number(number):
        return telephone
    plain = re.sub(r"[\s\-()./:_#]", "", unicodedata.normalize("NFKC", number)).upper()
    return plain if _IDENTIFIER.fullmatch(plain) else None


def asked_words(term: str, kind: Kind) -> set[str]:
    """
    Return the words that something found by `term` must have; empty where it finds nothing.

    A single character beside others is left to the comparison of the texts themselves.
    """
    if kind == "identifier":
        return identifier_words(term)
    if kind == "text":
        return text_words(term)
    form = compact(term) if kind == "party" else number_form(term)
    several = _RUN.findall(form)
    wanted: set[str] = set()
    for run in several:
        if is_han(run):
            wanted |= _pairs(run)
        elif run.isdigit():
            wanted.add(run[:_LONGEST_WORD])
        elif len(run) > 1:
            wanted.add(run[: _LONGEST_PREFIX if kind == "party" else _LONGEST_WORD])
    return wanted


def holds(term: str, written: str, kind: Kind) -> bool:
    """Say whether what is written on a case holds the term, compared as texts of this kind are."""
    if kind == "identifier":
        return plain_identifier(term) == plain_identifier(written) is not None
    if kind == "number":
        asked, number = number_form(term), number_form(written)
        plain = _bounded(re.escape(asked.replace("|", "")), asked, whole=True)
        return bool(
            _bounded(re.escape(asked), asked, whole=True).search(number)
            or plain.search(number.replace("|", ""))
        )
    if kind == "party":
        asked = compact(term)
        return bool(_bounded(re.escape(asked), asked, whole=False).search(name_form(written)))
    several = runs(term)
    pattern = " ?".join(map(re.escape, several))
    return bool(_bounded(pattern, "".join(several), whole=True).search(text_form(written)))


def _bounded(pattern: str, asked: str, *, whole: bool) -> re.Pattern[str]:
    """Return the pattern that begins and ends where a word of digits or letters does."""
    begins = _edge(asked[:1])
    ends = _edge(asked[-1:]) if whole or asked[-1:].isdigit() else ""
    return re.compile(
        (f"(?<!{begins})" if begins else "") + pattern + (f"(?!{ends})" if ends else "")
    )


def _edge(character: str) -> str:
    if not character or is_han(character):
        return ""
    return "[0-9]" if character.isdigit() else rf"[^\W_0-9{_HAN}]"


def _words_of_run(run: str) -> Iterator[str]:
    if is_han(run):
        yield from (pair for pair in _pairs(run) if not _PARTICLES & set(pair))
    elif len(run) > 1:
        yield run[:_LONGEST_WORD]


def _pairs(run: str) -> set[str]:
    return {first + second for first, second in pairwise(run)}
