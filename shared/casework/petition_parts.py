"""What a petition says, whoever hands it in: from whom, against whom, and what it is about."""

from __future__ import annotations

from shared.casework import labels
from shared.casework.act_parts import Act
from shared.casework.fields import ListOf, Part, PersonalText
from shared.casework.payload_parts import Agency, Party
from shared.http.labels import label
from shared.http.schemas import StrictSchema


class PetitionSaid(StrictSchema):
    """The words of a petitioner (信访人); how it came in is said by who took it in."""

    petitioners = ListOf(
        Part(Party), least=1, required=True, metadata=label("信访人", "petitioners")
    )
    representatives = ListOf(Part(Party), metadata=label("信访代表", "representatives"))
    against = Part(Agency, metadata=label("被反映的机关", "agency complained of"))
    opponents = ListOf(Part(Party), metadata=label("被反映的人或单位", "others complained of"))
    act = Part(Act, metadata=labels.ACT)
    content = PersonalText(required=True, metadata=label("信访内容", "content"))
