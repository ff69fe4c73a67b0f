"""Petitions that the tests of late facts share."""

from __future__ import annotations

import uuid

import pytest
from pymongo import MongoClient

from services.petitions import track
from services.petitions.reactions import reactions
from shared.storage.database import Document
from tests.services.petitions.builders import OFFICER, registration
from tests.services.petitions.courses import COURSES, STEPS, TOGETHER
from tests.support.late_facts import LedCases
from tests.support.track_office import TrackOffice


@pytest.fixture(scope="module")
def petitions(databases: MongoClient[Document]) -> LedCases:
    """Petitions of p1 and p2 received on 2026-07-01."""
    office = TrackOffice(databases[f"test_{uuid.uuid4().hex}"], track(), reactions, OFFICER)
    return LedCases(office, ("register", registration(petitioners=TOGETHER)), COURSES, STEPS)
