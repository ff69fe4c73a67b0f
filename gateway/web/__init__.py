"""The workbench: pages on which officers, supervisors and administrators do their work."""

from gateway.web.room import install_pages

__all__ = ["install_pages"]
