"""The hall's desk and the terminals of an administrator, in a browser."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
import requests

from deploy.embedded.stack import Stack
from tests.pages.workbench import Workbench
from tests.support.stack import Officers


def proof(stack: Stack) -> dict[str, str]:
    """Return what proves the terminal of the first start."""
    terminal = json.loads(stack.credentials.read_text("utf-8"))["terminal"]
    return {"Authorization": f"Terminal {terminal['id']}:{terminal['key']}"}


def handed_in(stack: Stack, *files: tuple[str, bytes], announced: int = 0) -> dict[str, Any]:
    """Hand in a petition with files; return it with its receipt."""
    petition = uuid.uuid4().hex
    answer = requests.post(
        f"{stack.address}/api/v1/terminal/petitions",
        json={
            "id": petition,
            "files_announced": announced,
            "petitioners": [{"name": "王小明", "phone": "13800138000"}],
            "content": "请求处理小区噪声",
        },
        headers=proof(stack),
        timeout=60,
    )
    assert answer.status_code == 201, answer.text
    for name, content in files:
        said = json.dumps({"id": uuid.uuid4().hex, "petition": petition, "name": name})
        sent = requests.post(
            f"{stack.address}/api/v1/terminal/files",
            data={"item": said},
            files={"file": content},
            headers=proof(stack),
            timeout=60,
        )
        assert sent.status_code == 200, sent.text
    case: dict[str, Any] = answer.json()
    return case


def item(case: dict[str, Any]) -> str:
    """Return the selector of what the desk shows of a petition."""
    return f"section:has(a:text-is('{case['number']}'))"


def test_an_officer_takes_over_what_came_in_and_asks_back(
    workbench: Workbench, stack: Stack, officers: Officers
) -> None:
    case = handed_in(stack)
    workbench.as_officer("petition_officer").go("/hall").has_no_barrier()
    own = item(case)

    workbench.click(f"{own} button:has-text('接收')")
    assert f"已接收 {case['number']}" in workbench.text
    assert "演示信访承办人" in workbench.page.inner_text(own)
    assert officers.case("petitions", case["id"])["assignee"] == "petition_officer"

    workbench.click(f"{own} summary")
    workbench.page.fill(f"{own} textarea", "请补充房产证复印件")
    workbench.click(f"{own} button:has-text('保存')")

    told = requests.get(
        f"{stack.address}/api/v1/public/receipts/{case['receipt']['code']}",
        params={"phone_tail": "8000"},
        timeout=60,
    ).json()
    assert told["question"] == "请补充房产证复印件"
    workbench.has_no_barrier()


def test_the_desk_tells_what_became_of_files(workbench: Workbench, stack: Stack) -> None:
    deed = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    case = handed_in(stack, ("房产证.pdf", deed), ("照片.jpg", b"MZ\x90" + bytes(99)), announced=3)

    shown = workbench.as_officer("petition_officer").go("/hall").page.inner_text(item(case))

    assert "材料已入卷 1 份" in shown
    assert "材料未到 1 份" in shown
    assert "照片.jpg：不接收这种文件" in shown
    workbench.has_no_barrier()
    workbench.click(f"{item(case)} a:has-text('材料已入卷')")
    assert "房产证.pdf" in workbench.page.inner_text("#papers")


def test_what_is_refused_says_why_and_keeps_what_was_typed(
    workbench: Workbench, stack: Stack
) -> None:
    case = handed_in(stack)
    workbench.as_officer("petition_officer").go("/hall")
    own = item(case)

    workbench.click(f"{own} summary")
    workbench.page.fill(f"{own} textarea", "请补充\u0001材料")
    workbench.click(f"{own} button:has-text('保存')")

    assert "含有不允许的字符" in workbench.page.inner_text("#problem")
    assert "材料" in workbench.page.input_value(f"{own} textarea")
    workbench.page.locator(f"{own} textarea").wait_for()


def test_a_day_that_has_not_come_is_refused_on_the_page(workbench: Workbench) -> None:
    workbench.as_officer("petition_officer").go("/hall?day=2199-01-05")

    assert "不能晚于今天" in workbench.page.inner_text("#problem")
    assert workbench.page.input_value("#day") == "2199-01-05"


def test_the_receipt_is_printed_again_on_paper_of_eighty_millimetres(
    workbench: Workbench, stack: Stack
) -> None:
    case = handed_in(stack)
    workbench.as_officer("petition_officer").go("/hall")

    workbench.click(f"{item(case)} a:has-text('打印回执')")

    assert case["receipt"]["code"] in workbench.text
    workbench.page.emulate_media(media="print")
    width = workbench.page.evaluate("document.querySelector('main').getBoundingClientRect().width")
    assert width <= 80 / 25.4 * 96
    workbench.page.emulate_media(media="screen")
    workbench.has_no_barrier()


def test_a_terminal_is_registered_given_another_key_and_shut_out(
    workbench: Workbench, stack: Stack
) -> None:
    place = f"政务大厅 {uuid.uuid4().hex[:6]}"
    workbench.as_officer("admin").go("/admin/terminals")
    workbench.write(place=place, region="120101", window="3 号窗口")
    workbench.page.fill("[name='agency.name']", "演示区司法局")
    workbench.page.fill("[name='agency.code']", "11120101000000000E")
    workbench.page.fill("[name=reader_url]", "ws://127.0.0.1:1919")
    workbench.click("main button:has-text('登记终端')")

    first = workbench.page.inner_text("code.secret")
    assert "/terminal?reader=ws%3A%2F%2F127.0.0.1%3A1919" in workbench.text
    row = f"tr:has-text('{place}')"
    name = workbench.page.inner_text(f"{row} .code")
    assert knocks(stack, name, first) == 200
    workbench.has_no_barrier()

    workbench.click(f"{row} button:has-text('更换终端密钥')")
    second = workbench.page.inner_text("code.secret")
    assert (knocks(stack, name, first), knocks(stack, name, second)) == (401, 200)

    workbench.click(f"{row} button[name=_revoke]")
    assert knocks(stack, name, second) == 401
    assert "已停用" in workbench.page.inner_text(row)


def test_a_reader_that_is_not_on_the_terminal_is_refused(workbench: Workbench) -> None:
    workbench.as_officer("admin").go("/admin/terminals")
    workbench.write(place="大厅", region="120101", reader_url="ws://10.0.0.1:1919")
    workbench.page.fill("[name='agency.name']", "演示区司法局")

    workbench.click("main button:has-text('登记终端')")

    assert workbench.page.locator(".wrong [name=reader_url]").count() == 1
    assert workbench.page.input_value("[name=place]") == "大厅"


@pytest.mark.parametrize(
    ("role", "path"), [("mediator", "/hall"), ("supervisor", "/admin/terminals")]
)
def test_the_pages_are_closed_to_others(workbench: Workbench, role: str, path: str) -> None:
    assert "不能进行此操作" in workbench.as_officer(role).go(path).text


def knocks(stack: Stack, terminal_id: str, key: str) -> int:
    """Return the status with which a terminal is let in, or not."""
    return requests.get(
        f"{stack.address}/api/v1/terminal",
        headers={"Authorization": f"Terminal {terminal_id}:{key}"},
        timeout=60,
    ).status_code
