"""How a judgment in force is tried again (再审): who asks, what the court orders."""

from __future__ import annotations

from services.litigation.judgment_schemas import DOCUMENT_NUMBER
from shared.casework.fields import Choice, PartyId, PastDate, PersonalText, PlainText
from shared.casework.payloads import Command
from shared.casework.posting import Posted
from shared.casework.suit_parts import (
    BEGINNINGS_OF_RETRIAL,
    ENDINGS_OF_RETRIAL,
    INSTANCES_OF_RETRIAL,
    SIDES,
    SPECIAL_GROUNDS_OF_RETRIAL,
)
from shared.http.labels import label
from shared.http.schemas import StrictBoolean

COPY_SERVED_ON = label(
    "收到再审申请书副本日期",
    "copy of the application received on",
    "对方申请的，十五日内提交书面意见。",
    "Where the opponent applies: fifteen days for written comments run from it.",
)


class RecordRetrialApplication(Posted, Command):
    """An application for retrial lodged on `on`."""

    by = Choice(SIDES, required=True, metadata=label("再审申请人", "who applies"))
    party = PartyId(
        metadata=label(
            "申请再审的当事人",
            "party that applies",
            "该方有多人的填写；不填时为该方全体。",
            "Where that side has several; when empty all of them.",
        )
    )
    ground = Choice(
        SPECIAL_GROUNDS_OF_RETRIAL,
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
    copy_served_on = PastDate(metadata=COPY_SERVED_ON)
    reason = PersonalText(20_000, metadata=label("申请理由", "reason of the application"))


class RecordRetrialReceipt(Command):
    """When the copy of an application was received, where it was recorded without that day."""

    party = PartyId(
        metadata=label(
            "谁的再审申请",
            "whose application",
            "数人分别申请的，写明收到的是谁的再审申请书副本。",
            "Where several applied: whose copy was received.",
        )
    )
    copy_served_on = PastDate(required=True, metadata=COPY_SERVED_ON)


class SubmitRetrialComment(Posted, Command):
    """The agency's written comments on the other side's application."""

    content = PersonalText(20_000, required=True, metadata=label("书面意见", "comments"))
    party = PartyId(
        metadata=label(
            "对谁的再审申请",
            "on whose application",
            "数人分别申请的，各自的副本各有十五日；不填时为已收到副本的全部申请。",
            "Where several applied each copy has its fifteen days; when empty the comments are on "
            "all of which a copy was received.",
        )
    )


class RefuseRetrial(Command):
    """The court's ruling that the case is not tried again (驳回再审申请)."""

    document_number = PlainText(120, metadata=DOCUMENT_NUMBER)
    reason = PersonalText(2000, metadata=label("驳回理由", "reason of the refusal"))


class OrderRetrial(Command):
    """The ruling by which a case in force is tried again."""

    initiated_by = Choice(
        BEGINNINGS_OF_RETRIAL,
        required=True,
        metadata=label("再审的启动", "retried on"),
    )
    instance = Choice(
        INSTANCES_OF_RETRIAL,
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
    retrial_case_no = PlainText(
        120,
        metadata=label(
            "再审案号",
            "number of the retrial",
            "法院其后的通知以此案号发送的，也找到本案。",
            "Later notices of the court under this number find the case too.",
        ),
    )


class WithdrawRetrialApplication(Command):
    """The court's leave to withdraw an application for retrial (准许撤回再审申请)."""

    by = Choice(SIDES, required=True, metadata=label("撤回申请的一方", "who withdraws"))
    party = PartyId(
        metadata=label(
            "撤回申请的当事人",
            "party that withdraws",
            "该方有多人申请的填写；不填时为该方全体。",
            "Where several of that side applied; when empty all of them.",
        )
    )
    document_number = PlainText(120, metadata=DOCUMENT_NUMBER)
    reason = PersonalText(2000, metadata=label("撤回理由", "reason of the withdrawal"))


class EndRetrial(Command):
    """The ruling that ends a retrial without a judgment (终结再审程序)."""

    ground = Choice(
        ENDINGS_OF_RETRIAL, metadata=label("终结再审的情形", "why the retrial is ended")
    )
    document_number = PlainText(120, metadata=DOCUMENT_NUMBER)
    reason = PersonalText(2000, metadata=label("终结理由", "reason of the end"))
