"""The deadline calculator: a rule, a first day, and every step to the last one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from flask import render_template, request

from gateway.access import current_officer
from gateway.web.asking import ServiceRefusal, Services
from gateway.web.forms import read_day, whole_number
from gateway.web.routes import PageRoutes

_PAUSES = 3


def add_routes(routes: PageRoutes, services: Services) -> None:
    """Add the calculator; the question stands in the address, so it can be kept and printed."""

    def calculator() -> str:
        asked = {name: value.strip() for name, value in request.args.items() if value.strip()}
        found: Mapping[str, Any] | None = None
        refusal: Mapping[str, Any] | None = None
        if rule := asked.get("rule"):
            path = f"/rules/{quote(rule, safe='')}/compute"
            try:
                found = services.post("coordination", path, question_of(asked))
            except ServiceRefusal as error:
                refusal = error.answer
        rules = services.get("coordination", "/rules")["items"]
        return render_template(
            "calculator.html",
            officer=current_officer(),
            rules=rules,
            variants=_variants(rules, rule),
            asked=asked,
            found=found,
            refusal=refusal,
            pauses=range(1, _PAUSES + 1),
        )

    routes.add("/calculator", calculator)


def question_of(asked: Mapping[str, str]) -> dict[str, Any]:
    """Return the body of a computation from what stands in the address."""
    question: dict[str, Any] = {}
    if "started_on" in asked:
        question["started_on"] = read_day(asked["started_on"])
    if "variant" in asked:
        question["variant"] = asked["variant"]
    if "extended_by" in asked:
        days = asked["extended_by"]
        number = whole_number(days)
        question["extended_by"] = days if number is None else number
    pauses = [
        {"from": read_day(asked[f"from{n}"]), "to": read_day(asked[f"to{n}"])}
        for n in range(1, _PAUSES + 1)
        if f"from{n}" in asked and f"to{n}" in asked
    ]
    return {**question, "pauses": pauses} if pauses else question


def _variants(rules: list[dict[str, Any]], chosen: str | None) -> list[tuple[str, Any]]:
    """Return the variants of a rule's latest version, with their words."""
    rule = next((each for each in rules if each["id"] == chosen), None)
    variants = rule["versions"][-1]["variants"] if rule else {}
    return [(name, each["label"] or name) for name, each in variants.items()]
