"""What the computation allows, refuses and says."""

from __future__ import annotations

import pytest

from shared.language import Text
from shared.law import (
    DueDateError,
    Extension,
    ExtensionError,
    Length,
    LengthError,
    MissingFactError,
    Override,
    Pause,
    Status,
    Unit,
    compute,
)
from tests.law.builders import CALENDAR, RULES, a_version, by_rule, day, due, length

MONDAY = day("2025-06-02")


@pytest.mark.parametrize(
    "rule_id", ["FY-18", "FY-08", "FY-17", "XF-05", "SS-13", "POLICY-loss-analysis"]
)
def test_without_the_starting_fact_nothing_is_computed(rule_id: str) -> None:
    version = RULES.in_force(rule_id, MONDAY)

    with pytest.raises(MissingFactError) as refused:
        compute(version, None, CALENDAR)

    assert (refused.value.rule_id, refused.value.fact) == (rule_id, version.day_zero.fact)
    assert refused.value.fact_text == version.day_zero.text


@pytest.mark.parametrize(
    ("rule_id", "on"),
    [
        ("FY-06", "2026-08-03"),
        ("FY-10", "2023-06-01"),
        ("SS-12", "2025-06-02"),
        ("SS-28", "2025-06-02"),
        ("XF-10", "2025-06-02"),
        ("XF-12", "2025-06-02"),
        ("TJ-12", "2025-06-02"),
        ("TJ-14", "2025-06-02"),
        ("POLICY-urge-feedback", "2025-06-02"),
        ("POLICY-performance", "2025-06-02"),
    ],
)
def test_a_rule_without_number_is_not_computed_until_one_is_given(rule_id: str, on: str) -> None:
    with pytest.raises(LengthError) as refused:
        by_rule(rule_id, on)
    assert rule_id in refused.value.text.zh

    computed = by_rule(rule_id, on, length=length("10 cd"))
    assert computed.length == length("10 cd")
    assert any("没有天数" in step.zh for step in computed.explanation)


def test_the_time_for_evidence_that_a_court_sets_stays_within_fifteen_days() -> None:
    assert by_rule("SS-12", "2025-06-02", length=length("15 cd")).due_on == day("2025-06-17")
    with pytest.raises(LengthError):
        by_rule("SS-12", "2025-06-02", length=length("16 cd"))
    with pytest.raises(LengthError):
        by_rule("SS-12", "2025-06-02", length=length("1 mo"))


def test_a_judicial_suggestion_may_set_more_than_the_usual_two_months() -> None:
    computed = by_rule("SS-28", "2025-06-02", length=length("3 mo"))

    assert computed.due_on == day("2025-09-02")
    assert any("一般不超过2个月" in step.zh for step in computed.explanation)


@pytest.mark.parametrize(
    ("rule_id", "shorter", "longer"),
    [
        ("FY-01", False, True),
        ("FY-18", True, False),
        ("FY-29", True, True),
        ("SS-29", True, False),
        ("FY-08", False, False),
        ("POLICY-administrative-mediation", True, True),
    ],
)
def test_another_length_is_taken_only_where_the_rule_lets_it(
    rule_id: str, shorter: bool, longer: bool
) -> None:
    for allowed, other in ((shorter, "1 cd"), (longer, "6 mo")):
        if allowed:
            computed = by_rule(rule_id, "2025-06-02", length=length(other))
            assert computed.length == length(other)
            assert any("另定" in step.zh for step in computed.explanation)
        else:
            with pytest.raises(LengthError):
                by_rule(rule_id, "2025-06-02", length=length(other))


def test_the_rules_own_length_may_always_be_repeated() -> None:
    assert by_rule("FY-08", "2025-06-03", length=length("5 wd")) == by_rule("FY-08", "2025-06-03")


def test_lengths_in_different_units_are_compared_by_where_they_end() -> None:
    version = a_version(length=length("10 wd"), override=Override.SHORTER)

    # Ten working days from 2025-09-25 run over the National Day holiday.
    start = day("2025-09-25")
    assert compute(version, start, CALENDAR, length=length("14 cd")).due_on == day("2025-10-09")
    with pytest.raises(LengthError):
        compute(version, MONDAY, CALENDAR, length=length("15 cd"))


@pytest.mark.parametrize("value", [0, -1, 40000])
def test_a_length_outside_reason_is_refused(value: int) -> None:
    with pytest.raises(LengthError):
        Length(value, Unit.CALENDAR_DAY)


