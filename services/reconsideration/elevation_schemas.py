"""How a superior takes a case over (提级审理), and the file goes up to it."""

from __future__ import annotations

from shared.casework.fields import PastDate, PersonalText, PlainText
from shared.casework.payloads import Command
from shared.casework.posting import Posted
from shared.http.labels import label


class RecordElevation(Command):
    """The superior's decision to review the case itself."""

    superior = PlainText(
        200, required=True, metadata=label("上级行政复议机关", "agency that takes the case over")
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


class HandFileUp(Posted, Command):
    """The handing of the whole file to the superior."""

    documents = PersonalText(5000, metadata=label("移送材料", "what was handed up"))
