"""A petition is registered, classified, accepted or declined."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from marshmallow import post_load, validate

from services.petitions.article_words import ARTICLE_31
from shared.casework import labels
from shared.casework.act_parts import Act
from shared.casework.fields import (
    Choice,
    ListOf,
    Part,
    PastDate,
    PersonalText,
    PlainText,
)
from shared.casework.payload_parts import Agency, Party
from shared.casework.payloads import Command, Opening
from shared.http.labels import label
from shared.http.schemas import StrictBoolean, StrictInteger
from shared.language import Text

ARTICLE_31_ITEM = label(
    "第三十一条分项",
    "item of article 31",
    "信访工作条例第三十一条：申诉求决类事项按哪一项办理。",
    "Under which item of article 31 of the petition regulation an appeal is handled.",
    values=ARTICLE_31,
)

ADOPTION: Mapping[str, Text] = MappingProxyType(
    {
        "adopted": Text("采纳", "adopted"),
        "partly_adopted": Text("部分采纳", "partly adopted"),
        "not_adopted": Text("未采纳", "not adopted"),
    }
)


class Register(Opening):
    """A petition as it came in."""

    channel = Choice(
        {
            "visit": Text("走访", "visit"),
            "letter": Text("书信", "letter"),
            "web": Text("网上信访", "web"),
            "phone": Text("电话", "telephone"),
            "email": Text("电子邮件", "e-mail"),
            "terminal": Text("自助终端", "terminal"),
        },
        required=True,
        metadata=label("信访形式", "how it came in"),
    )
    received_on = PastDate(required=True, metadata=labels.RECEIVED_ON)
    received_as = Choice(
        {
            "petition_office": Text("信访部门", "petition office"),
            "agency": Text("其他机关、单位", "another agency"),
        },
        required=True,
        metadata=label(
            "收件身份",
            "received as",
            "信访部门登记分流（第二十二条），其他机关直接收到（第二十三条）。",
            "A petition office routes it (art. 22); another agency received it itself (art. 23).",
        ),
    )
    sender_number = PlainText(
        120,
        metadata=label(
            "来件编号",
            "number of the sender",
            "转来机关或热线的编号，例如 12345 工单号。",
            "The number by which who handed it in knows it, as of a 12345 order.",
        ),
    )
    petitioners = ListOf(
        Part(Party), least=1, required=True, metadata=label("信访人", "petitioners")
    )
    representatives = ListOf(
        Part(Party),
        metadata=label(
            "信访代表",
            "representatives",
            "多人走访的推选代表，不超过五人（第二十条第三款）。",
            "Chosen by several who visit together, at most five (art. 20¶3).",
        ),
    )
    against = Part(Agency, metadata=label("被反映的机关", "agency complained of"))
    opponents = ListOf(Part(Party), metadata=label("被反映的人或单位", "others complained of"))
    act = Part(Act, metadata=labels.ACT)
    content = PersonalText(
        required=True,
        metadata=label(
            "信访内容",
            "content",
            "请求、事实和理由（第十九条）。",
            "What is asked, the facts and the reasons (art. 19).",
        ),
    )
    address_unclear = StrictBoolean(
        metadata=label(
            "姓名或住址不清",
            "name or address unclear",
            "不清的，无需书面告知（第二十三条第二款）。",
            "No written notice is then owed (art. 23¶2).",
        )
    )


class Classify(Command):
    """What kind of petition it is; an appeal with its item of article 31 and its path."""

    kind = Choice(
        {
            "suggestion": Text("建议意见类", "suggestion"),
            "report": Text("检举控告类", "report or accusation"),
            "appeal": Text("申诉求决类", "appeal for a decision"),
        },
        required=True,
        metadata=label("事项类别", "kind of petition"),
    )
    article31_item = StrictInteger(validate=validate.Range(min=1, max=6), metadata=ARTICLE_31_ITEM)
    legal_path = PlainText(
        500,
        metadata=label(
            "应走的法定途径",
            "statutory path",
            "申诉求决类事项应当导入的程序。",
            "The procedure into which an appeal belongs.",
        ),
    )
    confidential_reporter = StrictBoolean(
        dump_only=True, metadata=label("为检举控告人保密", "reporter kept confidential")
    )

    @post_load
    def _reporter_is_confidential(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Mark a report, so that its reporter stays hidden from the accused (信访工作条例30¶3)."""
        return {**data, "confidential_reporter": data["kind"] == "report"}


class Accept(Command):
    """The acceptance, with what justifies it where other procedures or petitions speak against."""

    reason = PlainText(
        2000,
        metadata=label(
            "受理理由",
            "reason for acceptance",
            "另有法定途径或者已分流的，说明为何仍受理。",
            "Why it is accepted although another procedure or a routing speaks against it.",
        ),
    )
    new_facts = PersonalText(
        4000,
        metadata=label(
            "新的事实和理由",
            "new facts",
            "同一事项已复核终结的，只有新事实才可受理。",
            "After a final re-examination only new facts allow acceptance.",
        ),
    )


class Decline(Command):
    """Why a petition is not accepted, and where the petitioner can turn."""

    ground = Choice(
        {
            "accepted_elsewhere": Text(
                "19¶3 信访事项已经受理或者正在办理",
                "19¶3 accepted or being handled already",
            ),
            "finalized": Text(
                "36¶3 对复核意见不服，仍然以同一事实和理由提出",
                "36¶3 the same facts and reasons after a re-examination opinion",
            ),
            "in_statutory_procedure": Text(
                "属于诉讼、复议等法定程序的事项", "belongs to a statutory procedure"
            ),
            "outside_jurisdiction": Text(
                "23¶1 不属于本机关、单位或者本系统职权范围",
                "23¶1 outside the powers of the agency and its system",
            ),
        },
        required=True,
        metadata=label("不予受理的理由", "ground of refusal"),
    )
    advice = PersonalText(
        4000,
        metadata=label(
            "告知的途径",
            "where to turn",
            "告知信访人向有权处理的机关、单位提出。",
            "Where the petitioner is told to turn.",
        ),
    )


class TakeUp(Command):
    """The taking up of a suggestion or a report; nothing else is stated."""


class AnswerSuggestion(Command):
    """What became of a suggestion: adopted or not, and what the petitioner was answered."""

    adopted = Choice(ADOPTION, required=True, metadata=label("采纳情况", "adopted"))
    answer = PersonalText(
        required=True,
        metadata=label(
            "答复内容",
            "answer",
            "研究论证的意见；科学合理、具有现实可行性的应当采纳或者部分采纳（第二十九条）。",
            "What was found; what is sound and feasible is adopted in whole or part (art. 29).",
        ),
    )
    served_on = PastDate(metadata=label("答复送达日期", "answer received on"))


class RecogniseRepeat(Command):
    """That a petition repeats an earlier one of the same person, as was learnt afterwards."""


class LiftRepeat(Command):
    """That a petition repeats none, as was learnt afterwards."""
