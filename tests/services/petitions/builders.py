"""A petition in memory, led through the commands of its procedure."""

from __future__ import annotations

from typing import Any

import pytest

from services.petitions import track
from shared.casework.guarding import SYSTEM, Actor
from shared.http.problems import Problem
from tests.support.case_in_memory import CaseInMemory, known_values
from tests.support.casework import keys

PROCEDURE = track().procedure
OFFICE = {"code": "11120101000000001H", "name": "示范区信访局"}
BUREAU = {"code": "11310000000000002A", "name": "示范区住房和建设委员会"}
OFFICER = Actor("officer-1", "petition_officer", OFFICE["code"], OFFICE["name"], region="120101")
SUPERVISOR = Actor("officer-2", "supervisor", OFFICE["code"], OFFICE["name"])
ID_NUMBER = "110101199003070011"
OTHER_ID_NUMBER = "11010519491231002X"
OPINION = {
    "claims": "请求修缮公共楼道",
    "facts_and_reasons": "现场勘查属实",
    "conclusion": "予以支持，六十日内修缮",
    "legal_basis": "物业管理条例第三条",
}


def registration(**changes: object) -> dict[str, Any]:
    """Return the raw payload of a petition received by the petition office on 2026-07-01."""
    payload = {
        "channel": "visit",
        "received_on": "2026-07-01",
        "received_as": "petition_office",
        "petitioners": [{"name": "王小明", "id_number": ID_NUMBER, "phone": "13800138000"}],
        "against": BUREAU,
        "content": "楼道年久失修，多次反映无果",
        **changes,
    }
    return known_values(payload)


def people(count: int) -> list[dict[str, str]]:
    return [{"name": f"信访人{number}"} for number in range(1, count + 1)]


def identity_index(number: str) -> str:
    index = keys().sealer.index(number, field="id_number")
    assert index is not None
    return index


def entry(track: str, status: str, **more: object) -> dict[str, Any]:
    """Return what the service was told of another case of the matter."""
    return {
        "track": track,
        "case_id": f"{track}-{status}",
        "status": status,
        "number": f"{track}〔2026〕9号",
        **more,
    }


def earlier_petition(status: str, number: str | None = ID_NUMBER, **more: object) -> dict[str, Any]:
    index = identity_index(number) if number else None
    parties = [{"role": "petitioner", "id_number_index": index}]
    return entry("petition", status, parties=parties, **more)


class Petition(CaseInMemory):
    """One petition; every command is decided by the real procedure."""

    def __init__(self, *, known: list[dict[str, Any]] | None = None, **changes: object) -> None:
        super().__init__(PROCEDURE, OFFICER, "petition-1", known)
        self.does("register", **registration(**changes))


def refused_registration(**changes: Any) -> Problem:
    with pytest.raises(Problem) as caught:
        Petition(**changes)
    return caught.value


def classified(item: int | None = 6, kind: str = "appeal", **changes: Any) -> Petition:
    """Return a petition classified on 2026-07-03, as an appeal of item 6 unless said otherwise."""
    payload: dict[str, Any] = {"on": "2026-07-03", "kind": kind}
    if kind == "appeal":
        payload |= {"article31_item": item, "legal_path": "信访处理"}
    return Petition(**changes).does("classify", **payload)


def accepted(item: int = 6, **changes: Any) -> Petition:
    """Return a petition accepted on 2026-07-06."""
    return classified(item, **changes).does("accept", on="2026-07-06")


def transferred(mode: str = "forward", **changes: Any) -> Petition:
    """Return an appeal of item 6 that was passed on on 2026-07-08 and got there that day."""
    if mode == "assign":
        changes.setdefault("feedback_due_on", "2026-08-31")
    return classified().does("transfer", on="2026-07-08", to_agency=BUREAU, mode=mode, **changes)


def concluded(**changes: object) -> Petition:
    """Return a petition concluded on 2026-08-20, its opinion served on 2026-08-24."""
    payload: dict[str, Any] = {
        "on": "2026-08-20",
        "outcome": "not_supported",
        "opinion": OPINION,
        "served_on": "2026-08-24",
        **changes,
    }
    return accepted().does("conclude", **known_values(payload))


def in_review() -> Petition:
    return concluded().does("request_review", on="2026-09-10", received_on="2026-09-11")


def reviewed(**changes: object) -> Petition:
    payload: dict[str, Any] = {
        "on": "2026-09-30",
        "outcome": "upheld",
        "opinion": "维持原处理意见",
        "served_on": "2026-10-09",
        **changes,
    }
    return in_review().does("conclude_review", **known_values(payload))


def in_reexamination() -> Petition:
    return reviewed().does("request_reexamination", on="2026-10-12")


def finalized() -> Petition:
    return in_reexamination().does(
        "conclude_reexamination",
        on="2026-11-06",
        outcome="upheld",
        opinion="维持复查意见",
        served_on="2026-11-09",
    )


def referred(to: str = "mediation", item: int = 6, **changes: Any) -> Petition:
    """Return a petition accepted on 2026-07-06 and referred on 2026-07-10."""
    return accepted(item).does("refer", on="2026-07-10", to=to, **changes)


def with_outcome(petition: Petition, outcome: str, case_id: str = "mediation-1") -> Petition:
    return petition.does(
        "record_referral_outcome",
        actor=SYSTEM,
        track="mediation",
        case_id=case_id,
        number="调解〔2026〕3号",
        outcome=outcome,
        happened_on="2026-07-20",
    )
