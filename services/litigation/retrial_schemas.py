"""How a judgment in force is tried again (再审): who asks, what the court orders."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from services.litigation.judgment_schemas import DOCUMENT_NUMBER
from shared.casework.fields import Choice, PastDate, PersonalText, PlainText
from shared.casework.payloads import Command
from shared.casework.posting import Posted
from shared.casework.suit_parts import SIDES
from shared.http.labels import label
from shared.http.schemas import StrictBoolean
from shared.language import Text

SPECIAL_GROUNDS: Mapping[str, Text] = MappingProxyType(
    {
        "110(1)": Text(
            "110(1) 有新的证据，足以推翻原判决、裁定的",
            "110(1) new evidence that suffices to overturn the judgment",
        ),
        "110(2)": Text(
            "110(2) 原判决、裁定认定事实的主要证据是伪造的",
            "110(2) the main evidence of the facts was forged",
        ),
        "110(3)": Text(
            "110(3) 据以作出原判决、裁定的法律文书被撤销或者变更的",
            "110(3) the document on which the judgment rests was revoked or changed",
        ),
        "110(4)": Text(
            "110(4) 审判人员审理该案件时有贪污受贿、徇私舞弊、枉法裁判行为的",
            "110(4) the judges took bribes, bent the law or acted for private ends",
        ),
    }
)
"""法释〔2018〕1号110: on these the six months run from knowing of them."""


class RecordRetrialApplication(Posted, Command):
    """An application for retrial lodged on `on`."""

    by = Choice(SIDES, required=True, metadata=label("再审申请人", "who applies"))
    ground = Choice(
        SPECIAL_GROUNDS,
        metadata=label(
            "特别事由",
            "special ground",
            "属于解释第一百一十条四种情形之一的填写：六个月自知道之日起算。",
            "One of the four of art. 110 of the interpretation: the six months run from knowing.",
        ),
    )
    known_on = PastDate(
        metadata=label(
            "知道特别事由日期",
            "ground known on",
            "知道或者应当知道之日；没有特别事由的不填。",
            "When it was or should have been known; empty without a special ground.",
        )
    )
    copy_served_on = PastDate(
        metadata=label(
            "收到再审申请书副本日期",
            "copy of the application received on",
            "对方申请的，十五日内提交书面意见。",
            "Where the opponent applies: fifteen days for written comments run from it.",
        )
    )
    reason = PersonalText(20_000, metadata=label("申请理由", "reason of the application"))


class SubmitRetrialComment(Posted, Command):
    """The agency's written comments on the other side's application."""

    content = PersonalText(20_000, required=True, metadata=label("书面意见", "comments"))


class RefuseRetrial(Command):
    """The court's ruling that the case is not tried again (驳回再审申请)."""

    document_number = PlainText(120, metadata=DOCUMENT_NUMBER)
    reason = PersonalText(2000, metadata=label("驳回理由", "reason of the refusal"))


class OrderRetrial(Command):
    """The ruling by which a case in force is tried again."""

    initiated_by = Choice(
        {
            "application": Text("当事人申请（90、91）", "an application (art. 90, 91)"),
            "court": Text("法院依职权（92）", "the courts (art. 92)"),
            "procuratorate": Text(
                "检察院抗诉或者检察建议（93）", "protest or suggestion of a procuratorate (art. 93)"
            ),
        },
        required=True,
        metadata=label("再审的启动", "retried on"),
    )
    instance = Choice(
        {
            "first": Text("第一审程序", "procedure of first instance"),
            "second": Text("第二审程序（含提审）", "procedure of second instance"),
        },
        required=True,
        metadata=label(
            "再审适用的程序",
            "procedure of the retrial",
            "原为一审生效的适用一审程序，裁判可以上诉；原为二审或者上级提审的适用二审程序。",
            "That of first instance where the first judgment took effect, and it is open to "
            "appeal; that of second instance after an appeal or before a higher court.",
        ),
    )
    performance_stopped = StrictBoolean(
        load_default=True,
        metadata=label(
            "中止原裁判的执行",
            "performance is stopped",
            "抚恤金、最低生活保障、社会保险待遇案件可以不中止。",
            "In cases of pensions, subsistence and social insurance it may go on.",
        ),
    )
    document_number = PlainText(120, metadata=DOCUMENT_NUMBER)
