"""What an officer is to tell the person whose right runs out."""

from __future__ import annotations

from datetime import date

from shared.disputes.rights import Right
from shared.language import Text
from shared.remedies.remedy import NAMES
from shared.remedies.track_rules import Path

_NO_STOP = Text("信访不停止计算这一期限。", "Petitioning does not stop this time.")


def told(right: Right, on: date) -> Text:
    """Say what to tell the person: until when, and that waiting does not help."""
    name, act = NAMES[right.remedy.path], _act(right)
    if right.status == "used":
        number = right.used_by["number"] if right.used_by else ""
        return Text(
            f"{act.zh}：已经{_used(right).zh}（{number}）。",
            f"{act.en}: already used, {name.en} ({number}).",
        )
    if right.status in {"lapsed", "closed"}:
        why = right.remedy.reasons[0]
        return Text(f"{act.zh}，{name.zh}：{why.zh}", f"{act.en}, {name.en}: {why.en}")
    if right.status == "not_yet":
        opens = right.remedy.opens_on
        return Text(
            f"请告知当事人：{act.zh}，{name.zh}从 {opens} 起可以提出。",
            f"Tell the person: {act.en}, {name.en} opens on {opens}.",
        )
    return _still_open(right, on)


def _still_open(right: Right, on: date) -> Text:
    name, act, last_on = NAMES[right.remedy.path], _act(right), right.warns_by
    ask = _to_find_out(right)
    if last_on is None:
        return ask
    left = (last_on - on).days
    stop = _NO_STOP if _is_against_the_act(right) else Text("", "")
    safe = _safe(right)
    if right.remedy.last_on is None and right.remedy.missing:
        return Text(
            f"{ask.zh}未查明之前，请在 {last_on} 前提出最稳妥，还有 {left} 天。{stop.zh}",
            f"{ask.en} Until then acting by {last_on} is safe, {left} days from {on}. "
            f"{stop.en}".strip(),
        )
    return Text(
        f"请告知当事人：{act.zh}，{name.zh}的最后一日是 {last_on}，还有 {left} 天。"
        f"{safe.zh}{stop.zh}",
        f"Tell the person: {act.en}, the last day of {name.en} is {last_on}, {left} days from "
        f"{on}. {safe.en}{stop.en}".strip(),
    )


def _to_find_out(right: Right) -> Text:
    name, act = NAMES[right.remedy.path], _act(right)
    facts = "、".join(each.text.zh for each in right.remedy.missing)
    facts_en = ", ".join(each.text.en for each in right.remedy.missing)
    return Text(
        f"请先查明{facts}，才能告知当事人{act.zh}{name.zh}的最后一日。",
        f"Find out first: {facts_en}. Only then can the last day of {name.en}, {act.en}, be told.",
    )


def _safe(right: Right) -> Text:
    safe_on = right.remedy.safe_on
    if safe_on is None or safe_on == right.remedy.last_on:
        return Text("", "")
    if right.remedy.span.doubts:
        return Text(
            f"法律对此没有明确，稳妥的最后一日是 {safe_on}；已过的，请立即提出。",
            f"The law leaves that open; the safe last day is {safe_on}; once it is over, act at "
            "once. ",
        )
    if right.remedy.last_on is None:
        return Text(
            "现正在扣除的时间须由本人举证，以此日为准最稳妥。",
            "The time being taken out at present has to be proved; this day needs no proof. ",
        )
    return Text(
        f"扣除的时间须由本人举证，在 {safe_on} 前提出最稳妥。",
        f"What was taken out has to be proved; acting by {safe_on} is safe. ",
    )


def _act(right: Right) -> Text:
    if right.remedy.path is Path.JUDICIAL_CONFIRMATION:
        return Text("调解协议", "the mediation agreement")
    if right.against_inaction:
        return Text("针对不履行法定职责", "against the failure to perform a duty")
    if right.act_number is None:
        return Text("所涉行政行为", "the act concerned")
    return Text(f"针对{right.act_number}", f"against {right.act_number}")


def _used(right: Right) -> Text:
    return NAMES[right.remedy.path]


def _is_against_the_act(right: Right) -> bool:
    return right.remedy.path is not Path.JUDICIAL_CONFIRMATION
