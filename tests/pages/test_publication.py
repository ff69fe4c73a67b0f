"""A decision is published from its case, and everybody reads it without signing in."""

from __future__ import annotations

import re
import uuid

import pytest
from playwright.sync_api import Browser, expect

from deploy.embedded.stack import Stack
from tests.pages.cases import to_be_decided
from tests.pages.workbench import Workbench
from tests.support.browser import phone
from tests.support.events import eventually
from tests.support.stack import Case, Officers, days_ago


def a_decision(officers: Officers) -> Case:
    """Return a reconsideration whose decision was served."""
    case = to_be_decided(officers)
    decision = {"kind": "uphold", "articles": ["68"], "approved_by": "head_of_organ"}
    officers.act("reconsiderations", case["id"], "decide", decision)
    served = {"party": "p1", "method": "direct", "served_on": days_ago(0)}
    return officers.act("reconsiderations", case["id"], "serve_decision", served)


def a_published_decision(officers: Officers) -> Case:
    """Return one that is public: of a witness only the surname."""
    case = a_decision(officers)
    both = {
        "original": "证人：周丽，到场。\n本机关维持。",
        "text": "证人：周某，到场。\n本机关维持。",
    }
    return officers.act("reconsiderations", case["id"], "publish", both)


@pytest.fixture
def decided(officers: Officers) -> Case:
    return a_decision(officers)


@pytest.fixture(scope="module")
def published(officers: Officers) -> Case:
    return a_published_decision(officers)


def test_an_officer_lifts_and_adds_marks_and_publishes_what_was_shown(
    bare: Workbench, officers: Officers, decided: Case
) -> None:
    word = uuid.uuid4().hex[:8]
    page = bare.as_officer("reconsideration_officer").page
    bare.go(f"/reconsiderations/{decided['id']}/steps/publish")
    page.fill("#original", f"证人：周丽，到场。\n热线022-27891234，开源公司。{word}")
    bare.follow("main form button")
    expect(page.locator("#preview mark")).to_have_count(2)
    assert "周丽" not in page.inner_text("#preview")

    page.get_by_label("取消“022-27891234”标记的理由").fill("公开热线")
    page.fill("[name='added.0.quoted']", "开源公司")
    page.fill("[name='added.0.replacement']", "某公司")
    page.fill("[name='added.0.reason']", "商业秘密")
    bare.follow("main form button:has-text('预览')")
    shown = page.inner_text("#preview")
    assert "022-27891234，某公司" in shown
    bare.follow("main form button[name=_confirm]")
    expect(page.locator(".alert-success[role=status]")).to_have_text("决定书已公开。")

    kept = officers.case("reconsiderations", decided["id"])["facts"]["published_text"]
    assert kept == shown


def test_the_page_of_marks_has_no_barrier(workbench: Workbench, officers: Officers) -> None:
    case = to_be_decided(officers)
    workbench.as_officer("reconsideration_officer")
    workbench.go(f"/reconsiderations/{case['id']}/steps/publish").has_no_barrier()
    workbench.page.fill("#original", "证人：周丽，热线022-27891234。")
    workbench.follow("main form button")
    workbench.has_no_barrier()


def test_a_refusal_keeps_what_was_typed(bare: Workbench, decided: Case) -> None:
    page = bare.as_officer("reconsideration_officer").page
    bare.go(f"/reconsiderations/{decided['id']}/steps/publish")
    page.fill("#original", "本机关维持。")
    page.fill("#on", "2099-01-01")
    bare.follow("main form button")

    expect(page.locator("#problem")).to_be_visible()
    assert page.input_value("#original") == "本机关维持。"


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_everybody_finds_and_reads_it_on_a_phone_without_script_or_cookie(
    stack: Stack, browser: Browser, published: Case, language: str
) -> None:
    number = str(published["number"])
    with phone(browser, stack.address, language) as page:

        def listed() -> bool:
            page.goto(f"{stack.address}/public/decisions?q=到场")
            return bool(page.locator("#decisions a", has_text=number).count())

        eventually(listed)
        page.locator("#decisions a", has_text=number).click()
        assert page.url == f"{stack.address}/public/decisions/{published['id']}"
        assert "证人：周某" in page.inner_text("#text")
        assert page.context.cookies() == []
        assert page.locator("html").get_attribute("lang") == language


def test_public_pages_have_no_barrier_at_any_width(workbench: Workbench, published: Case) -> None:
    for path in (
        "/public/decisions",
        "/public/decisions?q=的",
        "/public/decisions?q=nothing&year=2024",
        f"/public/decisions/{published['id']}",
        "/public/decisions/unknown",
    ):
        workbench.go(path).has_no_barrier()


def test_who_reads_without_an_account_is_led_back_to_the_decisions(workbench: Workbench) -> None:
    workbench.go("/public/decisions/unknown")

    assert "没有公开过此决定书" in workbench.text
    assert workbench.page.locator("main a").get_attribute("href") == "/public/decisions"

    workbench.go("/public/decisions?q=13800138000")
    assert "请勿输入证件号码" in workbench.page.inner_text("[role=alert]")


def test_a_withdrawn_decision_says_since_when(workbench: Workbench, officers: Officers) -> None:
    withdrawal = {"reason": "文字有误"}
    decided = a_published_decision(officers)
    officers.act("reconsiderations", decided["id"], "withdraw_publication", withdrawal)
    path = f"/public/decisions/{decided['id']}"
    eventually(lambda: workbench.go(path).page.locator("#withdrawn").count())

    assert re.search(days_ago(0), workbench.page.inner_text("#withdrawn"))
    assert workbench.page.locator("#text").count() == 0
