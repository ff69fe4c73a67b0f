"""The home page counts what burns, and each number leads to the list that it counts."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser

from deploy.embedded.stack import Stack
from tests.pages.workbench import Workbench
from tests.support.events import eventually
from tests.support.stack import Officers, days_ago

PETITION = {
    "title": "反映夜间施工噪声",
    "channel": "letter",
    "received_as": "petition_office",
    "petitioners": [{"name": "王五"}],
    "opponents": [],
    "content": "要求停止夜间施工",
}


def test_each_number_leads_to_as_many_time_limits(workbench: Workbench, officers: Officers) -> None:
    for days in (40, 35, 1):
        received = {"received_on": days_ago(days), "on": days_ago(days)}
        officers.open("petitions", {**PETITION, **received})
    workbench.as_officer("petition_officer")

    def leads_there() -> bool:
        """What was just filed may reach the list after the number was drawn: look again then."""
        number = int(workbench.go("/").page.inner_text(".tile-overdue b"))
        said = workbench.page.inner_text("h1")
        if number < 2:
            return False
        workbench.click(".tile-overdue")
        rows, late = (workbench.page.locator(each) for each in ("[data-row]", ".chip-overdue"))
        return f"{number} 件已逾期" in said and rows.count() == late.count() == number

    eventually(leads_there)


@pytest.mark.parametrize("role", ["supervisor", "mediator"])
def test_every_tile_leads_to_a_page(stack: Stack, browser: Browser, role: str) -> None:
    accounts = json.loads(stack.credentials.read_text())["officers"]
    with Workbench.open(browser, stack.address, accounts) as bench:
        bench.as_officer(role).go("/")
        addresses = bench.page.locator("a.tile").evaluate_all(
            "tiles => tiles.map(tile => tile.getAttribute('href'))"
        )
        for address in addresses:
            bench.go(address)
            assert bench.page.locator("h1").count() == 1, address
        if role == "supervisor":
            assert len(addresses) == 6
        bench.nothing_went_wrong()


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_the_head_of_a_page_leaves_a_narrow_window_to_the_work(
    browser: Browser, stack: Stack, officers: Officers, locale: str
) -> None:
    opened = Workbench.open(
        browser, stack.address, officers.passwords, width=360, height=740, locale=locale
    )
    with opened as narrow:
        narrow.as_officer("admin").go("/")
        head = narrow.page.locator("header")
        box = head.bounding_box()
        assert box is not None
        assert box["height"] <= 110
        targets = head.locator("a, button, input:not([type=hidden])")
        sizes = [each.bounding_box() for each in targets.all() if each.is_visible()]
        assert len(sizes) > 10
        assert all(size and min(size["width"], size["height"]) >= 24 for size in sizes)
