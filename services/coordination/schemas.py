"""What callers may send to coordination."""

from __future__ import annotations

from marshmallow import fields

from services.coordination.docket_rows import STATUSES
from shared.casework.fields import Choice, ListOf, PlainText
from shared.http.schemas import LegalDate, StrictInteger, StrictSchema
from shared.law import Level, Obligor, Unit


class ClockQuery(StrictSchema):
    """What the docket may be narrowed by."""

    due_before = LegalDate()
    level = Choice(*(str(each) for each in Level))
    track = PlainText(40)
    agency = PlainText(40)
    assignee = PlainText(80)
    obligor = Choice(*(str(each) for each in Obligor))
    status = Choice(*STATUSES)
    limit = fields.String()
    cursor = fields.String()


class SweepOrder(StrictSchema):
    """As of which day to sweep; today when nothing is said."""

    as_of = LegalDate()


class NoBody(StrictSchema):
    """Nothing."""


class RuleQuery(StrictSchema):
    """The day whose version is asked for."""

    on = LegalDate()


class PausePart(StrictSchema):
    """An interval that does not count: the days after `from`, up to and including `to`."""

    start = LegalDate(required=True, data_key="from")
    end = LegalDate(allow_none=True, load_default=None, data_key="to")
    reason = PlainText(200, allow_none=True)


class LengthPart(StrictSchema):
    """A length in place of the rule's own."""

    value = StrictInteger(required=True)
    unit = Choice(*(str(each) for each in Unit), required=True)
    direction = Choice("forward", "backward", load_default="forward")


class Computation(StrictSchema):
    """The facts from which a due date follows."""

    # Not required here: without it the answer names the fact that the rule counts from.
    started_on = LegalDate(allow_none=True, load_default=None)
    pauses = ListOf(fields.Nested(PausePart), most=100, load_default=list)
    extended_by = StrictInteger(load_default=0)
    on = LegalDate()
    variant = PlainText(60, allow_none=True, load_default=None)
    length = fields.Nested(LengthPart, allow_none=True, load_default=None)
    specified_on = LegalDate(allow_none=True, load_default=None)


class ReceiptCheck(Computation):
    """A receipt with the inputs that it is said to follow from, and the date if it is known."""

    receipt = fields.String(required=True)
    rule = PlainText(60, required=True)
    version = PlainText(60)
    due_on = LegalDate(allow_none=True)


class DaySpan(StrictSchema):
    """Days from one to another, both included."""

    first = LegalDate(required=True, data_key="from")
    last = LegalDate(required=True, data_key="to")
