"""A litigation case in memory, led through the commands of its procedure."""

from __future__ import annotations

from typing import Any

from services.litigation import track
from shared.casework.guarding import Actor
from tests.support.case_in_memory import CaseInMemory, known_values

PROCEDURE = track().procedure
BUREAU = {"code": "11120101000000001H", "name": "示范区市场监督管理局"}
OFFICER = Actor("officer-1", "litigation_officer", BUREAU["code"], BUREAU["name"])
COURT = Actor("court-1", "court", BUREAU["code"], BUREAU["name"])
OTHER_ROLE = Actor("officer-2", "mediator", BUREAU["code"], BUREAU["name"])
ACT_NUMBER = "示市监罚〔2024〕7号"
STAFF = {"name": "法制科长", "kind": "staff"}
LAWYER = {"name": "律师", "kind": "lawyer"}
HEAD = {"name": "副局长", "post": "分管副局长", "rank": "deputy"}


def notice(**changes: object) -> dict[str, Any]:
    """Return the raw notice of a suit docketed on 2024-05-06 and served on 05-10."""
    return known_values(
        {
            "court": "示范区人民法院",
            "court_case_no": "（2024）津0101行初12号",
            "plaintiffs": [{"name": "王小明"}],
            "defendant": BUREAU,
            "act": {"number": ACT_NUMBER, "made_on": "2024-04-01"},
            "docketed_on": "2024-05-06",
            "served_on": "2024-05-10",
            **changes,
        }
    )


def suggestion(**changes: object) -> dict[str, Any]:
    """Return the raw suggestion of a procuratorate received on 2024-05-27."""
    return known_values(
        {
            "kind": "procuratorial",
            "issuer": "示范区人民检察院",
            "suggestion_number": "示检建〔2024〕3号",
            "served_on": "2024-05-27",
            **changes,
        }
    )


def reconsideration(status: str = "accepted", **more: object) -> dict[str, Any]:
    """Return what the service was told of a reconsideration of the same act."""
    return {
        "track": "reconsideration",
        "case_id": "reconsideration-1",
        "status": status,
        "number": "行复〔2024〕3号",
        "act_number": ACT_NUMBER,
        **more,
    }


class Response(CaseInMemory):
    """One litigation case; every command is decided by the real procedure."""

    def __init__(self, *, known: list[dict[str, Any]] | None = None) -> None:
        super().__init__(PROCEDURE, OFFICER, "suit-1", known)


def notified(*, known: list[dict[str, Any]] | None = None, **changes: object) -> Response:
    return Response(known=known).does("receive_notice", **notice(**changes))


def answered(on: str = "2024-05-24") -> Response:
    return notified().does("submit_answer", on=on, evidence=["处罚决定书"], documents=["处罚法"])


def lost(**changes: Any) -> Response:
    """Return a case lost by a judgment of 2024-08-01, served on both sides on 08-05."""
    judgment = {
        "on": "2024-08-01",
        "kind": "judgment",
        "outcome": "revoked",
        "lost": True,
        "served_on": "2024-08-05",
        "opponent_served_on": "2024-08-05",
        **changes,
    }
    return answered().does("record_judgment", **known_values(judgment))


def won(**changes: Any) -> Response:
    return lost(**{"outcome": "claims_dismissed", "lost": False, **changes})


def appealed(response: Response | None = None, by: str = "opponent") -> Response:
    return (response or won()).does(
        "appeal",
        on="2024-08-15",
        by=by,
        copy_served_on="2024-08-22",
        court_received_on="2024-09-02",
    )


def scheduled(response: Response | None = None, **changes: Any) -> Response:
    hearing = {
        "on": "2024-06-03",
        "hearing_on": "2024-06-12",
        "place": "第一法庭",
        "head_notice": "shall",
        "head_notice_ground": "food_and_drug_safety",
        **changes,
    }
    return (response or answered()).does("schedule_hearing", **known_values(hearing))


def warned(response: Response) -> list[str]:
    """Return the codes of the warnings that stand on the case."""
    return [warning["code"] for warning in response.case["warnings"]]
