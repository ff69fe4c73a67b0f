"""The questions of the advisor, one a page, and the question to the law that the answers make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gateway.web.forms import read_day
from shared.casework.act_parts import INACTION, Act, Inaction
from shared.http.schemas import LegalDate
from shared.language import Text

MOST_PRIOR = 3
_BOTH_DAYS = ("begun", "ended")
FIELDS: Mapping[str, tuple[str, ...]] = {
    "what": ("kind",),
    "agency": ("agency_name", "level", "system", "government"),
    "when": (
        "made_on",
        "served_on",
        "known_on",
        "not_disclosed_under",
        "tax_settled_on",
        "concerns_real_estate",
        "duty",
        "requested_on",
        "performance_due_on",
        "answer",
        "answered_on",
        "urgent",
    ),
    "told": ("remedies_told", "remedies_known_on", "told_to_sue_until"),
    "prior": tuple(
        f"{name}{n}"
        for n in range(1, MOST_PRIOR + 1)
        for name in ("prior", "begun", "ended", "told")
    ),
}
"""The questions in their order, each with the fields of its page."""

STEPS = tuple(FIELDS)
_SCHEMAS = (Act(), Inaction())
_DAYS_OF_A_STEP = tuple(f"{name}{n}" for n in range(1, MOST_PRIOR + 1) for name in _BOTH_DAYS)


def _is_day(name: str) -> bool:
    found = (schema.fields.get(name) for schema in _SCHEMAS)
    return name in _DAYS_OF_A_STEP or any(isinstance(each, LegalDate) for each in found)


DAYS = tuple(name for names in FIELDS.values() for name in names if _is_day(name))
"""The fields that hold days: by the schemas of an act, and the two days of each step."""
Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Prior:
    """How far an earlier procedure came; `begun` and `ended` are where its two dates belong."""

    track: str
    status: str
    words: Text
    begun: str = "filed_on"
    ended: tuple[str, ...] = ()


_WITHDRAWN = ("withdrawn_on",)
_SERVED = ("decided_on", "served_on")
PRIOR: Mapping[str, Prior] = {
    f"{each.track}.{each.status}": each
    for each in (
        Prior(
            "reconsideration",
            "filed",
            Text("已申请复议，尚未受理", "applied for"),
        ),
        Prior("reconsideration", "accepted", Text("行政复议已受理", "accepted"), "accepted_on"),
        Prior("reconsideration", "decided", Text("收到复议决定", "decided"), ended=_SERVED),
        Prior("reconsideration", "rejected", Text("复议不予受理", "not accepted"), ended=_SERVED),
        Prior("reconsideration", "dismissed", Text("驳回复议申请", "dismissed"), ended=_SERVED),
        Prior(
            "reconsideration",
            "withdrawn",
            Text("撤回复议申请", "withdrawn"),
            ended=_WITHDRAWN,
        ),
        Prior("litigation", "filed", Text("已起诉，尚未立案", "sued, not docketed")),
        Prior("litigation", "accepted", Text("法院已立案", "docketed"), "accepted_on"),
        Prior("litigation", "judged", Text("收到一审裁判", "judged"), ended=_SERVED),
        Prior("litigation", "final", Text("裁判已生效", "final"), ended=("effective_on",)),
        Prior("litigation", "withdrawn", Text("撤回起诉", "withdrawn"), ended=_WITHDRAWN),
        Prior("petition", "registered", Text("已提出信访", "registered")),
        Prior("petition", "accepted", Text("信访已受理", "accepted"), "accepted_on"),
        Prior("petition", "concluded", Text("收到信访处理意见", "concluded"), ended=_SERVED),
        Prior("petition", "reviewed", Text("收到信访复查意见", "reviewed"), ended=_SERVED),
        Prior("petition", "finalized", Text("收到信访复核意见", "re-examined"), ended=_SERVED),
        Prior("mediation", "requested", Text("已申请调解", "requested")),
        Prior("mediation", "accepted", Text("正在调解", "under way"), "accepted_on"),
        Prior("mediation", "agreed", Text("达成调解协议", "agreed"), ended=("ended_on",)),
        Prior("mediation", "failed", Text("调解不成", "failed"), ended=("ended_on",)),
    )
}
_DAYS_OF_THE_ACT = (
    "made_on",
    "served_on",
    "tax_settled_on",
    "remedies_known_on",
    "told_to_sue_until",
)
# Under which question an error of the service belongs, by where its path begins.
_PLACES = (
    ("prior", "prior"),
    ("act.agency", "agency"),
    ("act.told", "told"),
    ("act.remedies", "told"),
    ("remedies_told", "told"),
    ("act.kind", "what"),
)


def question_of(answers: Answers) -> dict[str, Any]:
    """Return the body for `/advice/paths`; what was not answered is left out."""
    kind = answers.get("kind", "")
    agency: dict[str, Any] = _filled(answers, {"name": "agency_name", "level": "level"})
    agency |= _filled(answers, {"system": "system"})
    if "government" in answers:
        agency["government"] = True
    act: dict[str, Any] = _days(answers, _DAYS_OF_THE_ACT)
    act |= _filled(answers, {"not_disclosed_under": "not_disclosed_under"})
    if "concerns_real_estate" in answers:
        act["concerns_real_estate"] = True
    if kind and kind != INACTION:
        act["kind"] = kind
    if agency:
        act["agency"] = agency
    question: dict[str, Any] = {"act": act, **_days(answers, ("known_on",))}
    if answers.get("remedies_told") in {"yes", "no"}:
        question["remedies_told"] = answers["remedies_told"] == "yes"
    if kind == INACTION:
        inaction = _days(answers, ("requested_on", "performance_due_on", "answered_on"))
        inaction |= _filled(answers, {"answer": "answer", "duty": "duty"})
        question["inaction"] = inaction | ({"urgent": True} if "urgent" in answers else {})
    prior = [found for n in range(1, MOST_PRIOR + 1) if (found := _prior(answers, n))]
    return question | ({"prior": prior} if prior else {})


def step_of(path: str) -> str:
    """Return the question under which an error belongs."""
    return next((step for begin, step in _PLACES if path.startswith(begin)), "when")


def _prior(answers: Answers, number: int) -> dict[str, Any] | None:
    chosen = PRIOR.get(answers.get(f"prior{number}", ""))
    if chosen is None:
        return None
    step: dict[str, Any] = {"track": chosen.track, "status": chosen.status}
    if begun := answers.get(f"begun{number}"):
        step[chosen.begun] = read_day(begun)
    if ended := answers.get(f"ended{number}"):
        step |= {name: read_day(ended) for name in chosen.ended}
    if answers.get(f"told{number}") in {"yes", "no"} and chosen.ended == _SERVED:
        step["remedies_told"] = answers[f"told{number}"] == "yes"
    return step


def _filled(answers: Answers, names: Mapping[str, str]) -> dict[str, Any]:
    return {name: answers[asked] for name, asked in names.items() if answers.get(asked)}


def _days(answers: Answers, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: read_day(answers[name]) for name in names if answers.get(name)}
