"""How what nobody sued on is enforced: the demand, the application to the court, its rulings."""

from __future__ import annotations

from shared.casework import labels
from shared.casework.fields import Choice, PartyId, PastDate, PersonalText, PlainText
from shared.casework.payloads import Command
from shared.casework.posting import Posted
from shared.casework.service_parts import METHOD, METHODS_OF_SERVICE
from shared.http.labels import label
from shared.http.schemas import StrictBoolean
from shared.language import Text

DEMANDED_PARTY = label(
    "被催告人",
    "who has to perform",
    "申请人或者第三人。",
    "The applicant or a third party.",
)
DEMAND_SERVED_ON = label(
    "催告书送达日期",
    "demand served on",
    "十日（工作日）由此起算，期满仍未履行的才可以申请强制执行。",
    "Ten working days run from it; after them the court may be asked.",
)
RULING_SERVED_ON = label(
    "收到裁定日期",
    "ruling received on",
    "对不予受理、不予执行的裁定，十五日内可以向上一级法院申请复议。",
    "Against a refusal: fifteen days to object to the court above.",
)
_COURTS_NUMBER = label("法院案号", "number of the court")


class DemandPerformance(Command):
    """The written demand to perform (催告书) that goes before an application to the court."""

    party = PartyId(required=True, metadata=DEMANDED_PARTY)
    method = Choice(METHODS_OF_SERVICE, metadata=METHOD)
    served_on = PastDate(metadata=DEMAND_SERVED_ON)
    content = PersonalText(5000, metadata=label("催告内容", "what is demanded"))


class RecordDemandReceipt(Command):
    """When a demand was served, where it was recorded without that day."""

    party = PartyId(required=True, metadata=DEMANDED_PARTY)
    served_on = PastDate(required=True, metadata=DEMAND_SERVED_ON)


class ApplyForEnforcement(Posted, Command):
    """The application to the court for enforcement (申请强制执行), handed in on `on`."""

    by = Choice(
        {
            "respondent": Text("作出原行政行为的机关（维持）", "the agency of the act (upheld)"),
            "organ": Text(
                "复议机关（变更、调解书）", "the reconsideration organ (changed, settled)"
            ),
        },
        required=True,
        metadata=label("申请机关", "who applies"),
    )
    party = PartyId(required=True, metadata=label("被执行人", "against whom"))
    court = PlainText(200, required=True, metadata=labels.COURT)
    court_received_on = PastDate(
        metadata=label(
            "法院收到申请日期",
            "received by the court on",
            "法院五日内受理，由此起算；邮寄的填写。",
            "The court has five days from it; to be stated where it was posted.",
        )
    )
    reason = PlainText(
        2000,
        metadata=label(
            "正当理由",
            "just reason",
            "超过三个月申请的，说明正当理由。",
            "Why it comes after the three months.",
        ),
    )


class RecordEnforcementDocketing(Command):
    """Whether the court takes an application up (受理、不予受理), ruled on `on`."""

    outcome = Choice(
        {"accepted": Text("受理", "taken up"), "refused": Text("不予受理", "not taken up")},
        required=True,
        metadata=label("受理结果", "taken up or not"),
    )
    enforcement_case_no = PlainText(120, metadata=_COURTS_NUMBER)
    served_on = PastDate(metadata=RULING_SERVED_ON)
    reason = PersonalText(2000, metadata=label("不予受理的理由", "why not"))


class RecordEnforcementRuling(Command):
    """The ruling on an application (准予、不准予强制执行), made on `on`."""

    outcome = Choice(
        {
            "granted": Text("准予强制执行", "enforcement granted"),
            "refused": Text("不准予强制执行", "enforcement refused"),
        },
        required=True,
        metadata=label("裁定结果", "ruling"),
    )
    on_objection = StrictBoolean(
        load_default=False,
        metadata=label(
            "上一级法院的复议裁定",
            "ruling on the objection",
            "是上一级法院对行政机关复议申请的裁定的填写；对它不能再申请复议。",
            "Of the court above, on the agency's objection; there is none against it.",
        ),
    )
    document_number = PlainText(120, metadata=label("裁定书文号", "number of the ruling"))
    served_on = PastDate(metadata=RULING_SERVED_ON)
    reason = PersonalText(2000, metadata=label("不准予的理由", "why not"))


class RecordEnforcementObjection(Posted, Command):
    """The agency's objection to a refusal, handed in to the court above (申请复议)."""

    court = PlainText(200, required=True, metadata=labels.COURT)
    reason = PersonalText(5000, metadata=label("复议理由", "reason of the objection"))
