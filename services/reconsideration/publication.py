"""The marks on the text of a decision: those of the rules, after the changes of the officer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from shared.http.problems import Problem
from shared.language import Text
from shared.redaction import Added, Lifted, Mark, UnknownMarkError, chosen, find_marks

BASIS = "复议法79¶1"
_NO_SUCH_MARK = Text("原文中没有这处标记。", "The decision has no such mark.")
_NOT_THERE = Text("原文中没有这些文字（至少两个字）。", "These words are not in the decision.")
_STAYS = Text("此号码必须隐去，不能取消标记。", "This number is hidden in any case.")


def marks_on(
    redaction: Mapping[str, Any], parties: Sequence[Mapping[str, Any]], on: date
) -> list[Mark]:
    """Return the marks of a `Redaction`; 422 names the change that concerns nothing."""
    original = str(redaction["original"])
    lifted = [Lifted(each["start"], str(each["quoted"])) for each in redaction["lifted"]]
    added = [Added(str(each["quoted"]), each["replacement"]) for each in redaction["added"]]
    try:
        return chosen(original, find_marks(original, parties, on), lifted, added)
    except UnknownMarkError as error:
        text = _NOT_THERE if error.field == "added" else _STAYS if error.stays else _NO_SUCH_MARK
        path = f"{error.field}.{error.number}.quoted"
        raise Problem(422, "validation", text, errors={path: [text]}, basis=BASIS) from error


def people_of(case: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Return everybody who takes or took part."""
    return [*case.get("parties", ()), *case.get("former_parties", ())]
