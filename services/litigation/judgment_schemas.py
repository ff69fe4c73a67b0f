"""What the court decided, what follows from it, and what is learnt of a loss."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from shared.casework import labels
from shared.casework.fields import (
    Choice,
    ListOf,
    PartyId,
    PastDate,
    PersonalText,
    PlainText,
)
from shared.casework.instalments import InstalmentNumber, Instalments
from shared.casework.payloads import Command
from shared.casework.posting import Posted
from shared.casework.service_parts import Service
from shared.casework.suit_parts import CAUSES_OF_LOSS, SIDES
from shared.http.labels import label
from shared.http.schemas import LegalDate, StrictBoolean
from shared.language import Text

WON: Mapping[str, Text] = MappingProxyType(
    {
        "claims_dismissed": Text("判决驳回诉讼请求", "claims dismissed"),
        "suit_dismissed": Text("裁定驳回起诉", "suit dismissed"),
        "terminated": Text("终结诉讼", "proceedings terminated"),
    }
)
LOST: Mapping[str, Text] = MappingProxyType(
    {
        "revoked": Text("判决撤销", "act revoked"),
        "partly_revoked": Text("判决部分撤销", "act partly revoked"),
        "changed": Text("判决变更", "act changed"),
        "confirmed_unlawful": Text("确认违法", "confirmed unlawful"),
        "confirmed_invalid": Text("确认无效", "confirmed invalid"),
        "ordered_to_perform": Text("判决履行", "ordered to perform"),
        "ordered_to_pay": Text("判决给付", "ordered to pay"),
        "compensation": Text("判决赔偿或补偿", "compensation"),
    }
)
ON_APPEAL: Mapping[str, Text] = MappingProxyType(
    {
        "upheld": Text("维持原裁判", "upheld"),
        "appeal_withdrawn": Text("准许撤回上诉", "appeal withdrawn"),
        "remanded": Text("发回重审", "remanded"),
    }
)
DOCUMENTS: Mapping[str, Text] = MappingProxyType(
    {"judgment": Text("判决", "judgment"), "ruling": Text("裁定", "ruling")}
)
KIND_OF_DOCUMENT = label("裁判种类", "judgment or ruling")
OUTCOME = label("裁判结果", "outcome")
AGENCY_LOST = label(
    "行政机关败诉", "lost by the agency", "败诉的须分析原因。", "A lost case is analysed."
)
DOCUMENT_NUMBER = label("裁判文书号", "number of the document")
JUDGMENT_SERVED_ON = label(
    "本机关收到日期",
    "served on the agency on",
    "上诉期限由此起算。",
    "The agency's time to appeal runs from it.",
)


class RecordJudgment(Command):
    """The judgment or ruling of first instance, made on `on`."""

    kind = Choice(DOCUMENTS, required=True, metadata=KIND_OF_DOCUMENT)
    outcome = Choice({**WON, **LOST}, required=True, metadata=OUTCOME)
    lost = StrictBoolean(required=True, metadata=AGENCY_LOST)
    document_number = PlainText(120, metadata=DOCUMENT_NUMBER)
    served_on = PastDate(metadata=JUDGMENT_SERVED_ON)
    opponent_served_on = PastDate(
        metadata=label(
            "对方收到日期",
            "served on the opponent on",
            "对方全体同日收到的填写；各自收到的，分别登记送达，上诉期限各自起算。",
            "When all of the other side were served that day; otherwise record each service: each "
            "has their own time to appeal.",
        )
    )
    performance_due_on = LegalDate(metadata=labels.PERFORMANCE_DUE_ON)
    instalments = Instalments()


class ServeJudgment(Service, Command):
    """The service of the judgment on one party, from which their time to appeal runs."""


COPY_SERVED_ON = label(
    "收到上诉状副本日期",
    "copy of the appeal received on",
    "对方上诉的，二审答辩的十五日由此起算。",
    "Where the opponent appeals: fifteen days to answer run from it.",
)
COURT_RECEIVED_ON = label("二审法院收到日期", "received by the court of appeal on")


class Appeal(Posted, Command):
    """An appeal lodged on `on`."""

    by = Choice(SIDES, required=True, metadata=label("上诉人", "who appeals"))
    party = PartyId(
        metadata=label(
            "上诉的当事人",
            "party that appeals",
            "该方有多人的填写；不填时为该方全体。",
            "Where that side has several; when empty all of them.",
        )
    )
    copy_served_on = PastDate(metadata=COPY_SERVED_ON)
    court_received_on = PastDate(metadata=COURT_RECEIVED_ON)
    reason = PersonalText(20_000, metadata=label("上诉理由", "reason of the appeal"))
    taken_up_by_court = StrictBoolean(
        load_default=False,
        metadata=label(
            "法院已受理上诉",
            "taken up by the court",
            "本案已按生效裁判履行或者归档，而法院受理了上诉的填写。",
            "Where the judgment was performed or the case closed as final, and the court took the "
            "appeal up all the same.",
        ),
    )


class WithdrawAppeal(Command):
    """The leave for one of several appellants to withdraw their appeal (准许撤回上诉)."""

    by = Choice(SIDES, required=True, metadata=label("撤回上诉的一方", "who withdraws"))
    party = PartyId(
        metadata=label(
            "撤回上诉的当事人",
            "party that withdraws",
            "该方有多人上诉的填写；不填时为该方全体。",
            "Where several of that side appealed; when empty all of them.",
        )
    )
    document_number = PlainText(120, metadata=DOCUMENT_NUMBER)
    reason = PersonalText(2000, metadata=label("撤回理由", "reason of the withdrawal"))


class WithdrawLastAppeal(WithdrawAppeal):
    """The leave to withdraw the last appeal, before the windows of all others have ended."""

    served_on = PastDate(metadata=labels.SERVED_ON)


class RecordAppealReceipt(Command):
    """When an appeal was received, where it was recorded without these days."""

    party = PartyId(
        metadata=label(
            "谁的上诉",
            "whose appeal",
            "数人分别上诉的，写明收到的是谁的上诉状副本。",
            "Where several appealed: whose copy was received.",
        )
    )
    copy_served_on = PastDate(metadata=COPY_SERVED_ON)
    court_received_on = PastDate(metadata=COURT_RECEIVED_ON)


class RecordFinalJudgment(Command):
    """The judgment or ruling of second instance, final when served."""

    kind = Choice(DOCUMENTS, load_default="judgment", metadata=KIND_OF_DOCUMENT)
    outcome = Choice({**ON_APPEAL, **WON, **LOST}, required=True, metadata=OUTCOME)
    lost = StrictBoolean(required=True, metadata=AGENCY_LOST)
    document_number = PlainText(120, metadata=DOCUMENT_NUMBER)
    served_on = PastDate(metadata=labels.SERVED_ON)
    opponent_served_on = PastDate(
        metadata=label(
            "对方收到日期",
            "served on the opponent on",
            "对方全体同日收到的填写，申请再审的六个月由此起算；各自收到的，分别登记送达。",
            "When all of the other side were served that day: their six months to apply for "
            "retrial run from it. Otherwise record each service.",
        )
    )
    performance_due_on = LegalDate(metadata=labels.PERFORMANCE_DUE_ON)
    instalments = Instalments()


class ServeFinalJudgment(Service, Command):
    """The service of the final judgment on one party, from which their rights after it run."""


class TakeEffect(Command):
    """The effect of a judgment that nobody appealed against."""


class AnalyseLoss(Command):
    """Why a case was lost, and what will be done about it."""

    causes = ListOf(
        Choice(CAUSES_OF_LOSS),
        least=1,
        most=len(CAUSES_OF_LOSS),
        required=True,
        metadata=label("败诉原因", "causes"),
    )
    measures = PersonalText(20_000, required=True, metadata=label("改进措施", "measures"))


class RecordPerformance(Command):
    """How the judgment was performed."""

    outcome = Choice(
        {
            "performed": Text("已履行", "performed"),
            "partly_performed": Text("部分履行", "partly performed"),
            "not_performed": Text("未履行", "not performed"),
        },
        required=True,
        metadata=label("履行结果", "performance"),
    )
    description = PersonalText(5000, metadata=label("履行情况", "how it was performed"))


class RecordInstalment(Command):
    """One of the instalments that a judgment orders, performed."""

    instalment = InstalmentNumber()
    description = PersonalText(5000, metadata=label("履行情况", "how it was performed"))
