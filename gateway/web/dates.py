"""How dates and time limits are shown: with weekday, colour, word and days to go. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shared.language import Text
from shared.legal_day import TIME_ZONE

WEEKDAYS = tuple(
    Text(zh, en)
    for zh, en in (
        ("周一", "Mon"),
        ("周二", "Tue"),
        ("周三", "Wed"),
        ("周四", "Thu"),
        ("周五", "Fri"),
        ("周六", "Sat"),
        ("周日", "Sun"),
    )
)
LEVELS = {
    "overdue": Text("已逾期", "overdue"),
    "red": Text("紧急", "urgent"),
    "amber": Text("临期", "soon"),
    "green": Text("正常", "on time"),
    "paused": Text("暂停", "paused"),
    "met": Text("按期", "met"),
    "missed": Text("逾期", "missed"),
    "cancelled": Text("取消", "cancelled"),
    "none": Text("无进行中的期限", "no running time limit"),
}
OBLIGORS = {
    "agency": Text("本机关", "this agency"),
    "court": Text("法院", "the court"),
    "applicant": Text("申请人", "the applicant"),
    "respondent": Text("被申请人", "the respondent"),
    "party": Text("当事人", "a party"),
    "parties": Text("各方当事人", "the parties"),
    "petitioner": Text("信访人", "the petitioner"),
    "plaintiff": Text("原告", "the plaintiff"),
    "opponent": Text("对方当事人", "the opponent"),
    "mediation_body": Text("调解组织", "the mediation body"),
    "procuratorate": Text("检察院", "the procuratorate"),
    "superior": Text("上级机关", "the superior"),
    "lower_agency": Text("下级机关", "the lower agency"),
    "rule_maker": Text("规范性文件制定机关", "the maker of the rule"),
    "transferee": Text("接收机关", "the receiving agency"),
}


@dataclass(frozen=True, slots=True)
class Due:
    """A due date as a page shows it; `level` names colour and shape."""

    day: str | None
    weekday: Text | None
    level: str
    word: Text
    left: Text | None
    provisional: bool


def due_of(clock: Mapping[str, Any], today: date) -> Due:
    """Return what is to be shown of a clock as of `today`."""
    day, status = clock.get("due_on"), clock["status"]
    if status in {"met", "missed", "cancelled"}:
        return Due(day, weekday_of(day), status, LEVELS[status], None, False)
    if status == "paused":
        return Due(None, None, "paused", LEVELS["paused"], None, False)
    if day is None:
        return Due(None, None, "none", LEVELS["none"], None, False)
    days = (date.fromisoformat(day) - today).days
    level = "overdue" if days < 0 else clock.get("level") or "green"
    provisional = bool(clock.get("provisional"))
    return Due(day, weekday_of(day), level, LEVELS[level], left_of(days), provisional)


def left_of(days: int) -> Text:
    """Return how far a day is, in words."""
    if days < 0:
        return Text(f"已逾期 {-days} 天", f"{-days} days late" if days < -1 else "1 day late")
    if days == 0:
        return Text("今天到期", "due today")
    if days == 1:
        return Text("明天到期", "due tomorrow")
    return Text(f"剩 {days} 天", f"{days} days left")


def weekday_of(day: str | None) -> Text | None:
    """Return the weekday of an ISO date."""
    return None if day is None else WEEKDAYS[date.fromisoformat(day).weekday()]


def here_on(instant: str) -> str:
    """Return the day of an instant (RFC 3339) as the calendar here has it."""
    return datetime.fromisoformat(instant).astimezone(TIME_ZONE).date().isoformat()


def here_at(instant: str | datetime) -> str:
    """Return day, hour and minute of an instant (RFC 3339) as the clocks here show it."""
    moment = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
    return moment.astimezone(TIME_ZONE).strftime("%Y-%m-%d %H:%M")


def dated(value: str) -> Text:
    """Return an ISO date with its weekday."""
    weekday = WEEKDAYS[date.fromisoformat(value[:10]).weekday()]
    return Text(f"{value[:10]} {weekday.zh}", f"{value[:10]} {weekday.en}")
