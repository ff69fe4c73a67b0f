"""Numbers of people are found however they are written; other numbers are left alone."""

import pytest

from shared.casework.personal_numbers import compact, holds_personal_number


@pytest.mark.parametrize(
    "text",
    [
        "身份证号110101199003070011",
        "身份证号 110101 19900307 0011",
        "身份证号１１０１０１１９９００３０７００１１",
        "11010519491231002x",
        "110101-1990-0307-0011",
        "110101199003070012",  # a slip in the last digit
        "3 110101199003070011",
        "旧证110101900307001",
        "电话13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "１３８００１３８０００",
        "1 3 8 0 0 1 3 8 0 0 0",
        "138\u200b0013\u200b8000",
        "+86 13800138000",
        "第3条 13800138000",
        "022-27891234",
        "（022）27891234",
        "0311 8789 1234",
        "卡号6222021234567890123",
        "6222 0212 3456 7890 123",
        "4111-1111-1111-1111",
        "6 2 2 2 0 2 1 2 3 4 5 6 7 8 9 0",
    ],
)
def test_the_number_of_a_person_is_found(text: str) -> None:
    assert holds_personal_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "示市监罚〔2024〕7号处罚决定，罚款3,000元",
        "2024-05-08至2024-05-19期间",
        "2024.05.08 2024.05.09",
        "2021 2022 2023 2024",
        "统一社会信用代码91110000600037341L",
        "统一社会信用代码11120101000000001H",
        "津公（交）行罚决字第1201012900123456号",
        "2024年5月8日10时30分，于12345热线反映",
        "面积1234.56平方米，合计1234567.89元",
        "第13条、第14条、第15条、第16条",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert not holds_personal_number(text)


def test_what_is_compared_has_no_blanks_width_or_separators() -> None:
    assert compact("王·小 明　ＡＢ-１２") == compact("王小明ab12")
