"""The flows across the tracks, as any installation must show them, whatever its bus."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.support.events import eventually
from tests.support.stack import Case, Officers, accepted, days_ago
from tests.system.cases import (
    a_person,
    all_consent,
    clock,
    mediation_of,
    referred_to_mediation,
    under_review,
)


def an_outcome_comes_back_to_the_petition(officers: Officers) -> None:
    """X1: referred, mediated with the parties filled in, and the outcome in the history."""
    petition = referred_to_mediation(officers, petitioners=[a_person(name="赵某")])
    mediation = mediation_of(officers, petition)

    assert mediation["matter_id"] == petition["matter_id"]
    assert [(p["role"], p["name"]) for p in mediation["parties"]] == [
        ("applicant", "赵某"),
        ("respondent", "李某"),
    ]

    officers.act("mediations", mediation["id"], "accept", all_consent(mediation))
    officers.act("mediations", mediation["id"], "agree", {"form": "oral", "terms": "各退一步"})

    def told() -> list[dict[str, Any]]:
        return [
            entry["payload"]
            for entry in officers.history("petitions", petition["id"])
            if entry["command"] == "record_referral_outcome"
        ]

    eventually(lambda: len(told()) == 2)
    assert [(each["case_id"], each["outcome"]) for each in told()] == [
        (mediation["id"], "accepted"),
        (mediation["id"], "agreed"),
    ]


def suspended_for_mediation(officers: Officers, case: Case, days: int) -> Case:
    """Start the mediation of a case under review, with everybody's consent, so many days ago."""
    body = {"consent_to_suspend": True, "on": days_ago(days)}
    return officers.act("reconsiderations", case["id"], "start_mediation", body)


def a_failed_mediation_lets_the_review_go_on(officers: Officers) -> None:
    """X3: suspended with its clock paused, resumed by itself, the due date moved."""
    reviewed = under_review(officers)
    due = date.fromisoformat(clock(reviewed, "FY-18")["raw_due_on"])

    suspended = suspended_for_mediation(officers, reviewed, 15)
    assert suspended["status"] == "suspended"
    assert clock(suspended, "FY-18")["status"] == "paused"
    assert clock(suspended, "FY-18")["due_on"] is None

    mediation = mediation_of(officers, suspended)
    consents = all_consent(mediation) | {"on": days_ago(14)}
    officers.act("mediations", mediation["id"], "accept", consents)
    failed = {"reason": "分歧过大", "on": days_ago(4)}
    officers.act("mediations", mediation["id"], "fail", failed)

    resumed = eventually(lambda: _in_state(officers, reviewed, "accepted"))
    review = clock(resumed, "FY-18")
    assert review["status"] == "running"
    assert review["pauses"] == [{"from": days_ago(15), "to": days_ago(4), "reason": "39(6)"}]
    assert date.fromisoformat(review["raw_due_on"]) == due + timedelta(days=11)
    assert _computed(officers, review) == (review["raw_due_on"], review["due_on"])
    assert officers.history("reconsiderations", reviewed["id"])[-1]["actor"]["role"] == "system"


def _computed(officers: Officers, review: dict[str, Any]) -> tuple[str, str]:
    """Return what the law service says about a clock, from its facts alone."""
    pauses = [{"from": pause["from"], "to": pause["to"]} for pause in review["pauses"]]
    body = {"started_on": review["started_on"], "pauses": pauses}
    answer = accepted(officers.post("supervisor", "/rules/FY-18/compute", body))
    return answer["raw_due_on"], answer["due_on"]


def an_agreement_settles_the_review(officers: Officers) -> None:
    """X3: an agreement asks for the mediation statement, which settles the review."""
    reviewed = under_review(officers)
    suspended = suspended_for_mediation(officers, reviewed, 10)
    mediation = mediation_of(officers, suspended)
    consents = all_consent(mediation) | {"on": days_ago(9)}
    officers.act("mediations", mediation["id"], "accept", consents)
    agreed = {"form": "oral", "terms": "撤销处罚", "on": days_ago(2)}
    officers.act("mediations", mediation["id"], "agree", agreed)

    asked = eventually(lambda: _with_outcome(officers, reviewed))
    assert asked["status"] == "suspended"
    assert any("调解书" in each["text"]["zh"] for each in asked["warnings"]), asked["warnings"]

    statement = {"terms": "撤销处罚", "signed_by_all": True}
    settled = officers.act(
        "reconsiderations", reviewed["id"], "issue_mediation_statement", statement
    )
    assert settled["status"] == "settled"
    assert clock(settled, "FY-18")["status"] == "met"


def _in_state(officers: Officers, case: Case, status: str) -> Case | None:
    found = officers.case("reconsiderations", case["id"])
    return found if found["status"] == status else None


def _with_outcome(officers: Officers, case: Case) -> Case | None:
    found = officers.case("reconsiderations", case["id"])
    return found if "mediation_ended" in found["milestones"] else None
