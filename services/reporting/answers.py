"""What the reports answer, as the OpenAPI document describes it."""

from __future__ import annotations

from marshmallow import Schema, fields

from shared.casework.answers import AgencyAnswer, TextAnswer
from shared.casework.row_answers import DocketClockAnswer
from shared.http.schemas import IsoDate, IsoInstant


class PeriodAnswer(Schema):
    """The days from one to another, both included."""

    first = IsoDate(data_key="from", attribute="from")
    last = IsoDate(data_key="to", attribute="to")


class OfAgencyAnswer(Schema):
    """Of whom a report is, and whether it is being made anew meanwhile."""

    agency = fields.String()
    agency_name = fields.String()
    rebuilding = fields.Boolean()


class OfRegionAnswer(OfAgencyAnswer):
    """The same, for a part of the agency's area alone where one was asked for."""

    region = fields.String(allow_none=True)
    region_name = fields.String(allow_none=True)


class CountAnswer(Schema):
    """A number and the cases behind it, one id for each thing counted."""

    count = fields.Integer()
    case_ids = fields.List(fields.String())


class NamedCountAnswer(CountAnswer):
    """A number for one track or field; the key is null for what is not stated."""

    key = fields.String(allow_none=True)
    name = fields.Nested(TextAnswer)


class BrokenDownAnswer(CountAnswer):
    """A number by track and by field."""

    by_track = fields.List(fields.Nested(NamedCountAnswer))
    by_field = fields.List(fields.Nested(NamedCountAnswer))


class BothSidesAnswer(Schema):
    """The cases above and below the line of a rate."""

    numerator = fields.List(fields.String())
    denominator = fields.List(fields.String())


class IndicatorAnswer(Schema):
    """A rate; null when there was nothing to count."""

    id = fields.String()
    name = fields.Nested(TextAnswer)
    definition = fields.Nested(TextAnswer)
    numerator = fields.Integer()
    denominator = fields.Integer()
    rate = fields.Float(allow_none=True)
    case_ids = fields.Nested(BothSidesAnswer)


class IndicatorsAnswer(OfRegionAnswer):
    """Every indicator for one agency and period."""

    period = fields.Nested(PeriodAnswer)
    items = fields.List(fields.Nested(IndicatorAnswer))


class CountedAnswer(Schema):
    """One thing that an indicator counts: the case, the day it counts on, and whether it is kept.

    A case may come several times.
    """

    track = fields.String()
    case_id = fields.String()
    number = fields.String(allow_none=True)
    on = IsoDate()
    achieved = fields.Boolean()


class IndicatorCasesAnswer(OfRegionAnswer, IndicatorAnswer):
    """One indicator for one agency and period, with what it counts."""

    period = fields.Nested(PeriodAnswer)
    items = fields.List(fields.Nested(CountedAnswer))
    more = fields.Boolean()


class WarningAnswer(CountAnswer):
    """One early warning."""

    kind = fields.String(
        metadata={"enum": ["rise", "group_joint", "group_same_act", "repeated_loss_cause"]}
    )
    dimension = fields.String()
    key = fields.String(allow_none=True)
    name = fields.Nested(TextAnswer, allow_none=True)
    agency = fields.Nested(AgencyAnswer, allow_none=True)
    text = fields.Nested(TextAnswer)
    on = IsoDate()
    people = fields.Integer()
    mean = fields.Float()
    p_value = fields.Float()


class WarningsAnswer(OfRegionAnswer):
    """Early warnings, and the method with every number that it rests on."""

    on = IsoDate()
    items = fields.List(fields.Nested(WarningAnswer))
    method = fields.Nested(TextAnswer)
    policy = fields.Dict()
    series_tested = fields.Integer()
    past_windows = fields.Integer()


class MovementAnswer(Schema):
    """What came in, went out, and was open at the end."""

    came_in = fields.Nested(BrokenDownAnswer, data_key="in", attribute="in")
    out = fields.Nested(BrokenDownAnswer)
    open = fields.Nested(BrokenDownAnswer)


class PreviousAnswer(MovementAnswer):
    """The movement of the period before."""

    period = fields.Nested(PeriodAnswer)


class LossesAnswer(Schema):
    """The cases that one agency lost, how many are analysed, and for which causes."""

    agency = fields.Nested(AgencyAnswer)
    lost = fields.Nested(CountAnswer)
    analysed = fields.Nested(CountAnswer)
    not_analysed = fields.Nested(CountAnswer)
    causes = fields.List(fields.Nested(NamedCountAnswer))


