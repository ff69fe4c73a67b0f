"""The path advisor over HTTP, for the public hall and every officer; it needs no case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from services.almanac.advice_answers import PathsAnswer
from services.almanac.advice_schemas import PathQuestion, misplaced_dates
from shared.casework.fields import FUTURE
from shared.casework.law_problems import refused_in_law
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.callers import known_caller
from shared.http.problems import Problem
from shared.language import Text
from shared.legal_day import today as legal_today
from shared.remedies.advisor import remedies
from shared.remedies.facts import Facts
from shared.remedies.question import Law
from shared.remedies.shown import shown_remedy


class AdviceResource:
    """Answers to every proven caller which remedies are open; nothing is stored."""

    routes = DocumentedBlueprint(
        "advice", __name__, url_prefix=API, description="救济途径指引 advice on remedies"
    )

    def __init__(self, law: Callable[[], Law]) -> None:
        self._law = law

    def blueprint(self) -> DocumentedBlueprint:
        """Return the route."""
        return self.routes.bound_to(self)

    @routes.post("/advice/paths")
    @routes.asked_by(known_caller)
    @routes.arguments(PathQuestion)
    @routes.unstored
    @routes.response(200, PathsAnswer)
    @routes.doc(
        summary="有哪些救济途径、到哪一天为止 / every remedy, open or closed, and until when"
    )
    def advise(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Return every remedy for the act or inaction described, as of a day."""
        return self.found(asked)

    def found(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Return every remedy as it is answered."""
        on = _day_asked_about(asked)
        with refused_in_law():
            found = remedies(Facts.read(asked, on), self._law())
            return {"on": on, "paths": [shown_remedy(each, on) for each in found]}


def _day_asked_about(asked: Mapping[str, Any]) -> date:
    today = legal_today()
    on: date = asked.get("on") or today
    if on > today:
        raise Problem(422, "date-in-future", FUTURE, errors={"on": [FUTURE]})
    facts = {name: value for name, value in asked.items() if name != "on"}
    if wrong := misplaced_dates(facts, on):
        text = Text("事实的日期与所问的日期不符。", "Facts do not fit the day that is asked about.")
        raise Problem(422, "date-out-of-order", text, errors=wrong)
    return on
