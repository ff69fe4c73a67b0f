"""What coordination tells of clocks, matters and findings, as schemas."""

from __future__ import annotations

from marshmallow import fields

from shared.casework.system_payloads import FindingLift, FindingNote, Joining
from shared.casework.told_step import ToldOrigin
from shared.events import names
from shared.events.contract import (
    EventContract,
    ToldAgency,
    ToldReference,
    ToldSchema,
    ToldText,
)


class ToldClockDue(ToldSchema):
    """A clock whose last day is near or past, on the day `on`."""

    track = fields.String(required=True)
    case_id = fields.String(required=True)
    clock_id = fields.String(required=True)
    rule = fields.String(required=True)
    due_on = fields.Date(required=True)
    obligor = fields.String(required=True, allow_none=True)
    agency = fields.Nested(ToldAgency, required=True, allow_none=True)
    assignee = fields.String(required=True, allow_none=True)
    on = fields.Date(required=True)


class ToldClockWarning(ToldClockDue):
    """The level that a clock has reached, and the days left; negative when it is overdue."""

    level = fields.String(required=True)
    days_left = fields.Integer(required=True)


class ToldMatterParty(ToldSchema):
    """A party as the other cases of the matter hear of it."""

    role = fields.String(required=True)
    kind = fields.String(required=True, allow_none=True)
    id_number_index = fields.String(required=True, allow_none=True)
    code = fields.String(required=True, allow_none=True)


class ToldMatterCase(ToldReference):
    """A case as the other cases of its matter hear of it."""

    status = fields.String(required=True)
    phase = fields.String(required=True)
    act_number = fields.String(required=True, allow_none=True)
    agency_code = fields.String(required=True, allow_none=True)
    milestones = fields.Dict(keys=fields.String(), values=fields.Date(), required=True)
    on = fields.Date(required=True)
    origin = fields.Nested(ToldOrigin, required=True, allow_none=True)
    parties = fields.List(fields.Nested(ToldMatterParty), required=True)
    court_case_no = fields.String()
    reconsideration_number = fields.String()


class ToldMatter(ToldSchema):
    """All cases of a matter, where it has more than one, or its only one goes to a superior."""

    cases = fields.List(fields.Nested(ToldMatterCase), required=True)


class ToldOfficer(ToldSchema):
    """Who decided."""

    id = fields.String(required=True)
    role = fields.String(required=True)
    agency = fields.String(required=True, allow_none=True)


class ToldCause(ToldSchema):
    """What led to a change: an event or a decision, its day, and who decided."""

    on = fields.Date(required=True)
    reason = fields.String(required=True)
    event = fields.String()
    case_id = fields.String()
    by = fields.Nested(ToldOfficer)


class ToldConflict(ToldSchema):
    """Two cases that the law does not allow side by side, and what ended it if it is over."""

    id = fields.String(required=True)
    code = fields.String(required=True)
    severity = fields.String(required=True)
    basis = fields.String(required=True)
    text = fields.Nested(ToldText, required=True)
    cases = fields.List(fields.Nested(ToldReference), required=True)
    status = fields.String(required=True)
    found_on = fields.Date(required=True)
    ended = fields.Nested(ToldCause)


class _ToCase(ToldSchema):
    """What the owner of a case is asked to record on it, as the payload of a command."""

    track = fields.String(required=True)
    subject_case_id = fields.String(required=True)


class AnnouncedFinding(_ToCase):
    """A finding to be noted on a case."""

    payload = fields.Nested(FindingNote, required=True)


class ToldLifting(_ToCase):
    """A finding to be lifted from a case."""

    payload = fields.Nested(FindingLift, required=True)


class ToldJoining(_ToCase):
    """A matter that a case is to join."""

    payload = fields.Nested(Joining, required=True)


TOLD = (
    EventContract(names.CLOCK_WARNED, ToldClockWarning()),
    EventContract(names.CLOCK_EXPIRED, ToldClockDue()),
    EventContract(names.MATTER_CHANGED, ToldMatter()),
    EventContract(names.CASE_JOINED, ToldJoining()),
    EventContract(names.CONFLICT_FOUND, ToldConflict()),
    EventContract(names.CONFLICT_RESOLVED, ToldConflict()),
    EventContract(names.FINDING_ANNOUNCED, AnnouncedFinding()),
    EventContract(names.FINDING_WITHDRAWN, ToldLifting()),
)
