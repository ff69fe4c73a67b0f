"""Joining over HTTP: officers link and unlink cases, merge and split people, resolve conflicts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
from shared.http.problems import Problem
from shared.language import Text

Show = Callable[[str], dict[str, Any]]
_WHY = Text("请说明理由：理由记入争议的历史。", "State the reason: it is kept in the history.")


class JoiningResource:
    """
    Takes the decisions of officers whose agency handles a case of the matter.

    Every decision needs a reason and answers with the matter as it stands then.
    """

    routes = DocumentedBlueprint(
        "joining", __name__, url_prefix=API, description="归并与关联 joining"
    )

    def __init__(self, coordination: Coordination, show: Show) -> None:
        matters = coordination.matters
        self._shelf = matters.shelf
        self._proposals = matters.proposals
        self._decisions = Decisions(matters.shelf, matters.proposals, coordination.watch)
        self._show = show

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

    @routes.post("/matters/<matter_id>/link")
    @routes.asked_by(officer)
    @routes.arguments(CaseChosen, required=False)
    @routes.unstored
    @routes.response(200, MatterAnswer)
    @routes.alt_response(428)
    @routes.doc(summary="关联案件 / link a case")
    def link(self, asked: Mapping[str, Any], matter_id: str) -> dict[str, Any]:
        """Let a case join the matter."""
        self._decisions.link(matter_id, asked["track"], asked["case_id"], self._decision(asked))
        return self._show(matter_id)

    @routes.post("/matters/<matter_id>/unlink")
    @routes.asked_by(officer)
    @routes.arguments(CaseChosen, required=False)
    @routes.unstored
    @routes.response(200, MatterAnswer)
    @routes.alt_response(428)
    @routes.doc(summary="分出案件 / unlink a case")
    def unlink(self, asked: Mapping[str, Any], matter_id: str) -> dict[str, Any]:
        """Give a case of the matter a matter of its own again."""
        self._decisions.unlink(matter_id, asked["track"], asked["case_id"], self._decision(asked))
        return self._show(matter_id)

    @routes.post("/matters/<matter_id>/proposals/<proposal_id>/refuse")
    @routes.asked_by(officer)
    @routes.arguments(Reasoned, required=False)
    @routes.unstored
    @routes.response(200, MatterAnswer)
    @routes.alt_response(428)
    @routes.doc(summary="拒绝关联建议 / refuse a proposal")
    def refuse_proposal(
        self, asked: Mapping[str, Any], matter_id: str, proposal_id: str
    ) -> dict[str, Any]:
        """Refuse a proposal for good."""
        self._decisions.refuse(matter_id, proposal_id, self._decision(asked))
        return self._show(matter_id)

    @routes.post("/matters/<matter_id>/people/merge")
    @routes.asked_by(officer)
    @routes.arguments(EntriesChosen, required=False)
    @routes.unstored
    @routes.response(200, MatterAnswer)
    @routes.alt_response(428)
    @routes.doc(summary="合并为一人 / merge entries into one person")
    def merge_people(self, asked: Mapping[str, Any], matter_id: str) -> dict[str, Any]:
        """Let entries of parties be one person."""
        self._decisions.merge(matter_id, asked["entries"], self._decision(asked))
        return self._show(matter_id)

    @routes.post("/matters/<matter_id>/people/hold-apart")
    @routes.asked_by(officer)
    @routes.arguments(EntriesChosen, required=False)
    @routes.unstored
    @routes.response(200, MatterAnswer)
    @routes.alt_response(428)
    @routes.doc(summary="认定为不同的两人 / hold two people apart")
    def hold_people_apart(self, asked: Mapping[str, Any], matter_id: str) -> dict[str, Any]:
        """Let two people be two for good."""
        self._decisions.hold_apart(matter_id, asked["entries"], self._decision(asked))
        return self._show(matter_id)

    @routes.post("/matters/<matter_id>/people/split")
    @routes.asked_by(officer)
    @routes.arguments(EntriesChosen, required=False)
    @routes.unstored
    @routes.response(200, MatterAnswer)
    @routes.alt_response(428)
    @routes.doc(summary="拆分为不同的人 / split entries off as another person")
    def split_people(self, asked: Mapping[str, Any], matter_id: str) -> dict[str, Any]:
        """Let entries of parties be a person of their own."""
        self._decisions.split(matter_id, asked["entries"], self._decision(asked))
        return self._show(matter_id)

    @routes.post("/matters/<matter_id>/conflicts/<conflict_id>/resolve")
    @routes.asked_by(officer)
    @routes.arguments(Reasoned, required=False)
    @routes.unstored
    @routes.response(200, MatterAnswer)
    @routes.alt_response(428)
    @routes.doc(summary="解决冲突 / resolve a conflict")
    def resolve_conflict(
        self, asked: Mapping[str, Any], matter_id: str, conflict_id: str
    ) -> dict[str, Any]:
        """Resolve a conflict."""
        self._decisions.resolve(matter_id, conflict_id, self._decision(asked))
        return self._show(matter_id)

    def _decision(self, asked: Mapping[str, Any]) -> JoiningDecision:
        if not asked.get("reason"):
            raise Problem(428, "reason-required", _WHY, errors={"reason": [_WHY]})
        return self._decisions.decision(current_identity(), asked["reason"])
