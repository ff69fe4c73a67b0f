"""Every field and every choice has words, or nothing starts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

import pytest
from marshmallow import Schema, fields, validate

from gateway.sign_in import CredentialsSchema
from services import litigation, mediation, petitions, reconsideration
from services.liaison.court.schemas import NOTICES, AnyNotice
from shared.casework.act_parts import Act
from shared.casework.checking import ProcedureError
from shared.casework.fields import Choice, ListOf, Part, PlainText
from shared.casework.loading import load_procedure
from shared.casework.payload_schema import payload_schema
from shared.casework.payloads import Command
from shared.casework.vocabulary import fact_name
from shared.events.parked_schemas import ReasonSchema, WantedParked
from shared.http.blueprint import DocumentedBlueprint
from shared.http.identity import EDGE_ROLES, OFFICER_ROLES, ROLE_NAMES
from shared.http.labels import UnlabelledError, check_labels, label
from shared.http.schemas import StrictSchema
from shared.language import Language, Text
from shared.law import Level, Obligor, load_rules
from shared.law.words import LEVEL_WORDS, OBLIGOR_WORDS
from tests.support.casework import GUARDS, PROCEDURE, SCHEMAS

TRACKS = (petitions, mediation, reconsideration, litigation)


class Unnamed(Command):
    note = PlainText(80)


class HalfNamed(Command):
    note = PlainText(80, metadata=label("记录", ""))


class Speechless(Command):
    kind = fields.String(
        validate=validate.OneOf(["a", "b"]),
        metadata=label("种类", "kind", values={"a": Text("甲", "first")}),
    )


class Inner(StrictSchema):
    depth = PlainText(80)


class Deep(Command):
    parts = ListOf(Part(Inner), metadata=label("部分", "parts"))


MISSING: list[tuple[type[Schema], str]] = [
    (Unnamed, "Unnamed.note has no label in both languages"),
    (HalfNamed, "HalfNamed.note has no label in both languages"),
    (Speechless, "Speechless.kind has no words for its value 'b'"),
    (Deep, "Inner.depth has no label in both languages"),
]


@pytest.mark.parametrize(("schema", "said"), MISSING)
def test_a_track_with_a_field_or_choice_without_words_does_not_load(
    schema: type[Schema], said: str
) -> None:
    schemas = ModuleType("trial")
    vars(schemas).update({**vars(SCHEMAS), "Note": schema})
    procedure = PROCEDURE.replace("    sets: {append: {notes: [text]}}\n", "")

    with pytest.raises(ProcedureError, match=re.escape(f"commands.note.payload: {said}")):
        load_procedure(procedure, schemas, GUARDS)


@pytest.mark.parametrize(("schema", "said"), MISSING)
def test_a_route_of_coordination_without_words_does_not_start(
    schema: type[Schema], said: str
) -> None:
    with pytest.raises(UnlabelledError, match=re.escape(said)):
        DocumentedBlueprint.arguments(schema)


def test_a_choice_has_words_for_each_of_its_values_by_how_it_is_made() -> None:
    choice = Choice({"a": Text("甲", "first"), "b": Text("乙", "second")})

    assert choice.deserialize("b") == "b"
    assert choice.values["b"].zh == "乙"


@pytest.mark.parametrize("track", TRACKS, ids=lambda track: track.__name__)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_payload_has_a_schema_with_words_in_one_language(
    track: ModuleType, language: Language
) -> None:
    for command in track.track().procedure.commands.values():
        check_labels(command.schema)
        schema = payload_schema(command.schema, language)
        for name, field in _fields(schema):
            assert field["title"].strip(), f"{command.name}.{name}"
            assert "$ref" not in field
            assert "x-enumDescriptions" not in field


def payload_of(track: ModuleType, command: str) -> type[Schema]:
    found: type[Schema] = track.track().procedure.commands[command].schema
    return found


def test_words_of_a_choice_and_help_stand_in_the_schema_in_the_language_asked() -> None:
    def ground(language: Language) -> Mapping[str, Any]:
        found: Mapping[str, Any] = payload_schema(payload_of(reconsideration, "suspend"), language)[
            "properties"
        ]["ground"]
        return found

    missing = {"const": "39(3)", "title": "39(3) 作为申请人的公民下落不明"}
    assert missing in ground("zh")["oneOf"]
    assert {"const": "39(3)", "title": "39(3) the applicant is missing"} in ground("en")["oneOf"]
    on = payload_schema(Command, "en")["properties"]["on"]
    assert (on["title"], on["description"]) == (
        "day of the act",
        "The day on which the act took place in law; today when empty.",
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_text_that_takes_others_too_has_the_words_of_known_values(language: Language) -> None:
    kind = payload_schema(Act, language)["properties"]["kind"]

    assert "oneOf" not in kind
    words = {"zh": "行政处罚", "en": "penalty"}
    assert {"const": "penalty", "title": words[language]} in kind["x-known"]


def test_bounds_formats_defaults_and_what_is_required_stand_in_the_schema() -> None:
    schema = payload_schema(payload_of(petitions, "extend"), "zh")

    assert schema["required"] == ["days", "approved_by", "reason"]
    assert schema["properties"]["days"]["minimum"] == 1
    assert schema["properties"]["reason"]["maxLength"] == 2000
    assert schema["properties"]["on"]["format"] == "date"
    assert schema["additionalProperties"] is False
    kinds = payload_schema(payload_of(reconsideration, "start_mediation"), "zh")["properties"]
    assert kinds["mediation_kind"]["default"] == "administrative"


def test_a_field_for_a_party_of_the_case_says_so() -> None:
    payloads = {
        each.schema for track in TRACKS for each in track.track().procedure.commands.values()
    }
    found = [part for each in payloads for part in parts_named("party", payload_schema(each, "zh"))]

    assert len(found) > 3
    assert [part for part in found if "x-party" not in part] == []


def parts_named(name: str, schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the texts of this name wherever they stand in a schema."""
    for field_name, part in schema.get("properties", {}).items():
        if field_name == name and part.get("type") == "string":
            yield part
        yield from parts_named(name, part)
        yield from parts_named(name, part.get("items", {}))


