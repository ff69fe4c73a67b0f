"""Rule files that contradict their own form are refused, with the place and the key."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from shared.law import RuleDataError
from shared.law.documents import read_document
from shared.law.registry import rules_from

PLAIN = """
version: "2023"
in_force_from: 2024-01-01
law: 测试法
article: "1"
length: 5 working_day
day_zero: {fact: received, zh: 收到之日, en: the day of receipt}
obligor: agency
status: verified
rolls: true
sources: [测试法]
"""


def a_version(**changes: Any) -> dict[str, Any]:
    """Build a version as read from a file; a change to `...` leaves the key out."""
    version: dict[str, Any] = {**yaml.safe_load(PLAIN), **changes}
    return {key: value for key, value in version.items() if value is not ...}


def a_document(*versions: dict[str, Any], **changes: Any) -> dict[str, Any]:
    name = {"zh": "测试", "en": "test"}
    return {"TEST-01": {"name": name, "versions": list(versions), **changes}}


def refusal(document: Any) -> str:
    with pytest.raises(RuleDataError) as refused:
        rules_from([("test.yaml", document)])
    assert refused.value.text.zh != refused.value.text.en
    return refused.value.text.en


def test_a_plain_rule_is_read() -> None:
    rules = rules_from([("test.yaml", a_document(a_version()))])

    assert [rule.id for rule in rules] == ["TEST-01"]


@pytest.mark.parametrize(
    "key",
    ["article", "status", "law", "version", "length", "day_zero", "obligor", "rolls", "sources"],
)
def test_a_version_without_a_needed_key_is_refused(key: str) -> None:
    said = refusal(a_document(a_version(**{key: ...})))

    assert said == f"test.yaml: TEST-01 [0]: {key} is missing"


def test_a_missing_start_must_be_said() -> None:
    assert "in_force_from is missing" in refusal(a_document(a_version(in_force_from=...)))
    rules_from([("test.yaml", a_document(a_version(in_force_from=None)))])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"articel": "1"}, "unknown key: articel"),
        ({"article": ""}, "article is empty"),
        ({"article": 1}, "article must be a str"),
        ({"status": "sure"}, "status may not be sure"),
        ({"obligor": "everybody"}, "obligor may not be everybody"),
        ({"length": "five days"}, "length is no length"),
        ({"length": "5 weeks"}, "length is no length"),
        ({"rolls": "yes"}, "rolls must be a bool"),
        ({"sources": []}, "sources is empty"),
        ({"effect_on": "never"}, "effect_on may not be never"),
        ({"notes": {"zh": "说明"}}, "en is missing"),
        ({"extension": {"max_days": "30"}}, "max_days must be a int"),
        ({"extension": {"max_days": 30, "by": "head"}}, "unknown key: by"),
        ({"in_force_until": "2025-01-01"}, "in_force_until must be a date"),
        ({"variants": {"a": {"length": "1 year"}}}, "label is missing"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_version_with_a_wrong_value_is_refused(changes: dict[str, Any], said: str) -> None:
    assert said in refusal(a_document(a_version(**changes)))


def test_versions_that_overlap_are_refused() -> None:
    open_ended = a_version(version="2017", in_force_from=None)

    assert "overlap" in refusal(a_document(open_ended, a_version()))
    assert "overlap" in refusal(a_document(a_version(), open_ended))


def test_versions_that_share_a_single_day_are_refused() -> None:
    first_day = yaml.safe_load("2024-01-01")
    earlier = a_version(version="2017", in_force_from=None, in_force_until=first_day)

    assert "overlap" in refusal(a_document(earlier, a_version()))


def test_two_versions_of_one_label_are_refused() -> None:
    assert "one label" in refusal(a_document(a_version(), a_version()))


def test_a_version_that_ends_before_it_starts_is_refused() -> None:
    until = yaml.safe_load("2023-12-31")

    assert "before it starts" in refusal(a_document(a_version(in_force_until=until)))


def test_a_rule_without_versions_or_with_a_stray_key_is_refused() -> None:
    assert "versions is empty" in refusal(a_document())
    assert "unknown key: colour" in refusal(a_document(a_version(), colour="red"))


def test_one_id_in_two_files_is_refused() -> None:
    document = a_document(a_version())

    with pytest.raises(RuleDataError, match="TEST-01 stands twice"):
        rules_from([("a.yaml", document), ("b.yaml", document)])


def test_one_id_twice_in_a_file_is_refused() -> None:
    with pytest.raises(RuleDataError, match="line 2: the key 'TEST-01' is given twice"):
        read_document("TEST-01: {}\nTEST-01: {}\n")


def test_a_file_that_is_no_mapping_is_refused() -> None:
    assert "must map rule ids" in refusal(["TEST-01"])
    assert "must be a mapping" in refusal({"TEST-01": "text"})
