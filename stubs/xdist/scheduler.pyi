"""The scheduler that `tests/conftest.py` derives its own from."""

import pytest

class LoadScopeScheduling:
    def __init__(self, config: pytest.Config, log: object | None = ...) -> None: ...
    def _split_scope(self, nodeid: str) -> str: ...
