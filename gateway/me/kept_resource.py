"""The routes of what an officer keeps: `/me/views` and `/me/drafts`."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app

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
from shared.http.blueprint import DocumentedBlueprint
from shared.http.operations import READING, WRITING, answer, operation
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


def kept_blueprint(views_kept: Views, drafts_kept: Drafts) -> DocumentedBlueprint:
    """Return the routes of saved views and drafts; everybody reaches their own alone."""
    blueprint = DocumentedBlueprint(
        _NAME, __name__, url_prefix="/api/v1/me", description="视图和草稿 Views and drafts"
    )

    def views() -> dict[str, Any]:
        """列出保存的视图 List saved views."""
        return {"items": [_shown_view(each) for each in views_kept.of(_owner())]}

    def save_view(asked: dict[str, str], key: str) -> dict[str, Any]:
        """保存视图 Save a view."""
        _check(VIEW_KEY.fullmatch(key) is not None)
        check_address(current_app, asked["address"])
        view = SavedView(key, asked["name"], asked["address"])
        views_kept.save(_owner(), view)
        return _shown_view(view)

    def remove_view(key: str) -> Response:
        """删除视图 Remove a view."""
        _check(VIEW_KEY.fullmatch(key) is not None and views_kept.remove(_owner(), key))
        return Response(status=204)

    def drafts() -> dict[str, Any]:
        """列出草稿 List drafts."""
        found = drafts_kept.of(_owner())
        return {"items": [{"key": key, "saved_at": _instant(at)} for key, at in found]}

    def read_draft(key: str) -> dict[str, Any]:
        """读取草稿 Read a draft."""
        draft = drafts_kept.find(_owner(), key) if DRAFT_KEY.fullmatch(key) else None
        if draft is None:
            raise not_found()
        return {**_shown_draft(draft), "content": draft.content}

    def save_draft(asked: dict[str, str], key: str) -> dict[str, Any]:
        """保存草稿，密封保存七日 Save a draft; it is kept sealed for seven days."""
        _check(DRAFT_KEY.fullmatch(key) is not None)
        return _shown_draft(drafts_kept.save(_owner(), key, asked["content"]))

    def remove_draft(key: str) -> Response:
        """丢弃草稿 Discard a draft."""
        _check(DRAFT_KEY.fullmatch(key) is not None and drafts_kept.remove(_owner(), key))
        return Response(status=204)

    for path, method, view, described in (
        ("/views", "GET", views, _VIEWS),
        ("/views/<key>", "PUT", blueprint.arguments(NewView)(save_view), _SAVE_VIEW),
        ("/views/<key>", "DELETE", remove_view, _REMOVE_VIEW),
        ("/drafts", "GET", drafts, _DRAFTS),
        ("/drafts/<key>", "GET", read_draft, _READ_DRAFT),
        ("/drafts/<key>", "PUT", blueprint.arguments(NewDraft)(save_draft), _SAVE_DRAFT),
        ("/drafts/<key>", "DELETE", remove_draft, _REMOVE_DRAFT),
    ):
        blueprint.route(path, methods=[method])(blueprint.doc(**described)(view))
    return blueprint


def _owner() -> str:
    return current_officer().subject


def _check(there: bool) -> None:
    if not there:
        raise not_found()


def _shown_view(view: SavedView) -> dict[str, str]:
    return {"key": view.key, "name": view.name, "address": view.address}


def _shown_draft(draft: Draft) -> dict[str, str]:
    return {"key": draft.key, "saved_at": _instant(draft.saved_at)}


def _instant(at: Any) -> str:
    return str(at.isoformat(timespec="seconds"))


_GONE = {204: dict[str, Any]()}
_VIEWS = operation("me.views", "保存的视图 / saved views", {200: answer(ViewList)})
_SAVE_VIEW = operation(
    "me.save_view", "保存视图 / save a view", {200: answer(ViewAnswer)}, refuses=WRITING
)
_REMOVE_VIEW = operation("me.remove_view", "删除视图 / remove a view", _GONE, refuses=READING)
_DRAFTS = operation("me.drafts", "草稿 / drafts", {200: answer(DraftList)})
_READ_DRAFT = operation("me.read_draft", "读取草稿 / read a draft", {200: answer(DraftAnswer)})
_SAVE_DRAFT = operation(
    "me.save_draft",
    "保存草稿，密封七日 / save a draft, sealed for seven days",
    {200: answer(SavedDraft)},
    refuses=WRITING,
)
_REMOVE_DRAFT = operation("me.remove_draft", "丢弃草稿 / discard a draft", _GONE)
