"""The watch over referrals: says once that one was not taken up, or not answered, in time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from services.coordination.docket.entry_grace import EntryGrace
from services.coordination.referrals.following import overdue
from services.coordination.referrals.referral import next_due_on
from services.coordination.referrals.saga import Referrals
from shared.events.errand import GoOn
from shared.legal_day import TIME_ZONE
from shared.records.records import Change
from shared.storage.database import Document


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

        def decide(current: Document) -> Change | None:
            if grace is not None and self._may_still_be_in_entry(current, grace):
                return None
            return overdue(current, as_of.isoformat())

        return len(list(self._referrals.records.settle(as_of, decide, go_on=go_on)))

    def _may_still_be_in_entry(self, referral: Mapping[str, Any], grace: EntryGrace) -> bool:
        recorded: datetime = referral["recorded_at"]
        recorded_on = recorded.astimezone(TIME_ZONE).date().isoformat()
        late = recorded_on > (next_due_on(referral) or "")
        return late and grace.covers(recorded, self._now())
