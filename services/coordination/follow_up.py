"""What is followed up beside the clocks of cases: referrals, and what notices move."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from services.coordination.assembly import Coordination
from services.coordination.calendar_moves import moves
from services.coordination.calendar_moves.moves import Moves
from services.coordination.calendar_moves.notices_left import NoticesLeft
from services.coordination.calendar_moves.recounts import Recounts
from services.coordination.docket.entry_grace import EntryGrace
from services.coordination.outside.registered_bodies import RegisteredBodies
from services.coordination.referrals import saga
from services.coordination.referrals.referral import ReferralPolicy
from services.coordination.referrals.referral_watch import ReferralWatch
from services.coordination.referrals.saga import Referrals
from shared.events.errand import GoOn

OUTLETS = (saga.COLLECTION, moves.COLLECTION)


@dataclass(frozen=True, slots=True)
class OverdueResult:
    """How many referrals were found overdue; `complete` unless it was stopped."""

    referrals: int
    complete: bool


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Referrals, the bodies outside, and what holiday notices moved."""

    referrals: Referrals
    bodies: RegisteredBodies
    moves: Moves
    recounts: Recounts
    left: NoticesLeft
    recompute_limitation: Callable[[GoOn], None]

    def prepare(self) -> None:
        """Create the indexes of all of them, and part what an earlier release kept as one."""
        for part in (self.referrals, self.bodies, self.moves):
            part.prepare()
        self.left.part()

    def run(
        self,
        as_of: date,
        *,
        grace: EntryGrace | None = None,
        go_on: GoOn = lambda: True,
    ) -> OverdueResult:
        """Count anew by new notices, and say once of all that is overdue that it is."""
        self.recounts.settle(self.recompute_limitation, go_on)
        referrals = ReferralWatch(self.referrals).run(as_of, grace=grace, go_on=go_on)
        return OverdueResult(referrals, complete=go_on())


def follow_up_on(coordination: Coordination, policy: ReferralPolicy | None = None) -> FollowUp:
    """Return the follow-up on the database of coordination."""
    database = coordination.database
    bodies, moved = RegisteredBodies(database), Moves(database, coordination.docket)
    return FollowUp(
        Referrals(database, coordination.matters, policy or ReferralPolicy(), bodies.named),
        bodies,
        moved,
        Recounts(database, coordination.shelf, moved),
        NoticesLeft(database),
        coordination.watch.recompute,
    )
