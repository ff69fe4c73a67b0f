"""What is followed up beside the clocks of cases: referrals, objections, what notices move."""

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
from services.coordination.norms import store as norms
from services.coordination.norms.objection import AnswerClock
from services.coordination.norms.store import NormObjections
from services.coordination.outside.bodies import OutsideBodies
from services.coordination.referrals import saga
from services.coordination.referrals.referral import ReferralPolicy
from services.coordination.referrals.referral_watch import ReferralWatch
from services.coordination.referrals.saga import Referrals
from shared.events.errand import GoOn

OUTLETS = (saga.COLLECTION, norms.COLLECTION, moves.COLLECTION)


@dataclass(frozen=True, slots=True)
class OverdueResult:
    """How many referrals and objections were found overdue; `complete` unless it was stopped."""

    referrals: int
    objections: int
    complete: bool


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Referrals, the bodies outside, objections to norms, and what holiday notices moved."""

    referrals: Referrals
    bodies: OutsideBodies
    objections: NormObjections
    moves: Moves
    recounts: Recounts
    left: NoticesLeft
    recompute_limitation: Callable[[GoOn], None]

    def prepare(self) -> None:
        """Create the indexes of all of them, and part what an earlier release kept as one."""
        for part in (self.referrals, self.bodies, self.objections, self.moves):
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
        objections = self.objections.watch(as_of, go_on)
        return OverdueResult(referrals, objections, complete=go_on())


def follow_up_on(coordination: Coordination, policy: ReferralPolicy | None = None) -> FollowUp:
    """Return the follow-up on the database of coordination."""
    database = coordination.database
    bodies, moved = OutsideBodies(database), Moves(database, coordination.docket)
    return FollowUp(
        Referrals(database, coordination.matters, policy or ReferralPolicy(), bodies.named),
        bodies,
        NormObjections(database, AnswerClock(coordination.rules, coordination.calendars)),
        moved,
        Recounts(database, coordination.shelf, moved),
        NoticesLeft(database),
        coordination.watch.recompute,
    )
