"""The procedure as a whole: what it names, who may act, what expiry does."""

from __future__ import annotations

from services.litigation.judgment_schemas import LOST, ON_APPEAL, WON
from tests.services.litigation.builders import PROCEDURE

STATES = {
    "suggested",
    "notified",
    "answered",
    "judged",
    "appealed",
    "suspended",
    "retrial_first",
    "retrial_second",
    "retrial_suspended",
    "final",
    "withdrawn",
    "closed",
}
COMMANDS = {
    "receive_notice",
    "assign_agents",
    "request_evidence_extension",
    "grant_evidence_extension",
    "submit_answer",
    "schedule_hearing",
    "plan_appearance",
    "record_hearing",
    "start_mediation",
    "record_judgment",
    "appeal",
    "withdraw_appeal",
    "withdraw_last_appeal",
    "record_final_judgment",
    "withdraw_retrial_application",
    "end_retrial",
    "take_effect",
    "analyse_loss",
    "record_performance",
    "receive_suggestion",
    "reply_suggestion",
    "plaintiff_withdraws",
    "suspend",
    "resume",
    "close",
}


def test_every_state_and_command_of_the_law_is_there() -> None:
    assert set(PROCEDURE.states) == STATES | {"entered_by_mistake"}
    assert set(PROCEDURE.commands) >= COMMANDS


def test_every_command_cites_its_article() -> None:
    assert all(PROCEDURE.commands[name].articles for name in COMMANDS)


def test_every_clock_that_runs_says_what_its_expiry_does() -> None:
    judged_at_once = {"SS-23"}
    started = {
        operation.rules[0]
        for command in PROCEDURE.commands.values()
        for operation in command.clocks
        if operation.verb == "start"
    }

    assert started - judged_at_once == set(PROCEDURE.expiry)


def test_a_notice_opens_a_case_and_so_does_a_suggestion() -> None:
    assert [command.name for command in PROCEDURE.creating()] == [
        "receive_notice",
        "receive_suggestion",
    ]


def test_an_outcome_is_either_won_or_lost_or_belongs_to_an_appeal() -> None:
    outcomes = [*WON, *LOST, *ON_APPEAL]

    assert len(outcomes) == len(set(outcomes))
