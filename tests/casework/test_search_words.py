"""What finds what: names by parts, numbers in any writing, words of texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.casework.search_question import (
    check_address,
    holds_personal_number,
    read_question,
)
from shared.casework.search_words import (
    KINDS,
    Kind,
    asked_words,
    holds,
    identifier_words,
    name_words,
    number_words,
    text_words,
)
from shared.http.problems import Problem

WORDS = {
    "party": name_words,
    "identifier": identifier_words,
    "number": number_words,
    "text": text_words,
}
NUMBER = "行复〔2024〕7号"
COURT = "（2024）京01行初123号"


def is_found(term: str, written: str, kind: Kind) -> bool:
    """Say whether a term leads to the text by its words, and the text then holds it."""
    asked = asked_words(term, kind)
    return bool(asked) and asked <= WORDS[kind](written) and holds(term, written, kind)


@pytest.mark.parametrize(
    ("term", "name"),
    [
        ("张三", "张三"),
        ("王小", "王小明"),
        ("小明", "王小明"),
        ("王小明", "王小明"),
        ("市场监督", "示范区市场监督管理局"),
        ("买买提", "阿依古丽·买买提"),
        ("阿依古丽买买提", "阿依古丽·买买提"),
        ("古丽·买买", "阿依古丽·买买提"),
        ("Smi", "John Smith"),
        ("ＳＭＩＴＨ", "John Smith"),
        ("obrien", "Mary O'Brien"),
        ("3建筑", "第3建筑公司"),
        ("𠮷田", "𠮷田一郎"),
    ],
)
def test_a_name_is_found_by_its_parts(term: str, name: str) -> None:
    assert is_found(term, name, "party")


@pytest.mark.parametrize(
    ("term", "name"),
    [("王明", "王小明"), ("mith", "John Smith"), ("明小", "王小明"), ("建筑3", "第3建筑公司")],
)
def test_a_name_is_not_found_by_what_is_no_part_of_it(term: str, name: str) -> None:
    assert not is_found(term, name, "party")


@pytest.mark.parametrize(
    ("term", "number"),
    [
        (NUMBER, NUMBER),
        ("行复[2024]7号", NUMBER),
        ("行复(2024)7号", NUMBER),
        ("行复（２０２４）第００７号", NUMBER),
        ("行复2024 7号".replace(" ", ""), "行复〔2024〕7号".replace("〔", "").replace("〕", "")),
        ("行复20247号", NUMBER),
        ("行复〔2024〕", NUMBER),
        ("〔2024〕7", NUMBER),
        ("2024-7", NUMBER),
        ("7号", NUMBER),
        ("行复", NUMBER),
        ("(2024)京01行初123号", COURT),
        ("2024京01行初123", COURT),
        ("行初123", COURT),
        ("京01行初", COURT),
        ("市监罚", "示市监罚〔2024〕7号"),
        ("abc-12", "ABC-12/2024"),
    ],
)
def test_a_number_is_found_by_its_parts_in_any_writing(term: str, number: str) -> None:
    assert is_found(term, number, "number")


@pytest.mark.parametrize(
    ("term", "number"),
    [
        ("12号", "行复〔2024〕112号"),
        ("行复〔2024〕1", "行复〔2024〕12号"),
        ("024", NUMBER),
        ("〔2023〕7号", NUMBER),
        ("2024", "行复〔2023〕2024号".replace("2024", "12")),
    ],
)
def test_a_number_is_not_found_by_pieces_of_its_figures(term: str, number: str) -> None:
    assert not is_found(term, number, "number")


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("渗水", "楼上住户装修后长期渗水，要求修复"),
        ("渗水，要求", "楼上住户装修后长期渗水，要求修复"),
        ("长期渗水", "楼上住户装修后长期渗水，要求修复"),
        ("住户的房屋", "邻居住户的房屋"),
        ("WiFi", "要求开通wifi。"),
        ("120", "罚款120元"),
        ("5G", "楼顶5g基站"),
        ("A1B2C3", "车牌a1b2c3，违停"),
    ],
)
def test_a_text_is_found_by_its_words(term: str, text: str) -> None:
    assert is_found(term, text, "text")


@pytest.mark.parametrize(
    ("term", "text"), [("20", "罚款120元"), ("fi", "wifi"), ("水要", "渗水，要")]
)
def test_a_text_is_not_found_across_its_words(term: str, text: str) -> None:
    assert not is_found(term, text, "text")


@pytest.mark.parametrize(
    "term", ["13800138000", "138 0013 8000", "138-0013-8000", "１３８００１３８０００"]
)
def test_the_number_of_a_person_is_found_as_a_whole_only(term: str) -> None:
    assert is_found(read_question(term).terms[0], "13800138000", "identifier")
    assert not is_found("1380013800", "13800138000", "identifier")


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ("13800138000", "+86 138 0013 8000"),
        ("13800138000", "008613800138000"),
        ("053188881234", "0531-88881234-801"),
        ("053188881234", "(0531)8888 1234转801"),
        ("京外劳字2026/17", "京外劳字2026/17"),
        ("京外劳字2026/17", "京外劳字２０２６／１７"),
        ("军字第1234567号", "军字第1234567号"),
        ("USA110078010101", "usa 110078010101"),
        ("0012345678B", "0012345678(B)"),
    ],
)
def test_a_number_is_found_as_people_write_it(written: str, term: str) -> None:
    assert is_found(read_question(term).terms[0], written, "identifier")


def test_two_numbers_are_two_terms() -> None:
    for asked in ("13800138000 13900139000", "张三 13800138000", "军字第1234567号 13800138000"):
        assert read_question(asked).terms == tuple(asked.split())


@given(
    name=st.text(alphabet="张王李小明华建国abcDEF·１2 ", min_size=2, max_size=12), data=st.data()
)
def test_any_part_of_a_name_is_found_unless_it_begins_within_a_word(
    name: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(name) - 2))
    part = name[start : data.draw(st.integers(start + 2, len(name)))]
    whole = "".join(name.split())
    if " " in part or not holds(part, whole, "party") or not asked_words(part, "party"):
        return
    assert asked_words(part, "party") <= name_words(whole)


@pytest.mark.parametrize(
    "written", ["张", "a", "7", "…", "%_*", "。，！", "🙂🙂", "　 ", "张 三", "%张%"]
)
def test_what_can_find_nothing_is_refused_by_name(written: str) -> None:
    with pytest.raises(Problem) as refused:
        read_question(written)
    assert refused.value.status == 422
    assert list(refused.value.errors or {}) == ["q"]


def test_more_words_than_eight_are_refused() -> None:
    with pytest.raises(Problem):
        read_question(" ".join(f"张{number}三" for number in range(9)))


@pytest.mark.parametrize(
    "written", ["11010119900307123X", "张三 13800138000", "110101 19900307 1234", "138-0013-8000"]
)
def test_the_full_number_of_a_person_is_refused_in_an_address(written: str) -> None:
    assert holds_personal_number(written)
    with pytest.raises(Problem):
        check_address(written)


@pytest.mark.parametrize("written", [NUMBER, COURT, "张三", "示市监罚〔2024〕20240001号"])
def test_official_numbers_may_stand_in_an_address(written: str) -> None:
    check_address(written)


@given(st.text(max_size=120))
def test_whatever_is_typed_is_read_or_refused(written: str) -> None:
    try:
        question = read_question(written)
    except Problem:
        return
    for term in question.terms:
        for kind in KINDS:
            assert isinstance(holds(term, written, kind), bool)
