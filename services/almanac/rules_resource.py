"""The rules over HTTP: read them, compute with them, check what was computed once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from flask import Response, jsonify, request

from services.almanac.answers import RuleAnswer, RulesAnswer, VerificationAnswer
from services.almanac.schemas import Computation, ReceiptCheck, RuleQuery
from shared.casework.law_problems import refused_in_law
from shared.casework.row_answers import ComputedAnswer
from shared.casework.rule_view import shown_due_date, shown_rule, shown_version
from shared.http.callers import known_caller
from shared.http.language import request_language
from shared.http.openapi import DocumentedBlueprint
from shared.http.problems import invalid
from shared.http.routes import Route, blueprint_of, body_of
from shared.http.schemas import load_query
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

    def __init__(self, rules: Rules, calendars: Callable[[], Calendar]) -> None:
        self._rules = rules
        self._calendars = calendars

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        names = self.names()
        return blueprint_of(
            "rules",
            Text("期限规则", "time limits"),
            Route("GET", "/rules", self.list_rules, Text("全部规则", "every rule"), RulesAnswer),
            Route(
                "GET",
                "/rules/<rule_id>",
                self.read_rule,
                Text("一条规则的各版本", "one rule with its versions"),
                RuleAnswer,
                query=RuleQuery,
                path_values={"rule_id": names},
            ),
            Route(
                "POST",
                "/rules/<rule_id>/compute",
                self.compute_due_date,
                Text("计算届满日", "compute a due date"),
                ComputedAnswer,
                body=Computation,
                path_values={"rule_id": names},
            ),
            Route(
                "POST",
                "/rules/verify",
                self.verify_receipt,
                Text("核验计算凭证", "check a receipt"),
                VerificationAnswer,
                body=ReceiptCheck,
            ),
        )

    def names(self) -> Mapping[str, Text]:
        """Return what each rule is called, by its id."""
        return {rule.id: rule.name for rule in self._rules}

    def list_rules(self) -> Response:
        """Return every rule with its versions, articles and status."""
        known_caller()
        return jsonify({"items": [shown_rule(rule) for rule in self._rules]})

    def read_rule(self, rule_id: str) -> Response:
        """Return one rule; with `on`, also the version in force on that day (null for none)."""
        known_caller()
        on = load_query(RuleQuery(), request.args).get("on")
        with refused_in_law():
            shown = shown_rule(self._rules[rule_id])
        if on is not None:
            shown["in_force"] = self._in_force(rule_id, on)
        return jsonify(shown)

    def compute_due_date(self, rule_id: str) -> Response:
        """Compute the last day from the facts; nothing is stored."""
        known_caller()
        asked = body_of(Computation())
        with refused_in_law():
            version = self._version_for(rule_id, asked)
            found = self._computed(version, asked)
            return jsonify(shown_due_date(version, found, request_language()))

    def verify_receipt(self) -> Response:
        """Say whether a receipt follows from its inputs, and which of them differ if not."""
        known_caller()
        asked = body_of(ReceiptCheck())
        with refused_in_law():
            version = self._version_for(asked["rule"], asked)
            found = self._computed(version, asked)
            inputs = found.inputs
            if "due_on" in asked:
                inputs = replace(inputs, due_on=asked["due_on"])
            verdict = verify(asked["receipt"], inputs)
        return jsonify(
            {
                "valid": verdict.valid,
                "differing": list(verdict.differing),
                "due_on": found.due_on.isoformat() if found.due_on else None,
            }
        )

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
