"""What objections to normative documents do when others' events arrive."""

from __future__ import annotations

from collections.abc import Mapping

from shared.casework.reacting import Handler, SystemDesk


def reactions(_desk: SystemDesk) -> Mapping[str, Handler]:
    """Return the handler of every event that objections answer to: none beside every track's."""
    return {}
