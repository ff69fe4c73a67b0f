"""Correcting what was recorded: a fact that was entered wrongly, or a last entry of today."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from shared.casework import labels
from shared.casework.attaching import ATTACH, WITHDRAW
from shared.casework.case import plain
from shared.casework.fields import ListOf, Part, PlainText
from shared.casework.guarding import SYSTEM_ROLE, invalid
from shared.casework.payloads import BEGINNINGS, as_given, load_payload
from shared.casework.personal import Personal, masked
from shared.casework.procedure import Command, State
from shared.casework.taking_back import TakingBack
from shared.http.labels import label
from shared.http.problems import Problem
from shared.http.schemas import StrictBoolean, StrictInteger, StrictSchema
from shared.language import Text

CORRECT = "correct_entry"
TAKE_BACK = "take_back_entry"
OTHERS = "others"
Changes = Sequence[Mapping[str, Any]]
"""Of each field that is corrected its place (`field`) and right value (`value`)."""
CORRECTED = "corrected"
"""How an entry is superseded whose effect stays, with other particulars."""
AMENDING = frozenset({CORRECT, TAKE_BACK})
_PLACE = re.compile(r"[a-z][a-z0-9_]{0,63}(\.([0-9]{1,4}|[a-z][a-z0-9_]{0,63})){0,4}\Z", re.ASCII)
_NOTHING_CHANGES = Text("更正后与原记录相同。", "It is recorded so already.")
_TWICE = Text("同一项只能更正一次。", "A field is corrected once only, whole or in part.")
_NOT_BY_CORRECTION = Text(
    "办理机关、承办人和案件的关联各有专门的步骤，不能以更正改变。",
    "The handling agency, the officer in charge and what a case belongs to change by steps of "
    "their own, not by a correction.",
)
_EITHER_OR = Text(
    "写明更正内容，或者写明撤销该步骤，二者择一。",
    "Say what it should be, or that it is withdrawn; one of both.",
)
_NO_SUCH_FIELD = Text("原记录中没有这一项。", "The entry has no such field.")


class CorrectedField(StrictSchema):
    """A field of what an entry carried, and its right value; what it says may be personal."""

    field = fields.String(
        required=True,
        validate=validate.Regexp(_PLACE),
        metadata=label(
            "字段",
            "field",
            "名单中的一项写作 applicants.0.phone。",
            "One of a list as applicants.0.phone.",
        ),
    )
    value = fields.Raw(
        required=True,
        allow_none=True,
        metadata=label("正确的值", "right value", "null 为删去。", "null removes it."),
    )

    @post_load
    def _may_be_personal(self, data: Mapping[str, Any], **_: Any) -> Mapping[str, Any]:
        return {**data, "value": _personal(data["value"])}


class CorrectedEntry(StrictSchema):
    """An entry with how it really was, or that it was recorded by mistake and never was."""

    entry = StrictInteger(
        required=True,
        validate=validate.Range(min=1),
        metadata=label("更正哪一条记录", "entry to correct", "记录的版本号。", "Its version."),
    )
    corrected = ListOf(
        Part(CorrectedField), least=1, most=50, metadata=label("更正内容", "what it should be")
    )
    withdrawn = StrictBoolean(
        validate=validate.Equal(True),
        metadata=label(
            "撤销误登记的步骤",
            "withdrawn: it never was",
            "该步骤实际没有发生的，写 true，不写更正内容；原记录保留并注明。",
            "True, instead of corrections, for a step that never took place; its record stays.",
        ),
    )

    @validates_schema
    def _says_one_thing(self, data: Mapping[str, Any], **_: Any) -> None:
        if ("corrected" in data) == ("withdrawn" in data):
            raise ValidationError([_EITHER_OR], "corrected")


class Correction(CorrectedEntry):
    """
    What was recorded wrongly in an entry, how it really was, and why it was wrong.

    Entries that stand or fall with one another are corrected in one step (`others`).
    """

    others = ListOf(
        Part(CorrectedEntry),
        most=20,
        metadata=label(
            "同时更正的其他记录",
            "other entries corrected with it",
            "几条记录互相矛盾、须一并更正的，在此列出。",
            "Entries that contradict each other are corrected together.",
        ),
    )
    reason = PlainText(2000, required=True, metadata=labels.REASON)
    approved_by = PlainText(
        200,
        metadata=label(
            "批准人",
            "approved by",
            "更正使期限的最后一日变动的，须经批准。",
            "Needed where the correction moves the last day of a period.",
        ),
    )


def amending_commands(states: Mapping[str, State], officers: frozenset[str]) -> dict[str, Command]:
    """Return the commands by which what was recorded is corrected, in any state."""
    correct = Command(
        name=CORRECT,
        label=Text("更正记录", "correct an entry"),
        from_states=frozenset(states),
        targets=(),
        roles=officers,
        schema=Correction,
        articles=(),
        event="entry_corrected",
    )
    take_back = Command(
        name=TAKE_BACK,
        label=Text("撤回本人今日最后一条记录", "take back the own last entry of today"),
        from_states=frozenset(states),
        targets=(),
        roles=officers,
        schema=TakingBack,
        articles=(),
        event="entry_taken_back",
    )
    return {command.name: command for command in (correct, take_back)}


def corrected_payload(
    command: Command, recorded: Mapping[str, Any], corrected: Changes, *, opens: bool
) -> dict[str, Any]:
    """
    Return the payload of an entry as it should have been.

    Raises `Problem` 422: at `corrected.<field>` for a field or value that the command refuses, one
    that is named twice, or one that says whose the case is; at `corrected` where nothing changes.
    """
    _check_places(command, corrected)
    schema = (command.schema if opens else command.schema_on_case)()
    wanted = with_changes(as_given(schema, recorded), corrected)
    try:
        loaded = load_payload(schema, wanted)
    except Problem as problem:
        errors = {f"corrected.{field}": texts for field, texts in (problem.errors or {}).items()}
        raise Problem(problem.status, problem.code, problem.detail, errors=errors) from problem
    if plain(loaded) == plain(dict(recorded)):
        raise invalid("corrected", _NOTHING_CHANGES)
    return loaded


def is_correctable(
    command: str, actor: Mapping[str, Any], superseded: Mapping[str, Any] | None
) -> bool:
    """Say whether an entry is what somebody recorded, and still counts."""
    stands = superseded is None or superseded["how"] == CORRECTED
    return stands and command not in AMENDING | {ATTACH, WITHDRAW} and actor["role"] != SYSTEM_ROLE


def says_whose_it_is(command: Command) -> frozenset[str]:
    """Return the fields that decide who handles a case; no correction changes them."""
    paths = (command.sets.agency, command.sets.assignee, command.sets.matter)
    set_by = {path.removeprefix("payload.") for path in paths if path}
    return frozenset({*set_by, *(BEGINNINGS if command.creates else ())})


def with_changes(recorded: Mapping[str, Any], changes: Changes) -> dict[str, Any]:
    """Return a payload with `changes` in it; 422 at `corrected.<place>` for a place it lacks."""
    wanted: dict[str, Any] = plain(dict(recorded))
    for change in changes:
        _put(wanted, change["field"].split("."), plain(change["value"]), change["field"])
    return wanted


def masked_corrections(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return the payload of a correction with numbers of persons masked, as by their fields."""
    shown = [
        {**each, "value": masked(each["value"], each["field"].rpartition(".")[2])}
        for each in payload.get("corrected", ())
    ]
    return {**payload, "corrected": shown} if shown else dict(payload)


