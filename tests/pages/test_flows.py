"""Each procedure from its beginning to its end, done by clicking, by the officers it takes."""

from __future__ import annotations

from tests.pages.cases import to_be_decided
from tests.pages.workbench import PREVIEW, Workbench
from tests.support.events import eventually
from tests.support.stack import Case, Officers, days_ago
from tests.system.cases import a_notice, a_petition, an_act, an_application, mediation_of


def at_case(workbench: Workbench, role: str, collection: str, case: Case) -> Workbench:
    """Let an officer open a case."""
    return workbench.as_officer(role).go(f"/{collection}/{case['id']}")


def new_case(workbench: Workbench) -> str:
    """Confirm the form that opens a case; return the id of the case."""
    workbench.preview().confirm()
    return workbench.page.url.rpartition("/")[2]


def test_a_dispute_is_referred_mediated_agreed_and_performed(
    workbench: Workbench, officers: Officers
) -> None:
    petition = officers.open("petitions", a_petition())
    at_case(workbench, "petition_officer", "petitions", petition).begin("导入其他程序")
    workbench.choose(to="mediation", article31_item="6", mediation_kind="people")
    workbench.preview().confirm()

    mediation = mediation_of(officers, petition)
    workbench.as_officer("mediator").go("/mediations?assignee=none&sort=-created")
    workbench.click(f"[data-row] a:has-text('{mediation['number']}')")
    workbench.begin("受理").confirm()
    workbench.begin("指定调解员").write(mediators__0__name="赵调解").preview().confirm()
    workbench.begin("达成协议").choose(form="oral").write(terms="各退一步，互不追究")
    workbench.preview().confirm()
    workbench.begin("记录履行").confirm()
    assert officers.case("mediations", mediation["id"])["status"] == "performed"

    def told() -> bool:
        return officers.commands("petitions", petition["id"]).count("record_referral_outcome") == 3

    eventually(told)
    at_case(workbench, "petition_officer", "petitions", petition)
    assert "已履行" in (workbench.page.text_content("#history") or "")


def test_an_application_is_filed_reviewed_decided_and_the_decision_served(
    workbench: Workbench, officers: Officers
) -> None:
    workbench.as_officer("reconsideration_officer").go("/reconsiderations/new")
    workbench.write(
        received_on=days_ago(2),
        applicants__0__name="孙不服",
        respondent__name="某区市场监督管理局",
        requests="撤销行政处罚决定",
        act__number=an_act()["number"],
        act__served_on=days_ago(20),
    )
    case_id = new_case(workbench)

    workbench.begin("受理").choose(procedure="ordinary").preview().confirm()
    workbench.begin("向被申请人发送副本").choose(party="p2").preview().confirm()
    workbench.begin("收到被申请人答复").add("evidence").write(evidence__0="现场检查笔录")
    workbench.preview().confirm()
    workbench.begin("指定复议人员").add("officers")
    for number, name in enumerate(("钱复议", "周复议")):
        reviewer = {"name": name, "qualification": "法律职业资格"}
        workbench.write(**{f"officers__{number}__{part}": said for part, said in reviewer.items()})
    workbench.preview().confirm()
    workbench.begin("听取当事人意见").choose(method="phone").preview().confirm()
    workbench.begin("作出复议决定").choose(kind="revoke").write(articles__0="64¶1(1)")
    workbench.choose(approved_by="head_of_organ").preview().confirm()
    workbench.begin("送达决定书").choose(party="p1", method="direct")
    workbench.write(served_on=days_ago(0)).preview().confirm()

    case = officers.case("reconsiderations", case_id)
    assert case["status"] == "decided"
    assert any(clock["status"] == "running" for clock in case["clocks"])
    window = workbench.page.locator("#clocks summary").filter(has_text="起诉期限").first
    assert "申请人" in window.inner_text()


