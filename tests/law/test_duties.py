"""The duties by the items of 行政复议法 11, and the statutory time to perform them."""

from __future__ import annotations

import pytest

from shared.law import RuleDataError
from shared.law.duties import load_duties, read_duties

FINE = '"11(3)": {name: {zh: 许可, en: licence}, performance: LX-02}'


def test_only_information_and_licences_have_a_statutory_time_of_their_own() -> None:
    rules = {item: duty.performance for item, duty in load_duties().items()}

    assert rules == {
        "11(3)": "LX-02",
        "11(11)": None,
        "11(12)": None,
        "11(14)": "LX-01",
        "11(15)": None,
    }


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        (FINE.replace("LX-02", "LX-99"), "LX-99"),
        (FINE.replace("en: licence", "fr: licence"), "name"),
        (FINE.replace(", performance: LX-02", ""), "performance"),
    ],
)
def test_a_defect_of_the_file_is_named_with_its_item(wrong: str, named: str) -> None:
    assert read_duties(FINE)["11(3)"].name.en == "licence"
    with pytest.raises(RuleDataError) as refused:
        read_duties(wrong)

    assert "11(3)" in refused.value.text.zh
    assert named in refused.value.text.en
