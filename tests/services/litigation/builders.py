"""A litigation case in memory, led through the commands of its procedure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import pytest

from services.litigation import track
from shared.casework.case import apply, empty_case
from shared.casework.guarding import SYSTEM, Actor
from shared.casework.reading import latest_clock
from shared.http.problems import Problem
from tests.support.casework import decided

PROCEDURE = track().procedure
BUREAU = {"code": "11120101000000001H", "name": "示范区市场监督管理局"}
OFFICER = Actor("officer-1", "litigation_officer", BUREAU["code"], BUREAU["name"])
COURT = Actor("court-1", "court", BUREAU["code"], BUREAU["name"])
OTHER_ROLE = Actor("officer-2", "mediator", BUREAU["code"], BUREAU["name"])
ACT_NUMBER = "示市监罚〔2024〕7号"
STAFF = {"name": "法制科长", "kind": "staff"}
LAWYER = {"name": "律师", "kind": "lawyer"}
HEAD = {"name": "副局长", "post": "分管副局长", "rank": "deputy"}
BY_SYSTEM = frozenset(
    name for name, command in PROCEDURE.commands.items() if command.roles == {"system"}
)


def notice(**changes: object) -> dict[str, Any]:
    """Return the raw notice of a suit docketed on 2024-05-06 and served on 05-10."""
    return _known(
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
    return _known(
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


class Response:
    """One litigation case; every command is decided by the real procedure."""

    def __init__(self, *, known: list[dict[str, Any]] | None = None) -> None:
        self.known = known or []
        self.case: dict[str, Any] = {**empty_case(), "_id": "suit-1", "matter_id": "matter-1"}

    def does(self, command: str, *, actor: Actor | None = None, **raw: Any) -> Self:
        doer = actor or (SYSTEM if command in BY_SYSTEM else OFFICER)
        decision = decided(
            PROCEDURE, self.case, command, raw, actor=doer, matter={"cases": self.known}
        )
        self.case = apply(self.case, decision.changes)
        self.event_type, self.event = decision.event_type, decision.event_data
        self.shares, self.found = decision.shares, decision.findings
        return self

    def refuses(self, command: str, *, actor: Actor | None = None, **raw: Any) -> Problem:
        before = self.case
        with pytest.raises(Problem) as caught:
            self.does(command, actor=actor, **raw)
        assert self.case is before
        return caught.value

    def clock(self, rule: str, party: str | None = None) -> dict[str, Any]:
        clocks = [each for each in self.case["clocks"] if each["rule"] == rule]
        if party is not None:
            clocks = [each for each in clocks if each["party"] == party]
        assert clocks, f"no clock {rule}"
        return dict(clocks[-1])

    def has_clock(self, rule: str) -> bool:
        return latest_clock(self.case, rule) is not None

    def due(self, rule: str) -> str | None:
        due: str | None = self.clock(rule)["due_on"]
        return due

    def state_of(self, rule: str) -> str:
        return str(self.clock(rule)["status"])

    @property
    def status(self) -> str:
        return str(self.case["status"])

    @property
    def facts(self) -> Mapping[str, Any]:
        return dict(self.case["facts"])

    @property
    def milestones(self) -> Mapping[str, str]:
        return dict(self.case["milestones"])

    def codes(self) -> list[str]:
        """Return the codes of what the last command found."""
        return [finding.code for finding in self.found]

    def basis_of(self, code: str) -> str:
        """Return the article on which the last command's finding rests."""
        return next(finding.basis for finding in self.found if finding.code == code)


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
    return answered().does("record_judgment", **_known(judgment))


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
    return (response or answered()).does("schedule_hearing", **_known(hearing))


def warned(response: Response) -> list[str]:
    """Return the codes of the warnings that stand on the case."""
    return [warning["code"] for warning in response.case["warnings"]]


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
