"""How a superior takes a case over (提级审理): the file goes up, its own case is opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import pre_load

from services.reconsideration.application_schemas import Application
from shared.casework import labels
from shared.casework.fields import ListOf, Part, PastDate, PersonalText, PlainText
from shared.casework.payload_parts import Agency
from shared.casework.payloads import Command
from shared.casework.posting import Posted
from shared.http.labels import label
from shared.http.schemas import StrictBoolean, StrictSchema


class RecordElevation(Command):
    """The superior's decision to review the case itself."""

    superior = Part(
        Agency,
        required=True,
        metadata=label(
            "上级行政复议机关",
            "agency that takes the case over",
            "案件由系统在该机关自动立案。",
            "Its own case is opened by the system.",
        ),
    )
    notice_received_on = PastDate(
        required=True,
        metadata=label(
            "接到提级决定通知日期",
            "notice received on",
            "五个工作日内移送案件材料，由此起算。",
            "The file goes up within five working days from it.",
        ),
    )
    decision_number = PlainText(120, metadata=label("提级决定文号", "number of the decision"))

    @pre_load
    def _an_earlier_release_wrote_the_name(self, data: Mapping[str, Any], **_: Any) -> Any:
        superior = data.get("superior") if isinstance(data, Mapping) else None
        return {**data, "superior": {"name": superior}} if isinstance(superior, str) else data


class HandFileUp(Posted, Command):
    """The handing of the whole file to the superior."""

    documents = PersonalText(5000, metadata=label("移送材料", "what was handed up"))


class Paper(StrictSchema):
    """A paper of the file below: its name, and the SHA-256 by which it is known again."""

    name = PersonalText(200, required=True, metadata=label("文件名", "name"))
    kind = PlainText(80, required=True, metadata=label("种类", "kind"))
    sha256 = PlainText(64, required=True, metadata=label("内容的 SHA-256", "SHA-256 of it"))


class TakeOver(Application):
    """The superior's case, with all that the one below knows when it is taken over."""

    accepted_on = PastDate(required=True, metadata=label("下级受理日期", "accepted below on"))
    decision_number = PlainText(120, metadata=label("提级决定文号", "number of the decision"))
    taken_from = Part(Agency, required=True, metadata=label("原办理机关", "agency below"))
    papers = ListOf(Part(Paper), most=2000, metadata=label("案卷材料清单", "papers of the file"))
    enforcement_stayed = StrictBoolean(metadata=label("已停止执行", "enforcement is stayed"))


class NoteSuperiorCase(Command):
    """Which case the superior has of what it took over."""

    case_id = PlainText(64, required=True, metadata=labels.CASE_ID)
    number = PlainText(120, metadata=labels.CASE_NUMBER)


class ReceiveFile(Command):
    """The receipt of the file from below, from which the time for decision runs anew."""

    received_on = PastDate(
        required=True,
        metadata=label(
            "收到案件材料日期",
            "file received on",
            "办理期限由此重新计算。",
            "The time for decision runs anew from it.",
        ),
    )
    documents = PersonalText(5000, metadata=label("收到的材料", "what was received"))
