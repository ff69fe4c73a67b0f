"""The routes of the hall's desk: `/hall`."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request
from marshmallow import Schema, fields, validate

from services.liaison.terminals.desk import Desk
from services.liaison.terminals.door import qr_picture
from services.liaison.terminals.files import STATES
from services.liaison.terminals.receipt_codes import in_groups
from shared.casework import labels
from shared.casework.answers import TextAnswer
from shared.casework.fields import PastDate, PersonalText
from shared.http.blueprint import DocumentedBlueprint, body_of
from shared.http.callers import officer
from shared.http.identity import Identity
from shared.http.labels import label
from shared.http.paging import page, page_request
from shared.http.problems import forbidden
from shared.http.routes import Route, blueprint_of
from shared.http.schemas import StrictSchema, load_query
from shared.language import Text
from shared.legal_day import today

# The gateway knows no difference between officers here: who works at the desk is said here.
_ROLES = frozenset({"petition_officer", "supervisor", "admin"})


class WantedDay(StrictSchema):
    """Of which day the items are asked for."""

    day = PastDate(metadata=label("收到日期", "day of receipt", "不填为今天。", "Today if empty."))
    limit = fields.String(metadata=labels.LIMIT)
    cursor = fields.String(metadata=labels.CURSOR)


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


class DeskFile(Schema):
    """What became of a file; its name and why, where it was refused."""

    state = fields.String(required=True, validate=validate.OneOf(list(STATES)))
    state_label = fields.Nested(TextAnswer, required=True)
    name = fields.String(required=True, allow_none=True)
    why = fields.String(required=True, allow_none=True)


class HallItem(Schema):
    """What came in at a terminal; the person stands on the case alone."""

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
    files = fields.List(fields.Nested(DeskFile), required=True)
    files_announced = fields.Integer(required=True)
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


class DeskResource:
    """Serves the hall's desk to its officers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        one = "/hall/items/<item_id>"
        return blueprint_of(
            "hall",
            Text("大厅工作台", "the hall's desk"),
            Route(
                "GET",
                "/hall/items",
                self.list_hall_items,
                Text("一天收到的事项", "what came in on a day"),
                HallPage,
                query=WantedDay,
            ),
            Route("GET", one, self.read_hall_item, Text("一件", "an item"), HallItem),
            Route(
                "POST",
                f"{one}/accept",
                self.accept_hall_item,
                Text("接收", "take over"),
                HallItem,
            ),
            Route(
                "POST",
                f"{one}/question",
                self.ask_back,
                Text("请来访人补充", "ask back"),
                HallItem,
                body=Question,
            ),
            Route(
                "GET",
                f"{one}/receipt",
                self.print_receipt,
                Text("重印回执", "the receipt again"),
                PrintedReceipt,
            ),
        )

    def list_hall_items(self) -> Response:
        """List what came in on a day."""
        caller, asked = _at_the_desk(), load_query(WantedDay(), request.args)
        wanted = page_request(request.args, sort="by_day", key_length=1)
        after = None if wanted.after is None else str(wanted.after[0])
        day = asked.get("day") or today()
        found = self._desk.of_day(caller, day, after=after, most=wanted.limit + 1)
        return _shown(page(found, wanted, lambda item: (item["by_day"],), self._desk.shown))

    def read_hall_item(self, item_id: str) -> Response:
        """Read an item."""
        return _shown(self._desk.shown(self._desk.find(_at_the_desk(), item_id)))

    def accept_hall_item(self, item_id: str) -> Response:
        """Take the registration over."""
        return _shown(self._desk.shown(self._desk.accept(_at_the_desk(), item_id)))

    def ask_back(self, item_id: str) -> Response:
        """Ask the person back."""
        caller, said = _at_the_desk(), body_of(Question())
        return _shown(self._desk.shown(self._desk.ask(caller, item_id, said["text"])))

    def print_receipt(self, item_id: str) -> Response:
        """Return the receipt, to print it again."""
        item, code = self._desk.code(_at_the_desk(), item_id)
        said = {name: item[name] for name in ("asked_with", "received_on", "number")}
        return _shown({"code": in_groups(code), "qr_svg": qr_picture(code), **said})


def _at_the_desk() -> Identity:
    caller = officer()
    if caller.role not in _ROLES:
        raise forbidden()
    return caller


def _shown(said: dict[str, Any]) -> Response:
    response = jsonify(said)
    response.headers["Cache-Control"] = "no-store"
    return response
