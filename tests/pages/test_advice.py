"""The advisor asks one question a page, answers with last days, and keeps nothing."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser

from deploy.embedded.stack import Stack
from tests.pages.workbench import Workbench
from tests.support.stack import days_ago


def following(workbench: Workbench) -> None:
    """Go to the next question."""
    workbench.click("button[name=_to] >> nth=0")


def test_a_citizen_is_told_every_remedy_with_its_last_day_without_script(
    stack: Stack, browser: Browser
) -> None:
    accounts = json.loads(stack.credentials.read_text())["officers"]
    with Workbench.open(browser, stack.address, accounts, script=False) as bench:
        bench.as_officer("petition_officer").go("/advice")
        assert "为什么问这个" in bench.text
        bench.page.select_option("#kind", "on_the_spot_penalty")
        following(bench)
        bench.page.select_option("#level", "county")
        following(bench)
        bench.page.fill("#served_on", days_ago(20))
        following(bench)
        bench.page.locator("[name=remedies_told][value=yes]").check()
        following(bench)
        bench.page.select_option("#prior1", "petition.registered")
        bench.page.fill("#begun1", days_ago(10))
        following(bench)

        cards = bench.page.locator("section.answer").all_inner_texts()
        assert cards[0].startswith("1. 申请行政复议：可以，最后一日")
        suit = next(card for card in cards if "直接提起行政诉讼" in card)
        assert "先要：" in suit
        assert not any(card.startswith("现在") for card in cards)
        facts = bench.page.inner_text("#stated")
        assert "当场" in facts
        assert days_ago(20) in facts
        assert days_ago(10) in facts
        assert "仅供参考" in bench.text
        assert bench.page.url.endswith("/advice")

        bench.click("button:has-text('修改答案')")
        assert bench.page.input_value("#begun1") == days_ago(10)
        bench.nothing_went_wrong()


@pytest.mark.parametrize("script", [True, False])
def test_silence_asks_for_the_duty_and_then_tells_the_last_day(
    stack: Stack, browser: Browser, script: bool
) -> None:
    accounts = json.loads(stack.credentials.read_text())["officers"]
    with Workbench.open(browser, stack.address, accounts, script=script) as bench:
        bench.as_officer("petition_officer").go("/advice")
        bench.page.select_option("#kind", "inaction")
        following(bench)
        following(bench)
        bench.page.fill("#requested_on", days_ago(75))
        for _ in range(3):
            following(bench)

        card = bench.page.locator("section.answer").first.inner_text()
        assert card.startswith("1. 申请行政复议")
        assert "还需要弄清：要求履行的是哪一项法定职责" in card
        assert "稳妥的最后一日" in card

        for _ in range(3):
            bench.click("button:has-text('上一问'), button:has-text('修改答案')")
        bench.page.select_option("#duty", "11(14)")
        for _ in range(3):
            following(bench)
        card = bench.page.locator("section.answer").first.inner_text()
        assert "最后一日" in card
        assert "还需要弄清" not in card
        assert "政府信息公开（11条14项）" in bench.page.inner_text("#stated")
        bench.nothing_went_wrong()


def test_a_dispute_over_tax_asks_when_it_was_paid(workbench: Workbench) -> None:
    workbench.as_officer("mediator").go("/advice")
    workbench.page.select_option("#kind", "tax_assessment")
    following(workbench)
    following(workbench)
    workbench.page.fill("#served_on", days_ago(20))
    for _ in range(3):
        following(workbench)

    cards = workbench.page.locator("section.answer").all_inner_texts()
    assert "还需要弄清：缴清税款和滞纳金" in cards[0]
    assert any("直接提起行政诉讼" in card and "先要：" in card for card in cards)
    workbench.nothing_went_wrong()


def test_a_decision_without_a_time_to_sue_leaves_the_year(workbench: Workbench) -> None:
    workbench.as_officer("mediator").go("/advice")
    workbench.page.select_option("#kind", "penalty")
    for _ in range(4):
        following(workbench)
    workbench.page.select_option("#prior1", "reconsideration.decided")
    workbench.page.fill("#ended1", days_ago(40))
    workbench.page.select_option("#told1", "no")
    following(workbench)

    card = workbench.page.locator("section.answer").filter(has_text="不服复议决定").inner_text()
    assert "可以，最后一日" in card
    assert "没有写起诉期限" in workbench.page.inner_text("#stated")
    workbench.click("button:has-text('修改答案')")
    workbench.page.select_option("#told1", "")
    following(workbench)
    card = workbench.page.locator("section.answer").filter(has_text="不服复议决定").inner_text()
    assert "已过期" in card
    assert "请先查明" in card


def test_an_impossible_day_is_refused_at_its_question_and_nothing_answered_is_lost(
    workbench: Workbench,
) -> None:
    workbench.as_officer("mediator").go("/advice")
    workbench.page.select_option("#kind", "penalty")
    following(workbench)
    following(workbench)
    workbench.page.fill("#served_on", "2026-02-30")
    for _ in range(3):
        following(workbench)

    assert "是哪一天的事" in workbench.page.inner_text("h1")
    assert "没有这一天：2026-02-30" in workbench.page.inner_text("[role=alert]")
    assert "没有这一天" in workbench.page.inner_text("#served_on-why")
    assert workbench.page.input_value("#served_on") == "2026-02-30"
    workbench.click("button:has-text('上一问')")
    workbench.click("button:has-text('上一问')")
    assert workbench.page.input_value("#kind") == "penalty"


def test_the_sheet_for_the_party_has_a_place_for_the_stamp_and_no_buttons(
    workbench: Workbench,
) -> None:
    workbench.as_officer("mediator").go("/advice")
    for _ in range(5):
        following(workbench)
    workbench.page.locator("[data-print]").wait_for()
    workbench.page.emulate_media(media="print")

    workbench.page.locator(".stamp").wait_for()
    workbench.page.locator("[data-print]").wait_for(state="hidden")
