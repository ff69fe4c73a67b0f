"""Kombu says that it is typed, and mostly is not: what is not written here may be anything."""

from typing import Any

def __getattr__(name: str) -> Any: ...
