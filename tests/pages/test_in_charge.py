"""Who is in charge of a case, and numbers of its parties in clear, by clicking."""

from __future__ import annotations

import os
from pathlib import Path

from tests.pages.test_days_work import PETITION
from tests.pages.workbench import Workbench
from tests.support.stack import Officers, accepted, days_ago


def test_numbers_are_shown_for_a_purpose(workbench: Workbench, officers: Officers) -> None:
    case = officers.open("petitions", {**PETITION, "received_on": days_ago(3)})
    workbench.as_officer("petition_officer").go(f"/petitions/{case['id']}")
    assert "13800000000" not in workbench.text

    workbench.click("#parties a:has-text('显示号码')")
    workbench.click("main form button")
    workbench.page.locator("#problem").wait_for()
    workbench.page.check("#purpose-contact")
    _picture(workbench, "numbers")
    workbench.click("main form button")

    assert "13800000000" in workbench.page.inner_text("#values")
    log = accepted(officers.get("supervisor", f"/access-log?case={case['id']}"))
    assert [each["purpose"] for each in log["items"]] == ["contact"]


def test_a_case_is_put_into_the_inbox_and_taken_from_it(
    workbench: Workbench, officers: Officers
) -> None:
    case = officers.open("petitions", {**PETITION, "received_on": days_ago(3)})
    address = f"/petitions/{case['id']}"
    workbench.as_officer("petition_officer").go(address)
    assert "演示信访承办人" in workbench.text

    workbench.go(f"{address}/steps/assign")
    workbench.page.fill("[name=reason]", "休假")
    _picture(workbench, "assign")
    workbench.click("button[name=_choose][value='assignee=none']")
    workbench.click("button[name=_confirm]")
    assert "未分派" in workbench.text

    workbench.go("/petitions?assignee=none&sort=-created")
    workbench.click(f"a:has-text('{case['number']}')")
    workbench.go(f"{address}/steps/assign")
    workbench.click("button[name=_choose][value='assignee=petition_officer']")
    workbench.click("button[name=_confirm]")
    assert officers.case("petitions", case["id"])["assignee"] == "petition_officer"
    workbench.go("/")
    _picture(workbench, "home")


def _picture(workbench: Workbench, name: str) -> None:
    if folder := os.environ.get("PICTURES"):
        workbench.page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