def test_an_extension_is_counted_from_the_original_day_zero_and_rolled_once() -> None:
    # The 60th day, 2025-07-06, is a Sunday: counted on from the rolled day it would be the 6th.
    extended = by_rule("FY-18", "2025-05-07", extended_by=30)

    assert extended.raw_due_on == extended.due_on == day("2025-08-05")
    assert any("延长30日" in step.zh for step in extended.explanation)


@pytest.mark.parametrize("days", [31, -1, 100000])
def test_an_extension_beyond_the_rules_own_is_refused(days: int) -> None:
    with pytest.raises(ExtensionError) as refused:
        by_rule("FY-18", "2025-05-07", extended_by=days)

    assert "30" in refused.value.text.zh


@pytest.mark.parametrize("rule_id", ["FY-19", "FY-08", "FY-14", "XF-07", "FY-17"])
def test_a_rule_without_extension_is_not_extended(rule_id: str) -> None:
    with pytest.raises(ExtensionError):
        by_rule(rule_id, "2025-05-07", extended_by=1)


def test_an_extension_without_number_in_the_law_is_taken_as_granted() -> None:
    assert by_rule("FY-10", "2025-06-02", extended_by=5).due_on == day("2025-06-23")
    with pytest.raises(ExtensionError):
        by_rule("FY-10", "2025-06-02", extended_by=100000)


def test_an_extension_in_months_is_added_as_months() -> None:
    computed = by_rule("SS-32", "2025-01-31", variant="review", extended_by=1)

    assert computed.due_on == day("2025-03-31")


def test_a_last_day_that_was_set_is_taken_as_it_stands() -> None:
    sunday = day("2025-07-06")
    version = RULES.in_force("XF-10", MONDAY)
    computed = compute(version, MONDAY, CALENDAR, due_on=sunday)
    without_start = compute(version, None, CALENDAR, due_on=sunday)

    assert computed.due_on == computed.raw_due_on == without_start.due_on == sunday
    assert computed.length is None
    assert not computed.provisional
    assert any("直接指定" in step.zh for step in computed.explanation)


def test_a_last_day_set_before_the_start_is_refused() -> None:
    with pytest.raises(DueDateError):
        by_rule("XF-10", "2025-06-02", due_on=day("2025-06-01"))


def test_a_last_day_that_was_set_is_not_extended_by_days() -> None:
    with pytest.raises(ExtensionError):
        by_rule("FY-18", "2025-06-02", due_on=day("2025-08-01"), extended_by=5)


def test_pauses_do_not_move_a_day_that_was_set() -> None:
    pause = Pause(day("2025-06-10"), day("2025-06-20"))
    computed = by_rule("XF-10", "2025-06-02", due_on=day("2025-07-01"), pauses=[pause])

    assert computed.due_on == day("2025-07-01")
    assert any("不移动" in step.zh for step in computed.explanation)


def test_a_pause_takes_out_the_days_after_its_start_up_to_its_end() -> None:
    pause = Pause(day("2024-01-10"), day("2024-01-20"), "鉴定")
    plain, paused = (
        due("30 cd", day("2024-01-02")),
        due("30 cd", day("2024-01-02"), pauses=(pause,)),
    )

    assert plain.raw_due_on == day("2024-02-01")
    assert paused.raw_due_on == day("2024-02-11")
    assert any("10日" in step.zh and "鉴定" in step.zh for step in paused.explanation)


def test_a_pause_of_a_working_day_limit_takes_out_working_days() -> None:
    pause = Pause(day("2025-09-30"), day("2025-10-10"))

    assert due("5 wd", day("2025-09-28"), pauses=(pause,)).due_on == day("2025-10-14")


@pytest.mark.parametrize("start", ["2025-08-01", "2025-08-02", "2026-01-01"])
@pytest.mark.parametrize("end", [None, "2026-06-01"])
def test_a_pause_that_starts_on_the_last_day_or_later_has_no_effect(
    start: str, end: str | None
) -> None:
    pause = Pause(day(start), day(end) if end else None)
    computed = due("60 cd", MONDAY, pauses=(pause,))

    assert computed.due_on == day("2025-08-01")
    assert any("无影响" in step.zh for step in computed.explanation)


def test_a_pause_that_begins_on_a_day_reached_only_through_another_pause_counts() -> None:
    first = Pause(day("2025-07-01"), day("2025-07-11"))
    second = Pause(day("2025-08-05"), day("2025-08-15"))

    assert due("60 cd", MONDAY, pauses=(second,)).raw_due_on == day("2025-08-01")
    assert due("60 cd", MONDAY, pauses=(first, second)).raw_due_on == day("2025-08-21")


