"""A reconsideration in memory, led through the commands of its procedure."""

from __future__ import annotations

from typing import Any

from services.reconsideration import track
from shared.casework.guarding import Actor
from tests.support.case_in_memory import CaseInMemory, known_values
from tests.support.casework import keys

PROCEDURE = track().procedure
GOVERNMENT = {"code": "11120101000000001H", "name": "示范区人民政府"}
BUREAU = {"name": "示范区市场监督管理局"}
OFFICER = Actor("officer-1", "reconsideration_officer", GOVERNMENT["code"], GOVERNMENT["name"])
OTHER_ROLE = Actor("officer-2", "petition_officer", GOVERNMENT["code"], GOVERNMENT["name"])
APPLICANT, RESPONDENT = "p1", "p2"
ID_NUMBER = "110101199003070011"
OTHER_ID_NUMBER = "11010519491231002X"
ACT_NUMBER = "示市监罚〔2024〕7号"
NEW_OFFICERS = [
    {"name": "复议员甲", "qualification": "法律职业资格"},
    {"name": "复议员乙", "qualification": "法律职业资格"},
]


def act(**changes: object) -> dict[str, Any]:
    """Return a penalty of 2024-04-01, served on 04-03."""
    return known_values(
        {"number": ACT_NUMBER, "made_on": "2024-04-01", "served_on": "2024-04-03", **changes}
    )


def application(**changes: object) -> dict[str, Any]:
    """Return the raw payload of an application received on Wednesday 2024-05-08."""
    payload = {
        "applicants": [{"name": "王小明", "id_number": ID_NUMBER, "phone": "13800138000"}],
        "respondent": BUREAU,
        "act": act(),
        "requests": "请求撤销处罚决定",
        "received_on": "2024-05-08",
        **changes,
    }
    return known_values(payload)


def people(count: int) -> list[dict[str, str]]:
    return [{"name": f"申请人{number}"} for number in range(1, count + 1)]


def suit(status: str = "notified", **more: object) -> dict[str, Any]:
    """Return what the service was told of a court case on the same act."""
    return {
        "track": "litigation",
        "case_id": "litigation-1",
        "status": status,
        "number": "行诉〔2024〕3号",
        "act_number": ACT_NUMBER,
        **more,
    }


def plaintiff(id_number: str) -> dict[str, Any]:
    index = keys().sealer.index(id_number, field="id_number")
    return {"role": "plaintiff", "kind": "person", "id_number_index": index}


class Review(CaseInMemory):
    """One reconsideration; every command is decided by the real procedure."""

    def __init__(self, *, known: list[dict[str, Any]] | None = None) -> None:
        super().__init__(PROCEDURE, OFFICER, "case-1", known)


def filed(*, known: list[dict[str, Any]] | None = None, **changes: object) -> Review:
    return Review(known=known).does("file", **application(**changes))


def accepted(on: str = "2024-05-13", *, procedure: str = "ordinary", **more: Any) -> Review:
    """Return a review accepted on Monday 2024-05-13; decision due 2024-07-12."""
    return filed().does("accept", on=on, procedure=procedure, **more)


def simplified(on: str = "2024-05-13") -> Review:
    return filed(act=act(kind="government_information")).does(
        "accept", on=on, procedure="simplified", ground="53(4)"
    )


def of_two_respondents() -> Review:
    """Return a review against p2 and p3, accepted on 2024-05-13."""
    review = filed(co_respondents=[{"name": "示范区城市管理局"}])
    return review.does("accept", on="2024-05-13", procedure="ordinary")


def served(review: Review | None = None, on: str = "2024-05-15") -> Review:
    return (review or accepted()).does("serve_respondent", on=on)


def ready(review: Review | None = None) -> Review:
    """Return a review with officers assigned and the parties heard."""
    review = review or accepted()
    review.does("assign_officers", on="2024-05-20", officers=NEW_OFFICERS)
    return review.does("hear_parties", on="2024-05-22", method="phone")


def revoked(review: Review | None = None, on: str = "2024-06-20", **more: Any) -> Review:
    return (review or ready()).does(
        "decide", on=on, **{"kind": "revoke", "articles": ["64¶1(2)"], **more}
    )


def warned(review: Review) -> list[str]:
    """Return the codes of the warnings that stand on the case."""
    return [warning["code"] for warning in review.case["warnings"]]
