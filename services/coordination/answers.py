"""What coordination answers, as its OpenAPI document describes it."""

from __future__ import annotations

from marshmallow import Schema, fields

from services.coordination.joining.answers import (
    CaseMoveAnswer,
    CaseReference,
    DecidingOfficerAnswer,
    LikenessPolicyAnswer,
    PersonAnswer,
    PersonProposalAnswer,
    ProposalAnswer,
)
from shared.casework.answers import AgencyAnswer, BasisAnswer, TextAnswer
from shared.casework.row_answers import DocketClockAnswer, MissingAnswer
from shared.http.schemas import IsoDate, IsoInstant


class ClockPage(Schema):
    """One page of the docket, by due date."""

    items = fields.List(fields.Nested(DocketClockAnswer))
    next_cursor = fields.String(allow_none=True)


class CountsAnswer(Schema):
    """How many open clocks an agency has; `green` are those that run calmly."""

    as_of = IsoDate()
    total = fields.Integer()
    by_status = fields.Dict(keys=fields.String(), values=fields.Integer())
    by_level = fields.Dict(keys=fields.String(), values=fields.Integer())
    by_track = fields.Dict(keys=fields.String(), values=fields.Integer())
    provisional = fields.Integer()
    unassigned = fields.Integer()
    missing_fact = fields.Integer()
    exact = fields.Boolean()


class DueDayAnswer(Schema):
    """How many clocks are due on a day; `by_level` is null where there are too many to look at."""

    on = IsoDate()
    total = fields.Integer()
    by_level = fields.Dict(keys=fields.String(), values=fields.Integer(), allow_none=True)


class CalendarHearing(CaseReference):
    """A hearing that is set or was held."""

    title = fields.String(allow_none=True)
    parties = fields.Nested(TextAnswer, allow_none=True)
    assignee = fields.String(allow_none=True)
    on = IsoDate()
    time = fields.String(allow_none=True)
    place = fields.String(allow_none=True)
    held = fields.Boolean()


class CalendarAnswer(Schema):
    """The days of a calendar, and the hearings on them by day and hour."""

    items = fields.List(fields.Nested(DueDayAnswer))
    exact = fields.Boolean()
    hearings = fields.List(fields.Nested(CalendarHearing))


class SweepAnswer(Schema):
    """How many clocks were warned of, how many expired, and how many rights were warned of."""

    as_of = IsoDate()
    warned = fields.Integer()
    expired = fields.Integer()
    limitation_warned = fields.Integer()
    referrals_overdue = fields.Integer()


class PartyCount(Schema):
    """How many distinct parties of a kind stand in a role; never who they are."""

    role = fields.String()
    kind = fields.String(allow_none=True)
    count = fields.Integer()


class OriginAnswer(Schema):
    """The case from which another one came."""

    track = fields.String()
    case_id = fields.String()
    number = fields.String(allow_none=True)
    kind = fields.String()


class MatterCaseAnswer(CaseReference):
    """One case of a matter, with its clocks that run or are paused, and those that ended."""

    status = fields.String()
    status_label = fields.Nested(TextAnswer)
    phase = fields.String()
    agency = fields.Nested(AgencyAnswer, allow_none=True)
    act_number = fields.String(allow_none=True)
    origin = fields.Nested(OriginAnswer, allow_none=True)
    on = IsoDate()
    milestones = fields.Dict(keys=fields.String(), values=IsoDate())
    clocks = fields.List(fields.Nested(DocketClockAnswer))
    ended_clocks = fields.List(fields.Nested(DocketClockAnswer))


class EndAnswer(Schema):
    """What ended a conflict or a link: an event of one of its cases, or an officer's decision."""

    on = IsoDate()
    reason = fields.String()
    event = fields.String()
    case_id = fields.String()
    by = fields.Nested(DecidingOfficerAnswer)