def _check_places(command: Command, corrected: Changes) -> None:
    places = [change["field"] for change in corrected]
    for number, place in enumerate(places):
        if place.partition(".")[0] in says_whose_it_is(command):
            raise invalid(f"corrected.{place}", _NOT_BY_CORRECTION)
        others = places[:number] + places[number + 1 :]
        if any(f"{place}.".startswith(f"{other}.") for other in others):
            raise invalid(f"corrected.{place}", _TWICE)


def _personal(value: Any) -> Any:
    if isinstance(value, str):
        return Personal(value)
    if isinstance(value, list):
        return [_personal(item) for item in value]
    if isinstance(value, dict):
        return {name: _personal(item) for name, item in value.items()}
    return value


def _put(payload: Any, path: list[str], value: Any, whole: str) -> None:
    """Put a value where the path leads, None to remove what is there."""
    *leading, last = path
    for name in leading:
        payload = _within(payload, name, whole)
    if not isinstance(payload, dict):
        _within(payload, last, whole)
        payload[int(last)] = value
    elif value is None:
        payload.pop(last, None)
    else:
        payload[last] = value


def _within(payload: Any, name: str, whole: str) -> Any:
    found: Any = None
    if isinstance(payload, list):
        number = int(name) if name.isdecimal() else len(payload)
        found = payload[number] if number < len(payload) else None
    elif isinstance(payload, dict):
        found = payload.get(name)
    if found is None:
        raise invalid(f"corrected.{whole}", _NO_SUCH_FIELD)
    return found
