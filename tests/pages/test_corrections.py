"""An entry is corrected on the page on which it stands."""

from __future__ import annotations

from typing import Any

from gateway.web.corrected_fields import corrected_fields
from tests.pages.test_days_work import CLASSIFICATION, PETITION
from tests.pages.workbench import Workbench
from tests.support.stack import Officers, days_ago

TEXT = {"type": "string"}
PERSON = {"type": "object", "properties": {"name": TEXT, "phone": TEXT}}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "on": TEXT,
        "urgent": {"type": "boolean", "default": False},
        "act": {"type": "object", "properties": {"name": TEXT, "number": TEXT}},
        "petitioners": {"type": "array", "items": PERSON},
        "articles": {"type": "array", "items": TEXT},
    },
}
RECORDED: dict[str, Any] = {
    "on": "2026-11-02",
    "act": {"name": "处罚决定", "number": "一号"},
    "petitioners": [{"name": "王五", "phone": "*******8000"}, {"name": "赵六"}],
    "articles": ["39"],
}


def test_only_what_differs_is_corrected_and_a_masked_number_beside_it_stays() -> None:
    wanted = {
        **RECORDED,
        "on": "2026-11-04",
        "act": {"name": "处罚决定"},
        "petitioners": [{"name": "王武", "phone": "*******8000"}, {"name": "赵六"}],
        "articles": ["39", "41"],
    }

    assert corrected_fields(SCHEMA, RECORDED, wanted) == [
        {"field": "on", "value": "2026-11-04"},
        {"field": "act.number", "value": None},
        {"field": "petitioners.0.name", "value": "王武"},
        {"field": "articles", "value": ["39", "41"]},
    ]


def test_what_a_form_adds_by_itself_is_no_correction() -> None:
    assert corrected_fields(SCHEMA, RECORDED, {**RECORDED, "urgent": False}) == []


def test_a_wrong_day_is_corrected_where_it_stands_and_moves_what_hangs_on_it(
    workbench: Workbench, officers: Officers
) -> None:
    case = officers.open("petitions", {**PETITION, "received_on": days_ago(6)})
    officers.act("petitions", case["id"], "classify", {**CLASSIFICATION, "on": days_ago(3)})
    accepted = officers.act("petitions", case["id"], "accept", {"on": days_ago(1)})
    before = max(each["due_on"] for each in accepted["clocks"] if each["status"] == "running")

    workbench.as_officer("petition_officer").go(f"/petitions/{case['id']}")
    workbench.follow("[aria-label='更正第 3 条']")
    assert workbench.page.input_value("[name='corrected.on']") == days_ago(1)
    workbench.write(corrected__on=days_ago(2), reason="登记时看错了日期").preview()
    assert "更正使期限变动" in workbench.page.inner_text("#problem")
    workbench.write(approved_by="负责人甲").preview()
    assert before in workbench.page.inner_text("#will")
    workbench.has_no_barrier()
    workbench.confirm()

    assert "已更正" in workbench.page.inner_text("#history")
    corrected = officers.case("petitions", case["id"])
    after = max(each["due_on"] for each in corrected["clocks"] if each["status"] == "running")
    assert after < before
    workbench.nothing_went_wrong()


def test_a_name_is_corrected_and_the_number_that_nobody_sees_stays(
    workbench: Workbench, officers: Officers
) -> None:
    person = {"name": "王五", "phone": "13800138000"}
    case = officers.open(
        "petitions", {**PETITION, "petitioners": [person], "received_on": days_ago(3)}
    )

    workbench.as_officer("petition_officer").go(f"/petitions/{case['id']}/entries/1/correction")
    assert workbench.page.input_value("[name='corrected.petitioners.0.phone']").startswith("*")
    workbench.write(corrected__petitioners__0__name="王武", reason="姓名写错").preview().confirm()

    party, *_ = officers.case("petitions", case["id"])["parties"]
    assert (party["name"], party["phone"]) == ("王武", "*******8000")


def test_a_form_that_changes_nothing_says_so_and_a_wrong_value_stands_at_its_field(
    workbench: Workbench, officers: Officers
) -> None:
    case = officers.open("petitions", {**PETITION, "received_on": days_ago(3)})
    workbench.as_officer("petition_officer").go(f"/petitions/{case['id']}/entries/1/correction")
    workbench.write(reason="核对").preview()
    assert workbench.page.locator("#problem").count() == 1

    workbench.write(corrected__received_on="2026-02-30").preview()
    assert workbench.page.locator(".wrong [name='corrected.received_on']").count() == 1
    assert officers.case("petitions", case["id"])["version"] == 1


def test_an_entry_that_is_not_there_says_so(workbench: Workbench, officers: Officers) -> None:
    case = officers.open("petitions", {**PETITION, "received_on": days_ago(3)})
    workbench.as_officer("petition_officer").go(f"/petitions/{case['id']}/entries/99/correction")

    assert "没有这条记录" in workbench.text


def test_two_entries_that_contradict_each_other_are_put_right_on_one_page(
    workbench: Workbench, officers: Officers
) -> None:
    """Classified a day before it came in: each day alone is refused, and leads to the other."""
    case = officers.open("petitions", {**PETITION, "received_on": days_ago(6)})
    officers.act("petitions", case["id"], "classify", {**CLASSIFICATION, "on": days_ago(5)})
    workbench.as_officer("petition_officer").go(f"/petitions/{case['id']}/entries/1/correction")
    workbench.write(corrected__received_on=days_ago(3), reason="登记时看错了日期")
    workbench.write(approved_by="负责人甲").preview()
    assert "classify" not in workbench.page.inner_text("#problem")

    workbench.follow("#problem [name='_also']")
    assert workbench.page.input_value("[name='corrected.received_on']") == days_ago(3)
    workbench.write(others__0__corrected__on=days_ago(2)).preview()
    workbench.has_no_barrier()
    workbench.confirm()

    assert workbench.page.locator("#history .badge", has_text="已更正").count() == 2
    assert officers.case("petitions", case["id"])["version"] == 4
    workbench.nothing_went_wrong()


def test_a_step_that_never_was_is_withdrawn_with_another_that_is_picked(
    workbench: Workbench, officers: Officers
) -> None:
    case = officers.open("petitions", {**PETITION, "received_on": days_ago(3)})
    officers.act("petitions", case["id"], "classify", {**CLASSIFICATION, "on": days_ago(2)})
    officers.act("petitions", case["id"], "accept", {"on": days_ago(1)})
    workbench.as_officer("petition_officer").go(f"/petitions/{case['id']}/entries/2/correction")
    workbench.page.click("#also > summary")
    workbench.page.select_option("#also-entry", "3")
    workbench.follow("#also [name='_also']")

    workbench.page.check("[name='withdrawn'][value='true']")
    workbench.page.check("[name='others.0.withdrawn'][value='true']")
    workbench.write(reason="录错了案件", approved_by="负责人甲").preview().confirm()

    assert workbench.page.locator("#history .badge", has_text="已撤回").count() == 2
    assert officers.case("petitions", case["id"])["status"] == "registered"
    workbench.nothing_went_wrong()
