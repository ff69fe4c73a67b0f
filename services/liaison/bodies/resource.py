"""The registry of bodies outside over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.liaison.bodies.answers import BodyAnswer, BodyPage
from services.liaison.bodies.bodies import OutsideBodies
from services.liaison.bodies.schemas import BodyChange, BodyQuery, NewBody
from shared.casework.regions import region_name
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.callers import administrator, officer
from shared.http.identity import current_identity
from shared.http.paging import page_read
from shared.http.problems import Problem, not_found
from shared.language import Text
from shared.legal_day import today
from shared.records.records import RecordEntry, actor_of
from shared.storage.database import Document

_NOT_THERE = Text("没有此机构。", "No such body.")
_KNOWN = Text("该类机构中已有此名称。", "A body of this kind and name is there already.")


class OutsideBodiesResource:
    """Serves the registry to every officer; the administrator keeps it."""

    routes = DocumentedBlueprint(
        "outside_bodies",
        __name__,
        url_prefix=API,
        description="系统外机构名录 registry of bodies outside",
    )

    def __init__(self, bodies: OutsideBodies) -> None:
        self._bodies = bodies

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        return self.routes.bound_to(self)

    @routes.get("/outside-bodies")
    @routes.asked_by(officer)
    @routes.arguments(BodyQuery, location="query")
    @routes.response(200, BodyPage)
    @routes.doc(summary="可移送的系统外机构 / bodies to which a dispute may be referred")
    def list_bodies(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """List the bodies by kind."""
        rest: Document = {"region": asked["region"]} if "region" in asked else {}
        if "active" in asked:
            rest["active"] = asked["active"] == "true"
        return page_read(
            asked,
            "kind",
            lambda after, size: self._bodies.page(asked.get("kind"), rest, after=after, size=size),
            key=lambda each: str(each["listed_index"]),
            show=_shown,
        )

    @routes.post("/outside-bodies")
    @routes.asked_by(administrator)
    @routes.arguments(NewBody)
    @routes.response(201, BodyAnswer)
    @routes.doc(summary="登记机构 / add a body")
    def add_body(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Add a body; 409 when it is there already."""
        entry = RecordEntry("added", today().isoformat(), actor_of(current_identity()))
        added = self._bodies.add(body, entry)
        if added is None:
            raise Problem(409, "conflict", _KNOWN, errors={"name": [_KNOWN]})
        return _shown(added)

    @routes.post("/outside-bodies/<body_id>/retire")
    @routes.asked_by(administrator)
    @routes.arguments(BodyChange)
    @routes.response(200, BodyAnswer)
    @routes.doc(summary="停用机构 / take a body out of use")
    def retire_body(self, said: dict[str, Any], body_id: str) -> dict[str, Any]:
        """Take a body out of use; nothing new can be referred to it."""
        return _settled(self._bodies.retire(body_id, _entry("retired", said)))

    @routes.post("/outside-bodies/<body_id>/restore")
    @routes.asked_by(administrator)
    @routes.arguments(BodyChange)
    @routes.response(200, BodyAnswer)
    @routes.doc(summary="恢复启用 / put a body back into use")
    def restore_body(self, said: dict[str, Any], body_id: str) -> dict[str, Any]:
        """Put a body back into use."""
        return _settled(self._bodies.restore(body_id, _entry("restored", said)))


def _entry(step: str, said: dict[str, Any]) -> RecordEntry:
    return RecordEntry(step, today().isoformat(), actor_of(current_identity()), details=said)


def _settled(body: Document | None) -> dict[str, Any]:
    if body is None:
        raise not_found(_NOT_THERE)
    return _shown(body)


def _shown(body: Mapping[str, Any]) -> dict[str, Any]:
    return {**body, "region_name": region_name(body.get("region"))}
