"""Records that moved to another service with a release: given there, taken here, page by page."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, Protocol

from bson import json_util
from marshmallow import fields, validate

from shared.events.errand import GoOn
from shared.http.blueprint import DocumentedBlueprint
from shared.http.callers import service_called
from shared.http.client import ServiceClient, ServiceUnavailableError
from shared.http.labels import label
from shared.http.schemas import StrictSchema
from shared.storage.database import Database, Document

PAGE = 100


class Taken(StrictSchema):
    """The ids of the records that are kept elsewhere by now."""

    taken = fields.List(
        fields.String(),
        required=True,
        validate=validate.Length(max=PAGE),
        metadata=label("已取走的记录", "records that were taken"),
    )


class NextRows(StrictSchema):
    """What to take next, in extended JSON, until there is nothing."""

    rows = fields.List(fields.Dict(), required=True)


class Left(Protocol):
    """What an earlier release kept where it does not belong any more."""

    def page(self) -> Sequence[Document]:
        """Return up to `PAGE` of those that are still to be taken."""

    def forget(self, ids: Sequence[str], /) -> None:
        """Leave of these only what is needed here."""


def handing_over(name: str, address: str, left: Left, *, taker: str) -> DocumentedBlueprint:
    """Return `POST address {taken}`, answered by `{rows}`, for the service `taker` alone."""
    routes = DocumentedBlueprint(name, __name__, internal=True)

    @routes.post(address)
    @routes.asked_by(service_called(taker))
    @routes.arguments(Taken)
    @routes.response(200, NextRows)
    def hand_over(said: Mapping[str, Sequence[str]]) -> dict[str, Any]:
        left.forget(said["taken"])
        rows: list[Document] = json.loads(json_util.dumps(left.page()))
        return {"rows": rows}

    return routes


class Moved:
    """
    Takes all that another service gives, once, and hands each page to `keep`.

    It may be interrupted and repeated, and several processes may do it at once: a page may come
    twice. That all is here is noted in `collection`.
    """

    def __init__(
        self,
        database: Database,
        collection: str,
        client: ServiceClient,
        *,
        service: str,
        address: str,
        keep: Callable[[Sequence[Document]], None],
    ) -> None:
        self._rows = database[collection]
        self._client = client
        self._service = service
        self._address = address
        self._keep = keep
        self._is_here = False

    def is_here(self) -> bool:
        """Tell whether nothing is left there."""
        self._is_here = self._is_here or self._rows.find_one({"_id": self._service}) is not None
        return self._is_here

    def take(self, go_on: GoOn = lambda: True) -> bool:
        """
        Take what is left; tell whether all is here, which it is not when told to stop.

        `ServiceUnavailableError` while the other does not answer, or is of the release before.
        """
        taken: list[str] = []
        while go_on():
            answer = self._client.request(
                self._service, "POST", self._address, json={"taken": taken}
            )
            if answer.status_code != HTTPStatus.OK:
                raise ServiceUnavailableError(self._service)
            rows = json_util.loads(answer.text)["rows"]
            if not rows:
                done = {"$set": {"done": True}}
                self._rows.update_one({"_id": self._service}, done, upsert=True)
                return True
            self._keep(rows)
            taken = [row["_id"] for row in rows]
        return False
