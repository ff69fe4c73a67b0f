"""What a form for the correction of an entry is drawn from."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from shared.casework.answers import TextAnswer
from shared.casework.case import Case
from shared.casework.casework import Casework
from shared.casework.correcting import says_whose_it_is
from shared.casework.guarding import Actor
from shared.casework.payload_schema import payload_schema
from shared.casework.personal import masked
from shared.http.schemas import IsoDate, StrictSchema
from shared.language import Language

_FIRST = 1


class CorrectionFormAnswer(StrictSchema):
    """What an entry says as it stands, numbers of persons masked, and what it may say instead."""

    entry = fields.Integer(required=True)
    command = fields.String(required=True)
    label = fields.Nested(TextAnswer, required=True)
    on = IsoDate(required=True)
    as_it_stands = fields.Dict(required=True)
    schema = fields.Dict(required=True)


def correction_form(
    casework: Casework, case: Case, version: int, actor: Actor, language: Language
) -> dict[str, Any]:
    """
    Return what an entry says, with the schema of its fields that a correction may change.

    Raises `Problem`: 403 for an agency from which the case is hidden, 422 at `entry` for one that
    does not count or that the system made.
    """
    command, step = casework.amending.to_correct(case, version, actor)
    asked = payload_schema(
        command.schema if step.version == _FIRST else command.schema_on_case, language
    )
    kept = says_whose_it_is(command)
    offered = {
        name: part
        for name, part in asked["properties"].items()
        if name not in kept and not part.get("x-reported")
    }
    return {
        "entry": step.version,
        "command": command.name,
        "label": command.label.as_dict(),
        "on": step.on.isoformat(),
        "as_it_stands": {n: v for n, v in masked(dict(step.payload)).items() if n in offered},
        "schema": {**asked, "properties": offered},
    }
