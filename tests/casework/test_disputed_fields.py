"""Every case names its field by one list, so that fields can be counted."""

from __future__ import annotations

from typing import Any

import pytest

from shared.casework.disputed_fields import DISPUTED_FIELDS
from shared.casework.fields import Opening
from shared.http.problems import Problem
from shared.http.schemas import load


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
