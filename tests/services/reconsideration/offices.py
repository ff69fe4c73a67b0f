"""The reconsideration service without its processes: casework, desk, reactions, a real database."""

from __future__ import annotations

from services.reconsideration import track
from services.reconsideration.reactions import reactions
from shared.storage.database import Database
from tests.services.reconsideration.builders import OFFICER, application
from tests.support.track_office import TrackOffice


class Office(TrackOffice):
    """One reconsideration organ at work."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, track(), reactions, OFFICER)

    def opens(self, **changes: object) -> str:
        return self.opened("file", application(**changes))

    def suspended_for_mediation(self) -> str:
        case_id = self.opens()
        self.does(case_id, "accept", on="2024-05-13", procedure="ordinary")
        self.does(case_id, "start_mediation", on="2024-05-23", consent_to_suspend=True)
        return case_id
