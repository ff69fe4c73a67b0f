"""The checks on appearing in court: the head, the excuse, the staff, the consequences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from services.litigation.case_reading import fact, recorded
from services.litigation.response_guards import OWN_STAFF_SINCE
from shared.casework.guarding import Attempt, Finding, invalid
from shared.language import Text

# 法释〔2020〕3号 is in force since 2020-07-01 (its article 15).
APPEARANCE_RULES_SINCE = date(2020, 7, 1)
SHALL_NOTIFY = frozenset(
    {
        "food_and_drug_safety",
        "ecology_and_resources",
        "public_health",
        "other_major_public_interest",
        "strong_public_concern",
        "possible_mass_incident",
    }
)
MAY_NOTIFY = frozenset(
    {
        "major_personal_or_property_rights",
        "public_interest_litigation",
        "required_by_superior",
        "court_finds_necessary",
    }
)


def a_notice_to_the_head_has_its_ground(attempt: Attempt) -> Iterable[Finding]:
    """`shall` rests on article 4¶1, `may` on article 4¶2 of 法释〔2020〕3号, `none` on neither."""
    payload = attempt.payload
    notice, ground = payload["head_notice"], payload.get("head_notice_ground")
    allowed = {"shall": SHALL_NOTIFY, "may": MAY_NOTIFY, "none": frozenset({None})}[notice]
    if ground not in allowed:
        paragraph = {"shall": "4¶1", "may": "4¶2", "none": "4"}[notice]
        listed = "、".join(sorted(str(each) for each in allowed if each))
        raise invalid(
            "head_notice_ground",
            Text(
                f"通知负责人出庭（{notice}）应当指明第{paragraph}的情形：{listed}。"
                if listed
                else "未通知负责人出庭的，没有通知的情形。",
                f"A notice of the kind {notice} rests on {paragraph}: {listed}."
                if listed
                else "Without a notice to the head there is no ground for one.",
            ),
            basis=f"出庭规定{paragraph}",
        )
    return []


def the_head_appears_or_is_excused(attempt: Attempt) -> Iterable[Finding]:
    """The head appears; or there is an excuse of article 8, with proof and staff instead."""
    payload = attempt.payload
    head, excuse = payload.get("head"), payload.get("excuse")
    if (head is None) == (excuse is None):
        raise invalid(
            "head",
            Text(
                "应当写明出庭的负责人，或者负责人不能出庭的情形，二者择一。",
                "Name the head who appears, or the ground for the absence: one of the two.",
            ),
            basis="行诉法3¶3、出庭规定8",
        )
    if excuse is None:
        return []
    if not payload.get("proof"):
        raise invalid(
            "proof",
            Text(
                "负责人不能出庭的，应当提交证明材料，加盖印章或者由主要负责人签字认可。",
                "An excuse needs its proof, sealed by the agency or signed by its principal head.",
            ),
            basis="出庭规定9¶1",
        )
    if attempt.on >= OWN_STAFF_SINCE and not payload["staff"]:
        raise invalid(
            "staff",
            Text(
                "负责人不能出庭的，应当委托相应的工作人员出庭，不得仅委托律师。",
                "A head who cannot appear sends staff of the agency; a lawyer alone is refused.",
            ),
            basis="行诉法3¶3、出庭规定10",
        )
    return []


_CONSEQUENCES = {
    1: Text("负责人未出庭且无成立的理由", "the head was absent without a valid reason"),
    2: Text("延期开庭后负责人仍未出庭", "the head was absent again after an adjournment"),
    3: Text("负责人和工作人员均不出庭", "neither the head nor staff appeared"),
    4: Text("负责人未经法庭许可中途退庭", "the head left without the court's permission"),
    5: Text("负责人拒绝解释说明，致庭审无法进行", "the head refused to explain"),
}


def absence_from_court_has_consequences(attempt: Attempt) -> Iterator[Finding]:
    """Flag each case of article 12¶1(1)–(5) of 法释〔2020〕3号, as it applies to this hearing."""
    payload = attempt.payload
    absent = not payload["head_attended"]
    excused_now = payload.get("excuse_accepted") is True
    applies = {
        1: absent and not _excused(attempt) and not _attended_before(attempt),
        2: absent and not excused_now and _adjourned_before(attempt),
        3: absent and not payload["staff_attended"],
        4: payload["left_early"],
        5: not payload["explained"],
    }
    return (_consequence(attempt, item) for item, found in applies.items() if found)


def _excused(attempt: Attempt) -> bool:
    accepted = attempt.payload.get("excuse_accepted")
    if accepted is None:
        return fact(attempt, "planned_excuse") is not None
    return bool(accepted)


def _attended_before(attempt: Attempt) -> bool:
    """One attendance is enough in an instance, unless the court notified again (7¶1)."""
    since = attempt.case.get("milestones", {}).get("appealed") or ""
    hearings = [each for each in recorded(attempt, "hearings") if each["on"] > since]
    notified_again = fact(attempt, "head_notice") != "none"
    return not notified_again and any(each["head_attended"] for each in hearings)


def _adjourned_before(attempt: Attempt) -> bool:
    hearings = recorded(attempt, "hearings")
    return bool(hearings) and hearings[-1]["adjourned"] and not hearings[-1]["head_attended"]


def _consequence(attempt: Attempt, item: int) -> Finding:
    what = _CONSEQUENCES[item]
    if attempt.on < APPEARANCE_RULES_SINCE:
        return Finding(
            f"head-attendance-12-{item}",
            "行诉法66¶2",
            Text(
                f"{what.zh}：法院可以公告，并可以向监察机关或者上一级行政机关提出司法建议。",
                f"Because {what.en}, the court may announce it and send a suggestion.",
            ),
        )
    return Finding(
        f"head-attendance-12-{item}",
        f"出庭规定12¶1({item})",
        Text(
            f"{what.zh}：法院应当向监察机关、上一级行政机关提出司法建议，并在裁判文书中载明。",
            f"Because {what.en}, the court sends a judicial suggestion to the supervisory body and "
            "the superior agency, and says so in its judgment.",
        ),
    )
