"""A suit in each state that it can be in, each time a new one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.services.litigation.builders import COURT, Response, answered, appealed, lost, notified

DEPENDS: dict[str, Any] = {"ground": "87(6)"}


def judged() -> Response:
    return lost(outcome="ordered_to_pay", performance_due_on="2024-12-31")


def final() -> Response:
    return judged().does("take_effect", on="2024-08-21")


def in_force(instance: str) -> Response:
    """Return a judgment in force without an appeal or after one, to be performed by the day."""
    if instance == "first":
        return final()
    served: dict[str, Any] = {"served_on": "2024-09-23", "opponent_served_on": "2024-09-23"}
    return appealed(judged()).does(
        "record_final_judgment", on="2024-09-20", outcome="upheld", lost=True, **served
    )


def tried_again(suit: Response, instance: str, on: str = "2024-11-11") -> Response:
    order: dict[str, Any] = {"initiated_by": "court", "instance": instance}
    return suit.does("order_retrial", actor=COURT, on=on, **order)


def retried(instance: str) -> Response:
    return tried_again(in_force(instance), instance)


def paused(response: Response, on: str) -> Response:
    return response.does("suspend", on=on, **DEPENDS)


def closed() -> Response:
    won = lost(outcome="claims_dismissed", lost=False).does("take_effect", on="2024-08-21")
    return won.does("close", on="2024-09-02")


STATES: Mapping[str, Callable[[], Response]] = {
    "notified": notified,
    "answered": answered,
    "suspended": lambda: paused(answered(), "2024-06-03"),
    "judged": judged,
    "appealed": lambda: appealed(judged()),
    "appeal suspended": lambda: paused(appealed(judged()), "2024-09-04"),
    "final": final,
    "retrial first": lambda: retried("first"),
    "retrial first suspended": lambda: paused(retried("first"), "2024-12-02"),
    "retrial second": lambda: retried("second"),
    "retrial second suspended": lambda: paused(retried("second"), "2024-12-02"),
    "withdrawn": lambda: answered().does("plaintiff_withdraws", on="2024-06-20"),
    "closed": closed,
}
