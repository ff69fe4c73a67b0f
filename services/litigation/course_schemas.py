"""How a suit is paused, taken up again, withdrawn and closed."""

from __future__ import annotations

from services.litigation.judgment_schemas import DOCUMENT_NUMBER
from shared.casework import labels
from shared.casework.fields import (
    Choice,
    PersonalText,
    PlainText,
)
from shared.casework.payloads import Command
from shared.casework.suit_parts import GROUNDS_OF_SUSPENSION
from shared.http.labels import label
from shared.http.schemas import StrictBoolean


class PlaintiffWithdraws(Command):
    """The court's leave for the plaintiff to withdraw (准许撤诉)."""

    document_number = PlainText(120, metadata=DOCUMENT_NUMBER)
    agency_changed_the_act = StrictBoolean(
        load_default=False,
        metadata=label(
            "因行政机关改变行为而撤诉",
            "the agency changed the act",
            "被告改变其所作的行政行为，原告同意并撤诉。",
            "The agency changed its act, and the plaintiff agreed and withdrew.",
        ),
    )
    reason = PersonalText(2000, metadata=label("撤诉理由", "reason of the withdrawal"))


class Suspend(Command):
    """The suspension of a suit (中止诉讼) on a ground of article 87 of the interpretation."""

    ground = Choice(
        GROUNDS_OF_SUSPENSION, required=True, metadata=label("中止情形", "ground of suspension")
    )
    reason = PersonalText(2000, metadata=labels.EXPLANATION)


class Resume(Command):
    """The end of a suspension."""

    reason = PersonalText(2000, metadata=label("恢复理由", "reason of the resumption"))


class Close(Command):
    """The end of all work on the case."""

    reason = PersonalText(2000, metadata=labels.CLOSING_REASON)
