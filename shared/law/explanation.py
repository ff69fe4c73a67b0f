"""The steps of a computation in words, so that a reader can follow and check each of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby

from shared.language import Text
from shared.law.calendar import HELD_FROM, Calendar, Day
from shared.law.computation import Computation
from shared.law.counting import safe_day
from shared.law.pauses import Pause
from shared.law.rule import Length, Status, Unit, quantity

_ONE_DAY = timedelta(days=1)
_WEEKDAYS = (
    Text("周一", "Monday"),
    Text("周二", "Tuesday"),
    Text("周三", "Wednesday"),
    Text("周四", "Thursday"),
    Text("周五", "Friday"),
    Text("周六", "Saturday"),
    Text("周日", "Sunday"),
)
_STATUS_MARKS = {
    Status.VERIFIED_SECOND_HAND: Text(
        "注意：条文只见于转引，未核对原文", "note: the article was read second-hand only"
    ),
    Status.INTERPRETIVE: Text(
        "注意：条文未明确规定，此为解释性计算",
        "note: the text does not say so expressly; interpretive",
    ),
    Status.POLICY: Text(
        "注意：这是内部管理期限，不是法定期限", "note: a policy, no statutory limit"
    ),
    Status.UNVERIFIED: Text("注意：条文未能核实", "note: the text could not be verified"),
}


def explain(done: Computation) -> tuple[Text, ...]:
    """Write every step of `done`, in order."""
    steps = [_rule(done)]
    if done.specified is not None:
        steps += _specified(done, done.specified)
    elif done.day_zero is not None and done.length is not None:
        if done.length.direction == "backward":
            steps += _backward(done, done.day_zero, done.length)
        else:
            steps += _forward(done, done.day_zero, done.length)
    return (*steps, *_marks(done))


def _rule(done: Computation) -> Text:
    terms = done.terms
    label_zh = f"（{terms.variant_label.zh}）" if terms.variant_label else ""
    label_en = f" ({terms.variant_label.en})" if terms.variant_label else ""
    # A rule of the house has no number that anybody would know.
    own = terms.rule_id.startswith("POLICY")
    rule = (
        Text("本机关规定", "house rule")
        if own
        else Text(f"规则 {terms.rule_id}", f"rule {terms.rule_id}")
    )
    return Text(
        f"{rule.zh} {terms.name.zh}{label_zh}：{terms.law} {terms.article}（{terms.version} 版）",
        f"{rule.en}, {terms.name.en}{label_en}: {terms.law} {terms.article} "
        f"(version {terms.version})",
    )


def _specified(done: Computation, on: date) -> Iterator[Text]:
    yield Text(
        f"最后一日由决定或约定直接指定为 {on}，不作推算",
        f"the last day is set to {on} by decision or agreement, as it stands there",
    )
    if done.pauses:
        yield Text("中止期间不移动指定的日期", "pauses do not move a day that was set")


def _backward(done: Computation, event: date, length: Length) -> Iterator[Text]:
    fact, words = done.terms.day_zero.text, length.text
    yield Text(f"{fact.zh}：{event}，当日不计", f"{fact.en}: {event}, itself not counted")
    yield _length_step(done, length)
    yield from _named_days(done, done.count.due or event, event - _ONE_DAY)
    yield Text(
        f"向前倒数{words.zh}，最迟为 {done.count.due}",
        f"counted back {words.en}: {done.count.due} at the latest",
    )
    safe = safe_day(event, length, done.calendar)
    yield Text(
        f"若要求期间整{words.zh}间隔，应在 {safe} 之前（含当日）完成，较为稳妥",
        f"if {words.en} must lie fully in between, {safe} is the safe day (interpretive)",
    )
    if done.pauses:
        yield Text("中止不影响倒数的期限", "pauses do not move a period counted backward")


def _forward(done: Computation, day_zero: date, length: Length) -> Iterator[Text]:
    fact = done.terms.day_zero.text
    yield Text(
        f"起算日 {day_zero}（{fact.zh}），当日不计，自次日起算",
        f"day 0 is {day_zero} ({fact.en}), not counted; the period runs from the next day",
    )
    yield _length_step(done, length)
    if done.extension is not None:
        yield _extension(done, done.extension)
    yield from _pauses(done, length)
    if length.unit is Unit.WORKING_DAY and done.count.consulted is not None:
        first, last = done.count.consulted
        yield from _named_days(done, first + _ONE_DAY, last)
    yield from _last_day(done)


def _length_step(done: Computation, length: Length) -> Text:
    own, words = done.terms.length, length.text
    if own == length:
        return Text(f"期限为{words.zh}", f"the length is {words.en}")
    if own is not None:
        return Text(
            f"期限另定为{words.zh}，代替规则的{own.text.zh}",
            f"the length is set to {words.en} in place of the rule's {own.text.en}",
        )
    longest = done.terms.longest
    limit_zh = f"（一般不超过{longest.text.zh}）" if longest else ""
    limit_en = f" (as a rule no more than {longest.text.en})" if longest else ""
    return Text(
        f"规则本身没有天数，按所定的{words.zh}计算{limit_zh}",
        f"the rule has no number of its own; counted as set: {words.en}{limit_en}",
    )


def _extension(done: Computation, extension: Length) -> Text:
    granted, rule = extension.text, done.terms.extension
    by = rule.approved_by if rule else None
    return Text(
        f"延长{granted.zh}" + (f"（{by.zh}）" if by else "") + "，与原期限自同一起算日连续计算",
        f"extended by {granted.en}"
        + (f" ({by.en})" if by else "")
        + ", counted on from the original day 0",
    )


def _pauses(done: Computation, length: Length) -> Iterator[Text]:
    taken = {pause.start: days for pause, days in done.count.excluded}
    unit = Unit.WORKING_DAY if length.unit is Unit.WORKING_DAY else Unit.CALENDAR_DAY
    for pause in done.pauses:
        yield _pause(done, pause, taken.get(pause.start), unit)
    if done.pauses and done.terms.pause is None:
        yield Text(
            "规则本身未规定不计入的事由，按登记的期间扣除",
            "the rule itself names no ground for a pause; excluded as recorded",
        )


def _pause(done: Computation, pause: Pause, days: int | None, unit: Unit) -> Text:
    reason_zh = f"（{pause.reason}）" if pause.reason else ""
    reason_en = f" ({pause.reason})" if pause.reason else ""
    if days is not None:
        out = quantity(days, unit)
        return Text(
            f"{pause.start} 之后至 {pause.end}{reason_zh}不计入：{out.zh}",
            f"after {pause.start} up to {pause.end}{reason_en} does not count: {out.en}",
        )
    if pause.end is None and done.count.days_left is not None:
        left = quantity(done.count.days_left, unit)
        return Text(
            f"自 {pause.start} 起中止，尚未恢复{reason_zh}；恢复之次日起继续计算剩余{left.zh}",
            f"paused since {pause.start} and not resumed{reason_en}; {left.en} left, "
            "running on from the day after resumption",
        )
    return Text(
        f"{pause.start} 开始的中止{reason_zh}不在期限之内，无影响",
        f"the pause from {pause.start}{reason_en} lies outside the period and has no effect",
    )


def _named_days(done: Computation, first: date, last: date) -> Iterator[Text]:
    """Say which holidays were skipped and which make-up days counted, and how many weekends."""
    days = [day for day in done.calendar.days(first, last) if not _paused(done.pauses, day.on)]
    named = (day for day in days if day.holiday is not None)
    for block in _blocks(named):
        yield _block(block)
    if weekend := sum(1 for day in days if day.holiday is None and not day.working):
        yield Text(
            f"期间的周六、周日共 {weekend} 天不计",
            f"Saturdays and Sundays in between, not counted: {weekend}",
        )


def _blocks(days: Iterable[Day]) -> Iterator[list[Day]]:
    """Split days into runs of consecutive days of one name and kind."""
    numbered = enumerate(days)
    for _, run in groupby(
        numbered,
        key=lambda pair: (pair[1].on.toordinal() - pair[0], pair[1].holiday, pair[1].working),
    ):
        yield [day for _, day in run]


def _block(block: list[Day]) -> Text:
    name = block[0].holiday or _WEEKDAYS[block[0].on.weekday()]
    when = _span(block)
    if block[0].working:
        return Text(
            f"{when.zh}是{name.zh}的调休上班日，计入",
            f"{when.en}: make-up working day for {name.en}, counted",
        )
    return Text(f"{when.zh}{name.zh}放假，不计", f"{when.en}: {name.en}, not counted")


def _span(block: list[Day]) -> Text:
    first, last = block[0].on, block[-1].on
    if first == last:
        return Text(f"{first} ", f"{first}")
    return Text(f"{first} 至 {last} ", f"{first} to {last}")


def _paused(pauses: tuple[Pause, ...], on: date) -> bool:
    return any(pause.start < on and (pause.end is None or on <= pause.end) for pause in pauses)


def _last_day(done: Computation) -> Iterator[Text]:
    raw, due = done.count.raw, done.count.due
    if raw is None or due is None:
        return
    day = done.calendar.day(raw)
    weekday = _WEEKDAYS[raw.weekday()]
    yield Text(f"最后一日为 {raw}（{weekday.zh}）", f"the last day is {raw} ({weekday.en})")
    if day.working and day.holiday is not None:
        yield Text(
            f"该日是{day.holiday.zh}的调休上班日，属于工作日，不顺延",
            f"that day is a make-up working day for {day.holiday.en}: it is not moved",
        )
    elif not day.working and not done.terms.rolls:
        yield Text(
            "该日不是工作日，但本期限的末日不顺延", "no working day, but this limit does not move"
        )
    elif not day.working:
        yield _roll(done, raw, due)


def _roll(done: Computation, raw: date, due: date) -> Text:
    resting = done.calendar.days(raw, due - _ONE_DAY)
    names = list(dict.fromkeys(day.holiday or _WEEKDAYS[day.on.weekday()] for day in resting))
    weekday = _WEEKDAYS[due.weekday()]
    return Text(
        f"该日起为休息日（{'、'.join(name.zh for name in names)}），"
        f"顺延至其后第一个工作日 {due}（{weekday.zh}）",
        f"rest days from there ({', '.join(name.en for name in names)}): moved to the first "
        f"working day after, {due} ({weekday.en})",
    )


def _marks(done: Computation) -> Iterator[Text]:
    if done.count.consulted is not None and done.count.due is not None:
        yield from _calendar_marks(done.calendar, *done.count.consulted)
    if mark := _STATUS_MARKS.get(done.terms.status):
        notes = done.terms.notes
        yield Text(f"{mark.zh}。{notes.zh}", f"{mark.en}. {notes.en}") if notes else mark


def _calendar_marks(calendar: Calendar, first: date, last: date) -> Iterator[Text]:
    if not calendar.is_all_announced(first, last):
        until = calendar.announced_until
        yield Text(
            f"暂定：{until} 年之后的放假安排尚未全部公布，公布后重新计算",
            f"provisional: not all holiday notices after {until} are published; to be recomputed",
        )
    if first.year < HELD_FROM:
        yield Text(
            f"暂定：未收录 {HELD_FROM} 年之前的放假安排，当时的节假日和工作日请另行核对",
            f"provisional: no holiday notices from before {HELD_FROM} are held; holidays and "
            "working days of that time are to be checked",
        )
