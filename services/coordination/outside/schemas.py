"""What callers send about bodies outside and referrals to them."""

from __future__ import annotations

from marshmallow import fields

from services.coordination.outside.bodies import KINDS
from services.coordination.referrals.referral import STATES, TARGETS
from shared.casework import labels
from shared.casework.fields import Choice, OrganisationCode, PersonalText, PlainText, RegionCode
from shared.casework.payload_parts import TRACKS
from shared.casework.payloads import Command
from shared.casework.vocabulary import OUTSIDE_OUTCOMES
from shared.http.labels import label, one_of
from shared.http.schemas import LegalDate, StrictSchema

KIND_OF_BODY = label("机构种类", "kind of body")
BODY = label("转往的机构", "body referred to")
FEEDBACK_DUE_ON = label(
    "反馈期限", "feedback due on", "对方反馈结果的最后一日。", "The last day for their feedback."
)


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


class Take(Command):
    """That the body has taken the matter up, under which number, and when it reports back."""

    reference = PlainText(120, metadata=label("对方案号", "their number"))
    feedback_due_on = LegalDate(metadata=FEEDBACK_DUE_ON)


class Decline(Command):
    """Why the body does not take the matter up."""

    reason = PersonalText(2000, required=True, metadata=labels.REASON)


class Conclude(Command):
    """What came of it."""

    outcome = Choice(OUTSIDE_OUTCOMES, required=True, metadata=label("结果", "outcome"))
    text = PersonalText(4000, required=True, metadata=label("结果说明", "what came of it"))


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
