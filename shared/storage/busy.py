"""What is raised when a guarded write does not succeed however often it is tried."""

from __future__ import annotations


class BusyDocumentError(Exception):
    """Others kept changing the document; the event is tried again later."""
