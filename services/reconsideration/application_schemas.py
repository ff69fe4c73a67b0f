"""What each command up to the respondent's answer carries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, validates_schema

from services.reconsideration.article_words import (
    CONDITIONS_OF_ACCEPTANCE,
    SIMPLIFIED_CASES,
)
from services.reconsideration.schema_parts import (
    FORWARDED_ON,
    PERFORMANCE_ENDED_ON,
    RESPONDENT_AGENTS,
    SUIT_WINDOW_TOLD,
)
from shared.casework import labels
from shared.casework.act_parts import Act
from shared.casework.fields import Choice, ListOf, Part, PartyId, PastDate, PersonalText
from shared.casework.payload_parts import Agency, AgentOfAgency, Party
from shared.casework.payloads import Command, Opening
from shared.casework.posting import Posted
from shared.casework.service_parts import SERVED_PARTY, Service
from shared.http.labels import label, same_label
from shared.http.schemas import LegalDate, StrictBoolean, StrictSchema
from shared.language import Text


class Invite(Opening):
    """What a referral fills in before the applicant has applied."""

    applicants = ListOf(Part(Party), most=500, metadata=labels.APPLICANTS)
    respondent = Part(Agency, metadata=label("被申请人", "respondent"))
    act = Part(Act, metadata=labels.ACT)


class Application(Opening):
    """What an application for reconsideration (行政复议申请) says, wherever its case is opened."""

    applicants = ListOf(Part(Party), least=1, most=500, required=True, metadata=labels.APPLICANTS)
    representatives = ListOf(PersonalText(200), most=20, metadata=labels.REPRESENTATIVES)
    third_parties = ListOf(Part(Party), most=500, metadata=labels.THIRD_PARTIES)
    respondent = Part(Agency, required=True, metadata=label("被申请人", "respondent"))
    co_respondents = ListOf(
        Part(Agency), most=20, metadata=label("共同被申请人", "joint respondents")
    )
    act = Part(Act, required=True, metadata=labels.ACT)
    requests = PersonalText(
        20_000, required=True, metadata=label("复议请求和理由", "requests and reasons")
    )
    received_on = PastDate(required=True, metadata=labels.RECEIVED_ON)
    channel = Choice(
        {
            "in_person": Text("当面提交", "in person"),
            "post": Text("邮寄", "by post"),
            "online": Text("互联网渠道", "online"),
            "oral": Text("口头申请", "orally"),
        },
        load_default="in_person",
        metadata=label("申请方式", "how it was filed"),
    )
    performance_ended_on = PastDate(metadata=PERFORMANCE_ENDED_ON)


class File(Posted, Application):
    """An application as it was received."""

    via_respondent = StrictBoolean(
        load_default=False,
        metadata=label(
            "通过原机关提交",
            "through the respondent",
            "对当场处罚或者电子监控处罚，可以通过处罚机关提交（第三十二条）。",
            "Allowed for penalties on the spot or by electronic monitoring (art. 32).",
        ),
    )
    forwarded_on = PastDate(metadata=FORWARDED_ON)
    sued_first_on = PastDate(
        metadata=label(
            "误先起诉日期",
            "sued first on",
            "行政机关未告知应当先申请复议的，自起诉至驳回起诉裁定送达的期间不计入申请期限（条例第二十六条）。",
            "Untold that reconsideration comes first: the time from the suit to the service of its "
            "dismissal does not count (regulation, art. 26).",
        )
    )
    dismissal_served_on = PastDate(
        metadata=label("驳回起诉裁定送达日期", "dismissal of the suit served on")
    )
    submitted_to_agency_on = PastDate(
        metadata=label(
            "此前向原处罚机关提交日期",
            "handed in at the penalty agency before, on",
            "原机关自行纠正后仍坚持申请的，自提交至被告知的期间不计入申请期限（条例第三十八条第二款）。",
            "Who insists after the agency put its penalty right: the time from handing in to being "
            "told does not count (regulation, art. 38¶2).",
        )
    )
    correction_told_on = PastDate(
        metadata=label("原机关告知自行纠正日期", "told of the agency's own correction on")
    )


class RecordForwarding(Posted, Command):
    """When an application handed in at the respondent was sent on, and reached the organ."""

    forwarded_on = PastDate(required=True, metadata=FORWARDED_ON)


class RecordOwnCorrection(Command):
    """How the penalty agency put its penalty right itself, and when it told of it (自行纠正)."""

    correction = Choice(
        {
            "revoked": Text("撤销处罚决定", "the penalty was revoked"),
            "changed": Text("变更处罚决定", "the penalty was changed"),
            "other": Text("以其他方式纠正", "it was put right in another way"),
        },
        required=True,
        metadata=label("纠正方式", "how it was put right"),
    )
    corrected_on = PastDate(
        required=True,
        metadata=label(
            "自行纠正日期",
            "put right on",
            "应当在收到申请之日起五个工作日内（条例第三十八条第一款）。",
            "Within five working days of receiving the application (art. 38¶1).",
        ),
    )
    told_on = PastDate(
        required=True,
        metadata=label(
            "告知申请人日期",
            "applicant told on",
            "自提交申请之日至该日不计入申请期限（条例第三十八条第二款）。",
            "The days from the application to this one do not count (art. 38¶2).",
        ),
    )
    organ_told_on = PastDate(metadata=label("告知复议机关日期", "reconsideration organ told on"))


class ActDays(StrictSchema):
    """When the act became known, as far as it was unknown when the application was filed."""

    served_on = PastDate(metadata=same_label(Act, "served_on"))
    known_on = PastDate(metadata=same_label(Act, "known_on"))
    remedies_known_on = PastDate(metadata=same_label(Act, "remedies_known_on"))


class RecordKnowledge(Command):
    """The days from which the window to apply (申请期限) counts, supplied after the filing."""

    act = Part(ActDays, metadata=labels.ACT)
    performance_ended_on = PastDate(metadata=PERFORMANCE_ENDED_ON)


class RequestCorrection(Command):
    """The one notice that lists everything an application lacks (补正通知)."""

    items = ListOf(
        PersonalText(1000),
        least=1,
        most=50,
        required=True,
        metadata=label(
            "需要补正的事项",
            "what is to be corrected",
            "应当一次性载明（第三十一条第一款）。",
            "Everything at once (art. 31¶1).",
        ),
    )
    served_on = PastDate(
        metadata=label(
            "通知送达日期",
            "notice received on",
            "申请人收到补正通知之日；十个工作日由此起算。",
            "The day the applicant received it; ten working days run from it.",
        )
    )
    due_on = LegalDate(metadata=label("补正期限", "correction due on"))


class ServeCorrectionNotice(Service, Command):
    """The service of the notice on one applicant, from which their time for corrections runs."""


class ExtendCorrection(Command):
    """A longer time for corrections, for a just reason."""

    until = LegalDate(required=True, metadata=label("延长至", "until"))
    reason = PersonalText(2000, required=True, metadata=label("正当理由", "just reason"))


class Correct(Posted, Command):
    """The corrections, received on `on`."""

    description = PersonalText(5000, metadata=label("补正情况", "corrections"))


class Lapse(Command):
    """The lapse of an application that was not corrected (视为放弃申请)."""


class BecomeFinal(Command):
    """The end of the last window to sue, in which nobody did."""


class DeemAccepted(Command):
    """The acceptance that follows from the end of the review period (视为受理)."""


class Accept(Command):
    """The acceptance of an application, with the procedure that governs its review."""

    procedure = Choice(
        {
            "ordinary": Text("普通程序", "ordinary procedure"),
            "simplified": Text("简易程序", "simplified procedure"),
        },
        required=True,
        metadata=label("适用程序", "procedure"),
    )
    ground = Choice(
        SIMPLIFIED_CASES,
        metadata=label(
            "适用简易程序的情形",
            "ground of the simplified procedure",
            "只在适用简易程序时填写。",
            "Only for the simplified procedure.",
        ),
    )
    parties_agree = StrictBoolean(
        metadata=label(
            "当事人各方同意",
            "all parties agree",
            "依第五十三条第二款适用简易程序须各方同意。",
            "Needed for the simplified procedure under 53¶2.",
        )
    )
    major = StrictBoolean(
        load_default=False,
        metadata=label(
            "重大、疑难、复杂",
            "major, difficult or complex",
            "应当组织听证并提请复议委员会咨询（第五十条、第五十二条）。",
            "A hearing and the committee's advice are then needed (art. 50, 52).",
        ),
    )
    reason = PersonalText(
        2000,
        metadata=label(
            "受理理由",
            "reason for acceptance",
            "申请逾期但有正当理由，或者同一行政行为的申请此前受理过等情形，予以说明。",
            "For example the just reason of a late application, or why a second one on the same "
            "act is accepted.",
        ),
    )


class Reject(Command):
    """The decision not to accept an application (不予受理决定)."""

    ground = Choice(
        CONDITIONS_OF_ACCEPTANCE,
        required=True,
        metadata=label(
            "不符合的受理条件",
            "condition not met",
            "选择第三十条第一款中不符合的一项。",
            "The condition of article 30¶1 that is not met.",
        ),
    )
    reason = PersonalText(5000, required=True, metadata=label("不予受理的理由", "reason"))
    competent_agency = Part(
        Agency,
        metadata=label(
            "有管辖权的机关",
            "competent organ",
            "不属于本机关管辖的，须告知有管辖权的复议机关（第三十条第二款）。",
            "To be named where this organ is not competent (art. 30¶2).",
        ),
    )
    served_on = PastDate(metadata=labels.SERVED_ON)
    party = PartyId(metadata=SERVED_PARTY)
    suit_window_told = StrictBoolean(load_default=True, metadata=SUIT_WINDOW_TOLD)


RECEIVED_BY_RESPONDENT = label(
    "被申请人收到日期",
    "received by the respondent on",
    "答复期限由此起算。",
    "The time for the answer runs from it.",
)


class ServeRespondent(Command):
    """The copy of the application sent on `on` and received by the respondent."""

    received_on = PastDate(metadata=RECEIVED_BY_RESPONDENT)
    slip_pending = StrictBoolean(
        metadata=label(
            "送达回证未返回",
            "slip not back yet",
            "收到日期尚不知道，答复期限暂不起算，以后登记；不填时以发送日期为收到日期。",
            "The day of receipt is not known yet and is recorded later; no time to answer runs "
            "before it. When left out and no day is given it was received when it was sent.",
        )
    )
    party = PartyId(metadata=SERVED_PARTY)

    @validates_schema(skip_on_field_errors=True)
    def _a_known_day_is_not_pending(self, data: Mapping[str, Any], **_: Any) -> None:
        if data.get("received_on") and data.get("slip_pending"):
            text = Text("已填写收到日期。", "The day of receipt is given.")
            raise ValidationError([text], "slip_pending")


class RecordCopyReceipt(Command):
    """The day on which a respondent received the copy, where it was not known when it was sent."""

    received_on = PastDate(required=True, metadata=RECEIVED_BY_RESPONDENT)
    party = PartyId(metadata=SERVED_PARTY)


class Reply(Posted, Command):
    """The respondent's written answer with its evidence, received on `on`."""

    evidence = ListOf(
        PersonalText(500),
        most=500,
        load_default=list,
        metadata=label(
            "证据、依据目录",
            "evidence and basis",
            "未提交的，视为该行政行为没有证据、依据（第七十条）。",
            "Without them the act counts as having no evidence and basis (art. 70).",
        ),
    )
    answer = PersonalText(20_000, metadata=label("书面答复", "written answer"))
    party = PartyId(
        metadata=label(
            "答复的被申请人",
            "respondent that answers",
            "有多个被申请人的填写；不填时为全体。",
            "Where there are several; when empty all of them.",
        )
    )
    respondent_agents = ListOf(Part(AgentOfAgency), most=10, metadata=RESPONDENT_AGENTS)
