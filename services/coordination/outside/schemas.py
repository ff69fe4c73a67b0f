"""What callers send about referrals to bodies outside."""

from __future__ import annotations

from services.coordination.referrals.referral import STATES, TARGETS
from shared.casework import labels
from shared.casework.fields import Choice, PersonalText, PlainText
from shared.casework.payload_parts import TRACKS
from shared.casework.payloads import Command
from shared.casework.referral_answers import (
    FEEDBACK_DUE_ON,
    Concluded,
    TakenUp,
    TurnedDown,
)
from shared.http.labels import label, one_of
from shared.http.page_query import PageQuery
from shared.http.schemas import LegalDate

_BODY = label("转往的机构", "body referred to")


class NewOutsideReferral(Command):
    """A case that is led to a body outside."""

    track = PlainText(40, required=True, metadata=labels.TRACK)
    case_id = PlainText(64, required=True, metadata=labels.CASE_ID)
    body = PlainText(40, required=True, metadata=_BODY)
    subject = PersonalText(500, required=True, metadata=label("事由", "subject"))
    feedback_due_on = LegalDate(metadata=FEEDBACK_DUE_ON)
    reason = PersonalText(2000, required=True, metadata=labels.REASON)


class NameBody(Command):
    """The body that a referral leads to, and until when it reports back."""

    body = PlainText(40, required=True, metadata=_BODY)
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


class ReferralQuery(PageQuery):
    """What referrals may be narrowed by."""

    state = Choice(STATES, metadata=labels.STATE)
    # Whence a referral comes, or where it leads.
    track = PlainText(40, metadata=labels.TRACK | one_of({**TARGETS, **TRACKS}))
    agency = PlainText(40, metadata=labels.AGENCY_CODE)
