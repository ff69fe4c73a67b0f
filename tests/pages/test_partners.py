"""An administrator's pages of partners: registered, given another secret, removed."""

from __future__ import annotations

import uuid

import pytest
import requests

from deploy.embedded.stack import Stack
from tests.gateway.court_messages import NOTICES, encoded, hearing, signed
from tests.pages.workbench import Workbench
from tests.support.stack import Officers, accepted

COURT = "示范区人民法院"
# The case is unknown to everybody: that is told only to a court that proved itself.
LET_IN, REFUSED = 404, 401


def knocks(stack: Stack, secret: str) -> int:
    """Return the status of a notice that is signed with the secret."""
    body = encoded(hearing("（2024）津0101行初999999号", court=COURT))
    headers = signed(secret, body) | {"Content-Type": "application/json"}
    return requests.post(
        stack.address + NOTICES, data=body, headers=headers, timeout=30
    ).status_code


def a_name() -> str:
    return f"示范区人民法院{uuid.uuid4().hex[:6]}"


def register(workbench: Workbench, name: str) -> str:
    """Register a court by the form; return the secret that the page shows."""
    workbench.go("/admin/partners").write(name=name, speaks_for=COURT)
    workbench.click("main button:has-text('登记“人民法院”')")
    return workbench.page.inner_text("code.secret")


def test_a_court_is_registered_and_its_secret_is_shown_this_once(
    workbench: Workbench, stack: Stack
) -> None:
    name = a_name()
    workbench.as_officer("admin")

    secret = register(workbench, name)

    assert knocks(stack, secret) == LET_IN
    workbench.has_no_barrier()
    workbench.go("/admin/partners")
    assert secret not in workbench.page.content()
    workbench.click(f"a:has-text('{name}')")
    assert secret not in workbench.page.content()
    assert COURT in workbench.text
    assert "登记：演示管理员 admin" in workbench.text


def test_a_secret_is_copied_by_a_button(workbench: Workbench) -> None:
    workbench.as_officer("admin")
    secret = register(workbench, a_name())
    workbench.context.grant_permissions(["clipboard-read", "clipboard-write"])

    workbench.follow("button[data-copies]")

    workbench.page.wait_for_selector("button:has-text('已复制')")
    assert workbench.page.evaluate("navigator.clipboard.readText()") == secret


def test_a_planned_change_keeps_the_former_secret_and_says_until_when(
    workbench: Workbench, stack: Stack
) -> None:
    workbench.as_officer("admin")
    former = register(workbench, a_name())

    workbench.click("main a:has-text('更换密钥')")
    assert "再用 24 小时" in workbench.text
    workbench.has_no_barrier()
    workbench.click("button:has-text('旧密钥再用')")

    present = workbench.page.inner_text("code.secret")
    assert present != former
    assert "旧密钥有效至" in workbench.text
    assert knocks(stack, former) == knocks(stack, present) == LET_IN


def test_after_a_leak_the_former_secret_ends_at_once(workbench: Workbench, stack: Stack) -> None:
    workbench.as_officer("admin")
    leaked = register(workbench, a_name())

    workbench.click("main a:has-text('更换密钥')")
    workbench.click("button[name=_at_once]")

    present = workbench.page.inner_text("code.secret")
    assert "旧密钥立即失效" in workbench.text
    assert (knocks(stack, leaked), knocks(stack, present)) == (REFUSED, LET_IN)


def test_a_form_that_is_sent_twice_changes_the_secret_once(
    workbench: Workbench, stack: Stack
) -> None:
    workbench.as_officer("admin")
    register(workbench, a_name())
    workbench.click("main a:has-text('更换密钥')")
    rotation = workbench.page.url
    workbench.click("button[name=_at_once]")
    present = workbench.page.inner_text("code.secret")

    workbench.page.goto(rotation)
    assert workbench.send_changed(version="1") == 412

    assert "已被他人更改" in workbench.text
    assert workbench.page.locator("code.secret").count() == 0
    assert knocks(stack, present) == LET_IN


