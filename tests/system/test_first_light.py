"""Cases travel through the services, each step by the law, on one installation."""

from functools import partial
from typing import Any

import pytest

from tests.support.events import eventually
from tests.support.stack import Case, Officers, accepted, days_ago
from tests.system.cases import (
    a_notice,
    a_petition,
    all_consent,
    an_application,
    clock,
    mediation_of,
    referred_to_mediation,
    under_review,
)
from tests.system.flows import (
    a_failed_mediation_lets_the_review_go_on,
    an_agreement_settles_the_review,
    an_outcome_comes_back_to_the_petition,
)


def test_a_petition_is_mediated_and_hears_of_the_outcome(officers: Officers) -> None:
    an_outcome_comes_back_to_the_petition(officers)


def test_a_failed_mediation_lets_the_review_go_on_with_its_due_date_moved(
    officers: Officers,
) -> None:
    a_failed_mediation_lets_the_review_go_on(officers)


def test_an_agreement_asks_the_officer_for_the_statement_and_settles_the_review(
    officers: Officers,
) -> None:
    an_agreement_settles_the_review(officers)


def test_the_matter_shows_both_cases_and_every_dated_fact(officers: Officers) -> None:
    petition = referred_to_mediation(officers)
    mediation = mediation_of(officers, petition)
    path = f"/matters/{petition['matter_id']}"

    def joined() -> Any:
        cases = officers.get("supervisor", path).body.get("cases", [])
        return {case["case_id"] for case in cases} == {petition["id"], mediation["id"]}

    eventually(joined)
    timeline = accepted(officers.get("supervisor", f"{path}/timeline"))["items"]
    assert {fact["case_id"] for fact in timeline} == {petition["id"], mediation["id"]}


def docket(officers: Officers, case: Case) -> dict[str, str]:
    """Return the due dates of the running clocks of a case, by clock, as the docket has them."""
    found: dict[str, str] = {}
    cursor = ""
    while True:
        page = accepted(officers.get("supervisor", f"/clocks?limit=100{cursor}"))
        found |= {
            row["clock_id"]: row["due_on"] for row in page["items"] if row["case_id"] == case["id"]
        }
        if page["next_cursor"] is None:
            return found
        cursor = f"&cursor={page['next_cursor']}"


def running_clocks(case: Case) -> dict[str, str]:
    return {each["id"]: each["due_on"] for each in case["clocks"] if each["status"] == "running"}


def test_the_docket_follows_the_clocks_of_a_case(officers: Officers) -> None:
    case = officers.open("reconsiderations", an_application(received_on=days_ago(1)))
    assert set(running_clocks(case)) == {"FY-08.1"}
    eventually(partial(is_on_the_docket, officers, case))

    case = officers.act("reconsiderations", case["id"], "accept", {"procedure": "ordinary"})

    assert set(running_clocks(case)) == {"FY-13.1", "FY-18.1"}
    eventually(partial(is_on_the_docket, officers, case))


def is_on_the_docket(officers: Officers, case: Case) -> bool:
    return docket(officers, case) == running_clocks(case)


def has_done(officers: Officers, case: Case, command: str) -> bool:
    return command in officers.commands(collection_of(case), case["id"])


def filed_long_ago(officers: Officers) -> tuple[str, Case]:
    """The organ stayed silent: the application is deemed accepted (复议法30¶3)."""
    return "deem_accepted", officers.open(
        "reconsiderations", an_application(received_on=days_ago(24))
    )


def never_corrected(officers: Officers) -> tuple[str, Case]:
    """Nothing came within ten working days: the application counts as given up (31¶2)."""
    case = officers.open(
        "reconsiderations",
        an_application(received_on=days_ago(61), act=_old_act()),
    )
    body = {"items": ["身份证明"], "on": days_ago(60), "served_on": days_ago(60)}
    return "lapse", officers.act("reconsiderations", case["id"], "request_correction", body)


def _old_act() -> dict[str, Any]:
    return {"number": "旧〔1〕号", "made_on": days_ago(70), "served_on": days_ago(68)}


def judged_long_ago(officers: Officers, kind: str, outcome: str) -> tuple[str, Case]:
    """Nobody appealed in time: the judgment or ruling takes effect (行诉法85)."""
    case = officers.open("litigations", a_notice())
    officers.act("litigations", case["id"], "submit_answer", {"on": days_ago(70), "answer": "辩"})
    judged = {
        "on": days_ago(50),
        "kind": kind,
        "outcome": outcome,
        "lost": False,
        "served_on": days_ago(48),
        "opponent_served_on": days_ago(47),
    }
    return "take_effect", officers.act("litigations", case["id"], "record_judgment", judged)


def collection_of(case: Case) -> str:
    return f"{case['track']}s"


def nothing_expires_any_more(officers: Officers) -> bool:
    return bool(accepted(officers.post("admin", "/clocks/sweep"))["expired"] == 0)


