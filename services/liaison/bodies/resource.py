"""The registry of bodies outside over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, jsonify, request

from services.liaison.bodies.answers import BodyAnswer, BodyPage
from services.liaison.bodies.bodies import OutsideBodies
from services.liaison.bodies.schemas import BodyChange, BodyQuery, NewBody
from shared.casework.regions import region_name
from shared.http.blueprint import DocumentedBlueprint, body_of
from shared.http.callers import administrator, officer
from shared.http.paging import page, page_request
from shared.http.problems import Problem, not_found
from shared.http.routes import Route, blueprint_of
from shared.http.schemas import load_query
from shared.language import Text
from shared.legal_day import today
from shared.records.records import RecordEntry, actor_of
from shared.storage.database import Document

_NOT_THERE = Text("没有此机构。", "No such body.")
_KNOWN = Text("该类机构中已有此名称。", "A body of this kind and name is there already.")
_BODY = BodyAnswer()
Settle = Callable[[str, RecordEntry], Document | None]


class OutsideBodiesResource:
    """Serves the registry to every officer; the administrator keeps it."""

    def __init__(self, bodies: OutsideBodies) -> None:
        self._bodies = bodies

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        return blueprint_of(
            "outside_bodies",
            Text("系统外机构名录", "registry of bodies outside"),
            Route(
                "GET",
                "/outside-bodies",
                self.list_bodies,
                Text("可移送的系统外机构", "bodies to which a dispute may be referred"),
                BodyPage,
                query=BodyQuery,
            ),
            Route(
                "POST",
                "/outside-bodies",
                self.add_body,
                Text("登记机构", "add a body"),
                BodyAnswer,
                body=NewBody,
                statuses=(201,),
                located=False,
            ),
            Route(
                "POST",
                "/outside-bodies/<body_id>/retire",
                self.retire_body,
                Text("停用机构", "take a body out of use"),
                BodyAnswer,
                body=BodyChange,
            ),
            Route(
                "POST",
                "/outside-bodies/<body_id>/restore",
                self.restore_body,
                Text("恢复启用", "put a body back into use"),
                BodyAnswer,
                body=BodyChange,
            ),
        )

    def list_bodies(self) -> Response:
        """List the bodies by kind."""
        officer()
        asked = load_query(BodyQuery(), request.args)
        wanted = page_request(request.args, sort="kind", key_length=1)
        rest: Document = {"region": asked["region"]} if "region" in asked else {}
        if "active" in asked:
            rest["active"] = asked["active"] == "true"
        after = str(wanted.after[0]) if wanted.after else None
        found = self._bodies.page(asked.get("kind"), rest, after=after, size=wanted.limit + 1)
        return jsonify(page(found, wanted, key=lambda each: (each["listed_index"],), show=_shown))

    def add_body(self) -> Response:
        """Add a body; 409 when it is there already."""
        caller = administrator()
        body = body_of(NewBody())
        entry = RecordEntry("added", today().isoformat(), actor_of(caller))
        added = self._bodies.add(body, entry)
        if added is None:
            raise Problem(409, "conflict", _KNOWN, errors={"name": [_KNOWN]})
        response = jsonify(_shown(added))
        response.status_code = 201
        return response

    def retire_body(self, body_id: str) -> Response:
        """Take a body out of use; nothing new can be referred to it."""
        return self._settle(body_id, "retired", self._bodies.retire)

    def restore_body(self, body_id: str) -> Response:
        """Put a body back into use."""
        return self._settle(body_id, "restored", self._bodies.restore)

    def _settle(self, body_id: str, step: str, settle: Settle) -> Response:
        caller = administrator()
        said = body_of(BodyChange())
        after = settle(
            body_id, RecordEntry(step, today().isoformat(), actor_of(caller), details=said)
        )
        if after is None:
            raise not_found(_NOT_THERE)
        return jsonify(_shown(after))


def _shown(body: Mapping[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = _BODY.dump({**body, "region_name": region_name(body.get("region"))})
    return shown
