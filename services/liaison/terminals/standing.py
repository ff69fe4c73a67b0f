"""How a petition stands, in the plain words of somebody who reads no file. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from shared.language import Text

_NOTHING = Text("没有待办的期限。", "No period is running.")
_STATES: Mapping[str, Text] = MappingProxyType(
    {
        "registered": Text(
            "已经登记，正在确定由谁办理。", "It is registered; who handles it is being settled."
        ),
        "transferred": Text("已经转给有权处理的机关。", "It was passed to the competent agency."),
        "taken_up": Text("正在研究您的建议或者反映。", "What you put forward is being studied."),
        "accepted": Text("已经受理，正在办理。", "It is accepted and being handled."),
        "answered": Text("已经答复。", "It is answered."),
        "concluded": Text(
            "已经办结，处理意见书会送给您。", "It is concluded; the opinion is delivered to you."
        ),
        "in_review": Text("正在复查。", "It is being reviewed."),
        "reviewed": Text("复查已经完成。", "The review is done."),
        "in_reexamination": Text("正在复核。", "It is being re-examined."),
        "finalized": Text("复核已经完成。", "The re-examination is done."),
        "declined": Text(
            "不予受理，告知书写明理由和可以找谁。",
            "It is not accepted; the notice says why, and where you can turn.",
        ),
        "referred": Text(
            "已经导入其他法定程序。", "It was led into another procedure that the law provides."
        ),
        "withdrawn": Text("您已撤回。", "You withdrew it."),
        "closed": Text("已经归档。", "The file is closed."),
    }
)
# What a running period of the agency means to the person who waits for it (信访工作条例22–36).
_AWAITED: Mapping[str, Text] = MappingProxyType(
    {
        "XF-01": Text(
            "最迟 {day} 转给有权处理的机关", "By {day} it is passed on to the competent agency"
        ),
        "XF-02": Text("最迟 {day} 告知您是否受理", "By {day} you are told whether it is accepted"),
        "XF-03": Text("最迟 {day} 告知您是否受理", "By {day} you are told whether it is accepted"),
        "XF-05": Text("最迟 {day} 作出处理意见", "By {day} the opinion is given"),
        "XF-07": Text("最迟 {day} 作出复查意见", "By {day} the review opinion is given"),
        "XF-09": Text("最迟 {day} 作出复核意见", "By {day} the re-examination opinion is given"),
    }
)
_PROVISIONAL = Text("（节假日安排公布后可能变动）", " (may move once the holidays are announced)")
# What the person may do, with the period that runs against them.
_OPEN_TO_YOU: Mapping[str, Text] = MappingProxyType(
    {
        "XF-06": Text(
            "不服的，{day} 以前可以请求复查", "If you disagree, ask for a review by {day}"
        ),
        "XF-08": Text(
            "不服的，{day} 以前可以请求复核", "If you disagree, ask for a re-examination by {day}"
        ),
    }
)


def state_in_words(progress: Mapping[str, Any]) -> Text:
    """Return how the petition stands; the label of its state where there are no plain words."""
    plain = _STATES.get(progress["status"])
    return plain if plain is not None else Text.from_dict(progress["status_label"])


def next_step(progress: Mapping[str, Any]) -> Text:
    """Return what happens next and until when: the running period that ends first."""
    running = sorted(
        (clock for clock in progress["clocks"] if clock["due_on"]), key=lambda each: each["due_on"]
    )
    said = [words for clock in running if (words := _said(clock)) is not None]
    return said[0] if said else _NOTHING


def _said(clock: Mapping[str, Any]) -> Text | None:
    words = _AWAITED.get(clock["rule"]) or _OPEN_TO_YOU.get(clock["rule"])
    if words is None:
        return None
    day = date.fromisoformat(clock["due_on"])
    later = _PROVISIONAL if clock["provisional"] else Text("", "")
    zh = words.zh.format(day=f"{day.year}年{day.month}月{day.day}日")
    en = words.en.format(day=day.isoformat())
    return Text(f"{zh}{later.zh}。", f"{en}{later.en}.")
