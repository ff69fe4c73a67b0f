"""What a court tells of a suit that was decided: that it is tried again, or enforced."""

from __future__ import annotations

from services.liaison.court.notices import NamedParty
from services.liaison.court.suit_notices import ONE_OF_A_SIDE, AboutASuit
from shared.casework import labels
from shared.casework.fields import Choice, Part, PastDate, PersonalText, PlainText
from shared.casework.posting import Posted
from shared.casework.suit_parts import (
    BEGINNINGS_OF_RETRIAL,
    INSTANCES_OF_RETRIAL,
    SIDES,
    SPECIAL_GROUNDS_OF_RETRIAL,
)
from shared.http.labels import label
from shared.http.schemas import StrictBoolean

_DOCUMENT_NUMBER = label("裁判文书号", "number of the document")


class RetrialDocketed(Posted, AboutASuit):
    """An application for retrial, lodged on `on`, that the court took up (再审立案)."""

    by = Choice(SIDES, required=True, metadata=label("再审申请人", "who applies"))
    party = Part(
        NamedParty, metadata=label("申请再审的当事人", "party that applies", *ONE_OF_A_SIDE)
    )
    ground = Choice(SPECIAL_GROUNDS_OF_RETRIAL, metadata=label("特别事由", "special ground"))
    known_on = PastDate(metadata=label("知道特别事由日期", "ground known on"))
    copy_served_on = PastDate(
        metadata=label("收到再审申请书副本日期", "copy of the application received on")
    )
    reason = PersonalText(20_000, metadata=label("申请理由", "reason of the application"))


class RetrialRefused(AboutASuit):
    """The ruling that the case is not tried again (驳回再审申请)."""

    document_number = PlainText(120, metadata=_DOCUMENT_NUMBER)
    reason = PersonalText(2000, metadata=label("驳回理由", "reason of the refusal"))


class RetrialOrdered(AboutASuit):
    """The ruling by which the case is tried again (再审裁定)."""

    initiated_by = Choice(
        BEGINNINGS_OF_RETRIAL, required=True, metadata=label("再审的启动", "retried on")
    )
    instance = Choice(
        INSTANCES_OF_RETRIAL,
        required=True,
        metadata=label("再审适用的程序", "procedure of the retrial"),
    )
    performance_stopped = StrictBoolean(
        metadata=label("中止原裁判的执行", "performance is stopped")
    )
    document_number = PlainText(120, metadata=_DOCUMENT_NUMBER)
    retrial_case_no = PlainText(120, metadata=label("再审案号", "number of the retrial"))


class EnforcementDocketed(Posted, AboutASuit):
    """An application for enforcement, lodged on `on`, that the court took up (执行立案)."""

    by = Choice(SIDES, required=True, metadata=label("申请执行人", "who applies"))
    party = Part(
        NamedParty, metadata=label("申请执行的当事人", "party that applies", *ONE_OF_A_SIDE)
    )
    performance_ended_on = PastDate(metadata=label("履行期间最后一日", "last day for performance"))
    served_on = PastDate(metadata=labels.SERVED_ON)
    enforcement_case_no = PlainText(120, metadata=label("执行案号", "number of the enforcement"))
    reason = PersonalText(20_000, metadata=label("申请内容", "what is applied for"))
