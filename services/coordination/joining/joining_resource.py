"""Joining over HTTP: officers link and unlink cases, merge and split people, resolve conflicts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from services.coordination.answers import MatterAnswer
from services.coordination.assembly import Coordination
from services.coordination.joining.answers import MatterHistoryAnswer
from services.coordination.joining.decisions import Decisions, JoiningDecision
from services.coordination.joining.rights import visible_matter
from services.coordination.joining.schemas import CaseChosen, EntriesChosen, Reasoned
from services.coordination.joining.views import former_matters, shown_history
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.callers import officer
from shared.http.identity import current_identity
from shared.http.operations import Decorator, View
from shared.http.problems import Problem
from shared.language import Text

Asked = Mapping[str, Any]
Show = Callable[[str], dict[str, Any]]
_WHY = Text("请说明理由：理由记入争议的历史。", "State the reason: it is kept in the history.")
_routes = DocumentedBlueprint("joining", __name__, url_prefix=API, description="归并与关联 joining")


def _decided_at(path: str, schema: type[Reasoned], *, summary: str) -> Decorator:
    """
    Serve what officers decide about a matter, which is answered as it stands then.

    The method is given the decision, for which there has to be a reason (428), and what was asked.
    """

    def decorate(decide: View) -> View:
        @_routes.post(f"/matters/<matter_id>/{path}")
        @_routes.asked_by(officer)
        @_routes.arguments(schema, required=False)
        @_routes.unstored
        @_routes.response(200, MatterAnswer)
        @_routes.alt_response(428)
        @_routes.doc(summary=summary)
        @wraps(decide)
        def decided(
            resource: JoiningResource, asked: Asked, matter_id: str, **named: str
        ) -> dict[str, Any]:
            if not asked.get("reason"):
                raise Problem(428, "reason-required", _WHY, errors={"reason": [_WHY]})
            decision = resource.decisions.decision(current_identity(), asked["reason"])
            decide(resource, decision, asked, matter_id, **named)
            return resource.show(matter_id)

        return decided

    return decorate


class JoiningResource:
    """Takes the decisions of officers whose agency handles a case of the matter."""

    routes = _routes

    def __init__(self, coordination: Coordination, show: Show) -> None:
        matters = coordination.matters
        self._shelf = matters.shelf
        self._proposals = matters.proposals
        self.decisions = Decisions(matters.shelf, matters.proposals, coordination.watch)
        self.show = show

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        return self.routes.bound_to(self)

    @routes.get("/matters/<matter_id>/history")
    @routes.asked_by(officer)
    @routes.unstored
    @routes.response(200, MatterHistoryAnswer)
    @routes.doc(summary="归并、关联与冲突的历史 / the history of links, people and conflicts")
    def read_history(self, matter_id: str) -> dict[str, Any]:
        """Return what was decided and found about the matter, oldest first."""
        found = visible_matter(self._shelf, matter_id, current_identity())
        matter = self._shelf.with_history(found["_id"]) or found | {"history": []}
        former = self._shelf.histories(former_matters(matter))
        pairs = self._proposals.about(matter["cases"])
        return {"items": shown_history(matter, former, pairs)}

    @_decided_at("link", CaseChosen, summary="关联案件 / link a case")
    def link(self, decision: JoiningDecision, asked: Asked, matter_id: str) -> None:
        """Let a case join the matter."""
        self.decisions.link(matter_id, asked["track"], asked["case_id"], decision)

    @_decided_at("unlink", CaseChosen, summary="分出案件 / unlink a case")
    def unlink(self, decision: JoiningDecision, asked: Asked, matter_id: str) -> None:
        """Give a case of the matter a matter of its own again."""
        self.decisions.unlink(matter_id, asked["track"], asked["case_id"], decision)

    @_decided_at(
        "proposals/<proposal_id>/refuse", Reasoned, summary="拒绝关联建议 / refuse a proposal"
    )
    def refuse_proposal(
        self, decision: JoiningDecision, _asked: Asked, matter_id: str, proposal_id: str
    ) -> None:
        """Refuse a proposal for good."""
        self.decisions.refuse(matter_id, proposal_id, decision)

    @_decided_at(
        "people/merge", EntriesChosen, summary="合并为一人 / merge entries into one person"
    )
    def merge_people(self, decision: JoiningDecision, asked: Asked, matter_id: str) -> None:
        """Let entries of parties be one person."""
        self.decisions.merge(matter_id, asked["entries"], decision)

    @_decided_at(
        "people/hold-apart", EntriesChosen, summary="认定为不同的两人 / hold two people apart"
    )
    def hold_people_apart(self, decision: JoiningDecision, asked: Asked, matter_id: str) -> None:
        """Let two people be two for good."""
        self.decisions.hold_apart(matter_id, asked["entries"], decision)

    @_decided_at(
        "people/split",
        EntriesChosen,
        summary="拆分为不同的人 / split entries off as another person",
    )
    def split_people(self, decision: JoiningDecision, asked: Asked, matter_id: str) -> None:
        """Let entries of parties be a person of their own."""
        self.decisions.split(matter_id, asked["entries"], decision)

    @_decided_at(
        "conflicts/<conflict_id>/resolve", Reasoned, summary="解决冲突 / resolve a conflict"
    )
    def resolve_conflict(
        self, decision: JoiningDecision, _asked: Asked, matter_id: str, conflict_id: str
    ) -> None:
        """Resolve a conflict."""
        self.decisions.resolve(matter_id, conflict_id, decision)
