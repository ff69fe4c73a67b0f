"""A pending case is sent into mediation: the payloads of that, with their words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from shared.casework import labels
from shared.casework.fields import Choice, PersonalText, PlainText
from shared.casework.payloads import Command
from shared.language import Text

OUTSIDE_MEDIATION_KINDS: Mapping[str, Text] = MappingProxyType(
    {
        "administrative": Text("行政调解", "administrative mediation"),
        "people": Text("人民调解", "people's mediation"),
        "industry": Text("行业性专业性调解", "mediation of a trade or profession"),
    }
)
"""The kinds of mediation into which a pending case may be sent."""
MEDIATION_OUTCOMES: Mapping[str, Text] = MappingProxyType(
    {
        "agreed": Text("达成协议", "agreement reached"),
        "failed": Text("未达成协议", "no agreement"),
        "terminated": Text("调解终止", "terminated"),
        "declined": Text("不予受理", "declined"),
    }
)
"""How a mediation into which a pending case was sent can end."""


class SendIntoMediation(Command):
    """The sending of a case into mediation; each track adds what its law asks for."""

    mediation_kind = Choice(
        OUTSIDE_MEDIATION_KINDS, load_default="administrative", metadata=labels.MEDIATION_KIND
    )
    reason = PersonalText(2000, metadata=labels.EXPLANATION)


class MediationOutcome(Command):
    """How the mediation of a case ended, as the mediation track tells it."""

    outcome = Choice(MEDIATION_OUTCOMES, required=True, metadata=labels.MEDIATION_OUTCOME)
    mediation_id = PlainText(64, metadata=labels.MEDIATION_ID)
    mediation_number = PlainText(120, metadata=labels.MEDIATION_NUMBER)
