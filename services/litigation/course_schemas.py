"""How a suit is paused, taken up again, withdrawn and closed."""

from __future__ import annotations

from services.litigation.hearing_schemas import SCOPE_OF_MEDIATION
from services.litigation.judgment_schemas import DOCUMENT_NUMBER
from shared.casework import labels
from shared.casework.fields import (
    Choice,
    PartyId,
    PastDate,
    PersonalText,
    PlainText,
)
from shared.casework.instalments import Instalments
from shared.casework.payloads import Command
from shared.casework.suit_parts import GROUNDS_OF_SUSPENSION, SCOPES_OF_MEDIATION
from shared.http.labels import label
from shared.http.schemas import LegalDate, StrictBoolean
from shared.language import Text


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


class OnePlaintiffWithdraws(PlaintiffWithdraws):
    """The court's leave for one of several plaintiffs to withdraw; the others go on."""

    party = PartyId(
        required=True,
        metadata=label(
            "撤诉的原告",
            "plaintiff that withdraws",
            "全体原告撤诉的，登记“原告撤诉”。",
            "Where all withdraw, record that the plaintiff withdraws.",
        ),
    )


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


class RecordMediationStatement(Command):
    """The court's mediation statement (行政调解书), in force once both sides have signed for it."""

    scope = Choice(SCOPES_OF_MEDIATION, required=True, metadata=SCOPE_OF_MEDIATION)
    signed_on = PastDate(
        required=True,
        metadata=label(
            "最后一方签收日期",
            "signed for by the last on",
            "双方当事人签收后即具有法律效力，以最后收到的一方签收之日为准（解释第八十五条）。",
            "It has legal force from the day on which the last of them signed for it (art. 85 of "
            "the interpretation).",
        ),
    )
    document_number = PlainText(120, metadata=DOCUMENT_NUMBER)
    performance_due_on = LegalDate(metadata=labels.PERFORMANCE_DUE_ON)
    instalments = Instalments()


class ExtendTrial(Command):
    """The leave of a higher court for a longer trial (批准延长审理期限)."""

    until = LegalDate(required=True, metadata=label("延长至", "until"))
    approved_by = Choice(
        {
            "high_court": Text("高级人民法院", "the high court"),
            "supreme_court": Text("最高人民法院", "the Supreme Court"),
        },
        required=True,
        metadata=label(
            "批准法院",
            "approved by",
            "由高级人民法院批准；高级人民法院审理的，由最高人民法院批准（第八十一条、第八十八条）。",
            "The high court; the Supreme Court where the high court itself tries (art. 81, 88).",
        ),
    )
    document_number = PlainText(120, metadata=DOCUMENT_NUMBER)


class ConvertProcedure(Command):
    """The court's ruling to go on in the ordinary procedure."""

    reason = PersonalText(2000, metadata=label("转换理由", "reason of the change"))
