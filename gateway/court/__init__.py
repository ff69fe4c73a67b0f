"""The court's door: its signed notices become commands, and it reads what was filed with it."""

from gateway.court.resource import ENDPOINTS, court_blueprint

__all__ = ["ENDPOINTS", "court_blueprint"]
