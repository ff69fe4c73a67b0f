"""Names of people in a decision: of those the case knows, and of those the words give away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from shared.casework.personal import masked_name
from shared.redaction.folded import Folded
from shared.redaction.marks import Mark, Rule
from shared.redaction.surnames import COMPOUND, SINGLE, surname_of

Parties = Iterable[Mapping[str, Any]]
_HAN = "\u4e00-\u9fff"
_NAME = rf"(?P<name>(?:{'|'.join(sorted(COMPOUND))}|[{''.join(sorted(SINGLE))}])[{_HAN}]{{1,2}})"
_ENDS = r"(?=\s*(?:[,，。;；、:：()（）]|$|\n))"
# Without a colon only where no verb follows these words.
_BY_ROLE = (
    re.compile(rf"(?:委托代理人|法定代理人|证人|见证人|监护人)\s*[:：]?\s*{_NAME}{_ENDS}"),
    re.compile(
        "(?:申请人|第三人|代理人|法定代表人|负责人|联系人|利害关系人)"
        rf"\s*[:：]\s*{_NAME}{_ENDS}"
    ),
)
_MINOR_BEFORE = re.compile(rf"未成年(?:人|子女|儿子|女儿|学生|被害人|孩子)?[:：]?\s*{_NAME}{_ENDS}")
_AGE = r"(?:[1-9]|1[0-7])\s*周?岁"
_MINOR_BEHIND = re.compile(rf"{_NAME}[(（,，][^)）。；\n]{{0,20}}?(?:未成年|(?<![0-9]){_AGE})")
_BORN = re.compile(
    rf"{_NAME}[(（,，][^。；\n]{{0,30}}?(?<![0-9])[1-9][0-9]{{5}}"
    r"(?P<born>(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]))[0-9]{3}[0-9Xx]"
)
_NO_NAMES = frozenset(
    {"应当", "方可", "向本", "成年", "成为", "时任", "常住", "关于", "于是", "何时"}
)
_HIDDEN_ALREADY = "某"
_FULL_AGE = 18


def names_in(folded: Folded, parties: Parties, on: date) -> Iterator[Mark]:
    """Yield a mark for each place at which somebody is named; one person has one new name."""
    people = dict(_of_case(parties))
    for name in _minors(folded.plain, on):
        people[name] = "minor"
    for form in _BY_ROLE:
        for found in form.finditer(folded.plain):
            people.setdefault(found["name"], "named")
    places = {
        name: spans
        for name in people
        if _is_name(name) and (spans := list(folded.occurrences(name)))
    }
    new = _new_names(sorted(places, key=lambda name: places[name][0]))
    for name, spans in places.items():
        for start, end in spans:
            yield Mark(start, end, people[name], new[name])


def _of_case(parties: Parties) -> Iterator[tuple[str, Rule]]:
    """Yield whom the case names; organisations keep their names (法释〔2016〕19号 12)."""
    for party in parties:
        named = [party.get("legal_representative"), *(party.get("agents") or ())]
        for name in filter(None, named):
            yield str(name), "agent"
        if party.get("kind") == "person" and party.get("name"):
            yield str(party["name"]), "party"


def _minors(plain: str, on: date) -> Iterator[str]:
    """Yield whoever is said to be a minor, and who was not of age on the day by their number."""
    for form in (_MINOR_BEFORE, _MINOR_BEHIND):
        yield from (found["name"] for found in form.finditer(plain))
    for found in _BORN.finditer(plain):
        born = found["born"]
        if f"{int(born[:4]) + _FULL_AGE}{born[4:]}" > f"{on:%Y%m%d}":
            yield found["name"]


def _is_name(name: str) -> bool:
    return _HIDDEN_ALREADY not in name and name not in _NO_NAMES


def _new_names(names: Iterable[str]) -> dict[str, str]:
    """
    Return what stands for each name, in the order in which they come first in the text.

    Names that would become alike are numbered (法释〔2016〕19号 9).
    """
    hidden = {name: _hidden(name) for name in names}
    alike: dict[str, list[str]] = {}
    for name, new in hidden.items():
        alike.setdefault(new, []).append(name)
    return {
        name: f"{new}{alike[new].index(name) + 1}" if len(alike[new]) > 1 else new
        for name, new in hidden.items()
    }


def _hidden(name: str) -> str:
    surname = surname_of(name)
    return f"{surname}某" if surname in COMPOUND else masked_name(name, "person") or ""
