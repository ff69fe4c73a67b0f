"""The duties that an agency may be asked to perform, as the law tells them apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from shared.language import Text
from shared.law.documents import read_document
from shared.law.errors import RuleDataError
from shared.law.registry import load_rules

FILE = "duties.yaml"


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty (法定职责): its words, and the rule with the statutory time to perform it."""

    item: str
    name: Text
    performance: str | None


@cache
def load_duties() -> Mapping[str, Duty]:
    """Read and check the data file; raises RuleDataError."""
    return read_duties((files("shared.law") / FILE).read_text("utf-8"))


def read_duties(text: str) -> Mapping[str, Duty]:
    """Read duties by their item; raises RuleDataError naming the item at fault."""
    document = read_document(text)
    return MappingProxyType({item: _duty(item, body) for item, body in document.items()})


def duty_names() -> Mapping[str, Text]:
    """Return the words of each duty by its item."""
    return MappingProxyType({item: duty.name for item, duty in load_duties().items()})


def _duty(item: str, body: Any) -> Duty:
    if not isinstance(body, dict) or set(body) != {"name", "performance"}:
        raise _defect(item, "应有 name 和 performance", "must have name and performance")
    name, performance = body["name"], body["performance"]
    if not isinstance(name, dict) or set(name) != {"zh", "en"}:
        raise _defect(item, "name 应有 zh 和 en", "name must have zh and en")
    if performance is not None and performance not in load_rules():
        raise _defect(item, f"没有期限规则 {performance}", f"there is no rule {performance}")
    return Duty(item, Text(name["zh"], name["en"]), performance)


def _defect(item: str, zh: str, en: str) -> RuleDataError:
    return RuleDataError(Text(f"{FILE} {item}：{zh}", f"{FILE} {item}: {en}"))
