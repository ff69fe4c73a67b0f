"""The background process of the mediation service: relay, consumer, reactions."""

from __future__ import annotations

from services.mediation import track
from services.mediation.reactions import reactions
from shared.casework.worker import run_track_worker


def main() -> int:
    """Run until told to stop; return the exit code."""
    return run_track_worker(track(), reactions)


if __name__ == "__main__":
    raise SystemExit(main())
