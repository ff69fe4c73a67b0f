"""What was typed into a step is not lost: not by a closed browser, nor by a session that ended."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser

from deploy.embedded.stack import Stack
from gateway.sessions import COOKIE, hashed
from tests.pages.workbench import Workbench
from tests.support.stack import Officers, databases_of, days_ago

PETITION = {
    "title": "相邻房屋渗水纠纷",
    "channel": "visit",
    "received_as": "petition_office",
    "petitioners": [{"name": "张三"}],
    "content": "楼上住户装修后长期渗水，要求修复并赔偿",
}
TYPED = "我填写的办理意见"


@pytest.fixture
def form(officers: Officers) -> str:
    """The address of the form of a step on a new case."""
    case = officers.open("petitions", {**PETITION, "received_on": days_ago(3)})
    return f"/petitions/{case['id']}/steps/classify"


def _end_session(stack: Stack, bench: Workbench) -> None:
    """Let the session of a browser be idle for longer than it may."""
    own = next(each for each in bench.context.cookies() if each["name"] == COOKIE)
    with databases_of(stack) as client:
        idle = {"seen_at": datetime.now(UTC) - timedelta(minutes=16)}
        rows = client.concord_gateway.page_sessions
        assert rows.update_one({"_id": hashed(own["value"])}, {"$set": idle}).modified_count == 1


def _sign_in_again(bench: Workbench) -> None:
    account = bench.accounts["petition_officer"]
    bench.page.fill("#username", account["username"])
    bench.page.fill("#password", account["password"])
    bench.click("main form button")


def test_a_draft_survives_a_closed_browser_and_is_gone_when_the_step_is_done(
    stack: Stack, browser: Browser, workbench: Workbench, form: str
) -> None:
    with Workbench.open(browser, stack.address, workbench.accounts) as first:
        first.page.clock.install()
        first.as_officer("petition_officer").go(form)
        first.page.fill("[name=legal_path]", TYPED)
        first.page.locator("[name=kind][value=appeal]").check()
        first.page.clock.fast_forward("00:21")
        first.page.locator("#draft:has-text('草稿已存')").wait_for()

    workbench.as_officer("petition_officer").go(form)
    assert "上次未提交的草稿" in workbench.text
    assert workbench.page.input_value("[name=legal_path]") == ""
    workbench.click("#begun a")
    assert workbench.page.input_value("[name=legal_path]") == TYPED
    assert workbench.page.locator("[name=kind][value=appeal]").is_checked()

    workbench.choose(article31_item="6")
    workbench.click("button[name=_preview]:not([aria-hidden])")
    workbench.click("button[name=_confirm]")
    assert "已登记" in workbench.text
    assert _drafts_of(stack, form) == 0


def test_a_draft_is_discarded_by_one_click(
    stack: Stack, workbench: Workbench, officers: Officers, form: str
) -> None:
    key = form.strip("/").replace("/", ".")
    body = {"content": "legal_path=x"}
    assert officers.send("petition_officer", "PUT", f"/me/drafts/{key}", body=body).ok

    workbench.as_officer("petition_officer").go(form).click("text=丢弃")

    assert "上次未提交的草稿" not in workbench.text
    assert _drafts_of(stack, form) == 0


@pytest.mark.parametrize("script", [True, False])
def test_a_form_sent_after_the_session_ended_is_offered_after_signing_in_again(
    stack: Stack, browser: Browser, workbench: Workbench, form: str, script: bool
) -> None:
    with Workbench.open(browser, stack.address, workbench.accounts, script=script) as bench:
        bench.sign_in("petition_officer", at=form)
        bench.page.fill("[name=legal_path]", TYPED)
        _end_session(stack, bench)
        bench.click("button[name=_preview]:not([aria-hidden])")
        assert "您填写的内容已存为草稿" in bench.text

        _sign_in_again(bench)
        bench.click("#begun a")
        assert bench.page.input_value("[name=legal_path]") == TYPED
        _end_session(stack, bench)
        bench.go("/attention")
        assert "会话已结束，请重新登录" in bench.text
        bench.nothing_went_wrong()


def test_what_one_officer_typed_is_not_offered_to_the_next_at_the_same_browser(
    stack: Stack, workbench: Workbench, form: str
) -> None:
    workbench.sign_in("petition_officer", at=form)
    workbench.page.fill("[name=legal_path]", TYPED)
    _end_session(stack, workbench)
    workbench.click("button[name=_preview]:not([aria-hidden])")

    account = workbench.accounts["admin"]
    workbench.page.fill("#username", account["username"])
    workbench.page.fill("#password", account["password"])
    workbench.click("main form button")

    assert "上次未提交的草稿" not in workbench.text
    assert TYPED not in workbench.page.content()


def test_a_form_of_an_earlier_session_is_kept_too(workbench: Workbench, form: str) -> None:
    workbench.sign_in("petition_officer", at=form)
    workbench.page.fill("[name=legal_path]", TYPED)
    elsewhere = workbench.context.new_page()
    elsewhere.goto(f"{workbench.address}/sign-in")
    account = workbench.accounts["petition_officer"]
    elsewhere.fill("#username", account["username"])
    elsewhere.fill("#password", account["password"])
    elsewhere.click("main form button")
    elsewhere.wait_for_url(f"{workbench.address}/")

    workbench.click("button[name=_preview]:not([aria-hidden])")
    assert "您填写的内容已存为草稿" in workbench.text
    workbench.click("text=回到这一步继续")
    workbench.click("#begun a")
    assert workbench.page.input_value("[name=legal_path]") == TYPED


def test_nobody_without_a_session_of_the_officer_leaves_a_draft(
    stack: Stack, workbench: Workbench, form: str
) -> None:
    workbench.go(form)
    answer = workbench.context.request.post(
        f"{stack.address}{form}", form={"legal_path": TYPED}, max_redirects=0
    )

    assert answer.status == 303
    assert "kept" not in answer.headers["location"]
    assert _drafts_of(stack, form) == 0


def _drafts_of(stack: Stack, form: str) -> int:
    with databases_of(stack) as client:
        key = form.strip("/").replace("/", ".")
        return int(client.concord_gateway.drafts.count_documents({"key": key}))
