"""The key groups (重点群体) of parties that early warnings watch: policy, no statute."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from marshmallow import fields, validate

from shared.http.schemas import refusal
from shared.http.settings import SettingsError
from shared.language import Text

VARIABLE = "KEY_GROUPS"
_ENTRY = re.compile(r"\s*([a-z][a-z0-9_]{0,59})\s*=\s*([^/=]{1,60}?)\s*/\s*([^/=]{1,60}?)\s*\Z")

STANDARD: Mapping[str, Text] = MappingProxyType(
    {
        "migrant_workers": Text("农民工", "migrant workers"),
        "platform_workers": Text("新就业形态劳动者", "platform workers"),
        "laid_off_workers": Text("下岗失业人员", "laid-off workers"),
        "retired_workers": Text("退休人员", "retired workers"),
        "veterans": Text("退役军人", "veterans"),
        "teachers": Text("教师", "teachers"),
        "landless_farmers": Text("失地农民", "farmers who lost their land"),
        "relocated_residents": Text("拆迁安置群众", "relocated residents"),
        "home_buyers": Text("购房人", "home buyers"),
        "investors": Text("涉众型经济案件受损人员", "investors who suffered loss"),
        "minors": Text("未成年人", "minors"),
        "elderly": Text("老年人", "elderly people"),
        "disabled": Text("残疾人", "people with disabilities"),
        "women": Text("妇女", "women"),
        "other": Text("其他重点群体", "another key group"),
    }
)
"""The groups where an office names none of its own."""


def read_key_groups(environment: Mapping[str, str]) -> Mapping[str, Text]:
    """
    Return the groups of `KEY_GROUPS`, written `code=中文/English, …`, else the standard ones.

    Raises `SettingsError` for what cannot be meant.
    """
    written = environment.get(VARIABLE, "").strip()
    if not written:
        return STANDARD
    groups: dict[str, Text] = {}
    for entry in written.split(","):
        found = _ENTRY.match(entry)
        if found is None or found[1] in groups:
            raise SettingsError(f"{VARIABLE} has an entry that is not code=中文/English: {entry!r}")
        groups[found[1]] = Text(found[2], found[3])
    return MappingProxyType(groups)


@cache
def key_groups() -> Mapping[str, Text]:
    """Return the groups that this process knows, by their code."""
    return read_key_groups(os.environ)


def shown_key_groups() -> list[dict[str, Any]]:
    """Return the groups with their names in both languages."""
    return [{"key": code, "name": name.as_dict()} for code, name in key_groups().items()]


class IsKeyGroup(validate.Validator):
    """Refuses what is none of the groups, naming those there are."""

    @property
    def choices(self) -> tuple[str, ...]:
        """The codes, as JSON Schema lists them."""
        return tuple(key_groups())

    def __call__(self, value: str) -> str:
        """Return the code, if there is such a group."""
        if value not in key_groups():
            zh = "、".join(f"{code}（{name.zh}）" for code, name in key_groups().items())
            en = ", ".join(f"{code} ({name.en})" for code, name in key_groups().items())
            raise refusal(Text(f"没有此重点群体。可选：{zh}", f"No such key group. One of: {en}"))
        return value


class KeyGroup(fields.String):
    """The key group that a party belongs to."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validate=IsKeyGroup(), **kwargs)

    @property
    def values(self) -> Mapping[str, Text]:
        """The words of each group."""
        return key_groups()
