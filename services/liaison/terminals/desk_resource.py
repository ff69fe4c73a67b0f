"""The routes of the hall's desk: `/hall`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from services.liaison.terminals.desk import TerminalDesk
from services.liaison.terminals.door import qr_picture
from services.liaison.terminals.files import STATES
from services.liaison.terminals.receipt_codes import in_groups
from shared.casework.answers import TextAnswer
from shared.casework.fields import PastDate, PersonalText
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.callers import officer
from shared.http.identity import Identity, current_identity
from shared.http.labels import label
from shared.http.page_query import PageQuery
from shared.http.paging import page_read
from shared.http.problems import forbidden
from shared.http.schemas import StrictSchema
from shared.legal_day import today

# The gateway knows no difference between officers here: who works at the desk is said here.
_ROLES = frozenset({"petition_officer", "supervisor", "admin"})


class WantedDay(PageQuery):
    """Of which day the items are asked for."""

    day = PastDate(metadata=label("收到日期", "day of receipt", "不填为今天。", "Today if empty."))


class DeskQuestion(StrictSchema):
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


def _at_the_desk() -> Identity:
    caller = officer()
    if caller.role not in _ROLES:
        raise forbidden()
    return caller


class DeskResource:
    """Serves the hall's desk to its officers."""

    routes = DocumentedBlueprint(
        "hall", __name__, url_prefix=API, description="大厅工作台 the hall's desk"
    )

    def __init__(self, desk: TerminalDesk) -> None:
        self._desk = desk

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        return self.routes.bound_to(self)

    @routes.get("/hall/items")
    @routes.asked_by(_at_the_desk)
    @routes.arguments(WantedDay, location="query")
    @routes.unstored
    @routes.response(200, HallPage)
    @routes.doc(summary="一天收到的事项 / what came in on a day")
    def list_hall_items(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """List what came in on a day."""
        caller, day = current_identity(), asked.get("day") or today()
        return page_read(
            asked,
            "by_day",
            lambda after, size: self._desk.of_day(caller, day, after=after, most=size),
            key=lambda item: str(item["by_day"]),
            show=self._desk.shown,
        )

    @routes.get("/hall/items/<item_id>")
    @routes.asked_by(_at_the_desk)
    @routes.unstored
    @routes.response(200, HallItem)
    @routes.doc(summary="一件 / an item")
    def read_hall_item(self, item_id: str) -> dict[str, Any]:
        """Read an item."""
        return self._desk.shown(self._desk.find(current_identity(), item_id))

    @routes.post("/hall/items/<item_id>/accept")
    @routes.asked_by(_at_the_desk)
    @routes.unstored
    @routes.response(200, HallItem)
    @routes.doc(summary="接收 / take over")
    def accept_hall_item(self, item_id: str) -> dict[str, Any]:
        """Take the registration over."""
        return self._desk.shown(self._desk.accept(current_identity(), item_id))

    @routes.post("/hall/items/<item_id>/question")
    @routes.asked_by(_at_the_desk)
    @routes.arguments(DeskQuestion)
    @routes.unstored
    @routes.response(200, HallItem)
    @routes.doc(summary="请来访人补充 / ask back")
    def ask_back(self, said: Mapping[str, Any], item_id: str) -> dict[str, Any]:
        """Ask the person back."""
        return self._desk.shown(self._desk.ask(current_identity(), item_id, said["text"]))

    @routes.get("/hall/items/<item_id>/receipt")
    @routes.asked_by(_at_the_desk)
    @routes.unstored
    @routes.response(200, PrintedReceipt)
    @routes.doc(summary="重印回执 / the receipt again")
    def print_receipt(self, item_id: str) -> dict[str, Any]:
        """Return the receipt, to print it again."""
        item, code = self._desk.code(current_identity(), item_id)
        said = {name: item[name] for name in ("asked_with", "received_on", "number")}
        return {"code": in_groups(code), "qr_svg": qr_picture(code), **said}
