"""What is said of a referral to a body outside, by an officer or by the body itself."""

from __future__ import annotations

from shared.casework import labels
from shared.casework.fields import Choice, PersonalText, PlainText
from shared.casework.vocabulary import OUTSIDE_OUTCOMES
from shared.http.labels import label
from shared.http.schemas import LegalDate, StrictSchema

FEEDBACK_DUE_ON = label(
    "反馈期限", "feedback due on", "对方反馈结果的最后一日。", "The last day for their feedback."
)


class TakenUp(StrictSchema):
    """That the body has taken the matter up, under which number, and when it reports back."""

    reference = PlainText(120, metadata=label("对方案号", "their number"))
    feedback_due_on = LegalDate(metadata=FEEDBACK_DUE_ON)


class TurnedDown(StrictSchema):
    """Why the body does not take the matter up."""

    reason = PersonalText(2000, required=True, metadata=labels.REASON)


class Concluded(StrictSchema):
    """What came of it."""

    outcome = Choice(OUTSIDE_OUTCOMES, required=True, metadata=label("结果", "outcome"))
    text = PersonalText(4000, required=True, metadata=label("结果说明", "what came of it"))
