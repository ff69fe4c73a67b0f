"""What a supervisor follows: asked for, answered in time, late, or not at all."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from services.reporting.assembly import Reporting
from services.reporting.supervision import followed
from tests.services.coordination.telling import AGENCY, OTHER_AGENCY
from tests.services.reporting.world import (
    a_hearing,
    a_petition,
    a_reconsideration,
    a_suit,
    ended,
    met,
    running,
    tell,
)

ON = date(2024, 6, 20)


def section(reporting: Reporting, name: str, agency: str = AGENCY["code"]) -> dict[str, Any]:
    cases = reporting.cases.of_agency(agency, "2024-01-01")
    found: dict[str, Any] = followed(cases, ON)[name]
    return found


def states(reporting: Reporting, name: str) -> list[tuple[str, str]]:
    return [(each["case_id"], each["state"]) for each in section(reporting, name)["items"]]


def test_urgings_are_open_overdue_and_answered_and_the_overdue_come_first(
    reporting: Reporting,
) -> None:
    def urged(case_id: str, due_on: str | None) -> Any:
        case = a_petition(case_id)
        told: dict[str, Any] = {"ground": "shirking_or_delay"} | (
            {"feedback_due_on": due_on} if due_on else {}
        )
        tell(reporting, case.step("urge", on="2024-06-01", **told))
        return case

    urged("ahead", "2024-07-01")
    urged("overdue", "2024-06-10")
    urged("undated", None)
    answered, late = urged("answered", "2024-06-10"), urged("late", "2024-06-10")
    tell(
        reporting,
        answered.step("report_back", on="2024-06-05", about="assignment"),
        answered.step("report_back", on="2024-06-08", about="urging", adopted="adopted"),
        late.step("report_back", on="2024-06-12", about="urging", adopted="not_adopted"),
    )

    assert states(reporting, "urgings") == [
        ("overdue", "overdue"),
        ("ahead", "open"),
        ("undated", "open"),
        ("answered", "done"),
        ("late", "done_late"),
    ]
    found = section(reporting, "urgings")
    assert (found["overdue"], found["basis"]) == (1, "信访工作条例40")
    assert found["items"][3]["details"] == {"ground": "shirking_or_delay", "adopted": "adopted"}
    assert found["items"][0]["state_name"] == {"zh": "已逾期", "en": "overdue"}


def test_the_agency_that_urged_and_the_one_that_was_urged_both_see_it(
    reporting: Reporting,
) -> None:
    case = a_petition()
    registered = case.step("register")
    case.agency = dict(OTHER_AGENCY)
    passed_on = case.step("transfer")
    urged = case.step("urge", on="2024-06-01", ground="x", feedback_due_on="2024-06-10")
    tell(reporting, registered, passed_on, urged)

    assert len(section(reporting, "urgings")["items"]) == 1
    assert len(section(reporting, "urgings", OTHER_AGENCY["code"])["items"]) == 1


def test_each_opinion_is_followed_by_the_clock_of_its_addressee(
    reporting: Reporting,
) -> None:
    case = a_reconsideration()

    def issue(name: str, number: int, due_on: str) -> None:
        clock = running("FY-28", due_on, id=f"FY-28.{number}", party=name)
        told: dict[str, Any] = {"to_agency": {"name": name}, "served_on": "2024-04-01"}
        tell(reporting, case.step("issue_opinion", on="2024-04-01", clocks=[clock], **told))

    issue("甲局", 1, "2024-06-01")
    issue("乙局", 2, "2024-06-05")
    tell(
        reporting,
        case.step(
            "report_rectification",
            on="2024-06-03",
            clocks=[met("FY-28", "2024-06-05", "2024-06-03", id="FY-28.2", party="乙局")],
        ),
        case.step("issue_opinion", on="2024-06-04", to_agency={"name": "丙局"}),
    )

    items = section(reporting, "opinions")["items"]
    assert [(each["details"]["to_agency"], each["state"], each["due_on"]) for each in items] == [
        ("甲局", "overdue", "2024-06-01"),
        ("丙局", "open", None),
        ("乙局", "done", "2024-06-05"),
    ]


def test_an_opinion_not_reported_on_shows_who_was_summoned_for_it(
    reporting: Reporting,
) -> None:
    case = ended(a_reconsideration(), "decided")
    clock = running("FY-28", "2024-06-01", party="甲局")
    told: dict[str, Any] = {"to_agency": {"name": "甲局"}, "served_on": "2024-04-01"}
    tell(
        reporting,
        case.step("issue_opinion", on="2024-04-01", clocks=[clock], **told),
        case.step("order_performance", on="2024-06-10", due_on="2024-07-01", measures=["summon"]),
    )

    (item,) = section(reporting, "opinions")["items"]

    assert (item["state"], item["details"]["measures"]) == ("overdue", ["summon"])
    assert item["details"]["ordered_on"] == "2024-06-10"


def test_decisions_in_effect_and_opinions_are_followed_until_they_are_copied_upwards(
    reporting: Reporting,
) -> None:
    case = ended(a_reconsideration(), "decided")
    superior = {"name": "上级局"}
    told: dict[str, Any] = {"to_agency": {"name": "甲局"}, "served_on": "2024-06-01"}
    tell(
        reporting,
        case.step("decide", on="2024-05-30", kind="revoke"),
        case.step("serve_decision", on="2024-06-01", served_on="2024-06-01"),
        case.step("serve_decision", on="2024-06-03", served_on="2024-06-03"),
        case.step("issue_opinion", on="2024-06-01", **told),
        case.step("issue_opinion", on="2024-06-02", **told),
        case.step("copy_to_superior", on="2024-06-05", about="opinion", to_agency=superior),
    )

    found = section(reporting, "superior_notices")

    assert found["basis"] == "复议法79¶2"
    shown = [
        (item["details"]["about"], item["asked_on"], item["state"], item["due_on"])
        for item in found["items"]
    ]
    # The law gives no number of days, so nothing here is ever overdue.
    assert shown == [
        ("decision", "2024-06-01", "open", None),
        ("opinion", "2024-06-02", "open", None),
        ("opinion", "2024-06-01", "done", None),
    ]


def test_a_refusal_of_acceptance_is_not_copied_upwards(reporting: Reporting) -> None:
    case = ended(a_reconsideration(), "rejected")
    tell(reporting, case.step("serve_decision", on="2024-06-01", served_on="2024-06-01"))

    assert section(reporting, "superior_notices")["items"] == []


def test_each_suggestion_is_followed_to_its_own_reply(reporting: Reporting) -> None:
    case = a_suit()
    for number, due_on in ((1, "2024-06-15"), (2, "2024-06-10")):
        clock = running("SS-28", due_on, id=f"SS-28.{number}", party=f"建{number}")
        told: dict[str, Any] = {
            "kind": "judicial",
            "suggestion_number": f"建{number}",
            "served_on": "2024-04-10",
        }
        tell(reporting, case.step("receive_suggestion", on="2024-04-10", clocks=[clock], **told))
    tell(
        reporting,
        case.step(
            "reply_suggestion",
            on="2024-06-17",
            suggestion_number="建1",
            outcome="adopted",
            clocks=[met("SS-28", "2024-06-15", "2024-06-17", id="SS-28.1", party="建1")],
        ),
    )

    items = section(reporting, "suggestions")["items"]
    assert [(each["details"]["suggestion_number"], each["state"]) for each in items] == [
        ("建2", "overdue"),
        ("建1", "done_late"),
    ]
    assert items[1]["details"]["outcome"] == "adopted"


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        ("SS-28", "judicial"),
        ("SS-29", "procuratorial"),
        ("SS-30", "public_interest"),
        ("SS-31", "public_interest_urgent"),
    ],
)
def test_suggestions_of_every_kind_are_followed_by_their_own_clock(
    reporting: Reporting, rule: str, kind: str
) -> None:
    told: dict[str, Any] = {
        "kind": kind,
        "suggestion_number": "建1",
        "served_on": "2024-04-10",
        "clocks": [running(rule, "2024-06-10", party="建1")],
    }
    tell(reporting, a_suit().step("receive_suggestion", on="2024-04-10", **told))

    (item,) = section(reporting, "suggestions")["items"]

    assert (item["state"], item["due_on"], item["case_id"]) == ("overdue", "2024-06-10", "sui-1")
    assert item["details"]["kind"] == kind


def test_orders_to_perform_say_whether_a_head_was_summoned(reporting: Reporting) -> None:
    case, done = ended(a_reconsideration("owing"), "decided"), a_reconsideration("done")
    told: dict[str, Any] = {"due_on": "2024-06-10", "measures": ["summon", "criticise"]}
    tell(
        reporting,
        case.step("order_performance", on="2024-05-20", **told),
        case.step("record_performance", on="2024-06-01", outcome="partly_performed"),
        done.step("order_performance", on="2024-05-20", **told),
        done.step("record_performance", on="2024-06-10", outcome="performed"),
    )

    items = section(reporting, "performance_orders")["items"]
    assert [(each["case_id"], each["state"]) for each in items] == [
        ("owing", "overdue"),
        ("done", "done"),
    ]
    assert items[0]["details"]["measures"] == ["summon", "criticise"]


def test_a_lost_case_is_followed_until_its_loss_is_analysed(reporting: Reporting) -> None:
    for name in ("overdue", "analysed", "undone"):
        clock = running("POLICY-loss-analysis", "2024-06-10")
        suit = a_suit(name)
        tell(
            reporting,
            suit.step("record_judgment", on="2024-05-11", lost=True, clocks=[clock]),
        )
        if name == "analysed":
            tell(reporting, suit.step("analyse_loss", on="2024-06-01", causes=["other"]))
        if name == "undone":
            tell(reporting, suit.step("record_final_judgment", on="2024-06-01", lost=False))

    assert states(reporting, "loss_analyses") == [("overdue", "overdue"), ("analysed", "done")]


def test_what_was_done_stays_for_a_month(reporting: Reporting) -> None:
    for name, on in (("lately", "2024-05-21"), ("long-ago", "2024-05-20")):
        case = a_petition(name)
        tell(
            reporting,
            case.step("urge", on="2024-05-01", ground="x", feedback_due_on="2024-06-10"),
            case.step("report_back", on=on, about="urging"),
        )

    assert states(reporting, "urgings") == [("lately", "done")]


def test_hearings_ahead_say_who_is_to_appear_and_whether_the_head_must(
    reporting: Reporting,
) -> None:
    def scheduled(case_id: str, notice: str, ground: str | None) -> Any:
        suit = a_suit(case_id)
        told: dict[str, Any] = {"hearing_on": "2024-07-01", "head_notice": notice}
        if ground:
            told["head_notice_ground"] = ground
        tell(reporting, suit.step("schedule_hearing", **told))
        return suit

    scheduled("unplanned", "shall", "public_health")
    head = scheduled("head", "shall", "possible_mass_incident")
    staff = scheduled("staff", "none", None)
    tell(
        reporting,
        head.step("plan_appearance"),
        staff.step("plan_appearance", excuse="accident"),
        *a_hearing(a_suit("held"), "2024-06-18", attended=True),
    )

    ahead = section(reporting, "head_attendance")["ahead"]
    shown = {each["case_id"]: (each["required"], each["kind"], each["planned"]) for each in ahead}
    assert shown == {
        "unplanned": (True, "public_health", "nobody"),
        "head": (True, "public_concern", "head"),
        "staff": (False, None, "staff"),
    }


def test_absences_of_late_are_shown_with_their_consequences(reporting: Reporting) -> None:
    warning = {"code": "head-attendance-12-1", "basis": "出庭规定12¶1(1)", "text": {}}
    suit, old = a_suit("absent"), a_suit("old")
    shall: dict[str, Any] = {"notice": "shall", "ground": "ecology_and_resources"}
    tell(
        reporting,
        *a_hearing(suit, "2024-06-18", attended=False, warnings=[warning], **shall),
        *a_hearing(old, "2024-03-18", attended=False, warnings=[warning], **shall),
        *a_hearing(a_suit("there"), "2024-06-18", attended=True, **shall),
    )

    (absence,) = section(reporting, "head_attendance")["absences"]

    assert absence["case_id"] == "absent"
    assert absence["required"]
    assert absence["kind_name"]["zh"] == "生态环境和资源保护"
    assert absence["consequences"] == ["head-attendance-12-1"]
    assert absence["excused"] is None
