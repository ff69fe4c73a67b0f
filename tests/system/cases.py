"""What officers type in: bodies of commands, and cases brought to a point."""

from __future__ import annotations

import uuid
from typing import Any

from tests.support.events import eventually
from tests.support.stack import Case, Officers, accepted, days_ago


def a_person(**changes: Any) -> dict[str, Any]:
    return {"name": "王某", "phone": "13800001111"} | changes


def a_petition(**changes: Any) -> dict[str, Any]:
    """Return the body of `register`: a dispute between neighbours, to be mediated."""
    return {
        "channel": "visit",
        "received_on": days_ago(3),
        "received_as": "agency",
        "petitioners": [a_person()],
        "opponents": [a_person(name="李某")],
        "content": "邻里噪声纠纷",
    } | changes


def an_act(**changes: Any) -> dict[str, Any]:
    """Return an administrative act that nobody else disputes."""
    return {
        "number": f"罚〔{uuid.uuid4().hex[:8]}〕号",
        "kind": "penalty",
        "made_on": days_ago(40),
        "served_on": days_ago(38),
        "remedies_told": True,
    } | changes


def an_application(**changes: Any) -> dict[str, Any]:
    """Return the body of `file`: an application for reconsideration of a fine."""
    return {
        "received_on": days_ago(25),
        "applicants": [a_person()],
        "respondent": {"name": "某区市场监督管理局"},
        "act": an_act(),
        "requests": "请求撤销处罚决定",
    } | changes


def a_mediation(**changes: Any) -> dict[str, Any]:
    """Return the body of `request`."""
    return {
        "kind": "people",
        "subject": "宅基地边界",
        "applicants": [a_person()],
        "respondents": [a_person(name="李某")],
    } | changes


def a_notice(**changes: Any) -> dict[str, Any]:
    """Return the body of `receive_notice`: a suit served forty days ago."""
    return {
        "court": "某区人民法院",
        "court_case_no": f"（2026）行初{uuid.uuid4().hex[:6]}号",
        "plaintiffs": [a_person()],
        "act": an_act(made_on=days_ago(120), served_on=days_ago(118)),
        "docketed_on": days_ago(80),
        "served_on": days_ago(78),
    } | changes


OPENINGS = {
    "petitions": a_petition,
    "mediations": a_mediation,
    "reconsiderations": an_application,
    "litigations": a_notice,
}
"""What opens a case of each collection."""

REFERRAL = {"to": "mediation", "article31_item": 6}


def referred_to_mediation(officers: Officers, **changes: Any) -> Case:
    """Return a petition that has been referred to mediation."""
    petition = officers.open("petitions", a_petition(**changes))
    return officers.act("petitions", petition["id"], "refer", REFERRAL)


def mediation_of(officers: Officers, origin: Case) -> Case:
    """Return the mediation that the case led to, as soon as it appears."""

    def found() -> Case | None:
        page = accepted(officers.get("mediator", "/mediations?limit=100"))
        return next(
            (m for m in page["items"] if (m["origin"] or {}).get("case_id") == origin["id"]), None
        )

    case: Case = eventually(found)
    return case


def all_consent(case: Case) -> dict[str, Any]:
    """Return the consents of every party of a case to being mediated."""
    return {"consents": [{"party": each["id"], "consented": True} for each in case["parties"]]}


def under_review(officers: Officers) -> Case:
    """Return a reconsideration accepted twenty days ago in the ordinary procedure."""
    case = officers.open("reconsiderations", an_application(received_on=days_ago(21)))
    body = {"procedure": "ordinary", "on": days_ago(20)}
    return officers.act("reconsiderations", case["id"], "accept", body)


def clock(case: Case, rule: str) -> dict[str, Any]:
    """Return the one clock of a rule."""
    found: list[dict[str, Any]] = [each for each in case["clocks"] if each["rule"] == rule]
    assert len(found) == 1, f"{rule}: {found}"
    return found[0]
