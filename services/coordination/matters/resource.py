"""Matters over HTTP: one dispute through all tracks, and its timeline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, jsonify

from services.coordination.answers import MatterAnswer, TimelineAnswer
from services.coordination.assembly import Coordination
from services.coordination.docket.clock_view import shown_clock
from services.coordination.joining.rights import NO_MATTER
from services.coordination.joining.views import former_matters, joining_parts
from services.coordination.matters.timeline import timeline
from services.coordination.matters.view import cases_of, shown_matter
from shared.http.blueprint import DocumentedBlueprint
from shared.http.callers import officer
from shared.http.problems import not_found
from shared.http.routes import Route, blueprint_of
from shared.language import Text
from shared.legal_day import today as legal_today
from shared.storage.database import Document


class MattersResource:
    """Serves the matters in which the caller's agency handles or handled a case."""

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
        return blueprint_of(
            "matters",
            Text("纠纷", "matters"),
            Route(
                "GET",
                "/matters/<matter_id>",
                self.read_matter,
                Text("一起纠纷的全部案件、冲突与权利期限", "a dispute: cases, conflicts, rights"),
                MatterAnswer,
                unstored=True,
            ),
            Route(
                "GET",
                "/matters/<matter_id>/timeline",
                self.read_timeline,
                Text("全部案件的时间线", "every dated fact of every case"),
                TimelineAnswer,
                unstored=True,
            ),
        )

    def read_matter(self, matter_id: str) -> Response:
        """
        Return the matter: its cases, their clocks, conflicts, and the rights that run out.

        A matter that was joined to another answers with that one.
        """
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
        shown = shown_matter(matter, clocks, rights)
        return jsonify({**shown, **belonging, "referrals": referrals})

    def read_timeline(self, matter_id: str) -> Response:
        """Return the dated facts, oldest first."""
        matter = self._visible(matter_id)
        former = self._matters.shelf.histories(former_matters(matter))
        return jsonify({"items": timeline(matter, former)})

    def _visible(self, matter_id: str) -> Document:
        caller = officer()
        matter = self._matters.get(matter_id)
        codes = {agency["code"] for agency in matter["agencies"]} if matter else set()
        if matter is None or caller.agency_code not in codes:
            raise not_found(NO_MATTER)
        return matter
