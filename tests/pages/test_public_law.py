"""The advisor and the calculator for everybody, in the letters and the language of the reader."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from deploy.embedded.stack import Stack
from tests.pages.workbench import Workbench
from tests.support.browser import follow, phone
from tests.support.stack import days_ago

LOOKS = (
    "zh.standard.plain",
    "zh.large.plain",
    "zh.largest.plain",
    "zh.standard.high",
    "en.largest.high",
)


@pytest.fixture
def reader(stack: Stack, browser: Browser) -> Iterator[Page]:
    """A citizen's phone on which no script runs."""
    with phone(browser, stack.address) as page:
        yield page


def answers_all(page: Page) -> None:
    """Answer when a fine came, and go to the end."""
    page.goto("/public/advice")
    page.select_option("#kind", "on_the_spot_penalty")
    for _ in range(2):
        follow(page, "main button[name=_to] >> nth=0")
    page.fill("#served_on", days_ago(20))
    for _ in range(2):
        follow(page, "main button[name=_to] >> nth=0")


def test_a_citizen_finds_the_ways_without_account_script_or_cookie(reader: Page) -> None:
    reader.goto("/public")
    follow(reader, "main >> text=走哪条路")
    answers_all(reader)
    follow(reader, "text=看有哪些途径")

    cards = reader.locator("section.answer").all_inner_texts()
    assert cards[0].startswith("1. 申请行政复议：可以，最后一日")
    said = reader.inner_text("main")
    assert "不是决定" in said
    assert "盖章处" not in said
    assert reader.url.endswith("/public/advice")
    assert reader.context.cookies() == []


def test_larger_letters_keep_the_answers_and_stay(reader: Page) -> None:
    answers_all(reader)

    follow(reader, "header >> text=特大字")

    assert reader.inner_text("h1") == "已经走过什么程序？"
    assert reader.locator("html").get_attribute("data-size") == "largest"
    follow(reader, "text=看有哪些途径")
    assert days_ago(20) in reader.inner_text("#stated")
    follow(reader, "header >> text=English")
    assert reader.locator("html").get_attribute("lang") == "en"
    assert days_ago(20) in reader.inner_text("#stated")
    reader.goto("/public")
    assert reader.inner_text("h1") == "What would you like to do?"
    assert reader.locator("html").get_attribute("data-size") == "largest"
    [cookie] = reader.context.cookies()
    assert (cookie["name"], cookie["value"], cookie["expires"]) == ("look", "en.largest.plain", -1)


def test_where_no_code_can_be_sent_the_page_says_where_to_go(reader: Page) -> None:
    reader.goto("/public/petition")

    assert "请到政务大厅的自助终端或者信访窗口办理" in reader.inner_text("main")
    assert reader.locator("main form").count() == 0
    refused = reader.request.post("/api/v1/public/codes", data={"to": "13800138000"})
    assert (refused.status, refused.json()["code"]) == (503, "service-unavailable")


def test_a_look_that_cannot_be_meant_is_no_look(reader: Page) -> None:
    reader.goto("/public?look=zh.huge.plain")

    assert reader.locator("html").get_attribute("data-size") == "standard"
    assert reader.context.cookies() == []


def test_the_address_holds_the_question_to_the_calculator(reader: Page) -> None:
    reader.goto("/public/calculator?rule=FY-01&started_on=2026-08-03")
    assert "2026-10-08" in reader.inner_text("main")

    follow(reader, "header >> text=大字 >> nth=0")

    assert "rule=FY-01" in reader.url
    assert "2026-10-08" in reader.inner_text("main")


@pytest.mark.parametrize("look", LOOKS)
def test_public_pages_have_no_barrier_in_any_look(workbench: Workbench, look: str) -> None:
    question = "rule=FY-01&started_on=2026-08-03"
    for path in (
        "/public",
        "/public/advice",
        f"/public/calculator?{question}",
        "/public/decisions",
        "/public/decisions/unknown",
        "/public/receipts",
    ):
        start, _, asked = path.partition("?")
        workbench.go(f"{start}?{asked}&look={look}").has_no_barrier()
    workbench.go("/public/advice").click("main button[name=_to] >> nth=0")
    workbench.has_no_barrier()
    for _ in range(4):
        workbench.click("main button[name=_to] >> nth=0")
    workbench.has_no_barrier()
    workbench.go("/public?look=zh.standard.plain")
