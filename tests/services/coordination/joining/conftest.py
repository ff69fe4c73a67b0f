"""The owners of the cases that a test tells of."""

from __future__ import annotations

import pytest

from services.coordination.assembly import Coordination
from tests.services.coordination.joining.owners import Owners


@pytest.fixture
def owners(coordination: Coordination) -> Owners:
    return Owners(coordination)
