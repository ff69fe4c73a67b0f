"""Personal values are sealed where they are written, and open only where they belong."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bson import Binary

from shared.casework.personal import PREFIX, Personal, Sealer, UnsealError, masked, masked_name

SEALER = Sealer({"k1": b"1" * 32, "k0": b"0" * 32}, "k1")


def test_the_same_value_sealed_twice_differs_and_its_index_does_not() -> None:
    first = SEALER.seal("王小明", document="a", field="name")
    second = SEALER.seal("王小明", document="a", field="name")

    assert first != second
    assert SEALER.open(first, document="a", field="name") == "王小明"
    assert SEALER.index("110101 19900307 0011", field="id_number") == SEALER.index(
        "１１０１０１199003070011", field="id_number"
    )


@pytest.mark.parametrize(("document", "field"), [("b", "name"), ("a", "address")])
def test_a_value_moved_to_another_place_does_not_open(document: str, field: str) -> None:
    sealed = SEALER.seal("王小明", document="a", field="name")

    with pytest.raises(UnsealError):
        SEALER.open(sealed, document=document, field=field)


def test_a_flipped_character_does_not_open() -> None:
    sealed = SEALER.seal("王小明", document="a", field="name")
    changed = sealed[:-8] + ("A" if sealed[-8] != "A" else "B") + sealed[-7:]

    with pytest.raises(UnsealError):
        SEALER.open(changed, document="a", field="name")


def test_an_unknown_key_fails_closed() -> None:
    with pytest.raises(UnsealError, match="unknown key"):
        SEALER.open(f"{PREFIX}k9:AAAA", document="a", field="name")


def test_values_of_an_older_key_still_open_after_rotation() -> None:
    old = Sealer({"k0": b"0" * 32}, "k0").seal("旧", document="a", field="name")

    assert SEALER.open(old, document="a", field="name") == "旧"


def test_nothing_has_no_index_and_fields_do_not_share_one() -> None:
    assert SEALER.index("", field="phone") is None
    assert SEALER.index(None, field="phone") is None
    assert SEALER.index("13800138000", field="phone") != SEALER.index("13800138000", field="x")


def test_only_personal_texts_are_sealed_at_any_depth() -> None:
    value = {"parties": [{"name": Personal("王小明"), "role": "applicant"}], "status": "filed"}

    sealed = SEALER.seal_all(value, document="a")

    assert sealed["status"] == "filed"
    assert sealed["parties"][0]["role"] == "applicant"
    assert isinstance(sealed["parties"][0]["name"], Binary)
    opened = SEALER.open_all(sealed, document="a")
    assert opened == value
    assert isinstance(opened["parties"][0]["name"], Personal)


def test_numbers_of_persons_are_shown_by_their_last_four_characters() -> None:
    shown = masked({"parties": [{"id_number": "110101199003070011", "phone": "13800138000"}]})

    assert shown["parties"][0] == {"id_number": "**************0011", "phone": "*******8000"}
    assert masked("12345", "phone") == "****45"
    assert masked("7", "id_number") == "****"


def test_of_telephones_neither_extensions_nor_remarks_are_shown() -> None:
    written = "022-2345 6789转801(子)、13900000001"

    assert masked({"phone": written}) == {"phone": "*******6789、*******0001"}


IMITATIONS = [
    "sealed:v1:",
    "sealed:v1:k1",
    "sealed:v1:k1:",
    "sealed:v1:k1:AAAA",
    "sealed:v1:k1:***",
    "sealed:v1:k1:关于",
    "sealed:v1:k9:QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=",
    f"{PREFIX}k1:{'A' * 80}",
    "sealed:v2:k1:AAAA",
]


@pytest.mark.parametrize("text", IMITATIONS)
def test_a_text_that_looks_sealed_is_kept_as_the_text_it_is(text: str) -> None:
    plain = {"title": text}
    personal = {"name": Personal(text)}

    assert SEALER.open_all(plain, document="a") == plain
    assert SEALER.open_all(SEALER.seal_all(personal, document="a"), document="a") == personal


def test_a_sealed_text_of_another_place_is_a_text_here() -> None:
    elsewhere = SEALER.seal("王小明", document="b", field="title")

    assert SEALER.open_all({"title": elsewhere}, document="a") == {"title": elsewhere}


def test_documents_of_before_which_hold_sealed_texts_still_open() -> None:
    before = {"name": SEALER.seal("王小明", document="a", field="name"), "status": "filed"}

    opened = SEALER.open_all(before, document="a")

    assert opened == {"name": "王小明", "status": "filed"}
    assert isinstance(opened["name"], Personal)


@pytest.mark.parametrize(
    "change",
    [
        lambda sealed: Binary(sealed[:-1] + bytes([sealed[-1] ^ 1]), sealed.subtype),
        lambda sealed: Binary(sealed[:-20], sealed.subtype),
        lambda sealed: Binary(bytes([200]) + sealed[1:], sealed.subtype),
        lambda sealed: Binary(b"", sealed.subtype),
    ],
)
def test_a_sealed_value_that_was_changed_fails_closed(change: Callable[[Binary], Binary]) -> None:
    sealed = SEALER.seal_all({"name": Personal("王小明")}, document="a")["name"]

    with pytest.raises(UnsealError):
        SEALER.open_all({"name": change(sealed)}, document="a")
    with pytest.raises(UnsealError):
        SEALER.open_all({"address": sealed}, document="a")
    with pytest.raises(UnsealError):
        SEALER.open_all({"name": sealed}, document="b")


@pytest.mark.parametrize(
    ("name", "kind", "masked"),
    [
        ("张三", "person", "张某"),
        (" 欧阳娜娜 ", "person", "欧某"),
        ("smith", "person", "S."),
        ("李四烧烤店", "organisation", "某单位"),
        ("", "person", None),
        (None, None, None),
    ],
)
def test_a_name_in_a_list_is_masked_as_in_a_published_judgment(
    name: str | None, kind: str | None, masked: str | None
) -> None:
    assert masked_name(name, kind) == masked