class ConflictAnswer(Schema):
    """Cases that the law does not allow side by side."""

    id = fields.String()
    code = fields.String()
    severity = fields.String()
    basis = fields.String()
    text = fields.Nested(TextAnswer)
    what_to_do = fields.Nested(TextAnswer, allow_none=True)
    cases = fields.List(fields.Nested(CaseReference))
    found_on = IsoDate()
    status = fields.String(metadata={"enum": ["open", "resolved", "over"]})
    ended = fields.Nested(EndAnswer, allow_none=True, dump_default=None)


class LinkNoteAnswer(Schema):
    """What one case of a link has to know of the other."""

    case = fields.Nested(CaseReference)
    other = fields.Nested(CaseReference)
    code = fields.String()
    basis = fields.String()
    text = fields.Nested(TextAnswer)


class LinkAnswer(Schema):
    """A suit that follows a reconsideration."""

    code = fields.String()
    cases = fields.List(fields.Nested(CaseReference))
    notes = fields.List(fields.Nested(LinkNoteAnswer))
    found_on = IsoDate()
    status = fields.String(metadata={"enum": ["open", "over"]})
    ended = fields.Nested(EndAnswer, allow_none=True, dump_default=None)


class PartyOfACase(CaseReference):
    """The person whose right it is, by the id it has in a case."""

    party = fields.String(allow_none=True)


class LimitationAnswer(Schema):
    """One right and the last day on which it can be used."""

    right = fields.String()
    name = fields.Nested(TextAnswer)
    act_number = fields.String(allow_none=True)
    party = fields.String(allow_none=True)
    parties = fields.List(fields.Nested(PartyOfACase))
    status = fields.String(metadata={"enum": ["open", "not_yet", "lapsed", "used", "closed"]})
    rule = fields.String(allow_none=True)
    basis = fields.Nested(BasisAnswer, allow_none=True)
    opens_on = IsoDate(allow_none=True)
    last_on = IsoDate(allow_none=True)
    safe_on = IsoDate(allow_none=True)
    days_left = fields.Integer(allow_none=True)
    provisional = fields.Boolean()
    used_by = fields.Nested(CaseReference, allow_none=True)
    articles = fields.List(fields.String())
    missing = fields.List(fields.Nested(MissingAnswer))
    explanation = fields.List(fields.Nested(TextAnswer))
    told = fields.Nested(TextAnswer)


class MatterAnswer(Schema):
    """One dispute through all tracks."""

    id = fields.String()
    act = fields.Dict(allow_none=True)
    parties = fields.List(fields.Nested(PartyCount))
    agencies = fields.List(fields.Nested(AgencyAnswer))
    cases = fields.List(fields.Nested(MatterCaseAnswer))
    conflicts = fields.List(fields.Nested(ConflictAnswer))
    links = fields.List(fields.Nested(LinkAnswer))
    limitation_watch = fields.List(fields.Nested(LimitationAnswer))
    moving = fields.List(fields.Nested(CaseMoveAnswer))
    proposals = fields.List(fields.Nested(ProposalAnswer))
    likeness_policy = fields.Nested(LikenessPolicyAnswer)
    people = fields.List(fields.Nested(PersonAnswer))
    people_proposals = fields.List(fields.Nested(PersonProposalAnswer))
    referrals = fields.List(fields.Dict())


class ToldAnswer(Schema):
    """One field of a step in words; `words` are those of a choice, else null."""

    field = fields.String()
    label = fields.Nested(TextAnswer)
    value = fields.Raw(allow_none=True)
    words = fields.Nested(TextAnswer, allow_none=True)


class FactAnswer(Schema):
    """One dated fact: a step of a case, a milestone on another day, or a date of the act."""

    on = IsoDate()
    kind = fields.String()
    name = fields.String()
    label = fields.Nested(TextAnswer)
    track = fields.String()
    case_id = fields.String()
    number = fields.String()
    type = fields.String()
    status = fields.String()
    status_label = fields.Nested(TextAnswer)
    said = fields.List(fields.Nested(ToldAnswer))
    taken_back = fields.Boolean()
    recorded_at = IsoInstant()


class TimelineAnswer(Schema):
    """Every dated fact of every case, oldest first."""

    items = fields.List(fields.Nested(FactAnswer))
