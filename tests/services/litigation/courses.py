"""A suit led through a course of steps to each state, with days left out that nobody knew then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.services.litigation.builders import COURT, Response, notice

_ORDER: dict[str, Any] = {"on": "2024-11-11", "initiated_by": "court", "actor": COURT}
STEPS: Mapping[str, tuple[str, dict[str, Any]]] = {
    "notice": ("receive_notice", notice(on="2024-05-13")),
    "answer": ("submit_answer", {"on": "2024-05-24", "evidence": ["处罚决定书"]}),
    "pause": ("suspend", {"on": "2024-06-03", "ground": "87(6)"}),
    "go on": ("resume", {"on": "2024-07-03"}),
    "withdrawal": ("plaintiff_withdraws", {"on": "2024-06-20"}),
    "judgment": (
        "record_judgment",
        {
            "on": "2024-08-01",
            "kind": "judgment",
            "outcome": "ordered_to_pay",
            "lost": True,
            "served_on": "2024-08-05",
            "opponent_served_on": "2024-08-05",
        },
    ),
    "appeal": (
        "appeal",
        {
            "on": "2024-08-15",
            "by": "opponent",
            "copy_served_on": "2024-08-22",
            "court_received_on": "2024-09-02",
        },
    ),
    "appeal answered": ("submit_answer", {"on": "2024-09-03", "evidence": []}),
    "appeal pause": ("suspend", {"on": "2024-09-04", "ground": "87(6)"}),
    "appeal goes on": ("resume", {"on": "2024-10-08"}),
    "last judgment": (
        "record_final_judgment",
        {
            "on": "2024-10-21",
            "outcome": "upheld",
            "lost": True,
            "served_on": "2024-10-23",
            "opponent_served_on": "2024-10-23",
        },
    ),
    "effect": ("take_effect", {"on": "2024-08-21"}),
    "order, first": ("order_retrial", {**_ORDER, "instance": "first"}),
    "order, second": ("order_retrial", {**_ORDER, "instance": "second"}),
    "retrial pause": ("suspend", {"on": "2024-11-18", "ground": "87(6)"}),
    "retrial ended": ("end_retrial", {"on": "2024-11-25", "ground": "121(1)"}),
    "analysis": (
        "analyse_loss",
        {"on": "2024-11-26", "causes": ["facts_unclear"], "measures": "补证"},
    ),
    "closing": ("close", {"on": "2024-11-27", "reason": "另行申请执行"}),
}

_ANSWERED = ["notice", "answer"]
_JUDGED = [*_ANSWERED, "judgment"]
_APPEALED = [*_JUDGED, "appeal"]
_UPHELD = [*_APPEALED, "last judgment"]
COURSES: Mapping[str, Sequence[str]] = {
    "notified": ["notice"],
    "answered": _ANSWERED,
    "suspended": [*_ANSWERED, "pause"],
    "resumed": [*_ANSWERED, "pause", "go on"],
    "judged": _JUDGED,
    "appealed": _APPEALED,
    "appeal answered": [*_APPEALED, "appeal answered"],
    "appeal suspended": [*_APPEALED, "appeal pause"],
    "appeal resumed": [*_APPEALED, "appeal pause", "appeal goes on"],
    "final": [*_JUDGED, "effect"],
    "final on appeal": _UPHELD,
    "retrial first": [*_JUDGED, "order, first"],
    "retrial first suspended": [*_JUDGED, "order, first", "retrial pause"],
    "retrial second": [*_UPHELD, "order, second"],
    "retrial second suspended": [*_UPHELD, "order, second", "retrial pause"],
    "retrial ended": [*_JUDGED, "order, first", "retrial ended"],
    "second retrial ended": [*_UPHELD, "order, second", "retrial ended"],
    "withdrawn": [*_ANSWERED, "withdrawal"],
    "closed": [*_JUDGED, "order, first", "retrial ended", "analysis", "closing"],
    "closed on appeal": [*_UPHELD, "analysis", "closing"],
}


def led(state: str, *, without: Mapping[str, Sequence[str]] | None = None) -> Response:
    """Return a new suit in the state; `without` names by step the days that are left out."""
    suit = Response()
    for step in COURSES[state]:
        command, payload = STEPS[step]
        unknown = (without or {}).get(step, ())
        suit.does(command, **{name: day for name, day in payload.items() if name not in unknown})
    return suit
