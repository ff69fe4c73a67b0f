"""A supervisor's pages: what is late and whose it is, what waits, what went wrong."""

from __future__ import annotations

import uuid
from urllib.parse import urlsplit

import pytest

from deploy.embedded.stack import Stack
from shared.events.parked import ParkedEvents
from tests.pages.workbench import Workbench
from tests.support.events import an_arrival, eventually
from tests.support.stack import Officers, accepted, database_of, databases_of, days_ago

PETITION = {
    "title": "要求答复道路施工扰民",
    "channel": "visit",
    "received_as": "petition_office",
    "petitioners": [{"name": "张三"}],
    "content": "夜间施工持续两个月",
}
PAGES = (
    "/oversight",
    "/oversight/indicators",
    "/oversight/reports/daily",
    "/oversight/reports/quarterly",
    "/oversight/parked",
    "/access-log",
)
COUNTED = "tr:has-text('按期受理率') td a"
ASSIGNING = "/oversight/assign?from=petitions:petition_officer"


@pytest.fixture(scope="module")
def late(officers: Officers) -> str:
    """The number of a petition whose first time limit is over."""
    case = officers.open("petitions", {**PETITION, "received_on": days_ago(40)})
    late = f"/clocks?level=red&track=petition&due_before={days_ago(1)}&limit=100"
    eventually(lambda: case["number"] in str(accepted(officers.get("supervisor", late))))
    return str(case["number"])


@pytest.fixture(scope="module")
def colleague(officers: Officers) -> str:
    """The username of one more petition officer of the same agency."""
    own = accepted(officers.get("supervisor", "/me"))
    username = f"liu-{uuid.uuid4().hex[:8]}"
    account = {
        "username": username,
        "name": "刘宁",
        "role": "petition_officer",
        "agency": own["agency"],
        "region": own["region"],
    }
    accepted(officers.post("admin", "/accounts", account))
    return username


@pytest.mark.usefixtures("late")
def test_no_page_of_oversight_has_a_barrier_or_runs_over_the_edge(workbench: Workbench) -> None:
    workbench.as_officer("supervisor")
    for path in (*PAGES, ASSIGNING):
        workbench.go(path).has_no_barrier()


def test_a_supervisor_sees_what_is_late_under_the_name_of_its_officer(
    workbench: Workbench, late: str
) -> None:
    workbench.as_officer("supervisor").go("/").click("header a:has-text('督办')")

    of_officer = workbench.page.locator("details:has(summary:has-text('petition_officer'))")
    assert of_officer.locator(f"a:text-is('{late}')").count() == 1
    row = workbench.page.locator("tr:has(th a[href='/docket?assignee=petition_officer'])")
    assert int(row.locator("td.num").first.inner_text()) >= 1


def test_a_supervisor_hands_cases_to_another_officer_and_sees_before_what_will_happen(
    workbench: Workbench, officers: Officers, colleague: str
) -> None:
    cases = [officers.open("petitions", {**PETITION, "received_on": days_ago(30)}) for _ in "ab"]
    workbench.as_officer("supervisor").go(ASSIGNING)
    for case in cases:
        workbench.page.check(f"#c-{case['id']}")
    workbench.page.select_option("#to", colleague)
    workbench.follow("button[name=_preview]")
    assert "请说明更换承办人的理由" in workbench.text
    assert workbench.page.is_checked(f"#c-{cases[0]['id']}")

    workbench.page.fill("#reason", "调离本科室")
    workbench.follow("button[name=_preview]")
    assert "将把 2 件分给刘宁（名下 0 件案件，其中 0 件有进行中的期限）" in workbench.text
    assert officers.case("petitions", cases[0]["id"])["assignee"] == "petition_officer"
    workbench.follow("button[name=_confirm]")

    assert "已将 2 件分给刘宁" in workbench.text
    assert [officers.case("petitions", each["id"])["assignee"] for each in cases] == [colleague] * 2


