"""What a court tells of a suit that was decided: retrial and enforcement."""

from __future__ import annotations

from typing import Any

from tests.gateway.court_hall import Hall, a_number
from tests.gateway.court_messages import about, docketed, judgment


def case_of(hall: Hall, taken: dict[str, Any]) -> dict[str, Any]:
    case: dict[str, Any] = hall.officer(f"litigations/{taken['id']}")
    return case


def in_force(hall: Hall, **changes: Any) -> str:
    """Return the number of a suit whose final judgment was served on both sides on 2024-09-23."""
    number = a_number()
    hall.takes(docketed(number))
    hall.takes(judgment(number))
    hall.takes(about(number, "appeal_filed", by="agency"))
    served = {"served_on": "2024-09-23", "opponent_served_on": "2024-09-23"}
    final = judgment(number, on="2024-09-20", outcome="upheld", **served, **changes)
    assert hall.takes(final)["status"] == "final"
    return number


def test_an_application_for_retrial_asks_for_comments_from_its_copy(hall: Hall) -> None:
    number = in_force(hall)

    taken = hall.takes(
        about(
            number, "retrial_docketed", by="opponent", on="2025-02-10", copy_served_on="2025-02-17"
        )
    )

    clocks = {each["rule"]: each for each in case_of(hall, taken)["clocks"]}
    assert taken["status"] == "final"
    assert (clocks["SS-21"]["due_on"], clocks["SS-20"]["status"]) == ("2025-03-04", "met")


def test_the_copy_of_an_application_that_is_on_record_comes_later(hall: Hall) -> None:
    number = in_force(hall)
    asked = about(number, "retrial_docketed", by="opponent", on="2025-02-10")
    first = hall.takes(asked)

    told = hall.takes({**asked, "copy_served_on": "2025-02-17"})
    again = hall.takes({**asked, "copy_served_on": "2025-02-17", "reason": "新的证据"})

    case = case_of(hall, told)
    assert (told["recorded"], again["recorded"], again["id"]) == (True, False, first["id"])
    assert [each["due_on"] for each in case["clocks"] if each["rule"] == "SS-21"] == ["2025-03-04"]
    assert len(case["facts"]["retrial_applications"]) == 1


def test_a_refused_retrial_leaves_the_judgment_in_force(hall: Hall) -> None:
    number = in_force(hall)

    taken = hall.takes(about(number, "retrial_refused", on="2025-06-03"))

    assert (taken["status"], taken["recorded"]) == ("final", True)


def test_a_retrial_is_ordered_and_judged_under_its_own_number(hall: Hall) -> None:
    number, retrial_number = in_force(hall, performance_due_on="2024-12-31"), a_number()
    order = about(number, "retrial_ordered", on="2024-11-11", initiated_by="court")
    order |= {"instance": "second", "retrial_case_no": retrial_number}

    ordered = hall.takes(order)
    judged = hall.takes(
        judgment(
            retrial_number,
            on="2025-03-03",
            served_on="2025-03-10",
            outcome="claims_dismissed",
            lost=False,
        )
    )

    assert ordered["status"] == "retrial_second"
    assert (judged["id"], judged["status"]) == (ordered["id"], "final")


def test_by_the_procedure_of_first_instance_the_next_judgment_is_of_first_instance(
    hall: Hall,
) -> None:
    number = in_force(hall)
    hall.takes(
        about(number, "retrial_ordered", on="2024-11-11", initiated_by="court", instance="first")
    )

    judged = hall.takes(judgment(number, on="2025-03-03", served_on="2025-03-10"))

    assert judged["status"] == "judged"


def test_an_order_or_refusal_that_is_older_than_the_order_changes_nothing(hall: Hall) -> None:
    number = in_force(hall)
    order = about(number, "retrial_ordered", initiated_by="court", instance="second")
    hall.takes({**order, "on": "2024-11-11"})

    again = hall.takes({**order, "on": "2024-11-11", "document_number": "（2024）津行监5号"})
    refusal = hall.takes(about(number, "retrial_refused", on="2024-11-08"))

    assert [(each["recorded"], each["status"]) for each in (again, refusal)] == [
        (False, "retrial_second")
    ] * 2


def test_an_enforcement_is_docketed_once(hall: Hall) -> None:
    number = in_force(hall, performance_due_on="2024-10-08")
    notice = about(number, "enforcement_docketed", by="opponent", on="2026-10-08")

    taken = hall.takes({**notice, "enforcement_case_no": a_number()})
    again = hall.takes(notice)

    case = case_of(hall, taken)
    clock = next(each for each in case["clocks"] if each["rule"] == "SS-24")
    assert (clock["status"], clock["due_on"]) == ("met", "2026-10-08")
    assert (again["recorded"], len(case["facts"]["enforcements"])) == (False, 1)


def test_two_instalments_asked_for_on_one_day_are_two_applications(hall: Hall) -> None:
    number = in_force(hall)
    notice = about(number, "enforcement_docketed", by="opponent", on="2026-10-08")

    hall.takes({**notice, "performance_ended_on": "2025-01-08"})
    taken = hall.takes({**notice, "performance_ended_on": "2025-07-08"})

    dues = [c["due_on"] for c in case_of(hall, taken)["clocks"] if c["rule"] == "SS-24"]
    assert dues == ["2027-01-08", "2027-07-08"]


def test_a_court_may_enforce_what_is_not_known_here_to_be_in_force(hall: Hall) -> None:
    number = a_number()
    hall.takes(docketed(number))
    hall.takes(judgment(number))  # the day of service on the plaintiff is not told

    taken = hall.takes(about(number, "enforcement_docketed", by="opponent", on="2025-01-06"))

    assert "effect-not-known" in [each["code"] for each in case_of(hall, taken)["warnings"]]


def test_nothing_is_enforced_before_a_judgment(hall: Hall) -> None:
    number = a_number()
    hall.takes(docketed(number))

    answer = hall.court.sends(about(number, "enforcement_docketed", by="opponent"))

    assert (answer.status_code, answer.get_json()["code"]) == (409, "command-not-allowed")
