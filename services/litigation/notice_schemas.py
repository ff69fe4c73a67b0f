"""What comes from a court or a procuratorate, and the reply."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from shared.casework.fields import (
    Choice,
    PastDate,
    PersonalText,
    PlainText,
)
from shared.casework.payloads import Command, Opening
from shared.casework.posting import Posted
from shared.casework.suit_parts import COURT_PROCEDURES, PARTS_OF_DEFENDANT, SuitBrought
from shared.http.labels import label
from shared.http.schemas import LegalDate
from shared.language import Text

SUGGESTIONS: Mapping[str, Text] = MappingProxyType(
    {
        "judicial": Text("司法建议", "judicial suggestion"),
        "procuratorial": Text("检察建议", "procuratorial suggestion"),
        "public_interest": Text("公益诉讼诉前检察建议", "before a public interest suit"),
        "public_interest_urgent": Text(
            "公益诉讼诉前检察建议（紧急）", "before a public interest suit, urgent"
        ),
    }
)
SUGGESTION_NUMBER = label("建议书文号", "number of the suggestion")
COMPLAINT_SERVED_ON = label(
    "收到起诉状副本日期",
    "complaint received on",
    "提交答辩状和证据的十五日由此起算（行政诉讼法第六十七条）。",
    "Fifteen days for answer and evidence run from it (art. 67).",
)
DOCKETED_ON = label("立案日期", "docketed on")
KIND_OF_SUGGESTION = label("建议种类", "kind of suggestion")
SUGGESTION_SERVED_ON = label(
    "收到日期",
    "received on",
    "答复期限由此起算。",
    "The time to reply runs from it.",
)
REPLY_DUE_ON = label(
    "建议书载明的答复期限",
    "reply due on",
    "建议书另行载明期限的填写。",
    "Where the suggestion itself sets a day.",
)


class ReceiveNotice(SuitBrought, Opening):
    """The court's notice to respond (应诉通知书) with the copy of the complaint."""

    served_on = PastDate(metadata=COMPLAINT_SERVED_ON)
    docketed_on = PastDate(metadata=DOCKETED_ON)
    procedure = Choice(
        COURT_PROCEDURES, load_default="ordinary", metadata=label("审理程序", "procedure")
    )
    role = Choice(
        PARTS_OF_DEFENDANT,
        load_default="sole",
        metadata=label("本机关的被告身份", "the agency's part"),
    )
    reconsideration_number = PlainText(
        120, metadata=label("复议案号", "number of the reconsideration")
    )


class RecordNoticeReceipt(Command):
    """The days of service and docketing, where the notice was recorded without them."""

    served_on = PastDate(metadata=COMPLAINT_SERVED_ON)
    docketed_on = PastDate(metadata=DOCKETED_ON)


class ReceiveSuggestion(Opening):
    """A suggestion of a court (司法建议) or a procuratorate (检察建议), received on `served_on`."""

    kind = Choice(SUGGESTIONS, required=True, metadata=KIND_OF_SUGGESTION)
    issuer = PlainText(200, required=True, metadata=label("发出机关", "issued by"))
    suggestion_number = PlainText(120, metadata=SUGGESTION_NUMBER)
    content = PersonalText(20_000, metadata=label("建议内容", "content"))
    served_on = PastDate(metadata=SUGGESTION_SERVED_ON)
    reply_due_on = LegalDate(metadata=REPLY_DUE_ON)


class RecordSuggestionReceipt(Command):
    """The day on which a suggestion was received, which was unknown when it was recorded."""

    kind = Choice(SUGGESTIONS, required=True, metadata=KIND_OF_SUGGESTION)
    suggestion_number = PlainText(120, metadata=SUGGESTION_NUMBER)
    served_on = PastDate(required=True, metadata=SUGGESTION_SERVED_ON)
    reply_due_on = LegalDate(metadata=REPLY_DUE_ON)


class ReplySuggestion(Posted, Command):
    """The agency's written reply to a suggestion."""

    suggestion_number = PlainText(120, metadata=SUGGESTION_NUMBER)
    outcome = Choice(
        {
            "adopted": Text("采纳", "adopted"),
            "partly_adopted": Text("部分采纳", "partly adopted"),
            "refused": Text("不采纳", "not adopted"),
        },
        required=True,
        metadata=label("采纳情况", "adopted"),
    )
    content = PersonalText(20_000, metadata=label("答复内容", "reply"))