def test_the_sweep_gives_each_expiry_its_effect_once(officers: Officers) -> None:
    waiting = [
        filed_long_ago(officers),
        never_corrected(officers),
        judged_long_ago(officers, "judgment", "claims_dismissed"),
        judged_long_ago(officers, "ruling", "suit_dismissed"),
    ]
    for _, case in waiting:
        eventually(partial(is_on_the_docket, officers, case))

    first = accepted(officers.post("admin", "/clocks/sweep"))
    assert first["expired"] >= len(waiting)
    for command, case in waiting:
        eventually(partial(has_done, officers, case, command))
    before = {case["id"]: officers.commands(collection_of(case), case["id"]) for _, case in waiting}
    second = accepted(officers.post("admin", "/clocks/sweep"))

    # What the effects themselves brought about may be due as well; these expiries are not again.
    assert second["expired"] <= first["expired"]
    eventually(partial(nothing_expires_any_more, officers))
    for command, case in waiting:
        after = officers.commands(collection_of(case), case["id"])
        assert after[: len(before[case["id"]])] == before[case["id"]]
        assert after.count(command) == 1


def test_a_deemed_acceptance_counts_from_the_day_the_review_period_ended(
    officers: Officers,
) -> None:
    _, case = filed_long_ago(officers)
    due = clock(case, "FY-08")["due_on"]
    eventually(partial(is_on_the_docket, officers, case))

    accepted(officers.post("admin", "/clocks/sweep"))

    deemed = eventually(lambda: _in_state(officers, case, "accepted"))
    assert deemed["milestones"]["accepted"] == due
    assert clock(deemed, "FY-08")["status"] == "missed"
    assert clock(deemed, "FY-18")["started_on"] == due


def _in_state(officers: Officers, case: Case, status: str) -> Case | None:
    found = officers.case(collection_of(case), case["id"])
    return found if found["status"] == status else None


def test_a_rehearsal_shows_the_clocks_and_writes_nothing(officers: Officers) -> None:
    case = officers.open("reconsiderations", an_application(received_on=days_ago(1)))
    path = f"/reconsiderations/{case['id']}/accept?dry_run=true"

    shown = accepted(officers.post("reconsideration_officer", path, {"procedure": "ordinary"}))

    assert shown["case"]["status"] == "accepted"
    changes = {each["rule"]: each["after"]["status"] for each in shown["clock_changes"]}
    assert changes == {"FY-08": "met", "FY-13": "running", "FY-18": "running"}
    assert officers.case("reconsiderations", case["id"]) == case
    assert officers.commands("reconsiderations", case["id"]) == ["file"]


def test_a_rehearsed_opening_opens_no_case(officers: Officers) -> None:
    marked = a_petition(title="仅供预演")
    shown = officers.post("petition_officer", "/petitions?dry_run=true", marked)

    assert shown.ok
    page = accepted(officers.get("petition_officer", "/petitions?q=仅供预演"))
    assert page["items"] == []


def test_a_late_paper_file_is_entered_with_its_own_dates(officers: Officers) -> None:
    case = officers.open("reconsiderations", an_application(received_on=days_ago(25)))
    late = officers.act(
        "reconsiderations", case["id"], "accept", {"procedure": "ordinary", "on": days_ago(23)}
    )

    assert late["milestones"] | {"filed": "", "received": ""} == {
        "received": "",
        "filed": "",
        "accepted": days_ago(23),
    }
    assert clock(late, "FY-18")["started_on"] == days_ago(23)
    entry = officers.history("reconsiderations", case["id"])[-1]
    assert entry["on"] == days_ago(23)
    assert entry["at"][:10] > entry["on"]


@pytest.mark.parametrize(
    ("on", "codes"),
    [(days_ago(-1), {"date-in-future"}), (days_ago(26), {"date-out-of-order"})],
)
def test_an_act_is_neither_in_the_future_nor_before_what_it_follows(
    officers: Officers, on: str, codes: set[str]
) -> None:
    case = officers.open("reconsiderations", an_application(received_on=days_ago(25)))
    path = f"/reconsiderations/{case['id']}/accept"

    refused = officers.post("reconsideration_officer", path, {"procedure": "ordinary", "on": on})

    assert refused.status == 422
    assert refused.body["code"] in codes
    assert officers.case("reconsiderations", case["id"])["version"] == 1


def test_every_history_verifies(officers: Officers) -> None:
    petition = referred_to_mediation(officers)
    mediation = mediation_of(officers, petition)
    officers.act("mediations", mediation["id"], "accept", all_consent(mediation))
    case = under_review(officers)

    for collection, case_id, entries in (
        ("petitions", petition["id"], 2),
        ("mediations", mediation["id"], 2),
        ("reconsiderations", case["id"], 2),
    ):
        path = f"/{collection}/{case_id}/history/verify"
        found = accepted(officers.get("supervisor", path))
        assert found["intact"]
        assert found["entries"] >= entries
