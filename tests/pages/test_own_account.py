"""The officer's own page: password, sessions, views."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

import pytest
from playwright.sync_api import Browser

from deploy.embedded.stack import Stack
from tests.pages.sessions import SHARED
from tests.pages.workbench import Workbench
from tests.support.stack import Officers, accepted

NEW = "a new and longer sentence"
Accounts = Mapping[str, Mapping[str, str]]


@pytest.fixture
def new_officer(officers: Officers) -> Accounts:
    """An officer whom the administrator has just made."""
    body = {
        "username": f"new-{secrets.token_hex(4)}",
        "name": "新来的",
        "role": "mediator",
        "agency": {"code": "11120101000000000E", "name": "演示区司法局"},
        "region": "120101",
    }
    made = accepted(officers.post("admin", "/accounts", body))
    return {"new": {"username": made["id"], "password": made["password"]}}


def _fill_in(bench: Workbench, old: str, new: str, again: str) -> None:
    for name, value in (("old", old), ("new", new), ("again", again)):
        bench.page.fill(f"#{name}", value)
    bench.click("#password form button")


def test_a_new_officer_first_chooses_a_password_and_then_works(
    stack: Stack, browser: Browser, new_officer: Accounts
) -> None:
    first = new_officer["new"]["password"]
    with Workbench.open(browser, stack.address, new_officer) as bench:
        bench.go("/sign-in")
        bench.page.fill("#username", new_officer["new"]["username"])
        bench.page.fill("#password", first)
        bench.click("main form button")
        assert "请先设置自己的口令" in bench.text
        assert "请先设置自己的口令" in bench.go("/mediations").text

        _fill_in(bench, first, NEW, "something else")
        assert "两次输入的新口令不一致" in bench.text
        _fill_in(bench, first, "short", "short")
        assert "至少 12 个字符" in bench.page.inner_text("#new-why")
        _fill_in(bench, first, NEW, NEW)

        assert "口令已修改" in bench.text
        assert "没有待办案件" in bench.go("/").text
        bench.nothing_went_wrong()


def test_a_session_elsewhere_is_ended_from_the_account_page(
    stack: Stack, browser: Browser, workbench: Workbench
) -> None:
    with Workbench.open(browser, stack.address, workbench.accounts) as elsewhere:
        elsewhere.sign_in("litigation_officer", at="/litigations")
        workbench.sign_in("litigation_officer", at="/account")
        SHARED.forget(workbench.address, workbench.accounts["litigation_officer"])
        workbench.click("text=结束其他全部会话")

        assert workbench.page.locator("#sessions li").count() == 1
        assert "/sign-in" in elsewhere.go("/litigations").page.url
    assert "应诉" in workbench.go("/litigations").text


def test_a_narrowed_list_is_saved_as_a_view_found_again_and_removed(workbench: Workbench) -> None:
    workbench.as_officer("mediator").go("/mediations?assignee=me&sort=-created&q=")
    workbench.follow("text=存为视图")
    workbench.page.fill("#view-name", "我的新案")
    workbench.click("#views form button")
    assert "视图“我的新案”已保存" in workbench.text

    workbench.go("/").click("#views a:has-text('我的新案')")
    assert workbench.page.url.endswith("/mediations?assignee=me&sort=-created")

    workbench.go("/account").click("#views button")
    assert "还没有保存的视图" in workbench.text


def test_a_list_found_by_words_is_not_offered_as_a_view(workbench: Workbench) -> None:
    workbench.as_officer("mediator").go("/mediations?q=%E5%BC%A0%E4%B8%89")

    assert "存为视图" not in workbench.text


def test_an_idle_officer_is_warned_stays_by_one_click_and_is_told_of_the_end(
    stack: Stack, browser: Browser, workbench: Workbench
) -> None:
    # A clock is that of a whole window.
    with Workbench.open(browser, stack.address, workbench.accounts) as bench:
        clock = bench.page.clock
        clock.install()
        bench.as_officer("mediator").go("/mediations")
        box = bench.page.locator("#ending")

        clock.fast_forward("12:55")
        box.wait_for(state="hidden")
        clock.fast_forward("00:10")
        assert "2 分钟后将自动退出" in box.inner_text()
        with bench.page.expect_response("**/session") as answer:
            box.get_by_role("button", name="继续工作").click()
        assert answer.value.status == 204
        box.wait_for(state="hidden")

        clock.fast_forward("13:05")
        clock.fast_forward("02:00")
        assert "会话已结束" in box.inner_text()
        assert "继续工作" not in box.inner_text()
