"""The advisor: one question a page, then every remedy with its last day; nothing is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from flask import Response, make_response, render_template, request

from gateway.access import current_officer
from gateway.web.advice_questions import (
    DAYS,
    FIELDS,
    MOST_PRIOR,
    PRIOR,
    STEPS,
    question_of,
    step_of,
)
from gateway.web.asking import ServiceRefusal, Services
from gateway.web.dates import dated
from gateway.web.forms import read_day
from gateway.web.routes import PageRoutes
from gateway.web.rule_statuses import STATUSES
from shared.casework.act_kinds import ACT_KINDS
from shared.casework.act_parts import INACTION_ANSWERS, NOT_DISCLOSED_UNDER
from shared.casework.agency_levels import LEVELS, SYSTEMS
from shared.casework.payload_parts import TRACKS
from shared.http.identity import Identity
from shared.language import Text
from shared.law.duties import duty_names
from shared.legal_day import today

_LONGEST = 200
_RESULT = "result"
_KNOWN = frozenset(name for fields in FIELDS.values() for name in fields)
_STATES = ("open", "not_yet", "closed")


@dataclass(frozen=True, slots=True)
class Advisor:
    """
    The advisor in one room; its answers travel in the form, so that no address holds them.

    `layout` is the template around it, `ask` puts the question to the service, `officer` says who
    sits beside the citizen, if anybody does.
    """

    address: str
    layout: str
    ask: Callable[[Mapping[str, Any]], Mapping[str, Any]]
    officer: Callable[[], Identity | None]

    def first(self) -> Response:
        """Return the first question."""
        return self._page(STEPS[0], {})

    def following(self) -> Response:
        """Return the question that is wanted next, or what comes of all the answers."""
        answers = _answers()
        step = _wanted_step()
        if step != _RESULT:
            return self._page(step, answers)
        try:
            found = self.ask(question_of(answers))
        except ServiceRefusal as refusal:
            paths = list(refusal.answer.get("errors") or {})
            return self._page(step_of(paths[0] if paths else ""), answers, refusal)
        return self._page(_RESULT, answers, found=found)

    def _page(
        self,
        step: str,
        answers: Mapping[str, str],
        refusal: ServiceRefusal | None = None,
        found: Mapping[str, Any] | None = None,
    ) -> Response:
        page = render_template(
            "advice.html",
            layout=self.layout,
            address=self.address,
            officer=self.officer(),
            **_shown(step, answers, refusal, found),
        )
        return make_response(page, refusal.status if refusal else 200)


def add_routes(routes: PageRoutes, services: Services) -> None:
    """Add the advisor for officers."""

    def ask(question: Mapping[str, Any]) -> Any:
        return services.post("almanac", "/advice/paths", question)

    advisor = Advisor("/advice", "base.html", ask, current_officer)
    routes.add("/advice", advisor.first, name="advice")
    routes.add(
        "/advice", advisor.following, methods=("POST",), name="ask_for_advice", without_token=True
    )


def in_order(paths: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the remedies as they are best taken: open first, what must come first, soonest end."""
    found = list(paths)
    first = any(path["prerequisite"] for path in found if path["path"].startswith("litigation"))
    return sorted(
        found,
        key=lambda path: (
            _STATES.index(path["state"]),
            not (first and path["path"] == "reconsideration"),
            path["last_on"] or "9999",
        ),
    )


def _shown(
    step: str,
    answers: Mapping[str, str],
    refusal: ServiceRefusal | None,
    found: Mapping[str, Any] | None,
) -> dict[str, Any]:
    return {
        "step": step,
        "steps": STEPS,
        "answers": answers,
        "carried": {name: answers[name] for name in answers if name not in FIELDS.get(step, ())},
        "refusal": refusal.answer if refusal else None,
        "wrong": _wrong_days(answers) if refusal else (),
        "found": found,
        "paths": in_order(found["paths"]) if found else [],
        "day_of": _day_of,
        "before": PRIOR,
        "kinds": ACT_KINDS,
        "levels": LEVELS,
        "systems": SYSTEMS,
        "inaction_answers": INACTION_ANSWERS,
        "bases": NOT_DISCLOSED_UNDER,
        "statuses": STATUSES,
        "duties": duty_names(),
        "prior": [
            (TRACKS[track], list(each))
            for track, each in groupby(PRIOR.items(), key=lambda item: item[1].track)
        ],
        "tracks": TRACKS,
        "prior_numbers": range(1, MOST_PRIOR + 1),
        "now": today(),
    }


def _day_of(text: str) -> Text:
    return dated(read_day(text))


def _wrong_days(answers: Mapping[str, str]) -> list[str]:
    """Return the questions about days that were answered by what is no day."""
    return [name for name in DAYS if (text := answers.get(name)) and not _is_day(read_day(text))]


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _answers() -> dict[str, str]:
    sent = {name: value.strip()[:_LONGEST] for name, value in request.form.items()}
    return {name: value for name, value in sent.items() if value and name in _KNOWN}


def _wanted_step() -> str:
    wanted = request.form.get("_to", "")
    return wanted if wanted in {*STEPS, _RESULT} else STEPS[0]
