"""Parts and labels that the payloads of a reconsideration share."""

from __future__ import annotations

from shared.casework.fields import PlainText
from shared.http.labels import label
from shared.http.schemas import StrictBoolean, StrictSchema
from shared.language import Text

APPROVERS = {
    "head_of_office": Text("复议机构负责人", "head of the reconsideration office"),
    "head_of_organ": Text("复议机关负责人", "head of the reconsideration organ"),
}
APPROVED_BY = label("批准人", "approved by")
APPROVER = label("批准人姓名", "name of the approver")
RESPONDENT_AGENTS = label("被申请人代理人", "agents of the respondent")
FORWARDED_ON = label(
    "转送日期",
    "forwarded on",
    "原处罚机关转送的申请到达复议机关之日（第三十二条）。",
    "The day the application handed in at the penalty agency reached the organ (art. 32).",
)
PERFORMANCE_ENDED_ON = label(
    "履职期限届满日",
    "performance period ended on",
    "不履行法定职责的，申请期限自履行期限届满之日起计算。",
    "For inaction the window to apply runs from the end of the period to perform.",
)
SUIT_WINDOW_TOLD = label(
    "已告知起诉期限",
    "time to sue told",
    "决定未告知起诉期限的，自知道该期限之日起计算，自知道决定内容之日起最长一年（解释第六十四条第二款）。",
    "A decision that does not tell it: the time runs from knowing of it, for at most a year from "
    "knowing of the decision (art. 64¶2 of the interpretation).",
)


class Officer(StrictSchema):
    """A reconsideration officer (行政复议人员) put in charge of a case."""

    name = PlainText(80, required=True, metadata=label("姓名", "name"))
    qualification = PlainText(200, metadata=label("资格", "qualification"))
    conflict_of_interest = StrictBoolean(
        load_default=False,
        metadata=label(
            "有利害关系",
            "has an interest",
            "与本案或者当事人有利害关系。",
            "An interest in the case, or ties to a party.",
        ),
    )
