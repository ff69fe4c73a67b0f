"""What an officer does most often takes few clicks after signing in; typing is not counted."""

from __future__ import annotations

from tests.pages.cases import to_be_decided
from tests.pages.workbench import Workbench
from tests.support.stack import Case, Officers, days_ago
from tests.system.cases import a_mediation, a_notice, all_consent

PERFORMED = "button[name=_choose][value='outcome=performed']"


def at_home(workbench: Workbench, role: str, case: Case) -> Workbench:
    """Open a case from the worklist of its officer, by one click."""
    workbench.as_officer(role).go("/")
    return workbench.click(f"[data-row] a:has-text('{case['number']}')")


def test_a_reconsideration_is_decided_in_seven_clicks(
    workbench: Workbench, officers: Officers
) -> None:
    case = to_be_decided(officers)
    at_home(workbench, "reconsideration_officer", case).begin("作出复议决定")
    workbench.choose(kind="revoke").write(articles__0="64¶1(1)")
    workbench.choose(approved_by="head_of_organ").preview().confirm()

    assert workbench.clicks <= 7
    assert officers.case("reconsiderations", case["id"])["status"] == "decided"


def test_a_performance_is_registered_in_three_clicks_in_mediation(
    workbench: Workbench, officers: Officers
) -> None:
    case = officers.open("mediations", a_mediation())
    officers.act("mediations", case["id"], "accept", all_consent(case))
    agreed = {"form": "oral", "terms": "各退一步", "performance_due_on": days_ago(-1)}
    officers.act("mediations", case["id"], "agree", agreed)
    at_home(workbench, "mediator", case).begin("记录履行").confirm()

    assert workbench.clicks == 3
    assert officers.case("mediations", case["id"])["status"] == "performed"


def test_a_performance_is_registered_in_four_clicks_after_a_decision_of_reconsideration(
    workbench: Workbench, officers: Officers
) -> None:
    case = to_be_decided(officers)
    decision = {
        "kind": "order_performance",
        "articles": ["66"],
        "approved_by": "head_of_organ",
        "performance_due_on": days_ago(-1),
    }
    officers.act("reconsiderations", case["id"], "decide", decision)
    served = {"party": "p2", "party_role": "respondent", "method": "direct"}
    served_today = {**served, "served_on": days_ago(0)}
    officers.act("reconsiderations", case["id"], "serve_decision", served_today)
    at_home(workbench, "reconsideration_officer", case).begin("登记履行情况")
    workbench.click(PERFORMED).confirm()

    assert workbench.clicks == 4
    assert officers.commands("reconsiderations", case["id"])[-1] == "record_performance"


def test_a_performance_is_registered_in_four_clicks_after_a_judgment(
    workbench: Workbench, officers: Officers
) -> None:
    case = officers.open("litigations", a_notice())
    lost = {"kind": "judgment", "outcome": "ordered_to_perform", "lost": True}
    for command, body in (
        ("record_judgment", {**lost, "served_on": days_ago(29), "on": days_ago(30)}),
        ("appeal", {"by": "agency", "on": days_ago(20)}),
        (
            "record_final_judgment",
            {
                **lost,
                "served_on": days_ago(1),
                "performance_due_on": days_ago(-1),
                "on": days_ago(2),
            },
        ),
    ):
        officers.act("litigations", case["id"], command, body)
    at_home(workbench, "litigation_officer", case).begin("登记履行情况")
    workbench.click(PERFORMED).confirm()

    assert workbench.clicks == 4
    assert officers.commands("litigations", case["id"])[-1] == "record_performance"


def test_a_review_is_extended_in_five_clicks(workbench: Workbench, officers: Officers) -> None:
    case = to_be_decided(officers)
    at_home(workbench, "reconsideration_officer", case).begin("延长审理期限")
    workbench.write(days="30").choose(approved_by="head_of_office").write(reason="案情复杂")
    workbench.preview().confirm()

    assert workbench.clicks == 5
    assert officers.commands("reconsiderations", case["id"])[-1] == "extend"
