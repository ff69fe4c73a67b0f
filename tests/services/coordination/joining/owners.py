"""The owners of cases, as coordination meets them: they move a case when they are asked to."""

from __future__ import annotations

from typing import Any

from services.coordination.assembly import Coordination
from shared.casework.assigning import ASSIGN
from shared.events.envelope import Envelope
from tests.services.coordination.telling import (
    AGENCY,
    OTHER_AGENCY,
    Case,
    a_party,
    announced,
    tell,
)

PENALISED_BY = {"code": "11120101MB0000003X", "name": "示范区市场监督管理局"}


class Owners:
    """Holds the cases of a test, tells their steps, and carries out what their owners are asked."""

    def __init__(self, coordination: Coordination) -> None:
        self.coordination = coordination
        self.database = coordination.database
        self._cases: dict[str, Case] = {}
        self._carried_out: set[str] = set()
        self._heard: list[Envelope] = []

    def tell(self, case: Case, command: str = ASSIGN, **data: Any) -> None:
        """Let coordination hear one more step of a case, which its owner knows from now on."""
        self._cases[case.case_id] = case
        tell(self.coordination, case.step(command, **data))

    def follow(self) -> None:
        """Move every case that is asked to move, until nobody is asked any more."""
        while waiting := self.asked():
            for event in waiting:
                self._carried_out.add(event["id"])
                payload = event["data"]["payload"]
                case = self._cases[event["data"]["subject_case_id"]]
                case.matter_id = payload["matter_id"]
                moved = {name: payload[name] for name in ("from_matter_id", "reason")}
                self.tell(case, "join_matter", **moved)

    def asked(self) -> list[Any]:
        """Return the events that ask for a move and were not carried out yet."""
        self._heard += announced(self.database, after=len(self._heard))
        return [
            event
            for event in self._heard
            if event["type"] == "matter.case_joined" and event["id"] not in self._carried_out
        ]

    def told(self, *types: str) -> list[Any]:
        """Return the data of all events of these types, in order."""
        return [event["data"] for event in announced(self.database, *types)]

    def matter(self, matter_id: str) -> dict[str, Any]:
        """Return a matter as it is stored."""
        found = self.database["matters"].find_one({"_id": matter_id})
        assert found is not None
        return found

    def standing(self) -> dict[str, list[str]]:
        """Return the cases by the matter in which they stand, without empty matters."""
        matters = self.database["matters"].find().sort("_id", 1)
        return {each["_id"]: sorted(each["cases"]) for each in matters if each["cases"]}


def a_reconsideration(**changes: Any) -> Case:
    """Return a reconsideration of the penalty."""
    return Case(**{"case_id": "018f0000c1", "matter_id": "matter-recon", **changes})


def a_suit(**changes: Any) -> Case:
    """Return a suit of the same person on the penalty, in a matter of its own."""
    return Case(
        **{
            "case_id": "018f0000c2",
            "track": "litigation",
            "matter_id": "matter-suit0",
            "number": "行诉〔2024〕1号",
            "status": "notified",
            "parties": [
                a_party("plaintiff", id_number_index="blind-1"),
                a_party("defendant", kind="agency", code=PENALISED_BY["code"]),
            ],
            **changes,
        }
    )


def a_petition(**changes: Any) -> Case:
    """Return a petition of the same person against the agency that penalised."""
    return Case(
        **{
            "case_id": "018f0000c3",
            "track": "petition",
            "matter_id": "matter-petit",
            "number": "信访〔2024〕1号",
            "status": "registered",
            "parties": [
                a_party("petitioner", id_number_index="blind-1"),
                a_party("respondent", kind="agency", code=PENALISED_BY["code"]),
            ],
            **changes,
        }
    )


__all__ = [
    "AGENCY",
    "OTHER_AGENCY",
    "PENALISED_BY",
    "Owners",
    "a_party",
    "a_petition",
    "a_reconsideration",
    "a_suit",
]
