"""Mediations that the tests of late facts share."""

from __future__ import annotations

import uuid

import pytest
from pymongo import MongoClient

from services.mediation import track
from services.mediation.reactions import reactions
from shared.storage.database import Document
from tests.services.mediation.builders import OFFICER, request
from tests.services.mediation.courses import COURSES, STEPS
from tests.support.late_facts import LedCases
from tests.support.track_office import TrackOffice


@pytest.fixture(scope="module")
def mediations(databases: MongoClient[Document]) -> LedCases:
    """Mediations that a court assigned, requested on 2026-07-01."""
    office = TrackOffice(databases[f"test_{uuid.uuid4().hex}"], track(), reactions, OFFICER)
    return LedCases(office, ("request", request("court_assigned")), COURSES, STEPS)
