"""What is followed up beside the clocks of cases: referrals, objections, calendar editions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from services.coordination.assembly import Coordination
from services.coordination.calendar_editions import editions, moves
from services.coordination.calendar_editions.editions import Editions
from services.coordination.calendar_editions.moves import Moves
from services.coordination.entry_grace import EntryGrace
from services.coordination.norms import store as norms
from services.coordination.norms.objection import AnswerClock
from services.coordination.norms.store import NormObjections
from services.coordination.outside.bodies import OutsideBodies
from services.coordination.referrals import saga
from services.coordination.referrals.referral import ReferralPolicy
from services.coordination.referrals.referral_watch import ReferralWatch
from services.coordination.referrals.saga import Referrals
from shared.events.errand import GoOn

OUTLETS = (saga.COLLECTION, norms.COLLECTION, editions.COLLECTION, moves.COLLECTION)


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
        grace: EntryGrace | None = None,
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
