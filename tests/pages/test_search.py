"""Finding a case from any page: by whom it is about, by its numbers, by its words."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from deploy.embedded.stack import Stack
from tests.pages.workbench import Workbench
from tests.support.stack import Officers, days_ago

ID_NUMBER = "11010519491231002X"
PETITION = {
    "title": "相邻房屋渗水纠纷",
    "channel": "visit",
    "received_as": "petition_office",
    "received_on": days_ago(3),
    "petitioners": [{"name": "上官婉清", "id_number": ID_NUMBER, "phone": "13911112222"}],
    "opponents": [{"name": "司马相文"}],
    "content": "楼上住户装修后长期渗水，要求修复并赔偿",
}
RECONSIDERATION = {
    "title": "不服行政处罚决定",
    "applicants": [{"name": "上官婉清"}],
    "respondent": {"name": "某区市场监督管理局"},
    "act": {
        "name": "行政处罚决定",
        "kind": "penalty",
        "number": "示市监罚〔2026〕88号",
        "served_on": days_ago(20),
    },
    "requests": "撤销行政处罚决定",
    "received_on": days_ago(2),
}


@pytest.fixture(scope="module")
def numbers(officers: Officers) -> dict[str, str]:
    """The numbers of two cases of one person in two tracks."""
    return {
        "petition": officers.open("petitions", PETITION)["number"],
        "reconsideration": officers.open("reconsiderations", RECONSIDERATION)["number"],
    }


def look_for(bench: Workbench, words: str) -> str:
    """Look for something from the box in the head of the page; return what is shown."""
    bench.page.fill("#q", words)
    bench.page.press("#q", "Enter")
    bench.page.wait_for_url("**/search*")
    return bench.text


def test_a_case_is_found_by_the_name_of_a_party_in_two_clicks(
    workbench: Workbench, numbers: dict[str, str]
) -> None:
    workbench.as_officer("petition_officer").go("/")
    shown = look_for(workbench, "婉清")
    workbench.clicks += 1
    assert "当事人：上官婉清" in shown
    assert workbench.page.inner_text("main mark") == "婉清"
    workbench.click(f"main a:has-text('{numbers['petition']}')")
    assert workbench.clicks == 2
    assert "上官婉清" in workbench.text


def test_nothing_that_was_typed_stands_in_an_address_or_in_the_title(
    workbench: Workbench, numbers: dict[str, str]
) -> None:
    workbench.as_officer("petition_officer").go("/search")
    for words in ("上官婉清", ID_NUMBER, "139 1111 2222"):
        assert numbers["petition"] in look_for(workbench, words)
        for part in (workbench.page.url, workbench.page.title()):
            assert "婉清" not in part
            assert "%E5" not in part
            assert ID_NUMBER not in part
            assert "2222" not in part
    workbench.page.reload()
    assert numbers["petition"] in workbench.text


def test_an_address_of_another_officer_tells_nothing(
    stack: Stack, browser: Browser, workbench: Workbench, numbers: dict[str, str]
) -> None:
    workbench.as_officer("petition_officer").go("/search")
    look_for(workbench, "上官婉清")
    address = workbench.page.url.removeprefix(workbench.address)
    accounts = json.loads(stack.credentials.read_text())["officers"]
    with Workbench.open(browser, stack.address, accounts) as other:
        other.as_officer("supervisor").go(address)
        assert "可以这样查找" in other.text
        assert numbers["petition"] not in other.text


def test_a_supervisor_finds_all_tracks_at_once(
    workbench: Workbench, numbers: dict[str, str]
) -> None:
    workbench.as_officer("supervisor").go("/search")
    shown = look_for(workbench, "上官 婉清")
    assert numbers["petition"] in shown
    assert numbers["reconsideration"] in shown
    headings = workbench.page.locator("main h2").all_inner_texts()
    assert [heading.split()[0] for heading in headings] == ["信访", "行政复议"]


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("示市监罚[2026]第88号", "案号、文号：示市监罚〔2026〕88号"),
        ("（２０２６）88", "案号、文号：示市监罚〔2026〕88号"),
        ("处罚决定 婉清", "当事人：上官婉清"),
    ],
)
def test_a_case_is_found_by_its_numbers_and_words(
    workbench: Workbench, numbers: dict[str, str], words: str, place: str
) -> None:
    workbench.as_officer("reconsideration_officer").go("/search")
    shown = look_for(workbench, words)
    assert numbers["reconsideration"] in shown
    assert place in shown


@pytest.mark.parametrize("words", ["张", "%_*", "🙂🙂", "张" * 500])
def test_what_can_find_nothing_is_explained_and_kept(workbench: Workbench, words: str) -> None:
    workbench.as_officer("petition_officer").go("/search")
    workbench.page.fill("#words", words)
    workbench.page.press("#words", "Enter")
    workbench.page.wait_for_selector("#refused")
    assert workbench.page.input_value("#words").startswith(words[:100])
    assert "可以这样查找" in workbench.text


def test_a_search_that_finds_nothing_says_what_can_be_looked_for(workbench: Workbench) -> None:
    workbench.as_officer("petition_officer").go("/search")
    shown = look_for(workbench, "独孤求败")
    assert "没有找到" in shown
    assert "可以这样查找" in shown


def test_a_list_is_narrowed_by_a_name_without_naming_it_in_the_address(
    workbench: Workbench, numbers: dict[str, str]
) -> None:
    workbench.as_officer("petition_officer").go("/petitions")
    workbench.page.fill("#f-q", "司马相文")
    workbench.page.press("#f-q", "Enter")
    workbench.page.wait_for_url("**/petitions?*s=*")
    assert numbers["petition"] in workbench.text
    assert workbench.page.locator(".crumb").first.inner_text().startswith("司马相文")
    assert "%E5" not in workbench.page.url
    workbench.follow(".crumb")
    workbench.page.wait_for_url("**/petitions?sort=*")
    assert workbench.page.input_value("#f-q") == ""


@pytest.fixture
def without_script(stack: Stack, browser: Browser) -> Iterator[Workbench]:
    accounts = json.loads(stack.credentials.read_text())["officers"]
    with Workbench.open(browser, stack.address, accounts, script=False) as bench:
        yield bench


def test_a_case_is_found_without_script(without_script: Workbench, numbers: dict[str, str]) -> None:
    without_script.as_officer("petition_officer").go("/search")
    assert numbers["petition"] in look_for(without_script, "渗水 司马")
