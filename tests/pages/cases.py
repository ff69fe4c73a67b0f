"""Cases brought to the point at which a page is looked at."""

from __future__ import annotations

from tests.support.stack import Case, Officers, days_ago
from tests.system.cases import under_review


def to_be_decided(officers: Officers) -> Case:
    """Return a reconsideration that is ready to be decided."""
    case = under_review(officers)
    reviewers = [{"name": name, "qualification": "法律职业资格"} for name in ("甲", "乙")]
    for command, body in (
        ("serve_respondent", {"party": "p2", "on": days_ago(19)}),
        ("reply", {"evidence": ["现场笔录"], "on": days_ago(12)}),
        ("assign_officers", {"officers": reviewers}),
        ("hear_parties", {"method": "phone", "record": "申请人坚持其请求"}),
    ):
        case = officers.act("reconsiderations", case["id"], command, body)
    return case
