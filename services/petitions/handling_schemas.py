"""A petition is handled, decided, reviewed, rated and ended."""

from __future__ import annotations

from marshmallow import validate

from shared.casework import labels
from shared.casework.fields import (
    Choice,
    Part,
    PartyId,
    PastDate,
    PersonalText,
    PlainText,
)
from shared.casework.payload_parts import ReceivingAgency
from shared.casework.payloads import Command
from shared.casework.posting import Posted
from shared.casework.service_parts import Service
from shared.http.labels import label
from shared.http.schemas import StrictInteger, StrictSchema
from shared.language import Text

OPINION_SERVED_ON = label(
    "意见送达日期",
    "opinion received on",
    "信访人收到书面答复之日；请求复查、复核的三十日由此起算。",
    "The day the petitioner received the written answer; thirty days run from it.",
)
LATE_REASON = label(
    "理由", "reason", "有例外或者逾期的，说明理由。", "Why, where it is late or an exception."
)

WITHDRAWAL_REASON = label("撤回理由", "reason of the withdrawal")
HEARING_FROM = label(
    "听证开始日期",
    "hearing from",
    "听证所需时间不计入期限（第三十六条第二款）。",
    "The time of a hearing does not count (art. 36¶2).",
)
HEARING_TO = label("听证结束日期", "hearing to")


class Opinion(StrictSchema):
    """A handling opinion (信访处理意见书) with the contents of 信访工作条例32."""

    claims = PersonalText(metadata=label("投诉请求", "claims"))
    facts_and_reasons = PersonalText(metadata=label("事实和理由", "facts and reasons"))
    conclusion = PersonalText(metadata=label("处理意见", "conclusion"))
    legal_basis = PlainText(4000, metadata=label("法律法规依据", "legal basis"))


class Extend(Command):
    """A longer period of handling, approved by the head of the agency."""

    days = StrictInteger(
        required=True,
        validate=validate.Range(min=1),
        metadata=label(
            "延长天数",
            "days more",
            "不得超过三十日（第三十四条）。",
            "At most thirty days (art. 34).",
        ),
    )
    approved_by = PlainText(
        200,
        required=True,
        metadata=label(
            "批准人",
            "approved by",
            "本机关、单位负责人（第三十四条）。",
            "The head of the agency (art. 34).",
        ),
    )
    reason = PlainText(2000, required=True, metadata=label("延期理由", "reason of the extension"))


class Conclude(Command):
    """The handling opinion, and the day on which the petitioner received it."""

    outcome = Choice(
        {
            "supported": Text("予以支持", "supported"),
            "partly_supported": Text("部分支持", "partly supported"),
            "not_supported": Text("不予支持", "not supported"),
        },
        required=True,
        metadata=label("处理结果", "outcome"),
    )
    opinion = Part(Opinion, required=True, metadata=label("信访处理意见书", "handling opinion"))
    served_on = PastDate(metadata=OPINION_SERVED_ON)


class Settle(Command):
    """The agreement that both sides of a dispute came to (信访工作条例33)."""

    by = Choice(
        {
            "mediation": Text("调解（调解协议书）", "mediation (mediation agreement)"),
            "reconciliation": Text("和解（和解协议书）", "reconciliation (settlement agreement)"),
        },
        required=True,
        metadata=label("达成方式", "how it came about"),
    )
    agreement = PersonalText(
        required=True,
        metadata=label(
            "协议内容",
            "agreement",
            "达成一致的，应当制作调解协议书或者和解协议书（第三十三条）。",
            "What was agreed is put into a written agreement (art. 33).",
        ),
    )


class ServeOpinion(Service, Command):
    """The day on which one petitioner, or all, received an opinion that was issued before."""

    document = Choice(
        {
            "opinion": Text("处理意见书", "the handling opinion"),
            "review_opinion": Text("复查意见书", "the review opinion"),
            "reexamination_opinion": Text("复核意见书", "the re-examination opinion"),
        },
        metadata=label(
            "送达的文书",
            "what was served",
            "不填时为最后作出的意见书；此前意见书的回证后到的，写明是哪一份。",
            "When empty the last opinion; of one before it, whose slip came back late, say which.",
        ),
    )
    served_on = PastDate(required=True, metadata=OPINION_SERVED_ON)


class RequestReview(Posted, Command):
    """A request for review or re-examination; a late one needs a reason."""

    party = PartyId(
        metadata=label(
            "请求人",
            "who asks",
            "联名信访的，写明由谁请求；不填时为全体。",
            "Of a joint petition: who asks; when empty all of them.",
        )
    )
    grounds = PersonalText(metadata=label("请求和理由", "request and reasons"))
    received_on = PastDate(metadata=label("收到请求日期", "request received on"))
    to_agency = Part(
        ReceivingAgency,
        metadata=label(
            "复查或复核机关",
            "agency that reviews",
            "原机关、单位的上一级机关、单位。",
            "The agency above the one that gave the opinion.",
        ),
    )
    reason = PlainText(2000, metadata=LATE_REASON)


class WithdrawRequest(Command):
    """Who of several withdraws a request for review or re-examination, and why."""

    party = PartyId(required=True, metadata=label("撤回人", "who withdraws"))
    reason = PlainText(2000, required=True, metadata=WITHDRAWAL_REASON)


class ConcludeReview(Command):
    """The review opinion (复查意见)."""

    outcome = Choice(
        {
            "upheld": Text("维持", "upheld"),
            "changed": Text("变更", "changed"),
            "revoked": Text("撤销", "revoked"),
        },
        required=True,
        metadata=label("结果", "outcome"),
    )
    opinion = PersonalText(required=True, metadata=label("意见内容", "opinion"))
    served_on = PastDate(metadata=OPINION_SERVED_ON)


class RecordHearing(Command):
    """The days of a hearing that was held."""

    hearing_from = PastDate(required=True, metadata=HEARING_FROM)
    hearing_to = PastDate(required=True, metadata=HEARING_TO)


class ConcludeReexamination(ConcludeReview):
    """The re-examination opinion (复核意见), with the days of a hearing not recorded before."""

    hearing_from = PastDate(metadata=HEARING_FROM)
    hearing_to = PastDate(metadata=HEARING_TO)


class Rate(Command):
    """How satisfied the petitioner is, from 1 (not at all) to 5 (fully)."""

    satisfaction = StrictInteger(
        required=True,
        validate=validate.Range(min=1, max=5),
        metadata=label(
            "满意度",
            "satisfaction",
            values={
                1: Text("很不满意", "very dissatisfied"),
                2: Text("不满意", "dissatisfied"),
                3: Text("基本满意", "fairly satisfied"),
                4: Text("满意", "satisfied"),
                5: Text("很满意", "very satisfied"),
            },
        ),
    )
    comment = PersonalText(2000, metadata=label("评价意见", "comment"))


class Withdraw(Command):
    """Why the petitioner withdraws."""

    reason = PlainText(2000, required=True, metadata=WITHDRAWAL_REASON)


class OnePetitionerWithdraws(Command):
    """Who of several withdraws, or represents them no more; the petition of the others goes on."""

    party = PartyId(
        required=True,
        metadata=label(
            "退出的信访人或者代表",
            "petitioner or representative that leaves",
            "全体信访人撤回的，登记“撤回”。",
            "Where all withdraw, record that the petition is withdrawn.",
        ),
    )
    reason = PlainText(2000, required=True, metadata=WITHDRAWAL_REASON)


class Close(Command):
    """The closing of the file; a reason where a right or a referral is still open."""

    reason = PlainText(2000, metadata=labels.CLOSING_REASON)
