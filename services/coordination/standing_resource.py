"""What reporting asks for: referrals that had not ended, and clocks that are red or over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from services.coordination.docket.clock_view import shown_clock
from services.coordination.docket.docket import ClockFilter, Docket
from services.coordination.joining.answers import CaseReference
from services.coordination.referrals.referral import target_label
from services.coordination.referrals.saga import Referrals
from shared.casework import labels
from shared.casework.answers import AgencyAnswer, TextAnswer
from shared.casework.row_answers import DocketClockAnswer
from shared.http.blueprint import DocumentedBlueprint
from shared.http.callers import any_service
from shared.http.labels import label
from shared.http.schemas import IsoDate, LegalDate, StrictSchema
from shared.law import Rules
from shared.legal_day import today
from shared.storage.database import Document

MOST_CLOCKS = 1_000


class ReferralsAsked(StrictSchema):
    """Of which agency, and since when they had not ended."""

    agency = fields.String(required=True, metadata=labels.AGENCY_CODE)
    since = LegalDate(required=True, metadata=label("自", "since"))


class ClocksAsked(StrictSchema):
    """Of which agency, and how many at most."""

    agency = fields.String(required=True, metadata=labels.AGENCY_CODE)
    most = fields.Integer(
        required=True,
        validate=validate.Range(1, MOST_CLOCKS),
        metadata=label("最多件数", "how many at most"),
    )


class SendingCase(CaseReference):
    """The case that sent a referral, and who had it then."""

    agency = fields.Nested(AgencyAnswer, allow_none=True, dump_default=None)
    region = fields.String(allow_none=True, dump_default=None)


class StandingReferral(Schema):
    """Places, dates and days of a referral: nothing of what was said about persons."""

    id = fields.String(attribute="_id")
    case_ids = fields.List(fields.String())
    sender = fields.Nested(SendingCase, data_key="from", attribute="from")
    target = fields.String(attribute="to.target")
    target_name = fields.Nested(TextAnswer)
    receiver = fields.Raw()
    received_as = fields.Nested(CaseReference, attribute="to.case", allow_none=True)
    offered_on = IsoDate()
    take_up_due_on = IsoDate()
    feedback_due_on = IsoDate()
    taken_on = IsoDate(allow_none=True)
    ended_on = IsoDate(allow_none=True)


class StandingReferrals(Schema):
    """Referrals that had not ended."""

    items = fields.List(fields.Nested(StandingReferral), required=True)


class RedClocks(Schema):
    """Clocks that are red or over."""

    items = fields.List(fields.Nested(DocketClockAnswer), required=True)


def create_standing_resource(
    referrals: Referrals, docket: Docket, rules: Rules
) -> DocumentedBlueprint:
    """Return `GET /standing/referrals` and `/standing/red-clocks`, for other services alone."""
    routes = DocumentedBlueprint("standing", __name__, url_prefix="/standing", internal=True)

    @routes.get("/referrals")
    @routes.asked_by(any_service)
    @routes.arguments(ReferralsAsked, location="query")
    @routes.response(200, StandingReferrals)
    def standing_referrals(asked: Mapping[str, Any]) -> dict[str, Any]:
        found = referrals.not_ended_before(asked["agency"], asked["since"])
        return {"items": [_named(each) for each in found]}

    @routes.get("/red-clocks")
    @routes.asked_by(any_service)
    @routes.arguments(ClocksAsked, location="query")
    @routes.response(200, RedClocks)
    def red_clocks(asked: Mapping[str, Any]) -> dict[str, Any]:
        day = today()
        red = ClockFilter(agency_code=asked["agency"], level="red")
        found = docket.page(red, today=day.isoformat(), after=None, size=asked["most"])
        return {"items": [shown_clock(row, rules, day) for row in found]}

    return routes


def _named(referral: Document) -> Document:
    to = referral["to"]
    receiver = to["body"] or to["agency"]
    return {**referral, "target_name": target_label(to["target"]).as_dict(), "receiver": receiver}
