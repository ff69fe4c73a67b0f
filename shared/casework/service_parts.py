"""Service (送达) on one addressee, or on all, as every track records it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from shared.casework import labels
from shared.casework.fields import Choice, PartyId, PastDate
from shared.http.labels import label
from shared.http.schemas import StrictSchema
from shared.language import Text

METHODS_OF_SERVICE: Mapping[str, Text] = MappingProxyType(
    {
        "direct": Text("直接送达", "directly"),
        "left_in_place": Text("留置送达", "left in place"),
        "electronic": Text("电子送达", "electronically"),
        "entrusted": Text("委托送达", "through another organ"),
        "post": Text("邮寄送达", "by post"),
        "announcement": Text("公告送达", "by announcement"),
    }
)
METHOD = label("送达方式", "method of service")
SERVED_PARTY = label(
    "送达对象",
    "addressee",
    "本案当事人的编号，例如 p1。",
    "The id of a party of this case, for example p1.",
)


class Service(StrictSchema):
    """On whom something was served, how, and on which day; a party left out means all of them."""

    party = PartyId(
        metadata=label(
            "送达对象",
            "addressee",
            "本案当事人的编号，例如 p1；不填时为全体受送达人同日送达。",
            "The id of a party of this case, for example p1; when empty all were served that day.",
        )
    )
    method = Choice(METHODS_OF_SERVICE, metadata=METHOD)
    served_on = PastDate(required=True, metadata=labels.SERVED_ON)
