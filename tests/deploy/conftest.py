"""What the tests of this room share."""

import pytest

from deploy.embedded.ports import private_ports


@pytest.fixture
def free_port() -> int:
    """A port outside the range from which clients are given theirs."""
    return private_ports().gateway
