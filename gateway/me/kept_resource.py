"""The routes of what an officer keeps: `/me/views` and `/me/drafts`."""

from __future__ import annotations

from typing import Any

from flask import current_app

from gateway.access import EVERY_OFFICER, Permission, current_officer
from gateway.me.drafts import KEY_FORM as DRAFT_KEY
from gateway.me.drafts import Draft, Drafts
from gateway.me.kept_schemas import (
    DraftAnswer,
    DraftList,
    NewDraft,
    NewView,
    SavedDraft,
    ViewAnswer,
    ViewList,
)
from gateway.me.views import KEY_FORM as VIEW_KEY
from gateway.me.views import SavedView, Views, check_address
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.problems import not_found

_NAME = "kept"
PERMISSIONS: dict[str, Permission] = {
    f"{_NAME}.{view}": EVERY_OFFICER
    for view in (
        "views",
        "save_view",
        "remove_view",
        "drafts",
        "read_draft",
        "save_draft",
        "remove_draft",
    )
}


class KeptResource:
    """Serves saved views and drafts; everybody reaches their own alone."""

    routes = DocumentedBlueprint(
        _NAME, __name__, url_prefix=f"{API}/me", description="视图和草稿 Views and drafts"
    )

    def __init__(self, views: Views, drafts: Drafts) -> None:
        self._views = views
        self._drafts = drafts

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        return self.routes.bound_to(self)

    @routes.get("/views")
    @routes.response(200, ViewList)
    @routes.doc(summary="保存的视图 / saved views", operationId="me.views")
    def views(self) -> dict[str, Any]:
        """列出保存的视图 List saved views."""
        return {"items": self._views.of(_owner())}

    @routes.put("/views/<key>")
    @routes.arguments(NewView)
    @routes.response(200, ViewAnswer)
    @routes.doc(summary="保存视图 / save a view", operationId="me.save_view")
    def save_view(self, asked: dict[str, str], key: str) -> SavedView:
        """保存视图 Save a view."""
        _check(VIEW_KEY.fullmatch(key) is not None)
        check_address(current_app, asked["address"])
        view = SavedView(key, asked["name"], asked["address"])
        self._views.save(_owner(), view)
        return view

    @routes.delete("/views/<key>")
    @routes.response(204)
    @routes.doc(summary="删除视图 / remove a view", operationId="me.remove_view")
    def remove_view(self, key: str) -> None:
        """删除视图 Remove a view."""
        _check(VIEW_KEY.fullmatch(key) is not None and self._views.remove(_owner(), key))

    @routes.get("/drafts")
    @routes.response(200, DraftList)
    @routes.doc(summary="草稿 / drafts", operationId="me.drafts")
    def drafts(self) -> dict[str, Any]:
        """列出草稿 List drafts."""
        found = self._drafts.of(_owner())
        return {"items": [{"key": key, "saved_at": _instant(at)} for key, at in found]}

    @routes.get("/drafts/<key>")
    @routes.response(200, DraftAnswer)
    @routes.doc(summary="读取草稿 / read a draft", operationId="me.read_draft")
    def read_draft(self, key: str) -> dict[str, Any]:
        """读取草稿 Read a draft."""
        draft = self._drafts.find(_owner(), key) if DRAFT_KEY.fullmatch(key) else None
        if draft is None:
            raise not_found()
        return {**_shown_draft(draft), "content": draft.content}

    @routes.put("/drafts/<key>")
    @routes.arguments(NewDraft)
    @routes.response(200, SavedDraft)
    @routes.doc(
        summary="保存草稿，密封七日 / save a draft, sealed for seven days",
        operationId="me.save_draft",
    )
    def save_draft(self, asked: dict[str, str], key: str) -> dict[str, Any]:
        """保存草稿，密封保存七日 Save a draft; it is kept sealed for seven days."""
        _check(DRAFT_KEY.fullmatch(key) is not None)
        return _shown_draft(self._drafts.save(_owner(), key, asked["content"]))

    @routes.delete("/drafts/<key>")
    @routes.response(204)
    @routes.doc(summary="丢弃草稿 / discard a draft", operationId="me.remove_draft")
    def remove_draft(self, key: str) -> None:
        """丢弃草稿 Discard a draft."""
        _check(DRAFT_KEY.fullmatch(key) is not None and self._drafts.remove(_owner(), key))


def _owner() -> str:
    return current_officer().subject


def _check(there: bool) -> None:
    if not there:
        raise not_found()


def _shown_draft(draft: Draft) -> dict[str, str]:
    return {"key": draft.key, "saved_at": _instant(draft.saved_at)}


def _instant(at: Any) -> str:
    return str(at.isoformat(timespec="seconds"))
