"""What the commands on a mediation statement (行政复议调解书) carry."""

from __future__ import annotations

from shared.casework import labels
from shared.casework.fields import Choice, PartyId, PastDate, PersonalText
from shared.casework.instalments import InstalmentNumber, Instalments
from shared.casework.payloads import Command
from shared.casework.service_parts import METHOD, METHODS_OF_SERVICE, SERVED_PARTY
from shared.http.labels import label
from shared.http.schemas import LegalDate, StrictBoolean


class IssueMediationStatement(Command):
    """The mediation statement, in force once signed by all and sealed."""

    terms = PersonalText(20_000, required=True, metadata=label("调解书内容", "terms"))
    signed_by_all = StrictBoolean(
        required=True,
        metadata=label(
            "各方已签字并盖章",
            "signed by all and sealed",
            "经各方当事人签字或者签章，并加盖复议机关印章，即具有法律效力（第七十三条）。",
            "It is in force once all parties signed and the organ sealed it (art. 73).",
        ),
    )
    performance_due_on = LegalDate(metadata=labels.PERFORMANCE_DUE_ON)
    instalments = Instalments()


class ServeMediationStatement(Command):
    """The handing over of the statement to one party."""

    party = PartyId(required=True, metadata=SERVED_PARTY)
    method = Choice(METHODS_OF_SERVICE, required=True, metadata=METHOD)
    served_on = PastDate(required=True, metadata=labels.SERVED_ON)


class RecordInstalment(Command):
    """One of the instalments of a statement, performed."""

    instalment = InstalmentNumber()
    description = PersonalText(5000, metadata=labels.EXPLANATION)
