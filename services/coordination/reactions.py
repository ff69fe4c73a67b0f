"""What coordination does when others' events arrive: it takes in every step of every case."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from services.coordination.case_events import CaseEvent, tells_of_a_case
from services.coordination.docket import Docket
from services.coordination.matters import Matters
from shared.events.envelope import Event
from shared.events.lanes import EVERY_TYPE, Handler


def reactions(
    docket: Docket, matters: Matters, *others: Callable[[CaseEvent], None]
) -> Mapping[str, Handler]:
    """
    Return the one handler; a track that is added tomorrow is heard without a change here.

    `others` are told of every step after docket and matters.
    """

    def take_in(event: Event) -> None:
        if tells_of_a_case(event):
            step = CaseEvent.read(event)
            docket.record(step)
            matters.record(step)
            for record in others:
                record(step)

    return {EVERY_TYPE: take_in}
