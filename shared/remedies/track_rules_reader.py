"""Strict reading of the rules between tracks: every key known, every name declared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, TypeVar

from shared.language import Text
from shared.law import RuleDataError, Status, load_rules
from shared.law.documents import read_document
from shared.remedies.facts import Act, Earlier, Inaction, Obstacle
from shared.remedies.track_rules import (
    Alternative,
    Condition,
    Effect,
    Path,
    TrackRule,
    TrackRules,
    WantedValues,
)

FILE = "rules_between_tracks.yaml"
_PARTS: Mapping[str, frozenset[str]] = {
    "act": frozenset(each.name for each in fields(Act)),
    "inaction": frozenset(each.name for each in fields(Inaction)),
    "earlier": frozenset(each.name for each in fields(Earlier)),
    "obstacle": frozenset(each.name for each in fields(Obstacle)),
}
_MORE_KEYS: Mapping[Effect, frozenset[str]] = {
    Effect.DEDUCTS: frozenset({"limits", "from", "until"}),
    Effect.RELIES: frozenset({"limits", "until"}),
}
_KEYS = frozenset(
    {"version", "law", "article", "in_force_from", "in_force_until", "status"}
    | {"condition", "effect", "paths", "text"}
)
_EnumT = TypeVar("_EnumT", bound=StrEnum)


@cache
def load_track_rules() -> TrackRules:
    """Read and check the data file; raises RuleDataError."""
    text = (files("shared.remedies") / FILE).read_text("utf-8")
    return read_track_rules(text)


def read_track_rules(text: str) -> TrackRules:
    """Read rules between tracks; raises RuleDataError naming rule and key at fault."""
    document = read_document(text)
    if not isinstance(document, dict) or set(document) != {"conditions", "rules"}:
        raise _defect(FILE, "应当有 conditions 和 rules", "must hold conditions and rules")
    conditions = {name: _condition(name, body) for name, body in document["conditions"].items()}
    rules = [
        rule for name, body in document["rules"].items() for rule in _rule(name, body, conditions)
    ]
    unused = set(conditions) - {rule.condition.name for rule in rules}
    if unused:
        names = ", ".join(sorted(unused))
        raise _defect(FILE, f"没有规则使用的条件：{names}", f"no rule uses {names}")
    return TrackRules(tuple(rules))


def _condition(name: str, body: Any) -> Condition:
    if not isinstance(body, list) or not body:
        raise _defect(name, "应为非空列表", "must be a list of alternatives")
    return Condition(name, tuple(_alternative(name, each) for each in body))


def _alternative(name: str, body: Any) -> Alternative:
    if not isinstance(body, dict) or not body:
        raise _defect(name, "应为非空映射", "an alternative must be a mapping")
    return {part: _part(f"{name} {part}", part, wanted) for part, wanted in body.items()}


def _part(where: str, part: str, body: Any) -> Mapping[str, WantedValues]:
    known = _PARTS.get(part)
    if known is None or not isinstance(body, dict):
        raise _defect(where, "未知的部分", "is no part of a condition")
    if unknown := set(body) - known:
        names = ", ".join(sorted(unknown))
        raise _defect(where, f"未知的事实：{names}", f"unknown fact: {names}")
    return {field: _wanted(f"{where}.{field}", value) for field, value in body.items()}


def _wanted(where: str, value: Any) -> WantedValues:
    if value == {"known": True}:
        return WantedValues(known=True)
    if not isinstance(value, list) or not value:
        raise _defect(where, "应为值的列表或 {known: true}", "must list values or be {known: true}")
    return WantedValues(frozenset(value))


def _rule(name: str, body: Any, conditions: Mapping[str, Condition]) -> Iterator[TrackRule]:
    if not isinstance(body, list) or not body:
        raise _defect(name, "应为版本的列表", "must list its versions")
    versions = [_version(name, each, conditions) for each in body]
    if len({each.version for each in versions}) != len(versions):
        raise _defect(name, "版本号重复", "has two versions of one label")
    for earlier, later in pairwise(versions):
        if (earlier.in_force_until or date.max) >= (later.in_force_from or date.min):
            raise _defect(name, "版本时间重叠", "has versions that overlap or stand out of order")
    since = versions[0].in_force_from
    for number, version in enumerate(versions):
        if number and version.effect is not versions[number - 1].effect:
            since = version.in_force_from
        yield replace(version, since=since)


def _version(name: str, body: Any, conditions: Mapping[str, Condition]) -> TrackRule:
    if not isinstance(body, dict):
        raise _defect(name, "应为映射", "a version must be a mapping")
    where = f"{name} [{body.get('version')}]"
    effect = _choice(where, "effect", body.get("effect"), Effect)
    if wrong := (_KEYS | _MORE_KEYS.get(effect, frozenset())) ^ set(body):
        names = ", ".join(sorted(map(str, wrong)))
        raise _defect(where, f"缺少或多余的键：{names}", f"missing or unknown keys: {names}")
    if body["condition"] not in conditions:
        raise _defect(where, f"未知的条件 {body['condition']}", f"no condition {body['condition']}")
    condition = conditions[body["condition"]]
    return TrackRule(
        id=name,
        version=_string(where, "version", body["version"]),
        law=_string(where, "law", body["law"]),
        article=_string(where, "article", body["article"]),
        in_force_from=_day(where, body["in_force_from"]),
        in_force_until=_day(where, body["in_force_until"]),
        status=_choice(where, "status", body["status"], Status),
        condition=condition,
        effect=effect,
        paths=frozenset(_choice(where, "paths", each, Path) for each in body["paths"]),
        text=_text(where, body["text"]),
        limits=_limits(where, body.get("limits", ())),
        begins=_dates(where, condition, body.get("from", ())),
        ends=_dates(where, condition, body.get("until", ())),
    )


def _limits(where: str, limits: Any) -> tuple[str, ...]:
    if unknown := [each for each in limits if each not in load_rules()]:
        raise _defect(where, f"没有期限规则 {unknown}", f"there are no time limits {unknown}")
    return tuple(limits)


def _dates(where: str, condition: Condition, names: Any) -> tuple[str, ...]:
    parts = {part for alternative in condition.alternatives for part in alternative}
    known = frozenset[str]().union(*(_PARTS[part] for part in parts))
    if unknown := [name for name in names if name not in known]:
        raise _defect(where, f"未知的日期 {unknown}", f"unknown dates {unknown}")
    return tuple(names)


def _string(where: str, key: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _defect(where, f"“{key}”应为文字", f"{key} must be a string")
    return value


def _day(where: str, value: Any) -> date | None:
    if value is not None and type(value) is not date:
        raise _defect(where, "应为日期或 null", "must be a date or null")
    return value


def _choice(where: str, key: str, value: Any, options: type[_EnumT]) -> _EnumT:
    if value not in set(options):
        raise _defect(where, f"“{key}”的值无效：{value}", f"{key} may not be {value}")
    return options(value)


def _text(where: str, value: Any) -> Text:
    if not isinstance(value, dict) or set(value) != {"zh", "en"}:
        raise _defect(where, "text 应有 zh 和 en", "text must have zh and en")
    return Text(_string(where, "zh", value["zh"]), _string(where, "en", value["en"]))


def _defect(where: str, zh: str, en: str) -> RuleDataError:
    return RuleDataError(Text(f"{FILE} {where}：{zh}", f"{FILE} {where}: {en}"))
