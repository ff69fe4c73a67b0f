"""Which texts are taken, and at which place a refused one is named."""

from __future__ import annotations

import pytest

from shared.http.texts import cleaned, complaint, complaints


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "第一行\n第二行\t表格",
        "第一行\r\n第二行",
        "阿卜杜热西提·买买提",
        "مەمەت ئەلى",
        "می\u200cخواهم",
        "👨\u200d👩\u200d👧",
        "𠮷野家",
        "Zoe\u0308",
        "示范\u3000区",
    ],
)
def test_what_people_write_is_taken(text: str) -> None:
    assert complaint(text) is None
    assert cleaned({"a": [text]}) == {"a": [text]}


@pytest.mark.parametrize(
    "refused",
    [
        *(chr(code) for code in range(0x20) if chr(code) not in "\t\n"),
        *(chr(code) for code in range(0x7F, 0xA0)),
        *"\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
        chr(0xD800),
        chr(0xDFFF),
        "\ufdd0",
        "\ufffe",
        "\U0001fffe",
        "\U0010ffff",
    ],
)
def test_what_only_machines_or_tricks_need_is_refused_by_its_code(refused: str) -> None:
    text = complaint(f"王{refused}小明")

    assert text is not None
    assert f"U+{ord(refused):04X}" in text.zh
    assert f"U+{ord(refused):04X}" in text.en
    assert cleaned([f"王{refused}小明"]) == ["王小明"]


@pytest.mark.parametrize("text", ["\u200b", "\u200b\u200d \ufeff", "\u3164", "\u2800", "\u0301"])
def test_a_text_that_shows_nothing_is_refused(text: str) -> None:
    assert complaint(text) is not None


def test_every_place_is_named_and_an_unfit_name_at_what_holds_it() -> None:
    value = {"a": [{"b": "\u0000"}, {"c": "x"}], "d": "\u202e", "e": {"f\u0000": "x"}, "g\u0000": 1}

    found = [".".join(path) for path, _ in complaints(value)]

    assert found == ["a.0.b", "d", "e", ""]
