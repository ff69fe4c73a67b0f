"""What is asked and answered of parked effects, at a service and at the gateway alike."""

from __future__ import annotations

from collections.abc import Mapping

from marshmallow import fields, validate

from shared.events.parked import SET_ASIDE, WAITING
from shared.http.labels import label
from shared.http.page_query import PageQuery
from shared.http.schemas import StrictSchema, refusal
from shared.language import Text

LONGEST_REASON = 500
_STATUSES: Mapping[str, Text] = {
    WAITING: Text("等待处理", "waiting"),
    SET_ASIDE: Text("已搁置", "set aside"),
}
_NO_REASON = Text("须填写理由。", "A reason is needed.")


def _check_words(reason: str) -> None:
    if not reason.strip():
        raise refusal(_NO_REASON)


class WantedParked(PageQuery):
    """Which parked effects are listed; without `status` all."""

    status = fields.String(
        validate=validate.OneOf(list(_STATUSES)),
        metadata=label("处理状态", "state", values=_STATUSES),
    )


class ReasonSchema(StrictSchema):
    """Why the matter goes on without the event, and what was done by hand instead."""

    reason = fields.String(
        required=True,
        validate=[validate.Length(1, LONGEST_REASON), _check_words],
        metadata=label(
            "理由",
            "reason",
            "为何不再等待该事件，以及已人工办理了什么。",
            "Why the matter goes on without the event, and what was done by hand instead.",
        ),
    )


class SetAsideAnswer(StrictSchema):
    """Who set it aside, when, and why."""

    by = fields.String(required=True)
    by_name = fields.String(required=True, allow_none=True)  # the gateway adds it
    reason = fields.String(required=True)
    at = fields.String(required=True)


class ParkedAnswer(StrictSchema):
    """
    One effect that an event could not have at its receiver.

    `effect` is null where none of its effects could be tried, as when it cannot be read.
    """

    id = fields.String(required=True)
    event_id = fields.String(required=True)
    effect = fields.String(required=True, allow_none=True)
    type = fields.String(required=True)
    source = fields.String(required=True)
    sequence = fields.Integer(required=True)
    matter_id = fields.String(allow_none=True)
    case_number = fields.String(allow_none=True)
    status = fields.String(required=True, validate=validate.OneOf(list(_STATUSES)))
    attempts = fields.Integer(required=True)
    error = fields.String(allow_none=True)
    parked_at = fields.String(required=True)
    last_attempt_at = fields.String(allow_none=True)
    retry_requested = fields.Boolean(required=True)
    set_aside = fields.Nested(SetAsideAnswer, allow_none=True)


class ParkedPage(StrictSchema):
    """A page of them, what was parked first comes first; `next_cursor` is null on the last."""

    items = fields.List(fields.Nested(ParkedAnswer), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
