"""Fifty terminals send what they kept at the same moment, and some answers get lost."""

from __future__ import annotations

from benchmarks.terminals import sent_at_once
from deploy.embedded.stack import Stack
from tests.support.stack import Officers


def test_each_petition_is_there_once_in_the_order_of_its_terminal_and_no_terminal_is_left_over(
    stack: Stack, officers: Officers
) -> None:
    after = sent_at_once(stack, officers, 50, 3)

    assert (after.lost, after.doubled, after.out_of_order) == (0, 0, 0)
    assert [len(each.cases) for each in after.queues] == [3] * 50
