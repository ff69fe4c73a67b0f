"""Taking an entry out of the course: the own last one of today, or one recorded by mistake."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.casework import labels
from shared.casework.attaching import ATTACH, WITHDRAW
from shared.casework.fields import PlainText
from shared.casework.guarding import Actor
from shared.casework.procedure import Command
from shared.casework.withdrawing import WITHDRAW_CASE, WITHDRAWN_ELSEWHERE, withdrawn_offspring
from shared.http.problems import Problem
from shared.http.schemas import StrictSchema
from shared.language import Text

_OPENED_THE_CASE = Text(
    "立案的记录不能单独撤回；登记有误的请更正，误登记的请“撤销登记”。",
    "The entry that opened the case is not taken back by itself: correct what is wrong in it, or "
    "withdraw the registration of a case that was opened by mistake.",
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
_OPENED_ELSEWHERE = Text(
    "已据此在其他程序立案，请先撤销该案的登记。",
    "it opened a case elsewhere; the registration of that one is to be withdrawn first.",
)
_CAME_FROM = Text(
    "本案由该案转来，该案已据此记录。", "this case came from that one, which has recorded it."
)
_JOINED = Text("该案与本案关联。", "that case is joined to this one.")
_NOT_RESTORED = Text(
    "本案由其他程序转来，该程序已记录撤销登记，不能恢复；请重新登记。",
    "The case came from another procedure, which has noted its withdrawal: it is not restored, but "
    "registered anew.",
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
    """
    Refuse (409) what is not the officer's own last entry of today, or has effects elsewhere.

    Raises `conflict` with the other case where that is what stands in the way.
    """
    _check(
        (entry["version"] == 1, _OPENED_THE_CASE),
        (entry["actor"]["id"] != actor.subject, _NOT_YOURS),
        (not recorded_today, _NOT_OF_TODAY),
        ("amends" in entry, _AMENDED_OTHERS),
        (entry["command"] in {ATTACH, WITHDRAW}, _A_PAPER),
    )
    moved = "status" in entry["changes"]
    _check_nothing_hangs_on(case, entry["version"], command, changes_state=moved)


def check_may_withdraw(case: Mapping[str, Any], version: int, command: Command) -> None:
    """Refuse (409) to withdraw what opened the case, or what another procedure has taken up."""
    _check((version == 1, _OPENED_THE_CASE), (command.name in {ATTACH, WITHDRAW}, _A_PAPER))
    _check_nothing_hangs_on(case, version, command, changes_state=bool(command.targets))


def _check(*hindrances: tuple[bool, Text]) -> None:
    for hinders, text in hindrances:
        if hinders:
            raise Problem(409, "command-not-allowed", text, allowed=[])


def _check_nothing_hangs_on(
    case: Mapping[str, Any], version: int, command: Command, *, changes_state: bool
) -> None:
    """Refuse (409 `conflict`) an entry on which a case of another procedure rests."""
    if command.name == WITHDRAW_CASE:
        _check((bool(case.get("origin")), _NOT_RESTORED))
        return
    if command.shares and version not in withdrawn_offspring(case):
        raise _relied_on(version, command, _OPENED_ELSEWHERE)
    if not changes_state:
        return
    gone = {each["case_id"] for each in case["facts"].get(WITHDRAWN_ELSEWHERE, ())}
    if origin := case.get("origin"):
        raise _relied_on(version, command, _CAME_FROM, origin.get("number") or origin["case_id"])
    for each in case.get("relations", ()):
        if each["id"] not in gone:
            raise _relied_on(version, command, _JOINED, each.get("number") or each["id"])


def _relied_on(version: int, command: Command, why: Text, other: str = "") -> Problem:
    named = Text(f"案件 {other}：", f"case {other}: ") if other else Text("", "")
    return Problem(
        409,
        "conflict",
        Text(
            f"第 {version} 条“{command.label.zh}”不能撤回，{named.zh}{why.zh}",
            f"Entry {version}, “{command.label.en}”, stays; {named.en}{why.en}",
        ),
        basis="；".join(command.articles) or None,
        entry=version,
    )
