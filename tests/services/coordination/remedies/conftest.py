"""A watch over the rights of people on the day on which most of its cases are looked at."""

from __future__ import annotations

import pytest

from services.coordination.assembly import Coordination
from shared.storage.database import Database
from tests.services.coordination.remedies.watched import Watching


@pytest.fixture
def watching(database: Database, coordination: Coordination) -> Watching:
    return Watching(database, coordination, "2026-08-10")
