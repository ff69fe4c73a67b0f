"""Whoever or whatever an answer names by an id or a code, it names by name or number too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tests.support.events import eventually
from tests.support.stack import Officers, accepted
from tests.system.cases import mediation_of, referred_to_mediation

# What somebody sent is shown as it was sent.
AS_SENT = {"payload", "details", "facts"}
NAMED_BY = {
    "assignee": "assignee_name",
    "created_by": "created_by_name",
    "by": "by_name",
    "region": "region_name",
    "agency": "agency_name",
    "case_id": "number",
}


def nameless(value: Any, path: str = "") -> Iterator[str]:
    """Yield the places in an answer where an id or a code of ours stands without a name."""
    if isinstance(value, list):
        for each in value:
            yield from nameless(each, f"{path}[]")
    elif isinstance(value, Mapping):
        for key, each in value.items():
            name = value.get(NAMED_BY[key]) if key in NAMED_BY else "not asked for"
            if isinstance(each, str) and not name:
                yield f"{path}.{key} {each}"
            if key not in AS_SENT:
                yield from nameless(each, f"{path}.{key}")
        if value.keys() >= {"id", "role", "agency"} and not value.get("name"):
            yield f"{path}.id {value['id']}"


def test_no_officer_agency_region_or_case_stands_in_an_answer_as_a_code_alone(
    officers: Officers,
) -> None:
    petition = referred_to_mediation(officers)
    mediation = mediation_of(officers, petition)
    matter = f"/matters/{petition['matter_id']}"
    officer = officers.passwords["mediator"]["username"]
    officers.act("mediations", mediation["id"], "assign", {"assignee": officer})

    def told() -> Any:
        cases = officers.get("supervisor", matter).body.get("cases", [])
        return {case["case_id"] for case in cases} == {petition["id"], mediation["id"]}

    eventually(told)
    reason = {"track": "mediation", "case_id": mediation["id"], "reason": "并非同一争议"}
    accepted(officers.post("supervisor", f"{matter}/unlink", reason))
    read = [
        matter,
        f"{matter}/history",
        f"/petitions/{petition['id']}",
        f"/petitions/{petition['id']}/history",
        f"/mediations/{mediation['id']}",
        f"/mediations/{mediation['id']}/history",
        "/mediations",
        "/clocks?limit=100",
        "/referrals",
        "/reports/daily",
        "/reports/supervision",
        "/agencies",
        "/officers",
        "/me",
    ]
    found = {path: accepted(officers.get("supervisor", path)) for path in read}

    assert [each for path, answer in found.items() for each in nameless(answer, path)] == []
    assert officer in str(found["/mediations"])
    assert officers.passwords["supervisor"]["username"] in str(found[f"{matter}/history"])


def test_the_history_of_a_case_says_by_name_who_came_in_charge(officers: Officers) -> None:
    mediation = mediation_of(officers, referred_to_mediation(officers))
    account = officers.passwords["mediator"]
    officers.act("mediations", mediation["id"], "assign", {"assignee": account["username"]})
    name = accepted(officers.get("mediator", "/me"))["name"]

    entry = officers.history("mediations", mediation["id"])[-1]

    (said,) = (each for each in entry["said"] if each["field"] == "assignee")
    assert (said["value"], said["words"]) == (account["username"], {"zh": name, "en": name})


def test_every_answer_that_has_an_officer_is_described_with_the_name(officers: Officers) -> None:
    document = accepted(officers.get("admin", "/openapi.json"))
    schemas = document["components"]["schemas"]

    for schema in ("DocketClockAnswer", "CalendarHearing", "SenderAnswer", "MoveAnswer"):
        properties = schemas[f"coordination.{schema}"]["properties"]
        assert properties["assignee_name"]["description"], schema
    for schema in ("coordination.DecidingOfficerAnswer", "petitions.ActorAnswer"):
        assert {"name", "agency_name"} <= schemas[schema]["properties"].keys(), schema
    # What a caller sends has no names beside usernames.
    assert "assignee_name" not in schemas["petitions.Assignment"]["properties"]
