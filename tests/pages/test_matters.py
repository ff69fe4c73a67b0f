"""A matter shows all tracks in one picture, and officers decide there what belongs together."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from tests.pages.workbench import Workbench
from tests.support.events import eventually
from tests.support.stack import Case, Officers, days_ago

_ACTS = count(7)
AGENCY = {"name": "示范区城市管理局"}


def a_review(act: int) -> dict[str, Any]:
    """Return an application for reconsideration of an act with a number."""
    return {
        "applicants": [{"name": "申请人甲"}],
        "respondent": AGENCY,
        "act": {
            "number": number_of(act),
            "name": "行政处罚决定",
            "kind": "penalty",
            "made_on": days_ago(40),
            "served_on": days_ago(35),
        },
        "requests": "撤销行政处罚决定",
        "received_on": days_ago(20),
        "on": days_ago(20),
    }


def a_suit(act: int) -> dict[str, Any]:
    """Return a suit against an act with a number."""
    return {
        "court": "示范区人民法院",
        "court_case_no": f"（2026）示0101行初{act}号",
        "plaintiffs": [{"name": "申请人甲"}],
        "defendant": AGENCY,
        "act": {"number": number_of(act), "made_on": days_ago(40)},
        "docketed_on": days_ago(12),
        "served_on": days_ago(10),
        "on": days_ago(10),
    }


def number_of(act: int) -> str:
    return f"示城管罚〔2026〕{act}号"


def matter_of(officers: Officers, case: Case) -> dict[str, Any]:
    """Return the matter of a case as coordination knows it by now."""
    role = "reconsideration_officer"
    found = officers.case("reconsiderations", case["id"])["matter_id"]
    reply = officers.get(role, f"/matters/{found}")
    return dict(reply.body) if reply.ok else {"cases": [], "conflicts": []}


def a_dispute(officers: Officers) -> Case:
    """Return a reconsideration, accepted before anybody knew of the suit on the same act."""
    act = next(_ACTS)
    review = officers.open("reconsiderations", a_review(act))
    accepting = {"procedure": "ordinary", "on": days_ago(17)}
    officers.act("reconsiderations", review["id"], "accept", accepting)
    officers.open("litigations", a_suit(act))
    eventually(lambda: matter_of(officers, review)["conflicts"])
    return review


@pytest.fixture(scope="module")
def seen(officers: Officers) -> Case:
    """A dispute that is only looked at."""
    return a_dispute(officers)


@pytest.fixture
def disputed(officers: Officers) -> Case:
    """A dispute of which something is decided."""
    return a_dispute(officers)


def link(workbench: Workbench, number: str, reason: str) -> None:
    workbench.click("summary:has-text('关联另一案')")
    workbench.page.fill("#link-number", number)
    workbench.page.fill("#link", reason)
    workbench.click("button:has-text('关联到本争议')")


def test_a_matter_shows_its_tracks_the_conflict_and_what_to_do(
    workbench: Workbench, seen: Case
) -> None:
    workbench.as_officer("reconsideration_officer").go(f"/reconsiderations/{seen['id']}")
    workbench.click("a:has-text('看整个争议')")

    assert seen["act"]["number"] in workbench.page.inner_text("h1")
    conflict = workbench.page.inner_text("section[aria-label=冲突]")
    assert "行政复议法29" in conflict
    assert "怎么办" in conflict
    cases = workbench.page.inner_text("#cases")
    assert "已受理" in cases
    assert "accepted" not in cases
    assert "申请人甲" not in workbench.text
    rows = workbench.page.locator("#axis svg > text[font-weight='600']").all_text_contents()
    assert rows == ["行政复议", "行政应诉"]
    assert "个期限" in (workbench.page.text_content("#axis svg > title") or "")
    marks = workbench.page.locator("#axis svg > path")
    beside = workbench.page.locator("#axis svg > path + text").all_text_contents()
    assert marks.count() == len(beside) > 0
    assert all(beside)
    workbench.click("#axis summary")
    assert "复议决定期限" in workbench.page.inner_text("#axis table >> nth=0")


def test_the_page_of_a_case_says_with_which_other_case_it_conflicts(
    workbench: Workbench, seen: Case
) -> None:
    own = f"/reconsiderations/{seen['id']}"
    workbench.as_officer("reconsideration_officer").go(own)
    conflict = workbench.page.locator(".alert-danger", has_text="冲突")
    assert "行政复议法29" in conflict.inner_text()
    # The suit is for the officers of another track.
    assert conflict.locator("a").count() == 0

    workbench.as_officer("supervisor").go(own)
    workbench.follow(conflict.locator("a:has-text('看另一案')"))
    assert "已收到应诉通知" in workbench.text


def test_a_decision_without_a_known_case_changes_nothing_and_keeps_what_was_typed(
    workbench: Workbench, officers: Officers, seen: Case
) -> None:
    matter = matter_of(officers, seen)
    workbench.as_officer("reconsideration_officer").go(f"/matters/{matter['id']}")
    link(workbench, "行复〔1999〕999号", "同一块违建")

    assert "行复〔1999〕999号" in workbench.page.inner_text("[role=alert]")
    assert workbench.page.input_value("#link") == "同一块违建"


def test_a_case_is_linked_and_taken_out_with_a_reason(
    workbench: Workbench, officers: Officers, disputed: Case
) -> None:
    matter = matter_of(officers, disputed)
    other = officers.open("reconsiderations", a_review(next(_ACTS)))
    workbench.as_officer("reconsideration_officer").go(f"/matters/{matter['id']}")
    link(workbench, other["number"], "同一违建的两份决定")
    assert "已关联" in workbench.text
    wait_for(workbench, "#cases", other["number"], there=True)

    row = workbench.page.locator("#cases tr", has_text=other["number"])
    workbench.follow(row.locator("summary"))
    row.locator("input[name=reason]").fill("经查不是同一违建")
    workbench.follow(row.locator("button"))
    wait_for(workbench, "#cases", other["number"], there=False)
    workbench.click("#history summary")
    assert "同一违建的两份决定" in workbench.page.inner_text("#history")


def test_a_conflict_is_resolved_with_a_reason(
    workbench: Workbench, officers: Officers, disputed: Case
) -> None:
    matter = matter_of(officers, disputed)
    workbench.as_officer("litigation_officer").go(f"/matters/{matter['id']}")
    workbench.click("section[aria-label=冲突] summary")
    workbench.page.fill("section[aria-label=冲突] input[name=reason]", "复议已告知撤回")
    workbench.click("section[aria-label=冲突] button")

    assert "冲突已标为解决" in workbench.text
    assert workbench.page.locator("section[aria-label=冲突]").count() == 0


def test_people_are_merged_after_a_look_and_split_again(
    workbench: Workbench, officers: Officers, disputed: Case
) -> None:
    matter = matter_of(officers, disputed)
    workbench.sign_in("litigation_officer").go(f"/matters/{matter['id']}")
    boxes = "#people input[type=checkbox]"
    workbench.page.check(f"{boxes} >> nth=0")
    workbench.page.fill("#people-reason", "同一名片")
    workbench.click("#people button[value=merge]")
    assert "请勾选至少两个人的记录" in workbench.page.inner_text("[role=alert]")
    assert workbench.page.input_value("#people-reason") == "同一名片"

    workbench.page.check(f"{boxes} >> nth=1")
    workbench.click("#people button[value=merge]")
    will = workbench.page.inner_text("#people .will")
    assert "以下记录将视为同一个人" in will
    workbench.has_no_barrier()
    assert disputed["number"] in will
    assert len(matter_of(officers, disputed)["people"]) == 2
    workbench.click("#people button[name=_confirm]")
    assert "经认定为同一人" in workbench.page.inner_text("#people")
    assert len(matter_of(officers, disputed)["people"]) == 1

    workbench.page.check(f"{boxes} >> nth=0")
    workbench.page.fill("#people-reason", "经查并非一人")
    workbench.click("#people button[value=split]")
    workbench.click("#people button[name=_confirm]")
    assert "已拆分" in workbench.text
    assert len(matter_of(officers, disputed)["people"]) == 2


def test_a_matter_of_nobody_is_a_page_that_says_so(workbench: Workbench) -> None:
    workbench.as_officer("mediator").go("/matters/nothing")

    assert "没有找到" in workbench.text


def wait_for(workbench: Workbench, selector: str, words: str, *, there: bool) -> None:
    """Reload until the owner of the case has moved it."""

    def moved() -> bool:
        workbench.page.goto(workbench.page.url)
        return (words in workbench.page.inner_text(selector)) is there

    eventually(moved)
