"""A case that was opened by mistake is withdrawn on its page, is found when asked for, restored."""

from __future__ import annotations

from tests.pages.test_days_work import PETITION
from tests.pages.workbench import Workbench
from tests.support.stack import Officers, days_ago

ROLE = "petition_officer"


def test_a_case_opened_by_mistake_is_withdrawn_found_and_restored(
    workbench: Workbench, officers: Officers
) -> None:
    case = officers.open("petitions", {**PETITION, "received_on": days_ago(3)})
    at = f"/petitions/{case['id']}"
    bench = workbench.as_officer(ROLE).go(at)

    bench.follow("#history a:has-text('撤销登记')")
    bench.has_no_barrier()
    bench.write(reason="重复登记，另案已办理").preview().confirm()

    assert "本案系误登记，登记已撤销。" in bench.page.inner_text("#withdrawn-case")
    assert "重复登记，另案已办理" in bench.page.inner_text("#withdrawn-case")
    assert bench.page.locator("#history a:has-text('撤销登记')").count() == 0
    assert bench.page.locator("#history a:has-text('更正')").count() == 1
    assert bench.page.locator("#papers form").count() == 0
    bench.has_no_barrier()
    bench.fits_the_window()
    assert case["number"] not in bench.go("/petitions?sort=-created").text
    bench.follow("#withdrawn-cases")
    assert case["number"] in bench.text
    bench.has_no_barrier()

    bench.go(at).follow("#history a:has-text('更正')")
    bench.page.check("[name='withdrawn'][value='true']")
    bench.write(reason="撤错了", approved_by="负责人甲").preview().confirm()

    assert bench.page.locator("#withdrawn-case").count() == 0
    assert officers.case("petitions", case["id"])["status"] == case["status"]
    bench.nothing_went_wrong()


def test_the_page_says_so_in_english(workbench: Workbench, officers: Officers) -> None:
    case = officers.open("petitions", {**PETITION, "received_on": days_ago(3)})
    officers.act("petitions", case["id"], "withdraw_case", {"reason": "登记错人"})

    workbench.sign_in(ROLE, f"/petitions/{case['id']}").follow("text=English")

    assert "entered by mistake" in workbench.page.inner_text("#withdrawn-case")
