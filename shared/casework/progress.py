"""How a case stands, about nobody: what terminals and the public may be told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import fields

from shared.casework.answers import TextAnswer
from shared.casework.procedure import Procedure
from shared.http.schemas import StrictSchema

_OF_A_CLOCK = ("rule", "name", "due_on", "obligor", "provisional")


class ProgressClockAnswer(StrictSchema):
    """A running period: what for, until when, and whose."""

    rule = fields.String(required=True)
    name = fields.Nested(TextAnswer, required=True)
    due_on = fields.String(required=True, allow_none=True)
    obligor = fields.String(required=True)
    provisional = fields.Boolean(required=True)


class ProgressAnswer(StrictSchema):
    """The state of a case and its running periods; no names, no texts."""

    status = fields.String(required=True)
    status_label = fields.Nested(TextAnswer, required=True)
    phase = fields.String(required=True)
    clocks = fields.List(fields.Nested(ProgressClockAnswer), required=True)


def progress_of(procedure: Procedure, shown: Mapping[str, Any]) -> dict[str, Any]:
    """Return the progress of a case from the row that lists show of it."""
    state = procedure.states[shown["status"]]
    return {
        "status": shown["status"],
        "status_label": state.label.as_dict(),
        "phase": str(state.phase),
        "clocks": [{name: clock[name] for name in _OF_A_CLOCK} for clock in shown["clocks"]],
    }
