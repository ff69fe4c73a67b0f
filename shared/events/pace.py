"""How often the relay looks for waiting events by itself."""

from __future__ import annotations

import time
from collections.abc import Callable

FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 30.0
# Who writes rings a moment later: a look in between is no sign of a doorbell that does not work.
GRACE_SECONDS = 0.5
DEAF_SECONDS = 3600.0


class Pace:
    """
    Seldom while the doorbell announces whatever there is, and often where it does not.

    Web processes on another machine, or in another container, cannot ring. So each time that
    something waits for which nobody rang, the next hour is one of looking every 200 ms. A process
    that was killed between writing and ringing is made good by its successor, which rings as it
    starts.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._deaf_until = float("-inf")
        self.begin()

    def begin(self) -> None:
        """Begin anew: what waits now was written while nobody listened."""
        self._rung = True
        self._suspect_at: float | None = None
        self._pause = FIRST_PAUSE_SECONDS
        self._look_at = self._clock()

    def rung(self) -> None:
        """Note that somebody rang: look at once."""
        self._rung = True
        self._suspect_at = None
        self._look_at = self._clock()

    def heard(self) -> None:
        """Note that somebody rang for an outlet by name: it is looked through besides."""
        self._suspect_at = None

    def looked(self, *, found: bool) -> None:
        """Note a look through everything, and whether something waited."""
        now = self._clock()
        if found and not self._rung and self._suspect_at is None:
            self._suspect_at = now
        # What is lost may be what was rung for last: longer pauses come with longer silence.
        quiet = not (found or self._rung)
        self._pause = min(self._pause * 2, LONGEST_PAUSE_SECONDS) if quiet else FIRST_PAUSE_SECONDS
        self._rung = False
        self._look_at = now + (FIRST_PAUSE_SECONDS if self.deaf else self._pause)

    @property
    def deaf(self) -> bool:
        """Tell whether something was found lately that nobody had rung for."""
        now = self._clock()
        if self._suspect_at is not None and now - self._suspect_at >= GRACE_SECONDS:
            self._deaf_until, self._suspect_at = self._suspect_at + DEAF_SECONDS, None
        return now < self._deaf_until

    def pause(self) -> float:
        """Return the seconds until the next look through everything."""
        return max(0.0, self._look_at - self._clock())
