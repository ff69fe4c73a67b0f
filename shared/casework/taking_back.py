"""Taking an entry out of the course: the own last one of today, or one recorded by mistake."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.casework import labels
from shared.casework.attaching import ATTACH, WITHDRAW
from shared.casework.fields import PlainText
from shared.casework.guarding import Actor
from shared.casework.procedure import Command
from shared.http.problems import Problem
from shared.http.schemas import StrictSchema
from shared.language import Text

_OPENED_THE_CASE = Text(
    "立案的记录不能撤回；请更正，或者归档。",
    "The entry that opened the case cannot be taken back: correct it, or close the case.",
)
_NOT_YOURS = Text("最后一条记录不是您录入的。", "The last entry is not yours.")
_NOT_OF_TODAY = Text(
    "只能撤回当日录入的记录；以前的请用“更正记录”。",
    "Only an entry of today can be taken back; earlier ones are corrected.",
)
_AMENDED_OTHERS = Text(
    "更正和撤回不能再撤回；请再作更正。",
    "What amended other entries cannot be taken back; correct it again.",
)
_A_PAPER = Text(
    "附件不能撤回记录；请撤下附件并说明理由。",
    "A paper is not taken back: withdraw it, and say why.",
)
_TAKEN_UP_ELSEWHERE = Text(
    "其他程序已据此办理，不能撤回。", "Another procedure has taken it up; it stays."
)


class TakingBack(StrictSchema):
    """The own last entry of today that is taken back, and why."""

    reason = PlainText(2000, required=True, metadata=labels.REASON)


def check_may_take_back(
    case: Mapping[str, Any],
    entry: Mapping[str, Any],
    command: Command,
    actor: Actor,
    *,
    recorded_today: bool,
) -> None:
    """Refuse (409) what is not the officer's own last entry of today, or has effects elsewhere."""
    told_elsewhere = _is_joined_to_others(case) and "status" in entry["changes"]
    _check(
        (entry["version"] == 1, _OPENED_THE_CASE),
        (entry["actor"]["id"] != actor.subject, _NOT_YOURS),
        (not recorded_today, _NOT_OF_TODAY),
        ("amends" in entry, _AMENDED_OTHERS),
        (entry["command"] in {ATTACH, WITHDRAW}, _A_PAPER),
        (bool(command.shares) or told_elsewhere, _TAKEN_UP_ELSEWHERE),
    )


def check_may_withdraw(case: Mapping[str, Any], version: int, command: Command) -> None:
    """Refuse (409) to withdraw what opened the case, or what another procedure has taken up."""
    told_elsewhere = _is_joined_to_others(case) and bool(command.targets)
    _check(
        (version == 1, _OPENED_THE_CASE),
        (command.name in {ATTACH, WITHDRAW}, _A_PAPER),
        (bool(command.shares) or told_elsewhere, _TAKEN_UP_ELSEWHERE),
    )


def _check(*hindrances: tuple[bool, Text]) -> None:
    for hinders, text in hindrances:
        if hinders:
            raise Problem(409, "command-not-allowed", text, allowed=[])


def _is_joined_to_others(case: Mapping[str, Any]) -> bool:
    """Say whether other cases hear of this one and may have answered: its origin, its relations."""
    return bool(case.get("origin") or case.get("relations"))
