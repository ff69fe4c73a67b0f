"""The paths that stay open when a mediation ends, with the last day of each where it has one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.mediation.reading import kind_of, origin_track
from shared.casework.guarding import Attempt, Finding
from shared.language import Text
from shared.law import DueDate, RuleVersion, compute

_BY_KIND = {
    "people": (
        "人民调解法26",
        Text("可以依法通过仲裁、行政、司法等途径维护权利。", "Arbitration, agency or court."),
    ),
    "industry": (
        "人民调解法26",
        Text("可以依法通过仲裁、行政、司法等途径维护权利。", "Arbitration, agency or court."),
    ),
    "labour": (
        "劳动争议调解仲裁法5、27",
        Text(
            "可以申请劳动争议仲裁；时效一年，自知道权利被侵害之日起算，请求救济的重新计算。",
            "Labour arbitration: one year from knowing of the infringement, anew after each claim.",
        ),
    ),
    "court_assigned": (
        "特邀调解规定21¶1",
        Text(
            "材料移送人民法院；当事人坚持诉讼的，依法登记立案。",
            "The file goes to the court, which registers the suit if a party insists.",
        ),
    ),
    "court_entrusted": (
        "特邀调解规定21¶2",
        Text("转入审判程序审理。", "The trial goes on."),
    ),
}
_BY_ORIGIN = {
    "petition": (
        "信访工作条例31(6)",
        Text("信访事项可以恢复办理。", "Handling of the petition can resume."),
    ),
    "reconsideration": (
        "行政复议法73¶2",
        Text("行政复议恢复审理，及时作出决定。", "The reconsideration goes on to its decision."),
    ),
    "litigation": (
        "行政诉讼法60",
        Text("人民法院继续审理。", "The court goes on with the trial."),
    ),
}


@dataclass(frozen=True, slots=True)
class _Remedy:
    """A remedy against an administrative act, by the rules that may end it."""

    name: Text
    window: str
    untold: Sequence[tuple[str, str | None, str]]
    longest: tuple[str, str]


_RECONSIDERATION = _Remedy(
    Text("申请行政复议", "Reconsideration"),
    "FY-01",
    (("FY-02", "window", "remedies_known_on"), ("FY-02", "cap", "known")),
    ("FY-03a", "FY-03b"),
)
_SUIT = _Remedy(
    Text("提起行政诉讼（法律规定复议前置的除外）", "Suit (unless reconsideration comes first)"),
    "SS-02",
    (("SS-02", None, "remedies_known_on"), ("SS-04", None, "known")),
    ("SS-03a", "SS-03b"),
)


def other_paths_are_told(attempt: Attempt) -> Iterator[Finding]:
    """Tell which other ways are open, until when (人民调解法26)."""
    if path := _BY_KIND.get(kind_of(attempt)):
        yield Finding("path-open", *path)
    if path := _BY_ORIGIN.get(origin_track(attempt) or ""):
        yield Finding("path-open", *path)
    act = attempt.case.get("act")
    if act and origin_track(attempt) not in {"reconsideration", "litigation"}:
        for remedy in (_RECONSIDERATION, _SUIT):
            yield _remedy(attempt, remedy, act)


def _remedy(attempt: Attempt, remedy: _Remedy, act: Mapping[str, Any]) -> Finding:
    known = act.get("known_on") or act.get("served_on")
    version = attempt.rules.version_on(remedy.window, attempt.on)
    if version is None:
        return _not_held(attempt, remedy)
    if known is None:
        text = Text(
            f"{remedy.name.zh}：缺少知道行政行为的日期，不能计算最后一日。",
            f"{remedy.name.en}: no last day without the day the act became known.",
        )
        return Finding("missing-fact", f"{version.law}{version.article}", text)
    version, last = min(
        _last_days(attempt, remedy, {**act, "known": known}), key=lambda found: found[1].due_on
    )
    return _told(attempt, remedy, version, last)


def _last_days(
    attempt: Attempt, remedy: _Remedy, act: Mapping[str, Any]
) -> Iterator[tuple[RuleVersion, Any]]:
    """Yield what may end a remedy: its window, its caps, its longest time."""
    ends: list[tuple[str, str | None, str]] = [(remedy.window, None, "known")]
    if act.get("remedies_told") is False and _is_in_force(attempt, remedy.untold[1][0]):
        ends = list(remedy.untold)
    real_estate, other = remedy.longest
    ends.append((real_estate if act.get("concerns_real_estate") else other, None, "made_on"))
    for rule, variant, fact in ends:
        version = attempt.rules.version_on(rule, attempt.on)
        if act.get(fact) and version is not None:
            day_zero = date.fromisoformat(act[fact])
            yield version, compute(version, day_zero, attempt.calendar, variant=variant)


def _is_in_force(attempt: Attempt, rule: str) -> bool:
    return attempt.rules.version_on(rule, attempt.on) is not None


def _not_held(attempt: Attempt, remedy: _Remedy) -> Finding:
    first = attempt.rules[remedy.window].versions[0]
    text = Text(
        f"{remedy.name.zh}：{attempt.on} 适用的规定未收录，不计算最后一日。",
        f"{remedy.name.en}: no last day, as the text in force on {attempt.on} is not held.",
    )
    return Finding("rule-not-held", f"{first.law}{first.article}", text)


def _told(attempt: Attempt, remedy: _Remedy, version: RuleVersion, last: DueDate) -> Finding:
    basis = f"{version.law}{version.article}"
    if last.due_on is not None and last.due_on < attempt.on:
        text = Text(
            f"{remedy.name.zh}：期限已于 {last.due_on} 届满。",
            f"{remedy.name.en}: the time ended on {last.due_on}.",
        )
        return Finding("path-closed", basis, text)
    mark = Text("（暂定）", " (provisional)") if last.provisional else Text("", "")
    text = Text(
        f"{remedy.name.zh}：最后一日 {last.due_on}{mark.zh}。",
        f"{remedy.name.en}: last day {last.due_on}{mark.en}.",
    )
    return Finding("path-open", basis, text)
