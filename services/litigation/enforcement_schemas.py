"""How the enforcement of a judgment in force is asked for."""

from __future__ import annotations

from shared.casework.fields import Choice, PartyId, PastDate, PersonalText, PlainText
from shared.casework.instalments import InstalmentNumber
from shared.casework.payloads import Command
from shared.casework.posting import Posted
from shared.casework.suit_parts import SIDES
from shared.http.labels import label
from shared.language import Text


class RecordEnforcementApplication(Posted, Command):
    """An application to the court to enforce what the judgment orders (申请强制执行)."""

    by = Choice(SIDES, required=True, metadata=label("申请执行人", "who applies"))
    party = PartyId(
        metadata=label(
            "申请执行的当事人",
            "party that applies",
            "该方有多人的填写；不填时为该方全体。",
            "Where that side has several; when empty all of them.",
        )
    )
    instalment = InstalmentNumber(
        required=False,
        explained=Text(
            "裁判分期履行的填写；不填的，为申请时已到期的各期。",
            "Where the judgment orders instalments; when empty all that are due by then.",
        ),
    )
    performance_ended_on = PastDate(
        metadata=label(
            "履行期间最后一日",
            "last day for performance",
            "与裁判登记的不同的填写，两年由此起算；已登记分期履行的，为申请至该日到期的各期。",
            "Where it differs from what is on record: two years run from it. Where instalments are "
            "on record, those due by that day are applied for.",
        )
    )
    served_on = PastDate(
        metadata=label(
            "裁判送达日期",
            "judgment served on",
            "裁判没有规定履行期间的，由送达之日起算。",
            "Where the judgment gives no time for performance, the two years run from service.",
        )
    )
    reason = PersonalText(20_000, metadata=label("申请内容", "what is applied for"))
    enforcement_case_no = PlainText(
        120,
        metadata=label(
            "执行案号", "number of the enforcement", "法院已立案的填写。", "Once docketed."
        ),
    )
