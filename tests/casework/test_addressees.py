"""Whose a period is that counts from service, and who was not served yet."""

from __future__ import annotations

import re
from typing import Any

import pytest

from shared.casework.addressees import Addressees
from shared.casework.checking import ProcedureError
from shared.casework.procedure import Procedure, Served
from tests.support.casework import PROCEDURE, procedure

OWN = "11120101000000001H"
JUDGMENT = Served(
    roles=frozenset({"plaintiff", "third_party", "defendant"}),
    rules=frozenset({"SS-16"}),
    basis="行诉法85",
    made=("milestones.judged",),
    sides={
        "agency": frozenset({"defendant"}),
        "opponent": frozenset({"plaintiff", "third_party"}),
    },
    own_side="agency",
)
PARTIES = [
    {"id": "p1", "role": "plaintiff"},
    {"id": "p2", "role": "plaintiff"},
    {"id": "p3", "role": "third_party"},
    {"id": "p4", "role": "defendant", "code": OWN},
    {"id": "p5", "role": "defendant", "code": "11120101000000000E"},
]
SERVED_BLOCK = """
served:
  decision:
    to: [applicant]
    made: [milestones.decided]
    rules: [FY-29]
    basis: 行政诉讼法45
expiry:"""


def a_clock(party: str | None, **changes: str) -> dict[str, Any]:
    begun = {"rule": "SS-16", "status": "running", "started_on": "2026-09-16"}
    dates = {"due_on": "2026-10-08", "ended_on": None}
    return {**begun, **dates, "party": party, **changes}


def of(*parties: dict[str, Any], judged: str | None = "2026-09-14") -> Addressees:
    milestones = {"judged": judged} if judged else {}
    case = {"parties": list(parties), "agency": {"code": OWN}, "milestones": milestones}
    return Addressees(JUDGMENT, case)


def test_one_who_is_named_is_meant_alone() -> None:
    assert of(*PARTIES).stands_for("p2") == {"p2"}


def test_nobody_named_means_all_of_them() -> None:
    assert of(*PARTIES).stands_for(None) == {"p1", "p2", "p3", "p4", "p5"}


def test_a_side_means_all_its_parties() -> None:
    assert of(*PARTIES).stands_for("opponent") == {"p1", "p2", "p3"}


def test_the_agencys_own_side_is_that_agency_and_not_another_defendant() -> None:
    assert of(*PARTIES).stands_for("agency") == {"p4"}


def test_where_no_defendant_is_known_as_the_agency_its_side_is_all_of_them() -> None:
    others = [{**each, "code": None} for each in PARTIES]

    assert of(*others).stands_for("agency") == {"p4", "p5"}


@pytest.mark.parametrize(
    ("clock", "named", "concerned"),
    [
        ("p1", "p1", True),
        ("p1", "p2", False),
        ("opponent", "p3", True),
        ("opponent", "p4", False),
        ("p1", "opponent", True),
        (None, "p1", True),
        ("p1", None, True),
        ("agency", "opponent", False),
    ],
)
def test_a_clock_concerns_those_for_whom_it_stands(
    clock: str | None, named: str | None, concerned: bool
) -> None:
    assert of(*PARTIES).concerns(a_clock(clock), named) is concerned


@pytest.mark.parametrize(
    ("served", "unserved"),
    [
        ([], ["p1", "p2", "p3", "p4", "p5"]),
        (["p1", "agency"], ["p2", "p3", "p5"]),
        (["opponent", "agency"], ["p5"]),
        (["opponent", "agency", "p5"], []),
        ([None], []),
    ],
)
def test_everybody_is_served_by_name_or_by_what_stands_for_them(
    served: list[str | None], unserved: list[str]
) -> None:
    assert of(*PARTIES).unserved([a_clock(name) for name in served]) == unserved


def test_who_joins_after_all_were_served_is_served_apart() -> None:
    joined = {"id": "p6", "role": "third_party", "joined_on": "2026-09-20"}
    suit = of(*PARTIES[:2], PARTIES[3], joined)
    served_on_all = a_clock(None)

    assert suit.unserved([served_on_all]) == ["p6"]
    assert not suit.concerns(served_on_all, "p6")
    assert suit.unserved([served_on_all, a_clock("p6", started_on="2026-09-22")]) == []


