"""What must exist in the database of coordination before any of its processes writes."""

from __future__ import annotations

from services.coordination.assembly import Coordination
from services.coordination.docket import docket
from services.coordination.follow_up import OUTLETS as FOLLOWED
from services.coordination.follow_up import FollowUp
from services.coordination.matters import matters
from services.coordination.remedies import limitation_watch
from shared.events.preparation import prepare as prepare_events

OUTLETS = (docket.COLLECTION, matters.COLLECTION, limitation_watch.COLLECTION, *FOLLOWED)


def prepare(coordination: Coordination, follow_up: FollowUp) -> None:
    """
    Create every collection that has an index; may be repeated at any time.

    Web process and worker both call it once, before they write: the embedded database may stand
    still when one client creates an index on a collection that does not exist yet while another
    inserts the first document into it.
    """
    prepare_events(coordination.database, OUTLETS)
    for part in (
        coordination.docket,
        coordination.hearings,
        coordination.matters,
        coordination.watch,
        follow_up,
    ):
        part.prepare()
