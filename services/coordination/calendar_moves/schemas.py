"""What may be asked of the dates that a notice moved."""

from __future__ import annotations

from shared.http.page_query import PageQuery


class MovesQuery(PageQuery):
    """Which page; `limit` counts cases, of which one may have several moved dates."""
