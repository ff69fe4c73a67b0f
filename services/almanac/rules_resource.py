"""The rules over HTTP: read them, compute with them, check what was computed once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from services.almanac.answers import ReceiptVerificationAnswer, RuleAnswer, RulesAnswer
from services.almanac.schemas import Computation, ReceiptCheck, RuleQuery
from shared.casework.law_problems import refused_in_law
from shared.casework.row_answers import ComputedAnswer
from shared.casework.rule_view import shown_due_date, shown_rule, shown_version
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.callers import known_caller
from shared.http.language import request_language
from shared.http.problems import invalid
from shared.language import Text
from shared.law import (
    Calendar,
    DueDate,
    Length,
    Pause,
    RuleNotInForceError,
    Rules,
    RuleVersion,
    Unit,
    compute,
    verify,
)


class RulesResource:
    """Serves the time limits to every proven caller."""

    routes = DocumentedBlueprint(
        "rules", __name__, url_prefix=API, description="期限规则 time limits"
    )

    def __init__(self, rules: Rules, calendars: Callable[[], Calendar]) -> None:
        self._rules = rules
        self._calendars = calendars

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        return self.routes.bound_to(self, rule_id=self.names())

    def names(self) -> Mapping[str, Text]:
        """Return what each rule is called, by its id."""
        return {rule.id: rule.name for rule in self._rules}

    @routes.get("/rules")
    @routes.asked_by(known_caller)
    @routes.response(200, RulesAnswer)
    @routes.doc(summary="全部规则 / every rule")
    def list_rules(self) -> dict[str, Any]:
        """Return every rule with its versions, articles and status."""
        return self.all_rules()

    @routes.get("/rules/<rule_id>")
    @routes.asked_by(known_caller)
    @routes.arguments(RuleQuery, location="query")
    @routes.response(200, RuleAnswer)
    @routes.doc(summary="一条规则的各版本 / one rule with its versions")
    def read_rule(self, asked: Mapping[str, Any], rule_id: str) -> dict[str, Any]:
        """Return one rule; with `on`, also the version in force on that day (null for none)."""
        with refused_in_law():
            shown = shown_rule(self._rules[rule_id])
        if "on" in asked:
            shown["in_force"] = self._in_force(rule_id, asked["on"])
        return shown

    @routes.post("/rules/<rule_id>/compute")
    @routes.asked_by(known_caller)
    @routes.arguments(Computation)
    @routes.response(200, ComputedAnswer)
    @routes.doc(summary="计算届满日 / compute a due date")
    def compute_due_date(self, asked: Mapping[str, Any], rule_id: str) -> dict[str, Any]:
        """Compute the last day from the facts; nothing is stored."""
        return self.computed(rule_id, asked)

    @routes.post("/rules/verify")
    @routes.asked_by(known_caller)
    @routes.arguments(ReceiptCheck)
    @routes.response(200, ReceiptVerificationAnswer)
    @routes.doc(summary="核验计算凭证 / check a receipt")
    def verify_receipt(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Say whether a receipt follows from its inputs, and which of them differ if not."""
        with refused_in_law():
            found = self._computed(self._version_for(asked["rule"], asked), asked)
            inputs = found.inputs
            if "due_on" in asked:
                inputs = replace(inputs, due_on=asked["due_on"])
            verdict = verify(asked["receipt"], inputs)
        return {"valid": verdict.valid, "differing": verdict.differing, "due_on": found.due_on}

    def all_rules(self) -> dict[str, Any]:
        """Return every rule as it is answered."""
        return {"items": [shown_rule(rule) for rule in self._rules]}

    def computed(self, rule_id: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Return the due date of a rule for the facts, as it is answered."""
        with refused_in_law():
            version = self._version_for(rule_id, asked)
            return shown_due_date(version, self._computed(version, asked), request_language())

    def _in_force(self, rule_id: str, on: date) -> dict[str, Any] | None:
        try:
            return shown_version(self._rules.in_force(rule_id, on))
        except RuleNotInForceError:
            return None

    def _version_for(self, rule_id: str, asked: Mapping[str, Any]) -> RuleVersion:
        """Return the version named, else that in force on `on` or on day 0, else the latest."""
        versions = self._rules[rule_id].versions
        if label := asked.get("version"):
            named = next((each for each in versions if each.version == label), None)
            if named is None:
                known = "、".join(each.version for each in versions)
                raise invalid({"version": [Text(f"可选：{known}", f"Known: {known}")]})
            return named
        field = "on" if asked.get("on") else "started_on"
        on = asked.get(field)
        try:
            return self._rules.in_force(rule_id, on) if on else versions[-1]
        except RuleNotInForceError as error:
            raise invalid({field: [error.text]}) from error

    def _computed(self, version: RuleVersion, asked: Mapping[str, Any]) -> DueDate:
        length = asked["length"]
        return compute(
            version,
            asked["started_on"],
            self._calendars(),
            variant=asked["variant"],
            pauses=[Pause(each["start"], each["end"]) for each in asked["pauses"]],
            extended_by=asked["extended_by"],
            length=Length(length["value"], Unit(length["unit"]), length["direction"])
            if length
            else None,
            due_on=asked["specified_on"],
        )
