"""The access log of a track over HTTP, for the gateway, which shows those of all tracks as one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import fields, validate

from shared.casework import labels
from shared.casework.access_log import AccessFilter
from shared.casework.answers import TextAnswer
from shared.casework.casework import Casework
from shared.casework.fields import PlainText
from shared.casework.revealing import ACTIONS, ALL_PURPOSES, ATTACHMENT, DOWNLOAD, REVEAL, SEEN
from shared.casework.vocabulary import party_role
from shared.http.blueprint import DocumentedBlueprint
from shared.http.callers import overseeing
from shared.http.identity import current_identity
from shared.http.labels import label
from shared.http.page_query import PageQuery
from shared.http.paging import page_read
from shared.http.schemas import IsoInstant, LegalDate, StrictSchema

PATH = "/access-log"
SORT = "access"


class AccessLogQuery(PageQuery):
    """Which accesses are listed: of an officer, to a case, on days."""

    officer = PlainText(80, metadata=label("查看人", "officer", "账号。", "The account."))
    case = PlainText(64, metadata=labels.CASE_ID)
    from_ = LegalDate(data_key="from", metadata=label("自", "from"))
    to = LegalDate(metadata=label("至", "to"))


class SeeingOfficerAnswer(StrictSchema):
    """Who saw the numbers, named as on that day."""

    id = fields.String(required=True)
    name = fields.String(allow_none=True, required=True)
    role = fields.String(required=True)


class AccessAnswer(StrictSchema):
    """One look at numbers of a party, or one download of a paper; never what was seen."""

    id = fields.String(required=True)
    at = IsoInstant(required=True)
    officer = fields.Nested(SeeingOfficerAnswer, required=True)
    track = fields.String(required=True)
    case_id = fields.String(required=True)
    number = fields.String(required=True)
    action = fields.String(required=True, validate=validate.OneOf(ACTIONS))
    action_label = fields.Nested(TextAnswer, required=True)
    attachment = fields.String(allow_none=True, required=True)
    party = fields.String(allow_none=True, required=True)
    party_role = fields.String(allow_none=True, required=True)
    party_role_label = fields.Nested(TextAnswer, allow_none=True, required=True)
    fields_ = fields.List(fields.String(), data_key="fields", attribute="fields", required=True)
    field_labels = fields.List(fields.Nested(TextAnswer), required=True)
    purpose = fields.String(required=True)
    purpose_label = fields.Nested(TextAnswer, required=True)
    note = fields.String(allow_none=True, required=True)


class AccessesOfTrack(StrictSchema):
    """One page of a track, the latest first."""

    items = fields.List(fields.Nested(AccessAnswer), required=True)
    next_cursor = fields.String(allow_none=True, required=True)


def create_access_log_resource(casework: Casework) -> DocumentedBlueprint:
    """
    Return the route `GET /access-log`: what was seen at the caller's agency, latest first.

    Only supervisors and administrators may call it.
    """
    routes = DocumentedBlueprint("access_log", __name__, internal=True)

    @routes.get(PATH)
    @routes.asked_by(overseeing)
    @routes.arguments(AccessLogQuery, location="query")
    @routes.response(200, AccessesOfTrack)
    def listed(asked: Mapping[str, Any]) -> dict[str, Any]:
        first, last = asked.get("from_"), asked.get("to")
        narrowed = AccessFilter(
            agency=current_identity().agency_code,
            officer=asked.get("officer"),
            case_id=asked.get("case"),
            first=first.isoformat() if first else None,
            last=last.isoformat() if last else None,
        )
        log, sealer = casework.store.access_log, casework.keys.sealer
        track = casework.procedure.track
        return page_read(
            asked,
            SORT,
            lambda after, size: log.page(narrowed, sealer, after=after, size=size),
            key=lambda row: str(row["place"]),
            show=lambda row: _shown(row, track),
        )

    return routes


def _shown(row: Mapping[str, Any], track: str) -> dict[str, Any]:
    # What was seen says how it was seen, also in entries written before actions had names.
    downloaded = ATTACHMENT in row["fields"]
    action = DOWNLOAD if downloaded else REVEAL
    role = None if downloaded else row["party_role"]
    return {
        "id": row["_id"],
        "at": row["at"],
        "officer": {"id": row["officer"], "name": row["officer_name"], "role": row["role"]},
        "track": track,
        "case_id": row["case_id"],
        "number": row["number"],
        "action": action,
        "action_label": ACTIONS[action].as_dict(),
        "attachment": row["party"] if downloaded else None,
        "party": None if downloaded else row["party"],
        "party_role": role,
        "party_role_label": None if role is None else party_role(role).as_dict(),
        "fields": row["fields"],
        "field_labels": [SEEN[name].as_dict() for name in row["fields"]],
        "purpose": row["purpose"],
        "purpose_label": ALL_PURPOSES[row["purpose"]].as_dict(),
        "note": row["note"],
    }