def test_a_removed_court_is_refused_at_once_and_stays_in_the_list(
    workbench: Workbench, stack: Stack
) -> None:
    name = a_name()
    workbench.as_officer("admin")
    secret = register(workbench, name)

    workbench.click("main a:has-text('移除合作方')")
    assert "不能恢复" in workbench.text
    workbench.has_no_barrier()
    workbench.click("main button:has-text('移除合作方')")

    assert f"已移除“{name}”" in workbench.text
    assert knocks(stack, secret) == REFUSED
    workbench.click("summary:has-text('已移除的合作方')").click(f"a:has-text('{name}')")
    assert "移除：演示管理员 admin" in workbench.text
    assert workbench.page.locator("main a:has-text('更换密钥')").count() == 0
    workbench.has_no_barrier()


@pytest.mark.parametrize("every", [True, False])
def test_whether_a_court_speaks_for_all_or_for_some_has_to_be_said(
    workbench: Workbench, *, every: bool
) -> None:
    name = a_name()
    workbench.as_officer("admin").go("/admin/partners").write(name=name)
    if every:
        workbench.write(speaks_for=COURT)
        workbench.page.check("[name=every]")

    workbench.click("main button:has-text('登记“人民法院”')")

    assert workbench.page.locator(".wrong [name=speaks_for]").count() == 1
    assert workbench.page.input_value("[name=name]") == name
    assert workbench.page.is_checked("[name=every]") == every
    workbench.has_no_barrier()


def test_a_platform_speaks_for_every_court(workbench: Workbench, stack: Stack) -> None:
    workbench.as_officer("admin").go("/admin/partners").write(name=a_name())
    workbench.page.check("[name=every]")

    workbench.click("main button:has-text('登记“人民法院”')")

    assert "不限" in workbench.text
    assert knocks(stack, workbench.page.inner_text("code.secret")) == LET_IN


def test_the_pages_work_without_script(bare: Workbench, stack: Stack) -> None:
    bare.as_officer("admin")
    secret = register(bare, a_name())

    assert not bare.page.is_visible("button[data-copies]")
    bare.click("main a:has-text('更换密钥')").click("button[name=_at_once]")
    assert knocks(stack, secret) == REFUSED


@pytest.mark.parametrize("role", ["mediator", "supervisor"])
def test_partners_are_closed_to_others(workbench: Workbench, role: str) -> None:
    workbench.as_officer(role)
    for path in ("", "/court-1", "/court-1/rotation", "/court-1/removal"):
        assert "不能进行此操作" in workbench.go(f"/admin/partners{path}").text, path


def test_a_receiver_for_a_court_is_offered_the_names_of_courts_and_keeps_what_was_typed(
    workbench: Workbench,
) -> None:
    workbench.as_officer("admin")
    register(workbench, a_name())

    workbench.go("/admin/webhooks")
    offered = workbench.page.locator("datalist#k-court option").evaluate_all(
        "options => options.map(option => option.value)"
    )
    assert COURT in offered
    workbench.write(url="http://court.example", events="mediation.*", court=COURT)
    workbench.click("main button:has-text('登记接收方')")

    assert workbench.page.locator(".wrong [name=url]").count() == 1
    assert workbench.page.input_value("[name=court]") == COURT


def test_a_hotline_is_registered_with_the_rights_that_are_ticked(workbench: Workbench) -> None:
    name = f"12345 热线{uuid.uuid4().hex[:6]}"
    workbench.as_officer("admin").go("/admin/partners")
    workbench.click("main nav a:has-text('12345 热线')").write(name=name)
    assert workbench.page.locator("[name=speaks_for]").count() == 0
    workbench.page.uncheck("[name=rights][value=petition_progress]")

    workbench.click("main button:has-text('登记“12345 热线”')")

    assert "hotline-" in workbench.text
    assert "转来信访事项" in workbench.text
    assert "查询其转来事项的进度" not in workbench.text
    workbench.has_no_barrier()


def test_a_body_that_answers_referrals_has_to_be_named(
    workbench: Workbench, officers: Officers
) -> None:
    body = {"kind": "legal_aid", "name": f"示范区法律援助中心{uuid.uuid4().hex[:6]}"}
    accepted(officers.post("admin", "/outside-bodies", body))
    workbench.as_officer("admin").go("/admin/partners?kind=legal_aid").write(name=a_name())
    assert body["name"] in workbench.text

    workbench.click("main button:has-text('登记“法律援助机构”')")

    assert workbench.page.locator(".wrong [name=speaks_for]").count() == 1
    assert workbench.page.locator("nav [aria-current=true]").inner_text() == "法律援助机构"
    workbench.has_no_barrier()
