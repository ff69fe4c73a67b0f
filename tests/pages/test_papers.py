"""Papers on the page of a case."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import pytest
from PIL import Image

from tests.pages.workbench import Workbench
from tests.support.stack import Case, Officers
from tests.system.cases import under_review

ROLE = "reconsideration_officer"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
_DROP = """files => {
  const carried = new DataTransfer();
  for (const [name, code] of files)
    carried.items.add(new File([Uint8Array.from(atob(code), c => c.charCodeAt(0))], name));
  document.querySelector("#papers form.drop").dispatchEvent(
    new DragEvent("drop", {dataTransfer: carried, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def case(officers: Officers) -> Case:
    return under_review(officers)


def picture(color: int) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (300, 200), (color, 90, 160)).save(drawn, "PNG")
    return drawn.getvalue()


def dropped(workbench: Workbench, files: dict[str, bytes]) -> None:
    coded = [(name, base64.b64encode(content).decode()) for name, content in files.items()]
    workbench.page.evaluate(_DROP, coded)


def test_ten_files_are_dropped_at_once_and_each_is_a_paper_of_the_case(
    workbench: Workbench, case: Case
) -> None:
    workbench.as_officer(ROLE).go(f"/reconsiderations/{case['id']}")
    files = {f"照片{n}.png": picture(n * 20) for n in range(9)} | {"申请书.pdf": PDF}

    dropped(workbench, files)

    papers = workbench.page.locator(".papers li strong")
    papers.nth(9).wait_for()
    assert papers.all_inner_texts() == list(files)
    drawn = workbench.page.locator(".papers img").first
    drawn.scroll_into_view_if_needed()
    assert drawn.evaluate("async image => (await image.decode(), image.naturalWidth)") == 160
    workbench.has_no_barrier()


def test_a_file_that_is_refused_says_why_beside_those_that_went_through(
    workbench: Workbench, case: Case
) -> None:
    workbench.as_officer(ROLE).go(f"/reconsiderations/{case['id']}")

    dropped(workbench, {"好.png": picture(1), "坏.pdf": b"MZ" + bytes(200)})

    workbench.page.wait_for_selector(".uploads .failed")
    lines = workbench.page.locator(".uploads li").all_inner_texts()
    assert "已上传" in lines[0]
    assert "不接收这种文件" in lines[1]


def test_a_paper_is_downloaded_with_a_purpose_and_withdrawn_with_a_reason(
    workbench: Workbench, case: Case, tmp_path: Path
) -> None:
    workbench.as_officer(ROLE).go(f"/reconsiderations/{case['id']}")
    dropped(workbench, {"申请书.pdf": PDF})
    workbench.page.wait_for_selector(".papers details")

    workbench.click(".papers summary:has-text('下载')")
    with workbench.page.expect_download() as started:
        workbench.page.locator(".papers form button", has_text="下载").click()
    started.value.save_as(tmp_path / "paper")
    assert started.value.suggested_filename == "申请书.pdf"
    assert (tmp_path / "paper").read_bytes() == PDF

    log = f"/access-log?case={case['id']}"
    row = workbench.as_officer("supervisor").go(log).page.locator("[data-row]").first
    assert "下载附件" in row.inner_text()
    assert "办理案件" in row.inner_text()
    assert "当事人" not in row.inner_text()
    row.get_by_role("link", name="附件").click()
    assert workbench.page.locator(".papers li:target strong").inner_text() == "申请书.pdf"
    workbench.as_officer(ROLE).go(f"/reconsiderations/{case['id']}")

    workbench.click(".papers summary:has-text('撤下')")
    workbench.page.fill(".papers input[name=reason]", "放错案件")
    workbench.click(".papers button:has-text('撤下')")
    assert "已撤下：放错案件" in workbench.text
    assert workbench.page.locator(".papers li details").count() == 0


def test_without_script_the_form_sends_several_files(
    bare: Workbench, case: Case, tmp_path: Path
) -> None:
    bare.sign_in(ROLE, f"/reconsiderations/{case['id']}")
    first, second = tmp_path / "一.pdf", tmp_path / "二.png"
    first.write_bytes(PDF)
    second.write_bytes(picture(5))

    bare.page.set_input_files("#files", [first, second])
    bare.click("#papers form.drop button")

    assert bare.page.locator(".papers li strong").all_inner_texts() == ["一.pdf", "二.png"]
