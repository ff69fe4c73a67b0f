"""Who is one person in a matter, and what a decision about it will do. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gateway.web.catalogue import gettext as _

MERGE, SPLIT, HOLD_APART = _DECISIONS = "merge", "split", "hold-apart"
_A_PAIR = 2


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """A party of one case: nobody's name stands here, only the case and the role."""

    name: str
    case: Mapping[str, Any]
    role: str


@dataclass(frozen=True, slots=True)
class OnePerson:
    """The entries that are taken for one person; `recognised` says how it is known."""

    recognised: str | None
    entries: Sequence[PersonEntry]


@dataclass(frozen=True, slots=True)
class PersonDecision:
    """Which entries are one person, a person of their own, or two people for good, and why."""

    what: str
    entries: tuple[str, ...]
    reason: str

    @classmethod
    def read(cls, form: Any) -> PersonDecision:
        """Return the decision of a posted form."""
        what = form.get("what") if form.get("what") in _DECISIONS else MERGE
        entries = tuple(dict.fromkeys(form.getlist("entry")))
        return cls(what, entries, form.get("reason", "").strip())

    def body(self) -> dict[str, Any]:
        """Return what is sent to coordination."""
        return {"entries": list(self.entries), "reason": self.reason}


def people_of(matter: Mapping[str, Any]) -> list[OnePerson]:
    """Return the people of a matter."""
    cases = {case["case_id"]: case for case in matter["cases"]}
    return [
        OnePerson(
            person["recognised"],
            [
                PersonEntry(name, cases.get(role["case_id"], {}), role["role"])
                for name, role in zip(person["entries"], person["roles"], strict=True)
            ],
        )
        for person in matter["people"]
    ]


def outcome_of(
    decision: PersonDecision, people: Sequence[OnePerson]
) -> tuple[list[PersonEntry], list[PersonEntry]]:
    """Return the entries that will be one person, and those that will be apart from them."""
    concerned = _concerned(decision, people)
    entries = [entry for person in concerned for entry in person.entries]
    if decision.what == MERGE:
        return entries, []
    if decision.what == HOLD_APART:
        first = len(concerned[0].entries) if concerned else 0
        return entries[:first], entries[first:]
    chosen = [entry for entry in entries if entry.name in decision.entries]
    return chosen, [entry for entry in entries if entry.name not in decision.entries]


def _concerned(decision: PersonDecision, people: Sequence[OnePerson]) -> list[OnePerson]:
    return [p for p in people if any(entry.name in decision.entries for entry in p.entries)]


def lacks(decision: PersonDecision, people: Sequence[OnePerson]) -> dict[str, Any] | None:
    """Return what is missing before the outcome can be shown, or what would change nothing."""
    errors: dict[str, list[str]] = {}
    one, apart = outcome_of(decision, people)
    concerned = len(_concerned(decision, people))
    if decision.what == MERGE and concerned < _A_PAIR:
        errors["entries"] = [_("请勾选至少两个人的记录。")]
    if decision.what == HOLD_APART and concerned != _A_PAIR:
        errors["entries"] = [_("请勾选恰好两个人的记录。")]
    if decision.what == SPLIT and not (one and apart):
        errors["entries"] = [_("请勾选同一人的部分记录，不是全部。")]
    if not decision.reason:
        errors["reason"] = [_("请说明理由，理由记入历史。")]
    return {"detail": _("请补充以下内容。"), "errors": errors} if errors else None
