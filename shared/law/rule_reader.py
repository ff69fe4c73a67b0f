"""Strict reading of a rule file: every key known, every version cited."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Any, TypeVar

from shared.language import Text
from shared.law.errors import RuleDataError
from shared.law.rule import (
    DayZero,
    EffectOn,
    Extension,
    Length,
    Obligor,
    Override,
    PauseGrounds,
    Rule,
    RuleVersion,
    Status,
    Unit,
)

_LENGTH = re.compile(r"(\d+) (calendar_day|working_day|month|year)(?: (backward))?")
_EnumT = TypeVar("_EnumT", bound=StrEnum)
_T = TypeVar("_T")


def read_rules(name: str, document: Any) -> Iterator[Rule]:
    """Read the rules of one file; raises RuleDataError naming the file, rule and key at fault."""
    if not isinstance(document, dict):
        raise _defect(name, "应为规则编号到规则的映射", "must map rule ids to rules")
    for rule_id, body in document.items():
        yield _rule(f"{name}: {rule_id}", str(rule_id), body)


def _rule(where: str, rule_id: str, body: Any) -> Rule:
    fields = _Fields(where, body)
    name = fields.text("name")
    versions = tuple(
        _version(f"{where} [{n}]", rule_id, name, each)
        for n, each in enumerate(fields.list("versions"))
    )
    earlier = fields.optional("earlier", fields.text)
    fields.finish()
    _check_succession(where, versions)
    if earlier is not None and versions[0].in_force_from is None:
        raise _defect(where, "“earlier”之前没有起始日", "earlier needs a day before which it was")
    return Rule(rule_id, name, versions, earlier)


def _version(where: str, rule_id: str, name: Text, body: Any) -> RuleVersion:
    fields = _Fields(where, body)
    length = fields.length("length")
    longest = fields.optional("longest", fields.longest)
    plain = RuleVersion(
        rule_id=rule_id,
        name=name,
        version=fields.string("version"),
        law=fields.string("law"),
        article=fields.string("article"),
        obligor=fields.choice("obligor", Obligor),
        status=fields.choice("status", Status),
        rolls=fields.boolean("rolls"),
        day_zero=fields.day_zero("day_zero"),
        length=length,
        longest=longest[0] if longest else None,
        longest_is_binding=bool(longest and longest[1]),
        override=_override(fields, length),
        in_force_from=fields.date("in_force_from"),
        in_force_until=fields.optional("in_force_until", fields.date),
        extension=fields.optional("extension", lambda key: fields.extension(key, length)),
        pause=fields.optional("pause", fields.pause),
        consequence=fields.optional("consequence", fields.text),
        effect_on=fields.optional("effect_on", lambda key: fields.choice(key, EffectOn))
        or EffectOn.DUE_ON,
        notes=fields.optional("notes", fields.text),
        answers=fields.optional("answers", fields.text),
        sources=tuple(str(each) for each in fields.list("sources")),
    )
    variants = fields.optional("variants", fields.mapping) or {}
    fields.finish()
    return replace(
        plain,
        variants={
            key: _variant(f"{where} {key}", plain, key, each) for key, each in variants.items()
        },
    )


def _override(fields: _Fields, length: Length | None) -> Override:
    # A rule without a number of its own lives from the one that is given.
    otherwise = Override.NONE if length else Override.ANY
    return fields.optional("override", lambda key: fields.choice(key, Override)) or otherwise


def _variant(where: str, plain: RuleVersion, key: str, body: Any) -> RuleVersion:
    """Read a variant: what it does not say itself, it takes from its rule."""
    fields = _Fields(where, body)
    length = fields.length("length")
    variant = replace(
        plain,
        variant=key,
        variant_label=fields.text("label"),
        length=length,
        override=_override(fields, length),
        article=fields.optional("article", fields.string) or plain.article,
        obligor=fields.optional("obligor", lambda name: fields.choice(name, Obligor))
        or plain.obligor,
        day_zero=fields.optional("day_zero", fields.day_zero) or plain.day_zero,
        extension=fields.optional("extension", lambda name: fields.extension(name, length))
        or plain.extension,
        consequence=fields.optional("consequence", fields.text) or plain.consequence,
    )
    fields.finish()
    return variant


def _check_succession(where: str, versions: tuple[RuleVersion, ...]) -> None:
    if len({version.version for version in versions}) != len(versions):
        raise _defect(where, "版本号重复", "has two versions of one label")
    for version in versions:
        if (version.in_force_until or date.max) < (version.in_force_from or date.min):
            raise _defect(
                where,
                f"{version.version} 版先失效后生效",
                f"{version.version} ends before it starts",
            )
    for earlier, later in pairwise(versions):
        if (earlier.in_force_until or date.max) >= (later.in_force_from or date.min):
            raise _defect(
                where,
                f"{earlier.version} 版与 {later.version} 版时间重叠",
                f"versions {earlier.version} and {later.version} overlap or stand out of order",
            )


class _Fields:
    """The keys of one mapping, each read once; `finish` refuses what was not read."""

    def __init__(self, where: str, body: Any) -> None:
        if not isinstance(body, dict):
            raise _defect(where, "应为映射", "must be a mapping")
        self._where = where
        self._left: dict[str, Any] = dict(body)

    def finish(self) -> None:
        if self._left:
            keys = ", ".join(map(str, self._left))
            raise _defect(self._where, f"未知的键：{keys}", f"unknown key: {keys}")

    def optional(self, key: str, read: Callable[[str], _T]) -> _T | None:
        if self._left.get(key) is None:
            self._left.pop(key, None)
            return None
        return read(key)

    def string(self, key: str) -> str:
        value: str = self._take(key, str)
        if not value.strip():
            raise _defect(self._where, f"“{key}”为空", f"{key} is empty")
        return value

    def boolean(self, key: str) -> bool:
        return bool(self._take(key, bool))

    def list(self, key: str) -> list[Any]:
        value: list[Any] = self._take(key, list)
        if not value:
            raise _defect(self._where, f"“{key}”为空", f"{key} is empty")
        return value

    def mapping(self, key: str) -> Mapping[str, Any]:
        value: Mapping[str, Any] = self._take(key, dict)
        return value

    def choice(self, key: str, options: type[_EnumT]) -> _EnumT:
        value = self.string(key)
        if value not in set(options):
            raise _defect(self._where, f"“{key}”的值无效：{value}", f"{key} may not be {value}")
        return options(value)

    def date(self, key: str) -> date | None:
        """Read a date; the key must stand there, null says that the day is not known."""
        if self._left.get(key, "absent") is None:
            self._left.pop(key)
            return None
        value: date = self._take(key, date)
        return value

    def text(self, key: str) -> Text:
        inner = _Fields(f"{self._where} {key}", self._take(key, dict))
        text = Text(inner.string("zh"), inner.string("en"))
        inner.finish()
        return text

    def length(self, key: str) -> Length | None:
        """Read `60 calendar_day` or `5 working_day backward`; null: the rule has no number."""
        if self._left.get(key, "absent") is None:
            self._left.pop(key)
            return None
        match = _LENGTH.fullmatch(self.string(key))
        if match is None:
            raise _defect(self._where, f"“{key}”格式无效", f"{key} is no length")
        value, unit, backward = match.groups()
        return Length(int(value), Unit(unit), "backward" if backward else "forward")

    def longest(self, key: str) -> tuple[Length, bool] | None:
        inner = _Fields(f"{self._where} {key}", self._take(key, dict))
        length, binding = inner.length("length"), inner.boolean("binding")
        inner.finish()
        return (length, binding) if length else None

    def day_zero(self, key: str) -> DayZero:
        inner = _Fields(f"{self._where} {key}", self._take(key, dict))
        fact = DayZero(inner.string("fact"), Text(inner.string("zh"), inner.string("en")))
        inner.finish()
        return fact

    def pause(self, key: str) -> PauseGrounds:
        inner = _Fields(f"{self._where} {key}", self._take(key, dict))
        grounds = PauseGrounds(
            Text(inner.string("zh"), inner.string("en")), inner.string("article")
        )
        inner.finish()
        return grounds

    def extension(self, key: str, length: Length | None) -> Extension:
        inner = _Fields(f"{self._where} {key}", self._take(key, dict))
        extension = Extension(
            max_days=inner.number("max_days"),
            unit=inner.optional("unit", lambda name: inner.choice(name, Unit))
            or _extension_unit(length),
            times=inner.number("times"),
            approved_by=inner.optional("approved_by", inner.text),
            article=inner.optional("article", inner.string),
        )
        inner.finish()
        return extension

    def number(self, key: str) -> int | None:
        value: int | None = self.optional(key, lambda name: int(self._take(name, int)))
        return value

    def _take(self, key: str, kind: type) -> Any:
        if key not in self._left:
            raise _defect(self._where, f"缺少“{key}”", f"{key} is missing")
        value = self._left.pop(key)
        if type(value) is not kind:
            raise _defect(self._where, f"“{key}”的类型不对", f"{key} must be a {kind.__name__}")
        return value


def _extension_unit(length: Length | None) -> Unit:
    """Extensions are granted in days: working days for a limit in working days."""
    working = length is not None and length.unit is Unit.WORKING_DAY
    return Unit.WORKING_DAY if working else Unit.CALENDAR_DAY


def _defect(where: str, zh: str, en: str) -> RuleDataError:
    return RuleDataError(Text(f"{where}：{zh}", f"{where}: {en}"))
