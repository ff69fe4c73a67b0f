"""People as they are: their documents, telephones, organisations and names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pytest
from marshmallow import Schema, fields
from stdnum.cn import ric, uscc

from services import litigation, mediation, norms, petitions, reconsideration
from services.liaison.bodies.schemas import NewBody
from services.liaison.court.schemas import NOTICES
from shared.casework.fields import OrganisationCode, PersonalText, RegionCode, Telephones
from shared.casework.guarding import index_of
from shared.casework.identity_numbers import FORMER, ID_KINDS, mark_of, read_number
from shared.casework.organisation_codes import read_organisation_code
from shared.casework.payload_parts import Identified, Party
from shared.casework.telephones import first_number, read_telephones
from shared.http.problems import Problem
from shared.http.schemas import load
from shared.language import Text
from shared.legal_day import today
from tests.support.casework import keys

TODAY = date(2026, 11, 20)


def numbered(area: str, born: str, sequence: str = "001") -> str:
    """Return the true identity number of somebody born on a day in an area."""
    body = f"{area}{born}{sequence}"
    return body + ric.calc_check_digit(f"{body}0")


def a_party(**more: Any) -> dict[str, Any]:
    return load(Party(), {"name": "王小明", **more})


def errors_of(**more: Any) -> dict[str, Sequence[Text]]:
    with pytest.raises(Problem) as refused:
        a_party(**more)
    return dict(refused.value.errors or {})


@pytest.mark.parametrize(
    ("area", "born"),
    [
        ("130102", "19600101"),  # the area is younger than its holder
        ("110103", "19850607"),  # an area that is no more
        ("999999", "19900307"),  # an area that never was
        ("810000", "19900307"),  # Hong Kong
        ("820000", "19900307"),  # Macau
        ("830000", "19900307"),  # Taiwan
        ("110101", "19000101"),
        ("110101", "20000229"),
        ("110101", TODAY.strftime("%Y%m%d")),
    ],
)
def test_length_date_and_check_digit_decide_and_never_the_area(area: str, born: str) -> None:
    number = numbered(area, born)

    assert read_number(number, None, TODAY) == (number, None)
    assert read_number(number, "resident_identity_card", TODAY) == (
        number,
        "resident_identity_card",
    )


@pytest.mark.parametrize(
    "wrong",
    [
        numbered("110101", "19900307")[:-1] + "X",
        numbered("110101", "19900307")[:-1],
        numbered("110101", "19900307") + "0",
        numbered("110101", "19900230"),
        numbered("110101", "19010229"),
        numbered("110101", "20261121"),
        numbered("110101", "17990101"),
        "A" * 18,
        "",
        "110101900230001",
        "11010190030700",
        "E12345678",
    ],
)
def test_a_number_of_a_resident_that_cannot_be_true_is_refused(wrong: str) -> None:
    assert read_number(wrong, None, TODAY) is None
    assert read_number(wrong, "resident_identity_card", TODAY) is None


@pytest.mark.parametrize(
    "written",
    [
        "11010519491231002X",
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２ｘ",
        " 110105 19491231 002X ",
        "110105-19491231-002X",
    ],
)
def test_one_person_is_found_however_the_number_was_written(written: str) -> None:
    party = a_party(id_number=written)

    assert party["id_number"] == "11010519491231002X"
    assert blinded(party) == blinded({"id_number": "11010519491231002X"})


def blinded(party: dict[str, Any]) -> str | None:
    return index_of(party, lambda field, value: keys().sealer.index(value, field=field))


def test_a_number_of_fifteen_digits_is_marked_and_finds_the_person_of_the_renewed_one() -> None:
    party = a_party(id_number="110105491231002")

    assert (party["id_number"], party["id_kind"]) == ("110105491231002", FORMER)
    assert blinded(party) == blinded(a_party(id_number="11010519491231002X"))


@pytest.mark.parametrize(
    ("kind", "written", "read"),
    [
        ("residence_permit", numbered("830000", "19900307"), numbered("830000", "19900307")),
        ("hong_kong_macau_permit", "h12345678", "H12345678"),
        ("hong_kong_macau_permit", "M1234567801", "M1234567801"),
        ("taiwan_permit", "01234567", "01234567"),
        ("taiwan_permit", "0012345678(B)", "0012345678B"),
        ("foreign_permanent_resident_card", "usa110078010101", "USA110078010101"),
        (
            "foreign_permanent_resident_card",
            numbered("911124", "19810303"),
            numbered("911124", "19810303"),
        ),
        ("passport", "E１２３４５６７８", "E12345678"),
        ("passport", "EA1234567", "EA1234567"),
        ("passport", "C01X00T47", "C01X00T47"),
        ("military_id", "军字第1234567号", "军字第1234567号"),
        ("other", "京外劳字2026/17", "京外劳字2026/17"),
        ("former_identity_card", "110101900307001", "110101900307001"),
    ],
)
def test_the_number_of_another_document_is_taken_with_its_kind(
    kind: str, written: str, read: str
) -> None:
    party = a_party(id_kind=kind, id_number=written)

    assert (party["id_number"], party["id_kind"]) == (read, kind)


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("hong_kong_macau_permit", "K12345678"),
        ("taiwan_permit", "1234567"),
        ("passport", "护照E12345678"),
        ("passport", "1234"),
        ("foreign_permanent_resident_card", "US110078010101"),
        ("military_id", "***1234"),
        ("other", "**************0011"),
        ("other", "无\u0000"),
    ],
)
def test_a_number_that_is_not_of_its_kind_is_refused_by_its_name(kind: str, wrong: str) -> None:
    (text,) = errors_of(id_kind=kind, id_number=wrong)["id_number"]

    if "\u0000" not in wrong:
        assert ID_KINDS[kind].zh in text.zh
        assert ID_KINDS[kind].en in text.en


def test_a_number_without_kind_that_is_none_of_a_resident_is_told_the_kinds() -> None:
    (text,) = errors_of(id_number="E12345678")["id_number"]

    assert "“证件种类”" in text.zh
    assert "护照" in text.zh
    assert "kind of document" in text.en
    assert "passport" in text.en


def test_a_kind_needs_its_number_and_an_organisation_has_none() -> None:
    assert list(errors_of(id_kind="passport")) == ["id_kind"]
    assert list(errors_of(id_kind="library_card", id_number="E12345678")) == ["id_kind"]
    assert list(errors_of(kind="organisation", id_kind="passport", id_number="E12345678")) == [
        "id_number"
    ]


def test_equal_numbers_of_two_kinds_are_two_people_and_other_documents_find_nobody() -> None:
    assert mark_of("12345678", "passport") != mark_of("12345678", "taiwan_permit")
    assert mark_of("12345678", "other") is None
    resident = numbered("810000", "19900307")
    assert mark_of(resident, "residence_permit") == mark_of(resident, None)


@pytest.mark.parametrize(
    ("written", "kept", "first"),
    [
        ("13800138000", "13800138000", "13800138000"),
        ("138 0013 8000", "138 0013 8000", "13800138000"),
        ("138-0013-8000", "138-0013-8000", "13800138000"),
        ("１３８００１３８０００", "13800138000", "13800138000"),
        ("+86 138 0013 8000", "+86 138 0013 8000", "13800138000"),
        ("+86-10-12345678", "+86-10-12345678", "861012345678"),
        ("008613800138000", "008613800138000", "13800138000"),
        ("010-12345678转801", "010-12345678转801", "01012345678"),
        ("010-12345678 分机 801", "010-12345678 分机 801", "01012345678"),
        ("010-12345678 ext. 801", "010-12345678 ext. 801", "01012345678"),
        ("(0531)8888 1234", "(0531)8888 1234", "053188881234"),
        ("（0531）88881234", "(0531)88881234", "053188881234"),
        ("0531—88881234", "0531-88881234", "053188881234"),
        ("13800000000、13900000000", "13800000000、13900000000", "13800000000"),
        (
            "13800000000，13900000000；0531-88881234",
            "13800000000、13900000000、0531-88881234",
            None,
        ),
        ("13800000000/13900000000", "13800000000、13900000000", "13800000000"),
        ("13800000000或13900000000", "13800000000、13900000000", "13800000000"),
        ("13800000000 13900000000", "13800000000、13900000000", "13800000000"),
        ("13800000000（儿子）", "13800000000(儿子)", "13800000000"),
        (
            "13800000000（本人） 13900000000（妻）",
            "13800000000(本人)、13900000000(妻)",
            "13800000000",
        ),
        ("0531-88881234-801", "0531-88881234-801", "053188881234"),
        ("0531-8888-1234", "0531-8888-1234", "053188881234"),
        ("13800138000—8", "13800138000-8", "13800138000"),
        ("+86-10-12345678-801", "+86-10-12345678-801", "861012345678"),
        ("+86-138-0013-8000", "+86-138-0013-8000", "13800138000"),
        ("(0531) 8888 1234（总机）", "(0531) 8888 1234(总机)", "053188881234"),
        ("+1 (212) 555-0100", "+1 (212) 555-0100", "12125550100"),
        ("+852 2345 6789", "+852 2345 6789", "85223456789"),
        ("12345", "12345", "12345"),
    ],
)
def test_telephones_are_taken_as_people_write_them(
    written: str, kept: str, first: str | None
) -> None:
    assert read_telephones(written) == kept
    assert a_party(phone=written)["phone"] == kept
    if first is not None:
        assert first_number(kept) == first


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "无",
        "abc",
        "1234",
        "1" * 21,
        "*******8000",
        "13800138000转",
        "(0531",
        "13800138000、abc",
        "1380013800 139001390011",
        "、".join(["13800138000"] * 6),
        "13800138000\u202e",
    ],
)
def test_what_cannot_be_dialled_is_refused(wrong: str) -> None:
    assert list(errors_of(phone=wrong)) == ["phone"]


def organisation(body: str) -> str:
    return body + uscc.calc_check_digit(body)


@pytest.mark.parametrize(
    "body",
    ["91999999MA0000001", "N2340123MF0000001", "A1110000600037341"[:17], "52000000500000001"],
)
def test_codes_of_organisations_are_read_whatever_department_and_area(body: str) -> None:
    code = organisation(body)

    assert read_organisation_code(code) == code
    party = a_party(kind="organisation", organisation_code=f" {code[:8]} {code[8:].lower()}")
    assert party["organisation_code"] == code


@pytest.mark.parametrize(
    "wrong", ["91999999MA0000001", organisation("91999999MA0000001") + "0", "", "I" * 18]
)
def test_a_code_that_cannot_be_true_is_refused(wrong: str) -> None:
    assert list(errors_of(kind="organisation", organisation_code=wrong)) == ["organisation_code"]


@pytest.mark.parametrize(
    "name",
    [
        "阿卜杜热西提·买买提依明·库尔班江",
        "买买提•艾力",
        "邓",
        "Jean-Luc O’Brien",
        "Иванов Иван",
        "𠮷野家",
        "阿" * 60,
        "示范（北京）科技有限公司",
    ],
)
def test_names_are_kept_as_they_are(name: str) -> None:
    assert a_party(name=name)["name"] == name


def test_a_date_of_birth_is_not_in_the_future_of_the_office() -> None:
    number = numbered("110101", today().strftime("%Y%m%d"))

    assert a_party(id_number=number)["id_number"] == number


KIND_OF_FIELD: dict[str, type[fields.Field[Any]]] = {
    "id_number": PersonalText,
    "phone": Telephones,
    "organisation_code": OrganisationCode,
    "code": OrganisationCode,
    "region": RegionCode,
}


def schemas() -> Iterator[Schema]:
    tracks = (each.track for each in (litigation, mediation, norms, petitions, reconsideration))
    for track in tracks:
        for command in track().procedure.commands.values():
            yield command.schema()
    yield from (notice() for notice in NOTICES.values())
    yield from (each() for each in (NewBody,))


def named_fields(schema: Schema) -> Iterator[tuple[str, fields.Field[Any], Schema]]:
    for name, field in schema.fields.items():
        yield name, field, schema
        inner = field.inner if isinstance(field, fields.List) else field
        if isinstance(inner, fields.Nested):
            yield from named_fields(inner.schema)


def test_every_track_and_the_courts_door_read_people_and_numbers_alike() -> None:
    found = [each for schema in schemas() for each in named_fields(schema)]

    assert {name for name, _, _ in found} >= KIND_OF_FIELD.keys()
    for name, field, schema in found:
        # A code alone is that of a warning; an agency's stands beside its name.
        kind = None if name == "code" and "name" not in schema.fields else KIND_OF_FIELD.get(name)
        if kind is not None:
            assert isinstance(field, kind), (type(schema).__name__, name)
        if name == "id_number":
            assert isinstance(schema, Identified)
