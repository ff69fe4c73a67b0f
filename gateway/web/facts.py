"""What is recorded on a case, as sections of its page. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from shared.language import Text

_SECTIONS = {
    "act": Text("行政行为", "Administrative act"),
    "facts": Text("事实", "Facts"),
    "milestones": Text("重要日期", "Milestones"),
}


def facts_of(said: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return `[{name, said}]`, a section for each kind of fact that the case has."""
    found: dict[str, list[Mapping[str, Any]]] = {kind: [] for kind in _SECTIONS}
    for each in said:
        found[each["field"].partition(".")[0]].append(each)
    return [{"name": _SECTIONS[kind], "said": rows} for kind, rows in found.items() if rows]
