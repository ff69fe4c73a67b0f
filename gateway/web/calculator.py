"""The deadline calculator: a rule, a first day, and every step to the last one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote

from flask import Response, make_response, render_template, request

from gateway.access import current_officer
from gateway.web.asking import ServiceRefusal, Services
from gateway.web.catalogue import gettext as _
from gateway.web.forms import read_day, whole_number
from gateway.web.routes import PageRoutes
from shared.http.identity import Identity

_PAUSES = 3
_PAUSE = re.compile(r"pauses(?:\.([0-9]+)(?:\.(from|to))?)?")


@dataclass(frozen=True, slots=True)
class Calculator:
    """
    The calculator in one room; the question stands in the address, so it can be kept and printed.

    `layout` is the template around it, `rules` and `compute` ask the service, `officer` says who
    is signed in, if anybody is.
    """

    layout: str
    rules: Callable[[], Any]
    compute: Callable[[str, Mapping[str, Any]], Any]
    officer: Callable[[], Identity | None]

    def page(self) -> Response:
        """Return the question and, where it is complete, every step to the last day."""
        asked = {name: value.strip() for name, value in request.args.items() if value.strip()}
        found: Mapping[str, Any] | None = None
        refusal: Mapping[str, Any] | None = None
        rules = self.rules()["items"]
        rule = asked.get("rule")
        variants = _variants(rules, rule)
        if asked.get("variant") not in dict(variants):
            # It was of the rule that stood there before.
            asked.pop("variant", None)
        question = question_of(asked)
        if variants and "variant" not in asked:
            refusal = {"errors": {"variant": [_("请选择情形。")]}}
        elif rule:
            try:
                found = self.compute(f"/rules/{quote(rule, safe='')}/compute", question)
            except ServiceRefusal as error:
                refusal = error.answer
        page = render_template(
            "calculator.html",
            layout=self.layout,
            officer=self.officer(),
            rules=rules,
            variants=variants,
            asked=asked,
            question=question,
            place_of=partial(place_of, asked),
            found=found,
            refusal=refusal,
            pauses=range(1, _PAUSES + 1),
        )
        return make_response(page)


def add_routes(routes: PageRoutes, services: Services) -> None:
    """Add the calculator for officers."""
    calculator = Calculator(
        "base.html",
        partial(services.get, "almanac", "/rules"),
        partial(services.post, "almanac"),
        current_officer,
    )
    routes.add("/calculator", calculator.page, name="calculator")


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
    rows = [{side: asked.get(f"{side}{n}") for side in ("from", "to")} for n in _numbers(asked)]
    pauses = [{side: read_day(day) for side, day in row.items() if day} for row in rows]
    return {**question, "pauses": pauses} if pauses else question


def place_of(asked: Mapping[str, str], path: str) -> str:
    """Return the field of the page where an error of the service belongs."""
    pause = _PAUSE.fullmatch(path)
    if pause is None:
        return path.partition(".")[0]
    # Rows that are left empty were not sent.
    row = _numbers(asked)[int(pause[1] or 0)]
    return f"{pause[2] or 'from'}{row}"


def _numbers(asked: Mapping[str, str]) -> list[int]:
    """Return the rows of pauses in which something is typed."""
    return [n for n in range(1, _PAUSES + 1) if f"from{n}" in asked or f"to{n}" in asked]


def _variants(rules: list[dict[str, Any]], chosen: str | None) -> list[tuple[str, Any]]:
    """Return the variants of a rule's latest version, with their words."""
    rule = next((each for each in rules if each["id"] == chosen), None)
    variants = rule["versions"][-1]["variants"] if rule else {}
    return [(name, each["label"] or name) for name, each in variants.items()]