@pytest.mark.parametrize("named", ["agency", "p4", None])
@pytest.mark.parametrize(("ground", "unserved"), [("agency_reorganised", []), ("death", ["p6"])])
def test_an_agency_that_goes_on_has_the_periods_as_they_ran_an_heir_has_not(
    ground: str, unserved: list[str], named: str | None
) -> None:
    gone = {**PARTIES[3], "ground": ground}
    follows = {"id": "p6", "role": "defendant", "joined_on": "2026-09-20", "succeeds": "p4"}
    case = {
        "parties": [PARTIES[0], follows],
        "former_parties": [gone],
        "agency": {"code": OWN},
        "milestones": {"judged": "2026-09-14"},
    }
    suit = Addressees(JUDGMENT, case)
    served = [a_clock("opponent"), a_clock(named)]

    assert suit.unserved(served) == unserved
    assert suit.concerns(served[1], "p6") is (not unserved)


@pytest.mark.parametrize(("joined_on", "unserved"), [("2026-09-20", ["p6"]), ("2026-10-09", [])])
def test_only_who_joins_after_all_periods_ended_is_served_no_more(
    joined_on: str, unserved: list[str]
) -> None:
    joined = {"id": "p6", "role": "third_party", "joined_on": joined_on}
    suit = of(*PARTIES[:2], PARTIES[3], joined)
    over = a_clock(None, status="missed", due_on="2026-10-08", ended_on="2026-10-08")

    assert suit.unserved([over]) == unserved


def test_a_side_without_a_party_on_record_is_served_by_its_name() -> None:
    without_defendant = of(*PARTIES[:2])

    assert without_defendant.unserved([a_clock("opponent")]) == ["agency"]
    assert without_defendant.unserved([a_clock("opponent"), a_clock("agency")]) == []


@pytest.mark.parametrize(
    "not_of_it",
    [{"status": "cancelled"}, {"rule": "SS-13"}, {"started_on": "2026-09-13"}],
)
def test_what_counts_is_a_service_of_the_document_as_it_was_made_last(
    not_of_it: dict[str, str],
) -> None:
    assert of(PARTIES[0], judged="2026-09-14").unserved([a_clock("p1", **not_of_it)]) == [
        "p1",
        "agency",
    ]


class TestLoading:
    def served(self, old: str = "", new: str = "") -> Procedure:
        text = PROCEDURE.replace("\nexpiry:", SERVED_BLOCK, 1)
        text = text.replace("    event: served\n", "    event: served\n    serves: decision\n", 1)
        assert old in text
        return procedure(text.replace(old, new, 1))

    def test_what_is_served_is_part_of_the_procedure(self) -> None:
        loaded = self.served()

        assert loaded.served["decision"].rules == {"FY-29"}
        assert loaded.commands["serve"].serves == ("decision",)

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ("serves: decision", "serves: judgment", "an unknown document 'judgment'"),
            ("serves: decision", "awaits: judgment", "an unknown document 'judgment'"),
            ("serves: decision", "supplies: [FY-18]", "a rule that it starts not: 'FY-18'"),
            ("to: [applicant]", "to: [janitor]", "a role of parties without words: 'janitor'"),
            ("rules: [FY-29]", "rules: [FY-99]", "a rule that the law has not: 'FY-99'"),
            ("    basis: 行政诉讼法45\n", "", "needs to, rules, basis and made"),
            ("    to: [applicant]\n", "    to: [applicant]\n    own: us\n", "unknown side 'us'"),
        ],
    )
    def test_an_unsound_one_is_refused(self, old: str, new: str, said: str) -> None:
        with pytest.raises(ProcedureError, match=re.escape(said)):
            self.served(old, new)

    def test_a_rule_counts_from_one_document(self) -> None:
        again = SERVED_BLOCK.replace("\nexpiry:", "")
        other = again.replace("\nserved:", "").replace("decision:", "other:", 1)

        with pytest.raises(ProcedureError, match="a rule of another document: 'FY-29'"):
            self.served("\nexpiry:", f"{other}\nexpiry:")
