"""The watch over referrals: says once that one was not taken up, or not answered, in time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from services.coordination.entry_grace import EntryGrace
from services.coordination.referrals.following import overdue
from services.coordination.referrals.referral import LATE, next_due_on
from services.coordination.referrals.saga import Referrals
from shared.events.errand import GoOn
from shared.legal_day import TIME_ZONE
from shared.records.records import Change


class ReferralWatch:
    """
    Marks what is overdue, by index: its cost grows with what is due.

    Mark, event and findings are one write, so a watch that is killed or run twice says nothing
    twice.
    """

    def __init__(
        self, referrals: Referrals, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._referrals = referrals
        self._now = now

    def run(
        self,
        as_of: date,
        *,
        grace: EntryGrace | None = None,
        go_on: GoOn = lambda: True,
    ) -> int:
        """
        Mark all that is overdue as of a day; return how many were.

        With `grace`, a referral that was recorded after its own last day is left alone for that
        long: an officer may still be entering an old file.
        """
        marked = 0
        for referral in self._referrals.records.due(as_of):
            if not go_on():
                break
            if grace is not None and self._may_still_be_in_entry(referral, grace):
                continue
            marked += self._mark(referral["_id"], as_of)
        return marked

    def _mark(self, referral_id: str, as_of: date) -> bool:
        def decide(current: Mapping[str, Any]) -> Change | None:
            return overdue(current, as_of.isoformat())

        after = self._referrals.records.change(referral_id, decide)
        return after is not None and after["state"] in LATE

    def _may_still_be_in_entry(self, referral: Mapping[str, Any], grace: EntryGrace) -> bool:
        recorded: datetime = referral["recorded_at"]
        recorded_on = recorded.astimezone(TIME_ZONE).date().isoformat()
        late = recorded_on > (next_due_on(referral) or "")
        return late and grace.covers(recorded, self._now())
