"""The paths that stay open when a mediation ends, with the last day of each where it has one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from services.mediation.case_reading import kind_of, origin_track
from shared.casework.guarding import Attempt, Finding
from shared.casework.official_numbers import same_number
from shared.language import Text
from shared.remedies.contesting import (
    direct_suit,
    is_of_interest,
    reconsideration,
    suit_after_no_decision,
    suit_after_reconsideration,
)
from shared.remedies.earlier_cases import as_earlier, still_going_on
from shared.remedies.facts import Act, Facts, Inaction
from shared.remedies.question import Law, Question
from shared.remedies.remedy import NAMES, Remedy
from shared.remedies.track_rules_reader import load_track_rules

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
_WAYS = (reconsideration, direct_suit, suit_after_reconsideration, suit_after_no_decision)
_ENDED = {"fail": "failed", "terminate": "terminated", "decline": "declined"}
_LONGEST_BASIS = 200


def other_paths_are_told(attempt: Attempt) -> Iterator[Finding]:
    """Tell which other ways are open, until when (人民调解法26)."""
    if path := _BY_KIND.get(kind_of(attempt)):
        yield Finding("path-open", *path)
    if path := _BY_ORIGIN.get(origin_track(attempt) or ""):
        yield Finding("path-open", *path)
    if attempt.case.get("act") and origin_track(attempt) not in {"reconsideration", "litigation"}:
        yield from _against_the_act(attempt)


def _against_the_act(attempt: Attempt) -> Iterator[Finding]:
    """
    Tell each remedy against the act as the path advisor and the limitation watch do.

    What the other cases of the matter are at counts: a reconsideration that is under way, or that
    has to come first, shuts the suit.
    """
    facts = _facts(attempt)
    question = Question.about(facts, Law(attempt.rules, attempt.calendar, load_track_rules()))
    for way in _WAYS:
        found = way(question)
        if is_of_interest(found.path, facts):
            yield _told(found)


def _facts(attempt: Attempt) -> Facts:
    stored = attempt.case["act"]
    inaction = stored.get("inaction")
    steps = (as_earlier(case, None) for case in still_going_on(_cases(attempt)))
    return Facts(
        attempt.on,
        Act.stored(stored),
        Inaction.stored(inaction) if inaction else None,
        tuple(step for step in steps if step is not None),
    )


def _cases(attempt: Attempt) -> Iterator[dict[str, Any]]:
    """Yield the other cases of the matter on this act, and this one as it ends now."""
    case, ended = attempt.case, _ENDED[attempt.command]
    number = case["act"].get("number")
    for other in attempt.matter.get("cases", ()):
        is_own = other["case_id"] == case.get("_id")
        if not is_own and same_number(number, other.get("act_number")) is not False:
            yield {"told": {}, "clocks": (), "act": {}, **other}
    yield {
        "track": "mediation",
        "status": ended,
        "milestones": {**case["milestones"], ended: attempt.on.isoformat()},
        "told": {"kind": kind_of(attempt)},
        "clocks": (),
        "act": case["act"],
        "parties": case["parties"],
    }


def _told(found: Remedy) -> Finding:
    name, span = NAMES[found.path], found.span
    version = span.version
    basis = f"{version.law}{version.article}" if version else "；".join(found.articles)
    if found.state == "closed":
        why = found.reasons[0]
        first = found.prerequisite or next(iter(found.conflicts), None)
        return _finding("path-closed", first.basis if first else basis, name, why)
    if span.not_held:
        return _finding("rule-not-held", basis, name, span.not_held[0])
    if found.missing and found.last_on is None:
        facts = "、".join(each.text.zh for each in found.missing)
        facts_en = ", ".join(each.text.en for each in found.missing)
        text = Text(f"缺少{facts}，不能计算最后一日。", f"no last day is told without {facts_en}.")
        return _finding("missing-fact", basis, name, text)
    return _finding("path-open", basis, name, _days_of(found))


def _days_of(found: Remedy) -> Text:
    opens = found.opens_on
    begin = Text(f"从 {opens} 起，", f"from {opens}, ") if opens else Text("", "")
    mark = Text("（暂定）", " (provisional)") if found.span.provisional else Text("", "")
    if found.last_on is None:
        return Text(f"{begin.zh}没有申请期限。", f"{begin.en}no time limit.")
    zh = f"{begin.zh}最后一日 {found.last_on}{mark.zh}"
    en = f"{begin.en}last day {found.last_on}{mark.en}"
    if found.safe_on in {None, found.last_on}:
        return Text(f"{zh}。", f"{en}.")
    return Text(
        f"{zh}；为稳妥起见，请在 {found.safe_on} 之前（含当日）提出。",
        f"{en}; to be safe, act by {found.safe_on}.",
    )


def _finding(code: str, basis: str, name: Text, text: Text) -> Finding:
    said = Text(f"{name.zh}：{text.zh}", f"{name.en[:1].upper()}{name.en[1:]}: {text.en}")
    return Finding(code, basis[:_LONGEST_BASIS], said)
