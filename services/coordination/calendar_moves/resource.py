"""What a holiday notice moved, over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.coordination.calendar_moves.answers import MovesAnswer
from services.coordination.calendar_moves.moves import Moves
from services.coordination.calendar_moves.recounts import Recounts
from services.coordination.calendar_moves.schemas import MovesQuery
from shared.casework.holiday_notice import MoveAnswer
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.callers import officer
from shared.http.identity import current_identity
from shared.http.paging import page_read
from shared.http.problems import not_found
from shared.http.schemas import kept
from shared.language import Text
from shared.law import Rules
from shared.law.recorded import rule_name

_NOT_THERE = Text("没有增补过此通知。", "No edition of this number was added.")
_MOVE = MoveAnswer()


class MovesResource:
    """Serves the moved dates to every officer; `counting` are the services that count anew."""

    routes = DocumentedBlueprint(
        "calendar_moves",
        __name__,
        url_prefix=API,
        description="放假通知变动的期限 dates that holiday notices moved",
    )

    def __init__(
        self, recounts: Recounts, moves: Moves, rules: Rules, counting: frozenset[str]
    ) -> None:
        self._recounts = recounts
        self._moves = moves
        self._rules = rules
        self._counting = counting

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        return self.routes.bound_to(self)

    @routes.get("/calendar/editions/<notice>/moves")
    @routes.asked_by(officer)
    @routes.arguments(MovesQuery, location="query")
    @routes.response(200, MovesAnswer)
    @routes.doc(summary="通知变动的期限 / the dates that a notice moved")
    def list_moves(self, asked: Mapping[str, Any], notice: str) -> dict[str, Any]:
        """Return the moved dates: all for an administrator, else those of the caller's agency."""
        caller = current_identity()
        recount = self._recounts.get(notice)
        if recount is None:
            raise not_found(_NOT_THERE)
        agency = None if caller.role == "admin" else caller.agency_code
        cases = page_read(
            asked,
            f"moves {notice}",
            lambda after, size: self._moves.page(
                notice, agency_code=agency, after=after, size=size
            ),
            key=lambda each: str(each["listed_index"]),
            show=lambda each: [shown_move({**each, **move}, self._rules) for move in each["moves"]],
        )
        cases["items"] = [move for moves in cases["items"] for move in moves]
        head = {"edition": notice, "year": recount["year"]}
        return {**head, **self._recounts.progress(recount, self._counting), **cases}


def shown_move(move: Mapping[str, Any], rules: Rules) -> dict[str, Any]:
    """Return a moved date as it is answered."""
    return {**kept(_MOVE, move), "name": rule_name(move["rule"], rules).as_dict()}
