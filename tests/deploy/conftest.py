"""What the tests of this room share."""

import pytest

from deploy.embedded.ports import private_port


@pytest.fixture
def free_port() -> int:
    """A port outside the range from which clients are given theirs, free at this moment."""
    port = private_port()
    port.release()
    return port.number
