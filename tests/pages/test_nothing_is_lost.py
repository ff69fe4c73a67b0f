"""Whatever goes wrong while a step is taken, it is taken at most once and nothing typed is lost."""

from __future__ import annotations

import pytest

from deploy.embedded.stack import Stack
from tests.pages.workbench import Workbench
from tests.support.stack import Case, Officers, days_ago
from tests.system.cases import a_notice, a_petition

TYPED = "我填写的办理意见"


@pytest.fixture
def petition(officers: Officers) -> Case:
    return officers.open("petitions", a_petition())


def classifying(workbench: Workbench, petition: Case) -> Workbench:
    """Begin to fill in the form of a step."""
    form = f"/petitions/{petition['id']}/steps/classify"
    return workbench.as_officer("petition_officer").go(form).write(legal_path=TYPED)


def go_on(workbench: Workbench) -> str:
    """Take up what was kept; return what was typed."""
    workbench.click("text=回到这一步继续").click("#begun a")
    return workbench.page.input_value("[name=legal_path]")


def test_a_service_that_is_down_is_named_and_what_was_typed_is_kept(
    stack: Stack, workbench: Workbench, petition: Case
) -> None:
    classifying(workbench, petition)
    stack.halt("petitions-web")
    try:
        workbench.preview()
        assert "服务暂时不可用" in workbench.text
        assert "“信访”服务没有应答" in workbench.text
        assert "您填写的内容已存为草稿" in workbench.text
    finally:
        stack.resume("petitions-web")
        stack.await_ready()

    assert go_on(workbench) == TYPED


def test_a_form_without_its_token_does_nothing_and_what_was_typed_is_kept(
    workbench: Workbench, officers: Officers, petition: Case
) -> None:
    classifying(workbench, petition).choose(kind="suggestion")

    assert workbench.send_changed(csrf_token="of another page", _confirm="1") == 403
    assert "表单已失效" in workbench.text
    assert officers.commands("petitions", petition["id"]) == ["register"]
    assert go_on(workbench) == TYPED


def test_a_warning_is_said_to_be_read_before_the_step_is_taken(
    workbench: Workbench, officers: Officers, petition: Case
) -> None:
    routed = {"kind": "appeal", "article31_item": 2, "legal_path": "按相应程序办理"}
    officers.act("petitions", petition["id"], "classify", routed)
    workbench.as_officer("petition_officer").go(f"/petitions/{petition['id']}/steps/accept")

    workbench.click("button[name=_confirm]")
    assert "请阅读后勾选" in workbench.page.inner_text("[role=alert]")
    assert "accept" not in officers.commands("petitions", petition["id"])

    workbench.confirm()
    assert officers.commands("petitions", petition["id"])[-1] == "accept"


def test_a_double_click_takes_a_step_once(
    bare: Workbench, officers: Officers, petition: Case
) -> None:
    classifying(bare, petition).choose(kind="suggestion").preview()
    bare.page.dblclick("button[name=_confirm]")
    # The second click breaks off the answer to the first: what counts is where it ends.
    bare.page.locator("#history", has_text="甄别分类").wait_for()

    assert officers.commands("petitions", petition["id"]) == ["register", "classify"]


def test_a_case_of_five_hundred_parties_is_opened_and_worked_on(
    workbench: Workbench, officers: Officers
) -> None:
    plaintiffs = [{"name": f"{number}号业主" + "长" * 52} for number in range(500)]
    case = officers.open("litigations", a_notice(plaintiffs=plaintiffs))
    workbench.as_officer("litigation_officer").go(f"/litigations/{case['id']}")
    workbench.page.locator("#steps a").first.wait_for()
    assert "其余 488 人" in workbench.page.inner_text("#parties")
    workbench.fits_the_window()

    workbench.begin("委托诉讼代理人").write(agents__0__name="冯应诉")
    workbench.choose(agents__0__kind="staff").preview().confirm()


def test_a_last_day_tells_on_the_page_of_its_case_how_it_was_counted(
    workbench: Workbench, officers: Officers
) -> None:
    case = officers.open("litigations", a_notice(served_on=days_ago(3)))
    clock = next(each for each in case["clocks"] if each["status"] == "running")
    workbench.as_officer("litigation_officer").go(f"/litigations/{case['id']}")
    workbench.click("a:has-text('怎么算的')")

    explained = workbench.page.locator("#clocks details[open]").first
    assert clock["due_on"] in explained.inner_text()
    steps = [words.strip() for words in explained.locator("ol li").all_inner_texts()]
    assert steps == clock["explanation"]
