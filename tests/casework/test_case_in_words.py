"""What is recorded on a case is told in words, and as much as its reader sees of it."""

from __future__ import annotations

from typing import Any

import pytest

from services import litigation, mediation, petitions, reconsideration
from shared.casework.case_in_words import SHOWN_APART, said_on_case
from shared.casework.personal import Personal
from shared.casework.procedure import Procedure

PROCEDURES = [
    each.track().procedure for each in (petitions, mediation, reconsideration, litigation)
]
RECONSIDERATION, LITIGATION = PROCEDURES[2:]
# Noted for conditions of the procedure; nobody reads them. Of a publication the days are read.
OWN_NOTES = {"own_side", "other_side", "publication", "suspended_in"}


def told(procedure: Procedure, **case: Any) -> dict[str, dict[str, Any]]:
    whole = {"act": None, "milestones": {}, "facts": {}, **case}
    return {each["field"]: each for each in said_on_case(procedure, whole)}


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda each: each.track)
def test_every_fact_and_milestone_of_a_procedure_has_words(procedure: Procedure) -> None:
    settings = [command.sets for command in procedure.commands.values()]
    facts: dict[str, Any] = {}
    for sets in settings:
        facts |= {name: constant for name, constant in sets.constants.items() if constant}
        facts |= dict.fromkeys((*sets.facts, *sets.copies), "text")
    for sets in settings:
        facts |= {name: [dict.fromkeys(fields, "text")] for name, fields in sets.append.items()}
    milestones = {name: "2026-03-02" for sets in settings for name in sets.milestones}

    said = told(procedure, facts=facts, milestones=milestones)

    without = [path for path, each in said.items() if each["label"]["zh"].isascii()]
    assert without == []
    reached = {path.split(".")[1] for path in said}
    assert (set(facts) | set(milestones)) - reached <= OWN_NOTES | SHOWN_APART


def test_a_choice_is_told_in_its_words() -> None:
    said = told(LITIGATION, facts={"procedure": "ordinary", "evidence_extended": True})

    assert said["facts.procedure"]["words"]["zh"] == "普通程序"
    assert said["facts.evidence_extended"]["label"]["zh"] == "法院准许延期举证"
    assert said["facts.evidence_extended"]["words"] == {"zh": "是", "en": "yes"}


def test_a_fact_of_several_forms_is_told_in_the_words_of_the_one_that_knows_its_value() -> None:
    said = told(RECONSIDERATION, facts={"suspension_ground": "39(9)", "procedure": "ordinary"})

    assert said["facts.suspension_ground"]["words"]["zh"].startswith("39(9) ")
    assert said["facts.procedure"]["words"]["zh"] == "普通程序"


def test_the_items_of_a_list_are_named_after_the_act_and_numbered() -> None:
    suspensions = [{"on": "2026-03-02", "ground": "39(5)"}, {"on": "2026-05-06", "ground": "39(6)"}]
    said = told(RECONSIDERATION, facts={"suspensions": suspensions})

    assert said["facts.suspensions.1.on"]["label"]["zh"] == "中止 2：行为发生日"
    assert said["facts.suspensions.0.ground"]["words"]["zh"].startswith("39(5) ")


def test_the_act_is_told_field_by_field() -> None:
    said = told(LITIGATION, act={"name": "行政处罚决定", "kind": "penalty"})

    assert said["act.name"]["value"] == "行政处罚决定"
    assert said["act.kind"]["words"]["zh"] == "行政处罚"
    other = told(LITIGATION, act={"kind": "行政确认"})["act.kind"]
    assert (other["value"], other["words"]) == ("行政确认", None)


def test_whoever_sees_a_personal_text_among_the_facts_is_told_it() -> None:
    said = told(LITIGATION, facts={"claims": Personal("撤销对王某的处罚")})

    assert said["facts.claims"]["value"] == "撤销对王某的处罚"
    assert not said["facts.claims"]["sealed"]