def test_while_a_pause_is_open_the_days_left_are_told_instead_of_a_last_day() -> None:
    computed = due("60 cd", MONDAY, pauses=(Pause(day("2025-06-12")),))

    assert (computed.due_on, computed.raw_due_on, computed.days_left) == (None, None, 50)
    assert any("剩余50日" in step.zh for step in computed.explanation)
    assert not computed.provisional


def test_pauses_do_not_move_a_period_counted_backward() -> None:
    pause = Pause(day("2026-09-20"), day("2026-09-25"))

    notice = by_rule("FY-17", "2026-10-12", pauses=[pause])

    assert notice.due_on == day("2026-09-29")
    assert "中止不影响倒数的期限" in [step.zh for step in notice.explanation]


def test_calendar_days_counted_back_before_a_hearing() -> None:
    notice = by_rule("SS-23", "2026-10-12")

    assert notice.due_on == day("2026-10-09")
    assert any("2026-10-08" in step.zh for step in notice.explanation)


def test_months_counted_back_end_on_the_corresponding_day_or_the_last_of_the_month() -> None:
    back = a_version(length=Length(1, Unit.MONTH, "backward"), rolls=False)

    assert compute(back, day("2025-03-31"), CALENDAR).due_on == day("2025-02-28")
    assert compute(back, day("2025-01-15"), CALENDAR).due_on == day("2024-12-15")


def test_a_make_up_saturday_does_not_move_a_last_day_and_the_reader_is_told() -> None:
    computed = due("6 mo", day("2025-08-31"))

    assert computed.due_on == day("2026-02-28")
    assert any("调休上班日" in step.zh and "不顺延" in step.zh for step in computed.explanation)


def test_a_rule_without_ground_for_a_pause_says_so() -> None:
    pause = Pause(day("2025-06-10"), day("2025-06-20"))
    said = "规则本身未规定不计入的事由"

    assert any(
        said in step.zh for step in by_rule("XF-05", "2025-06-02", pauses=[pause]).explanation
    )
    assert not any(
        said in step.zh for step in by_rule("FY-18", "2025-06-02", pauses=[pause]).explanation
    )


def test_the_explanation_tells_every_step_in_order() -> None:
    computed = by_rule("FY-18", "2024-12-23", extended_by=30)

    told = [step.zh for step in computed.explanation]
    assert "行政复议法 62¶1（2023 版）" in told[0]
    assert "2024-12-23" in told[1]
    assert "当日不计" in told[1]
    assert told[2] == "期限为60日"
    assert "延长30日" in told[3]
    assert "2025-03-23（周日）" in told[4]
    assert "2025-03-24（周一）" in told[5]
    assert len(told) == 6


def test_the_explanation_names_each_holiday_and_each_make_up_day() -> None:
    told = [step.en for step in due("5 wd", day("2025-09-26")).explanation]

    assert (
        "2025-09-28: make-up working day for National Day and Mid-Autumn Festival, counted" in told
    )
    assert "2025-10-01 to 2025-10-08: National Day and Mid-Autumn Festival, not counted" in told
    assert "Saturdays and Sundays in between, not counted: 1" in told


def test_days_inside_a_pause_are_not_told_twice() -> None:
    pause = Pause(day("2025-09-30"), day("2025-10-09"))
    told = [step.zh for step in due("5 wd", day("2025-09-26"), pauses=(pause,)).explanation]

    assert not any("10-01" in step for step in told)
    assert any("2025-10-11" in step and "调休上班日" in step for step in told)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status.INTERPRETIVE, "解释性"),
        (Status.POLICY, "不是法定期限"),
        (Status.UNVERIFIED, "未能核实"),
        (Status.VERIFIED_SECOND_HAND, "转引"),
    ],
)
def test_what_is_not_verified_is_marked(status: Status, said: str) -> None:
    version = a_version(status=status, notes=Text("说明", "a note"))
    last = compute(version, MONDAY, CALENDAR).explanation[-1]

    assert said in last.zh
    assert last.zh.endswith("说明")
    assert last.en.endswith("a note")


def test_a_provisional_day_is_marked() -> None:
    last = due("30 cd", day("2026-12-25")).explanation[-1]

    assert "暂定" in last.zh
    assert last.en.startswith("provisional")


def test_two_computations_of_the_same_facts_are_equal() -> None:
    version = a_version(extension=Extension(5, Unit.CALENDAR_DAY))

    assert compute(version, MONDAY, CALENDAR) == compute(version, MONDAY, CALENDAR)
    assert compute(version, MONDAY, CALENDAR) != compute(version, MONDAY, CALENDAR, extended_by=5)
