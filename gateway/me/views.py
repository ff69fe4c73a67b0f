"""Lists that an officer comes back to: a name, and an address of the workbench with its query."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException

from shared.casework.personal import Personal, Sealer, UnsealError
from shared.http.problems import Problem, invalid
from shared.language import Text
from shared.storage.database import Database, Document

MOST_VIEWS = 50
LONGEST_NAME = 60
LONGEST_ADDRESS = 1000
KEY_FORM = re.compile(r"[0-9A-Za-z_-]{1,64}")
# What narrows and orders lists. Words that are searched for may be somebody's name.
_WHOSE = {"agency", "assignee", "court", "obligor", "region", "role", "unassigned"}
_WHEN = {"day", "due_before", "due_from", "from", "month", "on", "period", "to", "week"}
_WHICH = {"kind", "level", "missing_fact", "paused", "provisional", "rule", "state", "status"}
QUERY_NAMES = _WHOSE | _WHEN | _WHICH | {"sort", "track", "view", "warned"}
_TOO_MANY = Text(
    f"视图已满 {MOST_VIEWS} 个，请先删除一些。",
    f"There are {MOST_VIEWS} views already: remove some first.",
)
_NO_PAGE = Text("应为工作台中列表的地址。", "It must be the address of a list of the workbench.")
_PERSONAL = Text(
    "地址中只能有筛选和排序条件，不能有查找词（可能是个人信息）。",
    "Only filters and orders may stand in the address, no words searched for: they may be a name.",
)


@dataclass(frozen=True, slots=True)
class SavedView:
    """A saved view."""

    key: str
    name: str
    address: str


class Views:
    """The stored views: `{_id: username, views: {key: {name (sealed), address}}}`."""

    def __init__(self, database: Database, sealer: Sealer) -> None:
        self._rows = database["saved_views"]
        self._sealer = sealer

    def of(self, owner: str) -> list[SavedView]:
        """Return the views of an officer in the order in which they were saved."""
        kept = self._kept(owner)
        return [SavedView(key, self._name(owner, row), row["address"]) for key, row in kept.items()]

    def save(self, owner: str, view: SavedView) -> None:
        """Keep a view in place of the one with its key; 409 when there are too many."""
        kept = self._kept(owner)
        if view.key not in kept and len(kept) >= MOST_VIEWS:
            raise Problem(409, "conflict", _TOO_MANY)
        name = self._sealer.seal_all(Personal(view.name), document=owner, field="view")
        row = {"name": name, "address": view.address}
        self._rows.update_one({"_id": owner}, {"$set": {f"views.{view.key}": row}}, upsert=True)

    def remove(self, owner: str, key: str) -> bool:
        """Forget a view; tell whether there was one."""
        if key not in self._kept(owner):
            return False
        self._rows.update_one({"_id": owner}, {"$unset": {f"views.{key}": ""}})
        return True

    def _kept(self, owner: str) -> Document:
        row = self._rows.find_one({"_id": owner})
        return dict(row["views"]) if row else {}

    def _name(self, owner: str, row: Document) -> str:
        try:
            return str(self._sealer.open_all(row["name"], document=owner, field="view"))
        except UnsealError:
            # The key it was sealed under has been replaced: the address still says what it is.
            return str(row["address"])


def check_address(app: Flask, address: str) -> None:
    """Raise the 422 problem of `address` unless it is a page of ours with filters alone."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path.startswith("/") or parts.fragment:
        raise invalid({"address": [_NO_PAGE]})
    try:
        endpoint, _ = app.url_map.bind("").match(parts.path, method="GET")
    except HTTPException as error:
        raise invalid({"address": [_NO_PAGE]}) from error
    if not str(endpoint).startswith("pages."):
        raise invalid({"address": [_NO_PAGE]})
    if any(name not in QUERY_NAMES for name, _ in parse_qsl(parts.query, keep_blank_values=True)):
        raise invalid({"address": [_PERSONAL]})
