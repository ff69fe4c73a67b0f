"""How the enforcement of a judgment in force is asked for."""

from __future__ import annotations

from shared.casework.fields import Choice, PastDate, PersonalText, PlainText
from shared.casework.payloads import Command
from shared.casework.posting import Posted
from shared.casework.suit_parts import SIDES
from shared.http.labels import label


class RecordEnforcementApplication(Posted, Command):
    """An application to the court to enforce what the judgment orders (申请强制执行)."""

    by = Choice(SIDES, required=True, metadata=label("申请执行人", "who applies"))
    performance_ended_on = PastDate(
        metadata=label(
            "履行期间最后一日",
            "last day for performance",
            "与裁判登记的不同或者分期履行的填写（该期的最后一日）；两年由此起算。",
            "Where it differs from what is on record, or of the instalment; two years run from it.",
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