class CountedReferralsAnswer(CountAnswer):
    """A number of referrals, with the cases at either end."""

    referral_ids = fields.List(fields.String())


class StandingReferralsAnswer(Schema):
    """The referrals that nobody had taken up at the end, and those past their last day."""

    waiting = fields.Nested(CountedReferralsAnswer)
    overdue = fields.Nested(CountedReferralsAnswer)


class ReportAnswer(OfRegionAnswer, MovementAnswer):
    """One period on one page."""

    name = fields.Nested(TextAnswer)
    period = fields.Nested(PeriodAnswer)
    complete = fields.Boolean()
    overdue = fields.Nested(CountAnswer)
    due_soon = fields.Nested(CountAnswer)
    losses = fields.List(fields.Nested(LossesAnswer))
    referrals = fields.Nested(StandingReferralsAnswer)
    new_groups = fields.List(fields.Nested(WarningAnswer))
    warnings = fields.Nested(WarningsAnswer)
    indicators = fields.List(fields.Nested(IndicatorAnswer))
    previous = fields.Nested(PreviousAnswer)


class FollowedCase(Schema):
    """A case, with the agency that has it; a court that refers has none of these but a number."""

    track = fields.String()
    case_id = fields.String(allow_none=True)
    number = fields.String(allow_none=True)
    agency = fields.Nested(AgencyAnswer, allow_none=True)


class RequestAnswer(FollowedCase):
    """One thing asked for, and whether it was done."""

    asked_on = IsoDate()
    due_on = IsoDate(allow_none=True)
    done_on = IsoDate(allow_none=True)
    state = fields.String(metadata={"enum": ["overdue", "open", "done", "done_late"]})
    state_name = fields.Nested(TextAnswer)
    details = fields.Dict()


class SectionAnswer(Schema):
    """One kind of things to follow, overdue ones first."""

    name = fields.Nested(TextAnswer)
    basis = fields.String()
    overdue = fields.Integer()
    items = fields.List(fields.Nested(RequestAnswer))


class HearingAnswer(FollowedCase):
    """A hearing ahead, or one that the head did not attend."""

    hearing_on = IsoDate()
    required = fields.Boolean()
    notice = fields.String(allow_none=True)
    ground = fields.String(allow_none=True)
    kind = fields.String(allow_none=True)
    kind_name = fields.Nested(TextAnswer, allow_none=True)
    planned = fields.String(metadata={"enum": ["head", "staff", "nobody"]})
    excused = fields.Boolean(allow_none=True)
    consequences = fields.List(fields.String())


class AttendanceAnswer(Schema):
    """Hearings ahead, and absences of late."""

    name = fields.Nested(TextAnswer)
    basis = fields.String()
    ahead = fields.List(fields.Nested(HearingAnswer))
    absences = fields.List(fields.Nested(HearingAnswer))


class EscalatedAnswer(Schema):
    """Clocks that turned red or ran out; `more` when the list was cut short."""

    name = fields.Nested(TextAnswer)
    count = fields.Integer()
    more = fields.Boolean()
    items = fields.List(fields.Nested(DocketClockAnswer))


class SupervisionAnswer(OfAgencyAnswer):
    """What a supervisor has to follow today."""

    on = IsoDate()
    escalated = fields.Nested(EscalatedAnswer)
    urgings = fields.Nested(SectionAnswer)
    opinions = fields.Nested(SectionAnswer)
    superior_notices = fields.Nested(SectionAnswer)
    suggestions = fields.Nested(SectionAnswer)
    performance_orders = fields.Nested(SectionAnswer)
    loss_analyses = fields.Nested(SectionAnswer)
    referrals = fields.Nested(SectionAnswer)
    head_attendance = fields.Nested(AttendanceAnswer)


class FeedReadAnswer(Schema):
    """How far the feed of a service was read, and how long it was then."""

    service = fields.String()
    read = fields.Integer()
    last = fields.Integer(allow_none=True)


class RebuildAnswer(Schema):
    """How far the reports are made anew from the events of all services."""

    run = fields.Integer()
    phase = fields.String(metadata={"enum": ["waiting", "reading", "taking_over", "complete"]})
    complete = fields.Boolean()
    began_at = IsoInstant()
    ended_at = IsoInstant(allow_none=True)
    feeds = fields.List(fields.Nested(FeedReadAnswer))
