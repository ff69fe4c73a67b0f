"""A petition of two led through a course of steps to each state, with some steps left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.services.petitions.builders import BUREAU, OPINION

TOGETHER: list[dict[str, Any]] = [{"name": "王小明"}, {"name": "李小红"}]
_PATH = {"kind": "appeal", "article31_item": 6, "legal_path": "信访处理"}
_ANSWER = {"adopted": "adopted", "answer": "已列入计划"}
STEPS: Mapping[str, tuple[str, dict[str, Any]]] = {
    "kind": ("classify", {"on": "2026-07-03", **_PATH}),
    "suggestion": ("classify", {"on": "2026-07-03", "kind": "suggestion"}),
    "forwarding": ("transfer", {"on": "2026-07-08", "to_agency": BUREAU, "mode": "forward"}),
    "study": ("take_up", {"on": "2026-07-10"}),
    "answer": ("answer_suggestion", {"on": "2026-08-20", **_ANSWER}),
    "refusal": ("decline", {"on": "2026-07-20", "ground": "accepted_elsewhere"}),
    # After the fifteen days of the petition office, unless it passed the petition on before.
    "acceptance": ("accept", {"on": "2026-07-20"}),
    "referral": ("refer", {"on": "2026-07-27", "to": "mediation", "article31_item": 6}),
    "return": ("resume_handling", {"on": "2026-08-03", "reason": "调解未成"}),
    "withdrawal": ("withdraw", {"on": "2026-08-10", "reason": "信访人撤回"}),
    # After the sixty days, unless they were extended before.
    "settlement": ("settle", {"on": "2026-09-25", "by": "mediation", "agreement": "双方同意"}),
    "opinion": ("conclude", {"on": "2026-09-25", "outcome": "not_supported", "opinion": OPINION}),
    "slip": ("serve_opinion", {"on": "2026-09-28", "party": "p1", "served_on": "2026-09-28"}),
    "request": ("request_review", {"on": "2026-10-08", "party": "p1"}),
    "review": ("conclude_review", {"on": "2026-10-12", "outcome": "upheld", "opinion": "维持"}),
    "review slip": ("serve_opinion", {"on": "2026-10-13", "served_on": "2026-10-13"}),
    "last request": ("request_reexamination", {"on": "2026-10-14", "party": "p1"}),
    # After the thirty days, unless there was a hearing.
    "last opinion": (
        "conclude_reexamination",
        {"on": "2026-11-18", "outcome": "upheld", "opinion": "维持", "served_on": "2026-11-18"},
    ),
    "closing": ("close", {"on": "2026-11-19", "reason": "已办结"}),
}
_ACCEPTED = ["kind", "acceptance"]
_CONCLUDED = [*_ACCEPTED, "opinion", "slip"]
_REVIEWED = [*_CONCLUDED, "request", "review", "review slip"]
COURSES: Mapping[str, Sequence[str]] = {
    "registered": [],
    "transferred": ["kind", "forwarding"],
    "taken up": ["suggestion", "study"],
    "answered": ["suggestion", "answer"],
    "declined": ["kind", "refusal"],
    "accepted": _ACCEPTED,
    "referred": [*_ACCEPTED, "referral"],
    "resumed": [*_ACCEPTED, "referral", "return"],
    "withdrawn": [*_ACCEPTED, "withdrawal"],
    "settled": [*_ACCEPTED, "settlement"],
    "concluded": _CONCLUDED,
    "in review": [*_CONCLUDED, "request"],
    "reviewed": _REVIEWED,
    "in re-examination": [*_REVIEWED, "last request"],
    "finalized": [*_REVIEWED, "last request", "last opinion"],
    "closed": [*_CONCLUDED, "closing"],
    "closed at the end": [*_REVIEWED, "last request", "last opinion", "closing"],
}
