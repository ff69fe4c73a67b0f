"""What a suggestion of a court or a procuratorate says."""

from __future__ import annotations

from shared.casework import labels
from shared.casework.fields import PastDate, PersonalText, PlainText
from shared.http.labels import label
from shared.http.schemas import LegalDate, StrictSchema


class SuggestionText(StrictSchema):
    """A suggestion (司法建议、检察建议): its number, its text, and until when it wants a reply."""

    suggestion_number = PlainText(120, metadata=label("建议书文号", "number of the suggestion"))
    content = PersonalText(20_000, metadata=label("建议内容", "content"))
    served_on = PastDate(metadata=labels.SERVED_ON)
    reply_due_on = LegalDate(metadata=label("答复期限", "reply due on"))
