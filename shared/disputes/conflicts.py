"""Conflicts between the cases of one matter, as the law between the tracks defines them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from shared.disputes.people import People
from shared.disputes.strong_keys import same_act_numbers
from shared.language import Text
from shared.remedies.track_rules import TrackRule
from shared.remedies.track_rules_reader import load_track_rules
from shared.storage.database import Document

Case = Mapping[str, Any]
OPEN = frozenset({"open"})
# Ended with an answer on the facts: a closed case keeps what it came to in its milestones.
_ANSWERED = frozenset({"decided", "settled", "judged", "final"})


@dataclass(frozen=True, slots=True)
class Side:
    """
    The cases of one track that take part in a conflict: open, and begun in earnest.

    `not_yet` are the open states in which it has not begun; `claimant` is the role of whoever
    brought the case. `answered` takes the cases that ended with an answer instead of open ones.
    """

    track: str
    claimant: str
    not_yet: frozenset[str]
    answered: bool = False

    def takes_part(self, case: Case) -> bool:
        """Say whether a case stands on this side."""
        if case["track"] != self.track or case["status"] in self.not_yet:
            return False
        if self.answered:
            return case["phase"] != "open" and bool(_ANSWERED & set(case["milestones"]))
        return bool(case["phase"] == "open")


def _always(_one: Case, _other: Case) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class ConflictRule:
    """
    Two kinds of cases that the law does not allow one person side by side on one act.

    `rules` are the ids of the rules between tracks that say so, of which one has to be in force;
    `holds` is what else must be true of the two cases, in the order of the sides.
    """

    code: str
    severity: str
    rules: tuple[str, ...]
    text: Text
    what_to_do: Text
    sides: tuple[Side, Side]
    holds: Callable[[Case, Case], bool] = _always

    def citations(self, on: date) -> list[str]:
        """Return law and article of every rule in force on a day."""
        return [rule.citation for rule in _rules(self.rules) if rule.covers(on)]


def _accepted_without_a_reason(petition: Case, statutory: Case) -> bool:
    """Say whether the petition was accepted when the procedure had begun, unexplained (31)."""
    accepted = petition["milestones"].get("accepted")
    if accepted is None or petition.get("explained"):
        return False
    return bool(_begun_on(statutory) <= accepted)


def _neither_went_up(one: Case, other: Case) -> bool:
    """Say that no superior took one over: the other is the same review there (2026条例40)."""
    return "elevated" not in {one["status"], other["status"]}


def _begun_on(case: Case) -> str:
    names = ("received", "docketed", "filed", "notified")
    days = [case["milestones"][name] for name in names if case["milestones"].get(name)]
    return min(days, default=str(case["opened_on"]))


_ACCEPTED_RECONSIDERATION = Side(
    "reconsideration", "applicant", frozenset({"invited", "filed", "correction_requested"})
)
_FILED_RECONSIDERATION = Side("reconsideration", "applicant", frozenset({"invited"}))
# A suggestion of the court or the procuratorate is no suit.
_SUIT = Side("litigation", "plaintiff", frozenset({"suggested"}))
_ACCEPTED_PETITION = Side("petition", "petitioner", frozenset({"registered", "transferred"}))
_PETITION = Side("petition", "petitioner", frozenset())
_IN_STATUTORY_PROCEDURE = Text(
    "信访件受理时，同一事实正在法定程序（行政复议、诉讼）中，而受理未说明理由：诉访分离，"
    "应当依照该程序处理，或者补充说明理由。",
    "The petition was accepted without a stated reason while its facts were in a statutory "
    "procedure (reconsideration, suit): the matter is handled there, or the reason is added.",
)
_THROUGH_STATUTORY_PROCEDURE = Text(
    "信访件受理时，同一事实已经法定程序（行政复议、诉讼）作出结论，而受理未说明理由。",
    "The petition was accepted without a stated reason although a statutory procedure "
    "(reconsideration, suit) had dealt with its facts.",
)
_EXPLAIN_OR_REFER = Text(
    "在信访件中告知信访人依照法定程序提出并导入该程序；另有受理理由的，在本页写明理由解决此冲突。",
    "Tell the petitioner to use the statutory procedure and refer the petition there; where there "
    "was a reason to accept it, resolve the conflict with it on this page.",
)
_ONE_OF_THE_TWO = Text(
    "保留先受理的一案，后一案不予受理或者终止；不是同一人或者同一事项的，分出案件。",
    "Keep the case that was accepted first and refuse or terminate the other; if it is another "
    "person or subject, take the case out of the matter.",
)
_TWICE = {
    "petition": Text(
        "同一人就同一事项有两件信访件：已经受理或者正在办理的，不重复受理，应当合并关联。",
        "The same person has two petitions on one matter: what is being handled is not accepted "
        "again; link them.",
    ),
    "reconsideration": Text(
        "同一申请人就同一行政行为有两件复议申请：已受理过的，不得再次受理。",
        "The same applicant has two applications on one act: once accepted, it is not accepted "
        "again.",
    ),
    "litigation": Text(
        "同一原告就同一行政行为有两件诉讼：已在诉讼中的，不能重复起诉，请向法院提出。",
        "The same plaintiff has two suits on one act: before the court already, it cannot be sued "
        "on again; raise it with the court.",
    ),
}

CONFLICT_RULES = (
    ConflictRule(
        code="parallel-reconsideration-and-suit",
        severity="blocking",
        rules=("no-suit-during-reconsideration", "no-reconsideration-after-suit"),
        text=Text(
            "同一人对同一行政行为的行政复议与行政诉讼不得并行：已受理复议的，复议期间不得起诉；"
            "人民法院已受理的，不得申请复议。",
            "Reconsideration and suit on the same act exclude each other: once reconsideration is "
            "accepted there is no suit while it lasts, once the court has accepted a suit there "
            "is no reconsideration.",
        ),
        what_to_do=Text(
            "核对两案受理的先后：后受理的一案应当不予受理、驳回或者终止，并告知当事人先走完另一程序；"
            "不是同一人或者同一行为的，分出案件或者说明理由解决此冲突。",
            "See which was accepted first: the later one is refused, dismissed or terminated, and "
            "the party told to finish the other first. If it is another person or act, take the "
            "case out or resolve the conflict with the reason.",
        ),
        sides=(_ACCEPTED_RECONSIDERATION, _SUIT),
    ),
    *(
        ConflictRule(
            code=code,
            severity="warning",
            rules=(rule,),
            text=text,
            what_to_do=_EXPLAIN_OR_REFER,
            sides=(_ACCEPTED_PETITION, side),
            holds=_accepted_without_a_reason,
        )
        for code, rule, text, answered in (
            (
                "petition-in-statutory-procedure",
                "petition-during-statutory-procedure",
                _IN_STATUTORY_PROCEDURE,
                False,
            ),
            (
                "petition-after-statutory-procedure",
                "petition-after-statutory-procedure",
                _THROUGH_STATUTORY_PROCEDURE,
                True,
            ),
        )
        for side in (
            Side("reconsideration", "applicant", frozenset({"invited"}), answered),
            Side("litigation", "plaintiff", frozenset({"suggested"}), answered),
        )
    ),
    *(
        ConflictRule(
            code=f"duplicate-{first.track}",
            severity=severity,
            rules=(rule,),
            text=_TWICE[first.track],
            what_to_do=_ONE_OF_THE_TWO,
            sides=(first, second),
            holds=_neither_went_up,
        )
        for severity, rule, first, second in (
            ("warning", "petition-elsewhere", _ACCEPTED_PETITION, _PETITION),
            (
                "blocking",
                "one-reconsideration-only",
                _ACCEPTED_RECONSIDERATION,
                _FILED_RECONSIDERATION,
            ),
            ("blocking", "suit-already-pending", _SUIT, _SUIT),
        )
    ),
)


def what_to_do(code: str) -> dict[str, str] | None:
    """Return what an officer does about a conflict; None for one that this release cannot find."""
    found = (rule.what_to_do for rule in CONFLICT_RULES if rule.code == code)
    return next((text.as_dict() for text in found), None)


def conflicts_among(
    cases: Iterable[Case], people: People, on: str, *, concerning: str | None = None
) -> Iterator[Document]:
    """
    Yield every conflict among the cases of a matter as of a day; `id` names rule and cases.

    With `concerning`, only those of one case: a step of one case changes no other pair.
    """
    day = date.fromisoformat(on)
    for one, other in combinations(sorted(cases, key=lambda case: str(case["case_id"])), 2):
        if concerning not in {None, one["case_id"], other["case_id"]}:
            continue
        for rule in CONFLICT_RULES:
            broken = _is_broken(rule, one, other, people) or _is_broken(rule, other, one, people)
            if broken and (citations := rule.citations(day)):
                yield _conflict(rule, (one, other), citations)


def may_be_one_person(one: Case, other: Case, people: People, *roles: str) -> bool:
    """Say whether those who brought two cases may be one person; who is not known may be."""
    mine, theirs = (
        people.known(case, role) for case, role in zip((one, other), roles, strict=True)
    )
    return not mine or not theirs or bool(mine & theirs)


def may_be_the_same_act(one: Case, other: Case) -> bool:
    """Two known numbers decide; without them, one matter is taken to be about one act."""
    return same_act_numbers(one, other) is not False


def _is_broken(rule: ConflictRule, one: Case, other: Case, people: People) -> bool:
    first, second = rule.sides
    return (
        first.takes_part(one)
        and second.takes_part(other)
        # Another person's suit bars nobody.
        and may_be_one_person(one, other, people, first.claimant, second.claimant)
        and may_be_the_same_act(one, other)
        and rule.holds(one, other)
    )


def _rules(ids: tuple[str, ...]) -> Iterator[TrackRule]:
    return (rule for rule in load_track_rules().rules if rule.id in ids)


def _conflict(rule: ConflictRule, cases: tuple[Case, Case], citations: list[str]) -> Document:
    return {
        "id": ":".join([rule.code, *(case["case_id"] for case in cases)]),
        "code": rule.code,
        "severity": rule.severity,
        "basis": "；".join(citations),
        "text": rule.text.as_dict(),
        "cases": [{name: case[name] for name in ("track", "case_id", "number")} for case in cases],
    }
