"""Official numbers of acts and cases (文号、案号), and wordings, compared as they are meant."""

from __future__ import annotations

import re
import unicodedata

# Brackets and quotation marks of every kind, and what is not seen, as a space of no width.
_BY_CATEGORY = {**dict.fromkeys(("Ps", "Pe", "Pi", "Pf"), "|"), "Cf": ""}
# A number of a court begins with its year and ends with 号 (案号规定3¶2).
_BEGINS_WITH_THE_YEAR = re.compile(r"^((?:19|20)\d\d)\|?(?=[^\W\d_年])")
_WITHOUT_ITS_END = re.compile(r"^((?:19|20)\d\d\|.*\d)$")


def normalised(number: str) -> str:
    """
    Return the form in which official numbers are compared.

    Width, case, spaces seen or unseen, the kind of brackets, a 第 and leading zeros make no
    difference:
    示市监罚〔2024〕7号 is 示市监罚[2024]第 07 号. Brackets keep year and number apart; a number
    that begins with its year, as all of courts do, is told apart without them and without 号.
    """
    text = unicodedata.normalize("NFKC", number).upper()
    text = "".join(_BY_CATEGORY.get(unicodedata.category(each), each) for each in text)
    text = re.sub(r"[\s第]", "", re.sub(r"[<>]", "|", text))
    text = re.sub(r"(?<!\d)0+(?=\d)", "", text)
    text = re.sub(r"\|+", "|", text).strip("|")
    return _WITHOUT_ITS_END.sub(r"\1号", _BEGINS_WITH_THE_YEAR.sub(r"\1|", text))


def same_number(one: str | None, other: str | None) -> bool | None:
    """Say whether two numbers are one; None while one of them is not known."""
    if not one or not other:
        return None
    return normalised(one) == normalised(other)


def plain_words(text: str) -> str:
    """Return the letters and digits of a text: width, case, spaces and signs make no difference."""
    return "".join(each for each in unicodedata.normalize("NFKC", text).lower() if each.isalnum())
