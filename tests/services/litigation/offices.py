"""The litigation service without its processes: casework, desk, reactions, a real database."""

from __future__ import annotations

from typing import Any

from services.litigation import track
from services.litigation.reactions import reactions
from shared.storage.database import Database
from tests.services.litigation.builders import OFFICER, notice
from tests.support.case_in_memory import known_values
from tests.support.track_office import TrackOffice


class Office(TrackOffice):
    """One agency that responds to suits."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, track(), reactions, OFFICER)

    def judged(self, **changes: Any) -> str:
        """Return a case whose judgment was served on the two sides on 08-05 and 08-07 (or None)."""
        case_id = self.opens(notice())
        self.does(case_id, "submit_answer", on="2024-05-24", evidence=["处罚决定书"])
        judgment = {
            "on": "2024-08-01",
            "kind": "judgment",
            "outcome": "claims_dismissed",
            "lost": False,
            "served_on": "2024-08-05",
            "opponent_served_on": "2024-08-07",
            **changes,
        }
        self.does(case_id, "record_judgment", **known_values(judgment))
        return case_id

    def opens(self, raw: dict[str, Any], command: str = "receive_notice") -> str:
        return self.opened(command, raw)
