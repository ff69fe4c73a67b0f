"""What reporting asks for: referrals that had not ended, and clocks that are red or over."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request
from marshmallow import Schema, fields, validate

from services.coordination.docket.clock_view import shown_clock
from services.coordination.docket.docket import ClockFilter, Docket
from services.coordination.joining.answers import CaseReference
from services.coordination.referrals.referral import target_label
from services.coordination.referrals.saga import Referrals
from shared.casework.answers import AgencyAnswer, TextAnswer
from shared.http.identity import current_identity
from shared.http.problems import forbidden
from shared.http.schemas import IsoDate, LegalDate, StrictSchema, load_query
from shared.law import Rules
from shared.legal_day import today
from shared.storage.database import Document

MOST_CLOCKS = 1_000


class ReferralsAsked(StrictSchema):
    """Of which agency, and since when they had not ended."""

    agency = fields.String(required=True)
    since = LegalDate(required=True)


class ClocksAsked(StrictSchema):
    """Of which agency, and how many at most."""

    agency = fields.String(required=True)
    most = fields.Integer(required=True, validate=validate.Range(1, MOST_CLOCKS))


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


_REFERRALS = StandingReferral(many=True)


def create_standing_resource(referrals: Referrals, docket: Docket, rules: Rules) -> Blueprint:
    """Return `GET /standing/referrals` and `/standing/red-clocks`, for other services alone."""
    blueprint = Blueprint("standing", __name__, url_prefix="/standing")

    @blueprint.get("/referrals")
    def standing_referrals() -> Response:
        asked = _asked(ReferralsAsked())
        found = referrals.not_ended_before(asked["agency"], asked["since"])
        return jsonify({"items": _REFERRALS.dump(map(_named, found))})

    @blueprint.get("/red-clocks")
    def red_clocks() -> Response:
        asked, day = _asked(ClocksAsked()), today()
        red = ClockFilter(agency_code=asked["agency"], level="red")
        found = docket.page(red, today=day.isoformat(), after=None, size=asked["most"])
        return jsonify({"items": [shown_clock(row, rules, day) for row in found]})

    return blueprint


def _asked(schema: StrictSchema) -> dict[str, Any]:
    if not current_identity().is_service:
        raise forbidden()
    return load_query(schema, request.args)


def _named(referral: Document) -> Document:
    to = referral["to"]
    receiver = to["body"] or to["agency"]
    return {**referral, "target_name": target_label(to["target"]).as_dict(), "receiver": receiver}