def test_all_cases_of_an_officer_who_left_go_back_to_the_inbox(
    workbench: Workbench, officers: Officers, colleague: str
) -> None:
    case = officers.open("petitions", {**PETITION, "received_on": days_ago(5)})
    handed = {"assignee": colleague, "reason": "代办"}
    accepted(officers.post("supervisor", f"/petitions/{case['id']}/assign", handed))
    accepted(officers.post("admin", f"/accounts/{colleague}/disable"))

    workbench.as_officer("supervisor").go(f"/oversight/assign?from=petitions:{colleague}")
    assert workbench.page.is_checked("#s-all")
    workbench.page.select_option("#to", "none")
    workbench.page.fill("#reason", "已离任")
    workbench.follow("button[name=_preview]")
    workbench.follow("button[name=_confirm]")

    assert "放回待分派" in workbench.text
    assert officers.case("petitions", case["id"])["assignee"] is None


def test_an_indicator_leads_to_the_cases_that_it_counts_and_is_drawn_as_a_picture(
    workbench: Workbench, late: str
) -> None:
    workbench.as_officer("supervisor")
    # Reports learn of a case a moment after it was opened.
    eventually(lambda: workbench.go("/oversight/indicators").page.locator(COUNTED).count() > 0)
    workbench.follow(workbench.page.locator(COUNTED).first)
    cases = urlsplit(workbench.page.url)._replace(scheme="", netloc="").geturl()
    eventually(lambda: late in workbench.go(cases).text)
    assert "未计入分子" in workbench.text

    workbench.go("/oversight/indicators")
    chart = workbench.page.locator("img.chart")
    assert chart.evaluate("picture => picture.complete && picture.naturalWidth > 0")
    source = workbench.page.request.get(f"{workbench.address}{chart.get_attribute('src')}").text()
    assert "<script" not in source
    assert "按期受理率" in source


def test_a_report_of_a_day_to_come_is_refused_at_its_field(workbench: Workbench) -> None:
    ahead = days_ago(-40)
    workbench.as_officer("supervisor").go(f"/oversight/reports/monthly?on={ahead}")

    assert workbench.page.locator("[role=alert] li").count() == 1
    assert workbench.page.input_value("#on") == ahead


@pytest.mark.parametrize("role", ["petition_officer", "admin"])
def test_only_a_supervisor_assigns_the_cases_of_others(workbench: Workbench, role: str) -> None:
    workbench.as_officer(role).go(ASSIGNING)

    assert "不能进行此操作" in workbench.text


def test_oversight_is_closed_to_an_officer(workbench: Workbench) -> None:
    workbench.as_officer("mediator").go("/account")
    assert workbench.page.locator("header a:has-text('督办')").count() == 0

    for path in PAGES:
        assert "不能进行此操作" in workbench.go(path).text, path


def test_an_event_that_failed_is_set_aside_with_a_reason(
    workbench: Workbench, stack: Stack
) -> None:
    event = an_arrival(1, id=f"event-{uuid.uuid4().hex}", matter_id=uuid.uuid4().hex)
    with databases_of(stack) as client:
        parked = ParkedEvents(database_of(client, "mediation"))
        parked.prepare()
        parked.park(event, 1, RuntimeError("没有这件案件"), effect="effect")
        workbench.as_officer("supervisor").go("/oversight/parked")
        assert "没有这件案件" in workbench.text

        form = workbench.page.locator("form:has(button[name=_set_aside])")
        workbench.follow(form.locator("summary"))
        workbench.follow(form.locator("button[name=_set_aside]"))
        assert "须填写理由" in workbench.text

        form.locator("textarea").fill("已电话告知承办人")
        workbench.follow(form.locator("button[name=_set_aside]"))
        assert "已搁置，其后的事件继续处理" in workbench.text
        workbench.go("/oversight/parked?status=set_aside")
        assert "已电话告知承办人" in workbench.text
