"""Every word of the pages stands in both languages."""

from __future__ import annotations

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from gateway.web.catalogue import CATALOGUE

_KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
_METHODS = [("**.html", "jinja2.ext:babel_extract"), ("**.py", "python")]


def test_every_message_of_the_pages_has_its_english() -> None:
    with CATALOGUE.open("rb") as file:
        english = {message.id for message in read_po(file, locale="en") if message.string}
    found = extract_from_dir(str(CATALOGUE.parents[1]), _METHODS, keywords=_KEYWORDS)
    said = {message for _file, _line, message, _comments, _context in found}

    assert said - english == set()
    assert len(said) > 100


def test_the_catalogue_holds_no_message_that_no_page_says() -> None:
    with CATALOGUE.open("rb") as file:
        english = {message.id for message in read_po(file, locale="en") if message.id}
    found = extract_from_dir(str(CATALOGUE.parents[1]), _METHODS, keywords=_KEYWORDS)

    assert english - {message for _file, _line, message, _c, _x in found} == set()
