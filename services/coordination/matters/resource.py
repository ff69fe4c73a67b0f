"""Matters over HTTP: one dispute through all tracks, and its timeline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from services.coordination.answers import MatterAnswer, TimelineAnswer
from services.coordination.assembly import Coordination
from services.coordination.docket.clock_view import shown_clock
from services.coordination.joining.rights import NO_MATTER
from services.coordination.joining.views import former_matters, joining_parts
from services.coordination.matters.timeline import timeline
from services.coordination.matters.view import cases_of, shown_matter
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.callers import officer
from shared.http.identity import current_identity
from shared.http.problems import not_found
from shared.legal_day import today as legal_today
from shared.storage.database import Document


class MattersResource:
    """Serves the matters in which the caller's agency handles or handled a case."""

    routes = DocumentedBlueprint("matters", __name__, url_prefix=API, description="纠纷 matters")

    def __init__(
        self,
        coordination: Coordination,
        referrals: Callable[[str], list[dict[str, Any]]] = lambda _matter_id: [],
    ) -> None:
        self._referrals = referrals
        self._matters = coordination.matters
        self._docket = coordination.docket
        self._rules = coordination.rules
        self._watch = coordination.watch

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        return self.routes.bound_to(self)

    @routes.get("/matters/<matter_id>")
    @routes.asked_by(officer)
    @routes.unstored
    @routes.response(200, MatterAnswer)
    @routes.doc(summary="一起纠纷的全部案件、冲突与权利期限 / a dispute: cases, conflicts, rights")
    def read_matter(self, matter_id: str) -> dict[str, Any]:
        """
        Return the matter: its cases, their clocks, conflicts, and the rights that run out.

        A matter that was joined to another answers with that one.
        """
        return self.shown(matter_id)

    @routes.get("/matters/<matter_id>/timeline")
    @routes.asked_by(officer)
    @routes.unstored
    @routes.response(200, TimelineAnswer)
    @routes.doc(summary="全部案件的时间线 / every dated fact of every case")
    def read_timeline(self, matter_id: str) -> dict[str, Any]:
        """Return the dated facts, oldest first."""
        matter = self._visible(matter_id)
        former = self._matters.shelf.histories(former_matters(matter))
        return {"items": timeline(matter, former)}

    def shown(self, matter_id: str) -> dict[str, Any]:
        """Return a matter as it is answered to the officer who asks."""
        matter = self._visible(matter_id)
        today = legal_today()
        clocks = {
            case["case_id"]: [
                shown_clock(row, self._rules, today)
                for row in self._docket.all_clocks(case["case_id"])
            ]
            for case in cases_of(matter)
        }
        referrals = self._referrals(matter["_id"])
        rights = self._watch.rows(matter["_id"], today)
        belonging = joining_parts(
            self._matters.shelf, self._matters.proposals, self._matters.policy, matter
        )
        return {**shown_matter(matter, clocks, rights), **belonging, "referrals": referrals}

    def _visible(self, matter_id: str) -> Document:
        caller = current_identity()
        matter = self._matters.get(matter_id)
        codes = {agency["code"] for agency in matter["agencies"]} if matter else set()
        if matter is None or caller.agency_code not in codes:
            raise not_found(NO_MATTER)
        return matter
