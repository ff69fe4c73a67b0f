"""Key groups are a vocabulary: of the house, in both languages, and nothing beside it."""

from __future__ import annotations

import pytest

from shared.casework.key_groups import STANDARD, key_groups, read_key_groups
from shared.casework.payload_parts import Party
from shared.casework.payload_schema import payload_schema
from shared.http.problems import Problem
from shared.http.schemas import load
from shared.http.settings import SettingsError
from shared.language import Text


def test_a_party_belongs_to_a_group_that_is_known() -> None:
    assert load(Party(), {"name": "王小明", "key_group": "veterans"})["key_group"] == "veterans"


@pytest.mark.parametrize("group", ["退役军人", "Veterans", "veteran", "", " veterans"])
def test_any_other_word_is_refused_by_name_and_the_groups_are_told(group: str) -> None:
    with pytest.raises(Problem) as refused:
        load(Party(), {"name": "王小明", "key_group": group})

    assert (refused.value.status, refused.value.code) == (422, "validation")
    ((field, (text,)),) = (refused.value.errors or {}).items()
    assert field == "key_group"
    assert "veterans（退役军人）" in text.zh
    assert "veterans (veterans)" in text.en


def test_clients_are_told_the_groups() -> None:
    group = payload_schema(Party, "en")["properties"]["key_group"]

    assert {each["const"]: each["title"] for each in group["oneOf"]} == {
        code: name.en for code, name in STANDARD.items()
    }


def test_an_office_may_name_groups_of_its_own() -> None:
    groups = read_key_groups({"KEY_GROUPS": "miners=矿工/miners, boat_people=渔民/boat people"})

    assert groups == {
        "miners": Text("矿工", "miners"),
        "boat_people": Text("渔民", "boat people"),
    }
    assert read_key_groups({}) == STANDARD == key_groups()


@pytest.mark.parametrize(
    "written", ["miners", "miners=矿工", "Miners=矿工/miners", "a=甲/a,a=乙/b", "a=甲/a,"]
)
def test_groups_that_cannot_be_meant_end_the_start(written: str) -> None:
    with pytest.raises(SettingsError, match="KEY_GROUPS"):
        read_key_groups({"KEY_GROUPS": written})
