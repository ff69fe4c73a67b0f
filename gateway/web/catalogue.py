"""The words of the pages: Chinese in the templates, English from one catalogue."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import has_request_context, session

from gateway.web.look import current_look
from shared.http.language import request_language
from shared.language import Language, Text

CATALOGUE = Path(__file__).parent / "words" / "en.po"

_NUMBERS = ("count", "days")
_SEVERAL = 2


@functools.cache
def english() -> NullTranslations:
    """Return the English words, by the Chinese ones of the templates."""
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="en")
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def page_language() -> Language:
    """Return the language of this page: the one chosen, else what the browser asks for."""
    if not has_request_context():
        return "zh"
    chosen = current_look().language or session.get("language")
    return chosen if chosen in {"zh", "en"} else request_language()


def gettext(message: str, **values: object) -> str:
    """
    Return the words in the language of the page, with `%(name)s` filled in.

    English words for one thing may differ from those for several: `count` or `days` says how many.
    """
    words = _in_english(message, values) if page_language() == "en" else message
    return words % values if values else words


def _in_english(message: str, values: Mapping[str, object]) -> str:
    number = next((values[name] for name in _NUMBERS if name in values), None)
    number = number if isinstance(number, int) else _SEVERAL  # as in “about 2,000”
    words = english().ngettext(message, message, number)
    # Most words are the same for any number: they have no plural of their own.
    return words if words != message else english().gettext(message)


def said(value: object) -> str:
    """Return what a domain word says in the language of the page: a `Text` or `{zh, en}`."""
    language = page_language()
    if isinstance(value, Text):
        return value.in_language(language)
    if isinstance(value, dict) and "zh" in value:
        return str(value.get(language) or value["zh"])
    return "" if value is None else str(value)


def colon(words: str) -> str:
    """Return words with the colon that the language of the page sets after them."""
    return f"{words}: " if page_language() == "en" else f"{words}："


def capital(words: str) -> str:
    """Return words with a capital first, as a sentence or a heading begins."""
    return words[:1].upper() + words[1:]


def in_brackets(words: str) -> str:
    """Return words in the brackets of the language of the page, apart from what is before."""
    return f" ({words})" if page_language() == "en" else f"（{words}）"


def asked_language() -> str:
    """Return the `Accept-Language` by which services are asked in the language of the page."""
    return "en" if page_language() == "en" else "zh-CN"
