"""Hearings, who appears there, and mediation before the court."""

from __future__ import annotations

from services.litigation.article_words import (
    EXCUSES,
    HEAD_NOTICE_GROUNDS,
)
from shared.casework import labels
from shared.casework.fields import (
    Choice,
    ListOf,
    Part,
    PastDate,
    PersonalText,
    PlainText,
    TimeOfDay,
)
from shared.casework.outside_mediation import MediationOutcome, SendIntoMediation
from shared.casework.payloads import Command
from shared.casework.suit_parts import HEAD_NOTICES, SCOPES_OF_MEDIATION
from shared.http.labels import label
from shared.http.schemas import LegalDate, StrictBoolean, StrictSchema
from shared.language import Text


class Head(StrictSchema):
    """The head who attends (行政机关负责人), with the rank that makes them one."""

    name = PlainText(200, required=True, metadata=label("姓名", "name"))
    post = PlainText(200, required=True, metadata=label("职务", "post"))
    rank = Choice(
        {
            "principal": Text("正职负责人", "principal head"),
            "deputy": Text("副职负责人", "deputy head"),
            "deputy_rank_in_charge": Text(
                "参与分管被诉行政行为实施工作的副职级别的负责人",
                "of deputy rank, in charge of the act",
            ),
            "other_in_charge": Text("其他参与分管的负责人", "another head in charge"),
        },
        load_default="principal",
        metadata=label(
            "负责人类别",
            "rank",
            "法释〔2020〕3号第二条列举的负责人。",
            "The heads that article 2 of the 2020 provisions names.",
        ),
    )


class ScheduleHearing(Command):
    """A hearing set by the court, and what it said about the head of the agency."""

    hearing_on = LegalDate(required=True, metadata=label("开庭日期", "day of the hearing"))
    hearing_time = TimeOfDay(metadata=labels.TIME)
    place = PlainText(300, required=True, metadata=labels.PLACE)
    head_notice = Choice(
        HEAD_NOTICES,
        required=True,
        metadata=label(
            "负责人出庭通知",
            "notice to the head",
            "法释〔2020〕3号第四条。",
            "Article 4 of the provisions of 2020.",
        ),
    )
    head_notice_ground = Choice(
        HEAD_NOTICE_GROUNDS, metadata=label("通知出庭的情形", "ground of the notice")
    )
    notified_on = PastDate(
        metadata=label(
            "收到通知日期",
            "notice received on",
            "应当在开庭三日前送达出庭通知书。",
            "The notice comes three days before the hearing.",
        )
    )


class PlanAppearance(Command):
    """Who appears: the head, or an excuse with its proof and staff in the head's place."""

    head = Part(
        Head,
        metadata=label(
            "出庭负责人",
            "head who appears",
            "负责人出庭的填写；否则填不能出庭的情形。",
            "Where the head appears; else the excuse.",
        ),
    )
    excuse = Choice(EXCUSES, metadata=label("不能出庭的情形", "excuse"))
    proof = PlainText(
        500,
        metadata=label(
            "证明材料",
            "proof",
            "须加盖行政机关印章或者由主要负责人签字认可（第九条）。",
            "Sealed by the agency or signed by its principal head (art. 9).",
        ),
    )
    staff = ListOf(
        PlainText(200),
        most=10,
        load_default=list,
        metadata=label(
            "出庭工作人员",
            "staff who appear",
            "负责人不能出庭的，应当委托相应的工作人员出庭。",
            "Where the head cannot come, staff of the agency must.",
        ),
    )
    lawyers = ListOf(
        PlainText(200), most=10, load_default=list, metadata=label("出庭律师", "lawyers")
    )


class RecordHearing(Command):
    """The hearing held on `on`, with how the agency appeared."""

    head_attended = StrictBoolean(required=True, metadata=label("负责人出庭", "head attended"))
    staff_attended = StrictBoolean(required=True, metadata=label("工作人员出庭", "staff attended"))
    explained = StrictBoolean(
        load_default=True,
        metadata=label(
            "负责人作了解释说明",
            "the head explained",
            "拒绝解释说明，导致庭审无法进行的，选否。",
            "No, where the head refused and the hearing could not go on.",
        ),
    )
    left_early = StrictBoolean(
        load_default=False,
        metadata=label(
            "负责人中途退庭",
            "the head left early",
            "未经法庭许可中途退庭。",
            "Without leave of the court.",
        ),
    )
    excuse_accepted = StrictBoolean(
        metadata=label("法院认可不能出庭的理由", "excuse accepted by the court")
    )
    adjourned = StrictBoolean(load_default=False, metadata=label("延期开庭", "adjourned"))
    record = PersonalText(50_000, metadata=label("庭审情况", "record of the hearing"))


SCOPE_OF_MEDIATION = label(
    "调解范围",
    "scope",
    "赔偿、补偿以及行使裁量权的案件可以调解（行政诉讼法第六十条）。",
    "Compensation and discretion may be mediated (art. 60).",
)


class StartMediation(SendIntoMediation):
    """The sending of a suit into mediation."""

    scope = Choice(SCOPES_OF_MEDIATION, required=True, metadata=SCOPE_OF_MEDIATION)


class RecordMediationOutcome(MediationOutcome):
    """How the mediation of a suit ended, as the mediation track tells it."""
