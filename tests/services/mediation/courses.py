"""A mediation led through a course of steps to each state, with some steps left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.services.mediation.builders import BOTH, SIGNED, consent

_ENDED = {"reason": "双方分歧过大"}
_APPLICATION = {"jointly": True, "court": "示范区人民法院", "court_received_on": "2026-08-25"}
STEPS: Mapping[str, tuple[str, dict[str, Any]]] = {
    "acceptance": ("accept", {"on": "2026-07-06", "consents": consent(*BOTH)}),
    "refusal": ("decline", {"on": "2026-07-10", "ground": "out_of_scope"}),
    # After the thirty days, unless they were extended or an appraisal was left out.
    "failure": ("fail", {"on": "2026-08-20", **_ENDED}),
    "termination": ("terminate", {"on": "2026-08-20", **_ENDED}),
    "agreement": (
        "agree",
        {
            "on": "2026-08-20",
            "form": "written",
            "terms": "修复排水管",
            "performance_due_on": "2026-09-30",
        },
    ),
    "effect": ("record_effect", {"on": "2026-08-21", "effective_on": "2026-08-21", **SIGNED}),
    "application": ("apply_confirmation", {"on": "2026-08-25", **_APPLICATION}),
    "docketing": ("record_court_acceptance", {"on": "2026-08-27"}),
    "ruling": ("confirm", {"on": "2026-09-10", "ruling_no": "（2026）示0101民特1号"}),
    "refused": ("refuse_confirmation", {"on": "2026-09-10", "ruling_no": "（2026）示0101民特1号"}),
    "performance": ("record_performance", {"on": "2026-10-12"}),
    "breach": ("record_breach", {"on": "2026-10-12", "reason": "逾期未修复"}),
    "closing": ("close", {"on": "2026-10-20", "reason": "已办结"}),
}
_AGREED = ["acceptance", "agreement", "effect"]
_APPLIED = [*_AGREED, "application"]
_CONFIRMED = [*_APPLIED, "docketing", "ruling"]
COURSES: Mapping[str, Sequence[str]] = {
    "requested": [],
    "accepted": ["acceptance"],
    "declined": ["refusal"],
    "failed": ["acceptance", "failure"],
    "terminated": ["acceptance", "termination"],
    "agreed": _AGREED,
    "applied": _APPLIED,
    "docketed": [*_APPLIED, "docketing"],
    "refused": [*_APPLIED, "docketing", "refused"],
    "confirmed": _CONFIRMED,
    "performed": [*_AGREED, "performance"],
    "confirmed and performed": [*_CONFIRMED, "performance"],
    "breached": [*_AGREED, "breach"],
    "closed": [*_AGREED, "closing"],
    "closed when failed": ["acceptance", "failure", "closing"],
    "closed when performed": [*_CONFIRMED, "performance", "closing"],
}
