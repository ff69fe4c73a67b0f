"""What the README says of the workbench is what a reader finds, and its pictures show it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from deploy.demo.__main__ import main as demo
from deploy.embedded.stack import Stack
from deploy.pictures import OFFICER, TITLE, draw, opened_browser
from tests.pages.workbench import Workbench
from tests.support.browser import need_chromium

pytestmark = pytest.mark.timeout(400)
README = Path(__file__).resolve().parents[2] / "README.md"
MOST_BYTES = 250_000


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    need_chromium()
    with Stack(tmp_path_factory.mktemp("office")) as stack:
        data = ["--data", str(stack.data_folder), "--address", stack.address]
        assert demo([*data, "--living"]) == 0
        yield stack


def test_the_pictures_of_the_readme_are_drawn_and_small(office: Stack, tmp_path: Path) -> None:
    drawn = draw(office.address, office.data_folder / "demo.json", tmp_path)

    assert [path.name for path in drawn] == ["home.png", "case.png"]
    for path in drawn:
        assert f"docs/pictures/{path.name}" in README.read_text("utf-8")
        assert 10_000 < path.stat().st_size < MOST_BYTES


@pytest.fixture
def browser() -> Iterator[Browser]:
    with opened_browser() as browser:
        yield browser


def test_a_case_is_accepted_by_clicking_as_the_readme_says(office: Stack, browser: Browser) -> None:
    officers = json.loads((office.data_folder / "demo.json").read_text())["officers"]
    readme = README.read_text("utf-8")
    urgent = "不服道路交通安全违法处罚"
    for word in (OFFICER, TITLE, urgent, "受理", "普通程序", "预览"):
        assert word in readme
    with Workbench.open(browser, office.address, officers) as bench:
        bench.sign_in(OFFICER)
        page = bench.page
        bench.follow(page.locator("tr[data-row]", has_text=TITLE).get_by_role("link").first)
        assert "冲突" in bench.text
        assert "责令改正、限期履行等决定" in page.inner_text("#facts")
        page.go_back()
        bench.follow(page.locator("tr[data-row]", has_text=urgent).get_by_role("link").first)
        bench.follow("a[href$='/steps/accept']")
        page.get_by_label("普通程序").check()
        bench.follow("button.btn-primary[name=_preview]")
        page.wait_for_selector("#will")
        assert "FY-18" in page.inner_text("#will")
        bench.follow("button[name=_confirm]")
        page.wait_for_selector("[role=status]")
        assert "已受理" in bench.text
