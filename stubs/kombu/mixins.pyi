"""The loop that `shared/events/receiver.py` derives its own from."""

from typing import Any

class ConsumerMixin:
    connection: Any
    @property
    def should_stop(self) -> bool: ...
    def run(self) -> None: ...
    def create_connection(self) -> Any: ...
