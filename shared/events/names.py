"""What events are called: those of the services, and the steps of tracks that others hear."""

from __future__ import annotations

CLOCK_EXPIRED = "clock.expired"
CLOCK_WARNED = "clock.warned"
MATTER_CHANGED = "matter.changed"
CASE_JOINED = "matter.case_joined"
CONFLICT_FOUND = "matter.conflict_found"
CONFLICT_RESOLVED = "matter.conflict_resolved"
FINDING_ANNOUNCED = "matter.finding_announced"
FINDING_WITHDRAWN = "matter.finding_withdrawn"
LIMITATION_WARNED = "limitation.warned"
EDITION_ADDED = "calendar.edition_added"
EDITION_APPLIED = "calendar.edition_applied"
DATES_MOVED = "calendar.dates_moved"
BODY_ADDED = "outside_body.added"
BODY_RETIRED = "outside_body.retired"
BODY_RESTORED = "outside_body.restored"
PETITION_REFERRED = "petition.referred"
HANDLING_RESUMED = "petition.handling_resumed"
MEDIATION_REQUESTED = "mediation.requested"
RECONSIDERATION_ELEVATED = "reconsideration.elevated"
RECONSIDERATION_SENT_TO_MEDIATION = "reconsideration.mediation_started"
SUIT_SENT_TO_MEDIATION = "litigation.mediation_started"
_REFERRAL = "referral"
_MEDIATION = "mediation"


def of_step(track: str, event: str) -> str:
    """Return what the event of a step is called, which its procedure names `event`."""
    return f"{track}.{event}"


def of_mediation(outcome: str) -> str:
    """Return what the event is called by which a mediation tells an outcome."""
    return of_step(_MEDIATION, outcome)


def of_referral(state: str) -> str:
    """Return what the event is called by which a referral comes to a state."""
    return f"{_REFERRAL}.{state}"
