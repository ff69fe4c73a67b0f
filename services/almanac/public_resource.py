"""The law for everybody: the rules, their computation and the advisor, without a token."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.almanac.advice_answers import PathsAnswer
from services.almanac.advice_resource import AdviceResource
from services.almanac.advice_schemas import PathQuestion
from services.almanac.answers import RulesAnswer
from services.almanac.rules_resource import RulesResource
from services.almanac.schemas import Computation
from shared.casework.row_answers import ComputedAnswer
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.callers import known_caller


class PublicResource:
    """Answers everybody as it answers officers: what is asked names nobody and is not stored."""

    routes = DocumentedBlueprint(
        "public_law",
        __name__,
        url_prefix=API,
        description="面向公众的期限与救济途径 time limits and remedies for everybody",
    )

    def __init__(self, rules: RulesResource, advice: AdviceResource) -> None:
        self._rules = rules
        self._advice = advice

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        return self.routes.bound_to(self, rule_id=self._rules.names())

    @routes.get("/public/rules")
    @routes.asked_by(known_caller)
    @routes.response(200, RulesAnswer)
    @routes.alt_response(429)
    @routes.doc(summary="全部规则（公众） / every rule, for everybody", security=[])
    def public_rules(self) -> dict[str, Any]:
        """Return every rule with its versions, articles and status."""
        return self._rules.all_rules()

    @routes.post("/public/rules/<rule_id>/compute")
    @routes.asked_by(known_caller)
    @routes.arguments(Computation)
    @routes.response(200, ComputedAnswer)
    @routes.alt_response(429)
    @routes.doc(summary="计算届满日（公众） / compute a due date, for everybody", security=[])
    def compute_for_everybody(self, asked: Mapping[str, Any], rule_id: str) -> dict[str, Any]:
        """Compute the last day from the facts; nothing is stored."""
        return self._rules.computed(rule_id, asked)

    @routes.post("/public/advice/paths")
    @routes.asked_by(known_caller)
    @routes.arguments(PathQuestion)
    @routes.unstored
    @routes.response(200, PathsAnswer)
    @routes.alt_response(429)
    @routes.doc(
        summary=(
            "有哪些救济途径、到哪一天为止（公众） / "
            "every remedy, open or closed, and until when, for everybody"
        ),
        security=[],
    )
    def advise_everybody(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Return every remedy for the act or inaction described, as of a day."""
        return self._advice.found(asked)
