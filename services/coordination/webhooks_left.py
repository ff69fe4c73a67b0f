"""What coordination kept of webhooks before they moved to liaison, for liaison to take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import fields, validate

from shared.casework.fields import ListOf
from shared.events.parked import COLLECTION as PARKED
from shared.events.parked import WAITING
from shared.events.watermarks import Watermarks
from shared.house import LIAISON
from shared.http.blueprint import DocumentedBlueprint
from shared.http.callers import service_called
from shared.http.labels import label
from shared.http.schemas import StrictSchema
from shared.language import Text
from shared.storage.database import Database, Document

EVENTS = "webhook_events_left"
# In the order in which they are taken: who is to be told, what was to be told, what of.
_KINDS = {
    "webhook_endpoints": Text("接收方", "receivers"),
    "deliveries": Text("消息", "messages"),
    EVENTS: Text("未能记录的事件", "events that could not be recorded"),
}
KINDS = tuple(_KINDS)
PAGE = 200
_END = "webhooks_end"
_EFFECT = "webhooks"


class TakenRows(StrictSchema):
    """The rows of one kind that liaison keeps by now."""

    kind = fields.String(
        required=True,
        validate=validate.OneOf(KINDS),
        metadata=label("种类", "kind", values=_KINDS),
    )
    ids = ListOf(
        fields.String(),
        least=0,
        most=PAGE,
        required=True,
        metadata=label("已取走的记录", "rows that were taken"),
    )


class RowsLeft(StrictSchema):
    """What to take next, until there are no rows; `recorded_up_to` is null before a worker ran."""

    recorded_up_to = fields.Dict(allow_none=True, required=True)
    kind = fields.String(required=True)
    rows = fields.List(fields.Dict(), required=True)


class WebhooksLeft:
    """Receivers, messages and events that wait; what was taken is gone from here."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note_end(self) -> None:
        """
        Note once up to which event of each service messages were recorded here.

        For a worker, before it consumes: its watermarks then are those of the release before.
        Events that could not be recorded are kept, since nobody here would try them again.
        """
        parked = self._database[PARKED]
        for each in parked.find({"status": WAITING}):
            if each.get("effect") == _EFFECT:
                kept = {"$setOnInsert": {"event": each["envelope"]}}
                self._database[EVENTS].update_one({"_id": each["_id"]}, kept, upsert=True)
                parked.delete_one({"_id": each["_id"]})
        recorded = {"recorded_up_to": Watermarks(self._database).load()}
        self._database[_END].update_one({"_id": _END}, {"$setOnInsert": recorded}, upsert=True)

    def recorded_up_to(self) -> Mapping[str, int] | None:
        """Return the last sequence recorded here by service; None when no worker has said it."""
        found = self._database[_END].find_one({"_id": _END})
        return None if found is None else found["recorded_up_to"]

    def page(self) -> tuple[str, Sequence[Document]]:
        """Return some rows of the first kind of which there are any."""
        for kind in KINDS:
            if rows := list(self._database[kind].find({}, {"keys": 0}).limit(PAGE)):
                return kind, rows
        return KINDS[-1], ()

    def forget(self, kind: str, ids: Sequence[str]) -> None:
        """Remove rows that are kept elsewhere by now."""
        if ids:
            self._database[kind].delete_many({"_id": {"$in": list(ids)}})


def create_webhooks_left(database: Database) -> DocumentedBlueprint:
    """
    Return `POST /webhooks-left`, by which liaison says what it took and asks what comes next.

    Asked again, it is answered the same.
    """
    routes = DocumentedBlueprint("webhooks_left", __name__, internal=True)
    left = WebhooksLeft(database)

    @routes.post("/webhooks-left")
    @routes.asked_by(service_called(LIAISON))
    @routes.arguments(TakenRows)
    @routes.response(200, RowsLeft)
    def take(taken: Mapping[str, Any]) -> dict[str, Any]:
        recorded = left.recorded_up_to()
        if recorded is None:
            return {"recorded_up_to": None, "kind": taken["kind"], "rows": []}
        left.forget(taken["kind"], taken["ids"])
        kind, rows = left.page()
        return {"recorded_up_to": recorded, "kind": kind, "rows": rows}

    return routes
