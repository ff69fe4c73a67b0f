"""Courts of an installation from before, whose secrets stood in clear, become partners."""

from __future__ import annotations

from datetime import UTC, datetime

import structlog

from gateway.partners.partner import SEALED, Act
from gateway.partners.partners import Partners
from shared.casework.guarding import SYSTEM
from shared.storage.database import Database

FORMER_COLLECTION = "courts"
_log = structlog.get_logger(__name__)


def prepare_partners(database: Database, partners: Partners) -> None:
    """
    Take over courts of before, sealed, and seal again what lies under a key that was replaced.

    It may be interrupted and repeated, and several processes may do it at once: a court leaves
    its old place only after it stands in the new one.
    """
    former = database[FORMER_COLLECTION]
    for found in former.find():
        act = Act(SEALED, datetime.now(UTC), SYSTEM.subject)
        if partners.keep(partners.from_before(found, act)):
            _log.info("partner_taken_over", partner=found["_id"])
        former.delete_one({"_id": found["_id"]})
    partners.tidy()
