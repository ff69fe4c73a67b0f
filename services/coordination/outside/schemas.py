"""What callers send about bodies outside and referrals to them."""

from __future__ import annotations

from marshmallow import fields

from services.coordination.outside.bodies import KINDS
from services.coordination.referrals.referral import STATES, TARGETS
from shared.casework import labels
from shared.casework.fields import Choice, OrganisationCode, PersonalText, PlainText, RegionCode
from shared.casework.payload_parts import TRACKS
from shared.casework.payloads import Command
from shared.casework.referral_answers import (
    FEEDBACK_DUE_ON,
    Concluded,
    TakenUp,
    TurnedDown,
)
from shared.http.labels import label, one_of
from shared.http.schemas import LegalDate, StrictSchema

KIND_OF_BODY = label("机构种类", "kind of body")
BODY = label("转往的机构", "body referred to")


class NewBody(StrictSchema):
    """A body to which a dispute may be referred."""

    kind = Choice(KINDS, required=True, metadata=KIND_OF_BODY)
    name = PlainText(200, required=True, metadata=label("机构名称", "name of the body"))
    code = OrganisationCode(metadata=labels.ORGANISATION_CODE)
    region = RegionCode(metadata=labels.REGION)


class BodyChange(StrictSchema):
    """Why a body is taken out of use, or put back."""

    reason = PlainText(500, required=True, metadata=labels.REASON)


class BodyQuery(StrictSchema):
    """What the registry may be narrowed by."""

    kind = Choice(KINDS, metadata=KIND_OF_BODY)
    region = RegionCode(metadata=labels.REGION)
    active = Choice(labels.TRUE_OR_FALSE, metadata=label("在用", "in use"))
    limit = fields.String(metadata=labels.LIMIT)
    cursor = fields.String(metadata=labels.CURSOR)


class NewOutsideReferral(Command):
    """A case that is led to a body outside."""

    track = PlainText(40, required=True, metadata=labels.TRACK)
    case_id = PlainText(64, required=True, metadata=labels.CASE_ID)
    body = PlainText(40, required=True, metadata=BODY)
    subject = PersonalText(500, required=True, metadata=label("事由", "subject"))
    feedback_due_on = LegalDate(metadata=FEEDBACK_DUE_ON)
    reason = PersonalText(2000, required=True, metadata=labels.REASON)


class NameBody(Command):
    """The body that a referral leads to, and until when it reports back."""

    body = PlainText(40, required=True, metadata=BODY)
    feedback_due_on = LegalDate(metadata=FEEDBACK_DUE_ON)


class Take(TakenUp, Command):
    """An officer's word that the body has taken the matter up."""


class Decline(TurnedDown, Command):
    """An officer's word that the body does not take the matter up."""


class Conclude(Concluded, Command):
    """An officer's word on what came of it."""


class Recall(Command):
    """Why the referral is taken back."""

    reason = PersonalText(2000, required=True, metadata=labels.REASON)


class ReferralQuery(StrictSchema):
    """What referrals may be narrowed by."""

    state = Choice(STATES, metadata=labels.STATE)
    # Whence a referral comes, or where it leads.
    track = PlainText(40, metadata=labels.TRACK | one_of({**TARGETS, **TRACKS}))
    agency = PlainText(40, metadata=labels.AGENCY_CODE)
    limit = fields.String(metadata=labels.LIMIT)
    cursor = fields.String(metadata=labels.CURSOR)
