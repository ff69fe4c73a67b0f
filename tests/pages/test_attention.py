"""One page says what waits for a decision in all matters of the agency."""

from __future__ import annotations

from tests.pages.workbench import Workbench
from tests.support.events import eventually
from tests.support.stack import Officers, days_ago

PETITION = {
    "title": "相邻房屋渗水纠纷",
    "channel": "visit",
    "received_as": "petition_office",
    "petitioners": [{"name": "赵六"}],
    "opponents": [],
    "content": "要求修复",
    "received_on": days_ago(5),
    "on": days_ago(5),
}


def test_a_referral_waits_there_until_it_is_taken_up(
    workbench: Workbench, officers: Officers
) -> None:
    case = officers.open("petitions", PETITION)
    said = {"kind": "appeal", "article31_item": 6, "legal_path": "双方愿意的可以调解"}
    officers.act("petitions", case["id"], "classify", {**said, "on": days_ago(4)})
    officers.act("petitions", case["id"], "accept", {"on": days_ago(4)})
    referral = {"to": "mediation", "mediation_kind": "people", "on": days_ago(3)}
    officers.act("petitions", case["id"], "refer", referral)
    workbench.as_officer("petition_officer")
    eventually(lambda: case["number"] in workbench.go("/attention").text)

    row = workbench.page.locator("#referrals li", has_text=case["number"])
    assert "待接收" in row.inner_text()
    workbench.follow(row.locator("a:has-text('看整个争议')"))
    assert case["number"] in workbench.page.inner_text("#referrals")
    assert "赵六" not in workbench.text


def test_a_list_that_is_turned_over_wrongly_says_so(workbench: Workbench) -> None:
    workbench.as_officer("mediator").go("/attention?list=conflicts&cursor=nothing")

    assert "提交的内容有误" in workbench.text


def test_people_who_may_be_one_wait_there_until_they_are_held_to_be_two(
    workbench: Workbench, officers: Officers
) -> None:
    shared = {"phone": "13800139977"}
    people = [{"name": "钱某", **shared}, {"name": "孔某", **shared}]
    case = officers.open("petitions", {**PETITION, "petitioners": people})
    workbench.as_officer("petition_officer")
    eventually(lambda: case["number"] in workbench.go("/attention").page.inner_text("#people"))
    waiting = int(workbench.page.inner_text("#people h2 .chip"))

    row = workbench.page.locator("#people div", has_text=case["number"])
    assert "电话相同" in row.inner_text()
    workbench.follow(row.locator("a:has-text('合并或者认定为两个人')"))
    for number in range(2):
        workbench.page.check(f"#people input[type=checkbox] >> nth={number}")
    workbench.page.fill("#people-reason", "夫妻共用电话")
    workbench.click("#people button[value=hold-apart]")
    assert "以下记录是一个人" in workbench.page.inner_text("#people .will")
    workbench.click("#people button[name=_confirm]")
    assert "已认定为两个人" in workbench.text

    workbench.go("/attention")
    assert case["number"] not in workbench.page.inner_text("#people")
    left = workbench.page.locator("#people h2 .chip").all_inner_texts()
    assert left == ([str(waiting - 1)] if waiting > 1 else [])
    assert "钱某" not in workbench.text


def test_a_likely_dispute_is_shown_beside_the_step_that_it_concerns(
    workbench: Workbench, officers: Officers
) -> None:
    alike = {
        "title": "不服行政处罚决定一案",
        "applicants": [{"name": "蒋六", "id_number": "11010519900307881X"}],
        "respondent": {"name": "某区文化和旅游局"},
        "act": {"name": "行政处罚决定", "kind": "penalty", "served_on": days_ago(20)},
        "requests": "撤销行政处罚决定",
        "received_on": days_ago(2),
    }
    first, second = (officers.open("reconsiderations", alike) for _ in "ab")
    page = f"/reconsiderations/{second['id']}"
    workbench.as_officer("reconsideration_officer")
    warning = workbench.page.locator(".possibly-same")
    eventually(lambda: workbench.go(f"{page}/steps/accept") and warning.count())

    assert first["number"] in workbench.page.inner_text(".possibly-same")
    workbench.follow(".possibly-same a")
    assert first["number"] in workbench.page.inner_text("#proposals")
    workbench.go(page).has_no_barrier()
    assert first["number"] in workbench.page.inner_text(".possibly-same")
