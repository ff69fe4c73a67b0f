"""A supervisor's pages: what is late and whose it is, what waits, what went wrong."""

from __future__ import annotations

import json
import uuid

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from deploy.embedded.stack import Stack
from shared.events.parked import ParkedEvents
from tests.pages.workbench import Workbench
from tests.support.events import an_arrival
from tests.support.stack import Officers, database_of, databases_of, days_ago

PETITION = {
    "title": "要求答复道路施工扰民",
    "channel": "visit",
    "received_as": "petition_office",
    "petitioners": [{"name": "张三"}],
    "content": "夜间施工持续两个月",
}
SIZES = ((1366, 768), (360, 740))
PAGES = ("/oversight", "/oversight/parked")


@pytest.fixture(scope="module")
def late(officers: Officers) -> str:
    """The number of a petition whose first time limit is over."""
    case = officers.open("petitions", {**PETITION, "received_on": days_ago(40)})
    return str(case["number"])


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.usefixtures("late")
def test_no_page_of_oversight_has_a_barrier_or_runs_over_the_edge(
    stack: Stack, browser: Browser, width: int, height: int
) -> None:
    accounts = json.loads(stack.credentials.read_text())["officers"]
    with Workbench.open(browser, stack.address, accounts, width=width, height=height) as bench:
        bench.sign_in("supervisor")
        for path in PAGES:
            bench.go(path)
            found = Axe().run(bench.page).response["violations"]
            assert [(each["id"], each["nodes"][0]["html"]) for each in found] == [], path
            assert bench.page.evaluate("document.documentElement.scrollWidth") <= width, path
        bench.nothing_went_wrong()


def test_a_supervisor_sees_what_is_late_under_the_name_of_its_officer(
    workbench: Workbench, late: str
) -> None:
    workbench.sign_in("supervisor").click("header a:has-text('督办')")

    of_officer = workbench.page.locator("details:has(summary:has-text('petition_officer'))")
    assert of_officer.locator(f"a:text-is('{late}')").count() == 1
    row = workbench.page.locator("tr:has(th a[href='/docket?assignee=petition_officer'])")
    assert int(row.locator("td.num").first.inner_text()) >= 1


@pytest.mark.parametrize("path", PAGES)
def test_oversight_is_closed_to_an_officer(workbench: Workbench, path: str) -> None:
    workbench.sign_in("mediator")
    assert workbench.page.locator("header a:has-text('督办')").count() == 0

    workbench.go(path)
    assert "不能进行此操作" in workbench.text


def test_an_event_that_failed_is_set_aside_with_a_reason(
    workbench: Workbench, stack: Stack
) -> None:
    event = an_arrival(1, id=f"event-{uuid.uuid4().hex}", matter_id=uuid.uuid4().hex)
    with databases_of(stack) as client:
        parked = ParkedEvents(database_of(client, "mediation"))
        parked.prepare()
        parked.park(event, 1, RuntimeError("没有这件案件"), effect="effect")
        workbench.sign_in("supervisor").go("/oversight/parked")
        assert "没有这件案件" in workbench.text

        form = workbench.page.locator("form:has(button[name=_set_aside])")
        form.locator("summary").click()
        form.locator("button[name=_set_aside]").click()
        assert "须填写理由" in workbench.text

        form.locator("textarea").fill("已电话告知承办人")
        form.locator("button[name=_set_aside]").click()
        assert "已搁置，其后的事件继续处理" in workbench.text
        workbench.go("/oversight/parked?status=set_aside")
        assert "已电话告知承办人" in workbench.text
