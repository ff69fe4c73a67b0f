"""The catalogue of indicators: the name and the definition of each, beside what it counts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from services.reporting import measures
from services.reporting.appearances import REQUIRED_KINDS
from services.reporting.indicators import Indicator
from shared.language import Text


def _required_indicators() -> Iterator[Indicator]:
    for kind, (name, grounds) in REQUIRED_KINDS.items():
        yield Indicator(
            f"head_attendance_required.{kind}",
            Text(f"应当出庭案件负责人出庭率：{name.zh}", f"required head attendance: {name.en}"),
            Text(
                f"同“应当出庭案件负责人出庭率”，仅限法院以“{name.zh}”为由通知的庭审；要求100%。",
                "As required head attendance, for hearings notified on the ground of "
                f"{name.en} only; 100 % is demanded.",
            ),
            partial(measures.required_appearances, grounds=grounds),
        )


INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "acceptance_on_time",
        Text("按期受理率", "acceptance on time"),
        Text(
            "分母：本期了结的受理类期限（信访登记分流、受理告知XF-01/02/03，复议受理审查FY-08/11，"
            "在线调解接受TJ-07），完成的计在完成日，逾期的计在届满日；已取消、中止、尚未届满的不计。"
            "分子：按期完成的。逾期视为受理的，不算按期。",
            "Denominator: acceptance clocks (petition routing and notice XF-01/02/03, review of "
            "reconsideration applications FY-08/11, online mediation TJ-07) settled in the period: "
            "kept ones on the day they were met, missed ones on their last day; cancelled, paused "
            "and future ones do not count. Numerator: those kept. Deemed acceptance is not.",
        ),
        measures.acceptances,
    ),
    Indicator(
        "conclusion_on_time",
        Text("按期办结率", "conclusion on time"),
        Text(
            "分母：本期了结的办结类期限（信访办理、复查、复核XF-05/07/09，复议审理FY-18/19，"
            "各类调解TJ-01/05/06/11及机关自定调解期限），计日方法同按期受理率。分子：按期完成的，"
            "含延期、扣除后的期限；调解不成按期终止的也算按期。法院的审限不计。",
            "Denominator: conclusion clocks (petitions XF-05/07/09, reconsideration FY-18/19, "
            "mediation TJ-01/05/06/11 and the agency's own limits) settled in the period, dated as "
            "acceptance on time. Numerator: those kept, by the due date as extended or paused; a "
            "mediation that failed in time is in time. The court's own limits do not count.",
        ),
        measures.conclusions,
    ),
    Indicator(
        "mediation_rate",
        Text("调解率", "mediation rate"),
        Text(
            "分母：本期受理的信访、复议、应诉案件（未经受理即导入调解的信访计在导入日）。"
            "分子：其中截至今日已导入或启动调解的。调解案件本身不计。",
            "Denominator: petitions, reconsiderations and suits accepted or notified in the period "
            "(a petition referred to mediation before acceptance on the day of referral). "
            "Numerator: those led into mediation by today. Mediation cases as such do not count.",
        ),
        measures.led_into_mediation,
    ),
    Indicator(
        "mediation_success",
        Text("调解成功率", "mediation success"),
        Text(
            "分母：本期达成协议、调解不成或者终止的调解。分子：达成协议的。不予受理的不计。",
            "Denominator: mediations that ended in the period by agreement, failure or "
            "termination. Numerator: those with an agreement. Declined ones do not count.",
        ),
        measures.mediations,
    ),
    Indicator(
        "mediation_performance",
        Text("调解协议履行率", "performance of agreements"),
        Text(
            "分母：调解协议已履行、登记未履行或者履行期已过的，计在履行期届满日，"
            "更早履行或者登记未履行的计在该日。分子：已履行的，逾期履行也算。",
            "Denominator: agreements performed, on record as breached, or past their day of "
            "performance; dated by that day, or by an earlier performance or breach. Numerator: "
            "those performed, late or not.",
        ),
        measures.agreements,
    ),
    Indicator(
        "reconsideration_correction",
        Text("复议纠错率", "correction in reconsideration"),
        Text(
            "分母：本期作出的复议决定（各种类）。分子：变更、撤销、部分撤销、确认违法、"
            "责令履行、确认无效的决定。调解书、终止、不予受理不计。",
            "Denominator: reconsideration decisions of every kind made in the period. Numerator: "
            "change, revoke, partly revoke, confirm unlawful, order performance, confirm invalid. "
            "Mediation statements, terminations and refusals of acceptance do not count.",
        ),
        measures.decisions,
    ),
    Indicator(
        "head_attendance",
        Text("负责人出庭率", "attendance of heads"),
        Text(
            "分母：本期开庭次数，一审、二审分别计算；同一审级负责人已出庭、法院未再通知的"
            "后续庭审不计（法释〔2020〕3号7¶1）。分子：负责人出庭且未擅自中途退庭的。",
            "Denominator: hearings held in the period, each instance by itself; without later "
            "hearings of an instance in which the head attended and was not notified again (法释"
            "〔2020〕3号7¶1). Numerator: those that the head attended without leaving early.",
        ),
        measures.appearances,
    ),
    Indicator(
        "head_attendance_required",
        Text("应当出庭案件负责人出庭率", "required attendance of heads"),
        Text(
            "分母：本期开庭、法院依法释〔2020〕3号4¶1“应当通知”负责人出庭的庭审。"
            "分子：负责人出庭且未擅自中途退庭的；有正当理由未出庭的也不算出庭。要求100%。",
            "Denominator: hearings held in the period to which the court had to summon the head "
            "(法释〔2020〕3号4¶1). Numerator: those that the head attended without leaving early; "
            "an accepted excuse is no attendance. 100 % is demanded.",
        ),
        measures.required_appearances,
    ),
    *_required_indicators(),
    Indicator(
        "litigation_loss",
        Text("行政诉讼败诉率", "loss in litigation"),
        Text(
            "分母：裁判在本期生效的行政诉讼案件。分子：最后一次裁判为败诉的。撤诉的不计。",
            "Denominator: suits whose judgment or ruling took effect in the period. Numerator: "
            "those lost by the last judgment. Withdrawn suits do not count.",
        ),
        measures.losses,
    ),
    Indicator(
        "judgment_performance",
        Text("生效裁判履行率", "performance of judgments"),
        Text(
            "分母：负有履行义务的生效裁判，已履行、登记未履行或者履行期已过的，"
            "计日方法同调解协议履行率。分子：全部履行的，逾期履行也算。",
            "Denominator: effective judgments that call for performance and were performed, are "
            "on record as not performed, or are past their limit; dated as the performance of "
            "agreements. Numerator: those performed in full, late or not.",
        ),
        measures.judgments_performed,
    ),
    Indicator(
        "judicial_suggestion_reply",
        Text("司法建议回复率", "reply to judicial suggestions"),
        Text(
            "分母：已回复或者回复期已过的司法建议（SS-28），计在回复期届满日，提前回复的计在回复日。"
            "分子：已回复的，逾期回复也算。未登记收到日期的不计。",
            "Denominator: judicial suggestions (SS-28) replied to or past their limit; dated by "
            "the limit, or by an earlier reply. Numerator: those replied to, late or not. Those "
            "without a day of receipt do not count.",
        ),
        measures.judicial_suggestions,
    ),
    Indicator(
        "procuratorial_suggestion_reply",
        Text("检察建议回复率", "reply to procuratorial suggestions"),
        Text(
            "同司法建议回复率，对象为检察建议（SS-29/30/31，含公益诉讼诉前检察建议）。",
            "As for judicial suggestions, of the procuratorate's (SS-29/30/31, also those before a "
            "public interest suit).",
        ),
        measures.procuratorial_suggestions,
    ),
    Indicator(
        "decision_publication",
        Text("复议决定公开率", "publication of decisions"),
        Text(
            "分母：本期作出的复议决定，已登记不予公开的不计；调解书不是决定。"
            "分子：正在公开的，撤回公开后未再公开的不算（复议法79¶1）。",
            "Denominator: reconsideration decisions of the period, without those decided not to be "
            "published; a settlement is no decision. Numerator: those that are public, without "
            "those withdrawn and not published again (复议法79¶1).",
        ),
        measures.publications,
    ),
    Indicator(
        "opinion_report_back",
        Text("复议意见书反馈率", "report-back on opinions"),
        Text(
            "分母：已报送纠正情况或者报送期已过的行政复议意见书（FY-28），计日方法同建议回复率。"
            "分子：已报送的，逾期报送也算。",
            "Denominator: reconsideration opinions (FY-28) reported back on or past their limit, "
            "dated as the reply to suggestions. Numerator: those reported back on, late or not.",
        ),
        measures.opinions,
    ),
    Indicator(
        "petition_satisfaction",
        Text("信访满意率", "satisfaction of petitioners"),
        Text(
            f"分母：最近一次评价在本期的信访件。分子：该次评价为{measures.SATISFIED_FROM}分及以上的"
            "（满分5分；评价分档为机关设定）。",
            "Denominator: petitions whose last rating was given in the period. Numerator: those "
            f"rated {measures.SATISFIED_FROM} or more of 5 (a policy of the house).",
        ),
        measures.ratings,
    ),
    Indicator(
        "first_time_resolution",
        Text("一次性化解率", "resolution at the first time"),
        Text(
            "分母：已办结的信访件，被申请复查或者重复信访的计在该日，否则计在复查申请期（XF-06）"
            "届满日；该期未满的不计。分子：既未申请复查，也未重复信访的。",
            "Denominator: concluded petitions: on the day a review was requested or the petition "
            "was repeated, else on the last day to request one (XF-06); none before. Numerator: "
            "those with neither a review nor a repeat.",
        ),
        measures.resolutions,
    ),
)