def test_what_the_system_derives_is_no_field_of_a_form() -> None:
    schema = payload_schema(payload_of(petitions, "classify"), "zh")

    assert "confidential_reporter" not in schema["properties"]


@pytest.mark.parametrize(
    "schema", [*NOTICES.values(), AnyNotice, CredentialsSchema, WantedParked, ReasonSchema]
)
def test_what_callers_send_to_the_gateway_has_words(schema: type[Schema]) -> None:
    check_labels(schema)


@pytest.mark.parametrize("track", TRACKS, ids=lambda track: track.__name__)
def test_every_fact_that_a_command_waits_for_and_every_milestone_has_words(
    track: ModuleType,
) -> None:
    procedure = track.track().procedure

    for command in procedure.commands.values():
        paths = [path for path in command.requires if not path.startswith("payload.")]
        for path in (*paths, *(f"milestones.{name}" for name in command.sets.milestones)):
            name = fact_name(procedure, path)
            assert name.zh != path.partition(".")[2], path


def test_every_rule_of_a_clock_has_a_name_in_both_languages() -> None:
    for rule in load_rules():
        for version in rule.versions:
            assert version.name.zh
            assert version.name.en


def test_roles_levels_and_obligors_have_words() -> None:
    assert set(ROLE_NAMES) == {*OFFICER_ROLES, *EDGE_ROLES, "system"}
    assert set(LEVEL_WORDS) == set(Level)
    assert set(OBLIGOR_WORDS) == set(Obligor)


def _fields(schema: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, field in schema["properties"].items():
        yield name, field
        part = field.get("items", field)
        if "properties" in part:
            yield from _fields(part)
