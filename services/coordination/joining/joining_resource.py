"""Joining over HTTP: officers link and unlink cases, merge and split people, resolve conflicts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import Response

from services.coordination.answers import MatterAnswer
from services.coordination.assembly import Coordination
from services.coordination.joining.answers import MatterHistoryAnswer
from services.coordination.joining.decisions import Decisions, JoiningDecision
from services.coordination.joining.rights import visible_matter
from services.coordination.joining.schemas import CaseChosen, EntriesChosen, Reasoned
from services.coordination.joining.views import former_matters, shown_history
from shared.http.blueprint import DocumentedBlueprint, body_of
from shared.http.callers import officer
from shared.http.problems import Problem
from shared.http.routes import Route, blueprint_of
from shared.http.schemas import StrictSchema
from shared.language import Text

Show = Callable[[str], Response]
_WITHOUT_REASON = frozenset({428})
_WHY = Text("请说明理由：理由记入争议的历史。", "State the reason: it is kept in the history.")


class JoiningResource:
    """
    Takes the decisions of officers whose agency handles a case of the matter.

    Every decision needs a reason and answers with the matter as it stands then.
    """

    def __init__(self, coordination: Coordination, show: Show) -> None:
        matters = coordination.matters
        self._shelf = matters.shelf
        self._proposals = matters.proposals
        self._decisions = Decisions(matters.shelf, matters.proposals, coordination.watch)
        self._show = show

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        return blueprint_of("joining", Text("归并与关联", "joining"), *self._routes())

    def _routes(self) -> Sequence[Route]:
        decisions: tuple[tuple[str, Callable[..., Response], Text, type[StrictSchema]], ...] = (
            ("link", self.link, Text("关联案件", "link a case"), CaseChosen),
            ("unlink", self.unlink, Text("分出案件", "unlink a case"), CaseChosen),
            (
                "proposals/<proposal_id>/refuse",
                self.refuse_proposal,
                Text("拒绝关联建议", "refuse a proposal"),
                Reasoned,
            ),
            (
                "people/merge",
                self.merge_people,
                Text("合并为一人", "merge entries into one person"),
                EntriesChosen,
            ),
            (
                "people/hold-apart",
                self.hold_people_apart,
                Text("认定为不同的两人", "hold two people apart"),
                EntriesChosen,
            ),
            (
                "people/split",
                self.split_people,
                Text("拆分为不同的人", "split entries off as another person"),
                EntriesChosen,
            ),
            (
                "conflicts/<conflict_id>/resolve",
                self.resolve_conflict,
                Text("解决冲突", "resolve a conflict"),
                Reasoned,
            ),
        )
        history = Route(
            "GET",
            "/matters/<matter_id>/history",
            self.read_history,
            Text("归并、关联与冲突的历史", "the history of links, people and conflicts"),
            MatterHistoryAnswer,
            unstored=True,
        )
        posts = (
            Route(
                "POST",
                f"/matters/<matter_id>/{path}",
                view,
                summary,
                MatterAnswer,
                body,
                refuses=_WITHOUT_REASON,
                unstored=True,
            )
            for path, view, summary, body in decisions
        )
        return (history, *posts)

    def read_history(self, matter_id: str) -> dict[str, Any]:
        """Return what was decided and found about the matter, oldest first."""
        caller = officer()
        found = visible_matter(self._shelf, matter_id, caller)
        matter = self._shelf.with_history(found["_id"]) or found | {"history": []}
        former = self._shelf.histories(former_matters(matter))
        pairs = self._proposals.about(matter["cases"])
        return {"items": shown_history(matter, former, pairs)}

    def link(self, matter_id: str) -> Response:
        """Let a case join the matter."""
        body, decision = self._asked(CaseChosen())
        self._decisions.link(matter_id, body["track"], body["case_id"], decision)
        return self._done(matter_id)

    def unlink(self, matter_id: str) -> Response:
        """Give a case of the matter a matter of its own again."""
        body, decision = self._asked(CaseChosen())
        self._decisions.unlink(matter_id, body["track"], body["case_id"], decision)
        return self._done(matter_id)

    def refuse_proposal(self, matter_id: str, proposal_id: str) -> Response:
        """Refuse a proposal for good."""
        _, decision = self._asked(Reasoned())
        self._decisions.refuse(matter_id, proposal_id, decision)
        return self._done(matter_id)

    def merge_people(self, matter_id: str) -> Response:
        """Let entries of parties be one person."""
        body, decision = self._asked(EntriesChosen())
        self._decisions.merge(matter_id, body["entries"], decision)
        return self._done(matter_id)

    def split_people(self, matter_id: str) -> Response:
        """Let entries of parties be a person of their own."""
        body, decision = self._asked(EntriesChosen())
        self._decisions.split(matter_id, body["entries"], decision)
        return self._done(matter_id)

    def hold_people_apart(self, matter_id: str) -> Response:
        """Let two people be two for good."""
        body, decision = self._asked(EntriesChosen())
        self._decisions.hold_apart(matter_id, body["entries"], decision)
        return self._done(matter_id)

    def resolve_conflict(self, matter_id: str, conflict_id: str) -> Response:
        """Resolve a conflict."""
        _, decision = self._asked(Reasoned())
        self._decisions.resolve(matter_id, conflict_id, decision)
        return self._done(matter_id)

    def _asked(self, schema: StrictSchema) -> tuple[dict[str, Any], JoiningDecision]:
        caller = officer()
        body = body_of(schema, optional=True)
        if not body.get("reason"):
            raise Problem(428, "reason-required", _WHY, errors={"reason": [_WHY]})
        return body, self._decisions.decision(caller, body["reason"])

    def _done(self, matter_id: str) -> Response:
        return self._show(matter_id)
