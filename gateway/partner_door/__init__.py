"""The door of partners that are no courts: hotlines, procuratorates, legal aid, arbitration."""

from gateway.partner_door.resource import ENDPOINTS, partner_door

__all__ = ["ENDPOINTS", "partner_door"]
