"""The mediation procedure as a whole: every state and command named, labelled, grounded."""

from __future__ import annotations

import pytest

from services.mediation.case_reading import COMPLETION
from shared.casework.assigning import ASSIGN
from shared.casework.correcting import AMENDING
from shared.casework.procedure import Command
from shared.casework.system_commands import system_commands
from tests.services.mediation.builders import PROCEDURE

COMMON = {ASSIGN, *AMENDING, *system_commands(PROCEDURE.states, PROCEDURE.expiry)}
OWN = set(PROCEDURE.commands) - COMMON
COMMANDS = [PROCEDURE.commands[name] for name in sorted(OWN)]


def test_every_state_of_the_procedure_is_there() -> None:
    assert set(PROCEDURE.states) == {
        "requested",
        "accepted",
        "agreed",
        "confirmed",
        "performed",
        "declined",
        "failed",
        "terminated",
        "breached",
        "closed",
        "entered_by_mistake",
    }


def test_every_command_of_the_procedure_is_there() -> None:
    wanted = {
        "request",
        "accept",
        "decline",
        "assign_mediators",
        "replace_mediator",
        "schedule_session",
        "record_session",
        "extend",
        "agree",
        "agree_anew",
        "begin_appraisal",
        "end_appraisal",
        "withdraw_application",
        "fail",
        "terminate",
        "apply_confirmation",
        "confirm",
        "refuse_confirmation",
        "record_performance",
        "record_breach",
        "close",
    }
    assert wanted <= set(PROCEDURE.commands)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_speaks_both_languages_and_cites_its_articles(command: Command) -> None:
    assert command.label.zh
    assert command.label.en
    # To keep a paper with its case is asked by no article.
    assert command.articles or command.own_route


def _rules(verb: str, *commands: str) -> set[str]:
    return {
        rule
        for command in COMMANDS
        if not commands or command.name in commands
        for operation in command.clocks
        if operation.verb == verb
        for rule in operation.rules
    }


def test_the_expiry_of_every_clock_has_an_effect() -> None:
    assert _rules("start") == set(PROCEDURE.expiry)


def test_only_the_right_to_confirmation_lapses() -> None:
    assert {rule for rule, effect in PROCEDURE.expiry.items() if effect.ends} == {"TJ-02"}


@pytest.mark.parametrize("command", ["agree", "fail", "terminate"])
def test_every_period_of_mediation_is_answered_by_its_end(command: str) -> None:
    assert _rules("meet", command) == set(COMPLETION)
    assert _rules("extend") == set(COMPLETION)
