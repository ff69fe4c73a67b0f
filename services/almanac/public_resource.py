"""The law for everybody: the rules, their computation and the advisor, without a token."""

from __future__ import annotations

from flask import Response

from services.almanac.advice_answers import PathsAnswer
from services.almanac.advice_resource import AdviceResource
from services.almanac.advice_schemas import PathQuestion
from services.almanac.answers import RulesAnswer
from services.almanac.rules_resource import RulesResource
from services.almanac.schemas import Computation
from shared.casework.row_answers import ComputedAnswer
from shared.http.openapi import DocumentedBlueprint
from shared.http.routes import Route, blueprint_of
from shared.language import Text

_BOUNDED = frozenset({429})


class PublicResource:
    """Answers everybody as it answers officers: what is asked names nobody and is not stored."""

    def __init__(self, rules: RulesResource, advice: AdviceResource) -> None:
        self._rules = rules
        self._advice = advice

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        return blueprint_of(
            "public_law",
            Text("面向公众的期限与救济途径", "time limits and remedies for everybody"),
            Route(
                "GET",
                "/public/rules",
                self.public_rules,
                Text("全部规则（公众）", "every rule, for everybody"),
                RulesAnswer,
                refuses=_BOUNDED,
                open=True,
            ),
            Route(
                "POST",
                "/public/rules/<rule_id>/compute",
                self.compute_for_everybody,
                Text("计算届满日（公众）", "compute a due date, for everybody"),
                ComputedAnswer,
                body=Computation,
                refuses=_BOUNDED,
                path_values={"rule_id": self._rules.names()},
                open=True,
            ),
            Route(
                "POST",
                "/public/advice/paths",
                self.advise_everybody,
                Text(
                    "有哪些救济途径、到哪一天为止（公众）",
                    "every remedy, open or closed, and until when, for everybody",
                ),
                PathsAnswer,
                body=PathQuestion,
                refuses=_BOUNDED,
                open=True,
            ),
        )

    def public_rules(self) -> Response:
        """Return every rule with its versions, articles and status."""
        return self._rules.list_rules()

    def compute_for_everybody(self, rule_id: str) -> Response:
        """Compute the last day from the facts; nothing is stored."""
        return self._rules.compute_due_date(rule_id)

    def advise_everybody(self) -> Response:
        """Return every remedy for the act or inaction described, as of a day."""
        return self._advice.advise()
