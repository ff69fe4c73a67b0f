"""An administrator's pages: accounts, the calendar, rules, webhooks and the services."""

from __future__ import annotations

import uuid

import pytest
from playwright.sync_api import expect

from gateway.web.administration.calendar import days_of
from shared.law import statutory_holidays
from shared.legal_day import today
from tests.pages.workbench import Workbench
from tests.support.stack import Officers, days_ago

PAGES = (
    "/admin",
    "/admin/accounts",
    "/admin/accounts/mediator",
    "/admin/calendar",
    "/admin/webhooks",
    "/admin/deliveries",
    "/admin/rules",
    "/work/reports",
    "/work/verification",
)
YEAR = today().year + 1
REST_DAYS = [on.isoformat() for on in statutory_holidays(YEAR)]
RECONSIDERATION = {
    "title": "不服行政处罚决定一案",
    "applicants": [{"name": "张三"}],
    "respondent": {"name": "某区市场监督管理局"},
    "act": {"name": "行政处罚决定", "kind": "penalty", "served_on": days_ago(20)},
    "requests": "撤销行政处罚决定",
    "received_on": days_ago(2),
}


def test_no_page_of_the_administration_has_a_barrier_or_runs_over_the_edge(
    workbench: Workbench,
) -> None:
    workbench.as_officer("admin")
    for path in PAGES:
        workbench.go(path).has_no_barrier()


def test_an_administrator_makes_an_account_and_closes_it(workbench: Workbench) -> None:
    username = f"wang-{uuid.uuid4().hex[:8]}"
    workbench.as_officer("admin").go("/admin/accounts")
    workbench.page.fill("[name=username]", username)
    workbench.follow("main button:has-text('新建账号')")
    assert workbench.page.locator(".wrong [name=name]").count() == 1
    assert workbench.page.input_value("[name=username]") == username

    workbench.page.fill("[name=name]", "王新")
    workbench.page.select_option("#f-role", "mediator")
    workbench.follow("main button:has-text('新建账号')")
    assert "只显示这一次" in workbench.text

    workbench.go(f"/admin/accounts/{username}")
    assert "只显示这一次" not in workbench.text
    workbench.follow("button[name=_disable]")
    assert "账号已停用，其会话已结束" in workbench.text


def test_an_administrator_adds_a_notice_and_sees_what_it_moved(
    workbench: Workbench, officers: Officers
) -> None:
    case = officers.open("reconsiderations", RECONSIDERATION)
    case = officers.act("reconsiderations", case["id"], "accept", {"procedure": "ordinary"})
    due_on = max(each["due_on"] for each in case["clocks"] if each["status"] == "running")
    # Late in a year the last day lies in the next one, for which no notice is published yet.
    moves = due_on.startswith(str(YEAR))
    days = [*REST_DAYS, due_on] if moves else REST_DAYS
    number = f"测试通知〔{YEAR - 1}〕1号"
    workbench.as_officer("admin").go("/admin/calendar")
    workbench.page.fill("[name=notice]", number)
    workbench.page.fill("[name=published_on]", days_ago(1))
    workbench.page.fill("[name=rest_days]", "\n".join(days[1:]))
    workbench.follow("button[name=_preview]")
    assert "缺少法定节假日" in workbench.text
    assert workbench.page.input_value("[name=notice]") == number

    workbench.page.fill("[name=rest_days]", "\n".join(days))
    workbench.follow("button[name=_preview]")
    assert "启用后将有" in workbench.text
    assert (case["number"] in workbench.text) == moves
    workbench.follow("button[name=_confirm]")

    assert workbench.page.url.rpartition("/work/edition/")[1]
    expect(workbench.page.locator("[role=status]")).to_contain_text("已完成")
    workbench.click("a:has-text('查看结果')")
    assert number in workbench.text
    assert (case["number"] in workbench.text) == moves
    workbench.go("/admin/calendar")
    assert "本机增补" in workbench.text


@pytest.mark.parametrize("role", ["mediator", "supervisor"])
def test_the_administration_is_closed_to_others(workbench: Workbench, role: str) -> None:
    workbench.as_officer(role)
    for path in ("/admin", "/admin/accounts", "/admin/calendar"):
        assert "不能进行此操作" in workbench.go(path).text, path


def test_reports_are_made_anew_and_the_page_says_how_far_it_is(workbench: Workbench) -> None:
    workbench.as_officer("admin").go("/admin")
    workbench.click("main button:has-text('重建统计报告')")

    assert workbench.page.url.endswith("/work/reports")
    expect(workbench.page.locator("[role=status] .chip-green")).to_be_visible(timeout=60_000)


def test_all_histories_are_verified_and_the_result_is_kept(workbench: Workbench) -> None:
    workbench.as_officer("admin").go("/admin")
    workbench.click("main button:has-text('核验全部案卷')")
    expect(workbench.page.locator("[role=status] .chip-green")).to_be_visible(timeout=60_000)

    workbench.go("/work/verification")
    assert "全部完整" in workbench.text


def test_days_are_read_singly_and_as_spans_and_what_is_no_day_stays() -> None:
    assert days_of("2027-1-1、2027-01-02 至 2027-01-04\n明天") == [
        "2027-01-01",
        "2027-01-02",
        "2027-01-03",
        "2027-01-04",
        "明天",
    ]
