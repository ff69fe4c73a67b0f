"""A day's work by clicking: cases are accepted, decided and looked up on screens."""

from __future__ import annotations

from tests.pages.workbench import Workbench
from tests.support.stack import Officers, days_ago

PETITION = {
    "title": "相邻房屋渗水纠纷",
    "channel": "visit",
    "received_as": "petition_office",
    "petitioners": [{"name": "张三", "phone": "13800000000"}],
    "opponents": [{"name": "李四"}],
    "content": "楼上住户装修后长期渗水，要求修复并赔偿",
}
CLASSIFICATION = {"kind": "appeal", "article31_item": 6, "legal_path": "信访程序办理"}


def test_a_petition_is_accepted_in_three_clicks(workbench: Workbench, officers: Officers) -> None:
    case = officers.open("petitions", {**PETITION, "received_on": days_ago(3)})
    officers.act("petitions", case["id"], "classify", CLASSIFICATION)
    workbench.as_officer("petition_officer").go("/")

    workbench.click(f"a:has-text('{case['number']}')")
    workbench.click("#steps a:has-text('受理')")
    assert "确认后将发生" in workbench.text
    assert "XF-" in workbench.page.inner_text("#will")
    workbench.click("button[name=_confirm]")

    assert workbench.clicks == 3
    assert "“受理”已登记" in workbench.text
    assert officers.case("petitions", case["id"])["status"] == "accepted"


def test_a_petition_is_registered_on_screen_with_errors_at_their_fields(
    workbench: Workbench, officers: Officers
) -> None:
    workbench.as_officer("petition_officer").go("/petitions/new")
    workbench.follow("button[name=_preview]:not([aria-hidden])")
    assert "需要修改" in workbench.text

    workbench.page.fill("[name='petitioners.0.name']", "王五")
    workbench.page.fill("[name='content']", "要求答复安置房交付时间")
    workbench.page.fill("[name='received_on']", days_ago(1))
    workbench.page.select_option("[name=channel]", "letter")
    workbench.page.locator("[name=received_as][value=petition_office]").check()
    workbench.follow("button[name=_preview]:not([aria-hidden])")
    assert "确认后将发生" in workbench.text
    workbench.click("button[name=_confirm]")

    assert "王五" in workbench.text
    case_id = workbench.page.url.rpartition("/")[2]
    assert officers.case("petitions", case_id)["status"] == "registered"


def test_what_somebody_else_did_meanwhile_is_shown_and_nothing_typed_is_lost(
    workbench: Workbench, officers: Officers
) -> None:
    case = officers.open("petitions", {**PETITION, "received_on": days_ago(3)})
    workbench.as_officer("petition_officer").go(f"/petitions/{case['id']}/steps/classify")
    workbench.page.fill("[name=legal_path]", "我填写的办理意见")
    workbench.page.locator("[name=kind]").first.check()
    workbench.follow("button[name=_preview]:not([aria-hidden])")
    officers.act("petitions", case["id"], "classify", CLASSIFICATION)
    workbench.follow("button[name=_confirm]")

    assert "您填写期间，本案另有登记" in workbench.text
    assert "甄别分类" in workbench.page.inner_text("#problem .history")
    assert workbench.page.input_value("[name=legal_path]") == "我填写的办理意见"


def test_a_step_that_somebody_else_made_impossible_says_so_and_shows_what_was_typed(
    workbench: Workbench, officers: Officers
) -> None:
    case = officers.open("petitions", {**PETITION, "received_on": days_ago(3)})
    officers.act("petitions", case["id"], "classify", CLASSIFICATION)
    workbench.as_officer("petition_officer").go(f"/petitions/{case['id']}/steps/decline")
    workbench.write(advice="不属于本机关职权，请向住房部门提出")
    officers.act("petitions", case["id"], "accept")
    workbench.click("button[name=_choose] >> nth=0")

    assert "现在不能办理这一步" in workbench.page.inner_text("h1")
    assert "案件现为“已受理”" in workbench.text
    assert "受理" in workbench.page.inner_text(".history li")
    assert "不属于本机关职权，请向住房部门提出" in workbench.text
    assert workbench.page.locator("a:has-text('补登当时的日期')").count() == 1
    workbench.click("text=看本案现在可以做什么")
    workbench.page.locator("#steps a").first.wait_for()


def test_a_step_of_before_asks_for_its_day_where_it_is_typed(
    workbench: Workbench, officers: Officers
) -> None:
    case = officers.open("petitions", {**PETITION, "received_on": days_ago(3)})
    officers.act("petitions", case["id"], "classify", CLASSIFICATION)
    officers.act("petitions", case["id"], "accept")
    workbench.as_officer("petition_officer").go(f"/petitions/{case['id']}/steps/decline")
    workbench.write(advice="向住房部门提出").choose(ground="outside_jurisdiction").preview()

    assert "有 1 处需要修改" in workbench.text
    assert workbench.page.locator("#problem a[href='#on']").count() == 1
    assert "填写当时的日期" in workbench.page.inner_text(".field.wrong .why")


def test_a_case_is_found_by_its_number_in_two_clicks(
    workbench: Workbench, officers: Officers
) -> None:
    case = officers.open("petitions", {**PETITION, "received_on": days_ago(3)})
    workbench.as_officer("petition_officer").go("/")
    workbench.page.fill("#q", case["number"])
    workbench.page.press("#q", "Enter")
    workbench.clicks += 1
    workbench.click(f"main a:has-text('{case['number']}')")

    assert workbench.clicks == 2
    assert case["title"] in workbench.text


def test_another_agencys_case_is_not_there(workbench: Workbench) -> None:
    workbench.as_officer("petition_officer").go("/petitions/01a217859713b4a74abfd3834c4a8f0e")

    assert "没有找到" in workbench.text


def test_an_officer_of_another_track_may_not_enter(workbench: Workbench) -> None:
    workbench.as_officer("mediator").go("/petitions")

    assert "不能进行此操作" in workbench.text
