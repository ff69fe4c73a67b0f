"""What holds for every test run."""

from __future__ import annotations

from shared.events.database import disconnect


def pytest_sessionfinish() -> None:
    """Close what applications opened inside the test process."""
    disconnect()
