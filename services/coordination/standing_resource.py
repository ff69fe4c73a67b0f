"""What reporting asks for: referrals that had not ended, and clocks that are red or over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, request
from marshmallow import fields, validate

from services.coordination.clock_view import shown_clock
from services.coordination.docket import ClockFilter, Docket
from services.coordination.referrals.referral import target_label
from services.coordination.referrals.saga import Referrals
from shared.http.identity import current_identity
from shared.http.problems import forbidden
from shared.http.schemas import LegalDate, StrictSchema, load_query
from shared.law import Rules
from shared.legal_day import today

MOST_CLOCKS = 1_000


class ReferralsAsked(StrictSchema):
    """Of which agency, and since when they had not ended."""

    agency = fields.String(required=True)
    since = LegalDate(required=True)


class ClocksAsked(StrictSchema):
    """Of which agency, and how many at most."""

    agency = fields.String(required=True)
    most = fields.Integer(required=True, validate=validate.Range(1, MOST_CLOCKS))


def create_standing_resource(referrals: Referrals, docket: Docket, rules: Rules) -> Blueprint:
    """Return `GET /standing/referrals` and `/standing/red-clocks`, for other services alone."""
    blueprint = Blueprint("standing", __name__, url_prefix="/standing")

    @blueprint.get("/referrals")
    def standing_referrals() -> Response:
        asked = _asked(ReferralsAsked())
        found = referrals.not_ended_before(asked["agency"], asked["since"])
        return jsonify({"items": [_shown(each) for each in found]})

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


def _shown(referral: Mapping[str, Any]) -> dict[str, Any]:
    """Return places, dates and days of a referral: nothing of what was said about persons."""
    origin, to = referral["from"], referral["to"]
    case = to["case"]
    dates = ("offered_on", "take_up_due_on", "feedback_due_on", "taken_on", "ended_on")
    return {
        "id": referral["_id"],
        "case_ids": referral["case_ids"],
        "from": {
            name: origin.get(name) for name in ("track", "case_id", "number", "agency", "region")
        },
        "target": to["target"],
        "target_name": target_label(to["target"]).as_dict(),
        "receiver": to["body"] or to["agency"],
        "received_as": case and {name: case[name] for name in ("track", "case_id", "number")},
        **{name: referral[name] for name in dates},
    }
