"""The routes of the hall's desk: `/hall`."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify
from marshmallow import Schema, fields

from services.liaison.terminals.desk import Desk
from services.liaison.terminals.door import qr_picture
from services.liaison.terminals.receipt_codes import in_groups
from shared.casework.fields import PastDate, PersonalText, PlainText, today
from shared.http.identity import Identity, current_identity
from shared.http.labels import label
from shared.http.openapi import DocumentedBlueprint
from shared.http.operations import WRITING, answer, operation
from shared.http.paging import page, page_request
from shared.http.problems import forbidden
from shared.http.schemas import StrictSchema

_NAME = "hall"
# The gateway knows no difference between officers here: who works at the desk is said here.
_ROLES = frozenset({"petition_officer", "supervisor", "admin"})


class WantedDay(StrictSchema):
    """Of which day the items are asked for."""

    day = PastDate(metadata=label("收到日期", "day of receipt", "不填为今天。", "Today if empty."))
    limit = PlainText(10, metadata=label("每页件数", "items on a page"))
    cursor = PlainText(1024, metadata=label("翻页标记", "cursor"))


class Question(StrictSchema):
    """What the desk asks the person back."""

    text = PersonalText(
        500,
        required=True,
        metadata=label(
            "请补充什么",
            "what is asked",
            "凭回执查询时显示给来访人；不要写他人的信息。",
            "Shown to whoever asks with the receipt; write nothing about others.",
        ),
    )


class DeskAct(Schema):
    """Who did something at the desk, and when."""

    by = fields.String(required=True)
    at = fields.String(required=True)


class DeskCorrection(Schema):
    """What the person corrected, and when."""

    at = fields.String(required=True)
    text = fields.String(required=True)


class HallItem(Schema):
    """What came in at a terminal or a browser; the person stands on the case alone."""

    id = fields.String(required=True)
    channel = fields.String(required=True)
    source = fields.String(required=True)
    place = fields.String(required=True)
    received_at = fields.String(required=True)
    received_on = fields.String(required=True)
    handed_in_at = fields.String(required=True, allow_none=True)
    skew_seconds = fields.Integer(required=True, allow_none=True)
    waited_seconds = fields.Integer(required=True, allow_none=True)
    case_id = fields.String(required=True, allow_none=True)
    number = fields.String(required=True, allow_none=True)
    corrections = fields.List(fields.Nested(DeskCorrection), required=True)
    question = fields.String(required=True, allow_none=True)
    asked = fields.Nested(DeskAct, required=True, allow_none=True)
    accepted = fields.Nested(DeskAct, required=True, allow_none=True)


class HallPage(Schema):
    """A page of what came in."""

    items = fields.List(fields.Nested(HallItem), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class PrintedReceipt(Schema):
    """A receipt, to be printed again."""

    code = fields.String(required=True)
    qr_svg = fields.String(required=True)
    asked_with = fields.String(required=True)
    received_on = fields.String(required=True)
    number = fields.String(required=True, allow_none=True)


def desk_blueprint(desk: Desk) -> DocumentedBlueprint:
    """Return the routes of the desk."""
    blueprint = DocumentedBlueprint(
        _NAME, __name__, url_prefix="/api/v1/hall", description="大厅工作台 The hall's desk"
    )

    def listed(wanted: dict[str, Any]) -> dict[str, Any]:
        """列出一天收到的事项 List what came in on a day."""
        officer = _officer()
        given: dict[str, str] = {
            name: str(wanted[name]) for name in ("limit", "cursor") if name in wanted
        }
        asked = page_request(given, sort="by_day", key_length=1)
        after = None if asked.after is None else str(asked.after[0])
        day = wanted.get("day") or today()
        found = desk.of_day(officer, day, after=after, most=asked.limit + 1)
        return page(found, asked, lambda item: (item["by_day"],), desk.shown)

    def read(item_id: str) -> Response:
        """查看一件 Read an item."""
        return _shown(desk.shown(desk.find(_officer(), item_id)))

    def accept(item_id: str) -> Response:
        """接收 Take the registration over."""
        return _shown(desk.shown(desk.accept(_officer(), item_id)))

    def ask(asked: dict[str, Any], item_id: str) -> Response:
        """请来访人补充 Ask the person back."""
        return _shown(desk.shown(desk.ask(_officer(), item_id, asked["text"])))

    def receipt(item_id: str) -> Response:
        """重印回执 The receipt, to print it again."""
        item, code = desk.code(_officer(), item_id)
        said = {name: item[name] for name in ("asked_with", "received_on", "number")}
        return _shown({"code": in_groups(code), "qr_svg": qr_picture(code), **said})

    list_items = blueprint.arguments(WantedDay, location="query")(listed)
    ask_back = blueprint.arguments(Question)(ask)
    one = "/items/<item_id>"
    for path, method, view, described in (
        ("/items", "GET", list_items, _LISTED),
        (one, "GET", read, _READ),
        (f"{one}/accept", "POST", accept, _ACCEPTED),
        (f"{one}/question", "POST", ask_back, _ASKED),
        (f"{one}/receipt", "GET", receipt, _RECEIPT),
    ):
        blueprint.route(path, methods=[method])(blueprint.doc(**described)(view))
    return blueprint


def _officer() -> Identity:
    caller = current_identity()
    if caller.role not in _ROLES:
        raise forbidden()
    return caller


def _shown(said: dict[str, Any]) -> Response:
    response = jsonify(said)
    response.headers["Cache-Control"] = "no-store"
    return response


_LISTED = operation("hall.list", "一天收到的事项 / what came in", {200: answer(HallPage)})
_READ = operation("hall.read", "一件 / an item", {200: answer(HallItem)})
_ACCEPTED = operation("hall.accept", "接收 / take over", {200: answer(HallItem)}, refuses=WRITING)
_ASKED = operation("hall.ask", "请来访人补充 / ask back", {200: answer(HallItem)}, refuses=WRITING)
_RECEIPT = operation("hall.receipt", "重印回执 / the receipt again", {200: answer(PrintedReceipt)})
