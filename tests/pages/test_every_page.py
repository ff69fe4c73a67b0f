"""Every page, for the roles that see it, wide and narrow: readable, and without barriers."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser

from deploy.embedded.stack import Stack
from tests.pages.workbench import Workbench
from tests.support.stack import Officers, days_ago

SHARED = (
    "/",
    "/account",
    "/docket",
    "/docket?view=week",
    "/docket?view=list",
    "/advice",
    "/attention",
    "/calculator?rule=FY-18&started_on=2026-03-02",
    "/search?q=x",
    "/no",
)
PARTNERS = tuple(
    f"/admin/partners{rest}" for rest in ("", "/court-1", "/court-1/rotation", "/court-1/removal")
)
TITLE = "不服某市某区市场监督管理局行政处罚决定一案" * 3
NAME = "名字特别长的申请人" * 7
RECONSIDERATION = {
    "title": TITLE,
    "applicants": [{"name": NAME[:60]}, {"name": "张三", "phone": "13800000000"}, {"name": "李四"}],
    "respondent": {"name": "某区市场监督管理局"},
    "act": {"name": "行政处罚决定", "kind": "penalty", "served_on": days_ago(20)},
    "requests": "撤销行政处罚决定",
    "received_on": days_ago(2),
}


@pytest.fixture(scope="module")
def case_id(officers: Officers) -> str:
    return str(officers.open("reconsiderations", RECONSIDERATION)["id"])


@pytest.mark.parametrize("role", ["reconsideration_officer", "supervisor", "admin"])
def test_no_page_has_a_barrier_or_runs_over_the_edge(
    workbench: Workbench, case_id: str, role: str
) -> None:
    own = f"/reconsiderations/{case_id}"
    pages = (
        "/sign-in",
        *SHARED,
        "/reconsiderations?sort=-created",
        "/reconsiderations?q=nothing",
        own,
        f"{own}/verification",
        *((f"{own}/steps/accept", "/reconsiderations/new") if "officer" in role else ()),
        f"{own}/parties/p2/numbers",
        *(PARTNERS if role == "admin" else ()),
    )
    workbench.as_officer(role)
    for path in pages:
        workbench.go(path).has_no_barrier()
        assert workbench.page.title().endswith("协理"), path


def test_a_long_title_is_whole_on_the_case_and_held_to_two_lines_in_lists(
    workbench: Workbench, case_id: str
) -> None:
    workbench.as_officer("reconsideration_officer").go(f"/reconsiderations/{case_id}")

    assert TITLE in workbench.page.inner_text("h1")


def test_rows_of_a_form_are_added_and_taken_out_without_script(
    stack: Stack, browser: Browser
) -> None:
    accounts = json.loads(stack.credentials.read_text())["officers"]
    with Workbench.open(browser, stack.address, accounts, script=False) as bench:
        bench.as_officer("reconsideration_officer").go("/reconsiderations/new")
        bench.click("button[name=_add][value=applicants]")
        assert bench.page.locator("[name='applicants.1.name']").count() == 1
        bench.click("button[name=_remove][value='applicants.0']")
        assert bench.page.locator("[name='applicants.1.name']").count() == 0


def test_a_date_is_explained_step_by_step(workbench: Workbench) -> None:
    workbench.as_officer("supervisor").go("/calculator?rule=FY-18&started_on=2026-3-2")

    assert "2026-05-06 周三" in workbench.text
    assert "劳动节" in workbench.text


def test_the_calculator_names_the_fact_that_it_lacks(workbench: Workbench) -> None:
    workbench.as_officer("supervisor").go("/calculator?rule=FY-18")
    assert "受理" in workbench.page.inner_text("[role=alert]")

    workbench.go("/calculator?rule=SS-32&started_on=2026-03-02")
    assert "情形：请选择情形" in workbench.page.inner_text("[role=alert]")
    workbench.go("/calculator?rule=FY-18&started_on=2026-03-02&variant=record")
    assert "2026-05-06 周三" in workbench.text


@pytest.mark.parametrize("path", ["/reconsiderations?", "/docket?view=list&"])
def test_a_list_understands_a_day_as_people_write_it_and_says_which_is_none(
    workbench: Workbench, path: str
) -> None:
    workbench.as_officer("reconsideration_officer").go(f"{path}due_before=2026年3月1日")
    assert workbench.page.locator("[role=alert]").count() == 0

    workbench.go(f"{path}due_before=2026-13-40")
    assert "有效日期" in workbench.page.inner_text("[role=alert]")
    assert workbench.page.input_value("[name=due_before]") == "2026-13-40"
