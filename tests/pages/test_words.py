"""Every word of the pages stands in both languages."""

from __future__ import annotations

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from flask import Flask

from gateway.web.catalogue import CATALOGUE, gettext

_KEYWORDS = {"_": None, "gettext": None}
_METHODS = [("**.html", "jinja2.ext:babel_extract"), ("**.py", "python")]


def test_every_message_of_the_pages_has_its_english() -> None:
    english = {words for words, english in _catalogue().items() if all(english)}
    found = extract_from_dir(str(CATALOGUE.parents[1]), _METHODS, keywords=_KEYWORDS)
    said = {message for _file, _line, message, _comments, _context in found}

    assert said - english == set()
    assert len(said) > 100


def test_the_catalogue_holds_no_message_that_no_page_says() -> None:
    found = extract_from_dir(str(CATALOGUE.parents[1]), _METHODS, keywords=_KEYWORDS)

    assert _catalogue().keys() - {message for _file, _line, message, _c, _x in found} == set()


@pytest.mark.parametrize(
    ("number", "said"), [(1, "1 case"), (0, "0 cases"), (7, "7 cases"), ("约 2", "约 2 cases")]
)
def test_one_thing_is_said_in_the_singular(number: object, said: str) -> None:
    app = Flask(__name__)
    with app.test_request_context(headers={"Accept-Language": "en"}):
        app.secret_key = "of this test"
        assert gettext("%(count)s 件案件", count=number) == said


@pytest.mark.parametrize(("days", "said"), [(1, "1 day late"), (2, "2 days late")])
def test_one_day_is_said_in_the_singular(days: int, said: str) -> None:
    with Flask(__name__).test_request_context(headers={"Accept-Language": "en"}):
        assert gettext("超期 %(days)s 天", days=days) == said


def _catalogue() -> dict[str, tuple[str, ...]]:
    """Return the English words, of a number those for one and for several, by the Chinese ones."""
    found = {}
    with CATALOGUE.open("rb") as file:
        for message in read_po(file, locale="en"):
            words, english = message.id, message.string
            if words:
                chinese = words if isinstance(words, str) else words[0]
                found[chinese] = (english,) if isinstance(english, str) else tuple(english or ())
    return found
