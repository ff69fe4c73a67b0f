"""What is followed up beside the clocks of cases: referrals, objections, calendar editions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from services.coordination.assembly import Coordination
from services.coordination.calendar_editions import editions, moves
from services.coordination.calendar_editions.editions import Editions, GoOn
from services.coordination.calendar_editions.moves import Moves
from services.coordination.case_events import CaseEvent, tells_of_a_case
from services.coordination.norms import store as norms
from services.coordination.norms.objection import AnswerClock
from services.coordination.norms.store import NormObjections
from services.coordination.outside.bodies import OutsideBodies
from services.coordination.referrals import saga
from services.coordination.referrals.referral import ReferralPolicy
from services.coordination.referrals.saga import Referrals
from services.coordination.referrals.watch import ReferralWatch
from shared.events.envelope import Event
from shared.events.lanes import EVERY_TYPE, Handler

OUTLETS = (saga.COLLECTION, norms.COLLECTION, editions.COLLECTION, moves.COLLECTION)
APPLIED = "calendar.edition_applied"


@dataclass(frozen=True, slots=True)
class OverdueResult:
    """How many referrals and objections were found overdue; `complete` unless it was stopped."""

    referrals: int
    objections: int
    complete: bool


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Referrals, the bodies outside, objections to norms, and editions with what they moved."""

    referrals: Referrals
    bodies: OutsideBodies
    objections: NormObjections
    editions: Editions
    moves: Moves
    recompute_limitation: Callable[[GoOn], None]

    def prepare(self) -> None:
        """Create the indexes of all of them."""
        for part in (self.referrals, self.bodies, self.objections, self.editions, self.moves):
            part.prepare()

    def run(
        self,
        as_of: date,
        *,
        grace: timedelta | None = None,
        go_on: GoOn = lambda: True,
    ) -> OverdueResult:
        """Count anew by new editions, and say once of all that is overdue that it is."""
        self.editions.settle(self.recompute_limitation, go_on)
        referrals = ReferralWatch(self.referrals).run(as_of, grace=grace, go_on=go_on)
        objections = self.objections.watch(as_of, go_on)
        return OverdueResult(referrals, objections, complete=go_on())


def follow_up_on(coordination: Coordination, policy: ReferralPolicy | None = None) -> FollowUp:
    """Return the follow-up on the database of coordination."""
    database = coordination.database
    bodies = OutsideBodies(database)
    return FollowUp(
        Referrals(database, coordination.matters, policy or ReferralPolicy(), bodies.named),
        bodies,
        NormObjections(database, AnswerClock(coordination.rules, coordination.calendars)),
        Editions(database, coordination.shelf),
        Moves(database, coordination.docket),
        coordination.watch.recompute,
    )


def following(handlers: Mapping[str, Handler], follow_up: FollowUp) -> dict[str, Handler]:
    """
    Return `handlers` with what the follow-up hears.

    Moved dates are noted before the docket takes in the new ones; referrals move on after the
    matter has taken in the step.
    """
    take_in = handlers[EVERY_TYPE]

    def take_in_and_follow(event: Event) -> None:
        step = CaseEvent.read(event) if tells_of_a_case(event) else None
        if step is not None:
            follow_up.moves.record(step)
        take_in(event)
        if step is not None:
            follow_up.referrals.record(step)

    return {
        **handlers,
        EVERY_TYPE: take_in_and_follow,
        APPLIED: follow_up.editions.note_applied,
    }