def test_a_petition_is_registered_accepted_concluded_and_answered(
    workbench: Workbench, officers: Officers
) -> None:
    workbench.as_officer("petition_officer").go("/petitions/new")
    workbench.write(
        received_on=days_ago(1), petitioners__0__name="吴来信", content="要求答复安置房交付时间"
    )
    workbench.choose(channel="letter", received_as="agency")
    case_id = new_case(workbench)

    workbench.begin("甄别分类").choose(kind="appeal", article31_item="6")
    workbench.write(legal_path="信访程序办理").preview().confirm()
    workbench.begin("受理").confirm()
    workbench.begin("办结").choose(outcome="supported")
    workbench.write(
        opinion__claims="尽快交付",
        opinion__facts_and_reasons="工程延期两个月",
        opinion__conclusion="年底前交付",
        opinion__legal_basis="信访工作条例第三十二条",
    )
    workbench.preview().confirm()
    workbench.begin("送达意见书").write(served_on=days_ago(0)).preview().confirm()

    case = officers.case("petitions", case_id)
    assert case["status"] == "concluded"
    assert "复查" in workbench.page.inner_text("#clocks")


def test_a_suit_is_answered_lost_and_its_loss_analysed(
    workbench: Workbench, officers: Officers
) -> None:
    notice = a_notice()
    workbench.as_officer("litigation_officer").go("/litigations/new")
    workbench.write(
        court=notice["court"],
        court_case_no=notice["court_case_no"],
        plaintiffs__0__name="郑起诉",
        served_on=days_ago(1),
    )
    case_id = new_case(workbench)

    workbench.begin("委托诉讼代理人").write(agents__0__name="冯应诉")
    workbench.choose(agents__0__kind="staff").preview().confirm()
    workbench.begin("提交答辩状和证据").add("evidence").write(evidence__0="处罚案卷")
    workbench.preview().confirm()
    workbench.begin("登记一审裁判").choose(kind="judgment", outcome="revoked", lost="true")
    workbench.write(served_on=days_ago(0)).preview().confirm()
    workbench.begin("败诉分析").choose(causes="procedure_violated")
    workbench.write(measures="处罚前一律听取陈述申辩").preview().confirm()

    assert officers.commands("litigations", case_id)[-1] == "analyse_loss"
    assert "违反法定程序" in (workbench.page.text_content("#history") or "")


def test_a_petition_is_accepted_and_a_review_decided_without_script(
    bare: Workbench, officers: Officers
) -> None:
    petition = officers.open("petitions", a_petition())
    said = {"kind": "appeal", "article31_item": 6, "legal_path": "信访程序办理"}
    officers.act("petitions", petition["id"], "classify", said)
    bare.as_officer("petition_officer").go("/")
    bare.click(f"[data-row] a:has-text('{petition['number']}')").begin("受理").confirm()
    assert officers.case("petitions", petition["id"])["status"] == "accepted"

    case = to_be_decided(officers)
    at_case(bare, "reconsideration_officer", "reconsiderations", case).begin("作出复议决定")
    assert bare.page.locator(PREVIEW).count() == 1
    bare.choose(kind="revoke").write(articles__0="64¶1(1)")
    bare.choose(approved_by="head_of_organ").preview().confirm()
    assert officers.case("reconsiderations", case["id"])["status"] == "decided"


def test_a_fold_of_optional_fields_says_so_once(workbench: Workbench) -> None:
    workbench.as_officer("reconsideration_officer").go("/reconsiderations/new")

    fold = workbench.page.locator("form details:has(> summary:has-text('更多'))")
    names = fold.locator("> .field > label, > fieldset > legend").all_text_contents()
    assert "选填" in fold.locator("> summary").inner_text()
    assert len(names) > 2
    assert [name for name in names if "选填" in name] == []


def test_a_form_that_requires_no_field_folds_none_away_as_optional(
    workbench: Workbench, officers: Officers
) -> None:
    case = officers.open("reconsiderations", an_application())
    workbench.as_officer("reconsideration_officer")

    workbench.go(f"/reconsiderations/{case['id']}/steps/record_knowledge")

    assert workbench.page.locator("main form details").count() == 0
    workbench.page.locator("main form [name='act.served_on']").wait_for()
