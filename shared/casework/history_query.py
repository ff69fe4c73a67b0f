"""How the history of a case is asked for, page by page."""

from __future__ import annotations

from shared.casework.fields import Choice
from shared.http.labels import label
from shared.http.page_query import PageQuery
from shared.http.paging import PageRequest
from shared.http.problems import invalid
from shared.language import Text

_LARGEST_VERSION = 2**31


class HistoryQuery(PageQuery):
    """How a history is read: all of it when neither `limit` nor `cursor` is given."""

    sort = Choice(
        {"version": Text("先旧后新", "oldest first"), "-version": Text("先新后旧", "latest first")},
        load_default="version",
        metadata=label("排序", "order"),
    )


def version_of(wanted: PageRequest) -> int | None:
    """Return the version after which a page begins; 422 for a cursor that holds none."""
    if wanted.after is None:
        return None
    version = wanted.after[0]
    if not isinstance(version, int) or not 0 <= version < _LARGEST_VERSION:
        text = Text("翻页标记无效。", "Not a cursor of this history.")
        raise invalid({"cursor": [text]})
    return version
