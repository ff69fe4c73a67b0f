"""Every case names its field by one list, so that fields can be counted."""

from __future__ import annotations

from typing import Any

import pytest

from shared.casework.disputed_fields import DISPUTED_FIELDS
from shared.casework.payloads import Opening
from shared.http.problems import Problem
from shared.http.schemas import load


def test_the_fifteen_fields_are_there_and_one_for_the_rest() -> None:
    assert {name.zh for name in DISPUTED_FIELDS.values()} == {
        *("劳动争议", "交通事故", "医疗纠纷", "校园伤害", "土地矿产"),
        *("山林权属", "房屋征收拆迁", "物业管理", "消费维权", "价格争议"),
        *("生态环境", "社会保障", "知识产权", "金融", "养老服务与养老金"),
        "其他",
    }


@pytest.mark.parametrize("field", sorted(DISPUTED_FIELDS))
def test_a_case_is_opened_in_a_field_of_the_list(field: str) -> None:
    assert load(Opening(), {"field": field}) == {"field": field}


@pytest.mark.parametrize("field", ["劳动争议", "Labour", "", 1])
def test_a_field_outside_the_list_is_refused_by_name(field: Any) -> None:
    with pytest.raises(Problem) as refused:
        load(Opening(), {"field": field})

    assert (refused.value.code, list(refused.value.errors or {})) == ("validation", ["field"])


def test_every_field_has_its_name_in_both_languages() -> None:
    assert all(name.zh and name.en for name in DISPUTED_FIELDS.values())
